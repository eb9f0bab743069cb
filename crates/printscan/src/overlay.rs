//! Ink and cover on the paper: a sparse picture in tiles, so that a page with one
//! stamp costs no more than the stamp.

use crate::conditions::Mode;

/// Samples per mm, about 300 dpi.
const PER_MM: f32 = 12.0;
const TILE: usize = 32;

/// One sample: light passes the ink `ink`, then `cover` hides the paper to `alpha`.
/// Levels are as scanned (gamma applied), so that they need no finer steps than 8 bits.
#[derive(Clone, Copy)]
struct Sample {
    ink: [u8; 3],
    cover: [u8; 3],
    alpha: u8,
}

const CLEAR: Sample = Sample {
    ink: [255; 3],
    cover: [0; 3],
    alpha: 0,
};

/// What lies over one place on the paper.
pub(crate) struct Covering {
    /// Levels, 0 to 255.
    pub(crate) ink: [f32; 3],
    pub(crate) cover: [f32; 3],
    /// 0 to 1.
    pub(crate) alpha: f32,
}

/// Everything that was put onto the paper after printing.
pub(crate) struct Overlay {
    columns: usize,
    rows: usize,
    tiles: Vec<Option<Box<[Sample; TILE * TILE]>>>,
    gray: bool,
}

/// Left, top, right and bottom in mm.
pub(crate) type Bounds = [f32; 4];

impl Overlay {
    pub(crate) fn new((width, height): (f32, f32), mode: Mode) -> Self {
        let tiles = |mm: f32| (mm * PER_MM).ceil() as usize / TILE + 1;
        let (columns, rows) = (tiles(width), tiles(height));
        let empty = (0..columns * rows).map(|_| None).collect();
        Self {
            columns,
            rows,
            tiles: empty,
            gray: mode != Mode::Color,
        }
    }

    /// Lays transparent ink over the paper; `part` says how much of it is where.
    pub(crate) fn ink(&mut self, bounds: Bounds, ink: [u8; 3], part: impl Fn(f32, f32) -> f32) {
        let ink = self.colour(ink);
        self.each(bounds, part, |sample, part| {
            for (value, ink) in sample.ink.iter_mut().zip(ink) {
                let passed = 1.0 - part * (1.0 - f32::from(ink) / 255.0);
                *value = (f32::from(*value) * passed).round() as u8;
            }
        });
    }

    /// Hides the paper under something opaque.
    pub(crate) fn cover(
        &mut self,
        bounds: Bounds,
        colour: [u8; 3],
        part: impl Fn(f32, f32) -> f32,
    ) {
        let colour = self.colour(colour);
        self.each(bounds, part, |sample, part| {
            let before = f32::from(sample.alpha) / 255.0;
            let alpha = part + before * (1.0 - part);
            for (value, colour) in sample.cover.iter_mut().zip(colour) {
                let under = f32::from(*value) * before * (1.0 - part);
                *value = ((f32::from(colour) * part + under) / alpha).round() as u8;
            }
            sample.alpha = (alpha * 255.0).round() as u8;
        });
    }

    fn colour(&self, [r, g, b]: [u8; 3]) -> [u8; 3] {
        if !self.gray {
            return [r, g, b];
        }
        [((u32::from(r) * 299 + u32::from(g) * 587 + u32::from(b) * 114) / 1000) as u8; 3]
    }

    fn each(
        &mut self,
        [left, top, right, bottom]: Bounds,
        part: impl Fn(f32, f32) -> f32,
        mut put: impl FnMut(&mut Sample, f32),
    ) {
        let from = |mm: f32| (mm * PER_MM).floor().max(0.0) as usize;
        let to = |mm: f32, tiles: usize| ((mm * PER_MM).ceil().max(0.0) as usize).min(tiles * TILE);
        for y in from(top)..to(bottom, self.rows) {
            for x in from(left)..to(right, self.columns) {
                let place = ((x as f32 + 0.5) / PER_MM, (y as f32 + 0.5) / PER_MM);
                let part = part(place.0, place.1).clamp(0.0, 1.0);
                if part > 1.0 / 512.0 {
                    let tile = &mut self.tiles[y / TILE * self.columns + x / TILE];
                    let tile = tile.get_or_insert_with(|| Box::new([CLEAR; TILE * TILE]));
                    put(&mut tile[y % TILE * TILE + x % TILE], part);
                }
            }
        }
    }

    /// Whether there is nothing within `margin` (mm) of the line between two places
    /// not far apart.
    pub(crate) fn is_clear(&self, a: (f32, f32), b: (f32, f32), margin: f32) -> bool {
        let tile = |mm: f32, most: usize| ((mm * PER_MM).max(0.0) as usize / TILE).min(most - 1);
        // Interpolation reaches one sample further.
        let margin = margin + 1.0 / PER_MM;
        let (left, right) = (a.0.min(b.0) - margin, a.0.max(b.0) + margin);
        let (top, bottom) = (a.1.min(b.1) - margin, a.1.max(b.1) + margin);
        (tile(top, self.rows)..=tile(bottom, self.rows)).all(|y| {
            (tile(left, self.columns)..=tile(right, self.columns))
                .all(|x| self.tiles[y * self.columns + x].is_none())
        })
    }

    /// What lies at a place, interpolated between four samples.
    pub(crate) fn at(&self, x_mm: f32, y_mm: f32) -> Covering {
        let (x, y) = (
            (x_mm * PER_MM - 0.5).max(0.0),
            (y_mm * PER_MM - 0.5).max(0.0),
        );
        let (left, top) = (x as usize, y as usize);
        let (fx, fy) = (x - left as f32, y - top as f32);
        let mut covering = Covering {
            ink: [0.0; 3],
            cover: [0.0; 3],
            alpha: 0.0,
        };
        for (x, y, weight) in [
            (left, top, (1.0 - fx) * (1.0 - fy)),
            (left + 1, top, fx * (1.0 - fy)),
            (left, top + 1, (1.0 - fx) * fy),
            (left + 1, top + 1, fx * fy),
        ] {
            let sample = self.sample(x, y);
            let alpha = weight * f32::from(sample.alpha) / 255.0;
            covering.alpha += alpha;
            for n in 0..3 {
                covering.ink[n] += weight * f32::from(sample.ink[n]);
                covering.cover[n] += alpha * f32::from(sample.cover[n]);
            }
        }
        if covering.alpha > 0.0 {
            covering.cover = covering.cover.map(|value| value / covering.alpha);
        }
        covering
    }

    fn sample(&self, x: usize, y: usize) -> Sample {
        if x >= self.columns * TILE || y >= self.rows * TILE {
            return CLEAR;
        }
        match &self.tiles[y / TILE * self.columns + x / TILE] {
            Some(tile) => tile[y % TILE * TILE + x % TILE],
            None => CLEAR,
        }
    }
}

/// Part of a sample inside a shape, from the signed distance to its edge in mm
/// (positive inside).
pub(crate) fn inside(distance: f32) -> f32 {
    (distance * PER_MM + 0.5).clamp(0.0, 1.0)
}
