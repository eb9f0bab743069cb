use super::{
    Stage, State,
    files::{self, Picked},
    known, notice,
};
use crate::{
    Paper,
    words::{self, paper, start as text},
};
use leptos::prelude::*;

/// The file field; with scripts also where files are dropped.
pub(super) fn drop_zone(state: State, over: RwSignal<bool>) -> AnyView {
    let lang = state.lang;
    view! {
        <div class="drop" class:over=over>
            <input
                node_ref=state.input
                type="file"
                id="file"
                name="file"
                multiple
                accept=files::ACCEPTED
                aria-describedby="file-hint"
                disabled=move || state.busy()
                on:change=move |_| state.take_chosen()
            />
            <label for="file">
                <span class="plain">{text::FILE_LABEL.say(lang)}</span>
                <span class="choose">{text::CHOOSE.say(lang)}</span>
            </label>
            <p class="drop-hint">{text::DROP.say(lang)}</p>
            <p id="file-hint" class="note">
                {text::FILE_HINT.say(lang)} " " {words::limits(&state.limits, lang)}
            </p>
        </div>
    }
    .into_any()
}

/// The chosen files, each with its size.
pub(super) fn file_list(state: State) -> AnyView {
    let item = move |(index, Picked { file, .. }): (usize, &Picked)| {
        let label = format!("{} {}", text::REMOVE.say(state.lang), file.name());
        view! {
            <li>
                <span class="file-name">{file.name()}</span>
                <span class="file-size">{words::size(file.size() as u64)}</span>
                <button
                    type="button"
                    class="remove"
                    aria-label=label
                    disabled=move || state.busy()
                    on:click=move |_| state.remove(index)
                >
                    {text::REMOVE.say(state.lang)}
                </button>
            </li>
        }
    };
    let items = move || {
        state
            .chosen
            .with(|files| files.iter().enumerate().map(item).collect_view())
    };
    view! {
        <Show when=move || !state.chosen.with(<[_]>::is_empty)>
            <div class="chosen">
                <p id="chosen" aria-live="polite">{move || state.chosen_label()}</p>
                <ul aria-labelledby="chosen">{items}</ul>
            </div>
        </Show>
    }
    .into_any()
}

/// Which files are coarse, before they are sent.
pub(super) fn advice(state: State) -> AnyView {
    let item = move |(name, dpi): (String, u32)| {
        view! {
            <div class="notice" data-advice="resolution">
                <p class="place">{name}</p>
                <p class="title"><strong>{text::coarse(dpi, state.lang)}</strong></p>
                <p>{text::COARSE_NEXT.say(state.lang)}</p>
            </div>
        }
    };
    let items = move || state.chosen.coarse().into_iter().map(item).collect_view();
    view! { <div class="notices" role="status">{items}</div> }.into_any()
}

/// The one thing that is asked: with a file alone, nothing of the paper can be checked.
pub(super) fn paper_question(state: State) -> AnyView {
    let lang = state.lang;
    let choices = [
        (Paper::InHand, paper::IN_HAND, paper::IN_HAND_NOTE),
        (Paper::File, paper::FILE, paper::FILE_NOTE),
    ]
    .map(|(answer, name, note)| {
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name=Paper::FIELD
                    value=answer.slug()
                    checked=answer == Paper::default()
                    autocomplete="off"
                    disabled=move || state.busy()
                />
                <span>
                    {name.say(lang)}
                    <small>{note.say(lang)}</small>
                </span>
            </label>
        }
    });
    view! {
        <fieldset class="choices paper">
            <legend>{paper::QUESTION.say(lang)}</legend>
            {choices.collect_view()}
        </fieldset>
    }
    .into_any()
}

/// What went wrong, and the next step.
pub(super) fn notice_view(state: State) -> AnyView {
    let shown = move || {
        state
            .notice
            .get()
            .map(|what| notice::view(what, state.lang))
    };
    view! { <div class="notices" role="alert">{shown}</div> }.into_any()
}

/// The bar moves while bytes leave and while pages are read, and shows no figure in between.
pub(super) fn progress(state: State) -> AnyView {
    let lang = state.lang;
    let says = move || match state.stage.get() {
        Stage::Sending(percent) => text::sending(percent, lang),
        Stage::Choosing | Stage::Reading => state.status(),
    };
    let name = move || match state.stage.get() {
        Stage::Sending(_) => text::SENDING.say(lang),
        Stage::Choosing | Stage::Reading => text::READING.say(lang),
    };
    view! {
        <p class="visually-hidden" role="status">{move || state.status()}</p>
        <Show when=move || state.busy()>
            <div class="progress">
                <progress max="100" value=move || state.percent() aria-label=name></progress>
                <span aria-hidden="true">{says}</span>
            </div>
        </Show>
        {results(state)}
    }
    .into_any()
}

/// What is known of certificates before the whole report is there.
fn results(state: State) -> AnyView {
    let lang = state.lang;
    let item = move |one: &known::Told| {
        let class = format!("headline minor {}", one.headline.slug());
        view! {
            <li class=class>
                <strong>{one.name(lang)}</strong> " " {words::headline_of(one.headline, state.paper(), lang).title}
            </li>
        }
    };
    let told = move || {
        let (files, _) = state.chosen.count();
        let told = state
            .known
            .with(|known| known.worth_telling(files).to_vec());
        Some(told).filter(|told| state.busy() && !told.is_empty())
    };
    let list = move || {
        let items = told()?.iter().map(item).collect_view();
        Some(view! {
            <p class="note">{text::SO_FAR.say(lang)}</p>
            <ul class="so-far">{items}</ul>
        })
    };
    view! {
        <div role="log" aria-label=text::SO_FAR.say(lang)>
            {list}
        </div>
    }
    .into_any()
}

/// Sending, and while it lasts, giving up.
pub(super) fn actions(state: State) -> AnyView {
    view! {
        <p class="actions">
            <button type="submit" class="button" disabled=move || state.busy()>
                {text::SUBMIT.say(state.lang)}
            </button>
            <Show when=move || state.busy()>
                <button type="button" class="button secondary" on:click=move |_| state.cancel()>
                    {text::CANCEL.say(state.lang)}
                </button>
            </Show>
        </p>
    }
    .into_any()
}
