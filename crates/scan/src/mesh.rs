use crate::geometry::{Homography, Point};
use crate::gray::{self, Plane};
use crate::lattice::Lattice;
use crate::pose::Pose;
use sheet::Layout;
use sheet::layout::{MARKS, PILOT_PITCH, PILOT_SIDE, pilot_is_black};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Where every pilot stands on the page: the map from sheet to pixels, bilinear between.
pub(crate) struct Mesh {
    lattice: Lattice,
    nodes: Vec<Node>,
}

/// One pilot of the lattice.
#[derive(Clone, Copy)]
struct Node {
    /// Where the marks alone, or a label, put its centre.
    base: Point,
    /// Pixels along one cell to the right and one cell down.
    right: Point,
    down: Point,
    is_printed: bool,
    /// How far from `base` it stands.
    offset: Option<Point>,
    /// Whether it stands there because it was seen there.
    is_found: bool,
    /// Found neighbours, now and when it was last looked for.
    support: usize,
    tried_with: Option<usize>,
}

const SIDE: usize = PILOT_SIDE as usize;
/// Correlation from which a pilot counts as found; chance rarely reaches .6.
const LEAST_CORRELATION: f32 = 0.66;
/// Chance reaches higher where more places are tried.
const LEAST_CORRELATION_FAR: f32 = 0.75;
/// Cells around the expected place in which a pilot is looked for: first, where paper is
/// smooth; then as far as a fold may have displaced it, 1.5 mm.
const NEAR: usize = 1;
const FAR: usize = 6;
/// Steps of the lattice over which found neighbours speak for a pilot.
const NEIGHBOURHOOD: isize = 2;
/// Pilots within this many dots of a place where the map is right start the search.
const SEED_REACH: f32 = 700.0;

impl Mesh {
    /// Finds the pilots from the marks outwards.
    pub fn build(plane: &Plane, layout: &Layout, pose: &Pose) -> Mesh {
        let found = pose.marks.iter().zip(MARKS).filter(|(m, _)| m.is_some());
        let marks: Vec<Point> = found.map(|(_, mark)| mark.center().into()).collect();
        Mesh::from(plane, layout, &pose.map, &marks)
    }

    /// Finds the pilots outwards from places, in dots, at which the map is right; each is
    /// expected where its found neighbours say, and one that is not found stands where they say.
    pub fn from(plane: &Plane, layout: &Layout, map: &Homography, starts: &[Point]) -> Mesh {
        let mut mesh = Mesh::at_base(layout, map);
        let mut queue: BinaryHeap<(usize, Reverse<usize>)> = mesh
            .near(layout, starts)
            .into_iter()
            .map(|node| (0, Reverse(node)))
            .collect();
        while let Some((support, Reverse(node))) = queue.pop() {
            if !mesh.find(plane, node, support) {
                continue;
            }
            for (_, other) in mesh.lattice.around(node, NEIGHBOURHOOD) {
                queue.extend(mesh.support(other).map(|support| (support, Reverse(other))));
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
            .get(row * self.lattice.columns + column)
            .map(Node::place)
            .unwrap_or_default()
    }

    /// Where each printed pilot stands, and whether it was seen there.
    #[cfg(feature = "probe")]
    pub fn pilots(&self) -> impl Iterator<Item = (Point, bool)> {
        let printed = self.nodes.iter().filter(|node| node.is_printed);
        printed.map(|node| (node.place(), node.is_found))
    }

    /// Whether the pilots that were found about this place stand about a pilot's pitch off where
    /// the map, which is right there, has them. All pilots look alike: from a blot that passed for
    /// a mark, each is found in the next one's place.
    pub fn is_shifted(&self, layout: &Layout, map: &Homography, at: Point) -> bool {
        let most = PILOT_PITCH as f32 * map.scale(at) / 3.0;
        let mut off: Vec<f32> = self
            .near(layout, &[at])
            .into_iter()
            .filter_map(|k| {
                self.nodes
                    .get(k)
                    .filter(|node| node.is_found)
                    .map(|node| (k, node))
            })
            .filter_map(|(k, node)| {
                Some((node.place() - map.map(self.center(layout, k)?)).length())
            })
            .collect();
        off.sort_by(f32::total_cmp);
        off.get(off.len() / 2).is_some_and(|&off| off > most)
    }

    /// Where the nearest pilot has a place of the sheet, given in dots.
    pub fn place(&self, layout: &Layout, at: Point) -> Option<Point> {
        let centers = (0..self.nodes.len()).filter_map(|k| Some((k, self.center(layout, k)?)));
        let off = |center: Point| at - center;
        let (node, center) =
            centers.min_by(|a, b| off(a.1).length().total_cmp(&off(b.1).length()))?;
        let cells = off(center) * (1.0 / layout.profile.dots() as f32);
        let node = self.nodes.get(node)?;
        Some(node.place() + node.right * cells.x + node.down * cells.y)
    }

    fn at_base(layout: &Layout, map: &Homography) -> Mesh {
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
                is_found: false,
                support: 0,
                tried_with: None,
            }
        });
        Mesh {
            lattice: Lattice {
                columns: layout.pilot_columns.len(),
                rows: layout.pilot_rows.len(),
            },
            nodes: nodes.collect(),
        }
    }

    /// The pilots about these places on the sheet.
    fn near(&self, layout: &Layout, places: &[Point]) -> Vec<usize> {
        let is_near = |node: &usize| {
            let center = self.center(layout, *node);
            center.is_some_and(|c| {
                places
                    .iter()
                    .any(|&place| (place - c).length() < SEED_REACH)
            })
        };
        (0..self.nodes.len()).filter(is_near).collect()
    }

    /// Of a pilot, on the sheet.
    fn center(&self, layout: &Layout, node: usize) -> Option<Point> {
        let column = layout.pilot_columns.get(node % self.lattice.columns)?;
        let row = layout.pilot_rows.get(node / self.lattice.columns)?;
        Some(layout.cells(*column, *row, PILOT_SIDE).center().into())
    }

    /// One more of its neighbours was found: how many are by now, if it is worth looking for.
    fn support(&mut self, node: usize) -> Option<usize> {
        let node = self.nodes.get_mut(node)?;
        node.support += 1;
        node.is_wanted().then_some(node.support)
    }

    /// Whether the pilot was found, and was not before.
    fn find(&mut self, plane: &Plane, node: usize, support: usize) -> bool {
        let is_due = |n: &Node| n.is_wanted() && n.support == support;
        if !self.nodes.get(node).is_some_and(is_due) {
            return false;
        }
        let expected = self.expected_offset(node);
        let Some(pilot) = self.nodes.get_mut(node) else {
            return false;
        };
        pilot.tried_with = Some(support);
        let center = pilot.base + expected;
        let found = locate(plane, pilot, center, NEAR, LEAST_CORRELATION)
            .or_else(|| locate(plane, pilot, center, FAR, LEAST_CORRELATION_FAR));
        pilot.offset = found.map(|found| found - pilot.base);
        pilot.is_found = pilot.offset.is_some();
        pilot.is_found
    }

    /// The offset that the found pilots of the neighbourhood expect here: a plane through
    /// theirs, flatter the fewer they are.
    fn expected_offset(&self, node: usize) -> Point {
        let mut plane = PlaneFit::default();
        for ((dx, dy), offset) in self.found_around(node, NEIGHBOURHOOD) {
            plane.add(dx as f32, dy as f32, offset);
        }
        plane.at_origin()
    }

    fn found_around(
        &self,
        node: usize,
        reach: isize,
    ) -> impl Iterator<Item = ((isize, isize), Point)> + '_ {
        self.lattice
            .around(node, reach)
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

    /// Pilots that were not found stand where their neighbours expect them, from those that
    /// were found outwards.
    fn fill_gaps(&mut self) {
        loop {
            let gaps = (0..self.nodes.len())
                .filter(|&k| self.nodes.get(k).is_some_and(|n| n.offset.is_none()))
                .filter(|&k| self.found_around(k, NEIGHBOURHOOD).nth(2).is_some());
            let filled: Vec<(usize, Point)> = gaps
                .map(|node| (node, self.expected_offset(node)))
                .collect();
            if filled.is_empty() {
                return;
            }
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

impl Node {
    fn place(&self) -> Point {
        self.base + self.offset.unwrap_or_default()
    }

    /// Looked for again only when markedly more is known than the last time.
    fn is_wanted(&self) -> bool {
        let is_news = self.tried_with.is_none_or(|last| self.support >= last + 3);
        self.is_printed && !self.is_found && is_news
    }
}

/// Samples per cell of the patch in which a pilot is looked for.
const FINE: usize = 2;

/// The place of best correlation up to `reach` cells about `center`, to a fraction of a sample.
fn locate(plane: &Plane, pilot: &Node, center: Point, reach: usize, least: f32) -> Option<Point> {
    let patch = Patch::sample(plane, pilot, center, (SIDE - 1 + 2 * reach) * FINE + 1);
    let shifts = 2 * reach * FINE + 1;
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
    let cells = |k: usize, f: f32| (k as f32 + f) / FINE as f32 - reach as f32;
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

/// The page about a pilot, rectified, `FINE` samples to a cell, every `FINE`-th at the middle
/// of a cell if the pilot stands where it is expected.
struct Patch {
    side: usize,
    levels: Vec<f32>,
}

impl Patch {
    fn sample(plane: &Plane, pilot: &Node, center: Point, side: usize) -> Patch {
        let (right, down) = (
            pilot.right * (1.0 / FINE as f32),
            pilot.down * (1.0 / FINE as f32),
        );
        let half = (side / 2) as f32;
        let mut levels = Vec::with_capacity(side * side);
        for row in 0..side {
            let first = center + down * (row as f32 - half) - right * half;
            levels.extend(plane.samples(first, right).map(gray::level).take(side));
        }
        Patch { side, levels }
    }

    /// Normalised cross-correlation with the pilot shifted by `x`, `y` samples. The pilot is
    /// balanced, so the local mean drops out of the numerator by itself.
    fn correlation(&self, x: usize, y: usize) -> f32 {
        let (mut product, mut sum, mut squares) = (0.0f32, 0.0f32, 0.0f32);
        for (r, signs) in SIGNS.iter().enumerate() {
            let start = (y + r * FINE) * self.side + x;
            let row = self.levels.get(start..).unwrap_or_default();
            for (&value, sign) in row.iter().step_by(FINE).zip(signs) {
                product += value * sign;
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

/// The pilot, white positive.
const SIGNS: [[f32; SIDE]; SIDE] = {
    let mut signs = [[1.0; SIDE]; SIDE];
    let mut k = 0;
    while k < SIDE * SIDE {
        if pilot_is_black((k % SIDE) as u32, (k / SIDE) as u32) {
            signs[k / SIDE][k % SIDE] = -1.0;
        }
        k += 1;
    }
    signs
};
