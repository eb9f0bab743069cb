//! Creases: a dark line where toner has cracked off, a shade beside it, and the two
//! parts of the page displaced against each other.

use crate::conditions::Paper;
use crate::random::{Stream, between, stream};
use rand::RngExt;

/// One straight crease across the page.
pub(crate) struct Fold {
    /// Unit normal; `normal · place - at` is the signed distance.
    normal: (f32, f32),
    at: f32,
    /// Half of the jump; each side moves by it, in opposite directions.
    jump: (f32, f32),
    depth: f32,
    /// +1 when the part before the crease is the darker one, else -1.
    side: f32,
}

/// Distance from a crease, in mm, beyond which there is nothing but the jump.
const REACH: f32 = 6.0;

/// The drawn creases: as for an envelope (thirds and halves), not quite straight.
pub(crate) fn folds(paper: &Paper<f32>, size: (f32, f32), seed: u64) -> Vec<Fold> {
    let rng = &mut stream(seed, Stream::Fold);
    // In an order that depends on the seed, so that one fold is not always the same.
    let usual = [1.0 / 3.0, 2.0 / 3.0, 0.5, 0.25, 0.75];
    let first = rng.random::<u32>() as usize;
    (0..usize::from(paper.folds))
        .map(|n| {
            let upright = rng.random::<f32>() < 0.25;
            let slant = between(rng, -0.02, 0.02);
            let (length, normal) = match upright {
                true => (size.0, (slant.cos(), slant.sin())),
                false => (size.1, (slant.sin(), slant.cos())),
            };
            let place = length * usual[(first + n) % usual.len()] + between(rng, -6.0, 6.0);
            let middle = (size.0 / 2.0 * normal.0, size.1 / 2.0 * normal.1);
            let at = if upright {
                place + middle.1
            } else {
                place + middle.0
            };
            let (sin, cos) = between(rng, 0.0, std::f32::consts::TAU).sin_cos();
            let half = paper.fold_jump_mm / 2.0;
            let side = if rng.random() { 1.0 } else { -1.0 };
            Fold {
                normal,
                at,
                jump: (half * cos, half * sin),
                depth: paper.fold_depth,
                side,
            }
        })
        .collect()
}

/// What a crease does to one place.
pub(crate) struct Crease {
    pub(crate) light: f32,
    /// Part of the toner that is still there.
    pub(crate) toner: f32,
}

impl Fold {
    /// Signed distance from the crease, in mm.
    #[inline]
    pub(crate) fn distance(&self, x: f32, y: f32) -> f32 {
        self.normal.0 * x + self.normal.1 * y - self.at
    }

    /// Displacement of the part of the page that lies at `distance`.
    #[inline]
    pub(crate) fn jump(&self, distance: f32) -> (f32, f32) {
        if distance > 0.0 {
            self.jump
        } else {
            (-self.jump.0, -self.jump.1)
        }
    }

    /// Whether light or toner can differ between two places on one row.
    pub(crate) fn touches(&self, a: f32, b: f32) -> bool {
        a.signum() != b.signum() || a.abs().min(b.abs()) < REACH
    }

    #[inline]
    pub(crate) fn crease(&self, distance: f32) -> Crease {
        let away = distance.abs();
        if away > REACH {
            return Crease {
                light: 1.0,
                toner: 1.0,
            };
        }
        let line = (-(away / LINE).powi(2)).exp();
        // The paper rises to the crease: one slope faces the lamp, the other does not.
        let slope = 0.35 * distance.signum() * self.side * (1.0 - away / REACH).powi(2);
        let light = 1.0 - self.depth * (line + slope * (1.0 - line));
        Crease {
            light,
            toner: 1.0 - 0.7 * line,
        }
    }
}

/// Half-width of the crease itself, in mm.
const LINE: f32 = 0.18;
