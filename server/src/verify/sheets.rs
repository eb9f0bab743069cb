use super::{Source, Verifier, Wishes};
use crate::problem::{self, Refusal};
use crate::reading::SheetRead;
use crate::records::RecordError;
use compare::NotComparable;
use data_encoding::BASE64;
use escrow::{Issuer, OpenError, Opened};
use record::{UseOutcome, Verifications};
use report::{Comparison, Earlier, Evidence, Measures, Picture, Place, Problem, ProblemCode};
use sheet::{Content, Label, Sealed};

/// A page whose label was read, and how far it came.
#[derive(Clone)]
pub struct Found {
    pub place: Place,
    /// The page with its other side; known when the pages beside it are.
    pub front: Option<Place>,
    /// What its front was found to be, where the site compared it.
    pub comparison: Option<Result<Comparison, NotComparable>>,
    pub label: Label,
    /// The label leads to a host of this site.
    pub host_is_listed: bool,
    pub measures: Measures,
    pub evidence: Evidence,
    pub proof: Proof,
    /// Where the record has the use of its key and the outcome.
    pub entries: Vec<u64>,
}

/// What a sheet proves.
#[derive(Clone)]
pub enum Proof {
    Opened(Box<Proven>),
    /// The seal or the signature does not hold.
    Rejected,
    /// Signed by a key of its issuer, and good for nothing any more: one of `sheet-revoked`,
    /// `signing-key-compromised`, `escrow-key-retired`.
    Withdrawn(ProblemCode),
    /// Opened and signed, and its picture does not unpack: our fault or the press's.
    PictureBroken,
    /// Nothing was decrypted, for one of `issuer-unknown`, `escrow-key-unknown`,
    /// `escrow-key-revoked`, `escrow-key-destroyed`.
    NoKey(ProblemCode),
    /// The frame's checksum does not hold; most likely for this reason.
    Unreadable(Box<Problem>),
}

/// Signed content.
#[derive(Clone)]
pub struct Proven {
    pub content: Content,
    pub signing_key_was_valid: bool,
    /// The issuing centre issues for the municipality that the content names.
    pub municipality_is_listed: bool,
    /// An earlier verification opened this sheet, too.
    pub was_opened_before: bool,
    /// How often and when, for whoever may know.
    pub earlier: Option<Earlier>,
    /// What `content` carries, unpacked.
    pub picture: Picture,
}

impl Proven {
    /// Signed by a key that was good, for a municipality that its centre issues for.
    pub fn holds(&self) -> bool {
        self.signing_key_was_valid && self.municipality_is_listed
    }
}

impl Found {
    /// What may be shown of it: nothing unless seal, signature, signing key and municipality hold.
    pub fn told(&self) -> Option<&Proven> {
        match &self.proof {
            Proof::Opened(proven) if proven.holds() => Some(proven),
            _ => None,
        }
    }
}

impl Verifier {
    /// What a sheet that was read proves.
    pub(super) fn prove(
        &self,
        place: Place,
        sheet: SheetRead,
        evidence: Evidence,
        source: &Source,
    ) -> Result<Found, Refusal> {
        let mut entries = Vec::new();
        let proof = match sheet.sealed {
            Ok(sealed) => self.open(&sheet.label, &sealed, source, &mut entries)?,
            Err(reason) => Proof::Unreadable(Box::new(reason.at(place))),
        };
        Ok(Found {
            place,
            front: None,
            comparison: None,
            label: sheet.label,
            host_is_listed: self.hosts.is_empty() || self.hosts.contains(&sheet.host),
            measures: sheet.measures,
            evidence,
            proof,
            entries,
        })
    }

    fn open(
        &self,
        label: &Label,
        sealed: &Sealed,
        source: &Source,
        entries: &mut Vec<u64>,
    ) -> Result<Proof, Refusal> {
        let Source { hash, wishes, .. } = source;
        let custody = self.custody.now();
        let mut begun = None;
        let opened = custody.escrow.open(label, sealed, |key_use| {
            begun = Some(self.records.begin(&wishes.actor, *hash, key_use)?);
            Ok::<(), RecordError>(())
        });
        if let Some(begun) = &begun {
            let outcome = match opened {
                Ok(_) => UseOutcome::Opened,
                Err(OpenError::Kek(_)) => UseOutcome::Failed,
                Err(_) => UseOutcome::Rejected,
            };
            let ended = self.records.end(begun, outcome);
            let ended = ended.map_err(Refusal::internal)?;
            entries.extend([begun.index, ended]);
        }
        match opened {
            Ok(opened) => {
                let before = begun.map(|begun| self.records.earlier(&begun)).transpose();
                let before = before.map_err(Refusal::internal)?.flatten();
                let issuer = custody.escrow.issuer(label.issuer);
                let proof = proven(opened, issuer, before, wishes);
                Ok(proof.unwrap_or(Proof::PictureBroken))
            }
            Err(OpenError::Record(cause)) => Err(Refusal::internal(cause)),
            Err(OpenError::Kek(cause)) => Err(Refusal::internal(cause)),
            Err(error) => {
                let code = problem::of_opening(&error);
                Ok(match error {
                    OpenError::Rejected => Proof::Rejected,
                    OpenError::SheetRevoked(_)
                    | OpenError::SigningKeyCompromised { .. }
                    | OpenError::KeyRetired { .. } => Proof::Withdrawn(code),
                    _ => Proof::NoKey(code),
                })
            }
        }
    }
}

/// `None`: the picture does not unpack.
fn proven(
    opened: Opened,
    issuer: Option<&Issuer>,
    before: Option<Verifications>,
    wishes: &Wishes,
) -> Option<Proof> {
    let signing_key_was_valid = opened.signing_key_was_valid();
    let content = opened.into_content();
    let municipality = issuer.and_then(|issuer| issuer.municipality(content.municipality));
    let mut restored = content.picture.unpack().ok()?;
    // A 個人番号 is for nobody who verifies: screen, print and API get it from here.
    restored.mask(content.masks.as_deref().unwrap_or_default());
    let png = if wishes.pictures {
        Some(BASE64.encode(&restored.to_png().ok()?))
    } else {
        None
    };
    let picture = Picture {
        width: restored.width,
        height: restored.height,
        dpi: restored.dpi,
        png,
    };
    Some(Proof::Opened(Box::new(Proven {
        signing_key_was_valid,
        municipality_is_listed: municipality.is_some(),
        was_opened_before: before.is_some(),
        earlier: before.filter(|_| wishes.history).map(earlier),
        content,
        picture,
    })))
}

pub(crate) fn earlier(Verifications { count, first, last }: Verifications) -> Earlier {
    let [first, last] = [first, last].map(|time| time.to_string());
    Earlier { count, first, last }
}
