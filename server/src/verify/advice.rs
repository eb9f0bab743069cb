//! Why a page was not read, and so what its sender should do.

use crate::problem;
use report::{Place, Problem, ProblemCode};
use scan::{Evidence, Gray, ScanError};

/// Of a page on which no sheet was identified. What its marks and labels say for themselves
/// stands; of the rest a closer look may tell more.
pub fn of_page(place: Place, page: Gray, error: &ScanError, seen: &Evidence) -> Problem {
    let general = place.problem(problem::of_scan(error));
    match error {
        ScanError::NoSheet(_) | ScanError::NoLabel | ScanError::LabelUnreadable => {
            closer(place, page, seen).unwrap_or(general)
        }
        ScanError::ForeignLabel
        | ScanError::LabelsDiffer
        | ScanError::LabelVersion(_)
        | ScanError::Mirrored => general,
    }
}

/// Of a sheet whose cells could not be corrected.
pub fn of_cells(place: Place, page: Gray, seen: &Evidence) -> Problem {
    closer(place, page, seen).unwrap_or_else(|| place.problem(ProblemCode::TooMuchDestroyed))
}

fn closer(place: Place, page: Gray, seen: &Evidence) -> Option<Problem> {
    let (code, detail) = problem::of_cause(&scan::diagnose(page, seen)?);
    Some(place.problem(code).with(detail))
}
