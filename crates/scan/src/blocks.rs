//! Registration finer than the pilots': the grid in blocks of 6 × 6 cells, each with its own
//! place on the page, tracked on the cells themselves where the mesh does not hold.

use crate::geometry::Point;
use crate::gray::Plane;
use crate::lattice::Lattice;
use crate::mesh::Mesh;
use crate::tones::{self, Tone};
use sheet::Layout;
use sheet::layout::PILOT_SIDE;
use std::collections::BinaryHeap;

/// Cells along a block's side.
pub(crate) const BLOCK: usize = 6;
pub(crate) const AREA: usize = BLOCK * BLOCK;

/// Where a block lies on the page.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Place {
    pub center: Point,
    /// Pixels along one cell to the right and one cell down.
    pub right: Point,
    pub down: Point,
}

impl Place {
    /// The point `dx` cells to the right of the centre and `dy` down.
    pub fn at(&self, dx: f32, dy: f32) -> Point {
        self.center + self.right * dx + self.down * dy
    }

    /// As it lies here, `dx` cells to the right and `dy` down.
    fn moved(&self, dx: f32, dy: f32) -> Place {
        Place {
            center: self.at(dx, dy),
            ..*self
        }
    }
}

/// Takes gray levels from the page.
#[derive(Clone, Copy)]
struct Sampler<'a> {
    plane: &'a Plane<'a>,
    /// Whether a cell has less than three pixels' side: then a square of two would hold too
    /// much of its neighbours.
    is_coarse: bool,
}

impl Sampler<'_> {
    /// Gray levels of a block at places `dx`, `dy` cells off each cell's centre, row by row.
    fn levels(&self, place: &Place, dx: f32, dy: f32) -> [u8; AREA] {
        let first = (BLOCK as f32 - 1.0) / 2.0;
        let origin = place.at(dx - first, dy - first);
        let mut levels = [0; AREA];
        for (row, line) in levels.chunks_exact_mut(BLOCK).enumerate() {
            let first = origin + place.down * row as f32;
            if self.is_coarse {
                fill(line, self.plane.samples(first, place.right));
            } else {
                fill(line, self.plane.squares(first, place.right));
            }
        }
        levels
    }
}

/// With levels in 65536ths, rounded.
#[inline(always)]
fn fill(line: &mut [u8], levels: impl Iterator<Item = u32>) {
    line.iter_mut()
        .zip(levels)
        .for_each(|(to, level)| *to = ((level + (1 << 15)) >> 16) as u8);
}

/// The grid as read.
pub(crate) struct Blocks<'a> {
    pub lattice: Lattice,
    pub blocks: Vec<Block>,
    sampler: Sampler<'a>,
}

#[derive(Clone, Copy)]
pub(crate) struct Block {
    pub place: Place,
    pub levels: [u8; AREA],
    /// The black and white around it.
    pub tone: Tone,
    /// How far its cells stand from gray, 0 to 1.
    pub clarity: f32,
    /// Whether it is all black or all white: nothing printed here, or something over it.
    pub is_flat: bool,
    tries: u8,
}

impl<'a> Blocks<'a> {
    /// Samples every cell where the mesh puts it, and judges every block by the black and
    /// white around it.
    pub fn sample(plane: &'a Plane, layout: &Layout, mesh: &Mesh) -> Blocks<'a> {
        let columns = spots(layout.columns, &layout.pilot_columns);
        let rows = spots(layout.rows, &layout.pilot_rows);
        let places = rows
            .iter()
            .flat_map(|row| columns.iter().map(move |column| place(mesh, column, row)));
        let places: Vec<Place> = places.collect();
        let side = places
            .get(places.len() / 2)
            .map_or(0.0, |p| p.right.length());
        let sampler = Sampler {
            plane,
            is_coarse: side < 2.9,
        };
        let levels = places.iter().map(|place| sampler.levels(place, 0.0, 0.0));
        let levels: Vec<[u8; AREA]> = levels.collect();
        let lattice = Lattice {
            columns: columns.len(),
            rows: rows.len(),
        };
        let tones = tones::measure(lattice, &levels);
        let sampled = places.into_iter().zip(levels).zip(tones);
        let blocks = sampled.map(|((place, levels), tone)| Block::of(place, levels, tone));
        Blocks {
            lattice,
            blocks: blocks.collect(),
            sampler,
        }
    }

    /// Tracks the blocks that are not clear: each is tried where its clear neighbours expect
    /// it, the clearest first, so that a fold is met from both its sides.
    pub fn track(&mut self) {
        let least = self.usual_clarity() * LEAST_CLARITY;
        let mut queue: BinaryHeap<(u32, usize)> = BinaryHeap::new();
        let rank = |block: &Block| (block.clarity * 1e6) as u32;
        let is_source = |block: &Block| block.clarity >= least && !block.is_flat;
        for (k, block) in self.blocks.iter().enumerate() {
            if is_source(block) && self.beside(k).any(|(_, n)| self.is_unclear(n, least)) {
                queue.push((rank(block), k));
            }
        }
        while let Some((_, source)) = queue.pop() {
            for ((dx, dy), k) in self.beside(source) {
                if !self.is_unclear(k, least) {
                    continue;
                }
                let [dx, dy] = [dx, dy].map(|steps| steps as f32 * BLOCK as f32);
                let Some(expected) = self.blocks.get(source).map(|b| b.place.moved(dx, dy)) else {
                    continue;
                };
                if let Some(block) = self.blocks.get_mut(k) {
                    block.try_at(self.sampler, expected);
                    if is_source(block) {
                        queue.push((rank(block), k));
                    }
                }
            }
        }
    }

    /// Visits what belongs to a block in a list of all cells, row by row; the last block of a
    /// row or column may be cut.
    pub fn lines<T>(
        &self,
        block: usize,
        columns: usize,
        cells: &mut [T],
        mut visit: impl FnMut(&mut [T], usize),
    ) {
        let across = self.lattice.columns;
        let (x, y) = (block % across * BLOCK, block / across * BLOCK);
        let width = BLOCK.min(columns - x);
        for row in 0..BLOCK {
            let start = (y + row) * columns + x;
            if let Some(line) = cells.get_mut(start..start + width) {
                visit(line, row);
            }
        }
    }

    /// The top left corner of a block, or of the one that would follow the last.
    pub fn corner(&self, column: usize, row: usize) -> [f32; 2] {
        let Lattice { columns, rows } = self.lattice;
        let inside = (column.min(columns - 1), row.min(rows - 1));
        let Some(block) = self.blocks.get(inside.1 * columns + inside.0) else {
            return [0.0; 2];
        };
        let half = BLOCK as f32 / 2.0;
        let off = |wanted: usize, here: usize| if wanted > here { half } else { -half };
        let at = block.place.at(off(column, inside.0), off(row, inside.1));
        [at.x, at.y]
    }

    /// The clarity of the better blocks.
    pub fn usual_clarity(&self) -> f32 {
        let filled = self.blocks.iter().filter(|b| !b.is_flat);
        let mut all: Vec<f32> = filled.map(|b| b.clarity).collect();
        let rank = all.len() * 3 / 4;
        if rank >= all.len() {
            return 1.0;
        }
        *all.select_nth_unstable_by(rank, f32::total_cmp).1
    }

    fn is_unclear(&self, k: usize, least: f32) -> bool {
        let block = self.blocks.get(k);
        block.is_some_and(|b| b.clarity < least && !b.is_flat && b.tries < MOST_TRIES)
    }

    /// The blocks to the right and left of one, below and above.
    fn beside(&self, k: usize) -> impl Iterator<Item = ((isize, isize), usize)> + use<> {
        let lattice = self.lattice;
        let steps = [(1, 0), (-1, 0), (0, 1), (0, -1)].into_iter();
        steps.filter_map(move |step| Some((step, lattice.step(k, step)?)))
    }
}

/// A block below this share of the usual clarity is tracked.
const LEAST_CLARITY: f32 = 0.88;
const MOST_TRIES: u8 = 4;
/// Of 36 random cells, hardly ever this few are of one colour.
const FLAT: usize = 3;
/// Cells over which black turns to white.
const EDGE: f32 = 0.8;

impl Block {
    /// With these levels at this place, judged by the black and white there.
    fn of(place: Place, levels: [u8; AREA], tone: Tone) -> Block {
        let clarity = levels.iter().map(|&l| tone.value(l).abs()).sum::<f32>() / AREA as f32;
        let black = levels
            .iter()
            .filter(|&&l| f32::from(l) < tone.middle)
            .count();
        Block {
            place,
            levels,
            tone,
            clarity,
            is_flat: black <= FLAT || black >= AREA - FLAT,
            tries: 0,
        }
    }

    /// Takes this place, or one close by, if the cells are clearer there.
    fn try_at(&mut self, sampler: Sampler, expected: Place) {
        self.tries += 1;
        // Where it stands itself is the other candidate, once.
        let own = (self.tries == 1).then_some(self.place);
        for start in own.into_iter().chain([expected]) {
            let mut place = start;
            for _ in 0..2 {
                let (dx, dy) = edges(sampler, &place, self.tone);
                place = place.moved(dx, dy);
            }
            let there = Block::of(place, sampler.levels(&place, 0.0, 0.0), self.tone);
            if there.clarity > self.clarity + 0.02 && !there.is_flat {
                *self = Block {
                    tries: self.tries,
                    ..there
                };
            }
        }
    }
}

/// How far off a block stands, in cells: where neighbours differ, the gray between them
/// tells on which side of their edge it was sampled.
fn edges(sampler: Sampler, place: &Place, tone: Tone) -> (f32, f32) {
    let cells = sampler.levels(place, 0.0, 0.0).map(|l| tone.value(l));
    let off = |step: usize, between: [u8; AREA]| {
        let (mut sum, mut count) = (0.0f32, 0.1f32);
        for (k, level) in between.into_iter().enumerate() {
            let (Some(&a), Some(&b)) = (cells.get(k), cells.get(k + step)) else {
                continue;
            };
            // What follows the last cell of a row is the first of the next.
            let is_last = step == 1 && k % BLOCK == BLOCK - 1;
            if !is_last && (a < 0.0) != (b < 0.0) {
                sum += tone.value(level) * (b - a).signum();
                count += 1.0;
            }
        }
        (-EDGE / 2.0 * sum / count).clamp(-0.4, 0.4)
    };
    (
        off(1, sampler.levels(place, 0.5, 0.0)),
        off(BLOCK, sampler.levels(place, 0.0, 0.5)),
    )
}

/// Where the middle of a column or a row of blocks lies between pilots.
struct Spot {
    /// The pilot before it.
    pilot: usize,
    /// How far from that to the next, 0 to 1, beyond the outermost a little more.
    share: f32,
    /// Cells from pilot to pilot.
    gap: f32,
}

fn spots(cells: u32, pilots: &[u32]) -> Vec<Spot> {
    let half = PILOT_SIDE as f32 / 2.0;
    let centers: Vec<f32> = pilots.iter().map(|&p| p as f32 + half).collect();
    let count = (cells as usize).div_ceil(BLOCK);
    let middles = (0..count).map(|k| (k * BLOCK) as f32 + BLOCK as f32 / 2.0);
    let spots = middles.filter_map(|middle| {
        let before = centers.partition_point(|&c| c <= middle).saturating_sub(1);
        let pilot = before.min(centers.len().saturating_sub(2));
        let (from, to) = (*centers.get(pilot)?, *centers.get(pilot + 1)?);
        Some(Spot {
            pilot,
            share: (middle - from) / (to - from),
            gap: to - from,
        })
    });
    spots.collect()
}

/// Bilinear between the four pilots around.
fn place(mesh: &Mesh, column: &Spot, row: &Spot) -> Place {
    let node = |dx, dy| mesh.node(column.pilot + dx, row.pilot + dy);
    let [a, b, c, d] = [node(0, 0), node(1, 0), node(1, 1), node(0, 1)];
    let (u, v) = (column.share, row.share);
    let (above, below) = (a + (b - a) * u, d + (c - d) * u);
    let right = (b - a) + ((c - d) - (b - a)) * v;
    Place {
        center: above + (below - above) * v,
        right: right * (1.0 / column.gap),
        down: (below - above) * (1.0 / row.gap),
    }
}
