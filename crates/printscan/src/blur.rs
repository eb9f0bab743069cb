//! The point spread of optics: a Gaussian over a whole plane.

use crate::plane::Plane;

/// Blurs by a Gaussian with a standard deviation of `sigma_mm`. A wide blur halves the
/// resolution first, which it hides anyway.
pub(crate) fn blurred(mut plane: Plane, sigma_mm: f32) -> Plane {
    let mut variance = (sigma_mm * plane.per_mm).powi(2);
    while variance > WIDE * WIDE && plane.width.min(plane.height) > 64 {
        // The mean of two samples has a variance of 1/4 sample; the rest remains to do.
        variance = (variance - 0.25) / 4.0;
        plane = plane.halved();
    }
    let taps = taps(variance.sqrt());
    if taps.len() > 1 {
        along_columns(&mut plane, &taps);
        along_rows(&mut plane, &taps);
    }
    plane
}

/// Standard deviation, in samples, above which the plane is halved.
const WIDE: f32 = 2.5;

/// A symmetric kernel in units of 1/256; its sum is exactly 256.
pub(crate) fn taps(sigma: f32) -> Vec<u16> {
    if sigma < 0.2 {
        return vec![256];
    }
    let radius = (3.0 * sigma).ceil().min(64.0) as i32;
    let bell = |at: i32| (-0.5 * (at as f32 / sigma).powi(2)).exp();
    let sum: f32 = (-radius..=radius).map(bell).sum();
    let mut taps: Vec<u16> = (-radius..=radius)
        .map(|at| (256.0 * bell(at) / sum).round() as u16)
        .collect();
    let total: u16 = taps.iter().sum();
    let middle = &mut taps[radius as usize];
    *middle = (*middle + 256) - total;
    taps
}

/// Columns whose sums fit into registers.
const LANES: usize = 64;

/// Blurs down the columns.
pub(crate) fn along_columns(plane: &mut Plane, taps: &[u16]) {
    let (width, height, radius) = (plane.width, plane.height, taps.len() / 2);
    let mut out = vec![0; plane.data.len()];
    for (y, out) in out.chunks_exact_mut(width).enumerate() {
        let row = |tap: usize| (y + tap).saturating_sub(radius).min(height - 1) * width;
        weigh(out, taps, |tap| &plane.data[row(tap)..][..width]);
    }
    plane.data = out;
}

/// Blurs along the rows.
pub(crate) fn along_rows(plane: &mut Plane, taps: &[u16]) {
    let (width, radius) = (plane.width, taps.len() / 2);
    let mut padded = vec![0; width + 2 * radius];
    for row in plane.data.chunks_exact_mut(width) {
        padded[..radius].fill(row[0]);
        padded[radius..radius + width].copy_from_slice(row);
        padded[radius + width..].fill(row[width - 1]);
        weigh(row, taps, |tap| &padded[tap..][..width]);
    }
}

/// The weighted sum of one row for each tap, rounded. Nothing can wrap, as the taps sum
/// up to 256; saying so keeps overflow checks out of the innermost loop.
fn weigh<'a>(out: &mut [u8], taps: &[u16], row: impl Fn(usize) -> &'a [u8]) {
    let whole = out.len() / LANES * LANES;
    let (blocks, rest) = out.split_at_mut(whole);
    for (block, out) in blocks.chunks_exact_mut(LANES).enumerate() {
        let mut sums = [128u16; LANES];
        for (tap, &weight) in taps.iter().enumerate() {
            let values = &row(tap)[block * LANES..][..LANES];
            for (sum, &value) in sums.iter_mut().zip(values) {
                *sum = sum.wrapping_add(weight.wrapping_mul(u16::from(value)));
            }
        }
        for (out, sum) in out.iter_mut().zip(sums) {
            *out = (sum >> 8) as u8;
        }
    }
    for (at, out) in rest.iter_mut().enumerate() {
        let sum =
            |sum: u16, (tap, weight): (usize, &u16)| sum + weight * u16::from(row(tap)[whole + at]);
        *out = (taps.iter().enumerate().fold(128, sum) >> 8) as u8;
    }
}
