//! The fronts of an upload, each beside the restored front that it looks like.
//!
//! A front comes before its back or after it, on the next page or in another file: the one that
//! comes first waits. What stands on them decides which belong together, for forms are alike
//! and papers get out of order; of several that fit, the one that differs least.

use compare::{Comparison, Kind};
use report::{Area, Difference, DifferenceKind, Place, Rect};
use sheet::Picture;

/// What is waiting for its other side.
#[derive(Default)]
pub struct Fronts {
    /// Uploaded pages, the oldest first.
    pages: Vec<Front>,
    /// Restored fronts, with the places of their backs; the oldest first.
    restored: Vec<(Place, Picture)>,
}

struct Front {
    place: Place,
    page: pages::Page,
}

/// A front and its back, compared.
pub struct Compared {
    pub back: Place,
    pub front: Place,
    pub comparison: report::Comparison,
}

/// Bytes of pages that wait: five of A4 at 300 dpi. Those that have waited longest go first:
/// in a scan of both sides, a paper's other side is the next page.
const MOST_BYTES: usize = 44 << 20;
/// Restored fronts that wait.
const MOST_RESTORED: usize = 20;

impl Fronts {
    /// The front of this back, if it has come already.
    pub fn of_back(&mut self, back: Place, restored: Picture) -> Option<Compared> {
        let fits = self.pages.iter().map(|front| fit(&restored, &front.page));
        let Some((at, comparison)) = best(fits) else {
            self.restored.push((back, restored));
            let surplus = self.restored.len().saturating_sub(MOST_RESTORED);
            self.restored.drain(..surplus);
            return None;
        };
        let front = self.pages.remove(at).place;
        Some(Compared {
            back,
            front,
            comparison: told(comparison),
        })
    }

    /// The back of this front, if it has come already.
    pub fn of_front(&mut self, front: Place, page: pages::Page) -> Option<Compared> {
        let fits = self.restored.iter().map(|(_, picture)| fit(picture, &page));
        let Some((at, comparison)) = best(fits) else {
            self.pages.push(Front { place: front, page });
            while self.pages.iter().map(|f| f.page.gray.len()).sum::<usize>() > MOST_BYTES
                && self.pages.len() > 1
            {
                self.pages.remove(0);
            }
            return None;
        };
        let (back, _) = self.restored.remove(at);
        Some(Compared {
            back,
            front,
            comparison: told(comparison),
        })
    }
}

/// `None`: this is no scan of that front, or too poor a one.
fn fit(restored: &Picture, page: &pages::Page) -> Option<Comparison> {
    let page = compare::Page {
        width: page.width,
        height: page.height,
        pixels: &page.gray,
    };
    compare::compare(restored, page).ok()
}

/// The one with the least differing ink, and where it stands.
fn best(fits: impl Iterator<Item = Option<Comparison>>) -> Option<(usize, Comparison)> {
    let differing = |c: &Comparison| c.differences.iter().map(|d| d.ink_mm2).sum::<f32>();
    let fits = fits.enumerate().filter_map(|(at, fit)| Some((at, fit?)));
    fits.min_by(|(_, a), (_, b)| differing(a).total_cmp(&differing(b)))
}

/// In the report's words.
fn told(comparison: Comparison) -> report::Comparison {
    let differences = comparison.differences.into_iter().map(|one| {
        let Area { place, on_page } = area(one.area);
        Difference {
            kind: kind(one.kind),
            place,
            on_page,
        }
    });
    report::Comparison {
        differences: differences.collect(),
        unjudged: comparison.unjudged.into_iter().map(area).collect(),
        corners: comparison.corners,
    }
}

fn kind(kind: Kind) -> DifferenceKind {
    match kind {
        Kind::Missing => DifferenceKind::Missing,
        Kind::Added => DifferenceKind::Added,
        Kind::Changed => DifferenceKind::Changed,
    }
}

fn area(of: compare::Area) -> Area {
    let [left, top, right, bottom] = of.mm;
    let place = Rect {
        x: left,
        y: top,
        width: right - left,
        height: bottom - top,
    };
    Area {
        place,
        on_page: of.on_page,
    }
}
