//! Where the restored front lies on the page, roughly: from the page's skew, and from how
//! much ink each row and each column has.

use crate::geometry::{Affine, Point};
use crate::plane::{Plane, fixed};
use std::ops::RangeInclusive;
use std::rc::Rc;

/// A cell with ink.
struct Spot {
    at: Point,
    ink: f32,
}

/// Cells of the page along one of the restored front, as far as the page's size tells.
const SCALES: RangeInclusive<i32> = -42..=42;
/// Of an ordinary print on the whole of a scan.
const USUAL_SCALES: RangeInclusive<i32> = -8..=8;
/// Skews in steps of half a degree, and those of a sheet that was laid straight.
const SKEWS: RangeInclusive<i32> = -90..=89;
const USUAL_SKEWS: RangeInclusive<i32> = -8..=8;
const SCALE_STEP: f32 = 1.008;

/// The map from the restored front's cells to the page's that agrees best, and how well. What
/// is unusual is only tried if nothing usual leads to as much as `enough`.
pub(crate) fn best(
    restored: &Plane,
    page: &Plane,
    agreement: impl Fn(&Affine) -> f32,
    enough: f32,
) -> Option<(Affine, f32)> {
    let spots = spots(page);
    if spots.len() < 50 || restored.width.min(restored.height) < 20 {
        return None;
    }
    let expected = page.width.max(page.height) as f32 / restored.width.max(restored.height) as f32;
    let profiles = [Profile::of_columns(restored), Profile::of_rows(restored)];
    let middle = Point {
        x: page.width as f32 / 2.0,
        y: page.height as f32 / 2.0,
    };
    let mut best: Option<(Affine, f32)> = None;
    let usual = skews(&spots, USUAL_SKEWS).take(1);
    let usual = usual.map(|angle| (angle, USUAL_SCALES));
    // Only if nothing usual leads to enough.
    let all = std::iter::once_with(|| skews(&spots, SKEWS)).flatten();
    for (angle, scales) in usual.chain(all.map(|angle| (angle, SCALES))) {
        for map in maps(&profiles, &spots, angle, expected, scales) {
            let map = Affine {
                origin: map.origin + middle,
                ..map
            };
            let agreement = agreement(&map);
            if best.is_none_or(|best| best.1 < agreement) {
                best = Some((map, agreement));
            }
        }
        if best.is_some_and(|best| best.1 >= enough) {
            break;
        }
    }
    let center = Point {
        x: restored.width as f32 / 2.0,
        y: restored.height as f32 / 2.0,
    };
    best.map(|best| climbed(best, center, agreement))
}

/// Profiles tell a scale to half a percent: the rest is what agrees better.
fn climbed(
    mut best: (Affine, f32),
    center: Point,
    agreement: impl Fn(&Affine) -> f32,
) -> (Affine, f32) {
    // In cells, and of the scale.
    let (mut far, mut more) = (1.0, 0.004);
    for _ in 0..4 {
        for (x, y, wider, higher) in [
            (far, 0.0, 0.0, 0.0),
            (0.0, far, 0.0, 0.0),
            (0.0, 0.0, more, 0.0),
            (0.0, 0.0, 0.0, more),
        ] {
            for sign in [1.0, -1.0] {
                let from = best.0;
                let right = from.right * (1.0 + sign * wider);
                let down = from.down * (1.0 + sign * higher);
                let shift = Point { x, y } * sign;
                let map = Affine {
                    right,
                    down,
                    origin: from.map(center) - right * center.x - down * center.y + shift,
                };
                let agreement = agreement(&map);
                if agreement > best.1 {
                    best = (map, agreement);
                    // The other way is back.
                    break;
                }
            }
        }
        (far, more) = (far / 2.0, more / 2.0);
    }
    best
}

/// The likeliest maps at one skew, from the page's middle.
fn maps(
    restored: &[Profile; 2],
    spots: &[Spot],
    angle: f32,
    expected: f32,
    scales: RangeInclusive<i32>,
) -> Vec<Affine> {
    let [across, down] = restored;
    let [u, v] = [0.0, 90.0].map(|more| Rc::new(Profile::projected(spots, angle + more)));
    let mut found = Vec::new();
    for quarter in 0..4 {
        let pair = if quarter % 2 == 0 { [&u, &v] } else { [&v, &u] };
        let axes = Axes {
            restored: [across, down],
            page: pair.map(Rc::clone),
            quarter,
            angle,
        };
        found.extend(axes.fits(expected, scales.clone()));
    }
    found.sort_by(|a, b| b.score.total_cmp(&a.score));
    let nearest = found.into_iter().take(MOST);
    nearest.map(|found| found.axes.closer(found.fits)).collect()
}

fn spots(page: &Plane) -> Vec<Spot> {
    let middle = Point {
        x: page.width as f32 / 2.0,
        y: page.height as f32 / 2.0,
    };
    let mut spots = Vec::new();
    for (y, row) in page.rows().enumerate() {
        for (x, &ink) in row.iter().enumerate().filter(|(_, ink)| **ink > 0) {
            let at = Point {
                x: x as f32 + 0.5,
                y: y as f32 + 0.5,
            };
            spots.push(Spot {
                at: at - middle,
                ink: f32::from(ink),
            });
        }
    }
    spots
}

/// Angles at which rows and columns are sharpest, in degrees between -45 and 45: the best
/// two that are apart.
fn skews(spots: &[Spot], tried: RangeInclusive<i32>) -> impl Iterator<Item = f32> {
    const STEP: f32 = 0.5;
    let few: Vec<&Spot> = spots.iter().step_by(spots.len() / 4000 + 1).collect();
    let mut coarse: Vec<(f32, f32)> = tried
        .map(|k| k as f32 * STEP)
        .map(|angle| (sharpness(few.iter().copied(), angle, 0.5), angle))
        .collect();
    coarse.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut best: Vec<f32> = Vec::new();
    for (_, angle) in coarse {
        let apart = |other: &f32| {
            let turn = (angle - other).abs();
            turn.min(90.0 - turn) > 2.0
        };
        if best.iter().all(apart) {
            best.push(angle);
        }
        if best.len() == 2 {
            break;
        }
    }
    best.into_iter().map(|angle| refined(spots, angle))
}

fn refined(spots: &[Spot], mut angle: f32) -> f32 {
    for step in [0.2, 0.08, 0.03] {
        let few = || spots.iter().step_by(spots.len() / 20_000 + 1);
        let tried = (-2..=2).map(|k| angle + step * k as f32);
        let scored = tried.map(|angle| (sharpness(few(), angle, 1.0), angle));
        angle = scored
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .map_or(angle, |best| best.1);
    }
    angle
}

/// How abruptly the ink changes from row to row and from column to column.
fn sharpness<'a>(spots: impl Iterator<Item = &'a Spot>, angle: f32, per_cell: f32) -> f32 {
    const BINS: usize = 2048;
    let (sin, cos) = angle.to_radians().sin_cos();
    let mut bins = [[0f32; BINS]; 2];
    let bin = |v: f32| ((v * per_cell) as i32 + BINS as i32 / 2) as usize;
    for spot in spots {
        let (x, y) = (spot.at.x, spot.at.y);
        let [columns, rows] = &mut bins;
        if let Some(sum) = columns.get_mut(bin(x * cos + y * sin)) {
            *sum += spot.ink;
        }
        if let Some(sum) = rows.get_mut(bin(y * cos - x * sin)) {
            *sum += spot.ink;
        }
    }
    let changes = |bins: &[f32; BINS]| -> f32 {
        let pairs = bins.iter().zip(bins.iter().skip(1));
        pairs.map(|(a, b)| (a - b).powi(2)).sum()
    };
    bins.iter().map(changes).sum()
}

/// Ink along one axis, less what is usual around: cells are counted from `start`.
struct Profile {
    start: f32,
    ink: Vec<f32>,
}

impl Profile {
    fn of_columns(plane: &Plane) -> Profile {
        let mut ink = vec![0.0; plane.width];
        for row in plane.rows() {
            for (sum, &level) in ink.iter_mut().zip(row) {
                *sum += f32::from(level);
            }
        }
        Profile::sharpened(0.0, ink)
    }

    fn of_rows(plane: &Plane) -> Profile {
        let sum = |row: &[u8]| row.iter().map(|&level| f32::from(level)).sum();
        Profile::sharpened(0.0, plane.rows().map(sum).collect())
    }

    /// Along a direction, in degrees clockwise from the page's rows; counted from its middle.
    fn projected(spots: &[Spot], angle: f32) -> Profile {
        let (sin, cos) = angle.to_radians().sin_cos();
        let along = |spot: &Spot| spot.at.x * cos + spot.at.y * sin;
        let far = spots.iter().map(|spot| along(spot).abs());
        let reach = far.fold(0.0, f32::max).ceil() + 2.0;
        let mut ink = vec![0.0; 2 * reach as usize + 1];
        for spot in spots {
            let place = along(spot) + reach - 0.5;
            let whole = place as usize;
            let part = place - whole as f32;
            for (sum, share) in ink.iter_mut().skip(whole).zip([1.0 - part, part]) {
                *sum += share * spot.ink;
            }
        }
        Profile::sharpened(-reach, ink)
    }

    fn sharpened(start: f32, ink: Vec<f32>) -> Profile {
        const REACH: usize = 8;
        let mut sums = vec![0.0f32];
        sums.extend(ink.iter().scan(0.0, |sum, v| {
            *sum += v;
            Some(*sum)
        }));
        let upto = |k: usize| sums.get(k.min(ink.len())).copied().unwrap_or(0.0);
        let around = |k: usize| {
            let from = k.saturating_sub(REACH);
            (upto(k + REACH + 1) - upto(from)) / (2 * REACH + 1) as f32
        };
        // The root: a single long rule must not be all that counts.
        let less = |(k, v): (usize, &f32)| {
            let more = v - around(k);
            more.signum() * more.abs().sqrt()
        };
        let ink = ink.iter().enumerate().map(less).collect();
        Profile { start, ink }
    }

    /// At places so far apart.
    fn along(&self, first: f32, step: f32) -> impl Iterator<Item = f32> {
        let (mut place, step) = (fixed(first - self.start - 0.5), fixed(step));
        std::iter::repeat_with(move || {
            let cell = |k: i32| self.ink.get(k as usize).copied().unwrap_or(0.0);
            let (whole, part) = (place >> 16, (place & 0xffff) as f32 * (1.0 / 65536.0));
            let (a, b) = (cell(whole), cell(whole + 1));
            place = place.wrapping_add(step);
            a + (b - a) * part
        })
    }

    /// Half as many cells, or this with the other end first, stretched about its zero.
    fn stretched(&self, by: f32, cell: f32) -> Vec<f32> {
        let length = self.ink.len() as f32 * by.abs();
        let first = if by < 0.0 { -length } else { 0.0 };
        let along = |half: f32| self.along((first + 0.5 * cell + half) / by, cell / by);
        let halves = along(-0.5).zip(along(0.5)).map(|(a, b)| a + b);
        halves.take((length / cell) as usize).collect()
    }

    /// All of it in cells of two, from the first and from the second on: a rule is one cell
    /// wide, and halved it would be found a line of the form further on.
    fn coarse(&self) -> [Vec<f32>; 2] {
        [0, 1].map(|skip| {
            let cells = self.ink.get(skip..).unwrap_or_default().chunks(2);
            cells.map(|cells| cells.iter().sum()).collect()
        })
    }
}

/// Candidates that are looked at on the page.
const MOST: usize = 4;

/// How a profile lies along another: `place * scale + shift`.
#[derive(Clone, Copy)]
struct Fit {
    score: f32,
    scale: f32,
    shift: f32,
}

/// The restored front's columns and rows against the page's two axes, when it lies turned by
/// `quarter` right angles and `angle`.
#[derive(Clone)]
struct Axes<'a> {
    restored: [&'a Profile; 2],
    page: [Rc<Profile>; 2],
    quarter: u32,
    angle: f32,
}

struct Found<'a> {
    score: f32,
    fits: [Fit; 2],
    axes: Axes<'a>,
}

impl<'a> Axes<'a> {
    /// Whether right and down go along the page's axes or against them.
    fn signs(&self) -> [f32; 2] {
        match self.quarter {
            0 => [1.0, 1.0],
            1 => [1.0, -1.0],
            2 => [-1.0, -1.0],
            _ => [-1.0, 1.0],
        }
    }

    /// At the best two scales.
    fn fits(self, expected: f32, scales: RangeInclusive<i32>) -> Vec<Found<'a>> {
        let ([across, down], [u, v], [right, low]) = (self.restored, &self.page, self.signs());
        let [coarse_u, coarse_v] = [u, v].map(|page| page.coarse());
        let at_scale = |k: i32| {
            let scale = expected * SCALE_STEP.powi(k);
            let x = shifted(across, u, &coarse_u, scale * right);
            let y = shifted(down, v, &coarse_v, scale * low);
            (x.score + y.score, k, [x, y])
        };
        let mut scored: Vec<_> = scales.map(at_scale).collect();
        scored.sort_by(|a, b| b.0.total_cmp(&a.0));
        let best = scored.first().map_or(0, |s| s.1);
        let second = scored.iter().position(|s| (s.1 - best).abs() > 2);
        let two = [Some(0), second].into_iter().flatten();
        let two = two.filter_map(|k| scored.get(k));
        two.map(|&(score, _, fits)| Found {
            score,
            fits,
            axes: self.clone(),
        })
        .collect()
    }

    fn closer(&self, fits: [Fit; 2]) -> Affine {
        let ([across, down], [u, v], [x, y]) = (self.restored, &self.page, fits);
        let (x, y) = (closer(across, u, x), closer(down, v, y));
        let (sin, cos) = self.angle.to_radians().sin_cos();
        let (u, v) = (Point { x: cos, y: sin }, Point { x: -sin, y: cos });
        let [along_x, along_y] = if self.quarter.is_multiple_of(2) {
            [u, v]
        } else {
            [v, u]
        };
        Affine {
            right: along_x * x.scale,
            down: along_y * y.scale,
            origin: along_x * x.shift + along_y * y.shift,
        }
    }
}

/// The shift at which one profile, stretched, fits the other best, by cells of two.
fn shifted(restored: &Profile, page: &Profile, coarse: &[Vec<f32>; 2], scale: f32) -> Fit {
    const CELL: usize = 2;
    let stretched = restored.stretched(scale, CELL as f32);
    let length = |v: &[f32]| v.iter().map(|v| v * v).sum::<f32>().sqrt();
    let mut best = (f32::MIN, 0);
    for (phase, coarse) in (0..).zip(coarse) {
        let norm = (length(&stretched) * length(coarse)).max(1e-6);
        // As far as may lie beyond the page, or as there is no ink on it.
        let bare = stretched.len().saturating_sub(coarse.len()) + stretched.len() / 12;
        let slack = bare.max(stretched.len() / 3) as i32;
        for shift in -slack..=(coarse.len() as i32 - stretched.len() as i32 + slack) {
            let (skip_page, skip) = (shift.max(0) as usize, (-shift).max(0) as usize);
            let a = stretched.get(skip..).unwrap_or_default();
            let b = coarse.get(skip_page..).unwrap_or_default();
            let score = dot(a, b) / norm;
            if score > best.0 {
                best = (score, shift * CELL as i32 + phase);
            }
        }
    }
    let first = if scale < 0.0 {
        restored.ink.len() as f32 * scale
    } else {
        0.0
    };
    Fit {
        score: best.0,
        scale,
        shift: page.start + best.1 as f32 - first,
    }
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    let length = a.len().min(b.len());
    let (a, b) = (
        a.get(..length).unwrap_or_default(),
        b.get(..length).unwrap_or_default(),
    );
    let mut sums = [0f32; 8];
    let (a8, a_rest) = a.as_chunks::<8>();
    let (b8, b_rest) = b.as_chunks::<8>();
    for (a, b) in a8.iter().zip(b8) {
        for ((sum, a), b) in sums.iter_mut().zip(a).zip(b) {
            *sum += a * b;
        }
    }
    let rest: f32 = a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum();
    sums.iter().sum::<f32>() + rest
}

/// Scale and shift of one axis, by its own best fit nearby.
fn closer(restored: &Profile, page: &Profile, fit: Fit) -> Fit {
    let norm: f32 = {
        let length = |v: &[f32]| v.iter().map(|v| v * v).sum::<f32>().sqrt();
        (length(&restored.ink) * fit.scale.abs().sqrt() * length(&page.ink)).max(1e-6)
    };
    let middle = restored.ink.len() as f32 / 2.0;
    let score = |scale: f32, shift: f32| {
        let found = page.along(0.5 * scale + shift, scale);
        let products = restored.ink.iter().zip(found).map(|(a, b)| a * b);
        products.sum::<f32>() * fit.scale.abs() / norm
    };
    let mut best = fit;
    best.score = f32::MIN;
    for (scale_step, shift_step) in [(0.002, 0.8), (0.0006, 0.25)] {
        let from = best;
        for k in -3..=3 {
            let scale = from.scale * (1.0 + scale_step * k as f32);
            // About its middle, where the shift was found.
            let about = from.shift + (from.scale - scale) * middle;
            for j in -3..=3 {
                let shift = about + shift_step * j as f32;
                let score = score(scale, shift);
                if score > best.score {
                    best = Fit {
                        score,
                        scale,
                        shift,
                    };
                }
            }
        }
    }
    best
}
