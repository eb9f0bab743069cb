use crate::SheetId;
use chacha20::ChaCha20;
use chacha20::cipher::{KeyIvInit, StreamCipher};
use sha2::{Digest, Sha256};

/// The public order in which a sheet's data cells carry coded bits, and the public noise
/// that whitens what is carried. Both come from one ChaCha20 key stream (RFC 8439, counter
/// 0, zero nonce) keyed by SHA-256("uramen/interleave" ‖ set ‖ index), so every reader that
/// knows the label can undo them without any secret.
pub(crate) struct Interleaver {
    stream: ChaCha20,
    /// `order[k]`: which data cell carries coded bit `k`.
    order: Vec<u32>,
}

impl Interleaver {
    pub(crate) fn new(sheet: &SheetId, data_cells: usize) -> Interleaver {
        let seed = Sha256::new()
            .chain_update(b"uramen/interleave")
            .chain_update(sheet.set)
            .chain_update([sheet.index])
            .finalize();
        let mut stream = ChaCha20::new(&seed, &[0; 12].into());
        let order = shuffled(data_cells, &mut stream);
        Interleaver { stream, order }
    }

    pub(crate) fn order(&self) -> &[u32] {
        &self.order
    }

    /// XORs the next bytes of the key stream; whitening and its undoing are the same.
    pub(crate) fn whiten(&mut self, bytes: &mut [u8]) {
        self.stream.apply_keystream(bytes);
    }
}

/// Fisher–Yates from the last cell to the second; each draw takes four bytes of the stream,
/// little-endian, and scales them to the range by multiplying (the bias, below 2^-12, hurts
/// nobody: the order is public).
fn shuffled(cells: usize, stream: &mut ChaCha20) -> Vec<u32> {
    let mut order: Vec<u32> = (0..cells as u32).collect();
    let mut draws = vec![0; 4 * cells.saturating_sub(1)];
    stream.apply_keystream(&mut draws);
    for (last, draw) in (1..cells).rev().zip(draws.as_chunks::<4>().0) {
        let range = last as u64 + 1;
        let other = (u64::from(u32::from_le_bytes(*draw)) * range) >> 32;
        order.swap(last, other as usize);
    }
    order
}
