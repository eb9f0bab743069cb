#![doc = include_str!("../README.md")]

mod certificate;
mod check;
mod comparison;
mod headline;
mod place;
mod problem;
mod progress;
mod receipt;

pub use certificate::{
    Certificate, Contact, Earlier, Evidence, Measures, Picture, Report, Sheet, Tile,
};
pub use check::{Check, Checks, Outcome};
pub use comparison::{Area, Comparison, Difference, DifferenceKind, Rect};
pub use headline::Headline;
pub use place::Place;
pub use problem::{Detail, Edge, Problem, ProblemCode};
pub use progress::Progress;
pub use receipt::{
    Answers, By, Checked, Declaration, DeclaredOnly, FileDigest, Front, Infrared, Receipt,
    ReceiptCertificate, ReceiptIssuer, ReceiptPages, RecordPlace,
};

use serde::{Deserialize, Serialize};

/// A language of the site. Japanese is the first and the default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    #[default]
    Ja,
    En,
}

impl Lang {
    pub const ALL: [Lang; 2] = [Lang::Ja, Lang::En];

    /// The BCP 47 tag, which is also the first segment of every page's path.
    pub fn tag(self) -> &'static str {
        match self {
            Lang::Ja => "ja",
            Lang::En => "en",
        }
    }

    /// The language of a BCP 47 tag; the region is ignored (`en-GB` is English).
    pub fn from_tag(tag: &str) -> Option<Lang> {
        let primary = tag.split('-').next().unwrap_or(tag);
        Lang::ALL
            .into_iter()
            .find(|l| l.tag().eq_ignore_ascii_case(primary))
    }
}
