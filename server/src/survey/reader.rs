use super::folder;
use crate::config::Config;
use crate::problem;
use crate::reading;
use pages::worker::Worker;
use report::ProblemCode;
use sha2::{Digest, Sha256};
use std::error::Error;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use std::{fs, io, thread};

/// What stands in the way of a survey.
type Failure = Box<dyn Error + Send + Sync>;

/// Reads files as the site does, within the limits of an upload.
pub struct Reader {
    worker: Worker,
    limits: pages::Limits,
    bytes: u64,
    at_once: usize,
}

/// What a file came to.
pub struct FileRead {
    pub name: String,
    pub pages: Vec<PageRead>,
    /// Why there are no more pages than these.
    pub problem: Option<ProblemCode>,
    /// To decode all its pages.
    pub decode: Duration,
}

/// What a page came to.
pub struct PageRead {
    pub number: u32,
    pub outcome: Result<SheetRead, ProblemCode>,
    pub read: Duration,
    /// `None`: no label was read, and so there was nothing to correct.
    pub correct: Option<Duration>,
}

/// A sheet whose checksum holds.
pub struct SheetRead {
    /// The first bytes of SHA-256 over the ciphertext, by which sheets are told apart.
    pub fingerprint: [u8; 4],
    pub margin: f32,
}

impl Reader {
    /// # Errors
    /// No worker can be started from here.
    pub fn new(config: &Config) -> io::Result<Reader> {
        Ok(Reader {
            worker: reading::worker()?,
            limits: pages::Limits {
                pixels: config.max_pixels,
                pages: config.max_pages,
                time: config.verify_time(),
                page_time: config.verify_time(),
            },
            bytes: config.max_bytes,
            at_once: config.workers(),
        })
    }

    /// Reads files, several at once; `on_file` is told how many are done.
    ///
    /// # Errors
    /// A file cannot be opened, or the workers do not work.
    pub fn read(
        &self,
        files: &[PathBuf],
        on_file: &(dyn Fn(usize) + Sync),
    ) -> Result<Vec<FileRead>, Failure> {
        let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let work = || {
            let mut read = Vec::new();
            loop {
                let turn = next.fetch_add(1, Ordering::Relaxed);
                let Some(file) = files.get(turn) else {
                    return Ok(read);
                };
                read.push((turn, self.read_file(file)?));
                on_file(done.fetch_add(1, Ordering::Relaxed) + 1);
            }
        };
        let shares: Result<Vec<_>, Failure> = thread::scope(|scope| {
            let readers: Vec<_> = (0..self.at_once).map(|_| scope.spawn(work)).collect();
            let joined = readers.into_iter().map(thread::ScopedJoinHandle::join);
            joined
                .map(|share| share.unwrap_or_else(|_| Err("a reader ended early".into())))
                .collect()
        });
        let mut all: Vec<(usize, FileRead)> = shares?.into_iter().flatten().collect();
        all.sort_by_key(|(turn, _)| *turn);
        Ok(all.into_iter().map(|(_, file)| file).collect())
    }

    fn read_file(&self, file: &Path) -> Result<FileRead, Failure> {
        let mut read = FileRead {
            name: folder::name(file),
            pages: Vec::new(),
            problem: None,
            decode: Duration::ZERO,
        };
        if fs::metadata(file)?.len() > self.bytes {
            read.problem = Some(ProblemCode::UploadTooLarge);
            return Ok(read);
        }
        let bytes = fs::read(file)?;
        let start = Instant::now();
        let end = reading::read_each(
            &self.worker,
            &bytes,
            &self.limits,
            pages::Wanted::default(),
            &mut |looked, page| {
                read.pages.push(page_read(looked.number, page));
                ControlFlow::Continue(())
            },
        );
        let times = read
            .pages
            .iter()
            .flat_map(|page| [page.read, page.correct.unwrap_or_default()]);
        let reading = times.fold(Duration::ZERO, Duration::saturating_add);
        read.decode = start.elapsed().saturating_sub(reading);
        if let Err(error) = end {
            let code = problem::of_decoding(&error);
            if code == ProblemCode::Internal {
                return Err(error.into());
            }
            read.problem = Some(code);
        }
        Ok(read)
    }
}

fn page_read(number: u32, page: reading::PageRead) -> PageRead {
    PageRead {
        number,
        outcome: match page.sheet {
            Err(reason) => Err(reason.code),
            Ok(sheet) => match sheet.sealed {
                Err(reason) => Err(reason.code),
                Ok(sealed) => Ok(SheetRead {
                    fingerprint: fingerprint(&sealed),
                    margin: sheet.measures.margin,
                }),
            },
        },
        read: page.took.scan,
        correct: page.took.correction,
    }
}

fn fingerprint(sealed: &sheet::Sealed) -> [u8; 4] {
    let mut first = [0; 4];
    let digest = Sha256::digest(&sealed.ciphertext);
    first
        .iter_mut()
        .zip(digest)
        .for_each(|(to, from)| *to = from);
    first
}
