//! Illumination, and dirt on the scanner's glass.

use crate::conditions::Scene;
use crate::field::{Field, Lattice};
use crate::random::{Stream, between, stream};
use rand::RngExt;

/// Light over the picture: a factor, and a reflection that is added. Both axes run
/// from 0 to 1.
pub(crate) type Light = Field<2>;

/// Lamp fall-off, a slant and something smooth; then shadow and reflection.
pub(crate) fn light(scene: &Scene, seed: u64) -> Light {
    let rng = &mut stream(seed, Stream::Light);
    let smooth = Lattice::new(rng, (1.0, 1.0), 0.4);
    let (sin, cos) = between(rng, 0.0, std::f32::consts::TAU).sin_cos();
    let shadow = Shadow::new([between(rng, 0.0, 6.3), between(rng, 0.05, 0.35)]);
    let spot = (between(rng, 0.15, 0.85), between(rng, 0.15, 0.85));
    let radius = between(rng, 0.06, 0.14);
    let loss = |x: f32, y: f32| {
        let slant = 0.5 + 0.5 * (cos * (x - 0.5) + sin * (y - 0.5));
        let ends = (2.0 * x - 1.0).powi(4).max((2.0 * y - 1.0).powi(4) * 0.5);
        0.6 * slant + 0.5 * ends + 0.4 * smooth.at(x, y)
    };
    let mut field = Field::bake((1.0, 1.0), 1.0 / 48.0, |x, y| [loss(x, y), 0.0]);
    let values = field.values_mut().iter().map(|value| value[0]);
    let (low, high) = values.fold((f32::MAX, f32::MIN), |(low, high), value| {
        (low.min(value), high.max(value))
    });
    let dark = scene.camera.as_ref().map_or(0.0, |camera| camera.shadow);
    Field::bake((1.0, 1.0), 1.0 / 48.0, |x, y| {
        let loss = scene.capture.uneven_light * (loss(x, y) - low) / (high - low).max(1e-3);
        let shaded = 1.0 - dark * shadow.at(x, y);
        let away = ((x - spot.0).powi(2) + (y - spot.1).powi(2)) / (radius * radius);
        [(1.0 - loss) * shaded, scene.capture.glare * (-away).exp()]
    })
}

/// The photographer's shadow: a soft edge across the picture.
struct Shadow {
    cos: f32,
    sin: f32,
    at: f32,
}

impl Shadow {
    fn new([angle, at]: [f32; 2]) -> Self {
        Self {
            cos: angle.cos(),
            sin: angle.sin(),
            at,
        }
    }

    fn at(&self, x: f32, y: f32) -> f32 {
        let distance = self.cos * (x - 0.5) + self.sin * (y - 0.5) - self.at;
        1.0 / (1.0 + (-distance / 0.03).exp())
    }
}

/// Factors of light for every column and channel: dirt on the glass of a feed scanner
/// draws a line down the whole page.
pub(crate) fn streaks(count: u8, width: usize, dpi: f32, seed: u64) -> Option<Vec<[f32; 3]>> {
    let rng = &mut stream(seed, Stream::Streak);
    let mut columns = vec![[1.0; 3]; width];
    for _ in 0..count {
        let middle = between(rng, 0.05, 0.95) * width as f32;
        let half = between(rng, 0.06, 0.25) / 25.4 * dpi;
        let dark = between(rng, 0.35, 0.75);
        let tint = if rng.random::<f32>() < 0.3 {
            [1.0, 0.7, 0.8]
        } else {
            [1.0; 3]
        };
        for (x, column) in columns.iter_mut().enumerate() {
            let away = (x as f32 - middle).abs();
            let part = (half + 0.7 - away).clamp(0.0, 1.0);
            for (value, tint) in column.iter_mut().zip(tint) {
                *value *= 1.0 - part * dark * tint;
            }
        }
    }
    (count > 0).then_some(columns)
}
