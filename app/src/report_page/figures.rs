use super::{file_name, overlay::overlay, rings::Rings, sheet::place_of_back};
use crate::{
    PageView, ReportView,
    words::{Text, compare, report_page as text},
};
use data_encoding::BASE64;
use leptos::prelude::*;
use report::{Lang, Picture, Place, Sheet};

pub fn page_at(shown: &ReportView, place: Place) -> Option<&PageView> {
    let mut pages = shown.pages.iter();
    pages.find(|page| (page.file, page.page) == (place.file, place.page))
}

/// The uploaded back, with what was found on it.
pub fn back(lang: Lang, sheet: &Sheet, shown: &ReportView) -> AnyView {
    let page = page_at(shown, place_of_back(sheet));
    let drawn = page
        .filter(|_| !sheet.evidence.marks.is_empty())
        .map(|page| overlay(lang, &sheet.evidence, page.width, page.height));
    uploaded(lang, text::UPLOADED, "uploaded back", page, drawn, shown)
}

/// The uploaded front, with a ring around every difference.
pub fn face(lang: Lang, page: &PageView, rings: Option<Rings>, shown: &ReportView) -> AnyView {
    let drawn = rings.map(|rings| rings.on_page(page.width, page.height));
    uploaded(
        lang,
        compare::FACE,
        "uploaded face",
        Some(page),
        drawn,
        shown,
    )
}

/// A page on which no sheet was identified.
pub fn uploaded_only(lang: Lang, page: &PageView, shown: &ReportView) -> AnyView {
    let drawn = (!page.evidence.marks.is_empty())
        .then(|| overlay(lang, &page.evidence, page.width, page.height));
    uploaded(
        lang,
        text::UPLOADED_PAGE,
        "uploaded",
        Some(page),
        drawn,
        shown,
    )
}

fn uploaded(
    lang: Lang,
    title: Text,
    class: &'static str,
    page: Option<&PageView>,
    drawn: Option<AnyView>,
    shown: &ReportView,
) -> AnyView {
    let picture = page.map(|page| {
        let place = text::place(&file_name(lang, page.file, shown), page.page, lang);
        let image = view! {
            <img
                src=data_url("image/jpeg", BASE64.encode(&page.jpeg))
                alt=text::uploaded_alt(&place, lang)
                width=page.width
                height=page.height
                decoding="async"
                data-picture=format!("uploaded-{}-{}", page.file, page.page)
                data-file=page.file
                data-page=page.page
            />
        };
        framed(lang, title, image.into_any(), drawn)
    });
    let picture = picture.unwrap_or_else(|| absent(text::NO_PICTURE.say(lang)));
    figure(lang, class, title, Some(text::UPLOADED_NOTE), picture, None)
}

pub fn restored(
    lang: Lang,
    sheet: &Sheet,
    kind: Option<&str>,
    page: &str,
    rings: Option<Rings>,
) -> AnyView {
    let shown = sheet
        .picture
        .as_ref()
        .and_then(|p| p.png.clone().map(|png| (p, png)));
    let Some((picture, png)) = shown else {
        let absent = absent(text::NOT_RESTORED.say(lang));
        return figure(lang, "restored", text::RESTORED, None, absent, None);
    };
    let Picture {
        width, height, dpi, ..
    } = *picture;
    let image = view! {
        <img
            class="front"
            src=data_url("image/png", png)
            alt=text::restored_alt(kind, page, lang)
            width=width
            height=height
            decoding="async"
            data-picture=format!("restored-{}-{}", sheet.file, sheet.page)
        />
    };
    let drawn = rings.map(|rings| rings.on_front(picture));
    let framed = framed(lang, text::RESTORED, image.into_any(), drawn);
    let size = text::resolution(width, height, dpi, lang);
    let (title, note) = (text::RESTORED, Some(text::RESTORED_NOTE));
    figure(lang, "restored", title, note, framed, Some(size))
}

/// A picture and what is drawn over it, in a frame that scrolls.
fn framed(lang: Lang, name: Text, image: AnyView, drawn: Option<AnyView>) -> AnyView {
    view! {
        <div class="picture" tabindex="0" role="group" aria-label=name.say(lang)>
            <div class="stack">
                <div class="layer">{image} {drawn}</div>
            </div>
        </div>
    }
    .into_any()
}

fn figure(
    lang: Lang,
    class: &'static str,
    title: Text,
    note: Option<Text>,
    picture: AnyView,
    below: Option<String>,
) -> AnyView {
    view! {
        <figure class=class>
            <figcaption>
                <strong>{title.say(lang)}</strong>
                {note.map(|note| view! { <span>{note.say(lang)}</span> })}
            </figcaption>
            {picture}
            {below.map(|below| view! { <p class="resolution">{below}</p> })}
        </figure>
    }
    .into_any()
}

fn absent(says: &'static str) -> AnyView {
    view! { <div class="absent"><p>{says}</p></div> }.into_any()
}

/// The page answers a POST and is kept nowhere, so its pictures travel inside it, once: the
/// report in the other language has none of its own.
fn data_url(media_type: &str, base64: String) -> Option<String> {
    (!base64.is_empty()).then(|| format!("data:{media_type};base64,{base64}"))
}
