use crate::{Actor, Error, Hash, KeyedHash, Subject, Time};
use serde::{Deserialize, Serialize};
use std::fmt;

/// One line of the record: compact JSON, as [`fmt::Display`] writes it. Its UTF-8 bytes, without
/// a line's end, are the leaf. Field order is the order of declaration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Entry {
    Use(Use),
    Outcome(Outcome),
    Custody(Custody),
}

/// An escrow key is about to be used for a sheet. Says nothing of the sheet's content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Use {
    pub time: Time,
    pub actor: Actor,
    /// Of the sheet's id: tells uses of one sheet to whoever has key and sheet.
    pub sheet: KeyedHash,
    /// Of the upload's bytes: tells repeats, see [`crate::verifications`].
    pub upload: KeyedHash,
    pub issuer: u16,
    pub escrow_key: u16,
}

/// How a use ended. A use without one was interrupted, and may have opened the sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    pub time: Time,
    /// The index of the use.
    pub of: u64,
    pub outcome: UseOutcome,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UseOutcome {
    Opened,
    /// The seal or the signature did not hold.
    Rejected,
    /// The site failed after the use was recorded.
    Failed,
}

/// What was done to the keys, issuers and tokens of the site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Custody {
    pub time: Time,
    pub what: CustodyEvent,
    pub subject: Subject,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CustodyEvent {
    KeyCreated,
    KeyRetired,
    KeyRevoked,
    KeyDestroyed,
    KeyRewrapped,
    KeyBackup,
    KeyRestored,
    IssuerAdded,
    SigningKeyRetired,
    SigningKeyCompromised,
    ListImported,
    TokenCreated,
    TokenRevoked,
}

impl Entry {
    /// No line is longer, in bytes: 200 bytes of subject, doubled at most by escapes, are the
    /// longest field.
    pub const MAX_LEN: usize = 1024;

    /// # Errors
    /// [`Error::NotAnEntry`], also for a line that means an entry and is not written as this
    /// crate writes it: one entry has one line, one hash.
    pub fn parse(line: &str) -> Result<Entry, Error> {
        let entry: Entry =
            serde_json::from_str(line).map_err(|error| Error::NotAnEntry(error.to_string()))?;
        if entry.to_string() == line {
            Ok(entry)
        } else {
            Err(Error::NotAnEntry("not written the one way".to_owned()))
        }
    }

    pub fn time(&self) -> Time {
        match self {
            Entry::Use(Use { time, .. })
            | Entry::Outcome(Outcome { time, .. })
            | Entry::Custody(Custody { time, .. }) => *time,
        }
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Strings, numbers and plain enums always serialise.
        f.write_str(&serde_json::to_string(self).map_err(|_| fmt::Error)?)
    }
}

/// SHA-256 of a zero byte and the line (RFC 6962, section 2.1).
pub fn leaf_hash(line: &str) -> Hash {
    tlog_tiles::record_hash(line.as_bytes())
}
