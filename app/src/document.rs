use crate::{
    ReportView, Site, View, help::help_page, problem::problem_page, receipt::receipt_page,
    report_page::report_page, start::start_page, words,
};
use leptos::{prelude::*, reactive::owner::Owner};
use report::Lang;
use std::sync::Arc;

/// Renders one whole HTML document: from `<!DOCTYPE html>`, in UTF-8, with neither inline
/// script nor inline style. Pictures of a report are `data:` URLs.
pub fn render(lang: Lang, view: View, site: &Site) -> String {
    // The islands ask the owner whether they are being rendered for hydration.
    let owner = Owner::new_root(Some(Arc::new(
        hydration_context::SsrSharedContext::new_islands(),
    )));
    let html = owner.with(|| document(lang, view, site).to_html());
    owner.unset();
    html
}

fn document(lang: Lang, view: View, site: &Site) -> AnyView {
    let title = whole_title(&title(&view, lang), lang);
    let path = match view {
        View::Help => "help",
        View::Receipt => "receipt",
        _ => "",
    };
    let leaves_report = matches!(view, View::Report(_));
    let current = match view {
        View::Start => Some(""),
        View::Help => Some("help"),
        _ => None,
    };
    let pkg = &site.pkg;
    // Only the start page has an island.
    let preload = matches!(view, View::Start)
        .then(|| view! { <link rel="modulepreload" href=format!("{pkg}/uramen.js") /> });
    view! {
        <!DOCTYPE html>
        <html lang=lang.tag()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <meta name="format-detection" content="telephone=no" />
                <title>{title}</title>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="stylesheet" href=format!("{pkg}/uramen.css") />
                {preload}
                <script type="module" src=format!("{pkg}/start.js")></script>
            </head>
            <body>
                <a class="skip" href="#main">{words::SKIP.say(lang)}</a>
                {header(lang, path, current, leaves_report)}
                {main(lang, view, site)}
                {footer(lang)}
            </body>
        </html>
    }
    .into_any()
}

fn title(view: &View, lang: Lang) -> String {
    match view {
        View::Start => words::start::TITLE.say(lang).to_owned(),
        View::Help => words::help::TITLE.say(lang).to_owned(),
        View::Receipt => words::receipt::VERIFY.say(lang).to_owned(),
        View::Report(shown) => words::headline_of(shown.report.headline, shown.paper, lang)
            .title
            .to_owned(),
        View::Problem(code) => words::problem(*code, None, lang).title.to_owned(),
    }
}

fn main(lang: Lang, view: View, site: &Site) -> AnyView {
    match view {
        View::Start => start_page(lang, site).into_any(),
        View::Help => help_page(lang).into_any(),
        View::Receipt => receipt_page(lang, site).into_any(),
        View::Report(shown) => report_page(lang, &shown, Some(in_other_language(lang, &shown))),
        View::Problem(code) => problem_page(lang, code, site).into_any(),
    }
}

/// The same report without its pictures: nothing is kept, so that it could not be asked for
/// again. `report.js` puts it in the page's place and moves the pictures over.
fn in_other_language(lang: Lang, shown: &ReportView) -> AnyView {
    let other = other(lang);
    let words_only = shown.words_only();
    let title = title(&View::Report(Box::new(words_only.clone())), other);
    view! {
        <template id="in-other-language" lang=other.tag() data-title=whole_title(&title, other)>
            {header(other, "", None, true)}
            {report_page(other, &words_only, None)}
        </template>
    }
    .into_any()
}

fn whole_title(title: &str, lang: Lang) -> String {
    format!("{title} | {}", words::SITE.say(lang))
}

fn other(lang: Lang) -> Lang {
    match lang {
        Lang::Ja => Lang::En,
        Lang::En => Lang::Ja,
    }
}

fn header(
    lang: Lang,
    path: &'static str,
    current: Option<&'static str>,
    leaves_report: bool,
) -> AnyView {
    let other = other(lang);
    let (name, label) = words::switch(other, leaves_report);
    let nav = [("", words::NAV_START), ("help", words::NAV_HELP)].map(|(page, text)| {
        view! {
            <li>
                <a href=format!("/{}/{page}", lang.tag()) aria-current=(current == Some(page)).then_some("page")>
                    {text.say(lang)}
                </a>
            </li>
        }
    });
    view! {
        <header class="site">
            <div class="wide">
                <a class="name" href=format!("/{}/", lang.tag())>
                    <img src="/favicon.svg" alt="" width="32" height="32" />
                    <span>
                        <strong>{words::SITE.say(lang)}</strong>
                        <small>{words::SITE_LONG.say(lang)}</small>
                    </span>
                </a>
                <nav aria-label=words::NAV.say(lang)>
                    <ul>{nav.collect_view()}</ul>
                </nav>
                <a
                    id="switch"
                    class="switch"
                    href=format!("/{}/{path}", other.tag())
                    lang=other.tag()
                    hreflang=other.tag()
                    aria-label=label
                >
                    {name}
                </a>
            </div>
        </header>
    }
    .into_any()
}

fn footer(lang: Lang) -> AnyView {
    view! {
        <footer class="site">
            <div class="wide">
                <p>{words::FOOTER_KEPT.say(lang)}</p>
                <p>
                    <a href=format!("/{}/receipt", lang.tag())>{words::FOOTER_RECEIPT.say(lang)}</a>
                </p>
                <p>
                    <a href="/api/v1/openapi.json">{words::FOOTER_API.say(lang)}</a>
                </p>
            </div>
        </footer>
    }
    .into_any()
}
