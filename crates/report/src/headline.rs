use crate::{Checks, Outcome};
use serde::{Deserialize, Serialize};

/// One sentence about the paper. The order is the order of precedence: the first that
/// holds is the headline, so the worst of several certificates is their minimum.
///
/// One sheet is never both rejected and unreadable; of a set, a sheet that was proved
/// wrong counts before one that could not be read, or a stain on page 2 would hide a
/// forged page 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Headline {
    /// The checksum holds, and the seal, the signature or the signing key does not.
    Rejected,
    /// Unreadable, or the issuer or the key is not known here. Neither genuine nor forged.
    CannotTell,
    /// Printed ink of the front was changed or is missing.
    FrontDiffers,
    /// Pages of the set are missing or mixed.
    SetIncomplete,
    /// The back is authentic; the front was not compared, or not found to agree.
    BackAuthentic,
    /// The back is authentic and the front agrees.
    ContentAgrees,
}

impl Headline {
    /// The version of the rules by which checks come to a headline; this crate's README has
    /// them all. Receipts name it.
    pub const POLICY: u32 = 1;

    pub const ALL: [Headline; 6] = [
        Headline::Rejected,
        Headline::CannotTell,
        Headline::FrontDiffers,
        Headline::SetIncomplete,
        Headline::BackAuthentic,
        Headline::ContentAgrees,
    ];

    /// The headline that a certificate's checks call for.
    pub fn of(checks: &Checks) -> Headline {
        use Outcome::*;
        if checks.content == Failed || checks.issuer == Failed {
            return Headline::Rejected;
        }
        if [checks.readable, checks.content, checks.issuer] != [Passed; 3] {
            return Headline::CannotTell;
        }
        if checks.front_agrees == Failed {
            return Headline::FrontDiffers;
        }
        if checks.complete != Passed {
            return Headline::SetIncomplete;
        }
        match checks.front_agrees {
            Passed => Headline::ContentAgrees,
            _ => Headline::BackAuthentic,
        }
    }

    /// Whether the back was proved authentic, whatever else is wrong: there is a restored front
    /// to compare the paper with.
    pub fn is_of_authentic_back(self) -> bool {
        self > Headline::CannotTell
    }

    pub fn slug(self) -> &'static str {
        match self {
            Headline::CannotTell => "cannot-tell",
            Headline::Rejected => "rejected",
            Headline::FrontDiffers => "front-differs",
            Headline::SetIncomplete => "set-incomplete",
            Headline::BackAuthentic => "back-authentic",
            Headline::ContentAgrees => "content-agrees",
        }
    }
}
