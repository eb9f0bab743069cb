//! Which entry is the first that is not as it was recorded, as far as the evidence goes.

use crate::{Checkpoint, Hash, Head, Tree};
use std::io;

/// Why a record is not the one that was signed. Indices count from zero; entry `i` is line
/// `i + 1`.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// All entries before it are as recorded.
    #[error("entry {index} (line {}) was {change}", .index + 1)]
    First { index: u64, change: Change },
    /// The entries before `from` are as recorded, and one of `from..to` is the first that is not.
    #[error("one of the entries {from} to {} (lines {} to {to}) is the first that was altered, dropped or reordered", .to - 1, .from + 1)]
    Between { from: u64, to: u64 },
    /// It was signed, and is no entry of this version of the record.
    #[error("line {} holds no entry, and was signed so", .index + 1)]
    NotAnEntry { index: u64 },
    /// The entries are those of all checkpoints; the leaf hashes given are not, from here on.
    #[error("entry {index} (line {}) is as it was signed, and not as the leaf hashes given say", .index + 1)]
    LeavesDiffer { index: u64 },
    #[error("the record could not be read")]
    Io(#[from] io::Error),
}

/// What happened to the first entry at fault. Where several did at once, the one that explains
/// this place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Another entry stands in its place.
    Altered,
    /// It is nowhere, and the next ones moved up.
    Dropped,
    /// It stands so many lines further down.
    Reordered { by: u64 },
    /// It was never recorded, and the next ones moved down.
    Added,
}

impl std::fmt::Display for Change {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Change::Altered => f.write_str("altered"),
            Change::Dropped => f.write_str("dropped"),
            Change::Reordered { by } => write!(f, "reordered: it stands {by} lines further down"),
            Change::Added => f.write_str("added"),
        }
    }
}

/// `found` are the hashes of the entries at hand; `leaves`, as they should be, by what somebody
/// stored or kept. `None`: the entries are the ones of all checkpoints.
pub fn first_fault(
    found: &[Hash],
    checkpoint: &Checkpoint,
    kept: &[Checkpoint],
    leaves: &[Hash],
) -> Option<Fault> {
    let mut heads: Vec<Head> = kept.iter().map(Checkpoint::head).collect();
    heads.push(checkpoint.head());
    heads.sort_by_key(|head| head.size);

    exact(found, &heads, kept, leaves)
        .or_else(|| interval(found, &heads, kept))
        .or_else(|| beyond(found, &heads))
        .or_else(|| contradiction(found, leaves))
}

/// Leaf hashes that make up a checkpoint's root are the ones that it was signed for: compare.
/// Not beyond a kept checkpoint that they contradict: those are somebody else's.
fn exact(found: &[Hash], heads: &[Head], kept: &[Checkpoint], leaves: &[Hash]) -> Option<Fault> {
    let good: Vec<Head> = holding(leaves, heads).collect();
    let contradicted = kept
        .iter()
        .map(Checkpoint::head)
        .filter(|head| head.size <= leaves.len() as u64 && !good.contains(head));
    let end = contradicted.map(|head| head.size).min().unwrap_or(u64::MAX);
    let sizes = good.iter().map(|head| head.size);
    let proven = sizes.filter(|size| *size < end).max()?;
    let proven = usize::try_from(proven).ok()?;
    let index = (0..proven).find(|&index| found.get(index) != leaves.get(index))?;
    let change = change(found.get(index..)?, leaves.get(index..)?)?;
    let index = index as u64;
    Some(Fault::First { index, change })
}

/// What explains the first of `meant`, which is not the first of `found`.
fn change(found: &[Hash], meant: &[Hash]) -> Option<Change> {
    let (first, rest) = meant.split_first()?;
    let Some((stands, later)) = found.split_first() else {
        return Some(Change::Dropped);
    };
    let moved = later.iter().position(|hash| hash == first);
    Some(match (moved, rest.contains(stands)) {
        (Some(by), true) => Change::Reordered { by: by as u64 + 1 },
        (Some(_), false) => Change::Added,
        (None, true) => Change::Dropped,
        (None, false) => Change::Altered,
    })
}

/// The first checkpoint that does not hold, and the last kept one before it that does.
fn interval(found: &[Hash], heads: &[Head], kept: &[Checkpoint]) -> Option<Fault> {
    let good: Vec<Head> = holding(found, heads).collect();
    let bad = heads.iter().find(|head| !good.contains(head))?;
    // Not the checkpoint under test: who rewrote the record may have signed it anew.
    let from = good
        .iter()
        .filter(|head| head.size < bad.size && kept.iter().any(|kept| kept.head() == **head))
        .map(|head| head.size)
        .max()
        .unwrap_or(0);
    let lines = found.len() as u64;
    if from == lines {
        let change = Change::Dropped;
        return Some(Fault::First {
            index: from,
            change,
        });
    }
    // If all lines at hand are in order, the one after them is missing.
    let to = bad.size.min(lines + 1);
    Some(Fault::Between { from, to })
}

/// More lines than any checkpoint speaks of.
fn beyond(found: &[Hash], heads: &[Head]) -> Option<Fault> {
    let index = heads.last()?.size;
    let change = Change::Added;
    ((found.len() as u64) > index).then_some(Fault::First { index, change })
}

/// A copy that somebody kept without its checkpoint is no proof, and no reason to say all is well.
fn contradiction(found: &[Hash], leaves: &[Hash]) -> Option<Fault> {
    let index = found.iter().zip(leaves).position(|(a, b)| a != b)? as u64;
    Some(Fault::LeavesDiffer { index })
}

/// Those of the heads, smallest first, that trees of these leaves have.
fn holding(leaves: &[Hash], heads: &[Head]) -> impl Iterator<Item = Head> {
    let mut tree = Tree::default();
    let mut leaves = leaves.iter();
    heads.iter().copied().filter(move |head| {
        let missing = head.size.saturating_sub(tree.size());
        for leaf in leaves
            .by_ref()
            .take(usize::try_from(missing).unwrap_or(usize::MAX))
        {
            tree.push(*leaf, |_| ());
        }
        tree.head() == *head
    })
}
