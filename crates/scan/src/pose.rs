//! How the sheet may lie on the page, from whichever of its marks are left.

use crate::geometry::{Homography, Point};
use crate::marks::Candidate;
use sheet::layout::MARKS;

/// One way in which two or more candidates can be the sheet's marks.
#[derive(Clone, Debug)]
pub(crate) struct Pose {
    /// Clockwise from the sheet's top left; `None` where none was found.
    pub marks: [Option<Point>; 4],
    /// Dots of the sheet to pixels. Exact at the marks; where some are lost it is the
    /// affine map of three, or the similarity of two.
    pub map: Homography,
    score: f32,
}

/// How far a mark may stand from where two others expect it, relative to their distance:
/// room for a photo's perspective.
const TOLERANCE: f32 = 0.09;
/// By how much a disc's radius may differ from what the distance to another expects, as a
/// logarithm: blur and toner gain, on both sides.
const RADIUS_TOLERANCE: f32 = 0.3;
/// Poses worth a look at their labels.
const MOST_POSES: usize = 8;

impl Pose {
    pub fn found(&self) -> usize {
        self.marks.iter().flatten().count()
    }
}

/// The likeliest poses first. `is_mirrored`: of a page seen from behind.
pub(crate) fn poses(candidates: &[Candidate], is_mirrored: bool) -> Vec<Pose> {
    let seen: Vec<Candidate> = candidates.iter().map(|c| mirror(c, is_mirrored)).collect();
    let mut all: Vec<([Option<usize>; 4], f32)> = Vec::new();
    for first in 0..4 {
        for second in first + 1..4 {
            for a in 0..seen.len() {
                for b in (0..seen.len()).filter(|&b| b != a) {
                    let Some((marks, score)) = assign(&seen, (first, a), (second, b)) else {
                        continue;
                    };
                    match all.iter_mut().find(|(known, _)| *known == marks) {
                        Some((_, best)) => *best = best.max(score),
                        None => all.push((marks, score)),
                    }
                }
            }
        }
    }
    all.sort_by(|a, b| b.1.total_cmp(&a.1));
    let places = |marks: [Option<usize>; 4]| marks.map(|m| Some(candidates.get(m?)?.center));
    all.into_iter()
        .take(MOST_POSES)
        .filter_map(|(marks, score)| pose(places(marks), score))
        .collect()
}

fn mirror(candidate: &Candidate, is_mirrored: bool) -> Candidate {
    let mut seen = *candidate;
    if is_mirrored {
        seen.center.x = -seen.center.x;
    }
    seen
}

/// With candidates `a` and `b` as marks `first` and `second`: which candidates stand where
/// the other marks should, and how well it all fits.
fn assign(
    seen: &[Candidate],
    (first, a): (usize, usize),
    (second, b): (usize, usize),
) -> Option<([Option<usize>; 4], f32)> {
    let expected = MARKS.map(|m| Point::from(m.center()));
    let (at_a, at_b) = (seen.get(a)?, seen.get(b)?);
    let (from, to) = (*expected.get(first)?, *expected.get(second)?);
    let apart = at_b.center - at_a.center;
    let turn = apart.turn_from(to - from);
    let differs = |c: &Candidate| (turn.length() / c.scale).ln().abs() > RADIUS_TOLERANCE;
    if differs(at_a) || differs(at_b) {
        return None;
    }
    let reach = apart.length() * TOLERANCE;
    let mut marks = [None; 4];
    let mut score = 0.0;
    for (k, (mark, place)) in marks.iter_mut().zip(expected).enumerate() {
        let at = at_a.center + (place - from).turn(turn);
        let found = match k {
            _ if k == first => Some((a, 0.0)),
            _ if k == second => Some((b, 0.0)),
            _ => nearest(seen, at, reach).filter(|(n, _)| ![a, b].contains(n)),
        };
        *mark = found.map(|(n, _)| n);
        if let Some((candidate, off)) = found.and_then(|(n, off)| Some((seen.get(n)?, off))) {
            // A hole in the third speaks for this orientation, a hole elsewhere against it.
            let hole = if k == 2 { 1.0 } else { -1.0 } * (candidate.hole - 0.3);
            score += 1.0 + candidate.contrast / 255.0 + 0.7 * hole - off / reach.max(1.0);
        }
    }
    Some((marks, score))
}

fn nearest(candidates: &[Candidate], to: Point, reach: f32) -> Option<(usize, f32)> {
    let distances = candidates.iter().map(|c| (c.center - to).length());
    distances
        .enumerate()
        .filter(|(_, d)| *d <= reach)
        .min_by(|a, b| a.1.total_cmp(&b.1))
}

fn pose(marks: [Option<Point>; 4], score: f32) -> Option<Pose> {
    let expected = MARKS.map(|m| Point::from(m.center()));
    let map = Homography::between(expected, complete(marks, expected)?)?;
    Some(Pose { marks, map, score })
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
