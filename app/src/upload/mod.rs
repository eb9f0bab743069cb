//! The upload form: without scripts a plain multipart form, with them the site's only island.

mod answer;
mod files;
mod header;
mod known;
mod notice;
mod send;
mod view;

use crate::{
    LimitsShown, Paper,
    words::{self, start as text},
};
use files::Chosen;
use known::Known;
use leptos::{html, prelude::*};
use notice::Notice;
use report::Lang;
use send::{Sending, Step};
use view::{actions, advice, drop_zone, file_list, notice_view, paper_question, progress};

/// How far an upload is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Choosing,
    /// Per cent of the bytes that have left.
    Sending(u32),
    /// All is sent, the answer is awaited.
    Reading,
}

/// What the form holds between events.
#[derive(Clone, Copy)]
struct State {
    lang: Lang,
    limits: LimitsShown,
    chosen: Chosen,
    stage: RwSignal<Stage>,
    known: RwSignal<Known>,
    notice: RwSignal<Option<Notice>>,
    sending: StoredValue<Option<Sending>, LocalStorage>,
    form: NodeRef<html::Form>,
    input: NodeRef<html::Input>,
}

/// Sends scans and shows the answer. `limits` are checked before sending, and by the
/// server in any case.
#[island]
pub fn UploadForm(lang: Lang, limits: LimitsShown) -> impl IntoView {
    let state = State::new(lang, limits);
    let awake = RwSignal::new(false);
    let over = RwSignal::new(false);
    Effect::new(move || {
        state.wake(over);
        awake.set(true);
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        state.send();
    };
    view! {
        <form
            node_ref=state.form
            class="upload"
            class:enhanced=awake
            method="post"
            enctype="multipart/form-data"
            action=action(lang)
            novalidate
            on:submit=submit
        >
            {drop_zone(state, over)}
            {file_list(state)}
            {advice(state)}
            {paper_question(state)}
            {notice_view(state)}
            {progress(state)}
            {actions(state)}
        </form>
    }
}

/// Where the form is sent, with scripts or without.
fn action(lang: Lang) -> String {
    format!("/{}/verify", lang.tag())
}

impl State {
    fn new(lang: Lang, limits: LimitsShown) -> State {
        State {
            lang,
            limits,
            chosen: Chosen::default(),
            stage: RwSignal::new(Stage::Choosing),
            known: RwSignal::default(),
            notice: RwSignal::new(None),
            sending: StoredValue::new_local(None),
            form: NodeRef::new(),
            input: NodeRef::new(),
        }
    }

    fn busy(self) -> bool {
        self.stage.get() != Stage::Choosing
    }

    /// Runs once, in the browser: takes over what was chosen before the island came to
    /// life, and listens to drops and pastes anywhere on the page. A file dropped beside
    /// the form would otherwise replace the page.
    fn wake(self, over: RwSignal<bool>) {
        self.take_chosen();
        files::on_drop(over, move |dropped| self.add(dropped));
        files::on_paste(move |pasted| self.add(pasted));
    }

    fn take_chosen(self) {
        if let Some(input) = self.input.get_untracked() {
            self.add(input.files().map(files::listed).unwrap_or_default());
            // Else choosing the same file again would be no change.
            input.set_value("");
        }
    }

    /// Adds files, unless the form has left the page or is at work.
    fn add(self, files: Vec<web_sys::File>) {
        let here = self
            .form
            .get_untracked()
            .is_some_and(|form| form.is_connected());
        if files.is_empty() || !here || self.stage.get_untracked() != Stage::Choosing {
            return;
        }
        self.notice.set(None);
        self.chosen.add(files);
    }

    fn remove(self, index: usize) {
        self.notice.set(None);
        self.chosen.remove(index);
        // The button that had the focus is gone.
        if let Some(input) = self.input.get_untracked() {
            let _ = input.focus();
        }
    }

    fn send(self) {
        if self.stage.get_untracked() != Stage::Choosing {
            return;
        }
        self.notice.set(None);
        if let Err(notice) = self.chosen.check(&self.limits) {
            self.notice.set(Some(notice));
            return;
        }
        self.stage.set(Stage::Sending(0));
        self.known.set(Known::default());
        let files = self.chosen.untracked();
        match send::send(&action(self.lang), &files, self.paper(), move |step| {
            self.take(step)
        }) {
            Ok(sending) => self.sending.set_value(Some(sending)),
            Err(_) => self.fail(Notice::Network),
        }
    }

    /// As the form has it.
    fn paper(self) -> Paper {
        let selector = format!("input[name='{}']:checked", Paper::FIELD);
        let form = self.form.get_untracked();
        let chosen = form.and_then(|form| form.query_selector(&selector).ok().flatten());
        let value = chosen.and_then(|chosen| chosen.get_attribute("value"));
        Paper::from_slug(&value.unwrap_or_default())
    }

    fn take(self, step: Step) {
        match step {
            Step::Sent(percent) => self.stage.set(Stage::Sending(percent)),
            Step::AllSent => self.stage.set(Stage::Reading),
            Step::Progress(progress) => self.known.update(|known| known.take(progress)),
            Step::Failed(notice) => self.fail(notice),
            Step::Answered(page) => {
                if answer::show(&page, &self.chosen.untracked()).is_none() {
                    self.fail(Notice::Problem(report::ProblemCode::Internal, None));
                }
            }
        }
    }

    fn fail(self, notice: Notice) {
        self.stage.set(Stage::Choosing);
        self.notice.set(Some(notice));
    }

    fn cancel(self) {
        if let Some(sending) = self.sending.try_update_value(Option::take).flatten() {
            sending.cancel();
        }
    }

    /// What a screen reader is told; percentages are the progress bar's.
    fn status(self) -> String {
        match self.stage.get() {
            Stage::Choosing => String::new(),
            Stage::Sending(_) => text::SENDING.say(self.lang).to_owned(),
            Stage::Reading => self.known.with(|known| known.says(self.lang)),
        }
    }

    /// What the bar shows: of sending, then of reading.
    fn percent(self) -> Option<u32> {
        match self.stage.get() {
            Stage::Choosing => None,
            Stage::Sending(percent) => Some(percent),
            Stage::Reading => {
                let (files, _) = self.chosen.count();
                self.known.with(|known| known.percent(files))
            }
        }
    }

    fn chosen_label(self) -> String {
        let (count, bytes) = self.chosen.count();
        words::files_label(count, bytes, self.lang)
    }
}
