mod certificate;
mod checks;
mod figures;
mod overlay;
mod reading;

use crate::{
    PageView, ReportView,
    problem::problem_list,
    receipt::receipt_form,
    words::{self, report_page as text},
};
use certificate::certificate;
use figures::uploaded_only;
use leptos::prelude::*;
use report::{Headline, Lang, Problem, Report};

/// The answer to an upload. Static HTML: with scripts it is put in the place of the start
/// page's `<main>`, where an island would not come to life.
pub fn report_page(lang: Lang, shown: ReportView) -> AnyView {
    let report = &shown.report;
    let several = report.certificates.len();
    let restored = report
        .certificates
        .iter()
        .flat_map(|c| &c.sheets)
        .any(|sheet| sheet.picture.is_some());
    let certificates = report
        .certificates
        .iter()
        .enumerate()
        .map(|(i, one)| certificate(lang, i + 1, several, one, &shown))
        .collect_view();
    let comparable = report
        .certificates
        .iter()
        .any(|one| one.headline.is_of_authentic_back());
    let receipt = report.receipt.clone();
    let to_receipt = receipt
        .is_some()
        .then(|| view! { " " <a href="#receipt">{words::receipt::MAKE.say(lang)}</a> });
    view! {
        <main id="main" class="wide" data-headline=report.headline.slug()>
            {headline(lang, report)}
            <p class="note not-kept">
                {text::NOT_KEPT.say(lang)} {to_receipt}
            </p>
            {certificates}
            {other_pages(lang, &shown)}
            {restored.then(|| not_checked(lang))}
            {receipt.map(|receipt| receipt_form(lang, receipt, comparable))}
            <p class="again">
                <a class="button" href=format!("/{}/", lang.tag())>{words::VERIFY_ANOTHER.say(lang)}</a>
            </p>
            <p class="report-id">{text::REPORT_ID.say(lang)} " " <code>{report.id.clone()}</code></p>
        </main>
    }
    .into_any()
}

fn headline(lang: Lang, report: &Report) -> AnyView {
    let words = words::headline(report.headline, lang);
    let specimen = report.certificates.iter().any(|c| c.specimen).then(|| {
        view! {
            <p class="specimen-band">
                <span class="specimen">{words::SPECIMEN.say(lang)}</span>
                {text::SPECIMEN.say(lang)}
            </p>
        }
    });
    view! {
        <div class=headline_class(report.headline)>
            {specimen}
            <h1 id="result" tabindex="-1">{words.title}</h1>
            <p>{words.meaning}</p>
        </div>
    }
    .into_any()
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

fn not_checked(lang: Lang) -> AnyView {
    let points = [
        text::ORIGINALITY_FRONT,
        text::ORIGINALITY_COPY,
        text::ORIGINALITY_INFRARED,
        text::ORIGINALITY_TINTS,
    ]
    .map(|point| view! { <li>{point.say(lang)}</li> });
    view! {
        <section class="card" aria-labelledby="not-checked">
            <h2 id="not-checked">{text::ORIGINALITY.say(lang)}</h2>
            <p>{text::ORIGINALITY_LEAD.say(lang)}</p>
            <ul>{points.collect_view()}</ul>
        </section>
    }
    .into_any()
}
