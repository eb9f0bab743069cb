//! The key that the site signs with, in its own name: bundles for issuing centres.

use crate::folder::FolderError;
use crate::secret;
use data_encoding::HEXLOWER;
use ed25519_dalek::{Signer, SigningKey};
use std::io;
use std::path::Path;
use zeroize::Zeroizing;

/// Ed25519 (RFC 8032). In a file: its seed, 32 bytes.
pub struct SiteKey(SigningKey);

impl SiteKey {
    /// Makes a key and writes it for its owner alone.
    pub fn create(path: &Path) -> Result<SiteKey, FolderError> {
        let mut seed = Zeroizing::new([0; 32]);
        getrandom::fill(&mut *seed).map_err(|e| FolderError::at(path)(e.into()))?;
        secret::write_new(path, &*seed).map_err(FolderError::at(path))?;
        Ok(SiteKey(SigningKey::from_bytes(&seed)))
    }

    pub fn load(path: &Path) -> Result<SiteKey, FolderError> {
        let bytes = Zeroizing::new(secret::read(path).map_err(FolderError::at(path))?);
        let seed = bytes.first_chunk().filter(|_| bytes.len() == 32);
        let seed = seed.ok_or_else(|| FolderError::at(path)(io::Error::other("not 32 bytes")))?;
        Ok(SiteKey(SigningKey::from_bytes(seed)))
    }

    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }

    /// The public half, in hexadecimal: what an issuing centre pins.
    pub fn public(&self) -> String {
        HEXLOWER.encode(self.0.verifying_key().as_bytes())
    }
}
