//! The record of key uses: who had which sheet opened, when, and how it ended. Nothing of the
//! certificate, and the sheet only as a keyed hash. The crate `record` says what makes it
//! tamper-evident.

mod command;
mod key;
mod writer;

pub use command::RecordCommand;
pub use key::RecordKey;
pub use writer::{Order, RecordError, Writer};

use crate::database::Database;
use escrow::KeyUse;
use jiff::Timestamp;
use record::{Actor, Entry, KeyedHash, Outcome, Seen, Time, Use, UseOutcome};
use std::collections::BTreeSet;
use tokio::runtime::Handle;
use tokio::sync::oneshot;
use writer::Orders;

/// Writes and asks the record, from a thread that may block.
pub struct Records {
    database: Database,
    key: RecordKey,
    writer: Orders,
    runtime: Handle,
}

/// A use that was begun.
pub struct Begun {
    index: u64,
    sheet: KeyedHash,
    seen: Seen,
}

impl Records {
    /// # Panics
    /// Outside a tokio runtime.
    pub fn new(database: Database, key: RecordKey, writer: Writer) -> Records {
        Records {
            database,
            key,
            writer: writer.start(),
            runtime: Handle::current(),
        }
    }

    /// Names an upload in the record.
    pub fn of_upload(&self, bytes: &[u8]) -> KeyedHash {
        self.key.of_upload(bytes)
    }

    /// Before the key is used.
    pub fn begin(
        &self,
        actor: &Actor,
        upload: KeyedHash,
        usage: &KeyUse,
    ) -> Result<Begun, RecordError> {
        let time = Time::from(Timestamp::now());
        let sheet = self.key.of_sheet(&usage.sheet);
        let entry = Entry::Use(Use {
            time,
            actor: actor.clone(),
            sheet,
            upload,
            issuer: usage.issuer,
            escrow_key: usage.escrow_key,
        });
        Ok(Begun {
            index: self.write(entry, sheet)?,
            sheet,
            seen: Seen { time, upload },
        })
    }

    /// After the key was used.
    pub fn end(&self, begun: &Begun, outcome: UseOutcome) -> Result<(), RecordError> {
        let entry = Entry::Outcome(Outcome {
            time: Time::from(Timestamp::now()),
            of: begun.index,
            outcome,
        });
        self.write(entry, begun.sheet).map(drop)
    }

    /// Whether the sheet was opened in an earlier verification.
    pub fn was_opened_before(&self, begun: &Begun) -> Result<bool, RecordError> {
        let lines = self
            .runtime
            .block_on(self.database.record_of(&begun.sheet))?;
        let mut uses = Vec::new();
        let mut opened = BTreeSet::new();
        for (index, line) in lines {
            match Entry::parse(&line)? {
                Entry::Use(u) => uses.push((
                    index,
                    Seen {
                        time: u.time,
                        upload: u.upload,
                    },
                )),
                Entry::Outcome(o) if o.outcome == UseOutcome::Opened => drop(opened.insert(o.of)),
                Entry::Outcome(_) | Entry::Custody(_) => (),
            }
        }
        let uses = uses.into_iter().filter(|(index, _)| opened.contains(index));
        Ok(record::earlier(begun.seen, uses.map(|(_, seen)| seen)).is_some())
    }

    fn write(&self, entry: Entry, sheet: KeyedHash) -> Result<u64, RecordError> {
        let (answer, answered) = oneshot::channel();
        let order = Order {
            entry,
            sheet: Some(sheet),
        };
        let gone = || RecordError::from(record::Error::Storage("its writer ended".into()));
        self.runtime.block_on(async {
            self.writer
                .send((order, answer))
                .await
                .map_err(|_| gone())?;
            answered.await.map_err(|_| gone())?
        })
    }
}
