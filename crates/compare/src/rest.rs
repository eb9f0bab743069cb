//! What the fits leave, doubtful or not: differences that no edge explains although all their pixels
//! stand at edges. They are as small as the dot of 犬 and the two of ば, or as involved as a
//! character of many strokes.

use crate::fit::Differences;
use crate::mesh::{TILE, blurred};
use crate::residual::{CELL, Cells};
use crate::restored::Restored;

/// Of the whole restored front.
pub(crate) struct Rest {
    width: usize,
    /// By how much the page is darker than the fit, in halves of a level.
    off: Vec<i8>,
    /// The same where nothing is printed, and where of what is printed nothing is left.
    bare: Vec<i8>,
    /// Cells in a row, and what of each is off by far, in levels.
    columns: usize,
    darker: Vec<u16>,
    paler: Vec<u16>,
}

/// Ink within five pixels by five, in halves of a level, where nothing is left of it: two and a half
/// pixels.
const LEAST_GONE: i32 = 310;
/// And where nothing is printed, less what goes on beyond it: seven pixels.
const LEAST_CAME: i32 = 850;
/// Variance across, in pixels squared, of what is gone of a hairline: a row of single pixels, where
/// toner is scarce.
const WIDE: f32 = 0.1;
/// Where an edge would go on: to the right, down and on both diagonals, in pixels.
const FURTHER: [(isize, isize); 4] = [(6, 0), (4, 4), (0, 6), (-4, 4)];
/// Levels that are far off.
const FAR: i16 = 60;
/// Cells along a small character.
const CHARACTER: usize = 5;
/// Where another character stands much is too dark and much too pale: levels for each pixel, in the
/// geometric mean of both, and half as many of each: a pen's stroke is dark alone.
const LEAST_OTHER: f32 = 8.0;

impl Rest {
    pub fn new(columns: usize, rows: usize) -> Rest {
        let pixels = columns * rows * TILE * TILE;
        let cells = pixels / (CELL * CELL);
        Rest {
            width: columns * TILE,
            off: vec![0; pixels],
            bare: vec![0; pixels],
            columns: columns * TILE / CELL,
            darker: vec![0; cells],
            paler: vec![0; cells],
        }
    }

    pub fn put(&mut self, column: usize, row: usize, of: &Differences) {
        let start = row * TILE * self.width + column * TILE;
        let rows = self.off.get_mut(start..).unwrap_or_default();
        for (to, off) in rows.chunks_mut(self.width).zip(&of.rest) {
            for (to, &off) in to.iter_mut().zip(off) {
                *to = (off / 2).clamp(-127, 127) as i8;
            }
        }
        let rows = self.bare.get_mut(start..).unwrap_or_default();
        for (to, bare) in rows.chunks_mut(self.width).zip(&of.bare) {
            if bare.iter().any(|&bare| bare != 0) {
                to.get_mut(..TILE).unwrap_or_default().copy_from_slice(bare);
            }
        }
        let (bands, _) = of.rest.as_chunks::<CELL>();
        for (k, band) in bands.iter().enumerate() {
            let start = (row * TILE / CELL + k) * self.columns + column * TILE / CELL;
            for (to, sign) in [(&mut self.darker, 1), (&mut self.paler, -1)] {
                let mut sums = [0i16; TILE];
                for off in band {
                    for (sum, &off) in sums.iter_mut().zip(off) {
                        *sum += (sign * off - FAR).max(0);
                    }
                }
                let to = to.get_mut(start..).unwrap_or_default();
                for (to, four) in to.iter_mut().zip(sums.chunks_exact(CELL)) {
                    *to = four.iter().sum::<i16>() as u16;
                }
            }
        }
    }

    /// What differs beyond all doubt counts in full.
    pub fn add_to(&self, cells: &mut Cells, restored: &Restored) {
        self.add_dots(cells);
        self.add_others(cells, restored);
    }

    fn cell(&self, at: usize) -> usize {
        at / self.width / CELL * self.columns + at % self.width / CELL
    }

    fn add_dots(&self, to: &mut Cells) {
        let (eights, _) = self.bare.as_chunks::<8>();
        let any = eights
            .iter()
            .enumerate()
            .filter(|(_, eight)| **eight != [0; 8]);
        let each = any.flat_map(|(k, eight)| (8 * k..).zip(eight));
        for (at, _) in each.filter(|(_, bare)| **bare != 0) {
            let [gone, came] = self.bare_ink(at);
            let is_gone =
                gone >= LEAST_GONE && self.is_most(at, |[gone, _]| gone) && !self.is_hairline(at);
            let is_added = came >= LEAST_CAME
                && self.is_most(at, |[_, came]| came)
                && came - self.edge(at) >= LEAST_CAME;
            let sure = |is_sure, halves: i32| if is_sure { 2 * halves as u32 } else { 0 };
            to.raise(self.cell(at), sure(is_gone, gone), sure(is_added, came));
        }
    }

    /// Of `N` by `N` pixels around one the rows: where each begins, and its levels.
    fn bare_around<const N: usize>(&self, at: usize) -> impl Iterator<Item = (usize, &[i8; N])> {
        let corner = N / 2 * (self.width + 1);
        (0..N).filter_map(move |y| {
            let start = (at + y * self.width).checked_sub(corner)?;
            Some((start, self.bare.get(start..)?.first_chunk()?))
        })
    }

    /// Gone and come within five pixels by five, in halves of a level.
    fn bare_ink(&self, at: usize) -> [i32; 2] {
        let [mut gone, mut came] = [0; 2];
        for (_, row) in self.bare_around::<5>(at) {
            for &bare in row {
                gone += i32::from(bare.min(0));
                came += i32::from(bare.max(0));
            }
        }
        [-gone, came]
    }

    /// Whether there is more than around the pixels beside it: all ink counts once.
    fn is_most(&self, at: usize, of: impl Fn([i32; 2]) -> i32) -> bool {
        let ink = of(self.bare_ink(at));
        self.bare_around::<5>(at).all(|(start, row)| {
            let mut beside = (start..).zip(row).filter(|(_, bare)| **bare != 0);
            beside.all(|(other, _)| (of(self.bare_ink(other)), at) <= (ink, other))
        })
    }

    /// Whether what is gone around here is one row or column.
    fn is_hairline(&self, at: usize) -> bool {
        let (mut n, mut x, mut y, mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
        for ((_, row), py) in self.bare_around::<7>(at).zip(0..) {
            for (&bare, px) in row.iter().zip(0..) {
                let (gone, px, py) = (-f32::from(bare.min(0)), px as f32, py as f32);
                n += gone;
                x += gone * px;
                y += gone * py;
                xx += gone * px * px;
                xy += gone * px * py;
                yy += gone * py * py;
            }
        }
        let (x, y) = (x / n, y / n);
        let (xx, xy, yy) = (xx / n - x * x, xy / n - x * y, yy / n - y * y);
        let (half, apart) = ((xx + yy) / 2.0, ((xx - yy) / 2.0).hypot(xy));
        half - apart < WIDE
    }

    /// What came on two sides of five pixels by five, where an edge would go on.
    fn edge(&self, at: usize) -> i32 {
        let came = |by: isize| {
            let at = at.checked_add_signed(by);
            let [_, came] = at.map_or([0; 2], |at| self.bare_ink(at));
            came
        };
        let edges = FURTHER.map(|(x, y)| {
            let by = y * self.width as isize + x;
            (came(by) + came(-by)) / 2
        });
        edges.into_iter().max().unwrap_or(0)
    }

    fn add_others(&self, to: &mut Cells, restored: &Restored) {
        let least = LEAST_OTHER * (CHARACTER * CELL * CHARACTER * CELL) as f32;
        let last = self.darker.len() / self.columns.max(1);
        for y in (0..last.saturating_sub(CHARACTER)).step_by(2) {
            let [darker, paler] = [&self.darker, &self.paler].map(|of| self.below(of, y));
            for x in (0..self.columns.saturating_sub(CHARACTER)).step_by(2) {
                let sum = |of: &[u16]| {
                    let columns = of.get(x..x + CHARACTER).into_iter().flatten();
                    columns.map(|&levels| u32::from(levels)).sum::<u32>() as f32
                };
                let [darker, paler] = [&darker, &paler].map(|of| sum(of));
                let is_other = darker.min(paler) >= least / 2.0 && darker * paler >= least * least;
                if is_other && !self.is_shifted(restored, x * CELL, y * CELL) {
                    let starts = (y..y + CHARACTER).map(|y| y * self.columns + x);
                    for cell in starts.flat_map(|start| start..start + CHARACTER) {
                        let levels = |of: &[u16]| u32::from(of.get(cell).copied().unwrap_or(0));
                        to.raise(cell, levels(&self.paler), levels(&self.darker));
                    }
                }
            }
        }
    }

    /// Of each column what the cells of a character's height from here down come to.
    fn below(&self, of: &[u16], y: usize) -> Vec<u16> {
        let mut sums = vec![0; self.columns];
        let rows = of.chunks_exact(self.columns).skip(y).take(CHARACTER);
        for row in rows {
            for (sum, &levels) in sums.iter_mut().zip(row) {
                *sum += levels;
            }
        }
        sums
    }

    /// Whether what the page has here is what is printed a little aside.
    fn is_shifted(&self, restored: &Restored, x: usize, y: usize) -> bool {
        const MARGIN: usize = 4;
        const SIDE: usize = CHARACTER * CELL;
        const ALL: usize = SIDE + 2 * MARGIN;
        let (left, top) = (x as i32 - MARGIN as i32, y as i32 - MARGIN as i32);
        let Some(ink) = blurred::<{ ALL + 2 }, ALL>(restored, left, top) else {
            return false;
        };
        let mut seen = [[0i16; SIDE]; SIDE];
        for (dy, seen) in seen.iter_mut().enumerate() {
            let at = (y + dy) * self.width + x;
            let off = self.off.get(at..at + SIDE).unwrap_or_default();
            let ink = ink.get(MARGIN + dy).into_iter().flatten().skip(MARGIN);
            for (seen, (&ink, &off)) in seen.iter_mut().zip(ink.zip(off)) {
                *seen = (i16::from(ink) + 2 * i16::from(off)).max(0);
            }
        }
        let left_over = |dx: usize, dy: usize| -> i32 {
            let rows = seen.iter().zip(ink.iter().skip(dy));
            let row = |(seen, ink): (&[i16; SIDE], &[u8; ALL])| -> i32 {
                let pixels = seen.iter().zip(ink.iter().skip(dx));
                pixels
                    .map(|(&seen, &ink)| i32::from(((seen - i16::from(ink)).abs() - FAR).max(0)))
                    .sum()
            };
            rows.map(row).sum()
        };
        let here = left_over(MARGIN, MARGIN);
        let shifts = (0..=2 * MARGIN).flat_map(|y| (0..=2 * MARGIN).map(move |x| (x, y)));
        shifts
            .map(|(x, y)| left_over(x, y))
            .any(|there| 2 * there < here)
    }
}
