use crate::{Cause, Entry, Error, Hash, leaf_hash};
use std::cell::RefCell;
use tlog_tiles::{EMPTY_HASH, HashReader, node_hash, split_stored_hash_index, sub_tree_index};

/// A Merkle tree's size in entries and its root (RFC 6962, section 2.1).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Head {
    pub size: u64,
    pub root: Hash,
}

/// What appending needs of a tree: its size, and the roots of the complete subtrees along its
/// right edge, the largest first, at most 64. The default is the empty tree.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tree {
    size: u64,
    edge: Vec<Hash>,
}

/// What one transaction stores. The tree is the new state; keep it once they are stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Appended {
    pub entries: Vec<Stored>,
    pub tree: Tree,
}

/// An entry as it is stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    pub index: u64,
    pub line: String,
    /// The hashes that are complete with it: its own, then those of the subtrees that it ends,
    /// upwards. Where one that is asked for stands, tells [`stored_with`].
    pub hashes: Vec<Hash>,
}

/// With which entry a stored hash was stored, and as which of its hashes.
pub fn stored_with(hash: u64) -> (u64, usize) {
    let (level, n) = split_stored_hash_index(hash);
    (((n + 1) << level) - 1, usize::from(level))
}

impl Tree {
    /// Far beyond any record; keeps the arithmetic of stored indices from overflowing.
    pub(crate) const MAX_SIZE: u64 = 1 << 60;

    /// The tree of so many entries from its stored hashes. `read` returns the hashes at these
    /// stored indices, in their order.
    ///
    /// # Errors
    /// [`Error::Storage`] when `read` fails or does not have all of them.
    pub fn load(
        size: u64,
        read: impl Fn(&[u64]) -> Result<Vec<Hash>, Cause>,
    ) -> Result<Tree, Error> {
        check_size(size)?;
        let needed = sub_tree_index(0, size, Vec::new());
        let edge = read_all(&read, &needed).map_err(Error::Storage)?;
        Ok(Tree { size, edge })
    }

    /// In entries.
    pub fn size(&self) -> u64 {
        self.size
    }

    pub fn head(&self) -> Head {
        let edge = self.edge.iter().rev().copied();
        Head {
            size: self.size,
            root: edge
                .reduce(|right, left| node_hash(left, right))
                .unwrap_or(EMPTY_HASH),
        }
    }

    /// Touches neither `self` nor any storage: a transaction that fails leaves nothing to undo.
    pub fn append(&self, entries: &[Entry]) -> Appended {
        let mut tree = self.clone();
        let stored = entries.iter().map(|entry| {
            let (index, line) = (tree.size, entry.to_string());
            let mut hashes = Vec::new();
            tree.push(leaf_hash(&line), |hash| hashes.push(hash));
            Stored {
                index,
                line,
                hashes,
            }
        });
        let entries = stored.collect();
        Appended { entries, tree }
    }

    /// Appends a leaf and passes on every hash that is complete with it, as Go's `sumdb/tlog`
    /// orders them: the leaf's, then its parents' upwards.
    pub(crate) fn push(&mut self, leaf: Hash, mut store: impl FnMut(Hash)) {
        store(leaf);
        let mut complete = leaf;
        // Every trailing one of the old size is a subtree that this leaf doubles.
        for _ in 0..self.size.trailing_ones() {
            let Some(left) = self.edge.pop() else { break };
            complete = node_hash(left, complete);
            store(complete);
        }
        self.edge.push(complete);
        self.size += 1;
    }
}

/// # Errors
/// [`Error::NotInTree`] for a size beyond any record.
pub(crate) fn check_size(size: u64) -> Result<(), Error> {
    if size <= Tree::MAX_SIZE {
        Ok(())
    } else {
        Err(Error::NotInTree {
            wanted: size,
            size: Tree::MAX_SIZE,
        })
    }
}

/// The caller's hashes as `tlog_tiles` reads them. That trait has no place for the caller's
/// error: it is kept here meanwhile.
pub(crate) struct Reader<F> {
    read: F,
    failed: RefCell<Option<Cause>>,
}

impl<F: Fn(&[u64]) -> Result<Vec<Hash>, Cause>> Reader<F> {
    pub fn new(read: F) -> Reader<F> {
        Reader {
            read,
            failed: RefCell::new(None),
        }
    }

    /// What made a call of `tlog_tiles` fail: the storage, or else `otherwise`.
    pub fn why(self, otherwise: Error) -> Error {
        self.failed.into_inner().map_or(otherwise, Error::Storage)
    }
}

impl<F: Fn(&[u64]) -> Result<Vec<Hash>, Cause>> HashReader for Reader<F> {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, tlog_tiles::Error> {
        read_all(&self.read, indexes).map_err(|cause| {
            self.failed.replace(Some(cause));
            tlog_tiles::Error::IndexesNotInTree
        })
    }
}

/// A store that returns more or fewer than it was asked for lacks some: the tree is smaller.
fn read_all(
    read: impl Fn(&[u64]) -> Result<Vec<Hash>, Cause>,
    indexes: &[u64],
) -> Result<Vec<Hash>, Cause> {
    let hashes = read(indexes)?;
    if hashes.len() == indexes.len() {
        Ok(hashes)
    } else {
        Err(format!("{} of {} hashes", hashes.len(), indexes.len()).into())
    }
}
