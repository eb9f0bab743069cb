use sheet::layout::{DPI, GRID, PAGE};

/// Patches along the page's longer side.
const ALONG: usize = 21;
/// Side of a patch as a share of the longer side: 2.7 mm of A4, eight of the largest cells.
const SIDE: f32 = 1.0 / 110.0;
/// Below this many pixels there is no texture to speak of, beyond it nothing new.
const SIDES: (usize, usize) = (12, 64);
/// The largest cell, as a share of A4's longer side.
const CELL: f32 = 8.0 / 7016.0;
/// Of a 1-bit scan this share of pixels at most is neither black nor white: JPEG's ringing.
/// Of a gray scan of cells it is a quarter.
const MOST_BETWEEN: f32 = 0.04;
/// Levels by which print stands out from paper.
const LEAST_CONTRAST: f32 = 50.0;
/// Levels between the dark and the light of cells in which marks can be found: a mark's are three times as
/// many, and those of paper's grain fewer.
const LEAST_OF_CELLS: f32 = 16.0;
/// Where a smaller share of the patches may be cells, no sheet is. Of sheets it is a third and more, in
/// any of the simulator's conditions, of dense print a hundredth.
const FEWEST_CELLS: f32 = 0.05;
/// Rows whose levels are counted.
const ROWS: usize = 120;

/// Samples of a page, spread evenly from edge to edge: what it is printed with, where no
/// marks tell. Only these pixels are touched.
#[derive(Clone, Debug)]
pub(crate) struct Texture {
    pub width: usize,
    pub height: usize,
    /// The darkest and the lightest level, but for specks.
    pub black: f32,
    pub white: f32,
    /// Pure black and white: a 1-bit scan.
    pub is_two_level: bool,
    /// How many patches lie side by side.
    pub columns: usize,
    /// Row by row.
    pub patches: Vec<Patch>,
}

/// A square of the page.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Patch {
    /// Its middle, in pixels.
    pub x: f32,
    pub y: f32,
    /// Mean and standard deviation, 0 black to 1 white.
    pub mean: f32,
    pub deviation: f32,
    /// The levels that a tenth of its pixels are darker and lighter than.
    pub low: f32,
    pub high: f32,
    /// Correlation of pixels two large cells apart: cells do not know of each other, where
    /// a pattern or a picture goes on. Where all is light, or all dark, 0.
    pub far: f32,
    /// Whether a row or a column of it is light from edge to edge.
    pub has_lane: bool,
}

impl Texture {
    /// Of these rows, from top to bottom and each as long.
    pub fn of(rows: &[&[u8]]) -> Texture {
        let (width, height) = (rows.first().map_or(0, |row| row.len()), rows.len());
        let levels = Levels::of(rows);
        let (black, white) = (levels.quantile(0.004), levels.quantile(0.9));
        let mut texture = Texture {
            width,
            height,
            is_two_level: levels.share_between(48, 208) < MOST_BETWEEN,
            black,
            white,
            columns: 0,
            patches: Vec::new(),
        };
        let long = width.max(height) as f32;
        let side = ((long * SIDE) as usize).clamp(SIDES.0, SIDES.1);
        let cell = ((long * CELL).round() as usize).clamp(1, side / 3);
        let across = starts(width, side, long);
        texture.columns = across.len();
        for y in starts(height, side, long) {
            let band: Vec<&[u8]> = rows.iter().skip(y).take(side).copied().collect();
            for &x in &across {
                texture.patches.push(texture.patch(&band, x, y, cell));
            }
        }
        texture
    }

    /// Dots per inch: by the area of cells if it has the grid's shape, else as if the page
    /// were A4.
    pub fn dpi(&self) -> f32 {
        let even = || self.patches.iter().filter(|patch| patch.is_even());
        let extent = |of: fn(&Patch) -> f32| {
            let (low, high) = even()
                .map(of)
                .fold((f32::MAX, f32::MIN), |(low, high), at| {
                    (low.min(at), high.max(at))
                });
            (high - low).max(0.0)
        };
        let pitch = self.width.max(self.height) as f32 / ALONG as f32;
        let sides = (extent(|p| p.x) + pitch, extent(|p| p.y) + pitch);
        let (short, long) = (sides.0.min(sides.1), sides.0.max(sides.1));
        let shape = (GRID.width as f32 / GRID.height as f32) / (short / long);
        let (pixels, dots) = match (0.93..1.07).contains(&shape) {
            true => (short + long, GRID.width + GRID.height),
            false => (self.width.max(self.height) as f32, PAGE.height),
        };
        pixels / dots as f32 * DPI as f32
    }

    /// Whether nothing stands out from the paper but its own grain.
    pub fn is_plain(&self) -> bool {
        self.white - self.black < LEAST_CONTRAST
    }

    /// Whether there are any cells to speak of, or what may be some. A scan of one bit a pixel may have
    /// clogged them, or washed them out.
    pub fn may_hold_cells(&self) -> bool {
        let swing = self.white - self.black;
        let may_be =
            |patch: &Patch| !patch.has_lane && (patch.high - patch.low) * swing >= LEAST_OF_CELLS;
        self.is_two_level || self.share(may_be) >= FEWEST_CELLS
    }

    /// The share of patches that look so.
    pub fn share(&self, is: impl Fn(&Patch) -> bool) -> f32 {
        share(&self.patches, is)
    }

    fn patch(&self, band: &[&[u8]], x: usize, y: usize, cell: usize) -> Patch {
        let side = band.len();
        let square: Vec<&[u8]> = band.iter().filter_map(|row| row.get(x..x + side)).collect();
        let (mut sum, mut squares) = (0u32, 0u32);
        for row in &square {
            // Each by itself: so the compiler does many pixels at once.
            sum += row.iter().map(|&p| u32::from(p)).sum::<u32>();
            squares += row
                .iter()
                .map(|&p| u32::from(p) * u32::from(p))
                .sum::<u32>();
        }
        let counts: [u32; 64] = counted(square.iter().copied(), |row| row.iter().map(|p| p / 4));
        let mut columns = [u8::MAX; SIDES.1];
        for row in &square {
            for (darkest, &pixel) in columns.iter_mut().zip(*row) {
                *darkest = (*darkest).min(pixel);
            }
        }
        let darkest_of = |row: &&[u8]| row.iter().fold(u8::MAX, |darkest, &p| darkest.min(p));
        let darkest = square.iter().map(darkest_of);
        let lightest_lane = darkest.chain(columns.into_iter().take(side)).max();
        let count = (side * side) as f32;
        let mean = sum as f32 / count;
        let variance = (squares as f32 / count - mean * mean).max(0.0);
        let swing = (self.white - self.black).max(1.0);
        let share = |level: f32| (level - self.black) / swing;
        let level = |part: f32| quantile(counts.iter(), part).unwrap_or(63) as f32 * 4.0 + 1.5;
        let (low, high) = (level(0.1), level(0.9));
        let mut patch = Patch {
            x: x as f32 + side as f32 / 2.0,
            y: y as f32 + side as f32 / 2.0,
            mean: share(mean),
            deviation: variance.sqrt() / swing,
            low: share(low),
            high: share(high),
            has_lane: f32::from(lightest_lane.unwrap_or(0)) >= low.midpoint(high),
            far: 0.0,
        };
        if patch.is_even() || patch.is_rough() {
            patch.far = (products(&square, 2 * cell) - mean * mean) / variance.max(0.5);
        }
        patch
    }
}

impl Patch {
    /// Paper with nothing on it.
    pub fn is_bare(&self) -> bool {
        self.mean > 0.8 && self.high - self.low < 0.25
    }

    /// Light, with or without something darker on it.
    pub fn is_light(&self) -> bool {
        self.mean > 0.65 && self.high > 0.8
    }

    /// As much black as white: cells, sharp or run into each other.
    pub fn is_even(&self) -> bool {
        (0.25..0.75).contains(&self.mean)
    }

    /// More than grain.
    pub fn is_rough(&self) -> bool {
        self.deviation > 0.15
    }

    /// Cells that still stand apart: strong contrast, and no pattern that goes on.
    pub fn is_cells(&self) -> bool {
        (0.3..0.7).contains(&self.mean) && self.deviation > 0.2 && self.far.abs() < 0.4
    }
}

/// The share of these that look so.
pub(crate) fn share(patches: &[Patch], is: impl Fn(&Patch) -> bool) -> f32 {
    let count = patches.iter().filter(|patch| is(patch)).count();
    count as f32 / patches.len().max(1) as f32
}

/// Where patches begin along one side of the page: the first and the last touch its edges.
fn starts(length: usize, side: usize, long: f32) -> Vec<usize> {
    if length < side {
        return Vec::new();
    }
    let room = length - side;
    let count = (length as f32 / long * ALONG as f32).round().max(2.0) as usize;
    (0..count).map(|k| k * room / (count - 1)).collect()
}

/// Mean product of pixels `lag` apart, to the right and down.
fn products(square: &[&[u8]], lag: usize) -> f32 {
    let along = |a: &[u8], b: &[u8]| -> u32 {
        a.iter()
            .zip(b)
            .map(|(&a, &b)| u32::from(a) * u32::from(b))
            .sum()
    };
    let right = square
        .iter()
        .map(|row| along(row, row.get(lag..).unwrap_or_default()));
    let down = square
        .iter()
        .zip(square.iter().skip(lag))
        .map(|(a, b)| along(a, b));
    let side = square.len();
    let pairs = 2 * side * side.saturating_sub(lag);
    (right.map(u64::from).sum::<u64>() + down.map(u64::from).sum::<u64>()) as f32
        / pairs.max(1) as f32
}

/// Whether nothing on a page of these rows is as dark as marks, labels and cells are, but for specks: of
/// the smallest sheet these are many times as much.
pub(crate) fn has_nothing_dark(rows: &[&[u8]]) -> bool {
    let levels = Levels::of(rows);
    levels.quantile(0.98) - levels.quantile(0.0005) < LEAST_CONTRAST
}

/// How often each level occurs, in rows from top to bottom.
struct Levels {
    counts: [u32; 256],
    total: u32,
}

impl Levels {
    fn of(rows: &[&[u8]]) -> Levels {
        let rows = rows.iter().step_by((rows.len() / ROWS).max(1)).copied();
        // An odd step, so as not to walk in step with what is printed.
        let counts = counted(rows, |row| row.iter().step_by(3).copied());
        let total = counts.iter().sum();
        Levels { counts, total }
    }

    fn quantile(&self, part: f32) -> f32 {
        quantile(self.counts.iter(), part).unwrap_or(255) as f32
    }

    fn share_between(&self, low: usize, high: usize) -> f32 {
        let between: u32 = self.counts.iter().take(high).skip(low).sum();
        between as f32 / self.total.max(1) as f32
    }
}

/// How often each number occurs in these rows. Neighbours are mostly alike: counted in one place they
/// would wait for each other.
fn counted<'a, const N: usize, I: Iterator<Item = u8>>(
    rows: impl Iterator<Item = &'a [u8]>,
    numbers: impl Fn(&'a [u8]) -> I,
) -> [u32; N] {
    let mut counts = [[0u32; N]; 2];
    let [even, odd] = &mut counts;
    for row in rows {
        let mut numbers = numbers(row);
        while let Some(number) = numbers.next() {
            if let Some(count) = even.get_mut(usize::from(number)) {
                *count += 1;
            }
            let next = numbers
                .next()
                .and_then(|next| odd.get_mut(usize::from(next)));
            if let Some(count) = next {
                *count += 1;
            }
        }
    }
    let [mut counts, odd] = counts;
    for (count, odd) in counts.iter_mut().zip(odd) {
        *count += odd;
    }
    counts
}

/// The first of these counts with which more than this part of all has been counted.
pub(crate) fn quantile<'a>(
    mut counts: impl Iterator<Item = &'a u32> + Clone,
    part: f32,
) -> Option<usize> {
    let total: u32 = counts.clone().sum();
    let most = (part * total as f32) as u32;
    let mut sum = 0;
    counts.position(|count| {
        sum += count;
        sum > most
    })
}
