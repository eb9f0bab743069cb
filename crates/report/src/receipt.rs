use crate::{Certificate, Check, Headline, Outcome, Problem, ProblemCode};
use serde::{Deserialize, Serialize};

/// What a verification came to, without anything of the certificate's content: no picture, no
/// municipality, kind or time of issue, no file's name. In a receipt it is signed by the site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// [`Receipt::VERSION`].
    pub version: u8,
    /// The site's host.
    pub site: String,
    /// Of the answer, RFC 3339 with Japan's offset.
    pub time: String,
    /// Name and version.
    pub software: String,
    /// [`Headline::POLICY`] at that time.
    pub policy: u32,
    /// The report's id.
    pub report: String,
    /// In the order of the upload.
    pub files: Vec<FileDigest>,
    pub headline: Headline,
    pub certificates: Vec<ReceiptCertificate>,
    /// Of files and pages on which no sheet was identified.
    pub problems: Vec<ProblemCode>,
    pub record: RecordPlace,
}

impl Receipt {
    pub const VERSION: u8 = 1;

    /// Whether there was a restored front to compare the paper with.
    pub fn restored(&self) -> bool {
        let mut certificates = self.certificates.iter();
        certificates.any(|one| one.headline.is_of_authentic_back())
    }
}

/// An uploaded file, to be known again by whoever holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileDigest {
    /// In hexadecimal.
    pub sha256: String,
    /// Its size.
    pub bytes: u64,
}

/// Where the uses of keys stand in the site's record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordPlace {
    /// The indices of their entries, from 0: for asking for proofs of inclusion.
    pub entries: Vec<u64>,
    /// A checkpoint of the record that has them, a signed note (C2SP tlog-checkpoint).
    pub checkpoint: String,
}

/// One certificate, as far as its labels tell in clear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceiptCertificate {
    /// The set id, 32 hexadecimal digits.
    pub set: String,
    /// The number printed in the sheets' legend: `XXXX-XXXX`.
    pub number: String,
    pub issuer: ReceiptIssuer,
    pub pages: ReceiptPages,
    pub headline: Headline,
    /// All of [`Check::ALL`].
    pub checks: Vec<Checked>,
    /// Each once.
    pub problems: Vec<ProblemCode>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceiptIssuer {
    pub number: u16,
    /// Where it was registered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Issues for demonstration (見本) only.
    pub specimen: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceiptPages {
    pub of: u8,
    /// Those that were uploaded and opened, from 1; the others are missing.
    pub here: Vec<u8>,
}

/// A check, how it ended, and who made it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checked {
    pub check: Check,
    pub outcome: Outcome,
    pub by: By,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum By {
    /// The site.
    Machine,
    /// Whoever holds the paper. In declarations only.
    Clerk,
    Nobody,
}

impl By {
    fn who_made(outcome: Outcome) -> By {
        match outcome {
            Outcome::Passed | Outcome::Failed | Outcome::CannotTell => By::Machine,
            Outcome::NotDone => By::Nobody,
        }
    }
}

impl From<&Certificate> for ReceiptCertificate {
    fn from(one: &Certificate) -> ReceiptCertificate {
        let checked = |check: Check| {
            let outcome = check.of(&one.checks);
            let by = By::who_made(outcome);
            Checked { check, outcome, by }
        };
        let of_sheets = one.sheets.iter().flat_map(|sheet| &sheet.problems);
        let here = (1..=one.pages).filter(|page| !one.missing.contains(page));
        ReceiptCertificate {
            set: one.set.clone(),
            number: one.number.clone(),
            issuer: ReceiptIssuer {
                number: one.issuer_number,
                name: one.issuer.clone(),
                specimen: one.specimen,
            },
            pages: ReceiptPages {
                of: one.pages,
                here: here.collect(),
            },
            headline: one.headline,
            checks: Check::ALL.map(checked).to_vec(),
            problems: ProblemCode::each_once(one.problems.iter().chain(of_sheets)),
        }
    }
}

impl ProblemCode {
    /// Each code once, in the order of its first problem.
    pub fn each_once<'a>(problems: impl Iterator<Item = &'a Problem>) -> Vec<ProblemCode> {
        problems.fold(Vec::new(), |mut codes, problem| {
            if !codes.contains(&problem.code) {
                codes.push(problem.code);
            }
            codes
        })
    }
}

/// What whoever holds the paper says of it. The site signs that it was said, not that it is so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Declaration {
    /// [`Receipt::VERSION`], of the receipt that it belongs to.
    pub version: u8,
    /// SHA-256 of that receipt as it is signed, its compact form, in hexadecimal.
    pub receipt: String,
    /// When it was declared, RFC 3339 with Japan's offset.
    pub time: String,
    pub status: DeclaredOnly,
    /// [`By::Clerk`].
    pub by: By,
    pub answers: Answers,
}

/// What every declaration says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DeclaredOnly {
    #[serde(rename = "declared, not checked")]
    DeclaredNotChecked,
}

/// The clerk's answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answers {
    pub front: Front,
    pub infrared: Infrared,
}

/// The paper's front beside the restored one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Front {
    Agrees,
    Differs,
    #[default]
    NotCompared,
}

/// The 偽造防止検出画像 under infra-red.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Infrared {
    Seen,
    NotSeen,
    #[default]
    NotLooked,
}
