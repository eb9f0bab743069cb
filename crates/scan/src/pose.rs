//! How the sheet may lie on the page, from whichever of its marks are left.

use crate::geometry::{Homography, Point};
use crate::marks::Candidate;
use sheet::layout::{MARK_RADIUS, MARKS};

/// One way in which candidates can be the sheet's marks.
#[derive(Clone, Debug)]
pub(crate) struct Pose {
    /// Clockwise from the sheet's top left; `None` where none was found.
    pub marks: [Option<Point>; 4],
    /// Dots of the sheet to pixels. Exact at the marks; where some are lost it is the
    /// affine map of three, or the similarity of two; of fewer a label's, exact there.
    pub map: Homography,
}

/// How far a mark may stand from where two others expect it, relative to their distance:
/// room for a photo's perspective.
const TOLERANCE: f32 = 0.1;
/// How many times as large as the distance to another expects a disc's radius may be, or as
/// small: blur, toner gain, perspective.
const RADIUS_TOLERANCE: f32 = 1.2214;
/// Poses worth a look at their labels.
const MOST_POSES: usize = 12;

impl Pose {
    /// `None` for fewer than two marks, or marks on a line.
    pub fn of(marks: [Option<Point>; 4]) -> Option<Pose> {
        let expected = MARKS.map(|m| Point::from(m.center()));
        let map = Homography::between(expected, complete(marks, expected)?)?;
        Some(Pose { marks, map })
    }

    /// With the marks alone that stand where pilots put them; `map` where these are too few.
    pub fn agreeing(self, map: &Homography, place: impl Fn(Point) -> Option<Point>) -> Pose {
        let mut marks = self.marks;
        for (mark, expected) in marks.iter_mut().zip(MARKS) {
            let center = expected.center().into();
            let most = MARK_RADIUS as f32 * map.scale(center);
            let is_off = |at: &Point| place(center).is_none_or(|p| (p - *at).length() > most);
            *mark = mark.filter(|at| !is_off(at));
        }
        let map = *map;
        Pose::of(marks).unwrap_or(Pose { marks, map })
    }

    pub fn found(&self) -> usize {
        self.marks.iter().flatten().count()
    }
}

/// The likeliest poses first. `is_mirrored`: of a page seen from behind.
pub(crate) fn poses(candidates: &[Candidate], is_mirrored: bool) -> Vec<Pose> {
    let seen: Vec<Candidate> = candidates.iter().map(|c| mirror(c, is_mirrored)).collect();
    let mut all: Vec<Assigned> = Vec::new();
    for first in 0..4 {
        for second in first + 1..4 {
            for a in 0..seen.len() {
                for b in (0..seen.len()).filter(|&b| b != a) {
                    all.extend(assign(&seen, (first, a), (second, b)).into_iter().flatten());
                }
            }
        }
    }
    all.extend(in_perspective(&seen));
    all.sort_by(|a, b| b.score.total_cmp(&a.score));
    let mut marks: Vec<[Option<usize>; 4]> = Vec::new();
    for assigned in all {
        if marks.len() < MOST_POSES && !marks.contains(&assigned.marks) {
            marks.push(assigned.marks);
        }
    }
    let places = |marks: [Option<usize>; 4]| marks.map(|m| Some(candidates.get(m?)?.center));
    marks
        .into_iter()
        .filter_map(|m| Pose::of(places(m)))
        .collect()
}

/// Candidates that are tried as the mark with the hole, and how much of one they need.
const MOST_ALONE: usize = 3;
const LEAST_HOLE: f32 = 0.4;
/// Degrees by which a page lies askew, and is still read by one mark.
const TILTS: [f32; 3] = [0.0, -2.0, 2.0];

/// By the mark with the hole alone: it is no blot, and says how large the sheet is but not how it
/// lies. Right only near it.
pub(crate) fn alone(candidates: &[Candidate]) -> Vec<Pose> {
    let expected = MARKS.map(|m| Point::from(m.center()));
    let [.., from, _] = expected;
    let mut holed: Vec<&Candidate> = candidates.iter().filter(|c| c.hole > LEAST_HOLE).collect();
    holed.sort_by(|a, b| b.hole.total_cmp(&a.hole));
    holed.truncate(MOST_ALONE);
    let turns = TILTS
        .into_iter()
        .flat_map(|tilt| [0.0, 180.0, 90.0, 270.0].map(|turn| turn + tilt));
    let poses = turns.flat_map(|degrees: f32| {
        let (sin, cos) = degrees.to_radians().sin_cos();
        holed.iter().filter_map(move |candidate| {
            let turn = Point { x: cos, y: sin } * candidate.scale;
            let place = |e: Point| candidate.center + (e - from).turn(turn);
            let map = Homography::between(expected, expected.map(place))?;
            let marks = [None, None, Some(candidate.center), None];
            Some(Pose { marks, map })
        })
    });
    poses.collect()
}

/// Which candidate is which mark, and how well it all fits.
#[derive(Clone, Copy)]
struct Assigned {
    marks: [Option<usize>; 4],
    score: f32,
}

fn mirror(candidate: &Candidate, is_mirrored: bool) -> Candidate {
    let mut seen = *candidate;
    if is_mirrored {
        seen.center.x = -seen.center.x;
    }
    seen
}

/// With candidates `a` and `b` as marks `first` and `second`: these two alone, and with
/// those that stand where the other marks should.
fn assign(
    seen: &[Candidate],
    (first, a): (usize, usize),
    (second, b): (usize, usize),
) -> Option<[Assigned; 2]> {
    let expected = MARKS.map(|m| Point::from(m.center()));
    let (at_a, at_b) = (seen.get(a)?, seen.get(b)?);
    let (from, to) = (*expected.get(first)?, *expected.get(second)?);
    let apart = at_b.center - at_a.center;
    let turn = apart.turn_from(to - from);
    let expected_scale = turn.length();
    let is_sized = |c: &Candidate| {
        expected_scale < c.scale * RADIUS_TOLERANCE && c.scale < expected_scale * RADIUS_TOLERANCE
    };
    if !is_sized(at_a) || !is_sized(at_b) {
        return None;
    }
    let reach = apart.length() * TOLERANCE;
    let mut pair = Assigned {
        marks: [None; 4],
        score: 0.0,
    };
    let mut all = pair;
    for (k, place) in expected.into_iter().enumerate() {
        let at = at_a.center + (place - from).turn(turn);
        let known = [(first, a), (second, b)]
            .into_iter()
            .find(|(mark, _)| *mark == k);
        let found = known.map(|(_, n)| (n, 0.0)).or_else(|| {
            let others = nearest(seen, at, reach, is_sized);
            others.filter(|(n, _)| ![a, b].contains(n))
        });
        let Some((n, off)) = found else { continue };
        let score = seen.get(n)?.score(k) - 1.5 * off / reach.max(1.0);
        if known.is_some() {
            pair.set(k, n, score);
        }
        all.set(k, n, score);
    }
    Some([pair, all])
}

/// Of so many candidates, the clearest, all fours are tried for a photo taken at a slant.
const MOST_IN_PERSPECTIVE: usize = 8;
/// By how much a disc's radius may differ from what the four's homography expects there.
const SLANTED_RADIUS_TOLERANCE: f32 = 0.12;

/// Fours that no similarity joins: in a photo taken at a slant, near marks are larger than far
/// ones, and just as much as their places tell.
fn in_perspective(seen: &[Candidate]) -> Vec<Assigned> {
    let count = seen.len().min(MOST_IN_PERSPECTIVE);
    let all = (0..count.pow(4)).map(|k| [k, k / count, k / count.pow(2), k / count.pow(3)]);
    let fours = all.map(|four| four.map(|n| n % count));
    fours.filter_map(|four| slanted(seen, four)).collect()
}

fn slanted(seen: &[Candidate], four: [usize; 4]) -> Option<Assigned> {
    let [a, b, c, d] = four.map(|n| seen.get(n).copied());
    let marks = [a?, b?, c?, d?];
    let [a, b, c, d] = marks.map(|m| m.center);
    let turns_right = |a: Point, b: Point, c: Point| (b - a).cross(c - b) > 0.0;
    let is_convex = [(a, b, c), (b, c, d), (c, d, a), (d, a, b)]
        .into_iter()
        .all(|(a, b, c)| turns_right(a, b, c));
    if !is_convex {
        return None;
    }
    let expected = MARKS.map(|m| Point::from(m.center()));
    let map = Homography::between(expected, [a, b, c, d])?;
    let mut score = 0.0;
    for (k, (mark, place)) in marks.iter().zip(expected).enumerate() {
        let off = (map.scale(place) / mark.scale).ln().abs();
        if off > SLANTED_RADIUS_TOLERANCE {
            return None;
        }
        score += mark.score(k) - off / SLANTED_RADIUS_TOLERANCE;
    }
    Some(Assigned {
        marks: four.map(Some),
        score,
    })
}

impl Assigned {
    fn set(&mut self, mark: usize, candidate: usize, score: f32) {
        if let Some(at) = self.marks.get_mut(mark) {
            *at = Some(candidate);
        }
        self.score += score;
    }
}

impl Candidate {
    /// How much it speaks for a pose in which it is this mark. A hole in the third speaks for
    /// that orientation, a hole elsewhere against it.
    fn score(&self, mark: usize) -> f32 {
        let hole = if mark == 2 { 1.0 } else { -1.0 } * (self.hole - 0.3);
        0.8 + self.contrast / 255.0 + 0.7 * hole
    }
}

fn nearest(
    candidates: &[Candidate],
    to: Point,
    reach: f32,
    is_sized: impl Fn(&Candidate) -> bool,
) -> Option<(usize, f32)> {
    let distances = candidates.iter().map(|c| (c, (c.center - to).length()));
    let near = distances
        .enumerate()
        .filter(|(_, (c, d))| *d <= reach && is_sized(c));
    near.map(|(n, (_, d))| (n, d))
        .min_by(|a, b| a.1.total_cmp(&b.1))
}

/// Puts the marks that are lost where the others expect them.
fn complete(marks: [Option<Point>; 4], expected: [Point; 4]) -> Option<[Point; 4]> {
    let [a, b, c, d] = marks;
    Some(match (a, b, c, d) {
        (Some(a), Some(b), Some(c), Some(d)) => [a, b, c, d],
        (None, Some(b), Some(c), Some(d)) => [b + d - c, b, c, d],
        (Some(a), None, Some(c), Some(d)) => [a, a + c - d, c, d],
        (Some(a), Some(b), None, Some(d)) => [a, b, b + d - a, d],
        (Some(a), Some(b), Some(c), None) => [a, b, c, a + c - b],
        _ => {
            let mut two = marks
                .into_iter()
                .zip(expected)
                .filter_map(|(m, e)| Some((m?, e)));
            let ((a, from), (b, to)) = (two.next()?, two.next()?);
            let turn = (b - a).turn_from(to - from);
            expected.map(|e| a + (e - from).turn(turn))
        }
    })
}
