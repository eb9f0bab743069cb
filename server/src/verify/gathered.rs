use super::Shown;
use super::file::{PageRead, Step};
use super::fronts;
use super::pairing::{Side, Sides};
use super::settle::{self, Set};
use super::sheets::Found;
use crate::problem::Refusal;
use compare::NotComparable;
use report::{Place, Problem};
use std::time::Instant;

/// Pages of an upload whose fronts are compared: a household's certificates, or a long 戸籍. Each
/// takes as long as ten backs.
const MOST_COMPARED: u32 = 20;

/// What the pages seen so far have brought.
#[derive(Default)]
pub struct Gathered {
    pub found: Vec<Found>,
    /// Of files and pages on which no sheet was identified.
    pub problems: Vec<Problem>,
    pub shown: Vec<Shown>,
    /// What the record has of them.
    pub entries: Vec<u64>,
    /// Of the file that is being read.
    sides: Sides,
    pub pages: u32,
    /// The last page that looks like a front.
    front: Option<Place>,
}

impl Gathered {
    pub fn take(&mut self, step: Step) {
        match step {
            Step::Page(page) => self.take_page(*page),
            Step::End(file) => {
                self.pair(file.file);
                self.problems.extend(file.problem);
            }
        }
    }

    fn take_page(&mut self, page: PageRead) {
        let side = Side::of(&page);
        self.sides.push(side);
        self.pages += 1;
        if side == Side::Front {
            self.front = Some(page.place);
        }
        let evidence = match page.sheet {
            Ok(found) => {
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

    /// Whether this may be the beginning of whole papers and nothing else, in files of up to so
    /// many pages.
    pub fn may_be_whole_papers(&self, of: u32) -> bool {
        let backs = self.found.len() as u32;
        self.pages.max(of) <= MOST_COMPARED && backs <= self.pages.div_ceil(2)
    }

    /// Of an upload of whole papers and nothing else, compares the fronts as they are seen: with a
    /// page more, a good front could stand in for an altered one. What is not reached in time is
    /// not compared.
    pub fn compare_fronts(
        &mut self,
        deadline: Instant,
        as_seen: impl Fn(Place) -> Result<Option<pages::Page>, Refusal>,
    ) -> Result<(), Refusal> {
        self.pair_files();
        if !self.is_whole_papers() {
            return Ok(());
        }
        for back in &mut self.found {
            let (Some(proven), Some(place)) = (back.told(), back.front) else {
                continue;
            };
            let seen = as_seen(place)?;
            if Instant::now() >= deadline {
                break;
            }
            match seen {
                Some(mut page) => {
                    back.comparison = fronts::compared(proven, &page);
                    let shown = self.shown.iter_mut().find(|shown| shown.place == place);
                    if let (Some(shown), Some(seen)) = (shown, page.display.take()) {
                        shown.display = seen;
                    }
                }
                // What no viewer shows is not shown beside the restored front either.
                None => {
                    back.comparison = Some(Err(NotComparable::NoMatch));
                    self.shown.retain(|shown| shown.place != place);
                }
            }
        }
        Ok(())
    }

    /// Every page is a side of a paper whose other side is here, and no paper is here twice.
    fn is_whole_papers(&self) -> bool {
        let is_whole = |(k, back): (usize, &Found)| {
            let mut before = self.found.iter().take(k);
            back.front.is_some() && before.all(|other| other.label.sheet != back.label.sheet)
        };
        // A file that could not be read may hold anything.
        self.problems.is_empty()
            && self.pages <= MOST_COMPARED
            && self.pages as usize == 2 * self.found.len()
            && self.found.iter().enumerate().all(is_whole)
    }

    /// The two sides of one paper may be two files.
    fn pair_files(&mut self) {
        let (Some(front), [back], 2) = (self.front, self.found.as_mut_slice(), self.pages) else {
            return;
        };
        if back.told().is_some() && self.problems.iter().all(|problem| front.is_of(problem)) {
            back.front = Some(front);
            self.problems.clear();
        }
    }

    /// Backs learn of their fronts, and these are no problem any more.
    fn pair(&mut self, file: usize) {
        let mut sides = std::mem::take(&mut self.sides);
        sides.end();
        for back in self
            .found
            .iter_mut()
            .filter(|found| found.place.file == file)
        {
            let front = sides.front_of(back.place.page);
            back.front = front.map(|page| Place { file, page });
        }
        self.problems.retain(|problem| {
            let is_front = problem.page.is_some_and(|page| sides.is_front_of_any(page));
            problem.file != Some(file) || !is_front
        });
    }
}
