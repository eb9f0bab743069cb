mod certificate;
mod checks;
mod compare;
mod figures;
mod overlay;
mod paper;
mod reading;
mod rings;
mod sheet;

use crate::{
    PageView, ReportView,
    problem::problem_list,
    words::{self, report_page as text},
};
use certificate::certificate;
use figures::uploaded_only;
use leptos::prelude::*;
use paper::steps;
use report::{Headline, Lang, Problem, Report};

/// The answer to an upload, in the order of the clerk's work: what it comes to, what was
/// checked, what to compare, what only the paper shows, the receipt. Static HTML: with scripts
/// it is put in the place of the start page's `<main>`, where an island would not come to life.
pub fn report_page(lang: Lang, shown: &ReportView, other: Option<AnyView>) -> AnyView {
    let report = &shown.report;
    let several = report.certificates.len();
    let certificates = report
        .certificates
        .iter()
        .enumerate()
        .map(|(i, one)| certificate(lang, i + 1, several, one, shown))
        .collect_view();
    let comparable = report
        .certificates
        .iter()
        .any(|one| one.headline.is_of_authentic_back());
    view! {
        <main id="main" class="wide" data-headline=report.headline.slug()>
            {headline(lang, shown)}
            {not_kept(lang, report)}
            {certificates}
            {other_pages(lang, shown)}
            {steps(lang, shown, comparable)}
            <p class="again">
                <a class="button secondary" href=format!("/{}/", lang.tag())>{words::VERIFY_ANOTHER.say(lang)}</a>
            </p>
            <p class="report-id">{text::REPORT_ID.say(lang)} " " <code>{report.id.clone()}</code></p>
            {other}
        </main>
    }
    .into_any()
}

fn headline(lang: Lang, shown: &ReportView) -> AnyView {
    let report = &shown.report;
    let words = words::headline_of(report.headline, shown.paper, lang);
    let specimen = report.certificates.iter().any(|c| c.specimen).then(|| {
        view! {
            <p class="specimen-band">
                <span class="specimen">{words::SPECIMEN.say(lang)}</span>
                {text::SPECIMEN.say(lang)}
            </p>
        }
    });
    let next = next(lang, shown).map(|next| {
        view! {
            <p class="next"><strong>{words::NEXT.say(lang)}</strong> {next}</p>
        }
    });
    view! {
        <div class=headline_class(report.headline)>
            {specimen}
            <h1 id="result" tabindex="-1">{words.title}</h1>
            <p>{words.meaning}</p>
            {next}
        </div>
    }
    .into_any()
}

/// The one next step: of the headline, or of the first reason why there was no verdict.
fn next(lang: Lang, shown: &ReportView) -> Option<&'static str> {
    let report = &shown.report;
    if let Some(text) = words::paper::next(report.headline, shown.paper) {
        return Some(text.say(lang));
    }
    let unsure = report
        .certificates
        .iter()
        .filter(|one| one.headline == report.headline);
    let theirs = unsure.flat_map(|one| {
        let of_sheets = one.sheets.iter().flat_map(|sheet| &sheet.problems);
        one.problems.iter().chain(of_sheets)
    });
    let first = theirs.chain(&report.problems).next()?;
    Some(words::problem(first.code, None, lang).next)
}

/// Before the reader can lose it.
fn not_kept(lang: Lang, report: &Report) -> AnyView {
    let receipt = report.receipt.is_some().then(|| {
        view! {
            " " {text::NOT_KEPT_FIRST.say(lang)} " "
            <a href="#receipt">{words::receipt::MAKE.say(lang)}</a>
            {text::NOT_KEPT_END.say(lang)}
        }
    });
    view! { <p class="note not-kept">{text::NOT_KEPT.say(lang)} {receipt}</p> }.into_any()
}

/// Rejected is said as loudly as it is; "cannot tell" never looks like it.
fn headline_class(headline: Headline) -> String {
    format!("headline {}", headline.slug())
}

/// The pages on which no sheet was identified, each with its problems.
fn other_pages(lang: Lang, shown: &ReportView) -> Option<AnyView> {
    let ReportView { report, pages, .. } = shown;
    if report.problems.is_empty() {
        return None;
    }
    let list = problem_list(lang, &report.problems, |problem| {
        Some(place_of(lang, problem, shown))
    });
    let with_problem = |page: &&PageView| {
        let here = |p: &Problem| {
            p.file == Some(page.file) && p.page.is_none_or(|number| number == page.page)
        };
        report.problems.iter().any(here)
    };
    let pictures = pages
        .iter()
        .filter(with_problem)
        .map(|page| uploaded_only(lang, page, shown))
        .collect_view();
    let section = view! {
        <section class="others" aria-labelledby="others">
            <h2 id="others">{text::OTHER_PAGES.say(lang)}</h2>
            {list}
            <div class="pictures small">{pictures}</div>
        </section>
    };
    Some(section.into_any())
}

fn place_of(lang: Lang, problem: &Problem, shown: &ReportView) -> String {
    let Some(file) = problem.file else {
        return String::new();
    };
    let name = file_name(lang, file, shown);
    match problem.page {
        Some(page) => text::place(&name, page, lang),
        None => name,
    }
}

/// How the reader knows the file.
fn file_name(lang: Lang, file: usize, shown: &ReportView) -> String {
    let name = shown.file_names.get(file).cloned().flatten();
    name.unwrap_or_else(|| text::nameless(file, lang))
}
