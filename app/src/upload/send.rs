use super::notice::Notice;
use crate::Paper;
use report::ProblemCode;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{
    Document, File, FormData, ProgressEvent, XmlHttpRequest, XmlHttpRequestResponseType,
};

/// What happens to an upload, in order.
pub(super) enum Step {
    /// Per cent of the bytes that have left.
    Sent(u32),
    AllSent,
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
    request.set_response_type(XmlHttpRequestResponseType::Document);

    let upload = request.upload()?;
    upload.set_onprogress(Some(&handler(move |event| {
        tell(Step::Sent(percent(&event)))
    })));
    upload.set_onload(Some(&handler(move |_| tell(Step::AllSent))));
    let answered = request.clone();
    request.set_onload(Some(&handler(move |_| tell(answer(&answered)))));
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

/// A report is shown whatever its headline; a problem page becomes a notice, so that the
/// chosen files stay.
fn answer(request: &XmlHttpRequest) -> Step {
    let page = request.response_xml().ok().flatten();
    let status = request.status().unwrap_or_default();
    match (status, page) {
        (200, Some(page)) => Step::Answered(page),
        (status, page) => Step::Failed(Notice::Problem(problem(status, page), None)),
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
