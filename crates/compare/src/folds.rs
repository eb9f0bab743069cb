//! Folds, and streaks of the scanner: straight dark lines across the page that nobody printed.
//!
//! Looked for on the rough page as it lies on the restored front: where no print is near, a line is
//! darker than the paper a millimetre to its sides, all along. The page is cut into pieces; each
//! tells for every row of it how many of its columns see paper there and how many a dark line, and a
//! line goes through rows of all pieces.

use crate::geometry::Point;
use crate::plane::Plane;
use crate::spots::Spot;

/// How much darker than its sides a line is, of 255.
const DARKER: u16 = 25;
/// To its sides, in rough pixels.
const SIDE: usize = 4;
/// Rough pixels beside print that may be print.
const BESIDE: usize = 2;
/// Rough pixels along a piece: in it the steepest line rises by three.
const PIECE: usize = 70;
/// Share of a piece's columns that see paper, and of these of those that see the line.
const LEAST_SEEN: f32 = 0.2;
const LEAST_DARK: f32 = 0.6;
/// Share of the pieces that see the line, and how many at least tell anything.
const LEAST_PIECES: f32 = 0.7;
const FEWEST: usize = 4;
/// How much a line rises over its length.
const STEEPEST: f32 = 0.045;
/// Lines in either direction, and the rough pixels between them.
pub(crate) const MOST: usize = 3;
const APART: f32 = 12.0;

/// A line across the page: `start + rise * along` in cells, along rows or along columns.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fold {
    pub is_level: bool,
    start: f32,
    rise: f32,
}

impl Fold {
    /// Where it crosses a column, or a row.
    pub fn at(&self, along: f32) -> f32 {
        self.start + self.rise * along
    }

    /// How far beyond it a place is, below it or to its right; all in cells.
    pub fn beyond(&self, place: Point) -> f32 {
        match self.is_level {
            true => place.y - self.at(place.x),
            false => place.x - self.at(place.y),
        }
    }

    /// How far a spot's outline is from it, in cells.
    pub fn gap(&self, spot: &Spot) -> f32 {
        let x = (spot.left as f32, spot.right as f32);
        let y = (spot.top as f32, spot.bottom as f32);
        let (along, across) = if self.is_level { (x, y) } else { (y, x) };
        let at = self.at((along.0 + along.1) / 2.0);
        (across.0 - at).max(at - across.1).max(0.0)
    }
}

/// `page` lies as `print` does, both in rough pixels, of which one is so many cells.
pub(crate) fn folds(page: &Plane, print: &Plane, cells: f32) -> Vec<Fold> {
    let paper = Paper::of(page, print);
    let of = |paper: &Paper, is_level| {
        let fold = move |line: Line| Fold {
            is_level,
            start: (line.start + 0.5) * cells,
            rise: line.rise,
        };
        paper.lines().into_iter().map(fold)
    };
    let turned = paper.turned();
    of(&paper, true).chain(of(&turned, false)).collect()
}

/// How dark the page is, and `PRINT` at print.
struct Paper {
    width: usize,
    height: usize,
    dark: Vec<u8>,
}

const PRINT: u8 = 255;

/// In rough pixels.
#[derive(Clone, Copy)]
struct Line {
    start: f32,
    rise: f32,
}

impl Line {
    fn at(&self, along: f32) -> f32 {
        self.start + self.rise * along
    }
}

impl Paper {
    fn of(page: &Plane, print: &Plane) -> Paper {
        let (width, height) = (page.width, page.height);
        let mut dark: Vec<u8> = page
            .pixels
            .iter()
            .map(|&dark| dark.min(PRINT - 1))
            .collect();
        for (y, row) in print.rows().enumerate() {
            let rows = y.saturating_sub(BESIDE)..(y + BESIDE + 1).min(height);
            let mut end = 0;
            for (x, _) in row.iter().enumerate().filter(|(_, ink)| **ink > 0) {
                let columns = x.saturating_sub(BESIDE).max(end)..(x + BESIDE + 1).min(width);
                end = columns.end;
                for y in rows.clone() {
                    let here = y * width + columns.start..y * width + columns.end;
                    dark.get_mut(here).unwrap_or_default().fill(PRINT);
                }
            }
        }
        Paper {
            width,
            height,
            dark,
        }
    }

    /// Columns as rows.
    fn turned(&self) -> Paper {
        let mut dark = vec![0; self.dark.len()];
        for (y, row) in self.rows().enumerate() {
            let column = dark.iter_mut().skip(y).step_by(self.height.max(1));
            column.zip(row).for_each(|(to, &from)| *to = from);
        }
        Paper {
            width: self.height,
            height: self.width,
            dark,
        }
    }

    fn rows(&self) -> impl Iterator<Item = &[u8]> {
        self.dark.chunks_exact(self.width.max(1))
    }

    fn row(&self, y: usize) -> &[u8] {
        let row = self.dark.get(y * self.width..(y + 1) * self.width);
        row.unwrap_or_default()
    }

    /// The level ones, the clearest first.
    fn lines(&self) -> Vec<Line> {
        let pieces = self.pieces();
        let length = self.width as f32;
        let steepest = (STEEPEST * length) as i32;
        let mut all = Vec::new();
        for start in -steepest..self.height as i32 + steepest {
            for rise in (-steepest..=steepest).step_by(2) {
                let line = Line {
                    start: start as f32,
                    rise: rise as f32 / length,
                };
                all.extend(pieces.clearness(&line).map(|clear| (clear, line)));
            }
        }
        all.sort_by(|a, b| b.0.total_cmp(&a.0));
        let mut lines: Vec<Line> = Vec::new();
        for (_, line) in all {
            let middle = length / 2.0;
            let is_apart = |other: &Line| (other.at(middle) - line.at(middle)).abs() > APART;
            if lines.len() < MOST && lines.iter().all(is_apart) {
                lines.push((0..3).fold(line, |line, _| pieces.fitted(line)));
            }
        }
        lines
    }

    fn pieces(&self) -> Pieces {
        let count = self.width / PIECE;
        let mut shares = vec![None; count * self.height];
        // 0 where nothing is known, 1 on paper, 2 on a line: of three rows, the last one first.
        let mut states = [const { Vec::new() }; 3];
        for y in 0..=self.height {
            states.rotate_right(1);
            let [below, here, above] = &mut states;
            self.states(y, below);
            let Some(row) = y.checked_sub(1) else {
                continue;
            };
            let near = here
                .iter()
                .zip(below.iter())
                .zip(above.iter().chain(std::iter::repeat(&0)));
            let dark: Vec<(bool, bool)> = near
                .map(|((&here, &below), &above)| {
                    (here > 0, here > 0 && here.max(below).max(above) == 2)
                })
                .collect();
            for (piece, columns) in dark.chunks_exact(PIECE).enumerate() {
                let seen = columns.iter().filter(|(seen, _)| *seen).count() as f32;
                let dark = columns.iter().filter(|(_, dark)| *dark).count() as f32;
                if let Some(share) = shares.get_mut(piece * self.height + row) {
                    *share = (seen >= LEAST_SEEN * PIECE as f32).then(|| dark / seen);
                }
            }
        }
        Pieces {
            count,
            height: self.height,
            shares,
        }
    }

    fn states(&self, y: usize, to: &mut Vec<u8>) {
        let row = |y: Option<usize>| {
            let row = y.map_or(&[][..], |y| self.row(y));
            row.iter().copied().chain(std::iter::repeat(PRINT))
        };
        let sides = row(y.checked_sub(SIDE)).zip(row(Some(y + SIDE)));
        let beside = row(y.checked_sub(1)).zip(row(Some(y + 1)));
        let paper = |dark: u8| if dark == PRINT { 0 } else { u16::from(dark) };
        let here = self.row(y).iter().zip(beside.zip(sides));
        to.clear();
        to.extend(here.map(|(&here, ((before, after), (above, below)))| {
            let is_known = here != PRINT && above.min(below) != PRINT;
            let (dark, side) = (u16::from(here), paper(above).max(paper(below)));
            // A line between two rows is half in each.
            let beside = paper(before).max(paper(after));
            let is_narrow = dark >= beside.max(2 * paper(before).min(paper(after)));
            let is_split = is_narrow && dark + beside > DARKER + 2 * side;
            let is_line = dark > DARKER + side || is_split;
            u8::from(is_known) + u8::from(is_known & is_line)
        }));
        to.resize(self.width, 0);
    }
}

/// Of each piece and row the share of what is seen that a line makes dark.
struct Pieces {
    count: usize,
    height: usize,
    shares: Vec<Option<f32>>,
}

impl Pieces {
    fn middle(piece: usize) -> f32 {
        (piece * PIECE + PIECE / 2) as f32
    }

    fn share(&self, piece: usize, across: f32) -> Option<f32> {
        let across = across.round();
        let is_here = (0.0..self.height as f32).contains(&across);
        let share = self.shares.get(piece * self.height + across as usize);
        share.copied().filter(|_| is_here).flatten()
    }

    /// `None` where there is no line.
    fn clearness(&self, line: &Line) -> Option<f32> {
        let shares =
            (0..self.count).filter_map(|piece| self.share(piece, line.at(Self::middle(piece))));
        let (mut seen, mut dark, mut sum) = (0, 0, 0.0);
        for share in shares {
            (seen, sum) = (seen + 1, sum + share);
            dark += usize::from(share >= LEAST_DARK);
        }
        let is_line = seen >= FEWEST && dark as f32 >= LEAST_PIECES * seen as f32;
        is_line.then(|| sum / seen as f32 * dark as f32)
    }

    /// Through where the pieces are darkest, near a line.
    fn fitted(&self, line: Line) -> Line {
        const NEAR: i32 = 4;
        let [mut n, mut x, mut y, mut xx, mut xy] = [0.0; 5];
        for piece in 0..self.count {
            let along = Self::middle(piece);
            for off in -NEAR..=NEAR {
                let across = line.at(along).round() + off as f32;
                let share = self
                    .share(piece, across)
                    .filter(|share| *share >= LEAST_DARK);
                let weight = share.unwrap_or(0.0).powi(3);
                (n, x, y) = (n + weight, x + weight * along, y + weight * across);
                (xx, xy) = (xx + weight * along * along, xy + weight * along * across);
            }
        }
        let determinant = n * xx - x * x;
        if determinant < 1.0 {
            return line;
        }
        let rise = (n * xy - x * y) / determinant;
        Line {
            start: (y - rise * x) / n,
            rise,
        }
    }
}
