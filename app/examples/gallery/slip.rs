use crate::certificate::certificate;
use app::SlipView;
use report::{
    Answers, By, Declaration, DeclaredOnly, FileDigest, Front, Headline, Infrared, ProblemCode,
    Receipt, ReceiptCertificate, RecordPlace,
};

/// A receipt that nobody signed.
pub fn slip() -> SlipView {
    let time = "2026-11-22T14:05:09+09:00";
    let receipt = Receipt {
        version: Receipt::VERSION,
        site: "uramen.example".into(),
        time: time.into(),
        software: "uramen 0.1.0".into(),
        policy: Headline::POLICY,
        report: "5f0c21a9d3e84b7796aa10bcd2e4f018".into(),
        files: vec![FileDigest {
            sha256: "5f".repeat(32),
            bytes: 1_234_567,
        }],
        headline: Headline::BackAuthentic,
        certificates: vec![ReceiptCertificate::from(&certificate(
            Headline::BackAuthentic,
        ))],
        problems: vec![ProblemCode::PageBlank],
        record: RecordPlace {
            entries: vec![12, 13],
            checkpoint: "uramen.example/record\n14\n".into(),
        },
    };
    let declaration = Declaration {
        version: Receipt::VERSION,
        receipt: "a9".repeat(32),
        time: time.into(),
        status: DeclaredOnly::DeclaredNotChecked,
        by: By::Clerk,
        answers: Answers {
            front: Front::Agrees,
            infrared: Infrared::NotLooked,
        },
    };
    SlipView {
        receipt,
        declaration: Some(declaration),
        saved: "{}".into(),
        receipt_code: None,
        declaration_code: None,
        was_sent: false,
    }
}
