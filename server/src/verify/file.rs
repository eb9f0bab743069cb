use super::sheets::Found;
use super::{Source, Upload, Verifier, Wishes};
use crate::problem::{self, Refusal};
use crate::reading;
use pages::Wanted;
use pages::worker::Looked;
use report::{Evidence, Place, Problem, ProblemCode};
use std::borrow::Borrow;
use std::ops::ControlFlow;
use std::time::Instant;

/// What reading an upload brings, in the order of its pages.
pub enum Step {
    Page(Box<PageRead>),
    /// A file has no more pages.
    End(FileRead),
}

pub struct FileRead {
    pub file: usize,
    /// Why it has no more pages.
    pub problem: Option<Problem>,
}

pub struct PageRead {
    pub place: Place,
    /// Pages that its file seems to have.
    pub of: u32,
    /// `Err`: no sheet was identified.
    pub sheet: Result<Found, (Problem, Evidence)>,
    /// If it was wanted.
    pub display: Option<pages::Display>,
}

impl Verifier {
    /// Reads page by page, until `take` fails.
    pub(super) fn read<E: From<Refusal>>(
        &self,
        uploads: impl IntoIterator<Item: Borrow<Upload>>,
        wishes: &Wishes,
        take: &mut dyn FnMut(Step) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut left = wishes.limits.pages;
        for (file, upload) in uploads.into_iter().enumerate() {
            let upload: &Upload = upload.borrow();
            let source = Source {
                file,
                bytes: &upload.bytes,
                hash: self.records.of_upload(upload.hash()),
                wishes,
            };
            let problem = self.read_file(&source, &mut left, take)?;
            take(Step::End(FileRead { file, problem }))?;
        }
        Ok(())
    }

    fn read_file<E: From<Refusal>>(
        &self,
        source: &Source,
        left: &mut u32,
        take: &mut dyn FnMut(Step) -> Result<(), E>,
    ) -> Result<Option<Problem>, E> {
        let wishes = source.wishes;
        // At least one: where none is left, a file that has a page is refused by `read_page`,
        // and one that has none is still told for what it is.
        let limits = limits(wishes, (*left).max(1));
        if limits.time.is_zero() {
            return Err(Refusal::from(ProblemCode::TookTooLong).into());
        }
        let wanted = Wanted {
            displays: wishes.displays,
            ..Wanted::default()
        };
        let mut stopped = None;
        let mut on_page = |looked, read| {
            let read = self.read_page(looked, read, source, left).map_err(E::from);
            match read.and_then(|page| take(Step::Page(Box::new(page)))) {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => {
                    stopped = Some(error);
                    ControlFlow::Break(())
                }
            }
        };
        let end = reading::read_each(&self.worker, source.bytes, &limits, wanted, &mut on_page);
        match (stopped, end) {
            (Some(error), _) => Err(error),
            (None, Err(error)) => Ok(Some(problem_of(error)?.in_file(source.file))),
            (None, Ok(())) => Ok(None),
        }
    }

    /// A page as a viewer shows it: the picture that a PDF holds may show more than the PDF does.
    /// `None`: PDFium cannot show it, or not in time.
    pub(super) fn as_seen(
        &self,
        page: u32,
        bytes: &[u8],
        wishes: &Wishes,
    ) -> Result<Option<pages::Page>, Refusal> {
        let wanted = Wanted {
            displays: wishes.displays,
            as_seen: true,
            skipped: page.saturating_sub(1),
        };
        let mut seen = None;
        let mut on_page = |decoded| {
            seen = Some(decoded);
            ControlFlow::Break(())
        };
        let limits = limits(wishes, wishes.limits.pages);
        match self.worker.decode(bytes, &limits, wanted, &mut on_page) {
            Ok(()) => Ok(seen),
            Err(error) => match problem::of_decoding(&error) {
                ProblemCode::Internal => Err(Refusal::internal(error)),
                _ => Ok(None),
            },
        }
    }

    fn read_page(
        &self,
        looked: Looked,
        read: reading::PageRead,
        source: &Source,
        left: &mut u32,
    ) -> Result<PageRead, Refusal> {
        *left = left.checked_sub(1).ok_or(ProblemCode::TooManyPages)?;
        if Instant::now() >= source.wishes.deadline {
            return Err(ProblemCode::TookTooLong.into());
        }
        let place = Place {
            file: source.file,
            page: looked.number,
        };
        let sheet = match read.sheet {
            Ok(sheet) => Ok(self.prove(place, sheet, read.evidence, source)?),
            Err(reason) => Err((reason.at(place), read.evidence)),
        };
        Ok(PageRead {
            place,
            of: looked.of,
            sheet,
            display: looked.display,
        })
    }
}

fn limits(wishes: &Wishes, pages: u32) -> pages::Limits {
    pages::Limits {
        pixels: wishes.limits.pixels,
        pages,
        time: wishes.deadline.saturating_duration_since(Instant::now()),
        page_time: wishes.limits.page_time,
    }
}

/// A file that broke is one problem among others, unless it broke a limit or the site.
fn problem_of(error: pages::Error) -> Result<Problem, Refusal> {
    if let pages::Error::Crashed(cause) = &error {
        tracing::warn!(%cause, "a decoder crashed on an upload");
    }
    match problem::of_decoding(&error) {
        ProblemCode::Internal => Err(Refusal::internal(error)),
        code if problem::status(code).is_some() => Err(code.into()),
        code => Ok(Problem::new(code)),
    }
}
