//! A log in memory, stored as a site stores it.

use record::{
    Actor, Cause, Checkpoint, Entry, Hash, KeyedHash, LogKey, Outcome, Time, Tree, Use, UseOutcome,
    stored_with,
};

pub const ORIGIN: &str = "toiawase.example.lg.jp/record";

pub struct Log {
    pub key: LogKey,
    pub tree: Tree,
    pub lines: Vec<String>,
    pub stored: Vec<Vec<Hash>>,
}

impl Log {
    pub fn new() -> Log {
        Log {
            key: LogKey::create(ORIGIN).unwrap().0,
            tree: Tree::default(),
            lines: Vec::new(),
            stored: Vec::new(),
        }
    }

    /// Alternating uses and their outcomes.
    pub fn of(size: u64) -> Log {
        let mut log = Log::new();
        let entries: Vec<Entry> = (0..size).map(entry).collect();
        log.append(&entries);
        log
    }

    pub fn append(&mut self, entries: &[Entry]) {
        let appended = self.tree.append(entries);
        for stored in appended.entries {
            assert_eq!(stored.index, self.lines.len() as u64);
            self.lines.push(stored.line);
            self.stored.push(stored.hashes);
        }
        self.tree = appended.tree;
    }

    /// The stored hashes, of which none is beyond the tree.
    pub fn reader(&self) -> impl Fn(&[u64]) -> Result<Vec<Hash>, Cause> + '_ {
        |indexes| {
            let hash = |index: &u64| {
                let (entry, nth) = stored_with(*index);
                self.stored.get(entry as usize)?.get(nth).copied()
            };
            indexes
                .iter()
                .map(|index| hash(index).ok_or_else(|| "no such hash".into()))
                .collect()
        }
    }

    pub fn note(&self) -> String {
        self.key.sign(self.tree.head()).unwrap()
    }

    pub fn checkpoint(&self) -> Checkpoint {
        self.key.verifier().open(&self.note()).unwrap()
    }

    /// The checkpoint when there were only so many entries.
    pub fn checkpoint_at(&self, size: u64) -> Checkpoint {
        let head = Tree::load(size, self.reader()).unwrap().head();
        let note = self.key.sign(head).unwrap();
        self.key.verifier().open(&note).unwrap()
    }

    pub fn leaves(&self) -> Vec<Hash> {
        self.lines
            .iter()
            .map(|line| record::leaf_hash(line))
            .collect()
    }
}

pub fn time(seconds: u64) -> Time {
    let start = jiff::Timestamp::from_second(1_775_000_000).unwrap();
    Time::from(start + jiff::SignedDuration::from_secs(seconds as i64))
}

pub fn entry(index: u64) -> Entry {
    let hash = |of: u8| {
        let mut hash = [of; 32];
        hash[..8].copy_from_slice(&index.to_be_bytes());
        KeyedHash(hash)
    };
    if index % 2 == 1 {
        return Entry::Outcome(Outcome {
            time: time(index),
            of: index - 1,
            outcome: UseOutcome::Opened,
        });
    }
    Entry::Use(Use {
        time: time(index),
        actor: Actor::Web,
        sheet: hash(1),
        upload: hash(2),
        issuer: 1,
        escrow_key: 1,
    })
}
