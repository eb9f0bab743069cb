//! The scanner: how the page lies on the glass, and its feed.

use crate::conditions::{Bed, Scanner};
use crate::field::Curve;
use crate::random::{Stream, stream};

/// The scanner's glass: rotation, shift and feed.
pub(crate) struct Glass {
    pixel: f32,
    bed: (f32, f32),
    paper: (f32, f32),
    /// Cosine and sine of the rotation.
    turn: (f32, f32),
    shift: (f32, f32),
    stretch: (f32, f32),
    wobble: Curve,
    sway: Curve,
}

impl Glass {
    pub(crate) fn new(scanner: &Scanner<f32>, degrees: f32, paper: (f32, f32), seed: u64) -> Self {
        let rng = &mut stream(seed, Stream::Feed);
        let (sin, cos) = degrees.to_radians().sin_cos();
        let quarters = (degrees / 90.0).round();
        let skew = degrees - 90.0 * quarters;
        let whole = match scanner.bed {
            Bed::Auto => skew.abs() > 2.0,
            Bed::Paper => false,
            Bed::Whole => true,
        };
        let bed = if whole {
            let (sin, cos) = (sin.abs(), cos.abs());
            (paper.0 * cos + paper.1 * sin, paper.0 * sin + paper.1 * cos)
        } else if quarters.rem_euclid(2.0) == 1.0 {
            (paper.1, paper.0)
        } else {
            paper
        };
        Self {
            pixel: 25.4 / scanner.dpi,
            bed,
            paper,
            turn: (cos, sin),
            shift: (scanner.shift_x_mm, scanner.shift_y_mm),
            stretch: (
                1.0 + scanner.stretch_x_percent / 100.0,
                1.0 + scanner.stretch_y_percent / 100.0,
            ),
            wobble: Curve::sinusoids(rng, bed.1, scanner.wobble_mm),
            sway: Curve::sinusoids(rng, bed.1, scanner.sway_mm),
        }
    }

    pub(crate) fn size(&self) -> (usize, usize) {
        let pixels = |mm: f32| (mm / self.pixel).round() as usize;
        (pixels(self.bed.0), pixels(self.bed.1))
    }

    #[inline]
    pub(crate) fn at(&self, x: f32, y: f32) -> (f32, f32) {
        let (x, y) = (x * self.pixel, y * self.pixel);
        let (x, y) = (x + self.sway.at(y), y + self.wobble.at(y));
        let x = (x - self.bed.0 / 2.0 - self.shift.0) / self.stretch.0;
        let y = (y - self.bed.1 / 2.0 - self.shift.1) / self.stretch.1;
        let (cos, sin) = self.turn;
        (
            x * cos + y * sin + self.paper.0 / 2.0,
            y * cos - x * sin + self.paper.1 / 2.0,
        )
    }
}
