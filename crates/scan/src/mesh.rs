use crate::geometry::{Homography, Point};
use crate::gray::Plane;
use sheet::Layout;
use sheet::layout::{PILOT, PILOT_SIDE};

/// Where every pilot stands on the page: the map from sheet to pixels, bilinear between.
pub(crate) struct Mesh {
    pub columns: usize,
    pub rows: usize,
    /// Centres of the pilots, row by row.
    nodes: Vec<Point>,
}

/// A pilot is looked for this many cells around the place its neighbours expect it.
const REACH: usize = 2;
/// Samples per cell of the patch it is looked for in.
const FINE: usize = 4;
const SIDE: usize = PILOT_SIDE as usize;
const PATCH: usize = (SIDE + 2 * REACH) * FINE;
/// Correlation from which a pilot counts as found; chance rarely reaches .6.
const LEAST_CORRELATION: f32 = 0.66;

impl Mesh {
    /// Finds the pilots outwards from the marks, each expected where its found neighbours
    /// say; a pilot that is not found stands where they say.
    pub fn build(plane: &Plane, layout: &Layout, sheet_to_page: &Homography) -> Mesh {
        let mut search = Search::new(layout, sheet_to_page);
        for node in search.order() {
            search.find(plane, node);
        }
        search.repair();
        search.into_mesh()
    }

    pub fn node(&self, column: usize, row: usize) -> Point {
        self.nodes
            .get(row * self.columns + column)
            .copied()
            .unwrap_or_default()
    }
}

/// One pilot of the lattice.
#[derive(Clone, Copy)]
struct Node {
    /// Where the marks alone put its centre.
    base: Point,
    /// Pixels along one cell to the right and one cell down.
    right: Point,
    down: Point,
    is_printed: bool,
    /// How far from `base` it was found.
    offset: Option<Point>,
}

struct Search {
    columns: usize,
    rows: usize,
    nodes: Vec<Node>,
}

impl Search {
    fn new(layout: &Layout, map: &Homography) -> Search {
        let dots = layout.profile.dots() as f32;
        let places = layout
            .pilot_rows
            .iter()
            .flat_map(|&r| layout.pilot_columns.iter().map(move |&c| (c, r)));
        let nodes = places.map(|(column, row)| {
            let at = |dx: f32, dy: f32| {
                let center: Point = layout.cells(column, row, PILOT_SIDE).center().into();
                map.map(center + Point { x: dx, y: dy } * dots)
            };
            Node {
                base: at(0.0, 0.0),
                right: at(0.5, 0.0) - at(-0.5, 0.0),
                down: at(0.0, 0.5) - at(0.0, -0.5),
                is_printed: layout.pilot_is_printed(column, row),
                offset: None,
            }
        });
        let nodes = nodes.collect();
        Search {
            columns: layout.pilot_columns.len(),
            rows: layout.pilot_rows.len(),
            nodes,
        }
    }

    /// From the corners inwards: near the marks the marks' own map is right.
    fn order(&self) -> Vec<usize> {
        let from_edge = |k: usize, count: usize| k.min(count - 1 - k);
        let mut order: Vec<usize> = (0..self.nodes.len()).collect();
        order.sort_by_key(|&node| {
            from_edge(node % self.columns, self.columns) + from_edge(node / self.columns, self.rows)
        });
        order
    }

    fn find(&mut self, plane: &Plane, node: usize) {
        let expected = self.expected_offset(node, 2);
        let Some(pilot) = self.nodes.get_mut(node).filter(|n| n.is_printed) else {
            return;
        };
        let center = pilot.base + expected;
        pilot.offset = locate(plane, pilot, center).map(|found| found - pilot.base);
    }

    /// The mean offset of the found pilots up to `reach` steps away, the near ones first.
    fn expected_offset(&self, node: usize, reach: i32) -> Point {
        let mut sum = (Point::default(), 0.0);
        for (steps, offset) in self.neighbours(node, reach) {
            let weight = 1.0 / (steps * steps) as f32;
            sum = (sum.0 + offset * weight, sum.1 + weight);
        }
        if sum.1 > 0.0 {
            sum.0 * (1.0 / sum.1)
        } else {
            Point::default()
        }
    }

    fn neighbours(&self, node: usize, reach: i32) -> impl Iterator<Item = (i32, Point)> + '_ {
        let (column, row) = ((node % self.columns) as i32, (node / self.columns) as i32);
        let around = (-reach..=reach).flat_map(move |dy| (-reach..=reach).map(move |dx| (dx, dy)));
        around
            .filter(|&step| step != (0, 0))
            .filter_map(move |(dx, dy)| {
                let (c, r) = (column + dx, row + dy);
                let inside =
                    (0..self.columns as i32).contains(&c) && (0..self.rows as i32).contains(&r);
                let at = inside.then(|| r as usize * self.columns + c as usize)?;
                Some((dx.abs().max(dy.abs()), self.nodes.get(at)?.offset?))
            })
    }

    /// Drops pilots that contradict all their neighbours, then fills the gaps.
    fn repair(&mut self) {
        let strays: Vec<usize> = (0..self.nodes.len())
            .filter(|&node| self.is_stray(node))
            .collect();
        for node in strays {
            if let Some(stray) = self.nodes.get_mut(node) {
                stray.offset = None;
            }
        }
        for reach in [1, 2, 4, 8, 64] {
            let gaps = (0..self.nodes.len())
                .filter(|&k| self.nodes.get(k).is_some_and(|n| n.offset.is_none()));
            let filled: Vec<(usize, Point)> = gaps
                .filter(|&node| self.neighbours(node, reach).nth(1).is_some())
                .map(|node| (node, self.expected_offset(node, reach)))
                .collect();
            for (node, offset) in filled {
                if let Some(gap) = self.nodes.get_mut(node) {
                    gap.offset = Some(offset);
                }
            }
        }
    }

    fn is_stray(&self, node: usize) -> bool {
        let Some(&Node {
            offset: Some(offset),
            right,
            ..
        }) = self.nodes.get(node)
        else {
            return false;
        };
        let mut around: Vec<f32> = self
            .neighbours(node, 1)
            .map(|(_, other)| (other - offset).length())
            .collect();
        around.sort_by(f32::total_cmp);
        // A fold parts one side's neighbours, never more than half of them.
        around
            .get(around.len() / 2)
            .is_some_and(|&median| median > 0.9 * right.length())
    }

    fn into_mesh(self) -> Mesh {
        let nodes = self
            .nodes
            .iter()
            .map(|n| n.base + n.offset.unwrap_or_default())
            .collect();
        Mesh {
            columns: self.columns,
            rows: self.rows,
            nodes,
        }
    }
}

/// The place of best correlation about `center`, to a fraction of a sample.
fn locate(plane: &Plane, pilot: &Node, center: Point) -> Option<Point> {
    let patch = Patch::sample(plane, pilot, center);
    let shifts = 2 * REACH * FINE + 1;
    let scores: Vec<f32> = (0..shifts * shifts)
        .map(|k| patch.correlation(k % shifts, k / shifts))
        .collect();
    let (best, &score) = scores
        .iter()
        .enumerate()
        .max_by(|a, b| a.1.total_cmp(b.1))?;
    if score < LEAST_CORRELATION {
        return None;
    }
    let (x, y) = (best % shifts, best / shifts);
    let at = |x: usize, y: usize| scores.get(y * shifts + x).copied().unwrap_or(0.0);
    let is_inner = (1..shifts - 1).contains(&x) && (1..shifts - 1).contains(&y);
    if !is_inner {
        return None;
    }
    let fx = vertex(at(x - 1, y), score, at(x + 1, y));
    let fy = vertex(at(x, y - 1), score, at(x, y + 1));
    let cells = |k: usize, f: f32| (k as f32 + f) / FINE as f32 - REACH as f32;
    Some(center + pilot.right * cells(x, fx) + pilot.down * cells(y, fy))
}

/// Where a parabola through three neighbours peaks, -.5 to .5 of a step.
fn vertex(before: f32, at: f32, after: f32) -> f32 {
    let curve = before - 2.0 * at + after;
    if curve < 0.0 {
        ((before - after) / (2.0 * curve)).clamp(-0.5, 0.5)
    } else {
        0.0
    }
}

/// The page about a pilot, rectified, `FINE` samples to a cell.
struct Patch(Vec<f32>);

impl Patch {
    fn sample(plane: &Plane, pilot: &Node, center: Point) -> Patch {
        let from_center = |k: usize| (k as f32 - (PATCH - FINE) as f32 / 2.0) / FINE as f32;
        let place = |k: usize| {
            center + pilot.right * from_center(k % PATCH) + pilot.down * from_center(k / PATCH)
        };
        Patch((0..PATCH * PATCH).map(|k| plane.sample(place(k))).collect())
    }

    /// Normalised cross-correlation with the pilot shifted by `x`, `y` samples. The pilot is
    /// balanced, so the local mean drops out of the numerator by itself.
    fn correlation(&self, x: usize, y: usize) -> f32 {
        let (mut product, mut sum, mut squares) = (0.0f32, 0.0f32, 0.0f32);
        for (r, pattern) in PILOT.iter().enumerate() {
            let start = (y + r * FINE) * PATCH + x;
            let row = self
                .0
                .get(start..)
                .unwrap_or_default()
                .iter()
                .step_by(FINE)
                .take(SIDE);
            for (c, &value) in row.enumerate() {
                let is_black = pattern >> (SIDE - 1 - c) & 1 == 1;
                product += if is_black { -value } else { value };
                sum += value;
                squares += value * value;
            }
        }
        let count = (SIDE * SIDE) as f32;
        let variance = squares - sum * sum / count;
        // Flat paper correlates with nothing.
        if variance < 200.0 * count {
            0.0
        } else {
            product / (variance * count).sqrt()
        }
    }
}
