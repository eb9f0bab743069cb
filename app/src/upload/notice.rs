use crate::words::{self, ProblemWords, start as text};
use leptos::prelude::*;
use report::{Lang, ProblemCode};

/// Why the form did not send, or got no report.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Notice {
    /// A problem as the server knows it, with the file's name where it is about one file.
    Problem(ProblemCode, Option<String>),
    NoFile,
    Network,
    Cancelled,
}

pub(super) fn view(notice: Notice, lang: Lang) -> AnyView {
    match notice {
        Notice::Problem(code, file) => {
            full(code.slug(), file, words::problem(code, None, lang), lang).into_any()
        }
        Notice::Network => {
            let words = ProblemWords {
                title: text::NETWORK_TITLE.say(lang),
                why: text::NETWORK_WHY.say(lang).into(),
                next: text::NETWORK_NEXT.say(lang),
            };
            full("network", None, words, lang).into_any()
        }
        Notice::NoFile => {
            short(ProblemCode::FileMissing.slug(), text::NO_FILE.say(lang)).into_any()
        }
        Notice::Cancelled => short("cancelled", text::CANCELLED.say(lang)).into_any(),
    }
}

fn full(slug: &'static str, file: Option<String>, words: ProblemWords, lang: Lang) -> AnyView {
    view! {
        <div class="notice" data-problem=slug>
            {file.map(|name| view! { <p class="place">{name}</p> })}
            <p class="title"><strong>{words.title}</strong></p>
            <p>{words.why}</p>
            <p class="next"><strong>{words::NEXT.say(lang)}</strong> " " {words.next}</p>
        </div>
    }
    .into_any()
}

fn short(slug: &'static str, says: &'static str) -> AnyView {
    view! {
        <div class="notice" data-problem=slug>
            <p class="title"><strong>{says}</strong></p>
        </div>
    }
    .into_any()
}
