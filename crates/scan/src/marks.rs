use crate::geometry::{Homography, Point};
use crate::gray::{Integral, Plane};
use sheet::layout::{HOLE_RADIUS, MARK_RADIUS, MARK_SIDE, MARKS, PAGE};

/// The four registration marks on the page, clockwise from the sheet's top left.
pub(crate) struct Corners {
    pub marks: [Point; 4],
    /// Dots of the sheet to pixels.
    pub sheet_to_page: Homography,
}

/// Marks are looked for in a plane about this high: there a disc is ten pixels wide and
/// the cells have blurred to gray.
const COARSE_HEIGHT: usize = 700;
/// How large the sheet may stand in the page, relative to a page filled by the sheet.
const SCALES: [f32; 6] = [1.05, 0.92, 0.8, 0.7, 0.6, 0.52];
/// Gray levels by which the ring must be lighter than the disc.
const LEAST_CONTRAST: f32 = 70.0;
/// A disc is darker than this even under a lamp.
const DARKEST: f32 = 150.0;
const MOST_CANDIDATES: usize = 24;
/// How far a mark may stand from where two others expect it, relative to their distance:
/// room for a photo's perspective.
const TOLERANCE: f32 = 0.09;

pub(crate) fn find(plane: &Plane) -> Option<Corners> {
    let shrink = (plane.width.max(plane.height) / COARSE_HEIGHT).max(1);
    let coarse = plane.shrunk(shrink);
    let integral = Integral::new(&coarse);
    let per_dot = coarse.width.max(coarse.height) as f32 / PAGE.height as f32;
    // All four have one size: the first size at which four stand right is theirs.
    let marks = SCALES.iter().find_map(|scale| {
        let peaks = peaks(&coarse, &integral, scale * per_dot);
        let candidates: Vec<_> = peaks
            .iter()
            .filter_map(|peak| refined(plane, peak, shrink as f32))
            .collect();
        best_quad(&candidates)
    })?;
    let marks = marks.map(|c| c.center);
    let sheet_to_page = Homography::between(MARKS.map(|m| Point::from(m.center())), marks)?;
    Some(Corners {
        marks,
        sheet_to_page,
    })
}

#[derive(Clone, Copy)]
struct Candidate {
    /// Pixels of the full plane.
    center: Point,
    /// Pixels of the full plane along a dot.
    scale: f32,
    contrast: f32,
    /// How much lighter the middle is than the disc, as a share of the contrast.
    hole: f32,
}

/// Where a disc of this scale may stand: the clearest places at which a ring is lighter
/// than what it surrounds, both taken as squares.
fn peaks(coarse: &Plane, integral: &Integral, scale: f32) -> Vec<Candidate> {
    let reach = |dots: f32| ((dots * scale - 0.5).round() as usize).max(1);
    // The square within the disc, and the squares between which there is only white.
    let disc = reach(MARK_RADIUS as f32 * 0.72);
    let (inner, outer) = (
        reach(MARK_RADIUS as f32 * 1.12),
        reach(MARK_SIDE as f32 * 0.47),
    );
    if outer <= inner || coarse.width <= 2 * outer || coarse.height <= 2 * outer {
        return Vec::new();
    }
    let mut all = Vec::new();
    for y in outer..coarse.height - outer {
        for x in outer..coarse.width - outer {
            let (dark, dark_area) = integral.square(x, y, disc);
            let dark = dark as f32 / dark_area as f32;
            if dark > DARKEST {
                continue;
            }
            let ((whole, whole_area), (mid, mid_area)) =
                (integral.square(x, y, outer), integral.square(x, y, inner));
            let light = (whole - mid) as f32 / (whole_area - mid_area) as f32;
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
    all.sort_by(|a, b| b.contrast.total_cmp(&a.contrast));
    let apart = MARK_SIDE as f32 / 2.0 * scale;
    let mut kept: Vec<Candidate> = Vec::new();
    for peak in all {
        let is_new = kept
            .iter()
            .all(|k| (k.center - peak.center).length() > apart);
        if is_new && kept.len() < MOST_CANDIDATES {
            kept.push(peak);
        }
    }
    kept
}

/// The centre of gravity of the dark within the ring, at full resolution.
fn refined(plane: &Plane, rough: &Candidate, ratio: f32) -> Option<Candidate> {
    let mut scale = rough.scale * ratio;
    let mut center = rough.center * ratio;
    for _ in 0..3 {
        center = gravity(plane, center, MARK_SIDE as f32 * 0.42 * scale)?;
        scale = edge(plane, center, MARK_RADIUS as f32 * scale)? / MARK_RADIUS as f32;
    }
    let ring = |from: u32, to: u32| ring(plane, center, (from + to) as f32 / 2.0 * scale);
    let (hole, _) = ring(0, HOLE_RADIUS);
    let (dark, dark_uneven) = ring(HOLE_RADIUS, MARK_RADIUS);
    let (light, light_uneven) = ring(MARK_RADIUS, MARK_SIDE / 2);
    // Cells that happen to be dark are never dark all around.
    let contrast = (light - light_uneven) - (dark + dark_uneven);
    if contrast < LEAST_CONTRAST {
        return None;
    }
    let hole = ((hole - dark) / (light - dark)).clamp(0.0, 1.0);
    Some(Candidate {
        center,
        scale,
        contrast,
        hole,
    })
}

/// The radius at which dark becomes light, about `expected`.
fn edge(plane: &Plane, center: Point, expected: f32) -> Option<f32> {
    let levels: Vec<(f32, f32)> = (12..=36)
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
    let pixels = || span(center.y).flat_map(|y| span(center.x).map(move |x| (x, y)));
    let (low, high) = pixels()
        .filter(|&(x, y)| inside(x, y).is_some())
        .map(|(x, y)| plane.pixel(x, y))
        .fold((255u8, 0u8), |(low, high), v| (low.min(v), high.max(v)));
    // Only what is clearly darker than the ring weighs, or the paper's grain would pull.
    let floor = f32::from(low) + f32::from(high - low.min(high)) * 0.7;
    let mut sum = (Point::default(), 0.0);
    for (x, y) in pixels() {
        if let Some(at) = inside(x, y) {
            let weight = (floor - f32::from(plane.pixel(x, y))).max(0.0);
            sum = (sum.0 + at * weight, sum.1 + weight);
        }
    }
    (sum.1 > 0.0).then(|| sum.0 * (1.0 / sum.1))
}

/// Mean and standard deviation around a circle.
fn ring(plane: &Plane, center: Point, radius: f32) -> (f32, f32) {
    const STEPS: usize = 16;
    let angle = |k: usize| k as f32 / STEPS as f32 * std::f32::consts::TAU;
    let at = |k| {
        center
            + Point {
                x: angle(k).cos(),
                y: angle(k).sin(),
            } * radius
    };
    let levels: [f32; STEPS] = std::array::from_fn(|k| plane.sample(at(k)));
    let mean = |values: [f32; STEPS]| values.iter().sum::<f32>() / STEPS as f32;
    let middle = mean(levels);
    (middle, mean(levels.map(|v| (v - middle).powi(2))).sqrt())
}

/// The four candidates that stand like the sheet's marks. Every ordered pair is tried as
/// the first and the third mark, which fixes a similarity; the other two must stand where
/// it expects them, and the one with the hole third.
fn best_quad(candidates: &[Candidate]) -> Option<[Candidate; 4]> {
    let expected = MARKS.map(|m| Point::from(m.center()));
    let [first, second, third, fourth] = expected;
    let mut best: Option<(f32, [Candidate; 4])> = None;
    for a in candidates {
        for c in candidates {
            let turn = (c.center - a.center).turn_from(third - first);
            let right_size = (turn.length() / a.scale).ln().abs() < 0.25;
            if !right_size {
                continue;
            }
            let reach = (c.center - a.center).length() * TOLERANCE;
            let near =
                |mark: Point| nearest(candidates, a.center + (mark - first).turn(turn), reach);
            let (Some((b, off_b)), Some((d, off_d))) = (near(second), near(fourth)) else {
                continue;
            };
            // A hole in the third speaks for this orientation, a hole elsewhere against it.
            let hole = c.hole - a.hole.max(b.hole).max(d.hole);
            let clear = (a.contrast + b.contrast + c.contrast + d.contrast) / 255.0;
            let score = clear + hole - (off_b + off_d) / reach.max(1.0);
            if best.as_ref().is_none_or(|(s, _)| score > *s) {
                best = Some((score, [*a, *b, *c, *d]));
            }
        }
    }
    best.map(|(_, quad)| quad)
}

fn nearest(candidates: &[Candidate], to: Point, reach: f32) -> Option<(&Candidate, f32)> {
    let distances = candidates.iter().map(|c| (c, (c.center - to).length()));
    distances
        .filter(|(_, d)| *d <= reach)
        .min_by(|a, b| a.1.total_cmp(&b.1))
}
