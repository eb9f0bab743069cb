//! One set of sheets: its checks, its headline, and what may be told of it.

use super::repeats::{self, Kept};
use super::settle::Set;
use super::sheets::{Found, Proof};
use crate::clock;
use compare::NotComparable;
use data_encoding::HEXLOWER;
use escrow::{Escrow, Issuer};
use jiff::Timestamp;
use report::{
    Certificate, Checks, Contact, Detail, Headline, Outcome, Place, Problem, ProblemCode, Sheet,
};
use sheet::Content;

/// Settles one set.
pub fn of(set: Set, escrow: &Escrow) -> Certificate {
    let Set { label, sheets } = set;
    let kept = repeats::merge(sheets);
    let (checks, problems, missing) = settle(label.pages, &kept);
    let issuer = escrow.issuer(label.issuer);
    let content = common_content(&kept);
    let municipality = content.map(|content| content.municipality);
    Certificate {
        headline: Headline::of(&checks),
        set: HEXLOWER.encode(&label.sheet.set),
        number: label.sheet.number(),
        pages: label.pages,
        missing,
        issuer_number: label.issuer,
        issuer: issuer.map(|issuer| issuer.name().to_owned()),
        municipality: municipality.map(|code| code.to_string()),
        municipality_name: municipality
            .and_then(|code| issuer?.municipality(code).map(str::to_owned)),
        contact: municipality.and_then(|code| issuer?.contact(code).map(contact)),
        kind: content.map(|content| content.kind.slug().to_owned()),
        issued_at: content.and_then(|content| japanese_time(content.issued_at)),
        specimen: issuer.is_some_and(Issuer::is_specimen),
        checks,
        receipt: None,
        problems,
        sheets: kept.into_iter().map(sheet).collect(),
    }
}

/// The checks, the problems of the set as a whole, and the pages that are not here.
fn settle(pages: u8, kept: &[Kept]) -> (Checks, Vec<Problem>, Vec<u8>) {
    let mut checks = kept
        .iter()
        .map(|k| checks(&k.sheet.proof))
        .fold(ALL_PASSED, worse);
    let mut codes: Vec<ProblemCode> = kept
        .iter()
        .filter_map(|k| problem_of_set(&k.sheet.proof))
        .collect();
    codes.dedup();

    let is_here = |page: u8, also: fn(&Proof) -> bool| {
        kept.iter()
            .any(|k| k.sheet.label.sheet.index == page && also(&k.sheet.proof))
    };
    let absent = (1..=pages).any(|page| !is_here(page, |_| true));
    let missing: Vec<u8> = (1..=pages)
        .filter(|&page| !is_here(page, is_opened))
        .collect();
    let are_mixed = common_content(kept).is_none() && kept.iter().any(|k| k.sheet.told().is_some());
    checks.front_agrees = front_agrees(pages, kept);
    checks.complete = match missing.is_empty() {
        _ if absent || are_mixed => Outcome::Failed,
        true => Outcome::Passed,
        false => Outcome::NotDone,
    };
    codes.extend(absent.then_some(ProblemCode::PagesMissing));
    codes.extend(are_mixed.then_some(ProblemCode::PagesMixed));
    (
        checks,
        codes.into_iter().map(Problem::new).collect(),
        missing,
    )
}

/// Whether the fronts of all its pages agree. Whether added ink is harmless only a reader can tell.
fn front_agrees(pages: u8, kept: &[Kept]) -> Outcome {
    let told = kept
        .iter()
        .map(|k| &k.sheet)
        .filter(|sheet| sheet.told().is_some());
    let compared = told.filter(|sheet| sheet.comparison.is_some());
    let codes: Vec<ProblemCode> = compared.clone().flat_map(of_front).collect();
    match codes.as_slice() {
        [] if compared.count() == usize::from(pages) => Outcome::Passed,
        [] => Outcome::NotDone,
        codes if codes.contains(&ProblemCode::FrontAltered) => Outcome::Failed,
        _ => Outcome::CannotTell,
    }
}

/// What is wrong with a front that was compared.
fn of_front(sheet: &Found) -> Vec<ProblemCode> {
    let comparison = match &sheet.comparison {
        None => return Vec::new(),
        Some(Err(_)) => return vec![ProblemCode::FrontNotCompared],
        Some(Ok(comparison)) if comparison.is_altered() => return vec![ProblemCode::FrontAltered],
        Some(Ok(comparison)) => comparison,
    };
    let added = (!comparison.differences.is_empty()).then_some(ProblemCode::FrontAddedTo);
    let unjudged = (!comparison.unjudged.is_empty()).then_some(ProblemCode::FrontPartlyCompared);
    added.into_iter().chain(unjudged).collect()
}

fn too_coarse(sheet: &Found) -> Option<Detail> {
    match sheet.comparison {
        Some(Err(NotComparable::TooCoarse { dpi })) => Some(Detail::Dpi(dpi.round() as u32)),
        _ => None,
    }
}

const ALL_PASSED: Checks = Checks {
    readable: Outcome::Passed,
    content: Outcome::Passed,
    issuer: Outcome::Passed,
    complete: Outcome::Passed,
    front_agrees: Outcome::NotDone,
    // For the one who holds the paper.
    originality: Outcome::NotDone,
};

/// What one sheet's proof means for the first three checks.
fn checks(proof: &Proof) -> Checks {
    use Outcome::*;
    let (readable, content, issuer) = match proof {
        Proof::Opened(proven) if proven.holds() => (Passed, Passed, Passed),
        Proof::Opened(proven) if proven.signing_key_was_valid => (Passed, CannotTell, Passed),
        Proof::Opened(_) => (Passed, Passed, Failed),
        Proof::Rejected => (Passed, Failed, NotDone),
        Proof::Withdrawn(_) => (Passed, Passed, Failed),
        Proof::PictureBroken => (Passed, CannotTell, Passed),
        Proof::NoKey(_) => (Passed, CannotTell, CannotTell),
        Proof::Unreadable(_) => (Failed, NotDone, NotDone),
    };
    Checks {
        readable,
        content,
        issuer,
        ..ALL_PASSED
    }
}

fn worse(a: Checks, b: Checks) -> Checks {
    Checks {
        readable: worse_of(a.readable, b.readable),
        content: worse_of(a.content, b.content),
        issuer: worse_of(a.issuer, b.issuer),
        ..a
    }
}

fn worse_of(a: Outcome, b: Outcome) -> Outcome {
    use Outcome::*;
    [Failed, CannotTell, NotDone]
        .into_iter()
        .find(|o| [a, b].contains(o))
        .unwrap_or(Passed)
}

/// Problems that all sheets of a set have in common are told once.
fn problem_of_set(proof: &Proof) -> Option<ProblemCode> {
    match proof {
        Proof::NoKey(code) => Some(*code),
        Proof::Opened(proven) if !proven.signing_key_was_valid => {
            Some(ProblemCode::SigningKeyNotValid)
        }
        Proof::Opened(proven) if !proven.municipality_is_listed => {
            Some(ProblemCode::MunicipalityUnlisted)
        }
        _ => None,
    }
}

fn problem_of_sheet(proof: Proof, place: Place) -> Option<Problem> {
    match proof {
        Proof::Rejected => Some(place.problem(ProblemCode::ContentRejected)),
        Proof::Withdrawn(code) => Some(place.problem(code)),
        Proof::PictureBroken => Some(place.problem(ProblemCode::Internal)),
        Proof::Unreadable(problem) => Some(*problem),
        Proof::Opened(_) | Proof::NoKey(_) => None,
    }
}

/// Only a signature proves which page this is: anybody can print a label.
fn is_opened(proof: &Proof) -> bool {
    matches!(proof, Proof::Opened(_))
}

/// The first opened page's content, if all opened pages say the same of the certificate.
fn common_content(kept: &[Kept]) -> Option<&Content> {
    let mut contents = kept
        .iter()
        .filter_map(|k| k.sheet.told())
        .map(|proven| &proven.content);
    let first = contents.next()?;
    contents
        .all(|c| c.municipality == first.municipality && c.kind == first.kind)
        .then_some(first)
}

fn sheet(kept: Kept) -> Sheet {
    let picture = kept.sheet.told().map(|proven| proven.picture.clone());
    let verified_before = kept.sheet.told().map(|proven| proven.was_opened_before);
    let earlier = kept.sheet.told().and_then(|proven| proven.earlier.clone());
    let of_front: Vec<Problem> = match (kept.sheet.told(), kept.sheet.front) {
        (Some(_), Some(front)) => {
            let codes = of_front(&kept.sheet).into_iter();
            let told = codes.map(|code| front.problem(code).with(too_coarse(&kept.sheet)));
            told.collect()
        }
        _ => Vec::new(),
    };
    let Kept {
        sheet:
            Found {
                place,
                front,
                comparison,
                label,
                host_is_listed,
                measures,
                evidence,
                proof,
                entries: _,
            },
        copies,
    } = kept;
    let own = problem_of_sheet(proof, place);
    let leads_elsewhere = (!host_is_listed).then(|| place.problem(ProblemCode::HostUnlisted));
    let repeated = copies
        .into_iter()
        .map(|copy| copy.problem(ProblemCode::PageRepeated));
    Sheet {
        file: place.file,
        page: place.page,
        index: label.sheet.index,
        front,
        comparison: comparison.and_then(Result::ok),
        measures,
        picture,
        verified_before,
        earlier,
        evidence,
        problems: own
            .into_iter()
            .chain(of_front)
            .chain(leads_elsewhere)
            .chain(repeated)
            .collect(),
    }
}

fn contact(of: &sheet::cards::Contact) -> Contact {
    Contact {
        phone: of.phone.clone(),
        url: of.url.clone(),
    }
}

/// RFC 3339 with Japan's offset; `None` for a time that no calendar has.
fn japanese_time(seconds: u64) -> Option<String> {
    let time = Timestamp::from_second(i64::try_from(seconds).ok()?).ok()?;
    Some(clock::japanese(time))
}
