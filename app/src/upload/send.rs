use super::notice::Notice;
use crate::Paper;
use js_sys::JsString;
use report::{ProblemCode, Progress};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Document, DomParser, File, FormData, ProgressEvent, SupportedType, XmlHttpRequest};

/// What happens to an upload, in order.
pub(super) enum Step {
    /// Per cent of the bytes that have left.
    Sent(u32),
    AllSent,
    /// How far the server is.
    Progress(Progress),
    /// The answer is a whole page of this site.
    Answered(Document),
    Failed(Notice),
}

/// An upload under way.
pub(super) struct Sending(XmlHttpRequest);

impl Sending {
    pub fn cancel(&self) {
        // Answers with the `abort` event.
        let _ = self.0.abort();
    }
}

/// What asks the server to tell how far it is, a line each, before the page.
const LINES: &str = "application/x-ndjson";

/// Sends the files in one request. An `XMLHttpRequest`, for `fetch` does not tell how far
/// an upload is.
pub(super) fn send(
    action: &str,
    files: &[File],
    paper: Paper,
    tell: impl Fn(Step) + Copy + 'static,
) -> Result<Sending, JsValue> {
    let form = FormData::new()?;
    form.append_with_str(Paper::FIELD, paper.slug())?;
    for file in files {
        form.append_with_blob_and_filename("file", file, &file.name())?;
    }
    let request = XmlHttpRequest::new()?;
    request.open_with_async("POST", action, true)?;
    request.set_request_header("accept", LINES)?;

    let upload = request.upload()?;
    upload.set_onprogress(Some(&handler(move |event| {
        tell(Step::Sent(percent(&event)))
    })));
    upload.set_onload(Some(&handler(move |_| tell(Step::AllSent))));
    let lines = Rc::new(Lines::of(&request));
    let hear = lines.clone();
    request.set_onprogress(Some(&handler(move |_| hear.new_ones().for_each(tell))));
    request.set_onload(Some(&handler(move |_| {
        lines.new_ones().for_each(tell);
        lines.end().into_iter().for_each(tell);
    })));
    request.set_onerror(Some(&handler(move |_| tell(Step::Failed(Notice::Network)))));
    request.set_onabort(Some(&handler(move |_| {
        tell(Step::Failed(Notice::Cancelled))
    })));
    request.send_with_opt_form_data(Some(&form))?;
    Ok(Sending(request))
}

/// The browser owns the handler from here on; the page sends few uploads in its life.
fn handler(run: impl Fn(ProgressEvent) + 'static) -> js_sys::Function {
    Closure::<dyn Fn(ProgressEvent)>::new(run)
        .into_js_value()
        .unchecked_into()
}

fn percent(event: &ProgressEvent) -> u32 {
    match event.length_computable() && event.total() > 0.0 {
        true => (event.loaded() / event.total() * 100.0).min(100.0) as u32,
        false => 0,
    }
}

/// The lines of an answer, each taken once, as soon as it is whole.
struct Lines {
    request: XmlHttpRequest,
    /// Characters that have been taken.
    taken: Cell<u32>,
    has_answer: Cell<bool>,
}

impl Lines {
    fn of(request: &XmlHttpRequest) -> Lines {
        Lines {
            request: request.clone(),
            taken: Cell::new(0),
            has_answer: Cell::new(false),
        }
    }

    fn new_ones(&self) -> impl Iterator<Item = Step> {
        // In JavaScript's hands but for the new lines: the text grows to megabytes.
        let text = JsString::from(self.request.response().unwrap_or_default());
        let lines = std::iter::from_fn(move || {
            let begin = self.taken.get();
            let end = u32::try_from(text.index_of("\n", begin.cast_signed())).ok()?;
            self.taken.set(end + 1);
            Some(String::from(text.slice(begin, end)))
        });
        lines.filter_map(|line| match serde_json::from_str(&line).ok()? {
            Progress::Answer(page) => {
                self.has_answer.set(true);
                Some(answer(200, parsed(&page)))
            }
            progress => Some(Step::Progress(progress)),
        })
    }

    /// Of an answer that has no lines: it was refused before the first, or by someone else.
    fn end(&self) -> Option<Step> {
        if self.has_answer.get() {
            return None;
        }
        let page = self.request.response_text().ok().flatten();
        let status = self.request.status().unwrap_or_default();
        Some(answer(status, page.and_then(|page| parsed(&page))))
    }
}

fn parsed(page: &str) -> Option<Document> {
    let parser = DomParser::new().ok()?;
    parser.parse_from_string(page, SupportedType::TextHtml).ok()
}

/// A report is shown whatever its headline; a problem page becomes a notice, so that the
/// chosen files stay.
fn answer(status: u16, page: Option<Document>) -> Step {
    let report = page.as_ref().filter(|page| {
        let main = page.query_selector("main[data-headline]");
        main.ok().flatten().is_some()
    });
    match report {
        Some(report) => Step::Answered(report.clone()),
        None => Step::Failed(Notice::Problem(problem(status, page), None)),
    }
}

/// What the problem page says it is; where the answer is someone else's (a proxy's), what
/// the status says.
fn problem(status: u16, page: Option<Document>) -> ProblemCode {
    let named = page
        .and_then(|page| page.query_selector("[data-problem]").ok().flatten())
        .and_then(|element| element.get_attribute("data-problem"))
        .and_then(|slug| {
            ProblemCode::ALL
                .iter()
                .copied()
                .find(|code| code.slug() == slug)
        });
    named.unwrap_or(match status {
        413 => ProblemCode::UploadTooLarge,
        429 | 503 => ProblemCode::Busy,
        408 | 504 => ProblemCode::TookTooLong,
        _ => ProblemCode::Internal,
    })
}
