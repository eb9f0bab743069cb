use super::{
    compare::{found, over, tools},
    figures::{back, face, page_at, restored},
    file_name,
    reading::{legend, measures},
    rings::Rings,
};
use crate::{
    PageView, ReportView,
    problem::problem_list,
    words::{self, Text, compare, report_page as text},
};
use leptos::prelude::*;
use report::{Certificate, Lang, Place, Sheet};

/// One sheet: what was uploaded and the restored front side by side, and how it was read.
pub fn sheet(
    lang: Lang,
    number: usize,
    one: &Certificate,
    sheet: &Sheet,
    shown: &ReportView,
) -> AnyView {
    let name = words::page_of(sheet.index, one.pages, lang);
    let id = format!(
        "sheet-{number}-{}-{}-{}",
        sheet.index, sheet.file, sheet.page
    );
    let place = text::place(&file_name(lang, sheet.file, shown), sheet.page, lang);
    let front = sheet.front.and_then(|place| page_at(shown, place));
    view! {
        <section class="sheet" data-sheet=sheet.index.to_string() aria-labelledby=id.clone()>
            <h3 id=id.clone()>{name.clone()} " " <small>{place}</small></h3>
            {problem_list(lang, &sheet.problems, |_| None)}
            {verdict(lang, &id, sheet, front.is_some())}
            {pair(lang, &id, &name, one, sheet, front, shown)}
            {reading(lang, sheet, front.is_some(), shown)}
        </section>
    }
    .into_any()
}

/// What is known of the paper's front, before the pictures.
fn verdict(lang: Lang, id: &str, sheet: &Sheet, has_front: bool) -> Option<AnyView> {
    sheet.picture.as_ref()?;
    if let Some(comparison) = &sheet.comparison {
        return Some(found(lang, id, comparison));
    }
    let callout = |title: Option<Text>, says: Text| {
        view! {
            <div class="callout">
                {title.map(|title| view! { <p class="title"><strong>{title.say(lang)}</strong></p> })}
                <p>{says.say(lang)}</p>
            </div>
        }
        .into_any()
    };
    Some(match has_front {
        true => callout(None, compare::NOT_COMPARED),
        false => callout(Some(compare::BACK_ONLY), compare::BACK_ONLY_WHY),
    })
}

/// The two pictures. `compare.js` lays one over the other by the corners.
fn pair(
    lang: Lang,
    id: &str,
    name: &str,
    one: &Certificate,
    sheet: &Sheet,
    front: Option<&PageView>,
    shown: &ReportView,
) -> AnyView {
    let comparison = sheet.comparison.as_ref().filter(|_| front.is_some());
    let rings = comparison.map(|comparison| Rings {
        lang,
        comparison,
        id,
    });
    let corners = comparison.map(|comparison| format!("{:?}", comparison.corners));
    let left = match front {
        Some(page) => face(lang, page, rings, shown),
        None => back(lang, sheet, shown),
    };
    let hint = format!("keys-{id}");
    view! {
        <div class="compare" class:back-only=front.is_none() data-corners=corners data-hint=hint>
            {tools(lang, id, comparison.is_some())}
            {controls(lang, id, front.is_none())}
            <div class="pictures">
                {left}
                {restored(lang, sheet, one.kind.as_deref(), name, rings)}
            </div>
            {comparison.map(|_| over(lang))}
            <p class="note keys" id=hint.clone()>{compare::KEYS.say(lang)}</p>
        </div>
    }
    .into_any()
}

/// Checkboxes that the style sheet obeys, so that they work without scripts.
fn controls(lang: Lang, id: &str, has_marks: bool) -> AnyView {
    let [enlarge, marks] = ["enlarge", "marks"].map(|name| format!("{name}-{id}"));
    let marks = has_marks.then(|| {
        view! {
            <label for=marks.clone()>
                <input type="checkbox" class="overlay" id=marks.clone() checked autocomplete="off" />
                {text::OVERLAY.say(lang)}
            </label>
        }
    });
    view! {
        <div class="controls">
            <label for=enlarge.clone() class="without-scripts">
                <input type="checkbox" class="enlarge" id=enlarge.clone() autocomplete="off" />
                {text::ENLARGE.say(lang)}
            </label>
            {marks}
        </div>
    }
    .into_any()
}

/// How the back was read, for whoever has to scan again; with the back itself, where the
/// front has its place.
fn reading(lang: Lang, sheet: &Sheet, front_is_shown: bool, shown: &ReportView) -> AnyView {
    let picture = front_is_shown.then(|| {
        view! { <div class="pictures small">{back(lang, sheet, shown)}</div> }
    });
    view! {
        <details class="reading">
            <summary>{compare::READING.say(lang)}</summary>
            {measures(lang, &sheet.measures)}
            {picture}
            {legend(lang)}
        </details>
    }
    .into_any()
}

/// Where the sheet's back lies in the upload.
pub fn place_of_back(sheet: &Sheet) -> Place {
    Place {
        file: sheet.file,
        page: sheet.page,
    }
}
