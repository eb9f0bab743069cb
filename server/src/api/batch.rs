use super::verify::{Parameters, UploadForm};
use super::{definition, say};
use crate::access::Caller;
use crate::desk::{self, Batch, News};
use crate::language;
use crate::logs::Logged;
use crate::problem::{self, ProblemDetails};
use crate::state::SiteState;
use crate::upload;
use crate::verify::Totals;
use axum::Extension;
use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_TYPE};
use axum::http::{HeaderName, HeaderValue};
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt, future, stream};
use report::{Certificate, Headline, Lang, Place, Problem, ProblemCode};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// One line of the answer to a batch: an object with one member.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum BatchLine {
    /// A page has been read.
    Page(Place),
    /// A certificate, as in a report: as soon as all its pages have been read, or at the end.
    Certificate(Box<Certificate>),
    /// Of a file or a page outside certificates. `page-repeated`: a copy of a page whose
    /// certificate has been told.
    Problem(Problem),
    /// The last line, if everything was read.
    End(BatchEnd),
    /// The last line, if the batch was broken off: what came before is true, but not all.
    Error(ProblemDetails),
}

/// What a batch comes to.
#[derive(Serialize, ToSchema)]
pub struct BatchEnd {
    /// A random id, also in the server's log; it leads to nothing stored.
    id: String,
    /// The worst of the certificates' headlines; `cannot-tell` where there is no certificate.
    headline: Headline,
    /// How many pages were read.
    pages: u32,
    /// How many certificates have which headline.
    certificates: BTreeMap<Headline, u32>,
    /// How many problems were told outside certificates.
    problems: u32,
}

/// Verify many certificates, and hear of each as soon as its pages are read.
///
/// The answer is one JSON object a line. A whole one ends with `end`; one that ends with
/// `error`, or with neither, was broken off. Nothing sent is kept.
#[utoipa::path(
    post,
    tag = "verification",
    path = "/api/v1/batches",
    params(
        Parameters,
        definition::Asked,
        definition::Preferred,
    ),
    request_body(content = UploadForm, content_type = "multipart/form-data"),
    responses((status = 200, description = "Lines, each as soon as it is known", body = BatchLine, content_type = "application/x-ndjson"), definition::Refusals),
    security(("token" = ["verify"])),
)]
pub async fn verify_batch(
    State(site): State<SiteState>,
    Extension(caller): Extension<Caller>,
    parameters: Result<Query<Parameters>, QueryRejection>,
    request: Request,
) -> Response {
    let lang = language::asked(request.uri(), request.headers());
    let Ok(Query(parameters)) = parameters else {
        upload::discard(request.into_body(), &site.config).await;
        return problem::json(lang, ProblemCode::RequestInvalid.into());
    };
    match desk::serve_batch(site, request, parameters.order(caller)).await {
        Ok(batch) => answer(lang, batch),
        Err(refusal) => problem::json(lang, refusal),
    }
}

fn answer(lang: Lang, batch: Batch) -> Response {
    let Batch {
        id,
        first,
        mut more,
    } = batch;
    let logged = Logged::begun(id.clone());
    let news =
        stream::once(future::ready(first)).chain(stream::poll_fn(move |cx| more.poll_recv(cx)));
    let lines = news.map(move |news| {
        let mut line = serde_json::to_vec(&line_of(news, &id, lang))?;
        line.push(b'\n');
        Ok::<_, serde_json::Error>(line)
    });
    let headers = [
        (
            CONTENT_TYPE,
            HeaderValue::from_static("application/x-ndjson"),
        ),
        (CONTENT_LANGUAGE, language::header(lang)),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
        // A proxy that gathers lines would keep them from their reader.
        (
            HeaderName::from_static("x-accel-buffering"),
            HeaderValue::from_static("no"),
        ),
    ];
    let mut response = (headers, Body::from_stream(lines)).into_response();
    response.extensions_mut().insert(logged);
    response
}

fn line_of(news: News, id: &str, lang: Lang) -> BatchLine {
    match news {
        News::Page(place) => BatchLine::Page(place),
        News::Certificate(mut certificate) => {
            certificate
                .problems_mut()
                .for_each(|problem| say(problem, lang));
            BatchLine::Certificate(certificate)
        }
        News::Problem(mut problem) => {
            say(&mut problem, lang);
            BatchLine::Problem(problem)
        }
        News::End(totals) => BatchLine::End(end_of(totals, id)),
        News::Refused(refusal) => BatchLine::Error(ProblemDetails::of(refusal.code, lang)),
    }
}

fn end_of(totals: Totals, id: &str) -> BatchEnd {
    let Totals {
        headline,
        pages,
        certificates,
        problems,
    } = totals;
    BatchEnd {
        id: id.to_owned(),
        headline,
        pages,
        certificates,
        problems,
    }
}
