//! The record of key uses: who had which sheet opened, when, and how it ended. Nothing of the
//! certificate, and the sheet only as a keyed hash. The crate `record` says what makes it
//! tamper-evident.

mod command;
mod key;
mod proofs;
mod writer;

pub use command::RecordCommand;
pub use key::RecordKey;
pub use proofs::{Consistency, Inclusion};
pub use writer::{Newest, Order, RecordError, Writer};

use crate::database::Database;
use escrow::KeyUse;
use jiff::Timestamp;
use record::{
    Actor, Custody, CustodyEvent, Entry, KeyedHash, Outcome, Seen, Time, Use, UseOutcome,
    Verifications, Verifier,
};
use sheet::SheetId;
use std::collections::BTreeSet;
use tokio::runtime::Handle;
use tokio::sync::{mpsc, oneshot, watch};
use writer::Task;

/// Writes and asks the record, from a thread that may block.
pub struct Records {
    database: Database,
    key: RecordKey,
    writer: mpsc::Sender<Task>,
    newest: watch::Receiver<Newest>,
    verifier: Verifier,
    runtime: Handle,
}

/// A use that was begun.
pub struct Begun {
    /// Of its entry.
    pub index: u64,
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
            newest: writer.follow(),
            verifier: writer.verifier().clone(),
            writer: writer.start(),
            runtime: Handle::current(),
        }
    }

    /// Names an upload with this SHA-256 in the record.
    pub fn of_upload(&self, hash: &[u8; 32]) -> KeyedHash {
        self.key.of_upload(hash)
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

    /// After the key was used. Tells the entry's index.
    pub fn end(&self, begun: &Begun, outcome: UseOutcome) -> Result<u64, RecordError> {
        let entry = Entry::Outcome(Outcome {
            time: Time::from(Timestamp::now()),
            of: begun.index,
            outcome,
        });
        self.write(entry, begun.sheet)
    }

    /// The verifications of the sheet before this one.
    pub fn earlier(&self, begun: &Begun) -> Result<Option<Verifications>, RecordError> {
        let opened = self.runtime.block_on(self.opened(&begun.sheet))?;
        let others = opened
            .into_iter()
            .filter(|(index, _)| *index != begun.index);
        Ok(record::earlier(begun.seen, others.map(|(_, seen)| seen)))
    }

    /// All verifications of a sheet.
    pub async fn verifications(
        &self,
        sheet: &SheetId,
    ) -> Result<Option<Verifications>, RecordError> {
        let opened = self.opened(&self.key.of_sheet(sheet)).await?;
        Ok(record::verifications(
            opened.into_iter().map(|(_, seen)| seen),
        ))
    }

    /// The uses that opened a sheet, each with its index.
    async fn opened(&self, sheet: &KeyedHash) -> Result<Vec<(u64, Seen)>, RecordError> {
        let (mut uses, mut opened) = (Vec::new(), BTreeSet::new());
        for (index, line) in self.database.record_of(sheet).await? {
            match Entry::parse(&line)? {
                Entry::Use(Use { time, upload, .. }) => uses.push((index, Seen { time, upload })),
                Entry::Outcome(o) if o.outcome == UseOutcome::Opened => drop(opened.insert(o.of)),
                Entry::Outcome(_) | Entry::Custody(_) => (),
            }
        }
        uses.retain(|(index, _)| opened.contains(index));
        Ok(uses)
    }

    /// Verifies the checkpoints.
    pub fn verifier(&self) -> &Verifier {
        &self.verifier
    }

    /// What this process knows to be the newest: every entry that it was told of is within.
    pub fn newest(&self) -> Newest {
        self.newest.borrow().clone()
    }

    /// The newest, with what other nodes and commands have appended.
    pub async fn newest_of_all(&self) -> Result<Newest, RecordError> {
        let (answer, answered) = oneshot::channel();
        self.ask(Task::CatchUp(answer), answered).await?;
        Ok(self.newest())
    }

    /// Puts on the record what is about to be done to a key, an issuer or a token.
    pub async fn note(&self, what: CustodyEvent, subject: &str) -> Result<(), RecordError> {
        let (answer, answered) = oneshot::channel();
        let order = Order {
            entry: custody(what, subject)?,
            sheet: None,
        };
        self.ask(Task::Append(order, answer), answered).await?;
        Ok(())
    }

    fn write(&self, entry: Entry, sheet: KeyedHash) -> Result<u64, RecordError> {
        let (answer, answered) = oneshot::channel();
        let order = Order {
            entry,
            sheet: Some(sheet),
        };
        let written = self.ask(Task::Append(order, answer), answered);
        self.runtime.block_on(written)
    }

    async fn ask<T>(
        &self,
        task: Task,
        answered: oneshot::Receiver<Result<T, RecordError>>,
    ) -> Result<T, RecordError> {
        let gone = || RecordError::from(record::Error::Storage("its writer ended".into()));
        self.writer.send(task).await.map_err(|_| gone())?;
        answered.await.map_err(|_| gone())?
    }
}

/// An entry for what is done to a key, an issuer or a token.
pub fn custody(what: CustodyEvent, subject: &str) -> Result<Entry, RecordError> {
    Ok(Entry::Custody(Custody {
        time: Time::from(Timestamp::now()),
        what,
        subject: subject.parse()?,
    }))
}
