//! What offices do to paper: holes, staples, pens, stains, torn corners.

use crate::blots::{blots, patches};
use crate::conditions::Scene;
use crate::field::Lattice;
use crate::overlay::{Overlay, inside};
use crate::print::Print;
use crate::random::{Stream, between, stream};
use crate::stamp::stamps;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// Everything on the page that was not printed. `ground` is what is seen through
/// holes and beyond torn edges.
pub(crate) fn marks(scene: &Scene, front: &Print, ground: [u8; 3], seed: u64) -> Overlay {
    let size = front.size_mm();
    let mut overlay = Overlay::new(size, scene.capture.mode);
    let marks = &scene.marks;
    stains(&mut overlay, marks.stains, marks.stain_depth, size, seed);
    stamps(&mut overlay, marks.stamps, size, seed);
    pens(&mut overlay, marks.pens, size, seed);
    if let Some(wanted) = &marks.blots {
        blots(
            &mut overlay,
            wanted,
            scene.printer.scale_percent,
            front,
            seed,
        );
    }
    patches(
        &mut overlay,
        &marks.patches,
        scene.printer.scale_percent,
        size,
    );
    if scene.paper.staple {
        staple(&mut overlay, size, seed);
    }
    holes(&mut overlay, scene.paper.punch_holes, ground, size, seed);
    if scene.paper.torn_corner_mm > 0.0 {
        torn_corner(&mut overlay, scene.paper.torn_corner_mm, ground, size, seed);
    }
    overlay
}

/// File holes (6 mm, 80 mm apart, 12 mm from the edge: ISO 838) with a shaded rim.
fn holes(overlay: &mut Overlay, count: u8, ground: [u8; 3], size: (f32, f32), seed: u64) {
    let rng = &mut stream(seed, Stream::Hole);
    let left: bool = rng.random();
    let x = if left { 12.0 } else { size.0 - 12.0 } + between(rng, -1.0, 1.0);
    let middle = size.1 / 2.0 + between(rng, -2.0, 2.0);
    for n in 0..count {
        let y = middle + 80.0 * (f32::from(n) - f32::from(count.saturating_sub(1)) / 2.0);
        let bounds = [x - 4.0, y - 4.0, x + 4.0, y + 4.0];
        let depth = |px: f32, py: f32| 3.0 - (px - x).hypot(py - y);
        overlay.cover(bounds, ground, |px, py| inside(depth(px, py)));
        // The lid lies a little behind the paper, whose edge shades it.
        overlay.cover(bounds, [90; 3], |px, py| {
            let rim = (-(depth(px - 0.1, py - 0.2) / 0.25).powi(2)).exp();
            0.7 * rim * inside(depth(px, py))
        });
    }
}

/// A staple in an upper corner: 12 mm of wire, its shadow, and the bulge around it.
fn staple(overlay: &mut Overlay, size: (f32, f32), seed: u64) {
    let rng = &mut stream(seed, Stream::Staple);
    let left: bool = rng.random();
    let x = if left { 16.0 } else { size.0 - 16.0 } + between(rng, -3.0, 3.0);
    let y = 12.0 + between(rng, -3.0, 4.0);
    let turn = between(rng, 0.3, 1.0) * if left { -1.0 } else { 1.0 };
    let (sin, cos) = turn.sin_cos();
    let bounds = [x - 12.0, y - 12.0, x + 12.0, y + 12.0];
    // Distance to the wire, which lies along one axis of the turned frame.
    let away = |px: f32, py: f32| {
        let (px, py) = (px - x, py - y);
        let (along, across) = (px * cos + py * sin, py * cos - px * sin);
        ((along.abs() - 6.0).max(0.0)).hypot(across)
    };
    overlay.ink(bounds, [60; 3], |px, py| {
        0.5 * (-(away(px, py) / 2.5).powi(2)).exp()
    });
    overlay.ink(bounds, [20; 3], |px, py| {
        0.8 * (-(away(px - 0.5, py - 0.6) / 0.5).powi(2)).exp()
    });
    overlay.cover(bounds, [120, 122, 125], |px, py| {
        inside(0.28 - away(px, py))
    });
    overlay.cover(bounds, [225, 226, 228], |px, py| {
        inside(0.08 - away(px, py))
    });
}

/// Strokes of a ball pen: a wavy line in blue, black or red.
fn pens(overlay: &mut Overlay, count: u8, size: (f32, f32), seed: u64) {
    let rng = &mut stream(seed, Stream::Pen);
    let inks = [[40, 60, 165], [35, 35, 45], [205, 45, 50]];
    for _ in 0..count {
        let ink = inks[rng.random::<u32>() as usize % inks.len()];
        let half = between(rng, 0.2, 0.45);
        let mut place = (
            size.0 * between(rng, 0.1, 0.9),
            size.1 * between(rng, 0.1, 0.9),
        );
        let mut heading = between(rng, 0.0, std::f32::consts::TAU);
        let mut bend = between(rng, -0.1, 0.1);
        let steps = between(rng, 30.0, 90.0) as usize;
        for _ in 0..steps {
            let next = (place.0 + heading.cos(), place.1 + heading.sin());
            stroke(overlay, ink, half, place, next);
            place = next;
            heading += bend;
            // Back towards straight, or the pen would draw circles.
            bend = 0.85 * bend + between(rng, -0.12, 0.12);
        }
    }
}

/// One straight piece of a stroke. It ends square, so that pieces do not overlap and
/// darken each other.
pub(crate) fn stroke(
    overlay: &mut Overlay,
    ink: [u8; 3],
    half: f32,
    from: (f32, f32),
    to: (f32, f32),
) {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = dx.hypot(dy).max(1e-3);
    let (dx, dy) = (dx / length, dy / length);
    let margin = half + 0.2;
    let bounds = [
        from.0.min(to.0) - margin,
        from.1.min(to.1) - margin,
        from.0.max(to.0) + margin,
        from.1.max(to.1) + margin,
    ];
    overlay.ink(bounds, ink, |x, y| {
        let (x, y) = (x - from.0, y - from.1);
        let along = x * dx + y * dy;
        let within = (0.0..length).contains(&along);
        if within {
            0.93 * inside(half - (y * dx - x * dy).abs())
        } else {
            0.0
        }
    });
}

/// Coffee and water: a pale, uneven spot with a darker rim.
fn stains(overlay: &mut Overlay, count: u8, depth: f32, size: (f32, f32), seed: u64) {
    let rng = &mut stream(seed, Stream::Stain);
    for _ in 0..count {
        let radius = between(rng, 8.0, 25.0);
        let (x, y) = (
            size.0 * between(rng, 0.1, 0.9),
            size.1 * between(rng, 0.1, 0.9),
        );
        let ragged = Lattice::new(rng, (4.0 * radius, 4.0 * radius), radius / 2.0);
        let ring: bool = rng.random();
        let reach = 1.6 * radius;
        overlay.ink(
            [x - reach, y - reach, x + reach, y + reach],
            [120, 85, 45],
            |px, py| {
                let wobble = ragged.at(px - x + 2.0 * radius, py - y + 2.0 * radius);
                let inner = radius * (1.0 + 0.3 * wobble) - (px - x).hypot(py - y);
                let rim = (-((inner - 0.6) / 0.7).powi(2)).exp();
                let body = if ring { 0.25 } else { 0.6 + 0.4 * wobble };
                depth * (body * (inner / 0.5 + 0.5).clamp(0.0, 1.0)).max(rim)
            },
        );
    }
}

/// A corner torn off along a ragged line; the fibres at the edge are white.
fn torn_corner(overlay: &mut Overlay, mm: f32, ground: [u8; 3], size: (f32, f32), seed: u64) {
    let rng = &mut stream(seed, Stream::Corner);
    let (right, low) = (rng.random::<bool>(), rng.random::<bool>());
    let ragged = tear(rng, size);
    let bounds = [
        if right { size.0 - mm - 6.0 } else { 0.0 },
        if low { size.1 - mm - 6.0 } else { 0.0 },
        if right { size.0 + 1.0 } else { mm + 6.0 },
        if low { size.1 + 1.0 } else { mm + 6.0 },
    ];
    let gone = |x: f32, y: f32| {
        let from_corner = (if right { size.0 - x } else { x }) + (if low { size.1 - y } else { y });
        (mm - from_corner) * std::f32::consts::FRAC_1_SQRT_2 + ragged(x, y)
    };
    overlay.cover(bounds, [250, 250, 248], |x, y| {
        0.8 * inside(gone(x, y) + 0.5)
    });
    overlay.cover(bounds, ground, |x, y| inside(gone(x, y)));
}

fn tear(rng: &mut ChaCha8Rng, size: (f32, f32)) -> impl Fn(f32, f32) -> f32 + use<> {
    let (coarse, fine) = (Lattice::new(rng, size, 9.0), Lattice::new(rng, size, 1.5));
    move |x, y| 3.0 * coarse.at(x, y) + 0.5 * fine.at(x, y)
}
