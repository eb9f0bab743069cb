//! Folds, and streaks of the scanner: straight dark lines across the page that nobody printed.
//!
//! Looked for on the rough page as it lies on the restored front: where no print is near, a line is
//! darker than the paper a millimetre to its sides, all along. The page is cut into pieces; each
//! tells for every row of it how many of its columns see paper there and how many a dark line, and a
//! line goes through rows of all pieces.

use crate::geometry::Point;
use crate::plane::Plane;
use crate::spots::Spot;
use std::ops::Range;

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
/// So many of these see the line: fewer are none.
const FEWEST_DARK: u8 = (LEAST_PIECES * FEWEST as f32).ceil() as u8;
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

/// How dark the page is, and `PRINT` at print and beyond the page.
struct Paper {
    width: usize,
    height: usize,
    /// With `SIDE` rows more above and below.
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
    fn new(width: usize, height: usize, dark: impl Iterator<Item = u8>) -> Paper {
        let beyond = SIDE * width;
        let mut all = Vec::with_capacity(width * height + 2 * beyond);
        all.resize(beyond, PRINT);
        all.extend(dark);
        all.resize(width * height + 2 * beyond, PRINT);
        Paper {
            width,
            height,
            dark: all,
        }
    }

    fn of(page: &Plane, print: &Plane) -> Paper {
        let print = print.lightest(BESIDE);
        let pixels = page.pixels.iter().zip(print.pixels.iter());
        let dark = pixels.map(|(&dark, &print)| match print {
            0 => dark.min(PRINT - 1),
            _ => PRINT,
        });
        Paper::new(page.width, page.height, dark)
    }

    /// Columns as rows.
    fn turned(&self) -> Paper {
        let rows: Vec<&[u8]> = (0..self.height).map(|y| self.row(y + SIDE)).collect();
        let mut dark = vec![0; self.width * self.height];
        // By bands of rows: whole columns would leave the cache.
        for (k, band) in rows.chunks(16).enumerate() {
            for x in 0..self.width {
                let to = dark.get_mut(x * self.height + 16 * k..).unwrap_or_default();
                for (to, row) in to.iter_mut().zip(band) {
                    *to = row.get(x).copied().unwrap_or(PRINT);
                }
            }
        }
        Paper::new(self.height, self.width, dark.into_iter())
    }

    /// Counted from `SIDE` rows above the page.
    fn row(&self, y: usize) -> &[u8] {
        let row = self.dark.get(y * self.width..(y + 1) * self.width);
        row.unwrap_or_default()
    }

    /// The level ones, the clearest first.
    fn lines(&self) -> Vec<Line> {
        let shares = self.shares();
        let length = self.width as f32;
        let steepest = (STEEPEST * length) as i32;
        let mut all = Vec::new();
        for rise in (-steepest..=steepest).step_by(2) {
            let rise = rise as f32 / length;
            let starts = -steepest..self.height as i32 + steepest;
            let dark = shares.dark_along(rise, starts.clone());
            let may_be = starts.zip(dark).filter(|(_, dark)| *dark >= FEWEST_DARK);
            for (start, _) in may_be {
                let line = Line {
                    start: start as f32,
                    rise,
                };
                all.extend(shares.clearness(&line).map(|clear| (clear, line)));
            }
        }
        all.sort_by(|a, b| b.0.total_cmp(&a.0));
        let mut lines: Vec<Line> = Vec::new();
        for (_, line) in all {
            let middle = length / 2.0;
            let is_apart = |other: &Line| (other.at(middle) - line.at(middle)).abs() > APART;
            if lines.len() < MOST && lines.iter().all(is_apart) {
                lines.push((0..3).fold(line, |line, _| shares.fitted(line)));
            }
        }
        lines
    }

    fn shares(&self) -> Shares {
        let states = self.states();
        let row = |y: usize| states.get(y * self.width..(y + 1) * self.width);
        let beyond = vec![0; self.width];
        let of_row = |y: Option<usize>| y.and_then(row).unwrap_or(&beyond).chunks_exact(PIECE);
        let count = self.width / PIECE;
        let mut shares = vec![None; count * self.height];
        let mut all_dark = Vec::new();
        for y in 0..self.height {
            let [above, here, below] = [y.checked_sub(1), Some(y), Some(y + 1)].map(of_row);
            for (piece, (here, beside)) in here.zip(above.zip(below)).enumerate() {
                let (mut seen, mut dark) = (0u8, 0u8);
                for (&here, (&above, &below)) in here.iter().zip(beside.0.iter().zip(beside.1)) {
                    let is_seen = u8::from(here > 0);
                    seen += is_seen;
                    dark += is_seen & u8::from(here.max(above).max(below) == 2);
                }
                let (seen, dark) = (f32::from(seen), f32::from(dark));
                if seen < LEAST_SEEN * PIECE as f32 {
                    continue;
                }
                if dark / seen >= LEAST_DARK {
                    all_dark.push((piece, y as i32));
                }
                if let Some(share) = shares.get_mut(piece * self.height + y) {
                    *share = Some(dark / seen);
                }
            }
        }
        Shares {
            count,
            height: self.height,
            shares,
            dark: all_dark,
        }
    }

    /// Of each pixel: 0 where nothing is known, 1 on paper, 2 on a line.
    fn states(&self) -> Vec<u8> {
        let mut states = Vec::with_capacity(self.width * self.height);
        for y in SIDE..SIDE + self.height {
            let row = |y: usize| self.row(y).iter();
            let beside = row(y - 1).zip(row(y + 1));
            let sides = row(y - SIDE).zip(row(y + SIDE));
            let pixels = row(y).zip(beside.zip(sides));
            states.extend(
                pixels.map(|(&here, ((&before, &after), (&above, &below)))| {
                    let is_known = (here != PRINT) & (above.min(below) != PRINT);
                    let paper = |dark: u8| if dark == PRINT { 0 } else { u16::from(dark) };
                    let (dark, side) = (u16::from(here), paper(above).max(paper(below)));
                    // A line between two rows is half in each.
                    let beside = paper(before).max(paper(after));
                    let is_narrow = dark >= beside.max(2 * paper(before).min(paper(after)));
                    let is_split = is_narrow & (dark + beside > DARKER + 2 * side);
                    let is_line = (dark > DARKER + side) | is_split;
                    u8::from(is_known) + u8::from(is_known & is_line)
                }),
            );
        }
        states
    }
}

/// Of each piece and row the share of what is seen that a line makes dark.
struct Shares {
    count: usize,
    height: usize,
    shares: Vec<Option<f32>>,
    /// Pieces and rows of which enough is dark.
    dark: Vec<(usize, i32)>,
}

impl Shares {
    fn middle(piece: usize) -> f32 {
        (piece * PIECE + PIECE / 2) as f32
    }

    fn share(&self, piece: usize, across: f32) -> Option<f32> {
        let across = across.round();
        let is_here = (0.0..self.height as f32).contains(&across);
        let share = self.shares.get(piece * self.height + across as usize);
        share.copied().filter(|_| is_here).flatten()
    }

    /// How many pieces are dark on the lines of one rise that start at each of these.
    fn dark_along(&self, rise: f32, starts: Range<i32>) -> Vec<u8> {
        let mut counts = vec![0; starts.len()];
        for &(piece, y) in &self.dark {
            let start = y - (rise * Self::middle(piece)).round() as i32 - starts.start;
            let count = usize::try_from(start).ok();
            if let Some(count) = count.and_then(|start| counts.get_mut(start)) {
                *count += 1;
            }
        }
        counts
    }

    /// `None` where there is no line.
    fn clearness(&self, line: &Line) -> Option<f32> {
        let shares = (0..self.count).filter_map(|piece| {
            let rises = (line.rise * Self::middle(piece)).round();
            self.share(piece, line.start + rises)
        });
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
