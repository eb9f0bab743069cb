//! Where receipts are asked for and where they are verified.

use crate::{
    Site,
    words::{Text, receipt as text},
};
use leptos::prelude::*;
use report::{Front, Infrared, Lang};

/// Asks for the clerk's answers, if there was anything to compare the paper with.
pub fn receipt_form(lang: Lang, receipt: String, comparable: bool) -> AnyView {
    let questions = comparable.then(|| questions(lang));
    view! {
        <section class="card receipt" aria-labelledby="receipt">
            <h2 id="receipt">{text::MAKE.say(lang)}</h2>
            <p>{text::MAKE_LEAD.say(lang)}</p>
            // The report is shown only once: it stays where it is.
            <form method="post" action=format!("/{}/receipt", lang.tag()) target="_blank">
                <input type="hidden" name="receipt" value=receipt />
                {questions}
                <p class="actions">
                    <button type="submit" class="button secondary">{text::MAKE.say(lang)}</button>
                </p>
                <p class="note">{text::MAKE_NEW_TAB.say(lang)}</p>
            </form>
        </section>
    }
    .into_any()
}

fn questions(lang: Lang) -> AnyView {
    let fronts = [
        ("agrees", text::front(Front::Agrees)),
        ("differs", text::front(Front::Differs)),
        ("not-compared", text::front(Front::NotCompared)),
    ];
    let infrareds = [
        ("seen", text::infrared(Infrared::Seen)),
        ("not-seen", text::infrared(Infrared::NotSeen)),
        ("not-looked", text::infrared(Infrared::NotLooked)),
    ];
    view! {
        <p>{text::MAKE_DECLARE.say(lang)}</p>
        {question(lang, "front", text::FRONT, fronts)}
        {question(lang, "infrared", text::INFRARED, infrareds)}
    }
    .into_any()
}

/// Nothing is declared unless it is chosen: the last answer is the one that says so.
fn question(
    lang: Lang,
    name: &'static str,
    legend: Text,
    answers: [(&'static str, Text); 3],
) -> AnyView {
    let last = answers.len() - 1;
    let choices = answers.into_iter().enumerate().map(|(i, (value, words))| {
        view! {
            <label>
                <input type="radio" name=name value=value checked=i == last />
                {words.say(lang)}
            </label>
        }
    });
    view! {
        <fieldset>
            <legend>{legend.say(lang)}</legend>
            <div class="controls">{choices.collect_view()}</div>
        </fieldset>
    }
    .into_any()
}

/// Where a receipt is verified.
pub fn receipt_page(lang: Lang, site: &Site) -> AnyView {
    let action = format!("/{}/receipt/verify", lang.tag());
    let command = format!("uramen receipt verify FILE --key {}", site.public_key);
    view! {
        <main id="main" class="narrow">
            <h1>{text::VERIFY.say(lang)}</h1>
            <p class="lead">{text::VERIFY_LEAD.say(lang)}</p>
            <form class="card receipt" method="post" enctype="multipart/form-data" action=action>
                <p class="field">
                    <label for="receipt-file">{text::VERIFY_FILE.say(lang)}</label>
                    <input type="file" id="receipt-file" name="file" accept="application/json,.json" />
                </p>
                <p class="field">
                    <label for="receipt-text">{text::VERIFY_TEXT.say(lang)}</label>
                    <span id="receipt-hint" class="note">{text::VERIFY_TEXT_HINT.say(lang)}</span>
                    <textarea
                        id="receipt-text"
                        name="text"
                        rows="8"
                        autocomplete="off"
                        spellcheck="false"
                        aria-describedby="receipt-hint"
                    ></textarea>
                </p>
                <p class="actions">
                    <button type="submit" class="button">{text::VERIFY_SUBMIT.say(lang)}</button>
                </p>
            </form>
            <section aria-labelledby="offline">
                <h2 id="offline">{text::OFFLINE.say(lang)}</h2>
                <p>{text::OFFLINE_LEAD.say(lang)}</p>
                <p><code>{command}</code></p>
            </section>
        </main>
    }
    .into_any()
}
