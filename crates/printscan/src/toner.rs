//! From dots to toner: how a laser printer renders them on paper.

use crate::blur::{along_columns, along_rows};
use crate::conditions::Printer;
use crate::field::{Field, Lattice};
use crate::plane::Plane;
use crate::print::{MM_PER_DOT, Print};
use crate::random::{Noise, Stream, stream};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use std::borrow::Cow;

/// Coverage of the page by toner, at 600 dpi.
pub(crate) fn toner(print: &Print, printer: &Printer<f32>, seed: u64) -> Plane {
    let rng = &mut stream(seed, Stream::Toner);
    let dots = scaled(print, printer.scale_percent);
    let full = dots
        .iter()
        .map(|&dot| if dot == 0 { 0 } else { 255 })
        .collect();
    let mut plane = Plane::of_dots(print.width, print.height, full);
    if printer.gain_dots != 0.0 || printer.ragged_dots > 0.0 {
        along_columns(&mut plane, &SPREAD);
        along_rows(&mut plane, &SPREAD);
    }
    settle(&mut plane, printer, rng);
    specks(&mut plane, printer.specks_per_cm2, rng);
    plane
}

/// Coverage of a perfect print, for the side that only shows through.
pub(crate) fn flat(print: &Print, printer: &Printer<f32>) -> Plane {
    let dots = scaled(print, printer.scale_percent);
    let full = dots
        .iter()
        .map(|&dot| if dot == 0 { 0 } else { 255 })
        .collect();
    Plane::of_dots(print.width, print.height, full)
}

/// A driver that fits a page to the paper repeats or drops dots; it does not blend.
fn scaled(print: &Print, percent: f32) -> Cow<'_, [u8]> {
    if percent == 100.0 {
        return Cow::Borrowed(&print.dots);
    }
    let sources = |length: usize| -> Vec<Option<usize>> {
        let middle = length as f32 / 2.0;
        let source = |at: usize| ((at as f32 + 0.5 - middle) * 100.0 / percent + middle).floor();
        let within = |at: f32| (0.0..length as f32).contains(&at).then_some(at as usize);
        (0..length).map(|at| within(source(at))).collect()
    };
    let columns = sources(print.width);
    let mut dots = Vec::with_capacity(print.dots.len());
    for row in sources(print.height) {
        match row.map(|y| &print.dots[y * print.width..][..print.width]) {
            Some(row) => dots.extend(columns.iter().map(|x| x.map_or(0, |x| row[x]))),
            None => dots.resize(dots.len() + print.width, 0),
        }
    }
    Cow::Owned(dots)
}

/// Spread of the toner cloud around a dot. With these taps the dots beside a straight
/// edge come out as `BESIDE` and `256 - BESIDE`, from which `coverage` counts.
const SPREAD: [u16; 3] = [51, 154, 51];
const BESIDE: f32 = 51.0;

/// Coverage (0 to 255) for each value of the spread-out dots: the edge moves outward
/// by `gain` dots, solid black and blank paper stay.
fn coverage(gain: f32, spread: bool) -> [i32; 256] {
    if !spread {
        return std::array::from_fn(|value| value as i32);
    }
    let (grown, shrunk) = (gain.max(0.0), (-gain).max(0.0));
    let corners = [
        (0.0, 0.0),
        (BESIDE, grown),
        (255.0 - BESIDE, 1.0 - shrunk),
        (255.0, 1.0),
    ];
    std::array::from_fn(|value| {
        let value = value as f32;
        let upper = corners
            .iter()
            .position(|corner| value <= corner.0)
            .unwrap_or(3)
            .max(1);
        let ((x0, y0), (x1, y1)) = (corners[upper - 1], corners[upper]);
        (255.0 * (y0 + (y1 - y0) * (value - x0) / (x1 - x0))) as i32
    })
}

/// Applies gain, raggedness, fading and mottle to every dot that has toner nearby.
fn settle(plane: &mut Plane, printer: &Printer<f32>, rng: &mut ChaCha8Rng) {
    let noise = Noise::new(rng);
    let fade = fading(plane, printer.fading, rng);
    let spread = printer.gain_dots != 0.0 || printer.ragged_dots > 0.0;
    let covered = coverage(printer.gain_dots, spread);
    // Noise moves edges only: it is strongest half-way and nil in solid black.
    let ragged: [i32; 256] = std::array::from_fn(|value| {
        let part = value as f32 / 255.0;
        (4.0 * part * (1.0 - part) * printer.ragged_dots * 255.0) as i32
    });
    let mottle = (printer.mottle * 256.0) as i32;
    let width = plane.width;
    for (y, row) in plane.data.chunks_exact_mut(width).enumerate() {
        let edges = noise.row(rng, width);
        let grains = noise.row(rng, width / 2 + 1);
        for (block, dots) in row.chunks_mut(BLOCK).enumerate() {
            let x = block * BLOCK;
            let fade = (fade.at(x as f32 * MM_PER_DOT, y as f32 * MM_PER_DOT)[0] * 256.0) as i32;
            for (at, dot) in dots.iter_mut().enumerate().filter(|(_, dot)| **dot != 0) {
                let value = usize::from(*dot);
                let edge = ragged[value] * i32::from(edges[x + at]) / 256;
                let grain = i32::from(grains[(x + at) / 2]);
                // A pale print is not gray: grains of toner are missing.
                let lost = fade + (fade / 2 + mottle) * grain / 256;
                let kept = 256 - lost.clamp(0, 256);
                *dot = ((covered[value] + edge).clamp(0, 255) * kept / 256) as u8;
            }
        }
    }
}

/// Dots that share one value of the fading.
const BLOCK: usize = 32;

/// How much toner is missing where: patches and bands of some 40 mm.
fn fading(plane: &Plane, worst: f32, rng: &mut ChaCha8Rng) -> Field<1> {
    let size = (
        plane.width as f32 * MM_PER_DOT,
        plane.height as f32 * MM_PER_DOT,
    );
    let patches = Lattice::new(rng, size, 40.0);
    let bands = Lattice::new(rng, size, 25.0);
    Field::bake(size, 4.0, |x, y| {
        let part = 0.5 + 0.8 * patches.at(x, y) + 0.6 * bands.at(x, 0.0);
        [worst * part.clamp(0.0, 1.0)]
    })
}

/// Stray toner: specks of one to three dots.
fn specks(plane: &mut Plane, per_cm2: f32, rng: &mut ChaCha8Rng) {
    let dots_per_cm2 = (10.0 / MM_PER_DOT).powi(2);
    let count = (plane.data.len() as f32 / dots_per_cm2 * per_cm2) as usize;
    for _ in 0..count {
        let size = 1 + rng.random::<u32>() as usize % 3;
        let x = rng.random::<u32>() as usize % (plane.width - size);
        let y = rng.random::<u32>() as usize % (plane.height - size);
        for row in y..y + size {
            plane.data[row * plane.width + x..][..size].fill(230);
        }
    }
}
