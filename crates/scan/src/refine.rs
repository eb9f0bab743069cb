//! What looks like a mark from afar, placed at full resolution; most of it is none from here.

use crate::geometry::Point;
use crate::gray::Plane;
use crate::marks::{Candidate, LEAST_CONTRAST};
use sheet::layout::{HOLE_RADIUS, MARK_RADIUS, MARK_SIDE};

/// The centre of gravity of the dark within the ring, at full resolution.
pub(crate) fn refined(plane: &Plane, rough: &Candidate, ratio: f32) -> Option<Candidate> {
    let mut scale = rough.scale * ratio;
    let mut center = rough.center * ratio;
    let first = Rings::measure(plane, center, scale);
    if first.light.0 - first.dark.0 < LEAST_CONTRAST {
        return None;
    }
    let mut place = || {
        center = gravity(plane, center, MARK_SIDE as f32 * 0.42 * scale)?;
        scale = edge(plane, center, MARK_RADIUS as f32 * scale)? / MARK_RADIUS as f32;
        Some(Rings::measure(plane, center, scale))
    };
    // Once placed, a mark's rings are clean but for a trace, by 24 levels and more whatever
    // had happened to the paper; those of print are not, and are not placed again.
    place().filter(|rings| rings.contrast() > 0.0)?;
    let rings = place()?;
    let contrast = rings.contrast();
    let (hole, dark, light) = (rings.hole.0, rings.dark.0, rings.light.0);
    (contrast >= LEAST_CONTRAST).then(|| Candidate {
        center,
        scale,
        contrast,
        hole: ((hole - dark) / (light - dark)).clamp(0.0, 1.0),
    })
}

/// Mean and deviation around the hole, the disc and the white of a mark.
struct Rings {
    hole: (f32, f32),
    dark: (f32, f32),
    light: (f32, f32),
}

impl Rings {
    fn measure(plane: &Plane, center: Point, scale: f32) -> Rings {
        let between = |from: u32, to: u32| ring(plane, center, (from + to) as f32 / 2.0 * scale);
        Rings {
            hole: between(0, HOLE_RADIUS),
            dark: between(HOLE_RADIUS, MARK_RADIUS),
            light: between(MARK_RADIUS, MARK_SIDE / 2),
        }
    }

    /// Cells that happen to be dark are never dark all around.
    fn contrast(&self) -> f32 {
        (self.light.0 - self.light.1) - (self.dark.0 + self.dark.1)
    }
}

/// The radius at which dark becomes light, about `expected`.
fn edge(plane: &Plane, center: Point, expected: f32) -> Option<f32> {
    let levels: Vec<(f32, f32)> = (12..=30)
        .map(|k| expected * k as f32 / 20.0)
        .map(|radius| (radius, mean(&circle(plane, center, radius))))
        .collect();
    let (low, high) = levels
        .iter()
        .fold((255.0f32, 0.0f32), |(low, high), (_, level)| {
            (low.min(*level), high.max(*level))
        });
    let middle = (low + high) / 2.0;
    let darkest = levels.iter().position(|(_, level)| *level == low)?;
    let mut steps = levels.iter().zip(levels.iter().skip(1)).skip(darkest);
    let (from, to) = steps.find(|(_, (_, level))| *level > middle)?;
    // Where between the two the middle level is.
    let share = (middle - from.1) / (to.1 - from.1);
    Some(from.0 + (to.0 - from.0) * share)
}

fn gravity(plane: &Plane, center: Point, reach: f32) -> Option<Point> {
    let chords: Vec<Chord> = chords(plane, center, reach).collect();
    let (mut low, mut high) = (255u8, 0u8);
    for chord in &chords {
        // Beyond the page it is white.
        high = high.max(if chord.is_cut { 255 } else { 0 });
        for &level in chord.levels {
            (low, high) = (low.min(level), high.max(level));
        }
    }
    // Only what is clearly darker than the ring weighs, or the paper's grain would pull. In tenths
    // of a level, and whole numbers: so the compiler does many pixels at once.
    let floor = 10 * i32::from(low) + 7 * i32::from(high - low.min(high));
    let mut sum = (Point::default(), 0.0);
    for chord in &chords {
        let weighed = chord.levels.iter().zip(0..);
        let weighed = weighed.map(|(&level, k)| ((floor - 10 * i32::from(level)).max(0), k));
        let (weight, along) = weighed.fold((0, 0), |(weight, along), (w, k): (i32, i32)| {
            (weight + w, along + w * k)
        });
        let (weight, along) = (weight as f32, along as f32);
        let at = middle_of(chord.x, chord.y) * weight + Point { x: along, y: 0.0 };
        sum = (sum.0 + at, sum.1 + weight);
    }
    (sum.1 > 0.0).then(|| sum.0 * (1.0 / sum.1))
}

/// The pixels of a row that lie within a circle and on the page.
struct Chord<'a> {
    x: i32,
    y: i32,
    levels: &'a [u8],
    /// Whether some of the circle's lie beyond the page.
    is_cut: bool,
}

fn chords<'a>(
    plane: &'a Plane,
    center: Point,
    radius: f32,
) -> impl Iterator<Item = Chord<'a>> + 'a {
    let span = |middle: f32, half: f32| {
        let (first, last) = (middle - half - 0.5, middle + half - 0.5);
        (first.ceil() as i32, last.floor() as i32)
    };
    let (top, bottom) = span(center.y, radius);
    (top..=bottom).filter_map(move |y| {
        let off = y as f32 + 0.5 - center.y;
        let half = (radius * radius - off * off).max(0.0).sqrt();
        let (first, last) = span(center.x, half);
        let (start, end) = (first.max(0), last.saturating_add(1).max(0));
        let row = usize::try_from(y).map_or(&[][..], |y| plane.row(y));
        let end = row.len().min(end as usize);
        let levels = row.get(start as usize..end).unwrap_or_default();
        (first <= last).then_some(Chord {
            x: start,
            y,
            levels,
            is_cut: levels.len() as i32 <= last - first,
        })
    })
}

/// The middle of a pixel.
fn middle_of(x: i32, y: i32) -> Point {
    Point {
        x: x as f32 + 0.5,
        y: y as f32 + 0.5,
    }
}

/// Steps around a circle.
const STEPS: usize = 16;
/// Cosine and sine of each step, as multiples of an eighth of a right angle.
const DIRECTIONS: [(f32, f32); STEPS] = {
    use std::f32::consts::FRAC_1_SQRT_2 as A;
    const B: f32 = 0.923_879_5;
    const C: f32 = 0.382_683_43;
    [
        (1.0, 0.0),
        (B, C),
        (A, A),
        (C, B),
        (0.0, 1.0),
        (-C, B),
        (-A, A),
        (-B, C),
        (-1.0, 0.0),
        (-B, -C),
        (-A, -A),
        (-C, -B),
        (0.0, -1.0),
        (C, -B),
        (A, -A),
        (B, -C),
    ]
};

/// Mean and standard deviation around a circle.
fn ring(plane: &Plane, center: Point, radius: f32) -> (f32, f32) {
    let levels = circle(plane, center, radius);
    let middle = mean(&levels);
    (middle, mean(&levels.map(|v| (v - middle).powi(2))).sqrt())
}

fn circle(plane: &Plane, center: Point, radius: f32) -> [f32; STEPS] {
    let mut levels = [0.0; STEPS];
    for (level, (x, y)) in levels.iter_mut().zip(DIRECTIONS) {
        *level = plane.sample(center + Point { x, y } * radius);
    }
    levels
}

fn mean(levels: &[f32; STEPS]) -> f32 {
    levels.iter().sum::<f32>() / STEPS as f32
}
