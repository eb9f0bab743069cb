//! Toner coverage of one side as a plane that can be sampled anywhere.

use crate::print::MM_PER_DOT;

/// Coverage of paper by toner, 0 to 255, on a square grid.
pub(crate) struct Plane {
    pub(crate) width: usize,
    pub(crate) height: usize,
    /// Samples per mm.
    pub(crate) per_mm: f32,
    pub(crate) data: Vec<u8>,
}

impl Plane {
    /// A plane at the printer's resolution.
    pub(crate) fn of_dots(width: usize, height: usize, data: Vec<u8>) -> Self {
        Self {
            width,
            height,
            per_mm: 1.0 / MM_PER_DOT,
            data,
        }
    }

    /// The plane at half its resolution, each sample the mean of four.
    pub(crate) fn halved(&self) -> Self {
        let (width, height) = (self.width / 2, self.height / 2);
        let mut data = Vec::with_capacity(width * height);
        for pair in self.data.chunks_exact(2 * self.width).take(height) {
            let (upper, lower) = pair.split_at(self.width);
            let mean = |(a, b): (&[u8], &[u8])| {
                ((u16::from(a[0]) + u16::from(a[1]) + u16::from(b[0]) + u16::from(b[1]) + 2) / 4)
                    as u8
            };
            let pixels = upper.chunks_exact(2).zip(lower.chunks_exact(2));
            data.extend(pixels.map(mean));
        }
        Self {
            width,
            height,
            per_mm: self.per_mm / 2.0,
            data,
        }
    }

    /// Coverage from 0 to 1 at a place in mm, interpolated between four samples.
    /// Beyond the edges there is no toner.
    #[inline]
    pub(crate) fn sample(&self, x_mm: f32, y_mm: f32) -> f32 {
        let x = x_mm * self.per_mm - 0.5;
        let y = y_mm * self.per_mm - 0.5;
        // Truncation is floor here: negative places are ruled out first.
        if !(x >= 0.0 && y >= 0.0) {
            return 0.0;
        }
        let (left, top) = (x as usize, y as usize);
        if left + 1 >= self.width || top + 1 >= self.height {
            return 0.0;
        }
        let (fx, fy) = (x - left as f32, y - top as f32);
        let start = top * self.width + left;
        let (upper, lower) = (&self.data[start..], &self.data[start + self.width..]);
        let mix = |pair: &[u8]| {
            let (a, b) = (f32::from(pair[0]), f32::from(pair[1]));
            a + (b - a) * fx
        };
        let (a, b) = (mix(&upper[..2]), mix(&lower[..2]));
        (a + (b - a) * fy) * (1.0 / 255.0)
    }
}
