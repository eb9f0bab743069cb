//! The key that the site signs with, in its own name: bundles for issuing centres, receipts.

use data_encoding::HEXLOWER;
use ed25519_dalek::{Signer, SigningKey, VerifyingKey};

/// Ed25519 (RFC 8032). In a file: its seed, 32 bytes.
pub struct SiteKey(SigningKey);

impl SiteKey {
    pub const LEN: usize = 32;

    /// `None`: not [`SiteKey::LEN`] bytes.
    pub fn parse(seed: &[u8]) -> Option<SiteKey> {
        let seed: &[u8; SiteKey::LEN] = seed.try_into().ok()?;
        Some(SiteKey(SigningKey::from_bytes(seed)))
    }

    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }

    pub fn verifying_key(&self) -> VerifyingKey {
        self.0.verifying_key()
    }

    /// The public half, in hexadecimal: what an issuing centre pins.
    pub fn public(&self) -> String {
        HEXLOWER.encode(self.verifying_key().as_bytes())
    }
}
