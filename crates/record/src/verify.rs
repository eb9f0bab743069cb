use crate::first::{Fault, first_fault};
use crate::{Checkpoint, Entry, Hash, Time};
use serde::Serialize;
use std::collections::BTreeSet;
use std::io::{self, BufRead, Read};
use tlog_tiles::record_hash;

/// What a record that holds says in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Figures {
    pub entries: u64,
    pub uses: u64,
    /// Indices of uses that no outcome followed.
    pub without_outcome: Vec<u64>,
    /// Indices of outcomes of no use before them, or of one that has ended already.
    pub stray_outcomes: Vec<u64>,
    /// The earliest and the latest time.
    pub span: Option<(Time, Time)>,
}

/// Whether an export is the record that its checkpoint, and all older or newer ones that
/// somebody kept, were signed for. `entries` is read once, a line at a time; 32 bytes of each
/// are held. `leaves` are the leaf hashes as the database stores them, or those of a copy that
/// somebody kept, or none: with them the first entry at fault can be named.
///
/// # Errors
/// See [`Fault`].
pub fn verify(
    entries: impl BufRead,
    checkpoint: &Checkpoint,
    kept: &[Checkpoint],
    leaves: &[Hash],
) -> Result<Figures, Fault> {
    let export = Export::read(entries)?;
    match first_fault(&export.leaves, checkpoint, kept, leaves) {
        Some(fault) => Err(fault),
        None => export.figures(),
    }
}

#[derive(Default)]
struct Export {
    leaves: Vec<Hash>,
    figures: Figures,
    running: BTreeSet<u64>,
    /// The first line that is no entry.
    malformed: Option<u64>,
}

impl Export {
    fn read(mut entries: impl BufRead) -> io::Result<Export> {
        let mut export = Export::default();
        let mut line = Vec::new();
        while next_line(&mut entries, &mut line)? {
            let index = export.leaves.len() as u64;
            export.leaves.push(record_hash(&line));
            let entry = std::str::from_utf8(&line).map(Entry::parse);
            match entry {
                Ok(Ok(entry)) => export.count(index, &entry),
                _ => drop(export.malformed.get_or_insert(index)),
            }
        }
        Ok(export)
    }

    fn count(&mut self, index: u64, entry: &Entry) {
        let figures = &mut self.figures;
        figures.entries += 1;
        let time = entry.time();
        let (first, last) = figures.span.unwrap_or((time, time));
        figures.span = Some((first.min(time), last.max(time)));
        match entry {
            Entry::Use(_) => {
                figures.uses += 1;
                self.running.insert(index);
            }
            Entry::Outcome(outcome) if !self.running.remove(&outcome.of) => {
                figures.stray_outcomes.push(index);
            }
            Entry::Outcome(_) | Entry::Custody(_) => {}
        }
    }

    fn figures(self) -> Result<Figures, Fault> {
        match self.malformed {
            Some(index) => Err(Fault::NotAnEntry { index }),
            None => Ok(Figures {
                without_outcome: self.running.into_iter().collect(),
                ..self.figures
            }),
        }
    }
}

/// The next line without its end; `false` at the end of the input. Of a line longer than any
/// entry only the beginning, which hashes to nothing that was ever recorded.
fn next_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    let most = Entry::MAX_LEN as u64 + 1;
    if input.by_ref().take(most).read_until(b'\n', line)? == 0 {
        return Ok(false);
    }
    if line.last() == Some(&b'\n') {
        line.pop();
    } else {
        input.skip_until(b'\n')?;
    }
    Ok(true)
}
