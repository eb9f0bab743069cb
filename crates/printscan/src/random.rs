//! Seeded randomness: one independent stream per effect, so that switching one
//! effect on or off leaves all the others as they were.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// The effects that draw from the seed. The number is the ChaCha stream.
#[derive(Clone, Copy)]
pub(crate) enum Stream {
    Conditions = 1,
    Toner = 2,
    Printer = 3,
    Feed = 4,
    Crumple = 5,
    Fold = 6,
    Light = 7,
    Sensor = 8,
    Streak = 9,
    Stamp = 10,
    Pen = 11,
    Stain = 12,
    Corner = 13,
    Blot = 14,
    Hole = 15,
    Staple = 16,
    Camera = 17,
    Table = 18,
}

pub(crate) fn stream(seed: u64, of: Stream) -> ChaCha8Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(of as u64);
    rng
}

/// A number between `low` and `high`.
pub(crate) fn between(rng: &mut ChaCha8Rng, low: f32, high: f32) -> f32 {
    low + (high - low) * rng.random::<f32>()
}

/// A table of standard normal deviates in units of 1/256, read from a random place
/// for every row: a Gaussian per pixel would cost more than the whole picture.
pub(crate) struct Noise {
    table: Vec<i16>,
}

const TABLE: usize = 1 << 16;
/// Most deviates that one row can have.
pub(crate) const ROW: usize = 1 << 15;

impl Noise {
    pub(crate) fn new(rng: &mut ChaCha8Rng) -> Self {
        let mut table: Vec<i16> = (0..TABLE).map(|_| deviate(rng)).collect();
        table.extend_from_within(..ROW);
        Self { table }
    }

    /// `length` deviates, at most `ROW`, from a random place.
    pub(crate) fn row(&self, rng: &mut ChaCha8Rng, length: usize) -> &[i16] {
        let start = rng.random::<u32>() as usize % TABLE;
        &self.table[start..start + length]
    }
}

/// The sum of eight uniform numbers is normal enough for toner and sensors.
fn deviate(rng: &mut ChaCha8Rng) -> i16 {
    let halves = |number: u32| f32::from(number as u16) + f32::from((number >> 16) as u16);
    let sum: f32 = (0..4).map(|_| halves(rng.random())).sum();
    // Each has a variance of 1/12.
    let deviate = (sum / 65535.0 - 4.0) * (12.0f32 / 8.0).sqrt();
    (deviate * 256.0) as i16
}
