//! The key that hides sheets and uploads in the record.

use hmac::{Hmac, KeyInit, Mac};
use record::KeyedHash;
use sha2::Sha256;
use sheet::SheetId;

/// Hashes sheet ids and uploads. Kept outside the database, so that the database alone does
/// not tell whether a sheet in somebody's hands was ever verified.
#[derive(Clone)]
pub struct RecordKey([u8; RecordKey::LEN]);

impl RecordKey {
    /// The block of SHA-256: HMAC takes a key of this length as it is.
    pub const LEN: usize = 64;

    /// `None`: not [`RecordKey::LEN`] bytes.
    pub fn parse(bytes: &[u8]) -> Option<RecordKey> {
        bytes.try_into().ok().map(RecordKey)
    }

    pub fn of_sheet(&self, sheet: &SheetId) -> KeyedHash {
        self.hash("sheet", &[&sheet.set, &[sheet.index]])
    }

    /// `hash` is SHA-256 of the upload.
    pub fn of_upload(&self, hash: &[u8; 32]) -> KeyedHash {
        self.hash("upload", &[hash])
    }

    /// Names the key, and nothing of it.
    pub fn id(&self) -> String {
        self.hash("id", &[]).to_string()
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
