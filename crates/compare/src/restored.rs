use crate::plane::{Plane, means};
use sheet::Picture;

/// The restored front's bits.
pub(crate) struct Restored<'a> {
    pub width: usize,
    pub height: usize,
    pub mm: f32,
    /// How far the print's edges may be from these: a coarser picture leaves out more of its shape. In
    /// halves of what 300 dpi leave open.
    pub doubt: i16,
    stride: usize,
    bits: &'a [u8],
}

impl<'a> Restored<'a> {
    pub fn new(picture: &'a Picture) -> Restored<'a> {
        let stride = picture.width.div_ceil(8) as usize;
        Restored {
            width: picture.width as usize,
            height: (picture.height as usize).min(picture.bits.len() / stride.max(1)),
            mm: 25.4 / picture.dpi.max(1) as f32,
            doubt: if picture.dpi < 300 { 3 } else { 2 },
            stride,
            bits: &picture.bits,
        }
    }

    /// Whether any of the bytes that a square's pixels are in has ink.
    pub fn may_have_ink(&self, left: i32, top: i32, side: usize) -> bool {
        let until = |from: i32| usize::try_from(from + side as i32).unwrap_or(0);
        let columns = left.max(0) as usize / 8..until(left).div_ceil(8).min(self.stride);
        let rows = top.max(0) as usize..until(top).min(self.height);
        rows.map(|y| y * self.stride).any(|row| {
            let bytes = self.bits.get(row + columns.start..row + columns.end);
            bytes.unwrap_or_default().iter().any(|&byte| byte != 0)
        })
    }

    /// Pixels from here to the right, 255 = black; beyond the edge nothing is.
    pub fn unpack(&self, x: i32, y: i32, to: &mut [u8]) {
        to.fill(0);
        if !(0..self.height as i32).contains(&y) {
            return;
        }
        let row = self
            .bits
            .get(y as usize * self.stride..)
            .unwrap_or_default();
        let row = row.get(..self.stride).unwrap_or_default();
        let skip = (-x).max(0) as usize;
        let start = x.max(0) as usize;
        let left = self.width.saturating_sub(start);
        let Some(to) = to.get_mut(skip..) else { return };
        let length = to.len().min(left);
        let to = to.get_mut(..length).unwrap_or_default();
        let mut bytes = row.get(start / 8..).unwrap_or_default().iter();
        let Some(&first) = bytes.next() else { return };
        let first = unpacked(first).into_iter().skip(start % 8);
        let (head, rest) = to.split_at_mut((8 - start % 8).min(to.len()));
        for (to, pixel) in head.iter_mut().zip(first) {
            *to = pixel;
        }
        let (eights, rest) = rest.as_chunks_mut::<8>();
        for (to, &byte) in eights.iter_mut().zip(bytes.by_ref()) {
            *to = unpacked(byte);
        }
        if let Some(&last) = bytes.next() {
            for (to, pixel) in rest.iter_mut().zip(unpacked(last)) {
                *to = pixel;
            }
        }
    }

    /// The share of black in squares of `by` pixels, as 0 to 255.
    pub fn shrunk(&self, by: usize) -> Plane<'static> {
        let (width, height) = (self.width / by, self.height / by);
        let mut pixels = Vec::with_capacity(width * height);
        let stride = self.stride.max(1);
        // Eight columns' counts at a time, a byte each.
        let ones = |&byte: &u8| u64::from_le_bytes(unpacked(byte)) & 0x0101_0101_0101_0101;
        let (mut counts, mut sums) = (Vec::new(), vec![0; stride * 8]);
        for band in self.bits.chunks_exact(stride * by).take(height) {
            let mut rows = band.chunks_exact(stride);
            counts.clear();
            counts.extend(rows.next().unwrap_or_default().iter().map(ones));
            for row in rows {
                for (count, byte) in counts.iter_mut().zip(row) {
                    *count += ones(byte);
                }
            }
            let columns: Vec<_> = counts.iter().map(|eight| eight.to_le_bytes()).collect();
            for (sum, &count) in sums.iter_mut().zip(columns.as_flattened()) {
                *sum = u16::from(count) * 255;
            }
            means(sums.get(..width * by).unwrap_or_default(), by, &mut pixels);
        }
        Plane::new(width, height, pixels)
    }
}

#[inline(always)]
fn unpacked(byte: u8) -> [u8; 8] {
    UNPACKED.get(usize::from(byte)).copied().unwrap_or_default()
}

const UNPACKED: [[u8; 8]; 256] = {
    let mut table = [[0; 8]; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut bit = 0;
        while bit < 8 {
            if byte >> (7 - bit) & 1 == 1 {
                table[byte][bit] = 255;
            }
            bit += 1;
        }
        byte += 1;
    }
    table
};
