//! The key that hides sheets and uploads in the record.

use crate::folder::FolderError;
use crate::secret;
use hmac::{Hmac, KeyInit, Mac};
use record::KeyedHash;
use sha2::{Digest, Sha256};
use sheet::SheetId;
use std::io;
use std::path::Path;

/// Hashes sheet ids and uploads. Kept outside the database, so that the database alone does
/// not tell whether a sheet in somebody's hands was ever verified.
#[derive(Clone)]
pub struct RecordKey([u8; RecordKey::LEN]);

impl RecordKey {
    /// The block of SHA-256: HMAC takes a key of this length as it is.
    const LEN: usize = 64;

    /// Makes a key and writes it for its owner alone.
    pub fn create(path: &Path) -> Result<RecordKey, FolderError> {
        let mut key = RecordKey([0; RecordKey::LEN]);
        getrandom::fill(&mut key.0).map_err(|e| FolderError::at(path)(e.into()))?;
        secret::write_new(path, &key.0).map_err(FolderError::at(path))?;
        Ok(key)
    }

    pub fn load(path: &Path) -> Result<RecordKey, FolderError> {
        let bytes = secret::read(path).map_err(FolderError::at(path))?;
        bytes
            .try_into()
            .map(RecordKey)
            .map_err(|_| FolderError::at(path)(io::Error::other("not a key of 64 bytes")))
    }

    pub fn of_sheet(&self, sheet: &SheetId) -> KeyedHash {
        self.hash("sheet", &[&sheet.set, &[sheet.index]])
    }

    pub fn of_upload(&self, bytes: &[u8]) -> KeyedHash {
        self.hash("upload", &[&Sha256::digest(bytes)])
    }

    /// Names the key, and nothing of it.
    pub fn id(&self) -> KeyedHash {
        self.hash("id", &[])
    }

    /// `what` keeps hashes of different things apart.
    fn hash(&self, what: &str, parts: &[&[u8]]) -> KeyedHash {
        let mut mac = Hmac::<Sha256>::new(&self.0.into());
        mac.update(what.as_bytes());
        mac.update(&[0]);
        parts.iter().for_each(|part| mac.update(part));
        KeyedHash(mac.finalize().into_bytes().into())
    }
}
