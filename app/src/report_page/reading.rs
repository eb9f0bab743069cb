use crate::words::{self, report_page as text};
use leptos::prelude::*;
use report::{Lang, Measures};

/// What the drawing over the upload means.
pub fn legend(lang: Lang) -> AnyView {
    let entries = [
        ("mark", text::LEGEND_MARK),
        ("label", text::LEGEND_LABEL),
        ("good", text::LEGEND_GOOD),
        ("fair", text::LEGEND_FAIR),
        ("poor", text::LEGEND_POOR),
    ]
    .map(|(class, says)| {
        view! {
            <li>
                <svg class="overlay-key" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
                    {key(class)}
                </svg>
                {says.say(lang)}
            </li>
        }
    });
    view! {
        <details class="legend">
            <summary>{text::LEGEND.say(lang)}</summary>
            <ul>{entries.collect_view()}</ul>
        </details>
    }
    .into_any()
}

/// The figures of one reading.
pub fn measures(lang: Lang, measures: &Measures) -> AnyView {
    let Measures {
        dpi,
        rotation,
        corrected,
        cells,
        margin,
    } = *measures;
    let rows = [
        ("dpi", text::DPI, format!("{dpi:.0} dpi")),
        ("rotation", text::ROTATION, words::degrees(rotation, lang)),
        (
            "corrected",
            text::CORRECTED,
            text::corrected(corrected, cells, lang),
        ),
        ("margin", text::MARGIN, words::margin(margin, lang)),
    ]
    .map(|(slug, name, value)| {
        view! {
            <div data-measure=slug>
                <dt>{name.say(lang)}</dt>
                <dd>{value}</dd>
            </div>
        }
    });
    view! {
        <dl class="measures">{rows.collect_view()}</dl>
    }
    .into_any()
}

fn key(class: &'static str) -> AnyView {
    match class {
        "mark" => view! { <circle class=class cx="12" cy="12" r="8" /> }.into_any(),
        "poor" => view! {
            <rect class=format!("tile {class}") x="3" y="3" width="18" height="18" />
            <path class="cross" d="M3 3l18 18m0-18L3 21" />
        }
        .into_any(),
        "label" => view! { <rect class=class x="3" y="3" width="18" height="18" /> }.into_any(),
        _ => view! { <rect class=format!("tile {class}") x="3" y="3" width="18" height="18" /> }
            .into_any(),
    }
}
