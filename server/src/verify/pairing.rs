//! Which page of a duplex scan is the front of which back.

use super::file::PageRead;
use report::ProblemCode;
use std::cmp::Ordering;

/// What a page shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Back,
    Front,
    /// It may be either, or neither.
    Unclear,
}

impl Side {
    pub fn of(page: &PageRead) -> Side {
        match &page.sheet {
            Ok(_) => Side::Back,
            Err((problem, _)) if problem.code == ProblemCode::FrontUploaded => Side::Front,
            Err(_) => Side::Unclear,
        }
    }
}

/// The pages of one file, as far as they have been read.
#[derive(Clone, Debug, Default)]
pub struct Sides {
    sides: Vec<Side>,
    is_whole: bool,
}

/// Which side of each paper a duplex scan has first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    FrontFirst,
    BackFirst,
}

/// Where an order says that a paper's other side is, there is:
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum There {
    OtherSide,
    /// The same side of another paper, or no page.
    Contradiction,
    Unclear,
}

impl Sides {
    pub fn push(&mut self, side: Side) {
        self.sides.push(side);
    }

    /// The file has no more pages.
    pub fn end(&mut self) {
        self.is_whole = true;
    }

    /// Whether these are both sides of papers, in one order throughout; of the last the other side
    /// may come yet.
    pub fn alternate(&self) -> bool {
        let is_order = |order| self.contradictions(order) == 0;
        let are_clear = !self.sides.contains(&Side::Unclear);
        are_clear && (is_order(Order::FrontFirst) || is_order(Order::BackFirst))
    }

    /// The page that is the front of the back on this one. Pages count from 1.
    pub fn front_of(&self, back: u32) -> Option<u32> {
        let front = match self.order()? {
            Order::FrontFirst => back.checked_sub(1)?,
            Order::BackFirst => back.checked_add(1)?,
        };
        let is = |page, side| self.at(page) == Some(side);
        (is(back, Side::Back) && is(front, Side::Front)).then_some(front)
    }

    pub fn is_front_of_any(&self, page: u32) -> bool {
        let beside = [page.checked_sub(1), page.checked_add(1)];
        let mut fronts = beside.into_iter().flatten().map(|back| self.front_of(back));
        fronts.any(|front| front == Some(page))
    }

    /// Whether the front of a back on the last page may come after it.
    pub fn next_may_be_its_front(&self) -> bool {
        let mut longer = self.clone();
        longer.push(Side::Front);
        longer.order() == Some(Order::BackFirst)
    }

    /// The order that fewer pages contradict, and none where it holds for too few backs: then
    /// each page is a paper of its own.
    fn order(&self) -> Option<Order> {
        let order = match self
            .contradictions(Order::FrontFirst)
            .cmp(&self.contradictions(Order::BackFirst))
        {
            Ordering::Less => Order::FrontFirst,
            Ordering::Greater => Order::BackFirst,
            Ordering::Equal => self.order_of_whole_papers()?,
        };
        let backs = |expected| {
            let there = self
                .pages()
                .filter(|page| self.at(*page) == Some(Side::Back));
            there
                .filter(|page| self.there(*page, order) == expected)
                .count()
        };
        (backs(There::OtherSide) > backs(There::Contradiction)).then_some(order)
    }

    fn contradictions(&self, order: Order) -> usize {
        self.pages()
            .filter(|page| self.there(*page, order) == There::Contradiction)
            .count()
    }

    /// A scan that begins with both sides of a paper has its backs on even pages, or on odd.
    fn order_of_whole_papers(&self) -> Option<Order> {
        let back = self
            .pages()
            .find(|page| self.at(*page) == Some(Side::Back))?;
        Some(match back % 2 {
            0 => Order::FrontFirst,
            _ => Order::BackFirst,
        })
    }

    fn there(&self, page: u32, order: Order) -> There {
        let Some(side) = self.at(page).filter(|side| *side != Side::Unclear) else {
            return There::Unclear;
        };
        let comes_first = (side == Side::Front) == (order == Order::FrontFirst);
        let other = if comes_first { page + 1 } else { page - 1 };
        match self.at(other) {
            Some(Side::Unclear) => There::Unclear,
            Some(found) if found != side => There::OtherSide,
            None if comes_first && !self.is_whole => There::Unclear,
            _ => There::Contradiction,
        }
    }

    fn pages(&self) -> impl Iterator<Item = u32> + use<> {
        (1..).take(self.sides.len())
    }

    fn at(&self, page: u32) -> Option<Side> {
        let index = (page as usize).checked_sub(1)?;
        self.sides.get(index).copied()
    }
}

/// Those read so far.
impl FromIterator<Side> for Sides {
    fn from_iter<I: IntoIterator<Item = Side>>(sides: I) -> Sides {
        Sides {
            sides: sides.into_iter().collect(),
            is_whole: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Side, Sides};

    #[test]
    fn whole_papers_are_of_one_order() {
        let sides = |word: &str| -> Sides {
            let side = |letter| match letter {
                'F' => Side::Front,
                'B' => Side::Back,
                _ => Side::Unclear,
            };
            word.chars().map(side).collect()
        };
        for whole in ["", "F", "B", "FB", "BF", "FBF", "FBFB", "BFBF"] {
            assert!(sides(whole).alternate(), "{whole}");
        }
        for not in ["?", "FF", "BB", "F?", "FBB", "FBBF", "BFFB", "FBFB?"] {
            assert!(!sides(not).alternate(), "{not}");
        }
    }
}
