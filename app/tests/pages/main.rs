//! What every page keeps, whatever is on it.

mod made_up;
mod pictures;
mod reports;

use app::{View, render};
use made_up::{PNG, certificate, one, report, seen, site};
use report::{Headline, Lang, Problem, ProblemCode};

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
fn a_sample_is_one_click_without_scripts() {
    let html = render(Lang::Ja, View::Start, &site());
    assert!(html.contains("<form method=\"post\" action=\"/ja/samples/residence-record\">"));
    assert!(html.contains("name=\"paper\" value=\"in-hand\" checked"));
}
