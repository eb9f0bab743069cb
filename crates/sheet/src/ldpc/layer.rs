//! Rows of circulants: the checks of one see, in each of 3 or 6 blocks of variable nodes, a
//! rotation of that block. So one vector instruction serves 16 to 64 neighbouring checks of
//! one word, and no two checks of a layer share a variable node.

use super::{CODE, WORD_CELLS};
use fearless_simd::Simd;
use fearless_simd::prelude::*;
use std::ops::Range;

/// Side of TM8192's circulants.
pub(super) const SIDE: usize = CODE.circulant_size();
/// The widest vector: a block's first nodes are repeated behind its end, so that a rotated
/// block loads in one piece.
pub(super) const SEAM: usize = 64;
/// Blocks of variable nodes, the last four of nodes that are never sent.
pub(super) const BLOCKS: usize = (WORD_CELLS + CODE.punctured_bits()) / SIDE;

/// Above, a check node does not tell magnitudes apart: a message is at most 63, and the two
/// or three that most variable nodes hear do not saturate.
const MOST_MAGNITUDE: i8 = 84;

/// Log-likelihoods of variable nodes, positive = 0, and of the first of them again.
pub(super) type Block = [i8; SIDE + SEAM];

/// Edges between a layer and a block: check `c` sees node `(c + shift) % SIDE`.
#[derive(Clone, Copy)]
struct Run {
    block: usize,
    shift: usize,
}

/// `SIDE` checks and the messages they sent last.
pub(super) struct Layer<const DEGREE: usize> {
    runs: [Run; DEGREE],
    messages: [[i8; SIDE]; DEGREE],
}

impl<const DEGREE: usize> Layer<DEGREE> {
    pub(super) fn forget(&mut self) {
        self.messages = [[0; SIDE]; DEGREE];
    }

    /// The check nodes hear their variable nodes, less what they told them last, and tell
    /// them anew.
    #[inline(always)]
    pub(super) fn pass<S: Simd>(&mut self, simd: S, posteriors: &mut [Block]) {
        let blocks = posteriors.get_disjoint_mut(self.runs.map(|run| run.block));
        // A layer's blocks differ.
        let Ok(mut blocks) = blocks else { return };
        for check in (0..SIDE).step_by(S::i8s::LEN) {
            self.pass_vector(simd, check, &mut blocks);
        }
        for (run, block) in self.runs.iter().zip(blocks) {
            close_seam(simd, block, run.shift % S::i8s::LEN);
        }
    }

    #[inline(always)]
    fn pass_vector<S: Simd>(&mut self, simd: S, check: usize, blocks: &mut [&mut Block; DEGREE]) {
        let zero = S::i8s::splat(simd, 0);
        let most = S::i8s::splat(simd, MOST_MAGNITUDE);
        let (mut least, mut second, mut parity) = (most, most, zero);
        let mut heard = [zero; DEGREE];
        let edges = self.runs.iter().zip(&self.messages).zip(&*blocks);
        for (heard, ((run, messages), block)) in heard.iter_mut().zip(edges) {
            let posterior = load(simd, &block[..], (check + run.shift) % SIDE);
            *heard = posterior.saturating_sub(load(simd, messages, check));
            let magnitude = heard.max(zero.saturating_sub(*heard));
            second = second.min(least.max(magnitude));
            least = least.min(magnitude);
            parity ^= *heard;
        }
        let (to_others, to_least) = (normalised(least), normalised(second));
        let edges = self.runs.iter().zip(&mut self.messages).zip(blocks);
        for (heard, ((run, messages), block)) in heard.into_iter().zip(edges) {
            let magnitude = heard.max(zero.saturating_sub(heard));
            let told = magnitude.simd_eq(least).select(to_least, to_others);
            let told = (parity ^ heard).simd_lt(0).select(zero - told, told);
            // A check that changes its mind says nothing for a round (self-correction).
            let last = load(simd, messages, check);
            let wavers = (last ^ told).simd_lt(0) & !last.simd_eq(0);
            let told = wavers.select(zero, told);
            store(told, messages, check);
            let posterior = heard.saturating_add(told);
            store(posterior, &mut block[..], (check + run.shift) % SIDE);
        }
    }

    /// Whether all checks are satisfied.
    #[inline(always)]
    pub(super) fn holds<S: Simd>(&self, simd: S, posteriors: &[Block]) -> bool {
        let mut odd = S::i8s::splat(simd, 0);
        for check in (0..SIDE).step_by(S::i8s::LEN) {
            let mut parity = S::i8s::splat(simd, 0);
            for run in &self.runs {
                if let Some(block) = posteriors.get(run.block) {
                    parity ^= load(simd, block, (check + run.shift) % SIDE);
                }
            }
            odd |= parity;
        }
        odd.simd_lt(0).to_bitmask() == 0
    }
}

/// Three quarters, rounded so that 1 stays 1: amid erasures a whisper must get through.
#[inline(always)]
fn normalised<S: Simd, V: SimdInt<S, Element = i8>>(magnitude: V) -> V {
    magnitude - ((magnitude + 2) >> 2)
}

/// After a pass the first `beyond` nodes are up to date behind the block's end, the others
/// at its beginning.
#[inline(always)]
fn close_seam<S: Simd>(simd: S, block: &mut Block, beyond: usize) {
    let is_beyond = S::mask8s::from_bitmask(simd, (1 << beyond) - 1);
    let first = is_beyond.select(load(simd, block, SIDE), load(simd, block, 0));
    store(first, block, 0);
    store(first, block, SIDE);
}

/// Always within `from`: `at` is within a block, and a vector no longer than its seam.
#[inline(always)]
#[allow(clippy::indexing_slicing)]
pub(super) fn load<S: Simd>(simd: S, from: &[i8], at: usize) -> S::i8s {
    S::i8s::from_slice(simd, &from[at..at + S::i8s::LEN])
}

/// See `load`.
#[inline(always)]
#[allow(clippy::indexing_slicing)]
fn store<S: Simd, V: SimdBase<S, Element = i8>>(vector: V, to: &mut [i8], at: usize) {
    vector.store_slice(&mut to[at..at + V::LEN]);
}

/// The layers of these checks. The first edge of a circulant tells the others.
pub(super) fn layers<const DEGREE: usize>(checks: Range<usize>) -> Vec<Layer<DEGREE>> {
    let runs_of = |layer: usize| {
        let edges = CODE.iter_paritychecks();
        let firsts = edges.filter(move |&(check, _)| check == layer);
        firsts.map(|(_, node)| Run {
            block: node / SIDE,
            shift: node % SIDE,
        })
    };
    let layers = checks.step_by(SIDE).map(|layer| {
        let mut runs = runs_of(layer);
        let silent = Run { block: 0, shift: 0 };
        Layer {
            runs: [silent; DEGREE].map(|silent| runs.next().unwrap_or(silent)),
            messages: [[0; SIDE]; DEGREE],
        }
    });
    layers.collect()
}
