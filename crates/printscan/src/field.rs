//! Smooth random fields and curves, baked into tables that are quick to read.

use crate::random::between;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// Values on a coarse grid over a rectangle, interpolated bilinearly.
pub(crate) struct Field<const N: usize> {
    columns: usize,
    rows: usize,
    step: f32,
    values: Vec<[f32; N]>,
}

impl<const N: usize> Field<N> {
    /// Bakes `value(x, y)` at every `step` over `width` × `height`.
    pub(crate) fn bake(
        (width, height): (f32, f32),
        step: f32,
        value: impl Fn(f32, f32) -> [f32; N],
    ) -> Self {
        let columns = (width / step).ceil() as usize + 2;
        let rows = (height / step).ceil() as usize + 2;
        let values = (0..rows * columns)
            .map(|at| value((at % columns) as f32 * step, (at / columns) as f32 * step))
            .collect();
        Self {
            columns,
            rows,
            step,
            values,
        }
    }

    /// The interpolated value; beyond the rectangle the nearest one.
    #[inline]
    pub(crate) fn at(&self, x: f32, y: f32) -> [f32; N] {
        let x = (x / self.step).clamp(0.0, (self.columns - 2) as f32);
        let y = (y / self.step).clamp(0.0, (self.rows - 2) as f32);
        let (left, top) = (x as usize, y as usize);
        let (fx, fy) = (x - left as f32, y - top as f32);
        let start = top * self.columns + left;
        let (upper, lower) = (&self.values[start..], &self.values[start + self.columns..]);
        std::array::from_fn(|n| {
            let a = upper[0][n] + (upper[1][n] - upper[0][n]) * fx;
            let b = lower[0][n] + (lower[1][n] - lower[0][n]) * fx;
            a + (b - a) * fy
        })
    }

    pub(crate) fn values_mut(&mut self) -> &mut [[f32; N]] {
        &mut self.values
    }
}

/// Random numbers from -1 to 1 on a lattice, smoothed by a cubic B-spline: twice
/// continuously differentiable, as bent paper is.
pub(crate) struct Lattice {
    columns: usize,
    cell: f32,
    values: Vec<f32>,
}

impl Lattice {
    pub(crate) fn new(rng: &mut ChaCha8Rng, (width, height): (f32, f32), cell: f32) -> Self {
        let columns = (width / cell).ceil() as usize + 4;
        let rows = (height / cell).ceil() as usize + 4;
        let values = (0..columns * rows)
            .map(|_| between(rng, -1.0, 1.0))
            .collect();
        Self {
            columns,
            cell,
            values,
        }
    }

    pub(crate) fn at(&self, x: f32, y: f32) -> f32 {
        let rows = self.values.len() / self.columns;
        let (left, across) = spline(x / self.cell, self.columns);
        let (top, down) = spline(y / self.cell, rows);
        let mut sum = 0.0;
        for (j, weight) in down.into_iter().enumerate() {
            let row = &self.values[(top + j) * self.columns + left..][..4];
            let inner: f32 = row
                .iter()
                .zip(across)
                .map(|(value, weight)| value * weight)
                .sum();
            sum += weight * inner;
        }
        sum
    }
}

fn spline(at: f32, length: usize) -> (usize, [f32; 4]) {
    let at = at.clamp(0.0, (length - 4) as f32);
    let first = at as usize;
    let t = at - first as f32;
    let (t2, t3) = (t * t, t * t * t);
    let weights = [
        (1.0 - 3.0 * t + 3.0 * t2 - t3) / 6.0,
        (4.0 - 6.0 * t2 + 3.0 * t3) / 6.0,
        (1.0 + 3.0 * t + 3.0 * t2 - 3.0 * t3) / 6.0,
        t3 / 6.0,
    ];
    (first, weights)
}

/// A curve over a length in mm: what a roller or a belt does to the paper's advance.
pub(crate) struct Curve {
    values: Vec<f32>,
}

const CURVE_STEP: f32 = 0.5;

impl Curve {
    /// A sum of sinusoids with periods from 15 to 150 mm whose peak is exactly `peak`.
    pub(crate) fn sinusoids(rng: &mut ChaCha8Rng, length: f32, peak: f32) -> Self {
        let waves: Vec<[f32; 3]> = (0..6)
            .map(|_| {
                let period = 15.0 * 10f32.powf(rng.random::<f32>());
                let amplitude = (period / 15.0).sqrt() * between(rng, 0.3, 1.0);
                [
                    amplitude,
                    std::f32::consts::TAU / period,
                    between(rng, 0.0, 6.3),
                ]
            })
            .collect();
        let value = |at: f32| {
            waves
                .iter()
                .map(|[a, k, phase]| a * (k * at + phase).sin())
                .sum()
        };
        let steps = (length / CURVE_STEP).ceil() as usize + 2;
        let mut values: Vec<f32> = (0..steps)
            .map(|step| value(step as f32 * CURVE_STEP))
            .collect();
        let highest = values
            .iter()
            .fold(1e-6, |highest: f32, value| highest.max(value.abs()));
        values.iter_mut().for_each(|value| *value *= peak / highest);
        Self { values }
    }

    #[inline]
    pub(crate) fn at(&self, mm: f32) -> f32 {
        let at = (mm / CURVE_STEP).clamp(0.0, (self.values.len() - 2) as f32);
        let first = at as usize;
        let (a, b) = (self.values[first], self.values[first + 1]);
        a + (b - a) * (at - first as f32)
    }
}
