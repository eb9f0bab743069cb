//! Where registration marks may stand: discs with a white ring around them.

use crate::geometry::Point;
use crate::gray::{Integral, Plane};
use sheet::layout::{HOLE_RADIUS, MARK_RADIUS, MARK_SIDE, PAGE};

/// Something that looks like a mark.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate {
    /// Pixels of the full plane.
    pub center: Point,
    /// Pixels of the full plane along a dot, by the disc's radius.
    pub scale: f32,
    /// Gray levels by which the ring is lighter than the disc, all around.
    pub contrast: f32,
    /// How much lighter the middle is than the disc, as a share of the contrast.
    pub hole: f32,
}

/// Marks are looked for in a plane about this high: there a disc is ten pixels wide and
/// the cells have blurred to gray.
const COARSE_HEIGHT: usize = 700;
/// How large the sheet may stand in the page, relative to a page filled by the sheet: from a
/// page cropped to its print to one half of A3.
pub(crate) const SCALES: [f32; 7] = [1.0, 1.12, 0.89, 0.79, 0.7, 0.61, 0.53];
/// Gray levels by which the ring must be lighter than the disc.
const LEAST_CONTRAST: f32 = 55.0;
const MOST_CANDIDATES: usize = 24;

/// The page made small, in which marks are looked for.
pub(crate) struct Coarse<'a> {
    plane: &'a Plane<'a>,
    small: Plane<'a>,
    integral: Integral,
    /// Pixels of the plane along one of the small plane's.
    ratio: f32,
}

impl<'a> Coarse<'a> {
    pub fn new(plane: &'a Plane<'a>) -> Coarse<'a> {
        let shrink = (plane.width.max(plane.height) / COARSE_HEIGHT).max(1);
        let small = plane.shrunk(shrink);
        let integral = Integral::new(&small);
        Coarse {
            plane,
            small,
            integral,
            ratio: shrink as f32,
        }
    }

    /// The plane that is searched, and how many pixels one of its own stands for.
    #[cfg(feature = "probe")]
    pub fn small(&self) -> (&Plane<'a>, f32) {
        (&self.small, self.ratio)
    }

    /// The clearest marks of a sheet of this scale.
    pub fn candidates(&self, scale: f32) -> Vec<Candidate> {
        let per_dot = self.small.width.max(self.small.height) as f32 / PAGE.height as f32;
        let peaks = self.peaks(scale * per_dot);
        peaks
            .iter()
            .filter_map(|peak| refined(self.plane, peak, self.ratio))
            .collect()
    }

    /// Where a disc of this scale may stand: the clearest places at which a ring is lighter
    /// than what it surrounds, both taken as squares.
    fn peaks(&self, scale: f32) -> Vec<Candidate> {
        let reach = |dots: f32| ((dots * scale - 0.5).round() as usize).max(1);
        // The square within the disc, and the squares between which there is only white.
        let disc = reach(MARK_RADIUS as f32 * 0.72);
        let (inner, outer) = (
            reach(MARK_RADIUS as f32 * 1.12),
            reach(MARK_SIDE as f32 * 0.47),
        );
        let small = &self.small;
        if outer <= inner || small.width <= 2 * outer || small.height <= 2 * outer {
            return Vec::new();
        }
        let mean = |(sum, area): (u32, u32)| sum as f32 / area as f32;
        let mut all = Vec::new();
        for y in outer..small.height - outer {
            for x in self.darker_than_around(y, inner.midpoint(outer), outer) {
                let dark = mean(self.integral.square(x, y, disc));
                let (whole, whole_area) = self.integral.square(x, y, outer);
                let (mid, mid_area) = self.integral.square(x, y, inner);
                let light = mean((whole - mid, whole_area - mid_area));
                if light - dark >= LEAST_CONTRAST {
                    let center = Point {
                        x: x as f32 + 0.5,
                        y: y as f32 + 0.5,
                    };
                    all.push(Candidate {
                        center,
                        scale,
                        contrast: light - dark,
                        hole: 0.0,
                    });
                }
            }
        }
        clearest(all, MARK_SIDE as f32 / 2.0 * scale)
    }

    /// The places of a row that are darker than four others `reach` around them: all that
    /// the costlier test needs to see.
    fn darker_than_around(&self, y: usize, reach: usize, margin: usize) -> Vec<usize> {
        let from = |y: usize, x: usize| self.small.row(y).get(x..).unwrap_or_default();
        let (left, here, right) = (from(y, 0), from(y, reach), from(y, 2 * reach));
        let (up, down) = (from(y - reach, reach), from(y + reach, reach));
        let mut is_dark = vec![0u8; right.len()];
        let around = left.iter().zip(right).zip(up.iter().zip(down));
        for ((flag, &level), ((&l, &r), (&u, &d))) in is_dark.iter_mut().zip(here).zip(around) {
            let least = level.saturating_add(LEAST_STEP);
            *flag = u8::from(l > least)
                & u8::from(r > least)
                & u8::from(u > least)
                & u8::from(d > least);
        }
        let mut places = Vec::new();
        let inside = margin..self.small.width - margin;
        // Nearly all of a row is not: most of it is skipped at once.
        for (flags, first) in is_dark.chunks(SKIP).zip((reach..).step_by(SKIP)) {
            if flags.iter().fold(0, |any, flag| any | flag) != 0 {
                let here = flags.iter().zip(first..).filter(|(flag, _)| **flag != 0);
                places.extend(here.map(|(_, x)| x).filter(|x| inside.contains(x)));
            }
        }
        places
    }
}

/// Places of a row that are skipped together where none is dark.
const SKIP: usize = 64;
/// Gray levels by which each of four places in the ring must be lighter than the disc.
const LEAST_STEP: u8 = 40;

/// Adds candidates of another scale; of two at one place the clearer stays. Whether there is
/// anything new.
pub(crate) fn merge(all: &mut Vec<Candidate>, more: Vec<Candidate>) -> bool {
    let mut is_new = false;
    for new in more {
        let apart = MARK_RADIUS as f32 * new.scale;
        let known = all
            .iter_mut()
            .find(|c| (c.center - new.center).length() < apart);
        match known {
            Some(known) if new.contrast > known.contrast => *known = new,
            Some(_) => continue,
            None => all.push(new),
        }
        is_new = true;
    }
    all.sort_by(|a, b| b.contrast.total_cmp(&a.contrast));
    all.truncate(MOST_CANDIDATES);
    is_new
}

fn clearest(mut all: Vec<Candidate>, apart: f32) -> Vec<Candidate> {
    all.sort_by(|a, b| b.contrast.total_cmp(&a.contrast));
    let mut kept: Vec<Candidate> = Vec::new();
    for peak in all {
        if kept.len() == MOST_CANDIDATES {
            break;
        }
        let is_new = kept
            .iter()
            .all(|k| (k.center - peak.center).length() > apart);
        if is_new {
            kept.push(peak);
        }
    }
    kept
}

/// The centre of gravity of the dark within the ring, at full resolution.
fn refined(plane: &Plane, rough: &Candidate, ratio: f32) -> Option<Candidate> {
    let mut scale = rough.scale * ratio;
    let mut center = rough.center * ratio;
    // Most of what looked like a mark from afar does not from here.
    let first = Rings::measure(plane, center, scale);
    if first.light.0 - first.dark.0 < LEAST_CONTRAST {
        return None;
    }
    for _ in 0..2 {
        center = gravity(plane, center, MARK_SIDE as f32 * 0.42 * scale)?;
        scale = edge(plane, center, MARK_RADIUS as f32 * scale)? / MARK_RADIUS as f32;
    }
    let rings = Rings::measure(plane, center, scale);
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
        .map(|radius| (radius, ring(plane, center, radius).0))
        .collect();
    let (low, high) = levels
        .iter()
        .fold((255.0f32, 0.0f32), |(low, high), (_, level)| {
            (low.min(*level), high.max(*level))
        });
    let middle = (low + high) / 2.0;
    let darkest = levels.iter().position(|(_, level)| *level == low)?;
    levels
        .iter()
        .skip(darkest)
        .find(|(_, level)| *level > middle)
        .map(|(radius, _)| *radius)
}

fn gravity(plane: &Plane, center: Point, reach: f32) -> Option<Point> {
    let span = |c: f32| (c - reach).floor() as i32..=(c + reach).ceil() as i32;
    let inside = |x: i32, y: i32| {
        let at = Point {
            x: x as f32 + 0.5,
            y: y as f32 + 0.5,
        };
        let off = at - center;
        (off.x * off.x + off.y * off.y <= reach * reach).then_some(at)
    };
    let pixels = span(center.y).flat_map(|y| span(center.x).map(move |x| (x, y)));
    let levels = pixels.filter_map(|(x, y)| Some((inside(x, y)?, plane.pixel(x, y))));
    let levels: Vec<(Point, u8)> = levels.collect();
    let (low, high) = levels.iter().fold((255u8, 0u8), |(low, high), &(_, v)| {
        (low.min(v), high.max(v))
    });
    // Only what is clearly darker than the ring weighs, or the paper's grain would pull.
    let floor = f32::from(low) + f32::from(high - low.min(high)) * 0.7;
    let mut sum = (Point::default(), 0.0);
    for (at, level) in levels {
        let weight = (floor - f32::from(level)).max(0.0);
        sum = (sum.0 + at * weight, sum.1 + weight);
    }
    (sum.1 > 0.0).then(|| sum.0 * (1.0 / sum.1))
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
    let levels = DIRECTIONS.map(|(x, y)| plane.sample(center + Point { x, y } * radius));
    let mean = |values: [f32; STEPS]| values.iter().sum::<f32>() / STEPS as f32;
    let middle = mean(levels);
    (middle, mean(levels.map(|v| (v - middle).powi(2))).sqrt())
}
