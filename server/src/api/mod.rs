//! The API: what the pages answer, as JSON, and what auditors may know.

mod batch;
mod definition;
pub mod issuers;
pub mod record;
mod verify;

pub use batch::verify_batch;
pub use definition::definition;
pub use verify::verify;

use crate::language;
use crate::problem::{self, Refusal};
use app::words;
use axum::Json;
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse, Response};
use report::{Lang, Problem};
use serde::Serialize;

/// Nothing that the API answers is to be kept by somebody on its way.
fn answer(uri: &Uri, headers: &HeaderMap, answered: Result<impl Serialize, Refusal>) -> Response {
    match answered {
        Ok(answer) => ([(CACHE_CONTROL, "no-store")], Json(answer)).into_response(),
        Err(refusal) => refuse(uri, headers, refusal),
    }
}

fn refuse(uri: &Uri, headers: &HeaderMap, refusal: Refusal) -> Response {
    problem::json(language::asked(uri, headers), refusal)
}

/// Says a problem in the reader's language.
fn say(problem: &mut Problem, lang: Lang) {
    let words = words::problem(problem.code, problem.detail.as_ref(), lang);
    problem.title = words.title.to_owned();
    problem.why = words.why.into_owned();
    problem.next = words.next.to_owned();
}
