//! What every page keeps, whatever is on it.

use app::{LimitsShown, PageView, Paper, ReportView, Sample, Site, View, render, words};
use report::{
    Certificate, Checks, Comparison, Detail, Difference, DifferenceKind, Evidence, Headline, Lang,
    Measures, Outcome, Picture, Place, Problem, ProblemCode, Rect, Report, Sheet,
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
            assert_eq!(seen(&html).matches("<h1").count(), 1);
            assert_eq!(seen(&html).matches("<main id=\"main\"").count(), 1);
            assert_eq!(html.matches("<title>").count(), 1);
        }
    }
}

/// What is seen of a page, without the report's words in the other language.
fn seen(html: &str) -> &str {
    html.split("<template").next().unwrap_or_default()
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
    assert_eq!(seen(&html).matches("class=\"shape\"").count(), 6);
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

fn compared(comparison: Comparison) -> View {
    let mut certificate = certificate(Headline::FrontDiffers, Some(PNG));
    for sheet in &mut certificate.sheets {
        sheet.front = Some(Place { file: 0, page: 1 });
        sheet.comparison = Some(comparison.clone());
    }
    report(vec![certificate], vec![], "scan.jpg")
}

/// 2480 by 3508 pixels at 300 dpi are 210 mm by 297 mm.
#[test]
fn a_difference_is_ringed_on_both_fronts_and_listed() {
    let difference = Difference {
        kind: DifferenceKind::Missing,
        place: Rect {
            x: 40.0,
            y: 60.0,
            width: 20.0,
            height: 5.0,
        },
        on_page: [[0.2, 0.2], [0.3, 0.2], [0.3, 0.22], [0.2, 0.22]],
    };
    let comparison = Comparison {
        differences: vec![difference],
        unjudged: vec![],
        corners: [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]],
    };
    let html = render(Lang::Ja, compared(comparison), &site());
    let html = seen(&html);
    assert_eq!(html.matches("class=\"ring missing\"").count(), 2);
    assert!(html.contains("points=\"38.4,58.4 61.6,58.4 61.6,66.6 38.4,66.6\""));
    assert!(html.contains("上から 60 mm、左から 40 mm（幅 20 mm、高さ 5 mm）"));
    assert!(html.contains("data-corners=\"[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]\""));
}

#[test]
fn no_difference_is_said_and_modes_are_offered() {
    let comparison = Comparison {
        differences: vec![],
        unjudged: vec![],
        corners: [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]],
    };
    let html = render(Lang::En, compared(comparison), &site());
    assert!(html.contains("no difference in print was found") && html.contains("value=\"swipe\""));
    let alone = render(Lang::En, one(Headline::BackAuthentic, Some(PNG)), &site());
    assert!(alone.contains("Only the back was sent") && !alone.contains("value=\"swipe\""));
}

/// A file has no infra-red image and no copy-warning lettering to look for.
#[test]
fn of_a_file_alone_nothing_is_asked_about_the_paper() {
    let mut view = one(Headline::BackAuthentic, Some(PNG));
    assert!(render(Lang::En, view.clone(), &site()).contains("name=\"infrared\""));
    if let View::Report(shown) = &mut view {
        shown.paper = Paper::File;
    }
    let html = render(Lang::En, view, &site());
    assert!(html.contains("name=\"front\"") && !html.contains("name=\"infrared\""));
    assert!(html.contains("Compare now with the front you were sent"));
}

#[test]
fn a_sample_is_one_click_without_scripts() {
    let html = render(Lang::Ja, View::Start, &site());
    assert!(html.contains("<form method=\"post\" action=\"/ja/samples/family\">"));
    assert!(html.contains("name=\"paper\" value=\"in-hand\" checked"));
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

/// Nothing is kept: the report brings its words in the other language, and its pictures once.
#[test]
fn a_report_has_its_words_in_both_languages() {
    let html = render(Lang::Ja, one(Headline::BackAuthentic, Some(PNG)), &site());
    let (seen, other) = html.split_once("<template").expect("a template");
    assert!(other.contains("lang=\"en\"") && other.contains("The back is authentic"));
    assert!(seen.contains("data:image/png") && !other.contains("data:image"));
    let picture = "data-picture=\"restored-0-1\"";
    assert!(seen.contains(picture) && other.contains(picture));
}

/// Without scripts the other language has no such report to show.
#[test]
fn the_language_switch_keeps_the_page_where_there_is_one() {
    let html = |view| render(Lang::Ja, view, &site());
    assert!(html(View::Start).contains("href=\"/en/\" lang=\"en\""));
    assert!(html(View::Help).contains("href=\"/en/help\" lang=\"en\""));
    let report = html(one(Headline::BackAuthentic, Some(PNG)));
    assert!(report.contains("href=\"/en/\" lang=\"en\"") && report.contains("this result is lost"));
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
