//! From single sheets to the report: which belong together, and what the upload comes to.

use super::certificate;
use super::sheets::Found;
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
    // Labels that contradict each other speak of tampering: nothing beside them may hide it.
    let are_torn = problems.iter().any(|p| p.code == ProblemCode::LabelsDiffer);
    let torn = are_torn.then_some(Headline::CannotTell);
    let headlines = certificates.iter().map(|c| c.headline).chain(torn);
    let headline = headlines.min().unwrap_or(Headline::CannotTell);
    Ok(Report {
        id: random_id()?,
        headline,
        certificates,
        problems,
        receipt: None,
    })
}

/// The uploaded sheets of one certificate: they agree in set, number of pages and issuer.
pub struct Set {
    /// Of one of them.
    pub label: Label,
    /// In the order of the set's pages.
    pub sheets: Vec<Found>,
}

/// In the order of the upload.
fn by_set(found: Vec<Found>) -> Vec<Set> {
    let key = |label: &Label| (label.sheet.set, label.pages, label.issuer);
    let mut sets: Vec<Set> = Vec::new();
    for sheet in found {
        match sets
            .iter_mut()
            .find(|set| key(&set.label) == key(&sheet.label))
        {
            Some(set) => set.sheets.push(sheet),
            None => sets.push(Set {
                label: sheet.label,
                sheets: vec![sheet],
            }),
        }
    }
    for set in &mut sets {
        set.sheets.sort_by_key(|sheet| sheet.label.sheet.index);
    }
    sets
}

/// An incomplete set beside another: perhaps they were mixed up on the desk.
fn note_mixture(certificate: &mut Certificate) {
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

fn random_id() -> Result<String, Refusal> {
    let mut id = [0; 16];
    getrandom::fill(&mut id).map_err(Refusal::internal)?;
    Ok(HEXLOWER.encode(&id))
}
