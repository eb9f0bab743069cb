//! The way of an upload, from bytes to a report:
//!
//! ```text
//! file   pages     decoded in a worker process, one page at a time
//! page   reading   there, too: marks, label, cells -> sealed, or why not
//!        escrow    record, decrypt, signature      -> opened
//!        sheet     the restored front
//! file   pairing   which page is the front of which back
//! all    fronts    an uploaded front, as it is seen, beside the restored one
//!        settle    pages of a set together, checks, headline
//! ```
//!
//! Whatever the upload holds, the answer is a [`Report`]. Only limits and the site's own
//! failures refuse one. Nothing here knows HTTP, and nothing is kept.

mod batch;
mod certificate;
mod file;
mod fronts;
mod gathered;
mod pairing;
mod repeats;
mod settle;
mod sheets;

pub(crate) use settle::random_id;
pub(crate) use sheets::earlier;

use crate::custody::LiveCustody;
use crate::problem::Refusal;
use crate::records::Records;
use batch::Batch;
use data_encoding::HEXLOWER;
use file::Step;
use gathered::Gathered;
use pages::worker::Worker;
use record::{Actor, KeyedHash};
use report::{Certificate, FileDigest, Headline, Place, Problem, Progress, RecordPlace, Report};
use settle::Set;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// Everything a verification needs; made once.
pub struct Verifier {
    pub worker: Worker,
    pub custody: LiveCustody,
    pub records: Records,
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
    /// In which one page must have been decoded and read.
    pub page_time: Duration,
}

/// One uploaded file.
pub struct Upload {
    /// As the sender named it: for the sender's eyes only, never for a log.
    pub name: Option<String>,
    pub bytes: Vec<u8>,
    hash: OnceLock<[u8; 32]>,
}

impl Upload {
    pub fn new(name: Option<String>, bytes: Vec<u8>) -> Upload {
        Upload {
            name,
            bytes,
            hash: OnceLock::new(),
        }
    }

    /// SHA-256 of the bytes; takes its time when first asked.
    fn hash(&self) -> &[u8; 32] {
        self.hash.get_or_init(|| Sha256::digest(&self.bytes).into())
    }

    pub fn digest(&self) -> FileDigest {
        FileDigest {
            sha256: HEXLOWER.encode(self.hash()),
            bytes: self.bytes.len() as u64,
        }
    }
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
    pub limits: Limits,
    /// No page is read after this.
    pub deadline: Instant,
}

/// A file that is being read.
struct Source<'a> {
    file: usize,
    bytes: &'a [u8],
    /// Its name in the record.
    hash: KeyedHash,
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

/// What is known of a batch before its end.
pub enum Event {
    /// It has been read.
    Page(Place),
    /// And where the record has the uses of keys for it.
    Certificate(Box<Certificate>, RecordPlace),
    /// Of a file or a page, or of a certificate that has been told.
    Problem(Problem),
}

/// What a batch comes to.
pub struct Totals {
    /// The worst of the certificates'; `CannotTell` where there is no certificate.
    pub headline: Headline,
    pub pages: u32,
    /// How many have which headline.
    pub certificates: BTreeMap<Headline, u32>,
    /// Outside certificates.
    pub problems: u32,
}

/// One uploaded page, for showing.
pub struct Shown {
    pub place: Place,
    pub display: pages::Display,
    /// Of a page on which no sheet was identified; that of the others is the sheet's.
    pub evidence: Option<report::Evidence>,
}

impl Verifier {
    /// Blocks, for seconds if need be, and tells meanwhile how far it is.
    ///
    /// # Errors
    /// A limit was reached, or the site itself failed.
    pub fn verify(
        &self,
        uploads: Vec<Upload>,
        wishes: &Wishes,
        tell: &mut dyn FnMut(Progress),
    ) -> Result<Answer, Refusal> {
        let files = uploads.iter().map(Upload::digest).collect();
        let mut gathered = Gathered::default();
        // Of what may be whole papers nothing is told before their fronts were compared.
        let mut held = Vec::new();
        self.read(&uploads, wishes, &mut |step| {
            let page = match &step {
                Step::Page(page) => Some((page.place, page.of, page.sheet.is_ok())),
                Step::End(_) => None,
            };
            gathered.take(step);
            if let Some((place, of, is_back)) = page {
                tell(Progress::Page { place, of });
                // Only a back makes a set whole, and looking for it copies the set.
                let whole = is_back.then(|| gathered.newly_whole()).flatten();
                held.extend(whole.map(|set| self.known(set)));
            }
            if !gathered.may_be_whole_papers() {
                held.drain(..).for_each(&mut *tell);
            }
            Ok::<(), Refusal>(())
        })?;
        gathered.end();
        let as_seen = |place: Place| match uploads.get(place.file) {
            Some(upload) => self.as_seen(place.page, &upload.bytes, wishes),
            None => Ok(None),
        };
        gathered.compare_fronts(wishes.deadline, as_seen, tell)?;
        let Gathered {
            found,
            problems,
            shown,
            entries,
            ..
        } = gathered;
        Ok(Answer {
            report: settle::report(found, problems, &self.custody.now().escrow)?,
            files,
            record: self.record_place(entries),
            shown,
        })
    }

    /// The same for many certificates: tells each as soon as its pages are here, and keeps
    /// nothing of it; returns those that are not whole. Blocks, for as long as that takes.
    ///
    /// # Errors
    /// A limit was reached, the site itself failed, or `tell` did: no page is begun after that.
    pub fn verify_each<E: From<Refusal>>(
        &self,
        uploads: Vec<Upload>,
        wishes: &Wishes,
        tell: &mut dyn FnMut(Vec<Event>) -> Result<(), E>,
    ) -> Result<(Vec<Event>, Totals), E> {
        let mut batch = Batch::new(self);
        self.read(uploads, wishes, &mut |step| tell(batch.take(step)))?;
        Ok(batch.end())
    }

    fn known(&self, set: Set) -> Progress {
        let Certificate {
            number,
            kind,
            headline,
            ..
        } = certificate::of(set, &self.custody.now().escrow);
        Progress::Certificate {
            number,
            kind,
            headline,
        }
    }

    fn record_place(&self, entries: Vec<u64>) -> RecordPlace {
        RecordPlace {
            entries,
            checkpoint: self.records.newest().checkpoint,
        }
    }
}
