use crate::{Headline, Place};
use serde::{Deserialize, Serialize};

/// What the site's own form hears of its upload until the report is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Progress {
    /// So many uploads have their turn before this one.
    Waiting(usize),
    /// A page has been read, of so many in its file.
    Page { place: Place, of: u32 },
    /// Every page of a certificate has been read. A page that comes later may still
    /// contradict it: the report counts.
    Certificate {
        number: String,
        kind: Option<String>,
        headline: Headline,
    },
    /// Of so many uploaded fronts, how many have been compared.
    Fronts { compared: u32, of: u32 },
    /// The last: a whole page of the site, with the report or with why there is none.
    Answer(String),
}
