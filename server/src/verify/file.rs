use super::fronts::{Compared, Fronts};
use super::pairing::Side;
use super::sheets::Found;
use super::{Source, Upload, Verifier, Wishes};
use crate::problem::{self, Refusal};
use report::{Evidence, Place, Problem, ProblemCode};
use std::ops::ControlFlow;
use std::time::Instant;

/// What reading an upload brings, in the order of its pages.
pub enum Step {
    Page(Box<PageRead>),
    /// A file has no more pages.
    End(FileRead),
}

/// `Err`: no sheet was identified.
pub type SheetRead = Result<Found, (Problem, Evidence)>;

pub struct FileRead {
    pub file: usize,
    /// Why it has no more pages.
    pub problem: Option<Problem>,
}

pub struct PageRead {
    pub place: Place,
    /// Pages that its file seems to have.
    pub of: u32,
    pub sheet: SheetRead,
    /// If it was wanted.
    pub display: Option<pages::Display>,
    /// It is the front of a back, or the back of a front, and the other side was here already.
    pub compared: Option<Compared>,
}

impl Verifier {
    /// Reads page by page, until `take` fails.
    pub(super) fn read<E: From<Refusal>>(
        &self,
        uploads: Vec<Upload>,
        wishes: &Wishes,
        take: &mut dyn FnMut(Step) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut left = wishes.limits.pages;
        let mut fronts = Fronts::default();
        for (file, upload) in uploads.into_iter().enumerate() {
            let source = Source {
                file,
                bytes: &upload.bytes,
                hash: self.records.of_upload(upload.hash()),
                wishes,
            };
            let problem = self.read_file(&source, &mut left, &mut fronts, take)?;
            take(Step::End(FileRead { file, problem }))?;
        }
        Ok(())
    }

    fn read_file<E: From<Refusal>>(
        &self,
        source: &Source,
        left: &mut u32,
        fronts: &mut Fronts,
        take: &mut dyn FnMut(Step) -> Result<(), E>,
    ) -> Result<Option<Problem>, E> {
        let wishes = source.wishes;
        let limits = pages::Limits {
            pixels: wishes.limits.pixels,
            // At least one: where none is left, a file that has a page is refused by
            // `read_page`, and one that has none is still told for what it is.
            pages: (*left).max(1),
            time: wishes.deadline.saturating_duration_since(Instant::now()),
            page_time: wishes.limits.page_time,
        };
        if limits.time.is_zero() {
            return Err(Refusal::from(ProblemCode::TookTooLong).into());
        }
        let mut stopped = None;
        let end = self
            .worker
            .decode(source.bytes, &limits, wishes.displays, &mut |page| {
                let read = self.read_page(page, source, left, fronts).map_err(E::from);
                match read.and_then(|page| take(Step::Page(Box::new(page)))) {
                    Ok(()) => ControlFlow::Continue(()),
                    Err(error) => {
                        stopped = Some(error);
                        ControlFlow::Break(())
                    }
                }
            });
        match (stopped, end) {
            (Some(error), _) => Err(error),
            (None, Err(error)) => Ok(Some(problem_of(error)?.in_file(source.file))),
            (None, Ok(())) => Ok(None),
        }
    }

    fn read_page(
        &self,
        mut page: pages::Page,
        source: &Source,
        left: &mut u32,
        fronts: &mut Fronts,
    ) -> Result<PageRead, Refusal> {
        *left = left.checked_sub(1).ok_or(ProblemCode::TooManyPages)?;
        if Instant::now() >= source.wishes.deadline {
            return Err(ProblemCode::TookTooLong.into());
        }
        let place = Place {
            file: source.file,
            page: page.number,
        };
        let (sheet, restored) = self.read_sheet(place, &page, source)?;
        let (of, display) = (page.of, page.display.take());
        let compared = match restored {
            Some(restored) => fronts.of_back(place, restored),
            None if Side::of(&sheet) == Side::Front => fronts.of_front(place, page),
            None => None,
        };
        Ok(PageRead {
            place,
            of,
            sheet,
            display,
            compared,
        })
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
