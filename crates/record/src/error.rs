use crate::Head;
use std::io;

/// Why the store of hashes could not be read; the caller's own error.
pub type Cause = Box<dyn std::error::Error + Send + Sync>;

/// What is wrong with an entry, a key, a checkpoint, a proof or the anchor.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("not an entry of the record: {0}")]
    NotAnEntry(String),
    #[error("not a field of the record: {0}")]
    NotAField(&'static str),
    /// Or a name that is empty, or has white space or `+` in it.
    #[error("not an Ed25519 key of a signed note")]
    NotAKey,
    #[error("the operating system gives no randomness")]
    NoRandomness,
    #[error("not a checkpoint in a signed note")]
    NotACheckpoint,
    #[error("the checkpoint is not signed by {0}")]
    OtherKey(String),
    #[error("the checkpoint is of another log: {found}, not {expected}")]
    OtherLog { expected: String, found: String },
    #[error("there is no entry or tree {wanted} in a tree of {size} entries")]
    NotInTree { wanted: u64, size: u64 },
    #[error("the stored hashes could not be read")]
    Storage(#[source] Cause),
    #[error("the proof does not hold")]
    Proof,
    #[error("the record holds {size} entries and its anchor is missing")]
    AnchorMissing { size: u64 },
    #[error(
        "the record holds {found} entries, its anchor {anchored}: the database is an older copy"
    )]
    Smaller { anchored: u64, found: u64 },
    #[error("the record is a different tree: it does not continue its anchor of {} entries", .anchored.size)]
    DifferentTree { anchored: Head, found: Head },
    #[error("the anchor could not be read or written")]
    Io(#[from] io::Error),
}
