//! Where a fold has displaced the paper no smooth field of shifts goes across it: each side is
//! followed by itself.

use crate::folds::{self, Fold};
use crate::geometry::Point;
use crate::mesh::{Fine, Mesh, TILE, Tile};
use crate::residual::CELL;

/// The paper as its folds divide it.
pub(crate) struct Pieces<'a> {
    folds: &'a [Fold],
    /// Right far from all folds.
    pub whole: &'a Mesh,
    /// Of each tile, which pieces there are on it and a pixel around; like the next, empty without folds.
    tiles: Vec<Vec<Sides>>,
    /// Of each piece.
    meshes: Vec<(Sides, Mesh)>,
}

/// Which piece: one bit for each fold, whether it lies beyond it.
pub(crate) type Sides = u8;

const _: () = assert!(2 * folds::MOST <= Sides::BITS as usize);

/// How far from a fold, in mm, the other side has a say in the whole mesh: its rough shifts are of patches
/// of 12 mm, and of those around.
const REACH: f32 = 32.0;
/// No fold displaces paper by more, in mm. What lies further apart was not one sheet.
const MOST_JUMP: f32 = 1.3;
/// Places on a tile along its side, by which its pieces are known: folds are further apart.
const LATTICE: usize = 5;

impl<'a> Pieces<'a> {
    pub fn new(fine: &Fine, whole: &'a Mesh, folds: &'a [Fold]) -> Pieces<'a> {
        let mut pieces = Pieces {
            folds,
            whole,
            tiles: Vec::new(),
            meshes: Vec::new(),
        };
        if folds.is_empty() {
            return pieces;
        }
        let places = (0..whole.columns * whole.rows).map(|at| whole.place_of(at));
        pieces.tiles = places.map(|place| pieces.around(place)).collect();
        for sides in different(pieces.tiles.iter().flatten().copied()) {
            let mesh = pieces.followed(fine, sides);
            pieces.meshes.push((sides, mesh));
        }
        pieces
    }

    /// Of a place, in pixels of the restored front.
    pub fn sides(&self, at: Point) -> Sides {
        let cells = at * (1.0 / CELL as f32);
        self.folds.iter().enumerate().fold(0, |sides, (k, fold)| {
            let is_beyond = fold.beyond(cells) > 0.0;
            sides | (Sides::from(is_beyond) << k)
        })
    }

    /// Where a pixel of the restored front lies on the page.
    pub fn place(&self, at: Point) -> Point {
        self.mesh(self.sides(at)).place(at)
    }

    /// Of a piece.
    pub fn mesh(&self, sides: Sides) -> &Mesh {
        let piece = self.meshes.iter().find(|(of, _)| *of == sides);
        piece.map_or(self.whole, |(_, mesh)| mesh)
    }

    /// The pieces on a tile and a pixel around. None without folds, and where they lie too far apart for
    /// one: the whole mesh, which does not open there, tells what is between them.
    pub fn on_tile(&self, [column, row]: [usize; 2], mm: f32) -> &[Sides] {
        let pieces = self.tiles.get(row * self.whole.columns + column);
        let pieces = pieces.map_or(&[][..], Vec::as_slice);
        let [column, row] = [column, row].map(|k| k as i32);
        let shifts = || {
            pieces
                .iter()
                .filter_map(|&sides| self.mesh(sides).tile(column, row))
        };
        let apart = |a: &Tile| {
            shifts()
                .map(|b| (a.shift - b.shift).length())
                .fold(0.0, f32::max)
        };
        let jump = shifts().map(apart).fold(0.0, f32::max);
        if jump * mm > MOST_JUMP {
            return &[];
        }
        pieces
    }

    fn around(&self, tile: [usize; 2]) -> Vec<Sides> {
        let places = tile.map(|k| {
            let step = (TILE + 2) as f32 / (LATTICE - 1) as f32;
            (0..LATTICE).map(move |n| (k * TILE) as f32 - 1.0 + n as f32 * step)
        });
        let [columns, rows] = places;
        let places = rows.flat_map(|y| columns.clone().map(move |x| Point { x, y }));
        different(places.map(|at| self.sides(at)))
    }

    /// Its own tiles alone, from afar towards the folds.
    fn followed(&self, fine: &Fine, sides: Sides) -> Mesh {
        let mut mesh = self.whole.clone();
        let mut again = Vec::new();
        for (at, on_tile) in self.tiles.iter().enumerate() {
            let away = self.to_fold(at) * fine.restored.mm;
            let is_own = on_tile.contains(&sides);
            let is_right =
                is_own && away >= REACH && mesh.tiles.get(at).is_some_and(Tile::is_settled);
            if is_own && !is_right {
                again.push((away, at));
            }
            if !is_right {
                mesh.forget(at);
            }
        }
        again.sort_by(|a, b| b.0.total_cmp(&a.0));
        let again: Vec<usize> = again.into_iter().map(|(_, at)| at).collect();
        fine.follow_again(&mut mesh, &again, |at| self.sides(at) == sides);
        mesh
    }

    /// From a tile's middle to the next fold, in pixels.
    fn to_fold(&self, at: usize) -> f32 {
        let [column, row] = self.whole.place_of(at);
        let middle = self.whole.middle(column, row) * (1.0 / CELL as f32);
        let away = self.folds.iter().map(|fold| fold.beyond(middle).abs());
        away.fold(f32::MAX, f32::min) * CELL as f32
    }
}

/// Each once.
fn different(all: impl Iterator<Item = Sides>) -> Vec<Sides> {
    let mut all: Vec<Sides> = all.collect();
    all.sort_unstable();
    all.dedup();
    all
}
