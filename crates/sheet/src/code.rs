use crate::interleave::Interleaver;
use crate::{Label, Layout, Sealed};
use labrador_ldpc::LDPCCode;

/// CCSDS 131.0-B TM8192: 4096 bits in 8192.
const CODE: LDPCCode = LDPCCode::TM8192;
pub(crate) const WORD_CELLS: usize = 8192;
pub(crate) const WORD_BYTES: usize = 512;
const CODED_BYTES: usize = WORD_CELLS / 8;

/// Words that come through do so within some thirty rounds; the rest is noise.
const MOST_ROUNDS: usize = 60;
/// The interleaver makes all words alike: after this many failures the rest would fail too.
const MOST_FAILURES: usize = 3;
/// What TM8192 was measured to survive: this share of cells erased …
const MOST_ERASED: f32 = 0.41;
/// … or this share of cells wrong.
const MOST_WRONG: f32 = 0.075;

/// What the correction did: how well a sheet was read, known without any key.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Repairs {
    /// Cells that carry coded bits.
    pub cells: u32,
    /// Cells that were read wrong and corrected.
    pub corrected: u32,
    /// Cells that said nothing.
    pub erased: u32,
}

impl Repairs {
    /// What is left before the sheet becomes unreadable: 1 for a perfect reading, 0 at the
    /// limit of the code.
    pub fn margin(&self) -> f32 {
        let share = |n: u32| n as f32 / (self.cells as f32).max(1.0);
        let used = share(self.erased) / MOST_ERASED + share(self.corrected) / MOST_WRONG;
        (1.0 - used).clamp(0.0, 1.0)
    }
}

/// The cells were too many wrong for the code, or the frame's checksum does not hold.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("{failed} of {words} code words could not be corrected")]
pub struct Unreadable {
    pub words: usize,
    /// 0: every word was corrected and the checksum does not hold.
    pub failed: usize,
    /// Of the words that were corrected before giving up.
    pub repairs: Repairs,
}

/// The frame as cells: one bit for each of `layout.data_cells`, 1 = black. `None`: it does not fit.
pub fn encode(label: &Label, layout: &Layout, sealed: &Sealed) -> Option<Vec<u8>> {
    let mut frame = sealed.to_frame();
    if frame.len() > layout.capacity() {
        return None;
    }
    frame.resize(layout.capacity(), 0);
    let mut interleaver = Interleaver::new(&label.sheet, layout.data_cells.len());
    interleaver.whiten(&mut frame);

    let mut coded = vec![0; layout.words() * CODED_BYTES];
    for (word, data) in coded
        .chunks_exact_mut(CODED_BYTES)
        .zip(frame.chunks_exact(WORD_BYTES))
    {
        CODE.copy_encode(data, word);
    }
    // The few cells left over carry plain noise.
    let mut noise = vec![0; layout.data_cells.len().div_ceil(8) - coded.len()];
    interleaver.whiten(&mut noise);
    coded.extend(noise);

    let mut cells = vec![0; layout.data_cells.len()];
    for (&cell, bit) in interleaver.order().iter().zip(bits(&coded)) {
        if let Some(at) = cells.get_mut(cell as usize) {
            *at = bit;
        }
    }
    Some(cells)
}

/// `soft`: a log-likelihood for each of `layout.data_cells`, positive = white, 0 = erased.
pub fn decode(
    label: &Label,
    layout: &Layout,
    soft: &[i8],
) -> Result<(Sealed, Repairs), Unreadable> {
    let mut interleaver = Interleaver::new(&label.sheet, layout.data_cells.len());
    let at = |&cell: &u32| soft.get(cell as usize).copied().unwrap_or(0);
    let coded: Vec<i8> = interleaver.order().iter().map(at).collect();

    let mut decoder = Decoder::default();
    let mut outcome = Unreadable {
        words: layout.words(),
        failed: 0,
        repairs: Repairs::default(),
    };
    let mut frame = Vec::with_capacity(layout.capacity());
    for word in coded.chunks_exact(WORD_CELLS) {
        match decoder.decode(word, &mut outcome.repairs) {
            Some(data) => frame.extend(data),
            None => outcome.failed += 1,
        }
        if outcome.failed >= MOST_FAILURES {
            break;
        }
    }
    if outcome.failed > 0 {
        return Err(outcome);
    }
    interleaver.whiten(&mut frame);
    match Sealed::from_frame(&frame) {
        Some(sealed) => Ok((sealed, outcome.repairs)),
        None => Err(outcome),
    }
}

/// One word at a time, with the memory it needs.
struct Decoder {
    hard: Vec<u8>,
    output: Vec<u8>,
    again: Vec<u8>,
    working: Vec<i8>,
    working_u8: Vec<u8>,
}

impl Default for Decoder {
    fn default() -> Decoder {
        Decoder {
            hard: vec![0; CODED_BYTES],
            output: vec![0; CODE.output_len()],
            again: vec![0; CODED_BYTES],
            working: vec![0; CODE.decode_ms_working_len()],
            working_u8: vec![0; CODE.decode_ms_working_u8_len()],
        }
    }
}

impl Decoder {
    fn decode(&mut self, soft: &[i8], repairs: &mut Repairs) -> Option<&[u8]> {
        CODE.llrs_to_hard(soft, &mut self.hard);
        let erased = soft.iter().filter(|&&s| s == 0).count();
        // A clean word shows itself by encoding its systematic half again, four times
        // cheaper than one round of the decoder.
        self.again_from_hard();
        if erased > 0 || self.again != self.hard {
            let (found, _) = CODE.decode_ms(
                soft,
                &mut self.output,
                &mut self.working,
                &mut self.working_u8,
                MOST_ROUNDS,
            );
            if !found {
                return None;
            }
            CODE.copy_encode(self.output.get(..WORD_BYTES)?, &mut self.again);
        }
        let wrong = bits(&self.again)
            .zip(soft)
            .filter(|(b, s)| **s != 0 && (*b == 1) != (**s < 0));
        repairs.corrected += wrong.count() as u32;
        repairs.erased += erased as u32;
        repairs.cells += WORD_CELLS as u32;
        self.again.get(..WORD_BYTES)
    }

    fn again_from_hard(&mut self) {
        if let Some(data) = self.hard.get(..WORD_BYTES) {
            CODE.copy_encode(data, &mut self.again);
        }
    }
}

/// Most significant bit first.
fn bits(bytes: &[u8]) -> impl Iterator<Item = u8> + '_ {
    bytes
        .iter()
        .flat_map(|&byte| (0..8).rev().map(move |shift| byte >> shift & 1))
}
