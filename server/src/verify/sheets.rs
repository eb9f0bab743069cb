use super::{Place, Verifier, Wishes, evidence};
use crate::problem::{self, Refusal};
use crate::records::UseOutcome;
use data_encoding::BASE64;
use escrow::{OpenError, Opened};
use report::{Evidence, Measures, Picture, ProblemCode};
use scan::Reading;
use sheet::{Content, Label, Repairs, Sealed, Unreadable};

/// A page whose label was read, and how far it came.
pub struct Found {
    pub place: Place,
    pub label: Label,
    pub measures: Measures,
    pub evidence: Evidence,
    pub proof: Proof,
}

/// What a sheet proves.
pub enum Proof {
    Opened(Box<Proven>),
    /// The seal or the signature does not hold.
    Rejected,
    /// Opened and signed, and its picture does not unpack: our fault or the press's.
    PictureBroken,
    /// Nothing was decrypted, for one of `issuer-unknown`, `escrow-key-unknown`.
    NoKey(ProblemCode),
    /// The frame's checksum does not hold.
    Unreadable,
}

/// Signed content.
pub struct Proven {
    pub content: Content,
    pub signing_key_was_valid: bool,
    /// What `content` carries, unpacked.
    pub picture: Picture,
}

impl Verifier {
    /// `Err` of the inner result: no sheet was identified.
    pub(super) fn read_sheet(
        &self,
        place: Place,
        page: &pages::Page,
        wishes: Wishes,
    ) -> Result<Result<Found, (ProblemCode, Evidence)>, Refusal> {
        let gray = scan::Gray {
            width: page.width,
            height: page.height,
            pixels: &page.gray,
        };
        let scanned = scan::scan(gray);
        let evidence = evidence::of(scanned.evidence, page.width, page.height);
        let reading = match scanned.outcome {
            Ok(reading) => reading,
            Err(error) => return Ok(Err((problem::of_scan(&error), evidence))),
        };
        let decoded = sheet::decode(&reading.label, &reading.layout, &reading.soft);
        let measures = measures(&reading, &decoded);
        let proof = match decoded {
            Ok((sealed, _)) => self.open(&reading.label, &sealed, wishes)?,
            Err(_) => Proof::Unreadable,
        };
        Ok(Ok(Found {
            place,
            label: reading.label,
            measures,
            evidence,
            proof,
        }))
    }

    fn open(&self, label: &Label, sealed: &Sealed, wishes: Wishes) -> Result<Proof, Refusal> {
        let mut usage = None;
        let opened = self.escrow.open(label, sealed, |key_use| {
            usage = Some(self.records.begin(wishes.actor, key_use)?);
            Ok::<(), sqlx::Error>(())
        });
        if let Some(usage) = usage {
            let outcome = if opened.is_ok() {
                UseOutcome::Opened
            } else {
                UseOutcome::Rejected
            };
            self.records
                .end(usage, outcome)
                .map_err(Refusal::internal)?;
        }
        match opened {
            Ok(opened) => Ok(proven(opened, wishes).unwrap_or(Proof::PictureBroken)),
            Err(OpenError::Rejected) => Ok(Proof::Rejected),
            Err(OpenError::Record(cause)) => Err(Refusal::internal(cause)),
            Err(error) => Ok(Proof::NoKey(problem::of_opening(&error))),
        }
    }
}

fn measures(reading: &Reading, decoded: &Result<(Sealed, Repairs), Unreadable>) -> Measures {
    let (corrected, cells, margin) = match decoded {
        Ok((_, repairs)) => (repairs.corrected, repairs.cells, repairs.margin()),
        Err(unreadable) => {
            let cells = u32::try_from(reading.layout.data_cells.len()).unwrap_or(u32::MAX);
            (unreadable.repairs.corrected, cells, 0.0)
        }
    };
    Measures {
        dpi: reading.dpi,
        rotation: reading.rotation,
        corrected,
        cells,
        margin,
    }
}

/// `None`: the picture does not unpack.
fn proven(opened: Opened, wishes: Wishes) -> Option<Proof> {
    let signing_key_was_valid = opened.signing_key_was_valid();
    let content = opened.into_content();
    let restored = content.picture.unpack().ok()?;
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
        content,
        signing_key_was_valid,
        picture,
    })))
}
