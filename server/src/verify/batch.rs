//! The same, told as it becomes known: what has been told is not kept.

use super::certificate;
use super::file::{PageRead, Step};
use super::pairing::{Side, Sides};
use super::repeats::Settled;
use super::settle::{self, Set};
use super::sheets::Found;
use super::{Event, Totals, Verifier};
use report::{Certificate, Headline, Place, Problem, ProblemCode};
use std::collections::BTreeMap;

/// An upload that is being read.
pub struct Batch<'a> {
    verifier: &'a Verifier,
    file: File,
    /// Sets of which pages are missing, or may still be read better.
    open: Vec<Set>,
    settled: Settled,
    /// Not told yet.
    events: Vec<Event>,
    pages: u32,
    certificates: BTreeMap<Headline, u32>,
    problems: u32,
    are_torn: bool,
}

/// The file that is being read.
#[derive(Default)]
struct File {
    sides: Sides,
    /// A back whose front may be the next page.
    waiting: Option<Found>,
    /// Problems of fronts, unless their backs are here.
    fronts: Vec<Problem>,
}

impl Batch<'_> {
    pub fn new(verifier: &Verifier) -> Batch<'_> {
        Batch {
            verifier,
            file: File::default(),
            open: Vec::new(),
            settled: Settled::default(),
            events: Vec::new(),
            pages: 0,
            certificates: BTreeMap::new(),
            problems: 0,
            are_torn: false,
        }
    }

    /// What is known by this step.
    pub fn take(&mut self, step: Step) -> Vec<Event> {
        match step {
            Step::Page(page) => self.take_page(*page),
            Step::End(file) => self.end_file(file.problem),
        }
        std::mem::take(&mut self.events)
    }

    fn take_page(&mut self, page: PageRead) {
        self.pages += 1;
        self.events.push(Event::Page(page.place));
        let side = Side::of(&page);
        self.file.sides.push(side);
        if let Some(back) = self.file.waiting.take() {
            self.take_back(back);
        }
        match page.sheet {
            Ok(back) if self.file.sides.next_may_be_its_front() => self.file.waiting = Some(back),
            Ok(back) => self.take_back(back),
            Err((problem, _)) if side == Side::Front => self.file.fronts.push(problem),
            Err((problem, _)) => self.tell_problem(problem),
        }
    }

    /// The whole file decides which fronts are alone, whatever was told of its first backs.
    fn end_file(&mut self, problem: Option<Problem>) {
        self.file.sides.end();
        if let Some(back) = self.file.waiting.take() {
            self.take_back(back);
        }
        let File { sides, fronts, .. } = std::mem::take(&mut self.file);
        let alone = fronts.into_iter().filter(|front| {
            let page = front.page;
            !page.is_some_and(|page| sides.is_front_of_any(page))
        });
        alone.chain(problem).for_each(|p| self.tell_problem(p));
    }

    fn take_back(&mut self, mut back: Found) {
        let Place { file, page } = back.place;
        let front = self.file.sides.front_of(page);
        back.front = front.map(|page| Place { file, page });
        if self.settled.has(&back) {
            return self.tell_problem(back.place.problem(ProblemCode::PageRepeated));
        }
        let at = settle::add(&mut self.open, back);
        if self.open.get(at).is_some_and(Set::is_here) {
            let set = self.open.remove(at);
            self.settled.note(&set.sheets);
            self.settle(set, |_| ());
        }
    }

    /// The certificates of which pages are missing, and what all came to.
    pub fn end(mut self) -> (Vec<Event>, Totals) {
        let open = std::mem::take(&mut self.open);
        let is_alone = open.len() == 1 && self.certificates.is_empty();
        for set in open {
            self.settle(set, |certificate| {
                if !is_alone {
                    settle::note_mixture(certificate);
                }
            });
        }
        let headlines = self.certificates.keys().copied();
        let totals = Totals {
            headline: settle::overall(headlines, self.are_torn),
            pages: self.pages,
            certificates: self.certificates,
            problems: self.problems,
        };
        (self.events, totals)
    }

    fn settle(&mut self, set: Set, complete: impl FnOnce(&mut Certificate)) {
        let entries = set.sheets.iter().flat_map(|sheet| &sheet.entries);
        let place = self.verifier.record_place(entries.copied().collect());
        let mut certificate = certificate::of(set, &self.verifier.custody.now().escrow);
        complete(&mut certificate);
        *self.certificates.entry(certificate.headline).or_default() += 1;
        let told = Event::Certificate(Box::new(certificate), place);
        self.events.push(told);
    }

    fn tell_problem(&mut self, problem: Problem) {
        self.are_torn |= problem.code == ProblemCode::LabelsDiffer;
        self.problems += 1;
        self.events.push(Event::Problem(problem));
    }
}
