use crate::Page;
use crate::geometry::{Affine, Point};
use std::borrow::Cow;

/// Gray pixels, or amounts of ink.
pub(crate) struct Plane<'a> {
    pub width: usize,
    pub height: usize,
    pub pixels: Cow<'a, [u8]>,
}

/// In steps of 1/65536 of a pixel: a line that leaves its row, or its pixels, every eight.
const STEEP: u32 = 1 << 13;

impl<'a> Plane<'a> {
    pub fn new(width: usize, height: usize, pixels: Vec<u8>) -> Plane<'static> {
        Plane {
            width,
            height,
            pixels: Cow::Owned(pixels),
        }
    }

    /// The page, halved until it is no longer than this, and by how much; `None` if it is not
    /// as large as it says.
    pub fn of_page(page: Page<'a>, longest: usize) -> Option<(Plane<'a>, usize)> {
        let (width, height) = (page.width as usize, page.height as usize);
        let is_whole = width.checked_mul(height) == Some(page.pixels.len());
        let mut plane = Plane {
            width,
            height,
            pixels: Cow::Borrowed(page.pixels),
        };
        let mut halved = 1;
        while is_whole && plane.width.max(plane.height) > longest {
            plane = plane.shrunk(2);
            halved *= 2;
        }
        let has_pixels = plane.width > 0 && plane.height > 0;
        (is_whole && has_pixels).then_some((plane, halved))
    }

    pub fn rows(&self) -> impl Iterator<Item = &[u8]> {
        self.pixels.chunks_exact(self.width.max(1))
    }

    /// `length` pixels from here to the right, if all are there.
    #[inline(always)]
    pub fn run(&self, x: usize, y: usize, length: usize) -> &[u8] {
        let start = y * self.width + x;
        let run = self.pixels.get(start..start + length);
        run.filter(|_| x + length <= self.width).unwrap_or_default()
    }

    pub fn at(&self, x: i32, y: i32) -> Option<u8> {
        let inside = (0..self.width as i32).contains(&x) && (0..self.height as i32).contains(&y);
        inside.then(|| {
            self.pixels
                .get(y as usize * self.width + x as usize)
                .copied()
        })?
    }

    /// Means of squares of `by` pixels; an incomplete last row or column is dropped.
    pub fn shrunk(&self, by: usize) -> Plane<'static> {
        let (width, height) = (self.width / by, self.height / by);
        let mut sums: Vec<u16> = Vec::with_capacity(self.width);
        let mut pixels = Vec::with_capacity(width * height);
        for band in self
            .pixels
            .chunks_exact((self.width * by).max(1))
            .take(height)
        {
            let mut rows = band.chunks_exact(self.width);
            sums.clear();
            let first = rows.next().unwrap_or_default();
            sums.extend(first.iter().map(|&pixel| u16::from(pixel)));
            for row in rows {
                for (sum, &pixel) in sums.iter_mut().zip(row) {
                    *sum += u16::from(pixel);
                }
            }
            means(&sums, by, &mut pixels);
        }
        Plane::new(width, height, pixels)
    }

    /// The lightest within `reach` pixels to every side.
    pub fn lightest(&self, reach: usize) -> Plane<'static> {
        let mut along = Vec::with_capacity(self.pixels.len());
        let mut row_of = Vec::new();
        for row in self.rows() {
            row_of.clear();
            row_of.resize(reach, 0);
            row_of.extend_from_slice(row);
            row_of.resize(row.len() + 2 * reach, 0);
            widen(&mut row_of, 1, 2 * reach + 1, u8::max);
            along.extend_from_slice(row_of.get(..row.len()).unwrap_or_default());
        }
        let pad = reach * self.width;
        let mut all = vec![0; pad];
        all.extend_from_slice(&along);
        all.resize(along.len() + 2 * pad, 0);
        widen(&mut all, self.width, 2 * reach + 1, u8::max);
        all.truncate(along.len());
        Plane::new(self.width, self.height, all)
    }

    /// Bilinear. A pixel's value stands at its centre; beyond the edge is the edge.
    #[inline(always)]
    pub fn sample(&self, at: Point) -> f32 {
        let (x, y) = (fixed(at.x - 0.5), fixed(at.y - 0.5));
        self.mix(x, y) as f32 * (1.0 / 65536.0)
    }

    /// Bilinear, in steps of 1/65536 of a pixel from the first pixel's middle: 65536 × the level.
    #[inline(always)]
    pub fn mix(&self, x: i32, y: i32) -> u32 {
        let [[a, b], [c, d]] = self.four(x >> 16, y >> 16).map(|row| row.map(u32::from));
        let (fx, fy) = ((x as u32 >> 8) & 255, (y as u32 >> 8) & 255);
        let upper = a * (256 - fx) + b * fx;
        let lower = c * (256 - fx) + d * fx;
        upper * (256 - fy) + lower * fy
    }

    /// [`Plane::mix`] in equal steps along a line, in whole levels.
    pub fn mix_along(&self, from: Point, step: Point, mut to: &mut [u8]) {
        let mut at = [from.x - 0.5, from.y - 0.5].map(fixed);
        let step = [step.x, step.y].map(fixed);
        let [dx, dy] = step;
        let off = dx.wrapping_sub(1 << 16);
        // Of a page that lies on its side, or of another resolution, hardly anything goes on along its rows.
        if off.unsigned_abs().max(dy.unsigned_abs()) > STEEP {
            return self.mix_each(at, step, to);
        }
        while !to.is_empty() {
            let [x, y] = at;
            // As long as the next is one pixel further right in the same row.
            let stays = within_pixel(x, off).min(within_pixel(y, dy));
            let count = stays.min(to.len());
            let (run, rest) = to.split_at_mut(count);
            let row = |below: i32| {
                let x = usize::try_from(x >> 16).ok()?;
                let y = usize::try_from((y >> 16) + below).ok()?;
                Some(self.run(x, y, count + 1)).filter(|run| !run.is_empty())
            };
            match [0, 1].map(row) {
                [Some(upper), Some(lower)] => mixed(upper, lower, at, step, run),
                _ => self.mix_each(at, step, run),
            }
            let after = |at: i32, by: i32| at.wrapping_add(by.wrapping_mul(count as i32));
            at = [after(x, dx), after(y, dy)];
            to = rest;
        }
    }

    fn mix_each(&self, [mut x, mut y]: [i32; 2], [dx, dy]: [i32; 2], to: &mut [u8]) {
        for to in to {
            *to = (self.mix(x, y) >> 16) as u8;
            (x, y) = (x.wrapping_add(dx), y.wrapping_add(dy));
        }
    }

    /// The pixels in which the points of a grid lie; beyond the edge is no ink.
    pub fn picked(&self, map: &Affine, width: usize, height: usize) -> Plane<'static> {
        let mut picked = vec![0; width * height];
        let (dx, dy) = (fixed(map.right.x), fixed(map.right.y));
        for (to, y) in picked.chunks_exact_mut(width.max(1)).zip(0..) {
            let start = map.map(Point {
                x: 0.0,
                y: y as f32,
            });
            let (mut x, mut y) = (fixed(start.x), fixed(start.y));
            for to in to {
                let (column, row) = ((x >> 16) as u32 as usize, (y >> 16) as u32 as usize);
                let at = row.wrapping_mul(self.width).wrapping_add(column);
                let pixel = self.pixels.get(at).filter(|_| column < self.width);
                *to = pixel.copied().unwrap_or(0);
                (x, y) = (x.wrapping_add(dx), y.wrapping_add(dy));
            }
        }
        Plane::new(width, height, picked)
    }

    /// A square of another plane, as the map says that lies on this one.
    pub fn warped(&self, map: &Affine, [left, top]: [i32; 2], side: usize) -> Plane<'static> {
        let mut pixels = vec![0; side * side];
        for (row, y) in pixels.chunks_exact_mut(side).zip(top..) {
            let start = Point {
                x: left as f32 + 0.5,
                y: y as f32 + 0.5,
            };
            self.mix_along(map.map(start), map.right, row);
        }
        Plane::new(side, side, pixels)
    }

    /// Two pixels here and the two below.
    #[inline(always)]
    pub fn four(&self, x: i32, y: i32) -> [[u8; 2]; 2] {
        self.inner_four(x, y)
            .unwrap_or_else(|| self.four_at_edge(x, y))
    }

    #[inline(always)]
    fn inner_four(&self, x: i32, y: i32) -> Option<[[u8; 2]; 2]> {
        let (x, y) = (x as u32 as usize, y as u32 as usize);
        if x + 2 > self.width || y + 2 > self.height {
            return None;
        }
        let upper = self.pixels.get(y * self.width + x..)?;
        let lower = upper.get(self.width..)?;
        Some([*upper.first_chunk()?, *lower.first_chunk()?])
    }

    #[cold]
    fn four_at_edge(&self, x: i32, y: i32) -> [[u8; 2]; 2] {
        let within = |v: i32, size: usize| v.clamp(0, size.saturating_sub(1) as i32);
        let at = |x: i32, y: i32| {
            self.at(within(x, self.width), within(y, self.height))
                .unwrap_or(255)
        };
        let row = |y: i32| [at(x, y), at(x.saturating_add(1), y)];
        [row(y), row(y.saturating_add(1))]
    }

    /// Whether a point lies on the plane.
    pub fn holds(&self, at: Point) -> bool {
        (0.0..self.width as f32).contains(&at.x) && (0.0..self.height as f32).contains(&at.y)
    }
}

/// In steps of 1/65536 of a pixel.
pub(crate) fn fixed(v: f32) -> i32 {
    (v * 65536.0) as i32
}

/// How many steps from here on are on the same pixel, this one included.
fn within_pixel(v: i32, step: i32) -> usize {
    let part = v & 0xffff;
    match step.signum() {
        0 => usize::MAX,
        1 => (0xffff - part) as usize / step as usize + 1,
        _ => part as usize / step.unsigned_abs() as usize + 1,
    }
}

/// Bilinear along two rows of pixels that each have one more: fractions change slowly.
fn mixed(upper: &[u8], lower: &[u8], at: [i32; 2], by: [i32; 2], to: &mut [u8]) {
    let [x, y] = at.map(|v| v as u16);
    let [dx, dy] = by.map(|v| v as u16);
    let upper = upper.iter().zip(upper.iter().skip(1));
    let lower = lower.iter().zip(lower.iter().skip(1));
    for (k, (to, ((&a, &b), (&c, &d)))) in (0u16..).zip(to.iter_mut().zip(upper.zip(lower))) {
        let fx = x.wrapping_add(k.wrapping_mul(dx)) >> 8;
        let fy = y.wrapping_add(k.wrapping_mul(dy)) >> 8;
        let upper = u16::from(a) * (256 - fx) + u16::from(b) * fx;
        let lower = u16::from(c) * (256 - fx) + u16::from(d) * fx;
        let mix = u32::from(upper) * u32::from(256 - fy) + u32::from(lower) * u32::from(fy);
        *to = (mix >> 16) as u8;
    }
}

/// Each becomes what is picked of `length` that start here, `step` apart: windows double. Windows that
/// do not end within are of no use.
pub(crate) fn widen<T: Copy + Default>(
    values: &mut Vec<T>,
    step: usize,
    length: usize,
    pick: impl Fn(T, T) -> T,
) {
    let mut have = 1;
    let mut wider = Vec::with_capacity(values.len());
    while have < length {
        let by = have.min(length - have);
        wider.clear();
        let ahead = values.get(by * step..).unwrap_or_default();
        wider.extend(values.iter().zip(ahead).map(|(&a, &b)| pick(a, b)));
        wider.resize(values.len(), T::default());
        std::mem::swap(values, &mut wider);
        have += by;
    }
}

/// Of squares of `by` pixels, from the sums of their columns.
pub(crate) fn means(sums: &[u16], by: usize, to: &mut Vec<u8>) {
    match by {
        1 => means_by::<1>(sums, to),
        2 => means_by::<2>(sums, to),
        3 => means_by::<3>(sums, to),
        4 => means_by::<4>(sums, to),
        5 => means_by::<5>(sums, to),
        6 => means_by::<6>(sums, to),
        _ => to.extend(sums.chunks_exact(by).map(mean)),
    }
}

fn means_by<const BY: usize>(sums: &[u16], to: &mut Vec<u8>) {
    let (squares, _) = sums.as_chunks::<BY>();
    to.extend(squares.iter().map(|square| mean(square)));
}

#[inline(always)]
fn mean(square: &[u16]) -> u8 {
    let count = (square.len() * square.len()) as u32;
    let sum: u32 = square.iter().map(|&s| u32::from(s)).sum();
    (sum / count) as u8
}
