//! A round red seal (印).

use crate::field::Lattice;
use crate::overlay::{Overlay, inside};
use crate::random::{Stream, between, stream};
use rand_chacha::ChaCha8Rng;

/// Vermilion paste.
const VERMILION: [u8; 3] = [214, 52, 44];

/// Seals of 12 to 18 mm anywhere on the page. The strokes inside are random: no
/// person's name.
pub(crate) fn stamps(overlay: &mut Overlay, count: u8, size: (f32, f32), seed: u64) {
    let rng = &mut stream(seed, Stream::Stamp);
    for _ in 0..count {
        let radius = between(rng, 6.0, 9.0);
        let x = between(rng, 0.12, 0.88) * size.0;
        let y = between(rng, 0.12, 0.88) * size.1;
        let (sin, cos) = between(rng, -0.3, 0.3).sin_cos();
        let paste = Lattice::new(rng, (4.0 * radius, 4.0 * radius), 1.2);
        let strokes = strokes(rng, radius);
        let reach = radius + 0.5;
        overlay.ink(
            [x - reach, y - reach, x + reach, y + reach],
            VERMILION,
            |px, py| {
                let (px, py) = (px - x, py - y);
                let uneven = 0.85 + 0.6 * paste.at(px + 2.0 * radius, py + 2.0 * radius);
                let (px, py) = (px * cos + py * sin, py * cos - px * sin);
                let ring = 0.45 - (px.hypot(py) - radius + 0.45).abs();
                let nearest = strokes
                    .iter()
                    .map(|stroke| stroke.depth(px, py))
                    .fold(ring, f32::max);
                uneven.clamp(0.0, 1.0) * inside(nearest)
            },
        );
    }
}

/// An upright or level stroke.
struct Stroke {
    x: f32,
    y: f32,
    half_width: f32,
    half_height: f32,
}

impl Stroke {
    /// Signed distance to the edge, positive inside.
    fn depth(&self, x: f32, y: f32) -> f32 {
        let across = self.half_width - (x - self.x).abs();
        across.min(self.half_height - (y - self.y).abs())
    }
}

/// Two characters' worth of strokes, one above the other.
fn strokes(rng: &mut ChaCha8Rng, radius: f32) -> Vec<Stroke> {
    let mut strokes = Vec::new();
    for middle in [-0.42, 0.42] {
        for n in 0..4 {
            let y = radius * (middle + 0.2 * (n as f32 - 1.5));
            let half_width = radius * between(rng, 0.25, 0.5);
            strokes.push(Stroke {
                x: 0.0,
                y,
                half_width,
                half_height: 0.28,
            });
        }
        for x in [-0.28, 0.05, 0.3] {
            let x = radius * (x + between(rng, -0.06, 0.06));
            let half_height = radius * between(rng, 0.2, 0.36);
            strokes.push(Stroke {
                x,
                y: radius * middle,
                half_width: 0.28,
                half_height,
            });
        }
    }
    strokes
}
