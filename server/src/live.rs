//! The upload form with scripts: the same page, and before it how far that is.

use crate::desk::{self, Admitted};
use crate::language;
use crate::logs::{self, Logged};
use crate::problem;
use crate::state::SiteState;
use crate::web;
use app::View;
use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{ACCEPT, CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt, stream};
use report::{Lang, Progress};
use std::sync::Arc;
use tokio::sync::mpsc::{self, UnboundedSender};

const LINES: HeaderValue = HeaderValue::from_static("application/x-ndjson");

/// Whether the form asks to hear how far it is: a browser by itself never does.
pub fn is_asked(headers: &HeaderMap) -> bool {
    headers.get(ACCEPT) == Some(&LINES)
}

/// One [`Progress`] a line, the last with the page. What is refused before the first line is
/// refused as ever.
pub async fn verify(lang: Lang, site: SiteState, request: Request) -> Response {
    let admitted = match desk::admit(&site, request).await {
        Ok(admitted) => admitted,
        Err(refusal) => return problem::page(lang, refusal, &site.pages),
    };
    // As many as it has pages, certificates and uploads before it: all of them limited.
    let (news, mut heard) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        tokio::select! {
            () = tell(lang, &site, admitted, &news) => {}
            () = news.closed() => {}
        }
    });
    let lines = stream::poll_fn(move |cx| heard.poll_recv(cx)).map(|news| {
        let mut line = serde_json::to_vec(&news)?;
        line.push(b'\n');
        Ok::<_, serde_json::Error>(line)
    });
    let headers = [
        (CONTENT_TYPE, LINES),
        (CONTENT_LANGUAGE, language::header(lang)),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
        // A proxy that gathers lines would keep them from their reader.
        (
            HeaderName::from_static("x-accel-buffering"),
            HeaderValue::from_static("no"),
        ),
    ];
    (headers, Body::from_stream(lines)).into_response()
}

async fn tell(lang: Lang, site: &SiteState, admitted: Admitted, news: &UnboundedSender<Progress>) {
    let hear = news.clone();
    // Fails where nobody listens any more.
    let teller = Arc::new(move |progress| drop(hear.send(progress)));
    let served = desk::verify(site, admitted, web::order(), teller).await;
    let (view, logged) = match served {
        Ok(served) => {
            let logged = Logged::answered(&served.answer.report);
            (View::Report(Box::new(web::view(served))), logged)
        }
        Err(refusal) => (View::Problem(refusal.code), Logged::refused(refusal)),
    };
    logs::answered_live(&logged);
    let page = app::render(lang, view, &site.pages);
    drop(news.send(Progress::Answer(page)));
}
