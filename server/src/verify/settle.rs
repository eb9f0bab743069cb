//! From single sheets to the report: which belong together, and what the upload comes to.

use super::certificate;
use super::sheets::{Found, Proof};
use crate::problem::Refusal;
use data_encoding::HEXLOWER;
use escrow::Escrow;
use report::{Certificate, Headline, Outcome, Problem, ProblemCode, Report};
use sheet::Label;

/// Settles everything that one upload brought.
///
/// # Errors
/// The operating system gave no randomness for the report's id.
pub fn report(
    found: Vec<Found>,
    problems: Vec<Problem>,
    escrow: &Escrow,
) -> Result<Report, Refusal> {
    let mut certificates: Vec<Certificate> = by_set(found)
        .into_iter()
        .map(|set| certificate::of(set, escrow))
        .collect();
    if certificates.len() > 1 {
        certificates.iter_mut().for_each(note_mixture);
    }
    let are_torn = problems.iter().any(|p| p.code == ProblemCode::LabelsDiffer);
    Ok(Report {
        id: random_id()?,
        headline: overall(certificates.iter().map(|c| c.headline), are_torn),
        certificates,
        problems,
        receipt: None,
    })
}

/// The worst of the certificates' headlines. Labels that contradict each other speak of
/// tampering: nothing beside them may hide it.
pub fn overall(certificates: impl Iterator<Item = Headline>, are_torn: bool) -> Headline {
    let torn = are_torn.then_some(Headline::CannotTell);
    let worst = certificates.chain(torn).min();
    worst.unwrap_or(Headline::CannotTell)
}

/// The uploaded sheets of one certificate: they agree in set, number of pages and issuer.
pub struct Set {
    /// Of one of them.
    pub label: Label,
    /// In the order of the set's pages.
    pub sheets: Vec<Found>,
}

impl Set {
    /// Whether each page is here and was read: a better copy can add nothing.
    pub fn is_here(&self) -> bool {
        (1..=self.label.pages).all(|page| {
            let mut copies = self.sheets.iter().filter(|s| s.label.sheet.index == page);
            copies.any(|sheet| !matches!(sheet.proof, Proof::Unreadable(_)))
        })
    }
}

/// In the order of the upload.
fn by_set(found: Vec<Found>) -> Vec<Set> {
    let mut sets = Vec::new();
    for sheet in found {
        add(&mut sets, sheet);
    }
    sets
}

/// What the sheets of one certificate have in common.
pub fn key(label: &Label) -> impl PartialEq + use<> {
    (label.sheet.set, label.pages, label.issuer)
}

/// Puts a sheet to those of its set, and tells where that is.
pub fn add(sets: &mut Vec<Set>, sheet: Found) -> usize {
    let is_its = |set: &Set| key(&set.label) == key(&sheet.label);
    let at = sets.iter().position(is_its).unwrap_or(sets.len());
    match sets.get_mut(at) {
        Some(set) => {
            let index = |sheet: &Found| sheet.label.sheet.index;
            let before = |other: &Found| index(other) <= index(&sheet);
            set.sheets.insert(set.sheets.partition_point(before), sheet);
        }
        None => sets.push(Set {
            label: sheet.label,
            sheets: vec![sheet],
        }),
    }
    at
}

/// An incomplete set beside another: perhaps they were mixed up on the desk.
pub fn note_mixture(certificate: &mut Certificate) {
    let is_noted = certificate
        .problems
        .iter()
        .any(|p| p.code == ProblemCode::PagesMixed);
    if certificate.checks.complete == Outcome::Failed && !is_noted {
        certificate
            .problems
            .push(Problem::new(ProblemCode::PagesMixed));
    }
}

pub(crate) fn random_id() -> Result<String, Refusal> {
    let mut id = [0; 16];
    getrandom::fill(&mut id).map_err(Refusal::internal)?;
    Ok(HEXLOWER.encode(&id))
}
