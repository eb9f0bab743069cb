//! The same page of a set, uploaded more than once.

use super::Place;
use super::sheets::{Found, Proof};

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
    let agree = match (&a.proof, &b.proof) {
        (Proof::Opened(a), Proof::Opened(b)) => a.content == b.content,
        (Proof::Opened(_), Proof::Rejected | Proof::Withdrawn(_))
        | (Proof::Rejected | Proof::Withdrawn(_), Proof::Opened(_)) => false,
        _ => true,
    };
    a.label == b.label && agree
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
