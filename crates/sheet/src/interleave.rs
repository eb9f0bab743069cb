use crate::SheetId;
use chacha20::ChaCha20;
use chacha20::cipher::{KeyIvInit, StreamCipher};
use sha2::{Digest, Sha256};

/// Bytes drawn from the key stream at a time: they stay in the nearest cache.
const DRAWN: usize = 4096;

/// The public noise that whitens what a sheet carries: what follows the order's draws in one
/// ChaCha20 key stream (RFC 8439, counter 0, zero nonce) keyed by SHA-256("uramen/interleave" ‖
/// set ‖ index). Every reader that knows the label can undo both without any secret.
pub(crate) struct Noise(ChaCha20);

impl Noise {
    /// XORs the next bytes of the key stream; whitening and its undoing are the same.
    pub(crate) fn whiten(&mut self, bytes: &mut [u8]) {
        self.0.apply_keystream(bytes);
    }
}

/// Coded bits, from the values of all data cells in reading order.
///
/// The specification shuffles the cells' numbers and looks cells up by them. Shuffling the
/// values instead comes to the same, and they fit a cache.
pub(crate) fn deinterleave(sheet: &SheetId, cells: &mut [i8]) -> Noise {
    shuffle(sheet, cells.len(), |last, other| cells.swap(last, other))
}

/// The way back is to undo the swaps from the last to the first, but what goes onto the
/// cells is whitened with noise that comes after them: so they are made first, and applied
/// when the coded bits are there.
pub(crate) struct Order(Vec<(u32, u32)>);

impl Order {
    pub(crate) fn new(sheet: &SheetId, cells: usize) -> (Order, Noise) {
        let mut swaps = Vec::with_capacity(cells);
        let noise = shuffle(sheet, cells, |last, other| {
            swaps.push((last as u32, other as u32));
        });
        (Order(swaps), noise)
    }

    /// Coded bits to cells in reading order. `coded`: one for each cell.
    pub(crate) fn interleave(&self, coded: &mut [u8]) {
        for &(last, other) in self.0.iter().rev() {
            coded.swap(last as usize, other as usize);
        }
    }
}

/// Fisher–Yates from the last cell to the second; each draw takes four bytes of the stream,
/// little-endian, and scales them to the range by multiplying (the bias, below 2^-12, hurts
/// nobody: the order is public).
fn shuffle(sheet: &SheetId, cells: usize, mut swap: impl FnMut(usize, usize)) -> Noise {
    let mut stream = stream(sheet);
    let mut drawn = [0; DRAWN];
    let mut range = cells;
    while range > 1 {
        let (draws, _) = drawn.split_at_mut(DRAWN.min(4 * (range - 1)));
        draws.fill(0);
        stream.apply_keystream(draws);
        for draw in draws.as_chunks::<4>().0 {
            let other = (u64::from(u32::from_le_bytes(*draw)) * range as u64) >> 32;
            range -= 1;
            swap(range, other as usize);
        }
    }
    Noise(stream)
}

fn stream(sheet: &SheetId) -> ChaCha20 {
    let seed = Sha256::new()
        .chain_update(b"uramen/interleave")
        .chain_update(sheet.set)
        .chain_update([sheet.index])
        .finalize();
    ChaCha20::new(&seed, &[0; 12].into())
}
