//! What only the paper can show, the clerk's answers, and the receipt that carries them.

use crate::{
    Paper, ReportView, drawings,
    words::{Text, paper as text, receipt},
};
use leptos::prelude::*;
use report::{Contact, Front, Headline, Infrared, Lang};

/// The steps after the pictures: compare, look at the paper, put it on file. One form, whose
/// answers the receipt declares.
pub fn steps(lang: Lang, shown: &ReportView, comparable: bool) -> Option<AnyView> {
    let report = &shown.report;
    let jws = report.receipt.clone()?;
    let several = (report.certificates.len() > 1)
        .then(|| view! { <p class="note">{receipt::MAKE_SEVERAL.say(lang)}</p> });
    let checklist = comparable.then(|| checklist(lang, shown.paper));
    let differs = can_differ(report.headline).then(|| differs(lang, shown, comparable));
    let form = view! {
        // The report is shown only once: it stays where it is.
        <form
            id="answers"
            class="answers"
            method="post"
            action=format!("/{}/receipt", lang.tag())
            target="_blank"
        >
            <input type="hidden" name="receipt" value=jws />
            {checklist}
            {differs}
            <section class="card receipt" aria-labelledby="receipt">
                <h2 id="receipt">{text::FILE_IT.say(lang)}</h2>
                <p>{receipt::MAKE_LEAD.say(lang)}</p>
                {several}
                <p class="actions">
                    <button type="submit" class="button">{receipt::MAKE.say(lang)}</button>
                    <span class="note">{receipt::MAKE_NEW_TAB.say(lang)}</span>
                </p>
            </section>
        </form>
    };
    Some(form.into_any())
}

fn checklist(lang: Lang, paper: Paper) -> AnyView {
    let front = step(
        lang,
        receipt::FRONT,
        text::FRONT_HOW,
        None,
        Some(fronts(lang)),
    );
    let (title, lead, on_paper) = match paper {
        Paper::InHand => (text::TITLE, text::LEAD, Some(on_paper(lang))),
        Paper::File => (text::FILE_TITLE, text::FILE_LEAD, None),
    };
    view! {
        <section class="card" aria-labelledby="not-checked" data-paper=paper.slug()>
            <h2 id="not-checked">{title.say(lang)}</h2>
            <p>{lead.say(lang)}</p>
            <ol class="steps">
                {front}
                {on_paper}
            </ol>
            <p class="note">{text::TINTS.say(lang)}</p>
        </section>
    }
    .into_any()
}

fn on_paper(lang: Lang) -> AnyView {
    let (copy, infrared) = (drawings::copy_warning(lang), drawings::infrared(lang));
    view! {
        {step(lang, text::COPY, text::COPY_HOW, Some(copy), None)}
        {step(lang, receipt::INFRARED, text::INFRARED_HOW, Some(infrared), Some(infrareds(lang)))}
    }
    .into_any()
}

fn step(
    lang: Lang,
    title: Text,
    how: Text,
    drawing: Option<AnyView>,
    question: Option<AnyView>,
) -> AnyView {
    let is_drawn = drawing.is_some();
    view! {
        <li class:drawn=is_drawn>
            <div>
                <h3>{title.say(lang)}</h3>
                <p>{how.say(lang)}</p>
                {question}
            </div>
            {drawing}
        </li>
    }
    .into_any()
}

fn fronts(lang: Lang) -> AnyView {
    let answers = [
        ("agrees", receipt::front(Front::Agrees)),
        ("differs", receipt::front(Front::Differs)),
        ("not-compared", receipt::front(Front::NotCompared)),
    ];
    question(lang, "front", receipt::FRONT, answers)
}

fn infrareds(lang: Lang) -> AnyView {
    let answers = [
        ("seen", receipt::infrared(Infrared::Seen)),
        ("not-seen", receipt::infrared(Infrared::NotSeen)),
        ("not-looked", receipt::infrared(Infrared::NotLooked)),
    ];
    question(lang, "infrared", receipt::INFRARED, answers)
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
            <label class="choice">
                <input type="radio" name=name value=value checked=i == last autocomplete="off" />
                {words.say(lang)}
            </label>
        }
    });
    view! {
        <fieldset class="choices">
            <legend class="visually-hidden">{legend.say(lang)}</legend>
            {choices.collect_view()}
        </fieldset>
    }
    .into_any()
}

/// Of what could not be read, nobody can say that it differs.
fn can_differ(headline: Headline) -> bool {
    headline != Headline::CannotTell
}

/// What to do with a paper that does not agree. Where the site has not found so itself, the
/// style sheet hides it until the clerk says so.
fn differs(lang: Lang, shown: &ReportView, comparable: bool) -> AnyView {
    let one = match shown.report.certificates.as_slice() {
        [one] => Some(one),
        _ => None,
    };
    let ask = text::ask(
        one.and_then(|one| one.municipality_name.as_deref()),
        one.map(|one| one.number.as_str()),
        lang,
    );
    let phone = phone(lang, one.and_then(|one| one.contact.as_ref()));
    let decided = matches!(
        shown.report.headline,
        Headline::Rejected | Headline::FrontDiffers
    );
    let record = match comparable {
        true => text::DIFFERS_RECORD,
        false => text::DIFFERS_RECORD_ONLY,
    };
    view! {
        <section class="card differs" class:decided=decided aria-labelledby="differs">
            <h2 id="differs">{text::DIFFERS.say(lang)}</h2>
            <ol class="steps">
                <li><p>{text::DIFFERS_HOLD.say(lang)}</p></li>
                <li><p>{text::DIFFERS_SAY.say(lang)}</p></li>
                <li><p>{ask}</p>{phone}</li>
                <li><p>{record.say(lang)}</p></li>
            </ol>
        </section>
    }
    .into_any()
}

/// The number is never the paper's own: whoever forges a paper prints his own number on it.
fn phone(lang: Lang, contact: Option<&Contact>) -> AnyView {
    let Some(Contact { phone, url }) = contact else {
        return view! { <p>{text::PHONE_LOOK_UP.say(lang)}</p> }.into_any();
    };
    // RFC 3966 knows no spaces.
    let call = format!("tel:{}", phone.replace(' ', ""));
    let site = url.clone().map(|url| {
        view! { <a href=url target="_blank" rel="noreferrer">{text::OFFICIAL_SITE.say(lang)}</a> }
    });
    view! {
        <p>{text::PHONE_REGISTERED.say(lang)}</p>
        <p class="contact"><a href=call>{phone.clone()}</a>{site}</p>
    }
    .into_any()
}
