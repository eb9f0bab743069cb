//! The front check: the uploaded front of a paper beside the restored one.
//!
//! Only where nothing but both sides of papers was uploaded. With a page more a good front could
//! stand in for an altered one, and which belong together is for whoever holds the papers: these
//! are compared by eye. So is an upload that hides a 個人番号, as every ring would tell something of
//! what is hidden, and one with a page too coarse to be compared.

use super::sheets::Proven;
use compare::{Kind, NotComparable};
use report::{Area, Comparison, Difference, DifferenceKind, Rect};

/// Whether this restored front may be compared: nothing of it is hidden, and it shows enough.
pub fn may_be_compared(proven: &Proven) -> bool {
    let masks = proven.content.masks.as_ref();
    let hides = masks.is_some_and(|masks| !masks.is_empty());
    !hides && proven.content.picture.dpi >= compare::LEAST_RESTORED_DPI
}

/// An uploaded front beside the restored one. What lies beyond the page is not missing, nobody saw
/// it.
pub fn compared(proven: &Proven, front: &pages::Page) -> Result<Comparison, NotComparable> {
    let restored = proven.content.picture.unpack();
    let restored = restored.map_err(|_| NotComparable::NoMatch)?;
    let page = compare::Page {
        width: front.width,
        height: front.height,
        pixels: &front.gray,
    };
    compare::compare(&restored, page).map(told)
}

/// In the report's words.
fn told(comparison: compare::Comparison) -> Comparison {
    let is_seen = |one: &compare::Difference| {
        let corners = one.area.on_page.as_flattened();
        corners.iter().all(|at| (0.0..=1.0).contains(at))
    };
    let (seen, unseen): (Vec<_>, Vec<_>) = comparison.differences.into_iter().partition(is_seen);
    let differences = seen.into_iter().map(|one| {
        let Area { place, on_page } = area(one.area);
        Difference {
            kind: kind(one.kind),
            place,
            on_page,
        }
    });
    let unseen = unseen.into_iter().map(|one| one.area);
    let unjudged = comparison.unjudged.into_iter().chain(unseen);
    Comparison {
        differences: differences.collect(),
        unjudged: unjudged.map(area).collect(),
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
