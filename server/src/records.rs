//! The record of key uses: who had which sheet opened, when, and how it ended. Nothing of the
//! certificate, and the sheet only as a keyed hash.

use crate::database::{Database, now};
use crate::folder::FolderError;
use escrow::KeyUse;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use sheet::SheetId;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;
use tokio::runtime::Handle;

/// Who asks for a sheet to be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A visitor of the pages.
    Web,
    /// A caller of the API.
    Api,
}

impl Actor {
    fn word(self) -> &'static str {
        match self {
            Actor::Web => "web",
            Actor::Api => "api",
        }
    }
}

/// How a use ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UseOutcome {
    Opened,
    Rejected,
}

impl UseOutcome {
    fn word(self) -> &'static str {
        match self {
            UseOutcome::Opened => "opened",
            UseOutcome::Rejected => "rejected",
        }
    }
}

/// Hashes sheet ids. Kept outside the database, so that the database alone does not tell
/// whether a sheet in somebody's hands was ever verified.
#[derive(Clone)]
pub struct RecordKey([u8; RecordKey::LEN]);

impl RecordKey {
    /// The block of SHA-256: HMAC takes a key of this length as it is.
    const LEN: usize = 64;

    /// Makes a key and writes it for its owner alone.
    pub fn create(path: &Path) -> Result<RecordKey, FolderError> {
        let mut key = RecordKey([0; RecordKey::LEN]);
        let made = getrandom::fill(&mut key.0)
            .map_err(io::Error::from)
            .and_then(|()| {
                let mut file = OpenOptions::new()
                    .write(true)
                    .create_new(true)
                    .mode(0o600)
                    .open(path)?;
                file.write_all(&key.0)?;
                file.sync_all()
            });
        made.map(|()| key).map_err(at(path))
    }

    pub fn load(path: &Path) -> Result<RecordKey, FolderError> {
        let load = || {
            if fs::metadata(path)?.permissions().mode() & 0o077 != 0 {
                return Err(io::Error::other(
                    "others than its owner have access; its mode must be 600",
                ));
            }
            let bytes = fs::read(path)?.try_into();
            bytes
                .map(RecordKey)
                .map_err(|_| io::Error::other("not a key of 64 bytes"))
        };
        load().map_err(at(path))
    }

    fn hash(&self, sheet: &SheetId) -> Vec<u8> {
        let mut mac = Hmac::<Sha256>::new(&self.0.into());
        mac.update(&sheet.set);
        mac.update(&[sheet.index]);
        mac.finalize().into_bytes().to_vec()
    }
}

fn at(path: &Path) -> impl Fn(io::Error) -> FolderError {
    |cause| FolderError::Io {
        path: path.to_owned(),
        cause,
    }
}

/// Writes the record, from a thread that may block.
pub struct Records {
    database: Database,
    key: RecordKey,
    runtime: Handle,
}

impl Records {
    /// # Panics
    /// Outside a tokio runtime.
    pub fn new(database: Database, key: RecordKey) -> Records {
        Records {
            database,
            key,
            runtime: Handle::current(),
        }
    }

    /// Before the key is used. The number names the use in [`Records::end`].
    pub fn begin(&self, actor: Actor, usage: &KeyUse) -> Result<i64, sqlx::Error> {
        let columns = "INSERT INTO key_uses (used_at, actor, sheet, issuer, escrow_key) VALUES (?, ?, ?, ?, ?)";
        let insert = sqlx::query(columns)
            .bind(now())
            .bind(actor.word())
            .bind(self.key.hash(&usage.sheet))
            .bind(usage.issuer)
            .bind(usage.escrow_key)
            .execute(&self.database.pool);
        Ok(self.runtime.block_on(insert)?.last_insert_rowid())
    }

    /// After the key was used.
    pub fn end(&self, id: i64, outcome: UseOutcome) -> Result<(), sqlx::Error> {
        let update = sqlx::query("UPDATE key_uses SET outcome = ? WHERE id = ?")
            .bind(outcome.word())
            .bind(id)
            .execute(&self.database.pool);
        self.runtime.block_on(update).map(drop)
    }
}
