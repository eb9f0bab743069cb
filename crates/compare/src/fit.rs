//! The restored front's ink fitted to the page's by what printing and scanning do to it; what
//! no such fit explains differs.
//!
//! Each block of a tile has its own fit: how light the ground is, how dark the ink, by how much
//! it lies off, how much its edges grew and how blurred they are. All of these are small where
//! the mesh did its work, so that one step of least squares finds them.

use crate::ground;
use crate::mesh::TILE;
use crate::residual::{SIDE, Square};

/// Pixels along a block.
const BLOCK: usize = 16;
const BLOCKS: usize = TILE / BLOCK;
const PIXELS: usize = BLOCK * BLOCK;
/// Of a fit: ground, ink, slopes across and down, edges, blur.
const TERMS: usize = 6;

/// Ink beyond the fit, 255 = full black.
pub(crate) struct Differences {
    pub missing: [[u8; TILE]; TILE],
    pub added: [[u8; TILE]; TILE],
    /// All that the fit leaves, be it in doubt or not: darker is more.
    pub rest: [[i16; TILE]; TILE],
    /// The same where nothing is printed, and where of what is printed nothing is left, in halves of a
    /// level.
    pub bare: [[i8; TILE]; TILE],
}

impl Differences {
    /// In pixels of 255 levels.
    pub fn total(&self) -> u32 {
        sum(&self.missing) + sum(&self.added)
    }

    /// Whether ink is missing and ink was added, more than a speck of each.
    pub fn may_be_shifted(&self) -> bool {
        let (missing, added) = (sum(&self.missing), sum(&self.added));
        missing.min(added) > (missing.max(added) / 4).max(SPECK)
    }
}

const SPECK: u32 = 8 * 255;

fn sum(of: &[[u8; TILE]; TILE]) -> u32 {
    let row = |row: &[u8; TILE]| row.iter().map(|&v| u32::from(v)).sum::<u32>();
    of.iter().map(row).sum()
}

/// What is added to a pixel by one of each of a fit's terms but the ground.
#[derive(Clone)]
struct Row {
    terms: [[i16; TILE]; TERMS - 1],
    seen: [i16; TILE],
}

impl Default for Row {
    fn default() -> Row {
        Row {
            terms: [[0; TILE]; TERMS - 1],
            seen: [0; TILE],
        }
    }
}

/// Levels off that no edge explains.
const FAR: i16 = 60;
/// Ink in the midst of a stroke, be it as thin as a pixel.
const FULL: i16 = 100;
/// Ground level of tints and of what shows through, which is no ink.
pub(crate) const PALE: i16 = 35;
/// Print that is seen, the blur of print beside, and what is left of print that is not there.
const PRINTED: i16 = 70;
const BLANK: i16 = 48;
const NOTHING: i16 = 30;
/// Toner may be so much scarcer than the fit says.
const SCARCE: i16 = 10;

/// `doubt` in halves of what 300 dpi leave open.
pub(crate) fn differences(ink: &Square, seen: &Square, doubt: i16) -> Differences {
    let mut rows = vec![Row::default(); TILE];
    let three = ink.windows(3).zip(seen.iter().skip(1));
    for (row, (ink, seen)) in rows.iter_mut().zip(three) {
        if let [above, here, below] = ink {
            row.fill([above, here, below], seen);
        }
    }
    let mut sums = [[Sums::default(); BLOCKS]; BLOCKS];
    for (sums, rows) in sums.iter_mut().zip(rows.chunks_exact(BLOCK)) {
        for (x, sums) in sums.iter_mut().enumerate() {
            *sums = Sums::of(rows, x * BLOCK);
        }
    }
    let mut off = [[0i16; TILE]; TILE];
    for by in 0..BLOCKS {
        for bx in 0..BLOCKS {
            let fit = around(&sums, bx, by).solved();
            let is_blank = sums
                .get(by)
                .and_then(|sums| sums.get(bx))
                .is_some_and(|sums| sums.is_blank);
            let terms = if is_blank { 0 } else { TERMS - 1 };
            let rows = rows.iter().zip(&mut off).skip(by * BLOCK);
            for (row, off) in rows.take(BLOCK) {
                row.off(&fit, terms, bx * BLOCK, off);
            }
        }
    }
    ground::level(&mut off, ink);
    let mut sure = [[0i16; SIDE]; SIDE];
    for (sure, (row, off)) in sure.iter_mut().skip(1).zip(rows.iter().zip(&off)) {
        row.sure(off, doubt, sure);
    }
    let mut bare = [[0; TILE]; TILE];
    for (bare, (row, off)) in bare.iter_mut().zip(rows.iter().zip(&off)) {
        row.bare(off, bare);
    }
    let [missing, added] = beyond(&sure);
    Differences {
        missing,
        added,
        rest: off,
        bare,
    }
}

/// Of a block and those beside it on the tile.
fn around(sums: &[[Sums; BLOCKS]; BLOCKS], x: usize, y: usize) -> Sums {
    let mut all = Sums::default();
    for row in sums.iter().take(y + 2).skip(y.saturating_sub(1)) {
        for sums in row.iter().take(x + 2).skip(x.saturating_sub(1)) {
            all.merge(sums);
        }
    }
    all
}

impl Row {
    fn fill(&mut self, [above, here, below]: [&[u8; SIDE]; 3], seen: &[u8; SIDE]) {
        let [ink, across, down, edges, blur] = &mut self.terms;
        for (to, &v) in ink.iter_mut().zip(here.iter().skip(1)) {
            *to = i16::from(v);
        }
        for (to, &v) in self.seen.iter_mut().zip(seen.iter().skip(1)) {
            *to = i16::from(v);
        }
        for (to, (&before, &after)) in across.iter_mut().zip(here.iter().zip(here.iter().skip(2))) {
            *to = (i16::from(after) - i16::from(before)) / 2;
        }
        let around = above.iter().skip(1).zip(below.iter().skip(1));
        for (to, (&above, &below)) in down.iter_mut().zip(around) {
            *to = (i16::from(below) - i16::from(above)) / 2;
        }
        for (to, (across, down)) in edges.iter_mut().zip(across.iter().zip(down.iter())) {
            *to = across.abs() + down.abs();
        }
        let means = means([above, here, below]);
        for ((to, ink), mean) in blur.iter_mut().zip(ink.iter()).zip(means) {
            *to = mean - ink;
        }
    }

    /// Seen ink less the fit's, over one block, of which no more terms than these are any.
    fn off(&self, fit: &Fit, terms: usize, from: usize, off: &mut [i16; TILE]) {
        let [ground, rest @ ..] = fit;
        let mut sums = [*ground; BLOCK];
        for (term, by) in self.terms.iter().zip(rest).take(terms) {
            for (sum, v) in sums.iter_mut().zip(block(term, from)) {
                *sum += f32::from(v) * by;
            }
        }
        let off = off
            .get_mut(from..)
            .and_then(|off| off.first_chunk_mut::<BLOCK>());
        let seen = block(&self.seen, from);
        for (off, (&sum, seen)) in off.into_iter().flatten().zip(sums.iter().zip(seen)) {
            *off = seen - floored(sum);
        }
    }

    /// What is off beyond doubt. The restored front's edges lie on whole pixels and the print's do
    /// not: half a pixel to and fro, and a whole one for thin strokes and gaps. And no more ink can
    /// be missing than is printed.
    fn sure(&self, off: &[i16; TILE], doubt: i16, sure: &mut [i16; SIDE]) {
        let [ink, _, _, edges, blur] = &self.terms;
        let doubts = edges
            .iter()
            .zip(blur)
            .map(|(edge, blur)| (edge / 2 + blur.abs()) * doubt / 2);
        let sure = sure.iter_mut().skip(1);
        for (sure, ((off, ink), doubt)) in sure.zip(off.iter().zip(ink).zip(doubts)) {
            // Not `clamp`, whose check that the bounds are in order costs more than the rest.
            *sure = (off - (*off).max(-doubt).min(doubt)).max(-ink);
        }
    }

    /// What is off where nothing is printed, and where nothing is left of print, in halves of a level.
    /// Print is darker than what is around it; a gap between strokes, which their blur fills, is not.
    fn bare(&self, off: &[i16; TILE], bare: &mut [i8; TILE]) {
        // Most rows have neither.
        let is_off = |off: &i16| !(NOTHING - PRINTED..=PRINTED).contains(off);
        if !off.iter().fold(false, |any, off| any | is_off(off)) {
            return;
        }
        let [ink, .., blur] = &self.terms;
        let pixels = ink.iter().zip(blur).zip(off.iter().zip(&self.seen));
        for (bare, ((&ink, &blur), (&off, &seen))) in bare.iter_mut().zip(pixels) {
            let is_print = (ink > PRINTED) & (blur < 0);
            let is_gone = is_print & (ink + off < NOTHING) & (seen < PRINTED);
            let came = if (ink < BLANK) & (off > PRINTED) {
                off
            } else {
                0
            };
            let all = if is_gone { off.max(-ink) } else { came };
            *bare = (all / 2).min(127) as i8;
        }
    }
}

/// The pixels of one block.
fn block(of: &[i16; TILE], from: usize) -> [i16; BLOCK] {
    of.get(from..)
        .and_then(|of| of.first_chunk().copied())
        .unwrap_or([0; BLOCK])
}

/// Rounded down. A cast, which has to mind what is too large, takes ten times as long.
fn floored(v: f32) -> i16 {
    // Added to it, a number is rounded to the nearest, which then stands in the lowest bits.
    const ONES: f32 = 1.5 * (1 << 23) as f32;
    (v - 0.499 + ONES).to_bits() as i16
}

/// How much of each term.
type Fit = [f32; TERMS];

/// Normal equations: products of the terms and of each with what was seen.
#[derive(Clone, Copy, Default)]
struct Sums {
    products: [[i32; TERMS]; TERMS],
    seen: [i32; TERMS],
    /// Nothing is printed on this block or beside it, whatever is merged.
    is_blank: bool,
    /// Pixels in the midst of strokes, and those of them on which the page has hardly any ink.
    full: i32,
    bare: i32,
}

impl Sums {
    /// Of one block.
    fn of(rows: &[Row], from: usize) -> Sums {
        let mut sums = Sums::default();
        let mut seen = [0; PIXELS];
        let [mut ink, mut across, mut down, mut edges, mut blur] = [[0; PIXELS]; TERMS - 1];
        let terms = [&mut ink, &mut across, &mut down, &mut edges, &mut blur];
        for (k, term) in terms.into_iter().enumerate() {
            gather(term, rows, from, |row| row.terms.get(k));
        }
        gather(&mut seen, rows, from, |row| Some(&row.seen));
        sums.is_blank = [&ink, &edges, &blur]
            .into_iter()
            .all(|term| *term == [0; PIXELS]);
        if sums.is_blank {
            let says = seen.map(|seen| i16::from(seen <= FAR));
            let (count, sum) = (dot(&says, &[1; PIXELS]), dot(&says, &seen));
            let [[counted, ..], ..] = &mut sums.products;
            let [seen, ..] = &mut sums.seen;
            (*counted, *seen) = (count, sum);
            return sums;
        }
        // What is far off is no edge's doing and has no say.
        let mut says = [0i16; PIXELS];
        let pixels = seen.iter().zip(&ink).zip(&edges);
        for (says, ((&seen, &ink), &edge)) in says.iter_mut().zip(pixels.clone()) {
            *says = -i16::from((seen - ink).abs() <= FAR + edge / 2);
        }
        let (mut full, mut bare) = (0i16, 0i16);
        for ((&seen, &ink), &edge) in pixels {
            let is_full = ink > FULL;
            full += i16::from(is_full);
            bare += i16::from(is_full & (ink - seen > FAR + edge / 2));
        }
        (sums.full, sums.bare) = (i32::from(full), i32::from(bare));
        let mut terms = [[1; PIXELS], ink, across, down, edges, blur];
        for term in &mut terms {
            for (v, says) in term.iter_mut().zip(&says) {
                *v &= says;
            }
        }
        for (i, a) in terms.iter().enumerate() {
            if let Some(sum) = sums.seen.get_mut(i) {
                *sum = dot(a, &seen);
            }
            let Some(products) = sums.products.get_mut(i) else {
                continue;
            };
            for (product, b) in products.iter_mut().zip(&terms).take(i + 1) {
                *product = dot(a, b);
            }
        }
        sums
    }

    fn merge(&mut self, other: &Sums) {
        for (to, from) in self.seen.iter_mut().zip(&other.seen) {
            *to += from;
        }
        (self.full, self.bare) = (self.full + other.full, self.bare + other.bare);
        for (to, from) in self.products.iter_mut().zip(&other.products) {
            for (to, from) in to.iter_mut().zip(from) {
                *to += from;
            }
        }
    }

    /// Towards what is expected, the more so the less there is to tell. Where most print is missing
    /// it has no say, and what has, the pale sides of its strokes, would be fitted to nothing.
    fn solved(&self) -> Fit {
        /// Levels that are usual between fit and page, squared.
        const NOISE: f32 = 400.0;
        const EXPECTED: [f32; TERMS] = [0.0, 1.0, 0.0, 0.0, 0.0, 0.0];
        const USUAL: [f32; TERMS] = [12.0, 0.1, 0.4, 0.4, 0.25, 0.5];
        const MOST: [f32; TERMS] = [50.0, 0.15, 1.0, 1.0, 0.4, 0.8];
        if 2 * self.bare > self.full {
            return EXPECTED;
        }
        let usual = USUAL.map(|usual| NOISE / (usual * usual));
        let mut matrix = self.products.map(|row| row.map(|sum| sum as f32));
        let mut right = self.seen.map(|sum| sum as f32);
        let rows = matrix.iter_mut().zip(&mut right).zip(usual).zip(EXPECTED);
        for (i, (((row, right), ridge), expected)) in rows.enumerate() {
            if let Some(diagonal) = row.get_mut(i) {
                *diagonal += ridge;
            }
            *right += ridge * expected;
        }
        let mut fit = solve(matrix, right);
        for ((term, expected), most) in fit.iter_mut().zip(EXPECTED).zip(MOST) {
            *term = term.clamp(expected - most, expected + most);
        }
        fit
    }
}

/// A positive definite system, of which the lower half is given: by Cholesky's factors.
// Fixed sizes, and no index beyond them.
#[allow(clippy::indexing_slicing)]
fn solve(mut m: [[f32; TERMS]; TERMS], mut v: [f32; TERMS]) -> [f32; TERMS] {
    for i in 0..TERMS {
        for j in 0..=i {
            let sum: f32 = (0..j).map(|k| m[i][k] * m[j][k]).sum();
            m[i][j] = match i == j {
                true => (m[i][i] - sum).max(1e-3).sqrt(),
                false => (m[i][j] - sum) / m[j][j],
            };
        }
    }
    for i in 0..TERMS {
        let sum: f32 = (0..i).map(|k| m[i][k] * v[k]).sum();
        v[i] = (v[i] - sum) / m[i][i];
    }
    for i in (0..TERMS).rev() {
        let sum: f32 = (i + 1..TERMS).map(|k| m[k][i] * v[k]).sum();
        v[i] = (v[i] - sum) / m[i][i];
    }
    v
}

/// One block's pixels of what is one of each row's.
fn gather<'a>(
    to: &mut [i16; PIXELS],
    rows: &'a [Row],
    from: usize,
    of: impl Fn(&'a Row) -> Option<&'a [i16; TILE]>,
) {
    for (to, row) in to.chunks_exact_mut(BLOCK).zip(rows) {
        if let Some(of) = of(row) {
            to.copy_from_slice(&block(of, from));
        }
    }
}

fn dot(a: &[i16; PIXELS], b: &[i16; PIXELS]) -> i32 {
    const LANES: usize = 8;
    let mut sums = [0; LANES];
    let ((a, _), (b, _)) = (a.as_chunks::<LANES>(), b.as_chunks::<LANES>());
    for (a, b) in a.iter().zip(b) {
        for (sum, (&a, &b)) in sums.iter_mut().zip(a.iter().zip(b)) {
            *sum += i32::from(a) * i32::from(b);
        }
    }
    sums.iter().sum()
}

/// Missing and added: means over three pixels by three, less what grounds and toner may be off.
fn beyond(off: &[[i16; SIDE]; SIDE]) -> [[[u8; TILE]; TILE]; 2] {
    let [mut missing, mut added] = [[[0; TILE]; TILE]; 2];
    for ((missing, added), three) in missing.iter_mut().zip(&mut added).zip(off.windows(3)) {
        let [above, here, below] = three else {
            continue;
        };
        let means = means([above, here, below]);
        for ((missing, added), mean) in missing.iter_mut().zip(added).zip(means) {
            *added = (mean - PALE).clamp(0, 255) as u8;
            *missing = (-mean - SCARCE).clamp(0, 255) as u8;
        }
    }
    [missing, added]
}

/// Of a tile's row: means over three pixels by three.
fn means<T: Copy + Into<i16>>([above, here, below]: [&[T; SIDE]; 3]) -> [i16; TILE] {
    let mut columns = [0i16; SIDE];
    for (sum, ((&a, &b), &c)) in columns.iter_mut().zip(above.iter().zip(here).zip(below)) {
        *sum = a.into() + b.into() + c.into();
    }
    let mut means = [0; TILE];
    let three = columns
        .iter()
        .zip(columns.iter().skip(1))
        .zip(columns.iter().skip(2));
    for (mean, ((&a, &b), &c)) in means.iter_mut().zip(three) {
        // A ninth is 7282 / 65536.
        *mean = ((i32::from(a + b + c) * 7282) >> 16) as i16;
    }
    means
}
