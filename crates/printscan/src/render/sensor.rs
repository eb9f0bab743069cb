//! From linear light to levels, with noise.

use crate::conditions::Capture;
use crate::random::{Noise, Stream, stream};
use rand_chacha::ChaCha8Rng;

pub(crate) struct Sensor {
    gamma: f32,
    /// Level times 256 for each of `STEPS` steps of linear light.
    levels: Vec<i32>,
    /// Linear light for each level.
    linear: Vec<f32>,
    noise: Noise,
    /// Standard deviation times 256.
    deviation: i32,
    rng: ChaCha8Rng,
}

/// Steps of linear light from black to white. With a gamma of 2.2 the darkest step is
/// six levels wide, which is deep inside toner.
const STEPS: usize = 4096;

/// Values that share one random place in the noise table.
const RUN: usize = 1024;

impl Sensor {
    pub(crate) fn new(capture: &Capture<f32>, seed: u64) -> Self {
        let gamma = capture.gamma;
        let mut rng = stream(seed, Stream::Sensor);
        let level = |step: usize| {
            let light = step as f32 / (STEPS - 1) as f32;
            (light.powf(1.0 / gamma) * 255.0 * 256.0) as i32
        };
        Self {
            gamma,
            levels: (0..STEPS).map(level).collect(),
            linear: (0..=255)
                .map(|level| (level as f32 / 255.0).powf(gamma))
                .collect(),
            noise: Noise::new(&mut rng),
            deviation: (capture.noise * 256.0) as i32,
            rng,
        }
    }

    /// Linear light of levels; one channel is their luma.
    pub(crate) fn linear<const C: usize>(&self, [r, g, b]: [f32; 3]) -> [f32; C] {
        let luma = 0.299 * r + 0.587 * g + 0.114 * b;
        let levels = if C == 1 { [luma; 3] } else { [r, g, b] };
        std::array::from_fn(|c| (levels[c] / 255.0).clamp(0.0, 1.0).powf(self.gamma))
    }

    /// Linear light of one level from 0 to 255.
    #[inline]
    pub(crate) fn level(&self, level: f32) -> f32 {
        self.linear[(level + 0.5) as usize & 255]
    }

    /// Appends the levels of one row.
    pub(crate) fn expose(&mut self, light: &[f32], pixels: &mut Vec<u8>) {
        for run in light.chunks(RUN) {
            let noise = self.noise.row(&mut self.rng, run.len());
            pixels.extend(run.iter().zip(noise).map(|(&light, &noise)| {
                let step = ((light * (STEPS - 1) as f32 + 0.5) as usize).min(STEPS - 1);
                let level = self.levels[step] + i32::from(noise) * self.deviation / 256;
                ((level + 128) >> 8).clamp(0, 255) as u8
            }));
        }
    }
}
