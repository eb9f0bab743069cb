use crate::Label;
use sha2::{Digest, Sha256};

/// What the cells carry: the encapsulated key and the ciphertext of HPKE (RFC 9180).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// DHKEM(P-256): an uncompressed point, 65 bytes.
    pub encapsulated_key: [u8; Sealed::KEY_LEN],
    /// AES-256-GCM, tag included.
    pub ciphertext: Vec<u8>,
}

/// HPKE's `info`: `uramen/v1/seal` and the suite's three identifiers (RFC 9180, section 7:
/// DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM), big-endian.
pub fn seal_info() -> [u8; 20] {
    *b"uramen/v1/seal\x00\x10\x00\x01\x00\x02"
}

/// COSE's `external_aad` for the issuing centre's signature: `uramen/v1/sign` and the label.
/// The plain label is HPKE's `aad`.
pub fn sign_aad(label: &[u8; Label::LEN]) -> Vec<u8> {
    [b"uramen/v1/sign".as_slice(), label].concat()
}

impl Sealed {
    pub const KEY_LEN: usize = 65;
    const LENGTH_LEN: usize = 4;
    const CHECKSUM_LEN: usize = 8;

    /// Bytes of a frame beyond its ciphertext.
    pub const FRAME_OVERHEAD: usize = Sealed::LENGTH_LEN + Sealed::KEY_LEN + Sealed::CHECKSUM_LEN;

    /// length (4 bytes, big-endian: key and ciphertext) ‖ key ‖ ciphertext ‖ the first 8
    /// bytes of the SHA-256 of all before.
    pub(crate) fn to_frame(&self) -> Vec<u8> {
        let body = Sealed::KEY_LEN + self.ciphertext.len();
        let mut frame = Vec::with_capacity(body + Sealed::LENGTH_LEN + Sealed::CHECKSUM_LEN);
        frame.extend((body as u32).to_be_bytes());
        frame.extend(self.encapsulated_key);
        frame.extend(&self.ciphertext);
        frame.extend(checksum(&frame));
        frame
    }

    /// `None`: the checksum does not hold. What follows the frame is not looked at.
    pub(crate) fn from_frame(bytes: &[u8]) -> Option<Sealed> {
        let (length, rest) = bytes.split_first_chunk::<{ Sealed::LENGTH_LEN }>()?;
        let length = u32::from_be_bytes(*length) as usize;
        let (body, rest) = rest.split_at_checked(length)?;
        let (stated, _) = rest.split_first_chunk::<{ Sealed::CHECKSUM_LEN }>()?;
        let covered = bytes.get(..Sealed::LENGTH_LEN + length)?;
        if checksum(covered) != *stated {
            return None;
        }
        let (key, ciphertext) = body.split_first_chunk()?;
        Some(Sealed {
            encapsulated_key: *key,
            ciphertext: ciphertext.to_vec(),
        })
    }
}

fn checksum(bytes: &[u8]) -> [u8; Sealed::CHECKSUM_LEN] {
    let mut short = [0; Sealed::CHECKSUM_LEN];
    short
        .iter_mut()
        .zip(Sha256::digest(bytes))
        .for_each(|(to, from)| *to = from);
    short
}
