use crate::{Problem, ProblemCode};
use serde::{Deserialize, Serialize};

/// One page of an upload.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Place {
    /// Which uploaded file, from 0.
    pub file: usize,
    /// Which page of that file, from 1.
    pub page: u32,
}

impl Place {
    pub fn problem(self, code: ProblemCode) -> Problem {
        Problem::new(code).in_file(self.file).on_page(self.page)
    }

    /// Whether this page has the problem.
    pub fn is_of(self, problem: &Problem) -> bool {
        (problem.file, problem.page) == (Some(self.file), Some(self.page))
    }
}
