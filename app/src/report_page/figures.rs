use super::{
    file_name,
    overlay::overlay,
    reading::{legend, measures},
};
use crate::{
    PageView, ReportView,
    problem::problem_list,
    words::{self, report_page as text},
};
use data_encoding::BASE64;
use leptos::prelude::*;
use report::{Certificate, Lang, Picture, Sheet};

/// One sheet: the upload and the restored front side by side, and how it was read.
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
    let upload = shown
        .pages
        .iter()
        .find(|page| (page.file, page.page) == (sheet.file, sheet.page));
    let place = text::place(&file_name(lang, sheet.file, shown), sheet.page, lang);
    let kind = one.kind.as_deref();
    view! {
        <section class="sheet" data-sheet=sheet.index.to_string() aria-labelledby=id.clone()>
            <h3 id=id.clone()>{name.clone()} " " <small>{place.clone()}</small></h3>
            {problem_list(lang, &sheet.problems, |_| None)}
            {controls(lang, &id)}
            <div class="pictures">
                {uploaded(lang, upload, Some(sheet), &place)}
                {restored(lang, sheet.picture.as_ref(), kind, &name)}
            </div>
            {legend(lang)}
            {measures(lang, &sheet.measures)}
        </section>
    }
    .into_any()
}

/// A page on which no sheet was identified.
pub fn uploaded_only(lang: Lang, page: &PageView, shown: &ReportView) -> AnyView {
    let place = text::place(&file_name(lang, page.file, shown), page.page, lang);
    uploaded(lang, Some(page), None, &place)
}

/// Two checkboxes that the style sheet obeys, so that they work without scripts.
fn controls(lang: Lang, id: &str) -> AnyView {
    let [enlarge, marks] = ["enlarge", "marks"].map(|name| format!("{name}-{id}"));
    view! {
        <div class="controls">
            <label for=enlarge.clone()>
                <input type="checkbox" class="enlarge" id=enlarge.clone() autocomplete="off" />
                {text::ENLARGE.say(lang)}
            </label>
            <label for=marks.clone()>
                <input type="checkbox" class="overlay" id=marks.clone() checked autocomplete="off" />
                {text::OVERLAY.say(lang)}
            </label>
        </div>
    }
    .into_any()
}

fn uploaded(lang: Lang, page: Option<&PageView>, sheet: Option<&Sheet>, place: &str) -> AnyView {
    let (title, note) = match sheet {
        Some(_) => (text::UPLOADED, text::UPLOADED_NOTE),
        None => (text::UPLOADED_PAGE, text::UPLOADED_NOTE),
    };
    let picture = page.map(|page| {
        let evidence = sheet.map_or(&page.evidence, |sheet| &sheet.evidence);
        let is_empty = evidence.marks.is_empty();
        let drawn = (!is_empty).then(|| overlay(lang, evidence, page.width, page.height));
        view! {
            <div class="picture" tabindex="0" role="group" aria-label=title.say(lang)>
                <div class="stack">
                    <img
                        src=data_url("image/jpeg", &BASE64.encode(&page.jpeg))
                        alt=text::uploaded_alt(place, lang)
                        width=page.width
                        height=page.height
                        data-file=page.file
                        data-page=page.page
                    />
                    {drawn}
                </div>
            </div>
        }
        .into_any()
    });
    let picture = picture.unwrap_or_else(|| absent(text::NO_PICTURE.say(lang)));
    view! {
        <figure class="uploaded">
            <figcaption>
                <strong>{title.say(lang)}</strong>
                <span>{note.say(lang)}</span>
            </figcaption>
            {picture}
        </figure>
    }
    .into_any()
}

fn restored(lang: Lang, picture: Option<&Picture>, kind: Option<&str>, page: &str) -> AnyView {
    let shown = picture
        .and_then(|p| p.png.as_ref().map(|png| (p, png)))
        .map(|(picture, png)| {
            let Picture {
                width, height, dpi, ..
            } = *picture;
            view! {
                <div class="picture" tabindex="0" role="group" aria-label=text::RESTORED.say(lang)>
                    <div class="stack">
                        <img
                            class="front"
                            src=data_url("image/png", png)
                            alt=text::restored_alt(kind, page, lang)
                            width=width
                            height=height
                        />
                    </div>
                </div>
                <p class="resolution">{text::resolution(width, height, dpi, lang)}</p>
            }
            .into_any()
        });
    let note = shown
        .is_some()
        .then(|| view! { <span>{text::RESTORED_NOTE.say(lang)}</span> });
    let shown = shown.unwrap_or_else(|| absent(text::NOT_RESTORED.say(lang)));
    view! {
        <figure class="restored">
            <figcaption>
                <strong>{text::RESTORED.say(lang)}</strong>
                {note}
            </figcaption>
            {shown}
        </figure>
    }
    .into_any()
}

fn absent(says: &'static str) -> AnyView {
    view! { <div class="absent"><p>{says}</p></div> }.into_any()
}

/// The page answers a POST and is kept nowhere, so its pictures travel inside it.
fn data_url(media_type: &str, base64: &str) -> String {
    format!("data:{media_type};base64,{base64}")
}
