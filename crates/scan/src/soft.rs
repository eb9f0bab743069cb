//! From the levels of the cells to what they say.

use crate::Tile;
use crate::blocks::{BLOCK, Blocks};
use crate::tones::Tones;
use sheet::Layout;

/// What a cell that is clearly black or white says.
const FULL: f32 = 24.0;
/// Below this a cell is not clearly black or white.
const CLEAR: u8 = 12;
/// Shares of the usual clarity at which a block says nothing, and from which it is believed.
const LEAST_CLARITY: f32 = 0.62;
const GOOD_CLARITY: f32 = 0.85;
/// A drawn tile joins this many blocks each way: about 19 mm.
const JOINED: usize = 9;

/// A log-likelihood for each of `layout.data_cells`: positive = white, 0 = erased.
pub(crate) fn weigh(layout: &Layout, blocks: &Blocks, tones: &Tones) -> Vec<i8> {
    let columns = layout.columns as usize;
    let mut cells = vec![0i8; columns * layout.rows as usize];
    let usual = blocks.usual_clarity().max(0.01);
    for (k, block) in blocks.blocks.iter().enumerate() {
        let tone = tones.at(blocks, k);
        let clarity = (block.clarity / usual - LEAST_CLARITY) / (GOOD_CLARITY - LEAST_CLARITY);
        let gain = FULL * clarity.clamp(0.0, 1.0);
        let (x, y) = (k % blocks.columns * BLOCK, k / blocks.columns * BLOCK);
        let width = BLOCK.min(columns - x);
        for (row, line) in block.levels.chunks_exact(BLOCK).enumerate() {
            let start = (y + row) * columns + x;
            let to = cells.get_mut(start..start + width).unwrap_or_default();
            for (cell, &level) in to.iter_mut().zip(line) {
                let value = tone.value(level) * gain;
                *cell = (value + 0.5f32.copysign(value)) as i8;
            }
        }
    }
    let soft = |&cell: &u32| cells.get(cell as usize).copied().unwrap_or(0);
    let mut soft: Vec<i8> = layout.data_cells.iter().map(soft).collect();
    erase_blots(layout, &mut soft);
    soft
}

/// Cells of one colour side by side.
const WINDOW: usize = 3;
/// Where blots are rare, only this many tell one: so many never come by chance.
const WIDE_WINDOW: usize = 5;

/// Erases what is covered by something black or white, whose cells are clear and half of
/// them wrong. Cells are as good as random, so patches of one colour betray it.
fn erase_blots(layout: &Layout, soft: &mut [i8]) {
    let (columns, rows) = (layout.columns as usize, layout.rows as usize);
    for is_white in [false, true] {
        let mut map = vec![0u8; columns * rows];
        for (&cell, &value) in layout.data_cells.iter().zip(soft.iter()) {
            if let Some(at) = map.get_mut(cell as usize) {
                *at = u8::from(if is_white { value > 0 } else { value < 0 });
            }
        }
        let small = eroded(&map, columns, WINDOW);
        let windows = small.iter().filter(|&&w| w != 0).count();
        let by_chance = soft.len() >> (WINDOW * WINDOW);
        let blots = if windows > 2 * by_chance {
            dilated(small, columns, WINDOW)
        } else {
            let wide = eroded(&map, columns, WIDE_WINDOW);
            if wide.iter().all(|&w| w == 0) {
                continue;
            }
            dilated(wide, columns, WIDE_WINDOW)
        };
        for (&cell, value) in layout.data_cells.iter().zip(soft.iter_mut()) {
            if blots.get(cell as usize).is_some_and(|&b| b != 0) {
                *value = 0;
            }
        }
    }
}

/// 1 at the first cell of every square of `side` cells that is all 1.
fn eroded(map: &[u8], columns: usize, side: usize) -> Vec<u8> {
    let mut result = map.to_vec();
    // Along the rows, then down the columns.
    for (count, stride) in [(side, 1), (side, columns)] {
        let from = result.clone();
        for k in 1..count {
            let shifted = from.get(k * stride..).unwrap_or_default();
            result.iter_mut().zip(shifted).for_each(|(a, b)| *a &= b);
        }
        let end = result.len().saturating_sub((count - 1) * stride);
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

/// The sheet in tiles, for drawing: where it was clear and where not.
pub(crate) fn tiles(layout: &Layout, blocks: &Blocks, soft: &[i8]) -> Vec<Tile> {
    let (across, down) = (
        blocks.columns.div_ceil(JOINED),
        blocks.rows.div_ceil(JOINED),
    );
    let mut counts = vec![(0u32, 0u32); across * down];
    let side = (BLOCK * JOINED) as u32;
    for (&cell, &value) in layout.data_cells.iter().zip(soft) {
        let (x, y) = (cell % layout.columns / side, cell / layout.columns / side);
        if let Some(count) = counts.get_mut(y as usize * across + x as usize) {
            *count = (
                count.0 + 1,
                count.1 + u32::from(value.unsigned_abs() >= CLEAR),
            );
        }
    }
    let counts = counts.into_iter().enumerate();
    let tiles = counts
        .filter(|(_, (cells, _))| *cells > 0)
        .map(|(k, (cells, clear))| {
            let corner = |dx: usize, dy: usize| {
                let column = ((k % across + dx) * JOINED).min(blocks.columns);
                let row = ((k / across + dy) * JOINED).min(blocks.rows);
                blocks.corner(column, row)
            };
            Tile {
                corners: [corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1)],
                quality: clear as f32 / cells as f32,
            }
        });
    tiles.collect()
}
