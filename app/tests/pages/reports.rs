//! What a report says in words.

use crate::made_up::{PNG, certificate, one, report, seen, site};
use app::{Paper, View, render, words};
use report::{Contact, Detail, Headline, Lang, Outcome, Problem, ProblemCode};

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

/// The paper's own number is its forger's.
#[test]
fn whom_to_call_is_what_was_registered_or_has_to_be_looked_up() {
    let mut called = certificate(Headline::FrontDiffers, Some(PNG));
    let html = |one| render(Lang::En, report(vec![one], vec![], "a.jpg"), &site());
    let look_up = "from the municipality’s own site, not from the paper";
    assert!(html(called.clone()).contains(look_up));
    called.contact = Some(Contact {
        phone: "+81 3 0000 0000".into(),
        url: Some("https://mihon.example.lg.jp/".into()),
    });
    let html = html(called);
    assert!(html.contains("<a href=\"tel:+81300000000\">+81 3 0000 0000</a>"));
    assert!(html.contains("<a href=\"https://mihon.example.lg.jp/\" target=\"_blank\""));
    assert!(!html.contains(look_up));
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
