//! The log: one line for each request, and never a file name, a query or content.

use crate::config::{Config, LogFormat};
use crate::problem::Refusal;
use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use report::{Headline, Problem, Report};
use std::collections::BTreeSet;
use std::panic;
use std::time::Instant;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::ParseError;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Starts the log, on standard error.
///
/// # Errors
/// The filter is none.
pub fn start(config: &Config) -> Result<(), ParseError> {
    let log = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::builder().parse(&config.log)?)
        .with_writer(std::io::stderr)
        .with_ansi(false);
    match config.log_format {
        LogFormat::Text => log.init(),
        LogFormat::Json => log.json().flatten_event(true).init(),
    }
    // A panic's message could hold content; where it happened cannot.
    panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "panicked");
    }));
    Ok(())
}

/// What a response tells the log about itself.
#[derive(Clone, Debug, Default)]
pub struct Logged {
    report: Option<String>,
    headline: Option<Headline>,
    problems: BTreeSet<&'static str>,
    cause: Option<String>,
}

impl Logged {
    pub fn answered(report: &Report) -> Logged {
        Logged {
            report: Some(report.id.clone()),
            headline: Some(report.headline),
            problems: problems_of(report)
                .map(|problem| problem.code.slug())
                .collect(),
            cause: None,
        }
    }

    /// Of a batch, whose outcome has a line of its own.
    pub fn begun(report: String) -> Logged {
        Logged {
            report: Some(report),
            ..Logged::default()
        }
    }

    pub fn refused(refusal: Refusal) -> Logged {
        let problems = BTreeSet::from([refusal.code.slug()]);
        Logged {
            problems,
            cause: refusal.cause.map(|cause| causes(&*cause)),
            ..Logged::default()
        }
    }

    fn list(&self) -> String {
        self.problems.iter().copied().collect::<Vec<_>>().join(" ")
    }
}

fn problems_of(report: &Report) -> impl Iterator<Item = &Problem> {
    let certificates = report.certificates.iter();
    let further = certificates.flat_map(|c| {
        c.problems
            .iter()
            .chain(c.sheets.iter().flat_map(|s| &s.problems))
    });
    report.problems.iter().chain(further)
}

/// The cause and what caused it in turn.
fn causes(error: &(dyn std::error::Error + 'static)) -> String {
    let chain = std::iter::successors(Some(error), |error| error.source());
    chain
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(": ")
}

/// Logs each request once, when its response is ready, and gives it an id.
pub async fn log(request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let method = request.method().clone();
    // The template, not the path: what somebody typed there is not ours to keep.
    let route = request.extensions().get::<MatchedPath>().cloned();
    let id = request_id();
    let mut response = next.run(request).await;
    let logged = response
        .extensions_mut()
        .remove::<Logged>()
        .unwrap_or_default();
    let status = response.status().as_u16();
    let milliseconds = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    let route = route.as_ref().map_or("-", MatchedPath::as_str);
    let report = logged.report.as_deref();
    let headline = logged.headline.map(Headline::slug);
    let problems = Some(logged.list()).filter(|list| !list.is_empty());
    let cause = logged.cause.as_deref();
    if status == 500 || cause.is_some() {
        tracing::error!(id, %method, route, status, milliseconds, report, headline, problems, cause, "request");
    } else {
        tracing::info!(id, %method, route, status, milliseconds, report, headline, problems, "request");
    }
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

/// Logs what a verification came to whose response had begun before.
pub fn answered_live(logged: &Logged) {
    let (report, problems, cause) = (&logged.report, logged.list(), &logged.cause);
    let headline = logged.headline.map(Headline::slug);
    match cause {
        Some(_) => tracing::error!(report, headline, problems, cause, "verification"),
        None => tracing::info!(report, headline, problems, "verification"),
    }
}

/// Logs what a batch came to, when its last line is sent.
pub fn batch_ended(report: &str, headline: Headline) {
    tracing::info!(report, headline = headline.slug(), "batch");
}

/// Logs why a batch was broken off.
pub fn batch_broken_off(report: &str, refusal: Refusal) {
    let logged = Logged::refused(refusal);
    let (problems, cause) = (logged.list(), logged.cause.as_deref());
    match cause {
        Some(_) => tracing::error!(report, problems, cause, "batch"),
        None => tracing::info!(report, problems, "batch"),
    }
}

/// Logs that nobody was there to hear the rest of a batch.
pub fn batch_left(report: &str) {
    tracing::info!(report, "batch: the client hung up");
}

/// Of our own making: one that a sender chose would write into our log.
fn request_id() -> String {
    let mut id = [0; 8];
    // Without randomness the line is as good, only harder to find.
    let _ = getrandom::fill(&mut id);
    data_encoding::HEXLOWER.encode(&id)
}
