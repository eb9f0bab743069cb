//! Reports with made-up content.

#[path = "../made_up/site.rs"]
mod site;

use app::{PageView, Paper, ReportView, Site, View};
use report::{
    Certificate, Checks, Comparison, Evidence, Headline, Measures, Outcome, Picture, Place,
    Problem, ProblemCode, Report, Sheet,
};

pub const PNG: &str = "iVBORw0KGgo=";

pub fn site() -> Site {
    site::site(&["residence-record"])
}

pub fn certificate(headline: Headline, png: Option<&str>) -> Certificate {
    let picture = Picture {
        width: 2480,
        height: 3508,
        dpi: 300,
        png: png.map(str::to_owned),
    };
    Certificate {
        headline,
        set: "5f0c21a9d3e84b7796aa10bcd2e4f018".into(),
        number: "L4GC-DKOT".into(),
        pages: 1,
        missing: vec![],
        issuer_number: 1,
        issuer: Some("見本証明書交付センター".into()),
        municipality: Some("999999".into()),
        municipality_name: Some("見本市".into()),
        contact: None,
        kind: Some("seal-registration".into()),
        issued_at: Some("2026-11-21T14:05:00+09:00".into()),
        specimen: true,
        receipt: None,
        checks: Checks {
            readable: Outcome::Passed,
            content: Outcome::Failed,
            issuer: Outcome::CannotTell,
            ..Checks::default()
        },
        sheets: vec![Sheet {
            file: 0,
            page: 1,
            index: 1,
            front: None,
            comparison: None,
            measures: Measures {
                dpi: 300.1,
                rotation: 0.4,
                corrected: 12,
                cells: 485_865,
                margin: 0.97,
            },
            picture: Some(picture),
            verified_before: Some(false),
            earlier: None,
            evidence: Evidence {
                marks: vec![[0.25, 0.5]],
                ..Evidence::default()
            },
            problems: vec![Problem::new(ProblemCode::ContentRejected)],
        }],
        problems: vec![],
    }
}

pub fn report(certificates: Vec<Certificate>, problems: Vec<Problem>, file_name: &str) -> View {
    let headline = certificates
        .iter()
        .map(|c| c.headline)
        .min()
        .unwrap_or(Headline::CannotTell);
    let page = PageView {
        file: 0,
        page: 1,
        width: 100,
        height: 200,
        jpeg: vec![0xff, 0xd8, 0xff],
        evidence: Evidence::default(),
    };
    let report = Report {
        id: "r1".into(),
        headline,
        certificates,
        problems,
        receipt: Some("e30.e30.AAAA".into()),
    };
    View::Report(Box::new(ReportView {
        report,
        paper: Paper::InHand,
        file_names: vec![Some(file_name.into())],
        pages: vec![page],
    }))
}

pub fn one(headline: Headline, png: Option<&str>) -> View {
    report(vec![certificate(headline, png)], vec![], "scan.jpg")
}

pub fn compared(comparison: Comparison) -> View {
    let mut certificate = certificate(Headline::FrontDiffers, Some(PNG));
    for sheet in &mut certificate.sheets {
        sheet.front = Some(Place { file: 0, page: 1 });
        sheet.comparison = Some(comparison.clone());
    }
    report(vec![certificate], vec![], "scan.jpg")
}

/// What is seen of a page, without the report's words in the other language.
pub fn seen(html: &str) -> &str {
    html.split("<template").next().unwrap_or_default()
}
