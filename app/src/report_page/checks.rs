use crate::words::{self, report_page as text};
use leptos::prelude::*;
use report::{Check, Checks, Lang, Outcome};

/// The separate checks. An outcome is told by its shape and its word, and its colour only
/// repeats them.
pub fn checks(lang: Lang, checks: &Checks) -> AnyView {
    let items = Check::ALL.map(|check| item(lang, check, check.of(checks)));
    view! {
        <div class="at-a-glance">
            <h3>{text::CHECKS.say(lang)}</h3>
            <ul class="checks">{items.collect_view()}</ul>
        </div>
    }
    .into_any()
}

fn item(lang: Lang, check: Check, outcome: Outcome) -> AnyView {
    let words = words::check(check, outcome, lang);
    view! {
        <li class=class(outcome) data-check=check.slug() data-outcome=class(outcome)>
            {shape(outcome)}
            <div>
                <p class="title">
                    <strong>{words.name}</strong>
                    <span class="outcome">{words::outcome(outcome, lang)}</span>
                </p>
                <p>{words.says}</p>
            </div>
        </li>
    }
    .into_any()
}

fn class(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Passed => "passed",
        Outcome::Failed => "failed",
        Outcome::CannotTell => "cannot-tell",
        Outcome::NotDone => "not-done",
    }
}

/// A tick in a disc, a cross in an octagon, a question mark in a diamond, a dashed ring.
fn shape(outcome: Outcome) -> AnyView {
    let (frame, sign) = match outcome {
        Outcome::Passed => ("M12 1a11 11 0 1 0 .001 0z", "M6.5 12.5l4 4 7-8.5"),
        Outcome::Failed => (
            "M7.5 1h9L23 7.5v9L16.5 23h-9L1 16.5v-9z",
            "M7.5 7.5l9 9m0-9l-9 9",
        ),
        Outcome::CannotTell => (
            "M12 .5L23.5 12 12 23.5.5 12z",
            "M9.3 9.6a2.8 2.8 0 1 1 4 2.5q-1.3.7-1.3 2m0 2.7v.4",
        ),
        Outcome::NotDone => ("M12 1.5a10.5 10.5 0 1 0 .001 0z", "M7.5 12h9"),
    };
    view! {
        <svg class="shape" viewBox="0 0 24 24" width="28" height="28" aria-hidden="true">
            <path class="frame" d=frame />
            <path class="sign" d=sign />
        </svg>
    }
    .into_any()
}
