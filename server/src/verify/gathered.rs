use super::Shown;
use super::file::{PageRead, Step};
use super::fronts::Compared;
use super::pairing::{Side, Sides};
use super::settle::{self, Set};
use super::sheets::Found;
use report::{Place, Problem};

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
        self.sides.push(Side::of(&page.sheet));
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
        if let Some(compared) = page.compared {
            self.take_front(compared);
        }
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

    /// A front that was compared is no problem any more.
    fn take_front(&mut self, compared: Compared) {
        self.problems.retain(|p| !compared.front.is_of(p));
        let mut backs = self.found.iter_mut();
        if let Some(back) = backs.find(|found| found.place == compared.back) {
            back.take_front(compared);
        }
    }

    /// Backs whose fronts were not compared learn where these are, and they are no problem
    /// either.
    fn pair(&mut self, file: usize) {
        let mut sides = std::mem::take(&mut self.sides);
        sides.end();
        for back in self
            .found
            .iter_mut()
            .filter(|found| found.place.file == file)
        {
            let front = sides.front_of(back.place.page);
            back.expect_front(front.map(|page| Place { file, page }));
        }
        self.problems.retain(|problem| {
            let is_front = problem.page.is_some_and(|page| sides.is_front_of_any(page));
            problem.file != Some(file) || !is_front
        });
    }
}
