//! The same page of a set, uploaded more than once.

use super::sheets::{Found, Proof};
use report::Place;
use sha2::{Digest, Sha256};
use sheet::Label;

/// A sheet, and where else in the upload its page of the set was found.
pub struct Kept {
    pub sheet: Found,
    pub copies: Vec<Place>,
}

/// Keeps the better reading of each page. Readings that prove different things are all kept:
/// a forged page must not hide behind a genuine one with the same label.
pub fn merge(set: Vec<Found>) -> Vec<Kept> {
    let places: Vec<(u8, Place)> = set.iter().map(|s| (s.label.sheet.index, s.place)).collect();
    let mut kept: Vec<Found> = Vec::new();
    for sheet in set {
        match kept.iter_mut().find(|other| says_the_same(other, &sheet)) {
            Some(other) if strength(&sheet) > strength(other) => *other = sheet,
            Some(_) => (),
            None => kept.push(sheet),
        }
    }
    let copies = |sheet: &Found| {
        let is_copy = |(index, place): &&(u8, Place)| {
            *index == sheet.label.sheet.index && *place != sheet.place
        };
        places
            .iter()
            .filter(is_copy)
            .map(|(_, place)| *place)
            .collect()
    };
    kept.into_iter()
        .map(|sheet| Kept {
            copies: copies(&sheet),
            sheet,
        })
        .collect()
}

/// The same page, and one of the two proves nothing or both prove the same.
fn says_the_same(a: &Found, b: &Found) -> bool {
    a.label == b.label && Claim::of(a).agrees(Claim::of(b))
}

/// What a sheet proves, in few enough bytes to be kept of one that is not.
#[derive(Clone, Copy)]
enum Claim {
    /// SHA-256 of the content.
    Content([u8; 32]),
    /// That it is no certificate, or none any more.
    Fault,
    Nothing,
}

impl Claim {
    fn of(sheet: &Found) -> Claim {
        match &sheet.proof {
            Proof::Opened(proven) => {
                Claim::Content(Sha256::digest(proven.content.to_cbor()).into())
            }
            Proof::Rejected | Proof::Withdrawn(_) => Claim::Fault,
            Proof::PictureBroken | Proof::NoKey(_) | Proof::Unreadable(_) => Claim::Nothing,
        }
    }

    fn agrees(self, other: Claim) -> bool {
        match (self, other) {
            (Claim::Content(one), Claim::Content(other)) => one == other,
            (Claim::Content(_), Claim::Fault) | (Claim::Fault, Claim::Content(_)) => false,
            _ => true,
        }
    }
}

/// Sheets that have been told, and what each of them proved.
#[derive(Default)]
pub struct Settled(Vec<(Label, Claim)>);

impl Settled {
    pub fn note(&mut self, sheets: &[Found]) {
        let noted = sheets.iter().map(|sheet| (sheet.label, Claim::of(sheet)));
        self.0.extend(noted);
    }

    /// Whether the sheet is a copy of one of these, and no contradiction. What proved nothing
    /// has no copy that proves something: behind it a forged one could hide.
    pub fn has(&self, sheet: &Found) -> bool {
        let claim = Claim::of(sheet);
        let mut same = self.0.iter().filter(|(label, _)| *label == sheet.label);
        same.any(|(_, known)| match (known, claim) {
            (Claim::Nothing, Claim::Content(_) | Claim::Fault) => false,
            (known, claim) => known.agrees(claim),
        })
    }
}

/// What a reading proves comes first, how well it was read second.
fn strength(sheet: &Found) -> (u8, f32) {
    let proof = match sheet.proof {
        Proof::Opened(_) | Proof::Rejected | Proof::Withdrawn(_) => 2,
        Proof::NoKey(_) | Proof::PictureBroken => 1,
        Proof::Unreadable(_) => 0,
    };
    (proof, sheet.measures.margin)
}
