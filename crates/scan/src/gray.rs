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

    /// Averages squares of `by` pixels, at most 256; an incomplete last row or column is dropped. Of
    /// large squares every second row will do, and what is not read costs nothing.
    pub fn shrunk<'b>(&self, by: usize) -> Plane<'b> {
        let (width, height) = (self.width / by, self.height / by);
        let mut sums = vec![0u16; self.width];
        let mut pixels = Vec::with_capacity(width * height);
        let average = match by {
            2 => average::<2>,
            3 => average::<3>,
            4 => average::<4>,
            5 => average::<5>,
            6 => average::<6>,
            _ => average_of_any,
        };
        let step = if by < 4 { 1 } else { 2 };
        let rows = by.div_ceil(step);
        let bands = self.pixels.chunks_exact(self.width.max(1) * by);
        for band in bands.take(height) {
            sums.fill(0);
            for row in band.chunks_exact(self.width).step_by(step) {
                for (sum, &pixel) in sums.iter_mut().zip(row) {
                    *sum += u16::from(pixel);
                }
            }
            average(&sums, by, rows, &mut pixels);
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

    pub fn row(&self, y: usize) -> &[u8] {
        let start = y * self.width;
        self.pixels
            .get(start..start + self.width)
            .unwrap_or_default()
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
    #[inline(always)]
    pub fn sample(&self, at: Point) -> f32 {
        level(self.bilinear(Walk::new(at, Point::default(), 0.5).spot()))
    }

    /// The mean over the square of two pixels' side about `at`, its edges to a fraction of
    /// a pixel.
    #[inline(always)]
    pub fn square(&self, at: Point) -> f32 {
        level(self.mean_of_square(Walk::new(at, Point::default(), 1.0).spot()))
    }

    /// Like [`Plane::sample`], at places a `step` apart, in 65536ths of a level.
    #[inline(always)]
    pub fn samples(&self, first: Point, step: Point) -> impl Iterator<Item = u32> {
        Walk::new(first, step, 0.5).map(|spot| self.bilinear(spot))
    }

    /// Like [`Plane::square`], at places a `step` apart, in 65536ths of a level.
    #[inline(always)]
    pub fn squares(&self, first: Point, step: Point) -> impl Iterator<Item = u32> {
        Walk::new(first, step, 1.0).map(|spot| self.mean_of_square(spot))
    }

    #[inline(always)]
    fn bilinear(&self, spot: Spot) -> u32 {
        let [[a, b], [c, d]] = self.patch(spot.left, spot.top);
        let between = |a: u8, b: u8| {
            let (a, b) = (i32::from(a), i32::from(b));
            a * ONE + (b - a) * spot.fx
        };
        let (upper, lower) = (between(a, b), between(c, d));
        (upper * ONE + (lower - upper) * spot.fy) as u32
    }

    #[inline(always)]
    fn mean_of_square(&self, spot: Spot) -> u32 {
        let [[a, b, c], [d, e, f], [g, h, i]] = self.patch(spot.left, spot.top);
        let row = |a: u8, b: u8, c: u8| {
            let (a, b, c) = (i32::from(a), i32::from(b), i32::from(c));
            (a + b) * ONE + (c - a) * spot.fx
        };
        let (upper, middle, lower) = (row(a, b, c), row(d, e, f), row(g, h, i));
        ((upper + middle) * ONE + (lower - upper) * spot.fy) as u32 / 4
    }

    /// `N` × `N` pixels from here to the right and down, row by row.
    #[inline(always)]
    fn patch<const N: usize>(&self, x: i32, y: i32) -> [[u8; N]; N] {
        self.inner_patch(x, y)
            .unwrap_or_else(|| self.patch_at_edge(x, y))
    }

    #[inline(always)]
    fn inner_patch<const N: usize>(&self, x: i32, y: i32) -> Option<[[u8; N]; N]> {
        // A negative number is a huge one here.
        let (x, y) = (x as u32 as usize, y as u32 as usize);
        if x + N > self.width || y + N > self.height {
            return None;
        }
        let mut patch = [[0; N]; N];
        let mut rest = self.pixels.get(y * self.width + x..)?;
        for row in &mut patch {
            *row = *rest.first_chunk()?;
            rest = rest.get(self.width..).unwrap_or_default();
        }
        Some(patch)
    }

    #[cold]
    fn patch_at_edge<const N: usize>(&self, x: i32, y: i32) -> [[u8; N]; N] {
        let near = |from: i32, k: usize| from.saturating_add(k as i32);
        let row = |dy| std::array::from_fn(|dx| self.pixel(near(x, dx), near(y, dy)));
        std::array::from_fn(row)
    }
}

/// Means of `by` sums of `rows` pixels each. That the compiler knows `by`, as it does for all usual
/// pages, saves a fifth of scanning a blank page: 8 of 45 million instructions.
fn average<const BY: usize>(sums: &[u16], by: usize, rows: usize, to: &mut Vec<u8>) {
    let mean = mean_of(by * rows);
    let (squares, _) = sums.as_chunks::<BY>();
    to.extend(squares.iter().map(|square| mean(square)));
}

fn average_of_any(sums: &[u16], by: usize, rows: usize, to: &mut Vec<u8>) {
    let mean = mean_of(by * rows);
    to.extend(sums.chunks_exact(by).map(mean));
}

/// A division by a number unknown to the compiler would be the slowest step of all.
fn mean_of(pixels: usize) -> impl Fn(&[u16]) -> u8 {
    let inverse = (1 << 24) / pixels as u64 + 1;
    move |square| {
        let sum: u32 = square.iter().map(|&s| u32::from(s)).sum();
        ((u64::from(sum) * inverse) >> 24) as u8
    }
}

/// Fractions of a pixel are counted in these.
const ONE: i32 = 256;

/// From 65536ths.
pub(crate) fn level(sum: u32) -> f32 {
    sum as f32 * (1.0 / (ONE * ONE) as f32)
}

/// Whole pixels and 256ths more.
struct Spot {
    left: i32,
    top: i32,
    fx: i32,
    fy: i32,
}

/// Places along a line, without end. In 65536ths of a pixel, for whole numbers are stepped along in
/// half the time. Infinitely far out either sign is beyond the page: no plane has 32768 pixels a side.
struct Walk {
    x: i32,
    y: i32,
    dx: i32,
    dy: i32,
}

impl Walk {
    /// `back`: from a place to where the pixels about it begin.
    #[inline(always)]
    fn new(first: Point, step: Point, back: f32) -> Walk {
        let fixed = |v: f32| (v * 65536.0) as i32;
        // Rounded down, not to zero.
        let floor = |v: f32| fixed(v).wrapping_sub(i32::from(v < 0.0));
        Walk {
            x: floor(first.x - back),
            y: floor(first.y - back),
            dx: fixed(step.x),
            dy: fixed(step.y),
        }
    }

    #[inline(always)]
    fn spot(&self) -> Spot {
        Spot {
            left: self.x >> 16,
            top: self.y >> 16,
            fx: self.x >> 8 & 255,
            fy: self.y >> 8 & 255,
        }
    }
}

impl Iterator for Walk {
    type Item = Spot;

    #[inline(always)]
    fn next(&mut self) -> Option<Spot> {
        let spot = self.spot();
        self.x = self.x.wrapping_add(self.dx);
        self.y = self.y.wrapping_add(self.dy);
        Some(spot)
    }
}

/// Sums over any square in four look-ups.
pub(crate) struct Integral {
    width: usize,
    /// Each of what lies above and to the left: a row and a column more than pixels.
    sums: Vec<u32>,
}

impl Integral {
    pub fn new(plane: &Plane) -> Integral {
        let width = plane.width + 1;
        let mut sums = vec![0u32; width * (plane.height + 1)];
        let mut rest = sums.as_mut_slice();
        for row in plane.rows() {
            let (above, below) = rest.split_at_mut(width);
            let mut sum = 0u32;
            let sums = below.iter_mut().zip(&*above).skip(1);
            for ((to, above), &pixel) in sums.zip(row) {
                sum += u32::from(pixel);
                *to = sum + above;
            }
            rest = below;
        }
        Integral { width, sums }
    }

    /// The squares about pixels of this row that reach `reach` pixels to every side.
    pub fn squares(&self, y: usize, reach: usize) -> Squares<'_> {
        let row = |y: usize| self.sums.get(y * self.width..).unwrap_or_default();
        let row = |y: usize| row(y).get(..self.width).unwrap_or_default();
        Squares {
            reach,
            above: row(y - reach.min(y)),
            below: row(y + reach + 1),
        }
    }
}

/// Squares whose middles are a row of pixels, all within the plane.
pub(crate) struct Squares<'a> {
    reach: usize,
    above: &'a [u32],
    below: &'a [u32],
}

impl Squares<'_> {
    pub fn area(&self) -> usize {
        (2 * self.reach + 1).pow(2)
    }

    /// Of the pixels about that in column `x`.
    #[inline(always)]
    pub fn sum(&self, x: usize) -> u32 {
        let (left, right) = (x - self.reach, x + self.reach + 1);
        let between = |sums: &[u32]| Some(sums.get(right)? - sums.get(left)?);
        let (above, below) = (between(self.above), between(self.below));
        below.zip(above).map_or(0, |(below, above)| below - above)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where a photo's perspective puts the horizon.
    #[test]
    fn infinitely_far_out_there_is_white() {
        let plane = Plane::for_reading(Gray {
            width: 2,
            height: 2,
            pixels: &[0; 4],
        });
        for far in [f32::NEG_INFINITY, -1e9, 1e9, f32::INFINITY] {
            let at = Point { x: far, y: far };
            assert_eq!((plane.sample(at), plane.square(at)), (255.0, 255.0));
        }
    }
}
