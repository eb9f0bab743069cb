//! What every page keeps, whatever is on it.

use app::{LimitsShown, PageView, Paper, ReportView, Sample, Site, View, render, words};
use report::{
    Certificate, Checks, Detail, Evidence, Headline, Lang, Measures, Outcome, Picture, Problem,
    ProblemCode, Report, Sheet,
};

const PNG: &str = "iVBORw0KGgo=";

fn site() -> Site {
    Site {
        pkg: "/pkg".into(),
        limits: LimitsShown {
            bytes: 50 << 20,
            files: 10,
            pages: 20,
        },
        public_key: "a5".repeat(32),
        samples: vec![Sample {
            slug: "family".into(),
            pdf: "/samples/family.pdf".into(),
            scan: "/samples/family.jpg".into(),
            kind: "residence-record".into(),
        }],
    }
}

fn certificate(headline: Headline, png: Option<&str>) -> Certificate {
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

fn report(certificates: Vec<Certificate>, problems: Vec<Problem>, file_name: &str) -> View {
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

fn one(headline: Headline, png: Option<&str>) -> View {
    report(vec![certificate(headline, png)], vec![], "scan.jpg")
}

fn every_view() -> Vec<View> {
    let mut views = vec![View::Start, View::Help, View::Receipt];
    views.extend(Headline::ALL.map(|headline| one(headline, Some(PNG))));
    for &code in ProblemCode::ALL {
        views.push(View::Problem(code));
        views.push(report(
            vec![],
            vec![Problem::new(code).in_file(0).on_page(1)],
            "scan.jpg",
        ));
    }
    views
}

#[test]
fn every_page_is_a_whole_document_in_its_language() {
    for lang in Lang::ALL {
        for view in every_view() {
            let html = render(lang, view, &site());
            assert!(
                html.starts_with("<!DOCTYPE html><html lang=\""),
                "{}",
                &html[..60]
            );
            assert!(html.contains(&format!("<html lang=\"{}\">", lang.tag())));
            assert!(html.ends_with("</html>"));
            assert_eq!(html.matches("<main id=\"main\"").count(), 1);
            assert_eq!(html.matches("<title>").count(), 1);
        }
    }
}

/// What nobody restored, nobody can compare.
#[test]
fn a_receipt_asks_to_compare_only_where_a_front_was_restored() {
    let html = |view| render(Lang::Ja, view, &site());
    for headline in Headline::ALL {
        let asks = !matches!(headline, Headline::Rejected | Headline::CannotTell);
        let page = html(one(headline, None));
        assert!(page.contains("name=\"receipt\" value=\"e30.e30.AAAA\""));
        assert_eq!(page.contains("name=\"front\" value=\"agrees\""), asks);
    }
}

/// The strict Content-Security-Policy allows neither.
#[test]
fn no_page_has_inline_script_or_style() {
    for view in every_view() {
        let html = render(Lang::Ja, view, &site());
        let scripts: Vec<_> = html
            .match_indices("<script")
            .map(|(at, _)| &html[at..])
            .collect();
        assert_eq!(scripts.len(), 1);
        assert!(scripts[0].starts_with("<script type=\"module\" src=\"/pkg/start.js\"></script>"));
        assert!(
            !html.contains("<style") && !html.contains(" style=") && !html.contains("javascript:")
        );
        assert!(
            !html.contains(" onclick") && !html.contains(" onload") && !html.contains(" onerror")
        );
    }
}

#[test]
fn the_upload_form_works_without_scripts() {
    let html = render(Lang::En, View::Start, &site());
    assert!(html.contains("method=\"post\"") && html.contains("enctype=\"multipart/form-data\""));
    assert!(html.contains("action=\"/en/verify\""));
    assert!(
        html.contains("type=\"file\"")
            && html.contains("name=\"file\"")
            && html.contains(" multiple")
    );
    assert!(html.contains("<leptos-island") && html.contains("UploadForm_"));
    assert!(html.contains("50 MB"));
}

#[test]
fn a_hostile_file_name_stays_text() {
    let name = "\"><script>alert(1)</script><img src=x onerror=alert(2)>.jpg";
    let views = [
        report(
            vec![certificate(Headline::BackAuthentic, Some(PNG))],
            vec![],
            name,
        ),
        report(
            vec![],
            vec![
                Problem::new(ProblemCode::SheetNotFound)
                    .in_file(0)
                    .on_page(1),
            ],
            name,
        ),
    ];
    for view in views {
        let html = render(Lang::Ja, view, &site());
        assert!(html.contains("&lt;script&gt;alert(1)"));
        assert!(!html.contains("<script>") && !html.contains("<img src=x"));
    }
}

#[test]
fn the_restored_front_is_there_only_when_it_was_given() {
    let with = render(Lang::En, one(Headline::BackAuthentic, Some(PNG)), &site());
    assert!(with.contains(&format!("src=\"data:image/png;base64,{PNG}\"")));
    assert!(with.contains("Restored front: Seal registration certificate, page 1 of 1"));
    let without = render(Lang::En, one(Headline::Rejected, None), &site());
    assert!(!without.contains("data:image/png"));
    assert!(without.contains(words::report_page::NOT_RESTORED.say(Lang::En)));
    // The upload itself is shown in both.
    for html in [with, without] {
        assert!(html.contains("src=\"data:image/jpeg;base64,/9j/\""));
    }
}

#[test]
fn each_check_stands_alone_with_shape_and_word() {
    let html = render(Lang::En, one(Headline::Rejected, None), &site());
    for (check, outcome) in [
        ("readable", "passed"),
        ("content", "failed"),
        ("issuer", "cannot-tell"),
        ("originality", "not-done"),
    ] {
        assert!(
            html.contains(&format!(
                "data-check=\"{check}\" data-outcome=\"{outcome}\""
            )),
            "{check}"
        );
    }
    assert_eq!(html.matches("class=\"shape\"").count(), 6);
    for outcome in [
        Outcome::Passed,
        Outcome::Failed,
        Outcome::CannotTell,
        Outcome::NotDone,
    ] {
        assert!(html.contains(words::outcome(outcome, Lang::En)));
    }
}

#[test]
fn evidence_is_drawn_where_it_was_found() {
    let html = render(Lang::Ja, one(Headline::BackAuthentic, Some(PNG)), &site());
    // A quarter across and half down a page of 100 by 200.
    assert!(html.contains("viewBox=\"0 0 100 200\""));
    assert!(html.contains("cx=\"25.0\" cy=\"100.0\""));
}

#[test]
fn a_specimen_says_so_and_a_certificate_does_not() {
    let band = words::report_page::SPECIMEN.say(Lang::Ja);
    let mut real = certificate(Headline::BackAuthentic, Some(PNG));
    real.specimen = false;
    assert!(render(Lang::Ja, one(Headline::BackAuthentic, Some(PNG)), &site()).contains(band));
    assert!(!render(Lang::Ja, report(vec![real], vec![], "a.jpg"), &site()).contains(band));
}

#[test]
fn facts_are_in_words() {
    let html = render(Lang::Ja, one(Headline::BackAuthentic, Some(PNG)), &site());
    for fact in [
        "印鑑登録証明書",
        "令和8年（2026年）11月21日 14時05分",
        "見本市 (999999)",
        "見本証明書交付センター",
        "485,865 点のうち 12 点",
    ] {
        assert!(html.contains(fact), "{fact}");
    }
}

/// Nothing is kept, so the other language has no such report to show.
#[test]
fn the_language_switch_keeps_the_page_where_there_is_one() {
    let html = |view| render(Lang::Ja, view, &site());
    assert!(html(View::Start).contains("href=\"/en/\" lang=\"en\""));
    assert!(html(View::Help).contains("href=\"/en/help\" lang=\"en\""));
    let report = html(one(Headline::BackAuthentic, Some(PNG)));
    assert!(
        report.contains("href=\"/en/\" lang=\"en\"") && report.contains("this result is not kept")
    );
}

#[test]
fn a_problem_of_limits_says_the_limits() {
    let html = render(Lang::En, View::Problem(ProblemCode::TooManyFiles), &site());
    assert!(html.contains("10 files"));
}

/// A file that gave no page has a name all the same.
#[test]
fn a_broken_file_is_called_by_its_name() {
    let broken = Problem::new(ProblemCode::FileDamaged).in_file(0);
    let mut view = report(vec![], vec![broken], "第1面.pdf");
    if let View::Report(shown) = &mut view {
        shown.pages.clear();
    }
    let html = render(Lang::Ja, view, &site());
    assert!(html.contains("第1面.pdf") && !html.contains("ファイル 1"));
}

#[test]
fn a_problem_says_its_figure() {
    let coarse = Problem::new(ProblemCode::ResolutionTooLow).with(Detail::Dpi(96));
    let view = report(vec![], vec![coarse.in_file(0).on_page(1)], "scan.jpg");
    assert!(render(Lang::Ja, view.clone(), &site()).contains("およそ 96 dpi"));
    assert!(render(Lang::En, view, &site()).contains("about 96 dpi"));
}
