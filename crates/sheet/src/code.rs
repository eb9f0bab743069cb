use crate::interleave::{Order, deinterleave};
use crate::ldpc::{CODE, Decoder, WORD_BYTES, WORD_CELLS, Word};
use crate::{Label, Layout, Sealed};

const CODED_BYTES: usize = WORD_CELLS / 8;

/// The interleaver makes all words alike: after this many failures the rest would fail too.
const MOST_FAILURES: usize = 3;
/// What TM8192 was measured to survive, until a word in some thousands fails: this share of
/// cells erased …
const MOST_ERASED: f32 = 0.40;
/// … or this share of cells wrong, and as sure of it as the others; or of both in proportion.
const MOST_WRONG: f32 = 0.08;

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

    fn add(&mut self, word: &Word) {
        self.cells += WORD_CELLS as u32;
        self.corrected += word.corrected;
        self.erased += word.erased;
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

/// The frame as cells: one bit for each of `layout.data()`, 1 = black. `None`: it does not fit.
pub fn encode(label: &Label, layout: &Layout, sealed: &Sealed) -> Option<Vec<u8>> {
    let mut frame = sealed.to_frame();
    if frame.len() > layout.capacity() {
        return None;
    }
    frame.resize(layout.capacity(), 0);
    let (order, mut noise) = Order::new(&label.sheet, layout.data_cells);
    noise.whiten(&mut frame);

    let mut coded = vec![0; layout.words() * CODED_BYTES];
    for (word, data) in coded
        .chunks_exact_mut(CODED_BYTES)
        .zip(frame.chunks_exact(WORD_BYTES))
    {
        CODE.copy_encode(data, word);
    }
    // The few cells left over carry plain noise.
    let mut rest = vec![0; layout.data_cells.div_ceil(8) - coded.len()];
    noise.whiten(&mut rest);
    coded.extend(rest);

    let mut cells: Vec<u8> = bits(&coded).take(layout.data_cells).collect();
    order.interleave(&mut cells);
    Some(cells)
}

/// `soft`: a log-likelihood for each of `layout.data()`, positive = white, 0 = erased.
pub fn decode(
    label: &Label,
    layout: &Layout,
    soft: &[i8],
) -> Result<(Sealed, Repairs), Unreadable> {
    let mut coded = soft.to_vec();
    coded.resize(layout.data_cells, 0);
    let mut noise = deinterleave(&label.sheet, &mut coded);

    let mut decoder = Decoder::new();
    let mut outcome = Unreadable {
        words: layout.words(),
        failed: 0,
        repairs: Repairs::default(),
    };
    let mut frame = Vec::with_capacity(layout.capacity());
    for word in coded.as_chunks().0 {
        match decoder.decode(word) {
            Some(word) => {
                frame.extend(word.data);
                outcome.repairs.add(&word);
            }
            None => outcome.failed += 1,
        }
        if outcome.failed >= MOST_FAILURES {
            break;
        }
    }
    if outcome.failed > 0 {
        return Err(outcome);
    }
    noise.whiten(&mut frame);
    match Sealed::from_frame(&frame) {
        Some(sealed) => Ok((sealed, outcome.repairs)),
        None => Err(outcome),
    }
}

/// Most significant bit first.
fn bits(bytes: &[u8]) -> impl Iterator<Item = u8> + '_ {
    bytes
        .iter()
        .flat_map(|&byte| (0..8).rev().map(move |shift| byte >> shift & 1))
}
