//! Decoding in a process of its own: an executable of the parent's, started without the parent's
//! environment, that reads the upload from its standard input and writes pages, or what is to be
//! said of them, to its standard output.

use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::ops::ControlFlow;
use std::os::fd::AsFd;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

mod watch;

use crate::wire::{self, Message};
use crate::{Display, Error, Limits, Page, Wanted, pdf};
use watch::Watch;

const ROLE: &str = "decode-worker";

/// What a worker does with a page instead of sending its pixels: it says something of it, in
/// whatever way its parent understands; at most a megabyte.
pub type Look = fn(&Page) -> Vec<u8>;

/// What was said of one page, which stays in the worker.
#[derive(Clone, PartialEq)]
pub struct Looked {
    /// Counted from 1.
    pub number: u32,
    /// How many pages the file seems to have, before the rest of them is read.
    pub of: u32,
    /// If it was asked for.
    pub display: Option<Display>,
    /// By the worker's [`Look`]; to be believed no more than the upload.
    pub said: Vec<u8>,
}

/// Call this first thing in `main`, before configuration or keys are read. If the process was
/// started as a worker it decodes, looks if it is asked to, and exits; otherwise nothing happens.
pub fn run_if_worker(look: Look) {
    let mut arguments = std::env::args_os().skip(1);
    if arguments.next().is_none_or(|role| role != ROLE) {
        return;
    }
    // A decoder's panic message could hold content.
    std::panic::set_hook(Box::new(|_| {}));
    let done = Orders::parse(arguments).is_some_and(|orders| serve(&orders, look).is_ok());
    std::process::exit(if done { 0 } else { 1 });
}

/// How to start a worker.
#[derive(Clone, Debug)]
pub struct Worker {
    /// An executable whose `main` begins with [`run_if_worker`].
    pub exe: PathBuf,
    /// See [`crate::pdfium_library`]; without it PDFs are [`Error::PdfUnavailable`].
    pub pdfium: Option<PathBuf>,
}

impl Worker {
    /// # Errors
    /// If the operating system does not tell the path of this executable.
    pub fn this_executable() -> io::Result<Self> {
        Ok(Self::at(std::env::current_exe()?))
    }

    /// An executable of this name in the folder of this one.
    ///
    /// # Errors
    /// If there is none, or the operating system does not tell the path of this executable.
    pub fn beside_this_executable(name: &str) -> io::Result<Self> {
        let exe = std::env::current_exe()?.with_file_name(name);
        if !exe.is_file() {
            let missing = format!("{} is missing", exe.display());
            return Err(io::Error::new(io::ErrorKind::NotFound, missing));
        }
        Ok(Self::at(exe))
    }

    fn at(exe: PathBuf) -> Self {
        Self {
            exe,
            pdfium: crate::pdfium_library(),
        }
    }

    /// Like [`crate::decode`], in a process that lives for this call only.
    ///
    /// Blocks. The process is killed when `limits.time` is over or `on_page` breaks or
    /// panics, and is always waited for.
    ///
    /// # Errors
    /// Those of [`crate::decode`], [`Error::Crashed`] and [`Error::Worker`].
    pub fn decode(
        &self,
        bytes: &[u8],
        limits: &Limits,
        wanted: Wanted,
        on_page: &mut dyn FnMut(Page) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        self.run(bytes, limits, wanted, false, &mut |message| match message {
            Message::Page(page) => Ok(on_page(page)),
            _ => Err(wire::lie("not a page")),
        })
    }

    /// The same, but the pixels stay in the process: of each page comes what its [`Look`] says.
    /// The time for that counts as time of the page.
    ///
    /// # Errors
    /// Those of [`Worker::decode`].
    pub fn look(
        &self,
        bytes: &[u8],
        limits: &Limits,
        wanted: Wanted,
        on_look: &mut dyn FnMut(Looked) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        self.run(bytes, limits, wanted, true, &mut |message| match message {
            Message::Looked(looked) => Ok(on_look(looked)),
            _ => Err(wire::lie("not a look")),
        })
    }

    fn run(
        &self,
        bytes: &[u8],
        limits: &Limits,
        wanted: Wanted,
        looks: bool,
        on_message: OnMessage,
    ) -> Result<(), Error> {
        let orders = Orders {
            length: bytes.len(),
            wanted,
            looks,
            limits: *limits,
            pdfium: self.pdfium.clone(),
        };
        let child = self.start(&orders).map_err(Error::Worker)?;
        let watch = Watch::new(child, limits);
        std::thread::scope(|scope| {
            scope.spawn(|| watch.run());
            let _ends = watch.ends_on_drop();
            converse(&watch, bytes, &orders, on_message)
        })
        .map_err(|error| match error {
            Error::Worker(_) if watch.expired() => Error::TookTooLong { limit: limits.time },
            Error::Worker(cause) if watch.crashed() => Error::Crashed(watch.obituary(cause)),
            Error::Worker(cause) => Error::Worker(watch.obituary(cause)),
            error => error,
        })
    }

    fn start(&self, orders: &Orders) -> io::Result<Child> {
        let child = Command::new(&self.exe)
            .arg(ROLE)
            .args(orders.numbers().map(|number| number.to_string()))
            .args(&orders.pdfium)
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        child.stdin.iter().for_each(widen);
        child.stdout.iter().for_each(widen);
        Ok(child)
    }
}

/// A page is a hundred times what a pipe holds, and each filling costs two changes of process.
fn widen(pipe: impl AsFd) {
    const MOST_WITHOUT_PRIVILEGE: usize = 1 << 20;
    // Refused where this user has many wide pipes already: a narrow one does the same.
    let _ = rustix::pipe::fcntl_setpipe_size(pipe, MOST_WITHOUT_PRIVILEGE);
}

/// Takes a page, or what was said of it.
type OnMessage<'a> = &'a mut dyn FnMut(Message) -> io::Result<ControlFlow<()>>;

fn converse(
    watch: &Watch,
    bytes: &[u8],
    orders: &Orders,
    on_message: OnMessage,
) -> Result<(), Error> {
    let (mut stdin, mut stdout) = watch.pipes().map_err(Error::Worker)?;
    stdin.write_all(bytes).map_err(Error::Worker)?;
    drop(stdin);
    for pages in orders.wanted.skipped.. {
        match wire::read(&mut stdout, pages, &orders.limits).map_err(Error::Worker)? {
            Message::Fault(error) => return Err(error),
            Message::End => return Ok(()),
            message => {
                watch.pause();
                if on_message(message).map_err(Error::Worker)?.is_break() {
                    return Ok(());
                }
                watch.resume();
            }
        }
    }
    Ok(())
}

/// The worker's command line after its role.
struct Orders {
    length: usize,
    wanted: Wanted,
    looks: bool,
    limits: Limits,
    pdfium: Option<PathBuf>,
}

impl Orders {
    fn numbers(&self) -> [u128; 9] {
        [
            self.length as u128,
            self.wanted.displays.into(),
            self.wanted.as_seen.into(),
            self.wanted.skipped.into(),
            self.looks.into(),
            self.limits.pixels.into(),
            self.limits.pages.into(),
            self.limits.time.as_millis(),
            self.limits.page_time.as_millis(),
        ]
    }

    fn parse(mut arguments: impl Iterator<Item = OsString>) -> Option<Self> {
        let mut number = || arguments.next()?.to_str()?.parse::<u64>().ok();
        Some(Self {
            length: usize::try_from(number()?).ok()?,
            wanted: Wanted {
                displays: number()? == 1,
                as_seen: number()? == 1,
                skipped: u32::try_from(number()?).ok()?,
            },
            looks: number()? == 1,
            limits: Limits {
                pixels: number()?,
                pages: u32::try_from(number()?).ok()?,
                time: Duration::from_millis(number()?),
                page_time: Duration::from_millis(number()?),
            },
            pdfium: arguments.next().map(PathBuf::from),
        })
    }
}

fn serve(orders: &Orders, look: Look) -> io::Result<()> {
    pdf::use_library(orders.pdfium.clone());
    let mut bytes = Vec::with_capacity(orders.length);
    io::stdin().lock().read_to_end(&mut bytes)?;

    // Not `io::stdout`: it would look for line ends in the pages.
    let mut stdout = std::fs::File::from(io::stdout().as_fd().try_clone_to_owned()?);
    let mut broken = None;
    let Orders { limits, wanted, .. } = orders;
    let mut write = |page: &Page| match orders.looks {
        true => wire::write_look(&mut stdout, page, &look(page)),
        false => wire::write_page(&mut stdout, page),
    };
    let end = crate::decode(&bytes, limits, *wanted, &mut |page| match write(&page) {
        Ok(()) => ControlFlow::Continue(()),
        Err(error) => {
            broken = Some(error);
            ControlFlow::Break(())
        }
    });
    match broken {
        Some(error) => Err(error),
        None => wire::write_end(&mut stdout, &end),
    }
}
