//! Whether a sheet was verified before, from the uses of its key: how often and when, never by
//! whom.

use crate::{KeyedHash, Time};
use jiff::SignedDuration;
use serde::Serialize;
use std::collections::HashMap;

/// Repeats of one upload within this time are one verification: a page loaded again, a call
/// tried again.
const REPEAT: SignedDuration = SignedDuration::from_mins(10);

/// A use of one sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    pub time: Time,
    /// [`crate::Use::upload`].
    pub upload: KeyedHash,
}

/// How often a sheet was verified, and when first and last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Verifications {
    pub count: u64,
    pub first: Time,
    pub last: Time,
}

/// All verifications of one sheet, from all its uses, in any order. `None`: never.
pub fn verifications(uses: impl IntoIterator<Item = Seen>) -> Option<Verifications> {
    sum(counted(uses.into_iter().collect()))
}

/// The verifications before `this` use, of which it is no repeat; `uses` are the sheet's others.
pub fn earlier(this: Seen, uses: impl IntoIterator<Item = Seen>) -> Option<Verifications> {
    let before = uses.into_iter().filter(|seen| seen.time <= this.time);
    let counted = counted(before.collect());
    sum(counted.into_iter().filter(|seen| !repeats(this, *seen)))
}

/// Uses that repeat no counted one before them. Measured from the counted one: somebody who
/// uploads again every nine minutes does not stay one verification for ever.
fn counted(mut uses: Vec<Seen>) -> Vec<Seen> {
    uses.sort_by_key(|seen| seen.time);
    let mut last = HashMap::new();
    uses.retain(|seen| match last.get(&seen.upload) {
        Some(before) if repeats(*seen, *before) => false,
        _ => {
            last.insert(seen.upload, *seen);
            true
        }
    });
    uses
}

fn repeats(later: Seen, before: Seen) -> bool {
    let (at, then) = (later.time.timestamp(), before.time.timestamp());
    later.upload == before.upload && at.duration_since(then) <= REPEAT
}

fn sum(counted: impl IntoIterator<Item = Seen>) -> Option<Verifications> {
    let mut times = counted.into_iter().map(|seen| seen.time);
    let first = times.next()?;
    let one = Verifications {
        count: 1,
        first,
        last: first,
    };
    Some(times.fold(one, |all, last| Verifications {
        count: all.count + 1,
        last,
        ..all
    }))
}
