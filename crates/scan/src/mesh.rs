use crate::geometry::Point;
use crate::gray::Plane;
use crate::pose::Pose;
use sheet::Layout;
use sheet::layout::{MARKS, PILOT, PILOT_SIDE};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Where every pilot stands on the page: the map from sheet to pixels, bilinear between.
pub(crate) struct Mesh {
    columns: usize,
    rows: usize,
    /// Row by row.
    nodes: Vec<Node>,
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
    /// How far from `base` it stands.
    offset: Option<Point>,
    /// Whether it stands there because it was seen there.
    is_found: bool,
    /// Found neighbours when it was last looked for.
    tried_with: usize,
}

const SIDE: usize = PILOT_SIDE as usize;
/// Correlation from which a pilot counts as found; chance rarely reaches .6.
const LEAST_CORRELATION: f32 = 0.66;
/// Chance reaches higher where more places are tried.
const LEAST_CORRELATION_FAR: f32 = 0.75;
/// Cells around the expected place in which a pilot is looked for: first, where paper is
/// smooth; then as far as a fold may have displaced it.
const NEAR: usize = 1;
const FAR: usize = 5;
/// Steps of the lattice over which found neighbours speak for a pilot.
const NEIGHBOURHOOD: i32 = 2;
/// Pilots within this many dots of a found mark start the search: there the marks' own map
/// is right.
const SEED_REACH: f32 = 700.0;

impl Mesh {
    /// Finds the pilots from the marks outwards, each expected where its found neighbours
    /// say; a pilot that is not found stands where they say.
    pub fn build(plane: &Plane, layout: &Layout, pose: &Pose) -> Mesh {
        let mut mesh = Mesh::at_base(layout, pose);
        let mut queue: BinaryHeap<(usize, Reverse<usize>)> = mesh
            .seeds(layout, pose)
            .into_iter()
            .map(|node| (0, Reverse(node)))
            .collect();
        while let Some((support, Reverse(node))) = queue.pop() {
            if !mesh.find(plane, node, support) {
                continue;
            }
            for (_, other) in mesh.around(node, NEIGHBOURHOOD).collect::<Vec<_>>() {
                let support = mesh.found_around(other, NEIGHBOURHOOD).count();
                queue.push((support, Reverse(other)));
            }
        }
        mesh.drop_strays();
        mesh.fill_gaps();
        mesh
    }

    /// The share of the printed pilots that were found.
    pub fn found(&self) -> f32 {
        let printed = self.nodes.iter().filter(|n| n.is_printed).count();
        let found = self.nodes.iter().filter(|n| n.is_found).count();
        found as f32 / printed.max(1) as f32
    }

    pub fn node(&self, column: usize, row: usize) -> Point {
        self.nodes
            .get(row * self.columns + column)
            .map(|n| n.base + n.offset.unwrap_or_default())
            .unwrap_or_default()
    }

    fn at_base(layout: &Layout, pose: &Pose) -> Mesh {
        let dots = layout.profile.dots() as f32;
        let places = layout
            .pilot_rows
            .iter()
            .flat_map(|&r| layout.pilot_columns.iter().map(move |&c| (c, r)));
        let nodes = places.map(|(column, row)| {
            let at = |dx: f32, dy: f32| {
                let center: Point = layout.cells(column, row, PILOT_SIDE).center().into();
                pose.map.map(center + Point { x: dx, y: dy } * dots)
            };
            Node {
                base: at(0.0, 0.0),
                right: at(0.5, 0.0) - at(-0.5, 0.0),
                down: at(0.0, 0.5) - at(0.0, -0.5),
                is_printed: layout.pilot_is_printed(column, row),
                offset: None,
                is_found: false,
                tried_with: 0,
            }
        });
        Mesh {
            columns: layout.pilot_columns.len(),
            rows: layout.pilot_rows.len(),
            nodes: nodes.collect(),
        }
    }

    /// The pilots about the marks that were found.
    fn seeds(&self, layout: &Layout, pose: &Pose) -> Vec<usize> {
        let found = pose.marks.iter().zip(MARKS).filter(|(m, _)| m.is_some());
        let marks: Vec<Point> = found.map(|(_, mark)| mark.center().into()).collect();
        (0..self.nodes.len())
            .filter(|&node| marks.iter().any(|m| self.is_near(layout, node, *m)))
            .collect()
    }

    /// Whether the pilot stands within reach of this mark on the sheet.
    fn is_near(&self, layout: &Layout, node: usize, mark: Point) -> bool {
        let column = layout.pilot_columns.get(node % self.columns);
        let row = layout.pilot_rows.get(node / self.columns);
        column.zip(row).is_some_and(|(&column, &row)| {
            let center: Point = layout.cells(column, row, PILOT_SIDE).center().into();
            (mark - center).length() < SEED_REACH
        })
    }

    /// Whether the pilot was found, and was not before.
    fn find(&mut self, plane: &Plane, node: usize, support: usize) -> bool {
        let expected = self.expected_offset(node, NEIGHBOURHOOD);
        let Some(pilot) = self.nodes.get_mut(node) else {
            return false;
        };
        // Looked for again only when markedly more is known than the last time.
        let is_news = pilot.tried_with == 0 || support >= pilot.tried_with + 3;
        if !pilot.is_printed || pilot.offset.is_some() || !is_news {
            return false;
        }
        pilot.tried_with = support.max(1);
        let center = pilot.base + expected;
        let found = locate::<{ SIDE + 2 * NEAR }>(plane, pilot, center, LEAST_CORRELATION)
            .or_else(|| locate::<{ SIDE + 2 * FAR }>(plane, pilot, center, LEAST_CORRELATION_FAR));
        pilot.offset = found.map(|found| found - pilot.base);
        pilot.is_found = pilot.offset.is_some();
        pilot.is_found
    }

    /// The offset that the found pilots up to `reach` steps away expect here: a plane through
    /// theirs, flatter the fewer they are.
    fn expected_offset(&self, node: usize, reach: i32) -> Point {
        let mut plane = PlaneFit::default();
        for ((dx, dy), offset) in self.found_around(node, reach) {
            plane.add(dx as f32, dy as f32, offset);
        }
        plane.at_origin()
    }

    fn around(&self, node: usize, reach: i32) -> impl Iterator<Item = ((i32, i32), usize)> + '_ {
        let (column, row) = ((node % self.columns) as i32, (node / self.columns) as i32);
        let steps = (-reach..=reach).flat_map(move |dy| (-reach..=reach).map(move |dx| (dx, dy)));
        steps
            .filter(|&step| step != (0, 0))
            .filter_map(move |(dx, dy)| {
                let (c, r) = (column + dx, row + dy);
                let is_inside =
                    (0..self.columns as i32).contains(&c) && (0..self.rows as i32).contains(&r);
                is_inside.then(|| ((dx, dy), r as usize * self.columns + c as usize))
            })
    }

    fn found_around(
        &self,
        node: usize,
        reach: i32,
    ) -> impl Iterator<Item = ((i32, i32), Point)> + '_ {
        self.around(node, reach)
            .filter_map(|(step, other)| Some((step, self.nodes.get(other)?.offset?)))
    }

    /// Drops pilots that contradict all their neighbours.
    fn drop_strays(&mut self) {
        let strays: Vec<usize> = (0..self.nodes.len())
            .filter(|&n| self.is_stray(n))
            .collect();
        for node in strays {
            if let Some(stray) = self.nodes.get_mut(node) {
                stray.offset = None;
                stray.is_found = false;
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
            .found_around(node, 1)
            .map(|(_, other)| (other - offset).length())
            .collect();
        around.sort_by(f32::total_cmp);
        // A fold parts one side's neighbours, never more than two thirds of them.
        around
            .get(around.len() / 3)
            .is_some_and(|&near| near > 0.9 * right.length())
    }

    /// Pilots that were not found stand where the nearest found ones expect them.
    fn fill_gaps(&mut self) {
        for reach in [1, 2, 4, 8, 64] {
            let gaps: Vec<usize> = (0..self.nodes.len())
                .filter(|&k| self.nodes.get(k).is_some_and(|n| n.offset.is_none()))
                .collect();
            if gaps.is_empty() {
                return;
            }
            let filled: Vec<(usize, Point)> = gaps
                .into_iter()
                .filter(|&node| self.found_around(node, reach).nth(2).is_some())
                .map(|node| (node, self.expected_offset(node, reach)))
                .collect();
            for (node, offset) in filled {
                if let Some(gap) = self.nodes.get_mut(node) {
                    gap.offset = Some(offset);
                }
            }
        }
    }
}

/// Weighted least squares of a plane through offsets, by their steps in the lattice.
#[derive(Default)]
struct PlaneFit {
    weight: f32,
    x: f32,
    y: f32,
    xx: f32,
    xy: f32,
    yy: f32,
    offset: Point,
    x_offset: Point,
    y_offset: Point,
}

/// Keeps a slope near zero that few neighbours speak for.
const RIDGE: f32 = 0.6;

impl PlaneFit {
    fn add(&mut self, x: f32, y: f32, offset: Point) {
        let w = 1.0 / (x * x + y * y);
        self.weight += w;
        self.x += w * x;
        self.y += w * y;
        self.xx += w * x * x;
        self.xy += w * x * y;
        self.yy += w * y * y;
        self.offset = self.offset + offset * w;
        self.x_offset = self.x_offset + offset * (w * x);
        self.y_offset = self.y_offset + offset * (w * y);
    }

    fn at_origin(&self) -> Point {
        if self.weight == 0.0 {
            return Point::default();
        }
        let n = 1.0 / self.weight;
        let (x, y, mean) = (self.x * n, self.y * n, self.offset * n);
        let xx = self.xx - self.x * x + RIDGE;
        let yy = self.yy - self.y * y + RIDGE;
        let xy = self.xy - self.x * y;
        let (across, down) = (
            self.x_offset - self.offset * x,
            self.y_offset - self.offset * y,
        );
        let determinant = 1.0 / (xx * yy - xy * xy);
        let slope_x = (across * yy - down * xy) * determinant;
        let slope_y = (down * xx - across * xy) * determinant;
        mean - slope_x * x - slope_y * y
    }
}

/// Samples per cell of the patch in which a pilot is looked for.
const FINE: usize = 3;

/// The place of best correlation about `center`, to a fraction of a sample, within a patch
/// of `CELLS` cells' side.
fn locate<const CELLS: usize>(
    plane: &Plane,
    pilot: &Node,
    center: Point,
    least: f32,
) -> Option<Point> {
    let patch = Patch::sample(plane, pilot, center, CELLS * FINE);
    let shifts = (CELLS - SIDE) * FINE + 1;
    let scores: Vec<f32> = (0..shifts * shifts)
        .map(|k| patch.correlation(k % shifts, k / shifts))
        .collect();
    let (best, &score) = scores
        .iter()
        .enumerate()
        .max_by(|a, b| a.1.total_cmp(b.1))?;
    if score < least {
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
    let reach = (CELLS - SIDE) as f32 / 2.0;
    let cells = |k: usize, f: f32| (k as f32 + f) / FINE as f32 - reach;
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
struct Patch {
    side: usize,
    levels: Vec<f32>,
}

impl Patch {
    fn sample(plane: &Plane, pilot: &Node, center: Point, side: usize) -> Patch {
        let from_center = |k: usize| (k as f32 - (side - 1) as f32 / 2.0) / FINE as f32;
        let place = |k: usize| {
            center + pilot.right * from_center(k % side) + pilot.down * from_center(k / side)
        };
        Patch {
            side,
            levels: (0..side * side).map(|k| plane.sample(place(k))).collect(),
        }
    }

    /// Normalised cross-correlation with the pilot shifted by `x`, `y` samples. The pilot is
    /// balanced, so the local mean drops out of the numerator by itself.
    fn correlation(&self, x: usize, y: usize) -> f32 {
        let (mut product, mut sum, mut squares) = (0.0f32, 0.0f32, 0.0f32);
        for (r, pattern) in PILOT.iter().enumerate() {
            // The middle sample of each cell.
            let start = (y + r * FINE + FINE / 2) * self.side + x + FINE / 2;
            let row = self.levels.get(start..).unwrap_or_default().iter();
            for (c, &value) in row.step_by(FINE).take(SIDE).enumerate() {
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
