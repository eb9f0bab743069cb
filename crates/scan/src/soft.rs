//! From the levels of the cells to what they say.

use crate::Tile;
use crate::blocks::{BLOCK, Blocks};
use crate::lattice::Lattice;
use sheet::Layout;
use std::ops::Range;

/// What a cell that is clearly black or white says.
const FULL: f32 = 24.0;
/// Below this a cell is not clearly black or white.
const CLEAR: u8 = 12;
/// Shares of the usual clarity at which a block says nothing, and from which it is believed.
const LEAST_CLARITY: f32 = 0.5;
const GOOD_CLARITY: f32 = 0.85;
/// Even the least believed block says a little: half a cell off, every second cell is right.
const LEAST_GAIN: f32 = 0.15;
/// A cell that says no more than this whispers.
const WHISPER: i8 = 2;
/// A drawn tile joins this many blocks each way: about 19 mm.
const JOINED: usize = 9;

/// A log-likelihood for each of `layout.data()`: positive = white, 0 = erased.
pub(crate) fn weigh(layout: &Layout, blocks: &Blocks) -> Vec<i8> {
    let usual = blocks.usual_clarity();
    let mut cells = values(layout, blocks);
    if usual < SHARP {
        equalise(&mut cells, layout.columns as usize);
    }
    let columns = layout.columns as usize;
    for (k, block) in blocks.blocks.iter().enumerate() {
        let gain = FULL * believed(block.clarity / usual);
        blocks.lines(k, columns, &mut cells, |line, _| {
            line.iter_mut()
                .for_each(|cell| *cell = cell.clamp(-1.0, 1.0) * gain);
        });
    }
    let mut soft = Vec::with_capacity(layout.data_cells);
    for run in &layout.data_runs {
        let values = cells.get(places(run)).unwrap_or_default().iter();
        soft.extend(values.map(|value| rounded(*value)));
    }
    erase_blots(layout, &mut soft);
    // A whisper is noise: as an erased cell it is counted for what it is.
    for value in &mut soft {
        *value = if value.abs() <= WHISPER { 0 } else { *value };
    }
    soft
}

/// Of what is no larger than a byte holds: a cast minds what is, one value after the other.
fn rounded(value: f32) -> i8 {
    // Added to it, a number is rounded to the nearest, which then stands in the lowest bits.
    const ONES: f32 = 1.5 * (1 << 23) as f32;
    (value + ONES).to_bits() as i8
}

/// How far a block of this share of the usual clarity is believed, 0 to 1.
fn believed(clarity: f32) -> f32 {
    ((clarity - LEAST_CLARITY) / (GOOD_CLARITY - LEAST_CLARITY)).clamp(LEAST_GAIN, 1.0)
}

/// Every cell of the grid, -1 black to 1 white.
fn values(layout: &Layout, blocks: &Blocks) -> Vec<f32> {
    let columns = layout.columns as usize;
    let mut cells = vec![0.0; columns * layout.rows as usize];
    for (k, block) in blocks.blocks.iter().enumerate() {
        blocks.lines(k, columns, &mut cells, |line, row| {
            let levels = block.levels.iter().skip(row * BLOCK);
            line.iter_mut()
                .zip(levels)
                .for_each(|(cell, &level)| *cell = block.tone.value(level));
        });
    }
    cells
}

/// Clarity from which on neighbours do not show in a cell.
const SHARP: f32 = 0.8;
/// Step of the equaliser's adaptation: it follows the page over a few thousand cells.
const STEP: f32 = 0.0005;

/// Takes out of every cell what blur brought in from its eight neighbours: a linear
/// equaliser, led by its own decisions (LMS; Proakis, Digital Communications, 9.4).
fn equalise(cells: &mut [f32], columns: usize) {
    // The cell itself, its neighbours in the row, in the column, and at the corners.
    let mut taps = [1.0f32, 0.0, 0.0, 0.0];
    for is_settled in [false, true] {
        let mut sharp = Vec::with_capacity(cells.len());
        let lines = cells.chunks_exact(columns.max(1));
        let above = std::iter::once([].as_slice()).chain(lines.clone());
        let below = lines.clone().skip(1).chain([[].as_slice()]);
        for ((line, above), below) in lines.zip(above).zip(below) {
            let at = |line: &[f32], x: usize| line.get(x).copied().unwrap_or(0.0);
            for x in 0..columns {
                // Before the first column `x` wraps around to where nothing is.
                let (left, right) = (x.wrapping_sub(1), x + 1);
                let seen = [
                    at(line, x),
                    at(line, left) + at(line, right),
                    at(above, x) + at(below, x),
                    at(above, left) + at(above, right) + at(below, left) + at(below, right),
                ];
                let value: f32 = seen.iter().zip(taps).map(|(s, t)| s * t).sum();
                let error = 1f32.copysign(value) - value;
                taps.iter_mut()
                    .zip(seen)
                    .for_each(|(t, s)| *t += STEP * error * s);
                sharp.push(value);
            }
        }
        if is_settled {
            cells.copy_from_slice(&sharp);
        }
    }
}

/// So many cells of one colour in a square tell a blot: they hardly ever come by chance.
const WIDE_WINDOW: usize = 5;
/// So many do where there are more than chance brings.
const MIDDLE_WINDOW: usize = 4;
/// So many belong to it, if they lie within reach of such a square.
const WINDOW: usize = 3;
const REACH: usize = 2;

/// Erases what is covered by something black or white, whose cells are clear and half of
/// them wrong. Cells are as good as random, so patches of one colour betray it.
fn erase_blots(layout: &Layout, soft: &mut [i8]) {
    let (columns, rows) = (layout.columns as usize, layout.rows as usize);
    for is_white in [false, true] {
        let mut map = vec![0u8; columns * rows];
        let mut values = soft.iter();
        for run in &layout.data_runs {
            let line = map.get_mut(places(run)).unwrap_or_default();
            for (at, value) in line.iter_mut().zip(&mut values) {
                *at = u8::from(if is_white { *value > 0 } else { *value < 0 });
            }
        }
        let Some(middles) = middles(&map, columns, soft.len()) else {
            continue;
        };
        // A blot is known by its middle and followed to its edges.
        let near = around(middles, columns, REACH);
        let mut blots = dilated(eroded(&map, columns, WINDOW), columns, WINDOW);
        blots.iter_mut().zip(near).for_each(|(b, n)| *b &= n);
        let mut values = soft.iter_mut();
        for run in &layout.data_runs {
            let line = blots.get(places(run)).unwrap_or_default();
            for (blot, value) in line.iter().zip(&mut values) {
                *value = if *blot == 0 { *value } else { 0 };
            }
        }
    }
}

fn places(run: &Range<u32>) -> Range<usize> {
    run.start as usize..run.end as usize
}

/// Takes this many values off the front.
fn taken<'a>(left: &mut &'a [i8], count: usize) -> &'a [i8] {
    let (taken, rest) = left.split_at_checked(count).unwrap_or((left, &[]));
    *left = rest;
    taken
}

/// The middles of blots; `None` where there are none.
fn middles(map: &[u8], columns: usize, cells: usize) -> Option<Vec<u8>> {
    let small = eroded(map, columns, MIDDLE_WINDOW);
    // As many at a time as a byte counts to.
    let count = small.chunks(255).map(|ones| ones.iter().sum::<u8>());
    let by_chance = cells >> (MIDDLE_WINDOW * MIDDLE_WINDOW);
    if count.map(usize::from).sum::<usize>() > 4 * (by_chance + 5) {
        return Some(dilated(small, columns, MIDDLE_WINDOW));
    }
    let wide = eroded(map, columns, WIDE_WINDOW);
    wide.contains(&1)
        .then(|| dilated(wide, columns, WIDE_WINDOW))
}

/// 1 at the first cell of every square of `side` cells that is all 1.
fn eroded(map: &[u8], columns: usize, side: usize) -> Vec<u8> {
    let mut result = map.to_vec();
    // Along the rows, then down the columns.
    for stride in [1, columns] {
        let from = result.clone();
        for k in 1..side {
            let shifted = from.get(k * stride..).unwrap_or_default();
            result.iter_mut().zip(shifted).for_each(|(a, b)| *a &= b);
        }
        let end = result.len().saturating_sub((side - 1) * stride);
        result.get_mut(end..).unwrap_or_default().fill(0);
    }
    result
}

/// Fills the squares whose first cell is 1.
fn dilated(mut map: Vec<u8>, columns: usize, side: usize) -> Vec<u8> {
    for stride in [1, columns] {
        let from = map.clone();
        for k in 1..side {
            let to = map.get_mut(k * stride..).unwrap_or_default();
            to.iter_mut().zip(&from).for_each(|(a, b)| *a |= b);
        }
    }
    map
}

/// Grows what is 1 by `reach` cells to every side.
fn around(map: Vec<u8>, columns: usize, reach: usize) -> Vec<u8> {
    let grown = dilated(map, columns, 2 * reach + 1);
    let back = reach * columns + reach;
    let mut result = grown.get(back..).unwrap_or_default().to_vec();
    result.resize(grown.len(), 0);
    result
}

/// The sheet in tiles, for drawing: where it was clear and where not.
pub(crate) fn tiles(layout: &Layout, blocks: &Blocks, soft: &[i8]) -> Vec<Tile> {
    let Lattice { columns, rows } = blocks.lattice;
    let (across, down) = (columns.div_ceil(JOINED), rows.div_ceil(JOINED));
    let mut counts = vec![(0u32, 0u32); across * down];
    let side = BLOCK * JOINED;
    let mut left = soft;
    for run in &layout.data_runs {
        let [row, column] = [run.start / layout.columns, run.start % layout.columns];
        let (first, mut column) = (row as usize / side * across, column as usize);
        let mut values = taken(&mut left, run.len());
        // Piece by piece, each within one tile.
        while !values.is_empty() {
            let piece = taken(&mut values, side - column % side);
            if let Some((all, clear)) = counts.get_mut(first + column / side) {
                let clearly = piece.iter().filter(|value| value.unsigned_abs() >= CLEAR);
                *all += piece.len() as u32;
                *clear += clearly.count() as u32;
            }
            column += piece.len();
        }
    }
    let counts = counts.into_iter().enumerate();
    let tiles = counts
        .filter(|(_, (all, _))| *all > 0)
        .map(|(k, (all, clear))| {
            let corner = |dx: usize, dy: usize| {
                let column = (k % across + dx) * JOINED;
                let row = (k / across + dy) * JOINED;
                blocks.corner(column.min(columns), row.min(rows))
            };
            Tile {
                corners: [corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1)],
                quality: clear as f32 / all as f32,
            }
        });
    tiles.collect()
}
