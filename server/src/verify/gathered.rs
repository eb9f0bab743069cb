use super::Shown;
use super::file::{PageRead, Step};
use super::fronts;
use super::pairing::{Side, Sides};
use super::settle::{self, Set};
use super::sheets::Found;
use crate::problem::Refusal;
use compare::NotComparable;
use report::{Comparison, Place, Problem, Progress};
use std::time::{Duration, Instant};

/// Pages of an upload whose fronts are compared: a household's certificates, or a long 戸籍.
const MOST_COMPARED: u32 = 20;
/// With less time left no front is begun: it takes a part of a second, and then there is the report.
const RESERVE: Duration = Duration::from_secs(2);

/// What the pages seen so far have brought.
#[derive(Default)]
pub struct Gathered {
    pub found: Vec<Found>,
    /// Of files and pages on which no sheet was identified.
    pub problems: Vec<Problem>,
    pub shown: Vec<Shown>,
    /// What the record has of them.
    pub entries: Vec<u64>,
    pages: u32,
    /// Of the file that is being read, and of those of one page each that were read just before
    /// it: not paired yet.
    unpaired: Vec<(Place, Side)>,
    /// There was more than both sides of papers, one after the other, each paper once.
    has_more: bool,
}

impl Gathered {
    pub fn take(&mut self, step: Step) {
        match step {
            Step::Page(page) => self.take_page(*page),
            Step::End(file) => {
                self.end_file(file.file);
                // It may have held anything.
                self.has_more |= file.problem.is_some();
                self.problems.extend(file.problem);
            }
        }
    }

    /// There are no more files.
    pub fn end(&mut self) {
        let pages = std::mem::take(&mut self.unpaired);
        self.pair(&pages);
    }

    fn take_page(&mut self, page: PageRead) {
        self.pages += 1;
        self.unpaired.push((page.place, Side::of(&page)));
        let is_with = |place: Place| page.of == 1 || place.file == page.place.file;
        let together = self.unpaired.iter().filter(|(place, _)| is_with(*place));
        self.has_more = self.has_more
            || self.pages.max(page.of) > MOST_COMPARED
            || !together
                .map(|(_, side)| *side)
                .collect::<Sides>()
                .alternate();
        let evidence = match page.sheet {
            Ok(found) => {
                let is_same = |other: &Found| other.label.sheet == found.label.sheet;
                self.has_more |= self.found.iter().any(is_same);
                self.entries.extend(&found.entries);
                self.found.push(found);
                None
            }
            Err((problem, evidence)) => {
                self.problems.push(problem);
                Some(evidence)
            }
        };
        self.shown.extend(page.display.map(|display| Shown {
            place: page.place,
            display,
            evidence,
        }));
    }

    /// The set of the last back, if that was the page that it lacked.
    pub fn newly_whole(&self) -> Option<Set> {
        let (last, before) = self.found.split_last()?;
        let key = settle::key(&last.label);
        let its = before
            .iter()
            .filter(|found| settle::key(&found.label) == key);
        let mut set = Set {
            label: last.label,
            sheets: its.cloned().collect(),
        };
        if set.is_here() {
            return None;
        }
        set.sheets.push(last.clone());
        set.sheets.sort_by_key(|sheet| sheet.label.sheet.index);
        set.is_here().then_some(set)
    }

    /// Whether these may be the first of both sides of papers, and nothing else.
    pub fn may_be_whole_papers(&self) -> bool {
        !self.has_more
    }

    /// Every page is a side of a paper whose other side is here.
    fn is_whole_papers(&self) -> bool {
        !self.has_more
            && self.pages as usize == 2 * self.found.len()
            && self.found.iter().all(|back| back.front.is_some())
    }

    /// Of an upload of whole papers and nothing else, compares the fronts as they are seen: with a
    /// page more, a good front could stand in for an altered one. For the same reason none of
    /// several papers agrees unless all could be compared, in time.
    pub fn compare_fronts(
        &mut self,
        deadline: Instant,
        as_seen: impl Fn(Place) -> Result<Option<pages::Page>, Refusal>,
        tell: &mut dyn FnMut(Progress),
    ) -> Result<(), Refusal> {
        if !self.is_whole_papers() {
            return Ok(());
        }
        let is_comparable = |back: &Found| back.told().is_some_and(fronts::may_be_compared);
        let are_comparable = self.found.iter().all(is_comparable);
        let front = |back: &Found| back.told().and(back.front);
        let fronts: Vec<Option<Place>> = self.found.iter().map(front).collect();
        let mut comparisons = Vec::new();
        for (back, front) in fronts.into_iter().enumerate() {
            let Some(front) = front else {
                continue;
            };
            if Instant::now() + RESERVE >= deadline {
                return Ok(());
            }
            let [compared, of] = [back, self.found.len()].map(|count| count as u32);
            tell(Progress::Fronts { compared, of });
            let mut seen = as_seen(front)?;
            if seen.is_none() && Instant::now() >= deadline {
                return Ok(());
            }
            self.show(front, seen.as_mut());
            if are_comparable {
                comparisons.push(self.compared(back, seen.as_ref()));
            }
        }
        let are_all = comparisons.len() == 1 || comparisons.iter().all(Result::is_ok);
        for (back, comparison) in self.found.iter_mut().zip(comparisons) {
            back.comparison = Some(comparison).filter(|of| are_all || of.is_err());
        }
        Ok(())
    }

    /// The front of a back beside the restored one.
    fn compared(
        &self,
        back: usize,
        front: Option<&pages::Page>,
    ) -> Result<Comparison, NotComparable> {
        let front = front.ok_or(NotComparable::NoMatch)?;
        let with = |k: usize| {
            let proven = self.found.get(k).and_then(Found::told);
            fronts::compared(proven.ok_or(NotComparable::NoMatch)?, front)
        };
        let comparison = with(back)?;
        let is_of = |other: usize| with(other).is_ok_and(|comparison| !comparison.is_altered());
        let mut others = (0..self.found.len()).filter(|k| *k != back);
        // Papers of one form are alike: out of order, they would seem altered.
        match comparison.is_altered() && others.any(is_of) {
            true => Err(NotComparable::NoMatch),
            false => Ok(comparison),
        }
    }

    /// What no viewer shows is not shown beside the restored front either.
    fn show(&mut self, front: Place, seen: Option<&mut pages::Page>) {
        let Some(seen) = seen else {
            return self.shown.retain(|shown| shown.place != front);
        };
        let shown = self.shown.iter_mut().find(|shown| shown.place == front);
        if let (Some(shown), Some(display)) = (shown, seen.display.take()) {
            shown.display = display;
        }
    }

    /// Files of one page each, one after another, are as one file of these pages.
    fn end_file(&mut self, file: usize) {
        let is_of_file = |(place, _): &(Place, Side)| place.file == file;
        let first = self.unpaired.partition_point(|page| !is_of_file(page));
        let own = self.unpaired.split_off(first);
        match own.len() {
            1 => self.unpaired.extend(own),
            _ => {
                self.end();
                self.pair(&own);
            }
        }
    }

    /// Backs learn of their fronts, and these are no problem any more.
    fn pair(&mut self, pages: &[(Place, Side)]) {
        let mut sides: Sides = pages.iter().map(|(_, side)| *side).collect();
        sides.end();
        for (number, (place, _)) in (1..).zip(pages) {
            let front = sides.front_of(number).map(|front| front as usize - 1);
            if let Some(back) = self.found.iter_mut().find(|found| found.place == *place) {
                back.front = front.and_then(|k| Some(pages.get(k)?.0));
            }
            if sides.is_front_of_any(number) {
                self.problems.retain(|problem| !place.is_of(problem));
            }
        }
    }
}
