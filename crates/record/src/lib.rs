#![doc = include_str!("../README.md")]
#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod anchor;
mod checkpoint;
mod entry;
mod error;
mod fields;
mod first;
mod proof;
#[cfg(test)]
mod rfc6962;
mod tree;
mod verifications;
mod verify;

pub use anchor::{Anchor, check_anchor, check_continues};
pub use checkpoint::{Checkpoint, LogKey, Verifier};
pub use entry::{Custody, CustodyEvent, Entry, Outcome, Use, UseOutcome, leaf_hash};
pub use error::{Cause, Error};
pub use fields::{Actor, KeyedHash, Subject, Time, TokenId};
pub use first::{Change, Fault};
pub use proof::{ConsistencyProof, InclusionProof};
pub use tlog_tiles::Hash;
pub use tree::{Appended, Head, Stored, Tree, stored_with};
pub use verifications::{Seen, Verifications, earlier, verifications};
pub use verify::{Figures, verify};
