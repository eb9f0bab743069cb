use super::sheets::Found;
use super::{Place, Shown, Source, Verifier};
use crate::problem::{self, Refusal};
use report::{Problem, ProblemCode};
use std::ops::ControlFlow;
use std::time::Instant;

/// What the pages seen so far have brought.
#[derive(Default)]
pub struct Gathered {
    pub found: Vec<Found>,
    /// Of files and pages on which no sheet was identified.
    pub problems: Vec<Problem>,
    pub shown: Vec<Shown>,
    pages: u32,
}

impl Verifier {
    pub(super) fn read_file(
        &self,
        file: usize,
        source: &Source,
        gathered: &mut Gathered,
    ) -> Result<(), Refusal> {
        let wishes = source.wishes;
        let limits = pages::Limits {
            pixels: self.limits.pixels,
            // At least one: where none is left, a file that has a page is refused by
            // `read_page`, and one that has none is still told for what it is.
            pages: self.limits.pages.saturating_sub(gathered.pages).max(1),
            time: wishes.deadline.saturating_duration_since(Instant::now()),
        };
        if limits.time.is_zero() {
            return Err(ProblemCode::TookTooLong.into());
        }
        let mut refused = None;
        let end = self
            .worker
            .decode(source.bytes, &limits, wishes.displays, &mut |page| {
                let place = Place {
                    file,
                    page: page.number,
                };
                match self.read_page(place, page, source, gathered) {
                    Ok(()) => ControlFlow::Continue(()),
                    Err(refusal) => {
                        refused = Some(refusal);
                        ControlFlow::Break(())
                    }
                }
            });
        match (refused, end) {
            (Some(refusal), _) => Err(refusal),
            (None, Err(error)) => gathered.end_file(file, error),
            (None, Ok(())) => Ok(()),
        }
    }

    fn read_page(
        &self,
        place: Place,
        page: pages::Page,
        source: &Source,
        gathered: &mut Gathered,
    ) -> Result<(), Refusal> {
        if gathered.pages >= self.limits.pages {
            return Err(ProblemCode::TooManyPages.into());
        }
        gathered.pages += 1;
        if Instant::now() >= source.wishes.deadline {
            return Err(ProblemCode::TookTooLong.into());
        }
        let evidence = match self.read_sheet(place, &page, source)? {
            Ok(found) => {
                gathered.found.push(found);
                None
            }
            Err((problem, evidence)) => {
                gathered.problems.push(problem);
                Some(evidence)
            }
        };
        gathered.shown.extend(page.display.map(|display| Shown {
            place,
            display,
            evidence,
        }));
        Ok(())
    }
}

impl Gathered {
    /// A file that broke is one problem among others, unless it broke a limit or the site.
    fn end_file(&mut self, file: usize, error: pages::Error) -> Result<(), Refusal> {
        let code = problem::of_decoding(&error);
        if let pages::Error::Crashed(cause) = &error {
            tracing::warn!(%cause, "a decoder crashed on an upload");
        }
        match code {
            ProblemCode::Internal => Err(Refusal::internal(error)),
            code if problem::status(code).is_some() => Err(code.into()),
            code => {
                self.problems.push(Problem::new(code).in_file(file));
                Ok(())
            }
        }
    }
}
