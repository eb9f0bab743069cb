use serde::{Deserialize, Serialize};

/// How one check ended. "Cannot tell" and "not done" are answers of their own:
/// neither may ever be shown as a pass or as a failure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    Passed,
    Failed,
    CannotTell,
    #[default]
    NotDone,
}

/// The separate checks of one certificate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Checks {
    /// Every sheet's cells were read and the frame's checksum holds.
    pub readable: Outcome,
    /// The seal opened and the issuing centre's signature holds.
    pub content: Outcome,
    /// The issuing centre is registered and its key was good at the time of issue.
    pub issuer: Outcome,
    /// All pages of the set are here, none of another set.
    pub complete: Outcome,
    /// The paper's front says what the restored front says.
    pub front_agrees: Outcome,
    /// The paper is the original and no copy: never decided by the site.
    pub originality: Outcome,
}

/// The checks of a certificate, in the order in which they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Check {
    Readable,
    Content,
    Issuer,
    Complete,
    FrontAgrees,
    Originality,
}

impl Check {
    pub const ALL: [Check; 6] = [
        Check::Readable,
        Check::Content,
        Check::Issuer,
        Check::Complete,
        Check::FrontAgrees,
        Check::Originality,
    ];

    /// How this check ended.
    pub fn of(self, checks: &Checks) -> Outcome {
        match self {
            Check::Readable => checks.readable,
            Check::Content => checks.content,
            Check::Issuer => checks.issuer,
            Check::Complete => checks.complete,
            Check::FrontAgrees => checks.front_agrees,
            Check::Originality => checks.originality,
        }
    }

    /// The stable kebab-case word, as in [`Checks`].
    pub fn slug(self) -> &'static str {
        match self {
            Check::Readable => "readable",
            Check::Content => "content",
            Check::Issuer => "issuer",
            Check::Complete => "complete",
            Check::FrontAgrees => "front-agrees",
            Check::Originality => "originality",
        }
    }
}
