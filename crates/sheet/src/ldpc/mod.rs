//! Correction of TM8192 words (CCSDS 131.0-B): layered, normalised, self-correcting min-sum
//! over `i8`.

mod layer;

use fearless_simd::prelude::*;
use fearless_simd::{Level, Simd, dispatch};
use labrador_ldpc::LDPCCode;
use layer::{BLOCKS, Block, Layer, SEAM, SIDE, load};

/// 4096 bits in 8192, and 2048 more that are never sent.
pub(crate) const CODE: LDPCCode = LDPCCode::TM8192;
pub(crate) const WORD_CELLS: usize = 8192;
pub(crate) const WORD_BYTES: usize = 512;

/// Near the code's limit a word may need this many; beyond are those that never come through.
const MOST_ROUNDS: usize = 100;
/// Confident cells must not drown what the checks say.
const LOUDEST: u8 = 31;

/// The word that was sent, as far as the cells tell.
pub(crate) struct Word {
    pub(crate) data: [u8; WORD_BYTES],
    /// Cells that said the opposite.
    pub(crate) corrected: u32,
    /// Cells that said nothing.
    pub(crate) erased: u32,
}

/// One word at a time, with the memory it needs.
pub(crate) struct Decoder {
    level: Level,
    /// The parity-check matrix by its three rows of circulants: checks of degree 3, 6 and 6.
    first: Vec<Layer<3>>,
    second: Vec<Layer<6>>,
    third: Vec<Layer<6>>,
    posteriors: Vec<Block>,
}

impl Decoder {
    pub(crate) fn new() -> Decoder {
        let row = CODE.submatrix_size();
        Decoder {
            level: Level::new(),
            first: layer::layers(0..row),
            second: layer::layers(row..2 * row),
            third: layer::layers(2 * row..3 * row),
            posteriors: vec![[0; SIDE + SEAM]; BLOCKS],
        }
    }

    /// `soft`: log-likelihoods, positive = 0. `None`: no code word was found.
    pub(crate) fn decode(&mut self, soft: &[i8; WORD_CELLS]) -> Option<Word> {
        dispatch!(self.level, simd => self.decode_with(simd, soft))
    }

    #[inline(always)]
    fn decode_with<S: Simd>(&mut self, simd: S, soft: &[i8; WORD_CELLS]) -> Option<Word> {
        let erased = soft.iter().map(|&s| u32::from(s == 0)).sum();
        // Fewer cells than the bits they carry: spares a blank page its rounds, and keeps it
        // from being read as the word of zeros.
        if erased > WORD_CELLS as u32 / 2 {
            return None;
        }
        self.listen(soft);
        // Only through the third row is known what was never sent, so it goes first: then a
        // clean word shows itself before any round.
        self.third_row(simd);
        for _ in 0..MOST_ROUNDS {
            if self.is_code_word(simd) {
                let (data, corrected) = self.read(simd, soft);
                return Some(Word {
                    data,
                    corrected,
                    erased,
                });
            }
            for layer in &mut self.first {
                layer.pass(simd, &mut self.posteriors);
            }
            for layer in &mut self.second {
                layer.pass(simd, &mut self.posteriors);
            }
            self.third_row(simd);
        }
        None
    }

    /// Halved, away from zero: leaves room for the messages, and erases nothing.
    #[inline(always)]
    fn listen(&mut self, soft: &[i8; WORD_CELLS]) {
        let (sent, punctured) = self.posteriors.split_at_mut(WORD_CELLS / SIDE);
        for (block, soft) in sent.iter_mut().zip(soft.as_chunks::<SIDE>().0) {
            for (posterior, &s) in block.iter_mut().zip(soft) {
                let magnitude = s.unsigned_abs().div_ceil(2).min(LOUDEST) as i8;
                *posterior = if s < 0 { -magnitude } else { magnitude };
            }
            block.copy_within(..SEAM, SIDE);
        }
        punctured.iter_mut().for_each(|block| block.fill(0));
        self.first.iter_mut().for_each(Layer::forget);
        self.second.iter_mut().for_each(Layer::forget);
        self.third.iter_mut().for_each(Layer::forget);
    }

    #[inline(always)]
    fn third_row<S: Simd>(&mut self, simd: S) {
        for layer in &mut self.third {
            layer.pass(simd, &mut self.posteriors);
        }
    }

    /// The syndrome is zero.
    #[inline(always)]
    fn is_code_word<S: Simd>(&self, simd: S) -> bool {
        for layer in &self.first {
            if !layer.holds(simd, &self.posteriors) {
                return false;
            }
        }
        for layer in self.second.iter().chain(&self.third) {
            if !layer.holds(simd, &self.posteriors) {
                return false;
            }
        }
        true
    }

    /// The systematic half, and how many cells said the opposite of what was sent.
    #[inline(always)]
    fn read<S: Simd>(&self, simd: S, soft: &[i8; WORD_CELLS]) -> ([u8; WORD_BYTES], u32) {
        let (mut data, mut corrected) = ([0; WORD_BYTES], 0);
        let mut bytes = data.chunks_exact_mut(S::i8s::LEN / 8);
        for (block, soft) in self.posteriors.iter().zip(soft.as_chunks::<SIDE>().0) {
            for at in (0..SIDE).step_by(S::i8s::LEN) {
                let ones = load(simd, block, at).simd_lt(0).to_bitmask();
                let said = load(simd, soft, at);
                let (said_one, said_zero) = (said.simd_lt(0), said.simd_gt(0));
                let wrong = ones & said_zero.to_bitmask() | !ones & said_one.to_bitmask();
                corrected += wrong.count_ones();
                // The first cell is the most significant bit of its byte.
                let packed = ones.swap_bytes().reverse_bits().to_le_bytes();
                let bytes = bytes.next().unwrap_or_default();
                bytes
                    .iter_mut()
                    .zip(packed)
                    .for_each(|(to, byte)| *to = byte);
            }
        }
        (data, corrected)
    }
}
