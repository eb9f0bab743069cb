use crate::{
    drawings,
    words::{self, help},
};
use leptos::prelude::*;
use report::Lang;

/// How to scan, what is proved and what is not, and the words.
pub fn help_page(lang: Lang) -> AnyView {
    let sections = help::SECTIONS
        .iter()
        .map(|part| section(part, lang))
        .collect_view();
    let glossary = help::GLOSSARY.map(|(word, meaning)| {
        view! {
            <dt>{word.say(lang)}</dt>
            <dd>{meaning.say(lang)}</dd>
        }
    });
    view! {
        <main id="main" class="narrow prose">
            <h1>{help::TITLE.say(lang)}</h1>
            <p class="lead">{help::LEAD.say(lang)}</p>
            {sections}
            <section id="words">
                <h2>{help::WORDS.say(lang)}</h2>
                <dl class="glossary">{glossary.collect_view()}</dl>
            </section>
            <p><a class="button" href=format!("/{}/", lang.tag())>{words::BACK_TO_START.say(lang)}</a></p>
        </main>
    }
    .into_any()
}

/// The scanner's settings in pictures.
fn scanner(lang: Lang) -> AnyView {
    let steps = [
        (drawings::on_the_glass(lang), help::GLASS),
        (drawings::scan_settings(lang), help::SETTINGS),
        (drawings::all_edges(lang), help::EDGES),
    ]
    .map(|(drawing, says)| {
        view! {
            <li>
                {drawing}
                <p>{says.say(lang)}</p>
            </li>
        }
    });
    view! { <ol class="pictured">{steps.collect_view()}</ol> }.into_any()
}

fn section(part: &'static help::Section, lang: Lang) -> AnyView {
    let paragraphs = part
        .paragraphs
        .iter()
        .map(|text| view! { <p>{text.say(lang)}</p> })
        .collect_view();
    let points = part
        .points
        .iter()
        .map(|text| view! { <li>{text.say(lang)}</li> })
        .collect_view();
    view! {
        <section id=part.id>
            <h2>{part.title.say(lang)}</h2>
            {paragraphs}
            {(part.id == help::SCAN).then(|| scanner(lang))}
            {(!part.points.is_empty()).then(|| view! { <ul>{points}</ul> })}
        </section>
    }
    .into_any()
}
