//! The one writer of this process: entries that arrive together are stored together, since
//! waiting for the disk costs the same for one as for many.

use crate::database::Database;
use record::{Anchor, Entry, Error, KeyedHash, LogKey, Tree, Verifier, check_anchor};
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot};

/// Entries stored in one transaction.
const MOST_AT_ONCE: usize = 64;
/// Entries that may wait; more wait to be taken.
const MOST_WAITING: usize = 1024;

/// The record, as far as it is stored.
pub struct Writer {
    database: Database,
    key: LogKey,
    anchor: Anchor,
    tree: Tree,
}

/// An entry to be stored, and the sheet it is about.
pub struct Order {
    pub entry: Entry,
    pub sheet: Option<KeyedHash>,
}

/// Tells the entry's index.
type Answer = oneshot::Sender<Result<u64, RecordError>>;
pub type Orders = mpsc::Sender<(Order, Answer)>;

/// The record could not be written, or is not what it was.
#[derive(Clone, Debug, thiserror::Error)]
#[error("the record of key uses: {0}")]
pub struct RecordError(Arc<record::Error>);

impl From<record::Error> for RecordError {
    fn from(error: record::Error) -> RecordError {
        RecordError(Arc::new(error))
    }
}

impl From<sqlx::Error> for RecordError {
    fn from(error: sqlx::Error) -> RecordError {
        Error::Storage(error.into()).into()
    }
}

impl Writer {
    /// Takes the record up where it ends, if it is the one that the anchor knows.
    ///
    /// # Errors
    /// A record that is smaller than the anchor's, or another.
    pub async fn open(
        database: Database,
        key: LogKey,
        anchor: Anchor,
    ) -> Result<Writer, RecordError> {
        let kept = anchor.read(key.verifier())?;
        let size = database.record_size().await?;
        let tree = database
            .with_hashes(move |hashes| {
                let tree = Tree::load(size, hashes)?;
                check_anchor(kept.as_ref(), tree.head(), hashes)?;
                Ok(tree)
            })
            .await?;
        Ok(Writer {
            database,
            key,
            anchor,
            tree,
        })
    }

    /// How many entries are stored.
    pub fn size(&self) -> u64 {
        self.tree.size()
    }

    /// The size and the root of what is stored, signed.
    pub fn checkpoint(&self) -> Result<String, RecordError> {
        Ok(self.key.sign(self.tree.head())?)
    }

    pub fn verifier(&self) -> &Verifier {
        self.key.verifier()
    }

    /// Stores these entries, together, and tells the index of the first.
    pub async fn append(&mut self, orders: Vec<Order>) -> Result<u64, RecordError> {
        let entry = |Order { entry, sheet }| (entry, sheet);
        let (entries, sheets): (Vec<Entry>, Vec<_>) = orders.into_iter().map(entry).unzip();
        loop {
            let size = self.tree.size();
            let appended = self.tree.append(&entries);
            if self.database.append(size, &appended, &sheets).await? {
                self.tree = appended.tree;
                self.anchor.write(&self.key.sign(self.tree.head())?)?;
                return Ok(size);
            }
            // Another node or command appended meanwhile: ours come after theirs.
            let size = self.database.record_size().await?;
            let tree = self
                .database
                .with_hashes(move |hashes| Tree::load(size, hashes));
            self.tree = tree.await?;
        }
    }

    /// Writes whatever arrives, until nobody is left to send anything.
    pub fn start(mut self) -> Orders {
        let (sender, mut orders) = mpsc::channel::<(Order, Answer)>(MOST_WAITING);
        tokio::spawn(async move {
            let mut waiting = Vec::with_capacity(MOST_AT_ONCE);
            while orders.recv_many(&mut waiting, MOST_AT_ONCE).await > 0 {
                let (batch, answers): (Vec<Order>, Vec<Answer>) = waiting.drain(..).unzip();
                let done = self.append(batch).await;
                for (answer, n) in answers.into_iter().zip(0u64..) {
                    // Whoever no longer waits has been told that it took too long.
                    let _ = answer.send(done.clone().map(|first| first + n));
                }
            }
        });
        sender
    }
}
