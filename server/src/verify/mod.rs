//! The way of an upload, from bytes to a report:
//!
//! ```text
//! file   pages     decoded in a worker process, one page at a time
//! page   scan      marks, label, cells
//!        sheet     correction, checksum           -> sealed
//!        escrow    record, decrypt, signature     -> opened
//!        sheet     the restored front
//! all    settle    pages of a set together, checks, headline
//! ```
//!
//! Whatever the upload holds, the answer is a [`Report`]. Only limits and the site's own
//! failures refuse one. Nothing here knows HTTP, and nothing is kept.

pub(crate) mod advice;
mod certificate;
mod evidence;
mod file;
mod repeats;
mod settle;
mod sheets;

pub(crate) use sheets::{earlier, gray};

use crate::custody::LiveCustody;
use crate::problem::Refusal;
use crate::records::Records;
use data_encoding::HEXLOWER;
use pages::worker::Worker;
use record::{Actor, KeyedHash};
use report::{FileDigest, Problem, RecordPlace, Report};
use sha2::{Digest, Sha256};
use std::cell::{OnceCell, RefCell};
use std::time::Instant;

/// Everything a verification needs; made once.
pub struct Verifier {
    pub worker: Worker,
    pub custody: LiveCustody,
    pub records: Records,
    pub limits: Limits,
    /// Hosts that labels may name; where there is none, any.
    pub hosts: Vec<String>,
}

/// What one request may cost.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Pages, over all files.
    pub pages: u32,
    /// Pixels of one page.
    pub pixels: u64,
}

/// One uploaded file.
pub struct Upload {
    /// As the sender named it: for the sender's eyes only, never for a log.
    pub name: Option<String>,
    pub bytes: Vec<u8>,
}

/// One request.
#[derive(Clone, Debug)]
pub struct Wishes {
    pub actor: Actor,
    /// Whether the report carries the restored fronts themselves, not only their sizes.
    pub pictures: bool,
    /// Whether the uploaded pages are wanted back for showing.
    pub displays: bool,
    /// Whether the report tells how often and when its sheets were verified before.
    pub history: bool,
    /// No page is begun after this.
    pub deadline: Instant,
}

/// A file that is being read.
struct Source<'a> {
    bytes: &'a [u8],
    /// Its name in the record, once a sheet of it is opened.
    hash: OnceCell<KeyedHash>,
    /// What the record has of its sheets.
    entries: RefCell<Vec<u64>>,
    wishes: &'a Wishes,
}

/// What a verification comes to.
pub struct Answer {
    pub report: Report,
    /// The files, in the order of the upload.
    pub files: Vec<FileDigest>,
    /// Where the uses of keys are recorded.
    pub record: RecordPlace,
    /// Every page that was decoded, if wanted.
    pub shown: Vec<Shown>,
}

/// One uploaded page, for showing.
pub struct Shown {
    pub place: Place,
    pub display: pages::Display,
    /// Of a page on which no sheet was identified; that of the others is the sheet's.
    pub evidence: Option<report::Evidence>,
}

/// Which page of an upload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// From 0.
    pub file: usize,
    /// From 1.
    pub page: u32,
}

impl Place {
    pub(crate) fn problem(self, code: report::ProblemCode) -> Problem {
        Problem::new(code).in_file(self.file).on_page(self.page)
    }
}

impl Verifier {
    /// Blocks, for seconds if need be.
    ///
    /// # Errors
    /// A limit was reached, or the site itself failed.
    pub fn verify(&self, uploads: Vec<Upload>, wishes: &Wishes) -> Result<Answer, Refusal> {
        let mut gathered = file::Gathered::default();
        let (mut files, mut entries) = (Vec::new(), Vec::new());
        for (file, upload) in uploads.into_iter().enumerate() {
            let source = Source {
                bytes: &upload.bytes,
                hash: OnceCell::new(),
                entries: RefCell::default(),
                wishes,
            };
            self.read_file(file, &source, &mut gathered)?;
            entries.append(&mut source.entries.take());
            files.push(digest(&upload.bytes));
        }
        let file::Gathered {
            found,
            problems,
            shown,
            ..
        } = gathered;
        Ok(Answer {
            report: settle::report(found, problems, &self.custody.now().escrow)?,
            files,
            record: RecordPlace {
                entries,
                checkpoint: self.records.newest().checkpoint,
            },
            shown,
        })
    }
}

fn digest(bytes: &[u8]) -> FileDigest {
    FileDigest {
        sha256: HEXLOWER.encode(&Sha256::digest(bytes)),
        bytes: bytes.len() as u64,
    }
}
