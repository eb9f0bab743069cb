//! Why a page was not read, and so what its sender should do.

use super::Reason;
use crate::problem;
use report::ProblemCode;
use scan::{Evidence, Gray, ScanError};

/// Of a page on which no sheet was identified. What its marks and labels say for themselves
/// stands; of the rest a closer look may tell more.
pub fn of_page(page: Gray, error: &ScanError, seen: &Evidence) -> Reason {
    let general = || without_detail(problem::of_scan(error));
    match error {
        ScanError::NoSheet(_) | ScanError::NoLabel | ScanError::LabelUnreadable => {
            closer(page, seen).unwrap_or_else(general)
        }
        ScanError::ForeignLabel
        | ScanError::LabelsDiffer
        | ScanError::LabelVersion(_)
        | ScanError::Mirrored => general(),
    }
}

/// Of a sheet whose cells could not be corrected.
pub fn of_cells(page: Gray, seen: &Evidence) -> Reason {
    closer(page, seen).unwrap_or_else(|| without_detail(ProblemCode::TooMuchDestroyed))
}

fn closer(page: Gray, seen: &Evidence) -> Option<Reason> {
    let (code, detail) = problem::of_cause(&scan::diagnose(page, seen)?);
    Some(Reason { code, detail })
}

fn without_detail(code: ProblemCode) -> Reason {
    Reason { code, detail: None }
}
