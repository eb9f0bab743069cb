use crate::geometry::Point;
use std::borrow::Cow;

/// One page, row by row from the top, 0 black to 255 white.
#[derive(Clone, Copy)]
pub struct Gray<'a> {
    pub width: u32,
    pub height: u32,
    pub pixels: &'a [u8],
}

/// The plane that is read: the page itself, or the page halved until a cell is a few pixels
/// wide, which is all that reading needs and averages the noise of fine scans.
pub(crate) struct Plane<'a> {
    pub width: usize,
    pub height: usize,
    /// Pixels of the page along one pixel of the plane.
    pub scale: f32,
    pixels: Cow<'a, [u8]>,
}

/// A page that is longer than this is halved: A4 at 400 dpi.
const LONGEST: u32 = 4700;

impl<'a> Plane<'a> {
    pub fn for_reading(page: Gray<'a>) -> Plane<'a> {
        let mut plane = Plane {
            width: page.width as usize,
            height: page.height as usize,
            scale: 1.0,
            pixels: Cow::Borrowed(page.pixels),
        };
        while plane.width.max(plane.height) > LONGEST as usize {
            plane = plane.shrunk(2);
        }
        plane
    }

    /// Averages squares of `by` pixels; an incomplete last row or column is dropped.
    pub fn shrunk<'b>(&self, by: usize) -> Plane<'b> {
        let (width, height) = (self.width / by, self.height / by);
        let mut sums = vec![0u32; width];
        let mut pixels = Vec::with_capacity(width * height);
        let area = (by * by) as u32;
        for band in self
            .pixels
            .chunks_exact(self.width.max(1) * by)
            .take(height)
        {
            sums.fill(0);
            for row in band.chunks_exact(self.width) {
                for (sum, square) in sums.iter_mut().zip(row.chunks_exact(by)) {
                    *sum += square.iter().map(|&p| u32::from(p)).sum::<u32>();
                }
            }
            pixels.extend(sums.iter().map(|sum| (sum / area) as u8));
        }
        Plane {
            width,
            height,
            scale: self.scale * by as f32,
            pixels: Cow::Owned(pixels),
        }
    }

    pub fn rows(&self) -> impl Iterator<Item = &[u8]> {
        self.pixels.chunks_exact(self.width.max(1))
    }

    /// The pixel here; beyond the edge it is white, as beyond the paper.
    pub fn pixel(&self, x: i32, y: i32) -> u8 {
        let inside = (0..self.width as i32).contains(&x) && (0..self.height as i32).contains(&y);
        if !inside {
            return 255;
        }
        self.pixels
            .get(y as usize * self.width + x as usize)
            .copied()
            .unwrap_or(255)
    }

    /// Bilinear. A pixel's value stands at its centre: `at` (0.5, 0.5) is the first pixel's.
    #[inline]
    pub fn sample(&self, at: Point) -> f32 {
        let (x, y) = (at.x - 0.5, at.y - 0.5);
        let (left, top) = (floor(x), floor(y));
        let (fx, fy) = (x - left as f32, y - top as f32);
        let start = top as isize * self.width as isize + left as isize;
        let has_room = left >= 0 && top >= 0 && (left as usize) + 1 < self.width;
        let rows = usize::try_from(start)
            .ok()
            .filter(|_| has_room)
            .and_then(|s| {
                let upper = self.pixels.get(s..s + 2)?;
                Some((upper, self.pixels.get(s + self.width..s + self.width + 2)?))
            });
        let [a, b, c, d] = match rows {
            Some((&[a, b], &[c, d])) => [a, b, c, d],
            _ => [(0, 0), (1, 0), (0, 1), (1, 1)].map(|(dx, dy)| self.pixel(left + dx, top + dy)),
        }
        .map(f32::from);
        let (upper, lower) = (a + (b - a) * fx, c + (d - c) * fx);
        upper + (lower - upper) * fy
    }
}

/// `f32::floor` is a call into libm on processors without SSE 4.1, a million times a page.
#[inline]
fn floor(v: f32) -> i32 {
    v as i32 - i32::from(v < 0.0)
}

/// Sums over any upright rectangle in four look-ups.
pub(crate) struct Integral {
    width: usize,
    sums: Vec<u32>,
}

impl Integral {
    pub fn new(plane: &Plane) -> Integral {
        let width = plane.width + 1;
        let mut sums = vec![0u32; width];
        sums.reserve(width * plane.height);
        for row in plane.rows() {
            let above = sums.len() - width;
            let mut sum = 0u32;
            sums.push(0);
            for (k, &pixel) in (above + 1..).zip(row) {
                sum += u32::from(pixel);
                sums.push(sum + sums.get(k).copied().unwrap_or(0));
            }
        }
        Integral { width, sums }
    }

    /// Sum of the square about `x`, `y` that reaches `reach` pixels to every side, and its area.
    pub fn square(&self, x: usize, y: usize, reach: usize) -> (u32, u32) {
        let (x0, y0) = (x - reach.min(x), y - reach.min(y));
        let height = self.sums.len() / self.width;
        let (x1, y1) = (
            (x + reach + 1).min(self.width - 1),
            (y + reach + 1).min(height - 1),
        );
        let at = |x: usize, y: usize| self.sums.get(y * self.width + x).copied().unwrap_or(0);
        let sum = at(x1, y1).wrapping_add(at(x0, y0));
        let sum = sum.wrapping_sub(at(x0, y1)).wrapping_sub(at(x1, y0));
        (sum, ((x1 - x0) * (y1 - y0)) as u32)
    }
}
