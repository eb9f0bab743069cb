//! The one writer of this process: entries that arrive together are stored together, since
//! waiting for the disk costs the same for one as for many.

use crate::database::Database;
use record::{
    Anchor, Entry, Error, KeyedHash, LogKey, Tree, Verifier, check_anchor, check_continues,
};
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot, watch};

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
    /// Of `tree`, signed once for all who ask.
    newest: watch::Sender<Newest>,
}

/// The size and the root of what is stored, as far as this process knows.
#[derive(Clone, Debug)]
pub struct Newest {
    pub size: u64,
    /// A C2SP signed note.
    pub checkpoint: String,
}

/// An entry to be stored, and the sheet it is about.
pub struct Order {
    pub entry: Entry,
    pub sheet: Option<KeyedHash>,
}

/// What the writer is asked to do.
pub enum Task {
    /// Tells the entry's index.
    Append(Order, Answer<u64>),
    /// Take up what other nodes and commands have appended.
    CatchUp(Answer<()>),
}

type Answer<T> = oneshot::Sender<Result<T, RecordError>>;

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
        let newest = newest(&key, &tree)?;
        Ok(Writer {
            newest: watch::Sender::new(newest),
            database,
            key,
            anchor,
            tree,
        })
    }

    pub fn newest(&self) -> Newest {
        self.newest.borrow().clone()
    }

    /// Told whenever it moves.
    pub fn follow(&self) -> watch::Receiver<Newest> {
        self.newest.subscribe()
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
                self.move_to(appended.tree)?;
                return Ok(size);
            }
            // Another node or command appended meanwhile: ours come after theirs.
            self.catch_up().await?;
        }
    }

    /// Takes up what others have appended, if it continues what is known.
    async fn catch_up(&mut self) -> Result<(), RecordError> {
        let size = self.database.record_size().await?;
        let known = self.tree.head();
        if size == known.size {
            return Ok(());
        }
        let tree = self.database.with_hashes(move |hashes| {
            let tree = Tree::load(size, hashes)?;
            check_continues(known, tree.head(), hashes)?;
            Ok(tree)
        });
        self.move_to(tree.await?)
    }

    fn move_to(&mut self, tree: Tree) -> Result<(), RecordError> {
        let newest = newest(&self.key, &tree)?;
        self.anchor.write(&newest.checkpoint)?;
        self.newest.send_replace(newest);
        self.tree = tree;
        Ok(())
    }

    /// Does whatever it is asked to, until nobody is left to ask.
    pub fn start(mut self) -> mpsc::Sender<Task> {
        let (sender, mut tasks) = mpsc::channel(MOST_WAITING);
        tokio::spawn(async move {
            let mut waiting = Vec::with_capacity(MOST_AT_ONCE);
            while tasks.recv_many(&mut waiting, MOST_AT_ONCE).await > 0 {
                self.work(waiting.drain(..)).await;
            }
        });
        sender
    }

    /// Whoever no longer waits for an answer has been told that it took too long.
    async fn work(&mut self, tasks: impl Iterator<Item = Task>) {
        let (mut orders, mut answers, mut lookers) = (Vec::new(), Vec::new(), Vec::new());
        for task in tasks {
            match task {
                Task::Append(order, answer) => {
                    orders.push(order);
                    answers.push(answer);
                }
                Task::CatchUp(answer) => lookers.push(answer),
            }
        }
        if !orders.is_empty() {
            let done = self.append(orders).await;
            for (answer, n) in answers.into_iter().zip(0u64..) {
                let _ = answer.send(done.clone().map(|first| first + n));
            }
        }
        if !lookers.is_empty() {
            let done = self.catch_up().await;
            for answer in lookers {
                let _ = answer.send(done.clone());
            }
        }
    }
}

fn newest(key: &LogKey, tree: &Tree) -> Result<Newest, RecordError> {
    Ok(Newest {
        size: tree.size(),
        checkpoint: key.sign(tree.head())?,
    })
}
