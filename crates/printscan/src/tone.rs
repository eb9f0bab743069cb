//! From gray to one bit.

use crate::{Mode, Scan};

/// How a scanner makes black and white out of gray.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Threshold {
    /// One level for the whole page, by Otsu's method.
    Otsu,
    /// "Text" mode: half-way between Otsu's level and the mean around the pixel.
    Text,
    /// An ordered 8 × 8 dither.
    Dither,
}

/// Turns a gray picture into one of 0 and 255 only.
pub(crate) fn one_bit(mut scan: Scan, threshold: Threshold) -> Scan {
    let level = otsu(&scan.pixels);
    match threshold {
        Threshold::Otsu => scan
            .pixels
            .iter_mut()
            .for_each(|pixel| *pixel = black(*pixel, level)),
        Threshold::Text => text(&mut scan, level),
        Threshold::Dither => dither(&mut scan),
    }
    scan.mode = Mode::Bw(threshold);
    scan
}

fn black(pixel: u8, level: u8) -> u8 {
    if pixel <= level { 0 } else { 255 }
}

/// The level that parts the histogram into two classes with the least variance within
/// (N. Otsu, 1979). Pixels at the level are black.
pub(crate) fn otsu(pixels: &[u8]) -> u8 {
    let mut histogram = [0f64; 256];
    for &pixel in pixels {
        histogram[usize::from(pixel)] += 1.0;
    }
    let total = pixels.len() as f64;
    let sum: f64 = histogram
        .iter()
        .enumerate()
        .map(|(level, count)| level as f64 * count)
        .sum();
    let (mut count, mut below) = (0.0, 0.0);
    let (mut best, mut level) = (0.0, 127);
    for (at, number) in histogram.iter().enumerate() {
        count += number;
        below += at as f64 * number;
        if count == 0.0 || count == total {
            continue;
        }
        let apart = below / count - (sum - below) / (total - count);
        let between = count * (total - count) * apart * apart;
        if between > best {
            (best, level) = (between, at as u8);
        }
    }
    level
}

/// Blocks whose mean is taken over the 3 × 3 around: about 4 mm at any resolution.
fn text(scan: &mut Scan, level: u8) {
    let block = (scan.dpi / 18.0).max(4.0) as usize;
    let (columns, rows) = (scan.width.div_ceil(block), scan.height.div_ceil(block));
    let mut sums = vec![(0u64, 0u64); columns * rows];
    for (y, row) in scan.pixels.chunks_exact(scan.width).enumerate() {
        for (x, &pixel) in row.iter().enumerate() {
            let (sum, count) = &mut sums[y / block * columns + x / block];
            (*sum, *count) = (*sum + u64::from(pixel), *count + 1);
        }
    }
    let mean = |column: usize, row: usize| {
        let around = (row.saturating_sub(1)..(row + 2).min(rows)).flat_map(|row| {
            let columns_around = column.saturating_sub(1)..(column + 2).min(columns);
            columns_around.map(move |column| row * columns + column)
        });
        let (sum, count) = around.fold((0, 0), |(sum, count), at| {
            (sum + sums[at].0, count + sums[at].1)
        });
        sum / count
    };
    let levels: Vec<u8> = (0..sums.len())
        .map(|at| ((mean(at % columns, at / columns) + u64::from(level)) / 2) as u8)
        .collect();
    for (y, row) in scan.pixels.chunks_exact_mut(scan.width).enumerate() {
        for (x, pixel) in row.iter_mut().enumerate() {
            *pixel = black(*pixel, levels[y / block * columns + x / block]);
        }
    }
}

/// Bayer's matrix, by interleaving the bits of x ^ y and y.
fn dither(scan: &mut Scan) {
    let bayer = |x: usize, y: usize| {
        (0..3).fold(0, |value, bit| {
            let (x, y) = ((x >> bit) & 1, (y >> bit) & 1);
            (value << 2) | ((x ^ y) << 1) | y
        })
    };
    for (y, row) in scan.pixels.chunks_exact_mut(scan.width).enumerate() {
        for (x, pixel) in row.iter_mut().enumerate() {
            let level = (bayer(x, y) * 4 + 1) as u8;
            *pixel = black(*pixel, level);
        }
    }
}
