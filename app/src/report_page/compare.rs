//! What scripts add to a pair of pictures, and what a comparison by machine found.

use super::rings::{Ringed, ringed};
use crate::words::{Text, compare as text};
use leptos::prelude::*;
use report::{Comparison, Lang};

/// The tools of one pair, woken by `compare.js` and not shown before.
pub fn tools(lang: Lang, id: &str, comparable: bool) -> AnyView {
    let modes = comparable.then(|| modes(lang, id));
    let lens = |words: Text| {
        view! {
            <button type="button" data-do="lens" aria-pressed="false">
                {words.say(lang)}
            </button>
        }
    };
    let signs =
        [("out", "−", text::ZOOM_OUT), ("in", "＋", text::ZOOM_IN)].map(|(does, sign, name)| {
            view! {
                <button type="button" class="sign" data-do=does aria-label=name.say(lang)>
                    {sign}
                </button>
            }
        });
    let [out, into] = signs;
    view! {
        <div class="tools" role="group" aria-label=text::TOOLS.say(lang)>
            {modes}
            <span class="zoom">
                {out} <output class="percent" aria-live="polite">"100%"</output> {into}
                <button type="button" data-do="fit">{text::ZOOM_FIT.say(lang)}</button>
            </span>
            <button type="button" data-do="turn">{text::TURN.say(lang)}</button>
            {lens(text::LENS)}
        </div>
    }
    .into_any()
}

/// Only where it is known how the two lie over each other.
fn modes(lang: Lang, id: &str) -> AnyView {
    let modes = [
        ("side", text::SIDE),
        ("swipe", text::SWIPE),
        ("difference", text::DIFFERENCE),
    ]
    .map(|(mode, name)| {
        view! {
            <label>
                <input type="radio" name=format!("mode-{id}") value=mode checked=mode == "side" autocomplete="off" />
                <span>{name.say(lang)}</span>
            </label>
        }
    });
    view! {
        <fieldset class="modes">
            <legend class="visually-hidden">{text::VIEW.say(lang)}</legend>
            {modes.collect_view()}
        </fieldset>
    }
    .into_any()
}

/// What belongs to the modes in which one lies over the other.
pub fn over(lang: Lang) -> AnyView {
    let colours = [
        ("both", text::COLOURS_BOTH),
        ("restored", text::COLOURS_RESTORED),
        ("uploaded", text::COLOURS_UPLOADED),
    ]
    .map(|(class, says)| view! { <li class=class>{says.say(lang)}</li> });
    view! {
        <p class="for-swipe">
            <label>
                {text::SPLIT.say(lang)}
                <input type="range" data-do="split" min="0" max="100" value="50" autocomplete="off" />
            </label>
            <span class="note">{text::SPLIT_NOTE.say(lang)}</span>
        </p>
        <ul class="for-difference">{colours.collect_view()}</ul>
    }
    .into_any()
}

/// The differences, each leading to its ring.
pub fn found(lang: Lang, id: &str, comparison: &Comparison) -> AnyView {
    let (differences, unjudged): (Vec<_>, Vec<_>) =
        ringed(comparison).partition(|ringed| ringed.is_difference());
    let title = match differences.len() {
        0 => text::NONE_FOUND.say(lang).to_owned(),
        count => text::found(count, lang),
    };
    let class = match differences.is_empty() {
        true => "found none",
        false => "found some",
    };
    let list = |places: Vec<Ringed>| {
        let items = places.into_iter().map(|ringed| entry(lang, id, ringed));
        view! { <ol class="differences">{items.collect_view()}</ol> }.into_any()
    };
    let open = (!unjudged.is_empty()).then(|| {
        view! {
            <p class="title"><strong>{text::UNJUDGED.say(lang)}</strong></p>
            <p>{text::UNJUDGED_NOTE.say(lang)}</p>
        }
    });
    let unjudged = (!unjudged.is_empty()).then(|| list(unjudged));
    let differences = (!differences.is_empty()).then(|| list(differences));
    view! {
        <div class=class>
            <p class="title"><strong>{title}</strong></p>
            {differences}
            {open}
            {unjudged}
        </div>
    }
    .into_any()
}

fn entry(lang: Lang, id: &str, ringed: Ringed) -> AnyView {
    let kind = match ringed {
        Ringed::Difference(_, one) => text::kind(one.kind),
        Ringed::Unjudged(..) => text::UNJUDGED,
    };
    view! {
        <li id=ringed.entry_id(id) class=ringed.class()>
            <a href=format!("#{}", ringed.ring_id(id)) data-ring=ringed.key()>
                <span class="disc">{ringed.sign()}</span>
                <span class="kind">{kind.say(lang)}</span>
                <span class="where">{text::place(&ringed.place(), lang)}</span>
            </a>
        </li>
    }
    .into_any()
}
