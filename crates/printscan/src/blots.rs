//! Opaque blots over a given part of the printed area, and patches at given places.

use crate::conditions::{Blots, Colour, Layout, Patch, Rect};
use crate::field::{Field, Lattice};
use crate::overlay::{Bounds, Overlay, inside};
use crate::print::{MM_PER_DOT, Print};
use crate::random::{Stream, between, stream};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// Grid on which the covered part is measured, in mm.
const STEP: f32 = 0.25;

/// Lays blots over the page. Where they lie is the part of a random height field
/// below a level, and the level is the quantile that covers the fraction asked for.
pub(crate) fn blots(
    overlay: &mut Overlay,
    wanted: &Blots,
    scale_percent: f32,
    front: &Print,
    seed: u64,
) {
    let size = front.size_mm();
    let area = printed(
        front.bounds().map(|dot| dot as f32 * MM_PER_DOT),
        scale_percent,
        size,
    );
    let spared: Vec<Bounds> = wanted
        .spare
        .iter()
        .map(|rect| printed(bounds(rect), scale_percent, size))
        .collect();
    let rng = &mut stream(seed, Stream::Blot);
    let field = height(rng, wanted.layout, area, size);
    let palette = Palette::new(rng, wanted.colour, size);
    let open = |x: f32, y: f32| !spared.iter().any(|rect| holds(rect, x, y));
    let level = quantile(&field, area, open, wanted.fraction);
    for colour in palette.colours() {
        overlay.cover(area, LEVELS[colour], |x, y| {
            let hidden = palette.at(x, y) == colour && open(x, y) && field(x, y) < level;
            if hidden { 1.0 } else { 0.0 }
        });
    }
}

/// Covers the given rectangles.
pub(crate) fn patches(
    overlay: &mut Overlay,
    patches: &[Patch],
    scale_percent: f32,
    size: (f32, f32),
) {
    for (n, patch) in patches.iter().enumerate() {
        let [left, top, right, bottom] = printed(bounds(&patch.place), scale_percent, size);
        let colour = LEVELS[single(patch.colour).unwrap_or(n % LEVELS.len())];
        let around = [left - 0.2, top - 0.2, right + 0.2, bottom + 0.2];
        overlay.cover(around, colour, |x, y| {
            inside((x - left).min(right - x).min(y - top).min(bottom - y))
        });
    }
}

/// Levels of white correction fluid, black, gray, red and blue.
const LEVELS: [[u8; 3]; 5] = [
    [250, 250, 250],
    [25, 25, 27],
    [128, 128, 130],
    [200, 50, 55],
    [45, 80, 175],
];

/// The only colour's place in `LEVELS`, or nothing when colours are mixed.
fn single(colour: Colour) -> Option<usize> {
    match colour {
        Colour::White => Some(0),
        Colour::Black => Some(1),
        Colour::Gray => Some(2),
        Colour::Red => Some(3),
        Colour::Blue => Some(4),
        Colour::Mixed => None,
    }
}

fn bounds(rect: &Rect) -> Bounds {
    [rect.x, rect.y, rect.x + rect.width, rect.y + rect.height]
}

/// Where a rectangle of the design lies on paper that was printed at a scale.
pub(crate) fn printed(
    [left, top, right, bottom]: Bounds,
    percent: f32,
    size: (f32, f32),
) -> Bounds {
    let place = |at: f32, length: f32| (at - length / 2.0) * percent / 100.0 + length / 2.0;
    [
        place(left, size.0),
        place(top, size.1),
        place(right, size.0),
        place(bottom, size.1),
    ]
}

fn holds([left, top, right, bottom]: &Bounds, x: f32, y: f32) -> bool {
    (*left..*right).contains(&x) && (*top..*bottom).contains(&y)
}

/// A height field: bumps of some 4 mm, or a ragged cone around one place.
fn height(
    rng: &mut ChaCha8Rng,
    layout: Layout,
    [left, top, right, bottom]: Bounds,
    size: (f32, f32),
) -> impl Fn(f32, f32) -> f32 + use<> {
    let cell = if layout == Layout::Scattered {
        3.0
    } else {
        20.0
    };
    let bumps = Lattice::new(rng, size, cell);
    let x = left + (right - left) * between(rng, 0.2, 0.8);
    let y = top + (bottom - top) * between(rng, 0.2, 0.8);
    let height = move |px: f32, py: f32| match layout {
        Layout::Scattered => bumps.at(px, py),
        // Gentle bumps, so that the area below any level stays in one piece.
        Layout::Contiguous => (px - x).hypot(py - y) + 8.0 * bumps.at(px, py),
    };
    let baked = Field::bake(size, 2.0 * STEP, |x, y| [height(x, y)]);
    move |x, y| baked.at(x, y)[0]
}

/// The level below which the field lies in `fraction` of the open area.
fn quantile(
    field: impl Fn(f32, f32) -> f32,
    [left, top, right, bottom]: Bounds,
    open: impl Fn(f32, f32) -> bool,
    fraction: f32,
) -> f32 {
    let steps = |low: f32, high: f32| {
        let count = ((high - low) / STEP).ceil() as usize;
        (0..count).map(move |step| low + (step as f32 + 0.5) * STEP)
    };
    let mut heights: Vec<f32> = steps(top, bottom)
        .flat_map(|y| steps(left, right).map(move |x| (x, y)))
        .filter(|&(x, y)| open(x, y))
        .map(|(x, y)| field(x, y))
        .collect();
    let rank = (heights.len() as f32 * fraction) as usize;
    if rank >= heights.len() {
        return f32::INFINITY;
    }
    *heights.select_nth_unstable_by(rank, f32::total_cmp).1
}

/// Which colour a blot has where: one, or patches of some 20 mm of each.
struct Palette {
    only: Option<usize>,
    patches: Vec<usize>,
    columns: usize,
}

const PATCH: f32 = 20.0;

impl Palette {
    fn new(rng: &mut ChaCha8Rng, colour: Colour, size: (f32, f32)) -> Self {
        let columns = (size.0 / PATCH) as usize + 2;
        let rows = (size.1 / PATCH) as usize + 2;
        let patches = (0..columns * rows)
            .map(|_| rng.random::<u32>() as usize % LEVELS.len())
            .collect();
        Self {
            only: single(colour),
            patches,
            columns,
        }
    }

    fn colours(&self) -> std::ops::Range<usize> {
        self.only.map_or(0..LEVELS.len(), |only| only..only + 1)
    }

    fn at(&self, x: f32, y: f32) -> usize {
        let (column, row) = ((x / PATCH).max(0.0) as usize, (y / PATCH).max(0.0) as usize);
        self.only
            .unwrap_or_else(|| self.patches[(row * self.columns + column) % self.patches.len()])
    }
}
