//! The black and white of the page, which differ from place to place with light, toner and
//! paper: measured in tiles of 3 × 3 blocks, bilinear between their centres.

use crate::blocks::AREA;
use crate::lattice::Lattice;
use crate::texture::quantile;

/// The gray between black and white somewhere, and their distance from it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tone {
    pub middle: f32,
    pub swing: f32,
}

impl Tone {
    /// -1 black to 1 white.
    #[inline]
    pub fn value(&self, level: u8) -> f32 {
        ((f32::from(level) - self.middle) / self.swing.max(1.0)).clamp(-1.0, 1.0)
    }
}

/// Blocks along a tile's side.
const TILE: usize = 3;
/// The share of a tile's cells that are darker than its black, or lighter than its white, is
/// taken to be: it may be blotted to four fifths and is still measured.
const RANK: f32 = 0.1;
/// A tile whose black and white differ by less than this share of the usual says nothing.
const LEAST_SWING: f32 = 0.35;

/// The tone of every block of the grid, from the levels of all.
pub(crate) fn measure(blocks: Lattice, levels: &[[u8; AREA]]) -> Vec<Tone> {
    let tones = Tones::measure(blocks, levels);
    (0..levels.len())
        .map(|k| tones.at(k % blocks.columns, k / blocks.columns))
        .collect()
}

struct Tones {
    lattice: Lattice,
    tiles: Vec<Tone>,
}

impl Tones {
    fn measure(blocks: Lattice, levels: &[[u8; AREA]]) -> Tones {
        let lattice = Lattice {
            columns: blocks.columns.div_ceil(TILE),
            rows: blocks.rows.div_ceil(TILE),
        };
        let mut tiles = Vec::with_capacity(lattice.columns * lattice.rows);
        for band in levels.chunks(blocks.columns.max(1) * TILE) {
            for column in 0..lattice.columns {
                let mut histogram = [0u32; 256];
                for line in band.chunks(blocks.columns) {
                    let here = line.iter().skip(column * TILE).take(TILE);
                    for &level in here.flatten() {
                        if let Some(count) = histogram.get_mut(usize::from(level)) {
                            *count += 1;
                        }
                    }
                }
                tiles.push(tone(&histogram));
            }
        }
        let mut tones = Tones { lattice, tiles };
        tones.fill_flat();
        tones
    }

    /// At the middle of a block.
    fn at(&self, column: usize, row: usize) -> Tone {
        let place = |k: usize, count: usize| {
            let at = (k as f32 + 0.5) / TILE as f32 - 0.5;
            let at = at.clamp(0.0, count as f32 - 1.0);
            (at as usize, at - at as usize as f32)
        };
        let Lattice { columns, rows } = self.lattice;
        let (x, fx) = place(column, columns);
        let (y, fy) = place(row, rows);
        let tile = |dx: usize, dy: usize| {
            let (x, y) = ((x + dx).min(columns - 1), (y + dy).min(rows - 1));
            self.tiles.get(y * columns + x).copied().unwrap_or_default()
        };
        let mix = |a: Tone, b: Tone, f: f32| Tone {
            middle: a.middle + (b.middle - a.middle) * f,
            swing: a.swing + (b.swing - a.swing) * f,
        };
        mix(
            mix(tile(0, 0), tile(1, 0), fx),
            mix(tile(0, 1), tile(1, 1), fx),
            fy,
        )
    }

    /// A tile without black and white takes those of its neighbours.
    fn fill_flat(&mut self) {
        let mut swings: Vec<f32> = self.tiles.iter().map(|t| t.swing).collect();
        swings.sort_by(f32::total_cmp);
        // Half the page may be blotted.
        let usual = swings.get(swings.len() * 3 / 4).copied().unwrap_or(0.0);
        let is_flat = |tone: &Tone| tone.swing < usual * LEAST_SWING;
        for _ in 0..self.lattice.columns.max(self.lattice.rows) {
            let known = self.tiles.clone();
            let mut is_done = true;
            for k in 0..known.len() {
                if !known.get(k).is_some_and(is_flat) {
                    continue;
                }
                let mut sum = (Tone::default(), 0.0);
                for (_, other) in self.lattice.around(k, 1) {
                    if let Some(tone) = known.get(other).filter(|t| !is_flat(t)) {
                        sum.0.middle += tone.middle;
                        sum.0.swing += tone.swing;
                        sum.1 += 1.0;
                    }
                }
                is_done &= sum.1 > 0.0;
                if let Some(tile) = self.tiles.get_mut(k).filter(|_| sum.1 > 0.0) {
                    tile.middle = sum.0.middle / sum.1;
                    tile.swing = sum.0.swing / sum.1;
                }
            }
            if is_done {
                return;
            }
        }
    }
}

fn tone(histogram: &[u32; 256]) -> Tone {
    let black = quantile(histogram.iter(), RANK).map_or(0.0, |k| k as f32);
    let white = quantile(histogram.iter().rev(), RANK).map_or(0.0, |k| 255.0 - k as f32);
    Tone {
        middle: (black + white) / 2.0,
        swing: (white - black) / 2.0,
    }
}
