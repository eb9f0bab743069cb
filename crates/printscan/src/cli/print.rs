//! From the input to the printer's dots.

use printscan::{Error, Print};
use std::path::Path;

/// The other side of the same sheet: pages 1 and 2, 3 and 4, and so on.
pub(crate) fn behind(input: &Path, page: u32) -> Result<Option<Print>, Error> {
    let behind = if page % 2 == 1 { page + 1 } else { page - 1 };
    match print(input, behind) {
        Ok(print) => Ok(Some(print)),
        Err(Error::NoSuchPage(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

pub(crate) fn print(input: &Path, page: u32) -> Result<Print, Error> {
    let png = input
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("png"));
    match (png, page) {
        (false, _) => printscan::print_pdf(input, page),
        (true, 1) => Print::from_png(&std::fs::read(input)?),
        (true, _) => Err(Error::NoSuchPage(page)),
    }
}
