use super::{checks::checks, sheet::sheet};
use crate::{
    ReportView,
    problem::problem_list,
    words::{self, Text, report_page as text},
};
use leptos::prelude::*;
use report::{Certificate, Lang};

/// One certificate: what was checked at a glance, then its sheets, for comparing them is the
/// clerk's work.
pub fn certificate(
    lang: Lang,
    number: usize,
    of: usize,
    one: &Certificate,
    shown: &ReportView,
) -> AnyView {
    let sheets = one
        .sheets
        .iter()
        .map(|part| sheet(lang, number, one, part, shown))
        .collect_view();
    let id = format!("certificate-{number}");
    view! {
        <section class="certificate" id=id data-headline=one.headline.slug()>
            {heading(lang, number, of, one)}
            {checks(lang, &one.checks)}
            {(one.pages > 1).then(|| pages_of_set(lang, one))}
            {problem_list(lang, &one.problems, |_| None)}
            {sheets}
            {facts(lang, one)}
        </section>
    }
    .into_any()
}

/// One certificate is named by its kind; of several, each has its own headline besides
/// the report's.
fn heading(lang: Lang, number: usize, of: usize, one: &Certificate) -> AnyView {
    let kind = one
        .kind
        .as_ref()
        .map(|kind| words::kind(kind, lang).into_owned());
    if of == 1 {
        let name = kind.unwrap_or_else(|| text::CERTIFICATE.say(lang).to_owned());
        return view! { <h2>{name}</h2> }.into_any();
    }
    let words = words::headline(one.headline, lang);
    let name = text::certificate(number, of, lang);
    view! {
        <div class=format!("headline minor {}", one.headline.slug())>
            <h2>{name} " " {kind} <span class="says">{words.title}</span></h2>
            <p>{words.meaning}</p>
        </div>
    }
    .into_any()
}

/// Which of its pages are here.
fn pages_of_set(lang: Lang, one: &Certificate) -> AnyView {
    let pages = (1..=one.pages).map(|page| {
        let (class, says) = match one.missing.contains(&page) {
            true => ("missing", text::PAGE_MISSING),
            false => ("here", text::PAGE_HERE),
        };
        view! {
            <li class=class>
                <span class="number">{text::page_number(page, lang)}</span>
                <strong>{says.say(lang)}</strong>
            </li>
        }
    });
    view! {
        <ol class="set" aria-label=text::PAGES_OF_SET.say(lang)>
            {pages.collect_view()}
        </ol>
    }
    .into_any()
}

fn facts(lang: Lang, one: &Certificate) -> AnyView {
    let unknown = || text::UNKNOWN.say(lang).to_owned();
    let kind = one
        .kind
        .as_ref()
        .map_or_else(unknown, |kind| words::kind(kind, lang).into_owned());
    let issued = one
        .issued_at
        .as_ref()
        .map_or_else(unknown, |time| words::issued_at(time, lang));
    let issuer = one.issuer.clone().unwrap_or_else(unknown);
    let municipality = municipality(one).unwrap_or_else(unknown);
    let rows = [
        ("kind", text::KIND, kind),
        ("issued-at", text::ISSUED_AT, issued),
        ("municipality", text::MUNICIPALITY, municipality),
        ("issuer", text::ISSUER, issuer),
        ("pages", text::PAGES, page_count(lang, one)),
        ("number", text::NUMBER, one.number.clone()),
        ("earlier", text::EARLIER, earlier(one).say(lang).to_owned()),
    ]
    .map(|(slug, name, value)| {
        view! {
            <div data-fact=slug>
                <dt>{name.say(lang)}</dt>
                <dd>{value}</dd>
            </div>
        }
    });
    view! {
        <div>
            <h3>{text::FACTS.say(lang)}</h3>
            <dl class="facts">{rows.collect_view()}</dl>
        </div>
    }
    .into_any()
}

/// Whether any of its sheets was verified before.
fn earlier(one: &Certificate) -> Text {
    let known = one.sheets.iter().filter_map(|sheet| sheet.verified_before);
    match known.reduce(|any, this| any || this) {
        Some(true) => text::EARLIER_SOME,
        Some(false) => text::EARLIER_NONE,
        None => text::UNKNOWN,
    }
}

fn municipality(one: &Certificate) -> Option<String> {
    match (&one.municipality_name, &one.municipality) {
        (Some(name), Some(code)) => Some(format!("{name} ({code})")),
        (name, code) => name.clone().or_else(|| code.clone()),
    }
}

fn page_count(lang: Lang, one: &Certificate) -> String {
    let count = text::pages(one.pages, one.missing.len(), lang);
    match one.missing.is_empty() {
        true => count,
        false => format!("{count} ({})", text::missing(&one.missing, lang)),
    }
}
