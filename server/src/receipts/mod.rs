//! Receipts: what a verification came to, signed with the site's key, and what the clerk
//! declares of the paper under a second signature. Nothing of them is kept: a receipt is made
//! with its report, and whatever is made of it later is made from the receipt itself.

mod command;
mod jws;
mod qr;
mod saved;
mod web;

pub use command::ReceiptCommand;
pub use saved::Saved;
pub use web::{page, slip, to_page, verify};

use crate::clock;
use crate::custody::SiteKey;
use crate::problem::Refusal;
use crate::verify::Answer;
use data_encoding::HEXLOWER;
use ed25519_dalek::VerifyingKey;
use jiff::Timestamp;
use jws::{JwsError, Typ};
use report::{
    Answers, By, Certificate, Declaration, DeclaredOnly, FileDigest, Front, Headline, Problem,
    ProblemCode, Receipt, ReceiptCertificate, RecordPlace,
};
use serde::Serialize;
use sha2::{Digest, Sha256};

/// Makes this site's receipts.
pub struct Receipts {
    pub key: SiteKey,
    /// The site's host.
    pub site: String,
}

/// What a receipt is made of.
struct Told<'a> {
    report: &'a str,
    files: Vec<FileDigest>,
    headline: Headline,
    certificates: &'a [Certificate],
    problems: &'a [Problem],
    record: RecordPlace,
}

/// A receipt whose signatures hold.
#[derive(Serialize)]
pub struct Verified {
    pub receipt: Receipt,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub declaration: Option<Declaration>,
}

/// Why a receipt is not good.
#[derive(Debug, thiserror::Error)]
pub enum ReceiptError {
    #[error("this is no receipt")]
    Form,
    #[error("the receipt: {0}")]
    Receipt(JwsError),
    #[error("the declaration: {0}")]
    Declaration(JwsError),
    #[error("the declaration belongs to another receipt")]
    OtherReceipt,
    /// Signed by the key, so most likely by a later version.
    #[error("the site signed this, but this version does not know what it says: {0}")]
    Unknown(serde_json::Error),
    #[error("this receipt is of a version that is not known here: {0}")]
    Version(u8),
}

impl Receipts {
    /// The receipt of an answer.
    ///
    /// # Errors
    /// The site's own failure.
    pub fn issue(&self, answer: &Answer) -> Result<String, Refusal> {
        let report = &answer.report;
        self.sign(Told {
            report: &report.id,
            files: answer.files.clone(),
            headline: report.headline,
            certificates: &report.certificates,
            problems: &report.problems,
            record: answer.record.clone(),
        })
    }

    /// The receipt of one certificate in a batch, which was read in these files.
    ///
    /// # Errors
    /// The site's own failure.
    pub fn issue_for(
        &self,
        certificate: &Certificate,
        batch: &str,
        files: Vec<FileDigest>,
        record: RecordPlace,
    ) -> Result<String, Refusal> {
        self.sign(Told {
            report: batch,
            files,
            headline: certificate.headline,
            certificates: std::slice::from_ref(certificate),
            problems: &[],
            record,
        })
    }

    fn sign(&self, told: Told) -> Result<String, Refusal> {
        let receipt = Receipt {
            version: Receipt::VERSION,
            site: self.site.clone(),
            time: clock::japanese(Timestamp::now()),
            software: concat!("uramen ", env!("CARGO_PKG_VERSION")).to_owned(),
            policy: Headline::POLICY,
            report: told.report.to_owned(),
            files: told.files,
            headline: told.headline,
            certificates: told
                .certificates
                .iter()
                .map(ReceiptCertificate::from)
                .collect(),
            problems: ProblemCode::each_once(told.problems.iter()),
            record: told.record,
        };
        jws::sign(&self.key, Typ::Receipt, &receipt).map_err(Refusal::internal)
    }

    /// Adds what the clerk says, if anything, to a receipt of this site.
    ///
    /// # Errors
    /// The receipt is not good, or there was no front to compare the paper with.
    pub fn declare(&self, receipt: String, answers: Answers) -> Result<Saved, Refusal> {
        let undeclared = Saved {
            receipt,
            declaration: None,
        };
        let verified = self.verify(&undeclared)?;
        if answers == Answers::default() {
            return Ok(undeclared);
        }
        if answers.front != Front::NotCompared && !verified.receipt.restored() {
            return Err(ProblemCode::DeclarationInvalid.into());
        }
        let declaration = Declaration {
            version: Receipt::VERSION,
            receipt: digest(&undeclared.receipt),
            time: clock::japanese(Timestamp::now()),
            status: DeclaredOnly::DeclaredNotChecked,
            by: By::Clerk,
            answers,
        };
        let signed = jws::sign(&self.key, Typ::Declaration, &declaration);
        Ok(Saved {
            declaration: Some(signed.map_err(Refusal::internal)?),
            ..undeclared
        })
    }

    /// # Errors
    /// It is not this site's, or not whole.
    pub fn verify(&self, saved: &Saved) -> Result<Verified, ReceiptError> {
        verify_saved(saved, &self.key.verifying_key())
    }
}

/// Verifies a receipt of the site that holds this key.
///
/// # Errors
/// It is not that site's, or not whole.
pub fn verify_saved(saved: &Saved, key: &VerifyingKey) -> Result<Verified, ReceiptError> {
    let payload = jws::open(&saved.receipt, Typ::Receipt, key).map_err(ReceiptError::Receipt)?;
    let receipt: Receipt = serde_json::from_slice(&payload).map_err(ReceiptError::Unknown)?;
    known(receipt.version)?;
    let declaration = saved.declaration.as_deref();
    let declaration = declaration.map(|declaration| declared(declaration, &saved.receipt, key));
    Ok(Verified {
        receipt,
        declaration: declaration.transpose()?,
    })
}

fn declared(jws: &str, receipt: &str, key: &VerifyingKey) -> Result<Declaration, ReceiptError> {
    let payload = jws::open(jws, Typ::Declaration, key).map_err(ReceiptError::Declaration)?;
    let declaration: Declaration =
        serde_json::from_slice(&payload).map_err(ReceiptError::Unknown)?;
    known(declaration.version)?;
    if declaration.receipt != digest(receipt) {
        return Err(ReceiptError::OtherReceipt);
    }
    Ok(declaration)
}

fn known(version: u8) -> Result<(), ReceiptError> {
    match version {
        Receipt::VERSION => Ok(()),
        other => Err(ReceiptError::Version(other)),
    }
}

/// Names a receipt as it is signed.
fn digest(receipt: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(receipt))
}

impl From<ReceiptError> for Refusal {
    fn from(error: ReceiptError) -> Refusal {
        let code = match error {
            ReceiptError::Form
            | ReceiptError::Receipt(JwsError::Form)
            | ReceiptError::Unknown(_)
            | ReceiptError::Version(_) => ProblemCode::ReceiptMalformed,
            ReceiptError::Receipt(_) => ProblemCode::ReceiptInvalid,
            ReceiptError::Declaration(_) | ReceiptError::OtherReceipt => {
                ProblemCode::DeclarationInvalid
            }
        };
        code.into()
    }
}
