//! What ink is missing and what was added, in cells of a few pixels.

use crate::fit;
use crate::folds::Fold;
use crate::geometry::Point;
use crate::mesh::{Fine, Mesh, TILE, blurred};
use crate::pieces::{Pieces, Sides};
use crate::plane::Plane;
use crate::rest::Rest;

/// Pixels along a cell.
pub(crate) const CELL: usize = 4;
const CELLS: usize = TILE / CELL;
/// A tile and one pixel around.
pub(crate) const SIDE: usize = TILE + 2;

pub(crate) type Square = [[u8; SIDE]; SIDE];

/// How much ink of each cell differs: full black over the whole cell is 255 × `CELL`².
pub(crate) struct Cells {
    pub columns: usize,
    pub rows: usize,
    /// How many of them there are of the paper: the last tiles reach beyond it.
    pub paper: [usize; 2],
    pub missing: Vec<u16>,
    pub added: Vec<u16>,
    /// What is printed on the restored front.
    pub printed: Vec<u16>,
}

impl Cells {
    fn new(mesh: &Mesh, paper: [usize; 2]) -> Cells {
        let (columns, rows) = (mesh.columns * CELLS, mesh.rows * CELLS);
        let empty = || vec![0; columns * rows];
        Cells {
            columns,
            rows,
            paper,
            missing: empty(),
            added: empty(),
            printed: empty(),
        }
    }

    /// Compares every tile on which there may be ink.
    pub fn compare(fine: &Fine, pieces: &Pieces, has_ink: impl Fn(usize, usize) -> bool) -> Cells {
        let mesh = pieces.whole;
        let paper = [fine.restored.width, fine.restored.height];
        let mut cells = Cells::new(mesh, paper.map(|side| side.div_ceil(CELL)));
        let mut rest = Rest::new(mesh.columns, mesh.rows);
        for row in 0..mesh.rows {
            for column in 0..mesh.columns {
                let corner = [(column * TILE) as i32 - 1, (row * TILE) as i32 - 1];
                let ink = blurred::<{ SIDE + 2 }, SIDE>(fine.restored, corner[0], corner[1]);
                if ink.is_none() && !has_ink(column, row) {
                    continue;
                }
                let ink = ink.unwrap_or([[0; SIDE]; SIDE]);
                let doubt = fine.restored.doubt;
                let differences = |seen: &Square| fit::differences(&ink, seen, doubt);
                let sides = pieces.on_tile([column, row], fine.restored.mm);
                let seen = |shift| seen(&fine.page, pieces, sides, [column, row], shift);
                let mut found = differences(&seen(Point::default()));
                if found.may_be_shifted() {
                    let again = AROUND.map(|(x, y)| differences(&seen(Point { x, y })));
                    let least = again.into_iter().min_by_key(fit::Differences::total);
                    let better = least.filter(|least| 2 * least.total() < found.total());
                    found = better.unwrap_or(found);
                }
                cells.put(column, row, &ink, &found);
                rest.put(column, row, &found);
            }
        }
        rest.add_to(&mut cells, fine.restored);
        cells
    }

    /// No less ink of a cell differs than this, in levels.
    pub fn raise(&mut self, cell: usize, missing: u32, added: u32) {
        for (of, levels) in [(&mut self.missing, missing), (&mut self.added, added)] {
            if let Some(ink) = of.get_mut(cell) {
                *ink = (*ink).max(levels.min(u32::from(u16::MAX)) as u16);
            }
        }
    }

    /// Leaves out what differs within so many cells of a fold; where that is, in pixels: left, top,
    /// right and bottom.
    pub fn leave_out(&mut self, fold: &Fold, half: f32) -> [f32; 4] {
        let (length, width) = match fold.is_level {
            true => (self.columns, self.rows),
            false => (self.rows, self.columns),
        };
        for along in 0..length {
            let middle = fold.at(along as f32 + 0.5);
            let across = (middle - half).floor().max(0.0)..(middle + half).ceil().max(0.0);
            for across in across.start as usize..(across.end as usize).min(width) {
                let at = match fold.is_level {
                    true => across * self.columns + along,
                    false => along * self.columns + across,
                };
                for ink in [&mut self.missing, &mut self.added] {
                    if let Some(ink) = ink.get_mut(at) {
                        *ink = 0;
                    }
                }
            }
        }
        let (start, end) = (fold.at(0.0), fold.at(length as f32));
        let (low, high) = (start.min(end) - half, start.max(end) + half);
        let outline = match fold.is_level {
            true => [0.0, low, length as f32, high],
            false => [low, 0.0, high, length as f32],
        };
        outline.map(|edge| edge * CELL as f32)
    }

    /// All printed ink of a tile, in pixels.
    pub fn printed_in(&self, column: usize, row: usize) -> f32 {
        let start = row * CELLS * self.columns + column * CELLS;
        let rows = (0..CELLS).filter_map(|k| self.printed.get(start + k * self.columns..));
        let cells = rows.flat_map(|row| row.iter().take(CELLS));
        cells.map(|&v| u32::from(v)).sum::<u32>() as f32 / 255.0
    }

    fn put(&mut self, column: usize, row: usize, ink: &Square, differences: &fit::Differences) {
        let start = row * CELLS * self.columns + column * CELLS;
        put(&mut self.missing, start, self.columns, &differences.missing);
        put(&mut self.added, start, self.columns, &differences.added);
        let mut printed = [[0; TILE]; TILE];
        for (to, row) in printed.iter_mut().zip(ink.iter().skip(1)) {
            for (to, &from) in to.iter_mut().zip(row.iter().skip(1)) {
                *to = from;
            }
        }
        put(&mut self.printed, start, self.columns, &printed);
    }
}

/// Further than a fit follows by itself, in pixels.
const AROUND: [(f32, f32); 8] = [
    (-1.5, 0.0),
    (1.5, 0.0),
    (0.0, -1.5),
    (0.0, 1.5),
    (-1.2, -1.2),
    (1.2, -1.2),
    (-1.2, 1.2),
    (1.2, 1.2),
];

fn put(to: &mut [u16], start: usize, columns: usize, from: &[[u8; TILE]]) {
    let (bands, _) = from.as_chunks::<CELL>();
    for (k, band) in bands.iter().enumerate() {
        let mut sums = [0u16; TILE];
        for row in band {
            for (sum, &v) in sums.iter_mut().zip(row) {
                *sum += u16::from(v);
            }
        }
        let to = to.get_mut(start + k * columns..).unwrap_or_default();
        for (to, square) in to.iter_mut().zip(sums.chunks_exact(CELL)) {
            *to = square.iter().sum();
        }
    }
}

/// The page's ink where a tile of the restored front lies, 255 = as dark as print is here.
fn seen(page: &Plane, pieces: &Pieces, sides: &[Sides], tile: [usize; 2], shift: Point) -> Square {
    let [column, row] = tile;
    let mut each = sides
        .iter()
        .map(|&sides| (sides, seen_of(page, pieces.mesh(sides), tile, shift)));
    let Some((_, mut square)) = each.next() else {
        return seen_of(page, pieces.whole, tile, shift);
    };
    for (sides, other) in each {
        for (y, (to, from)) in square.iter_mut().zip(other).enumerate() {
            for (x, (to, from)) in to.iter_mut().zip(from).enumerate() {
                let middle = Point {
                    x: (column * TILE + x) as f32 - 0.5,
                    y: (row * TILE + y) as f32 - 0.5,
                };
                if pieces.sides(middle) == sides {
                    *to = from;
                }
            }
        }
    }
    square
}

/// On one piece.
fn seen_of(page: &Plane, mesh: &Mesh, [column, row]: [usize; 2], shift: Point) -> Square {
    let (column, row) = (column as i32, row as i32);
    let corners =
        [(0, 0), (1, 0), (0, 1), (1, 1)].map(|(dx, dy)| mesh.corner(column + dx, row + dy) + shift);
    let tile = mesh.tile(column, row).copied().unwrap_or_default();
    let [a, b, c, d] = corners;
    let left = (column as f32 * TILE as f32, row as f32 * TILE as f32);
    let at = |x: f32, y: f32| {
        let (fx, fy) = (x / TILE as f32, y / TILE as f32);
        let upper = a + (b - a) * fx;
        let lower = c + (d - c) * fx;
        let pixel = Point {
            x: left.0 + x,
            y: left.1 + y,
        };
        mesh.map.map(pixel + upper + (lower - upper) * fy)
    };
    sampled(page, tile.paper, tile.contrast, at)
}

/// Pixels of a square whose first pixel's middle is at (-0.5, -0.5).
fn sampled(page: &Plane, paper: f32, contrast: f32, at: impl Fn(f32, f32) -> Point) -> Square {
    let table = darkness(paper, contrast);
    let mut seen = [[0; SIDE]; SIDE];
    for (y, row) in seen.iter_mut().enumerate() {
        let y = y as f32 - 0.5;
        let first = at(-0.5, y);
        let last = at(TILE as f32 + 0.5, y);
        let step = (last - first) * (1.0 / (SIDE - 1) as f32);
        page.mix_along(first, step, row);
        for level in row {
            *level = table.get(usize::from(*level)).copied().unwrap_or(0);
        }
    }
    seen
}

/// From levels to ink.
fn darkness(paper: f32, contrast: f32) -> [u8; 256] {
    let scale = 255.0 / (paper * contrast).max(1.0);
    std::array::from_fn(|level| ((paper - level as f32) * scale).clamp(0.0, 255.0) as u8)
}
