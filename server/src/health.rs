//! For whatever keeps the site running: does the process answer, and can it verify?

use crate::database::Database;
use crate::state::SiteState;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use pages::worker::Worker;
use serde::Serialize;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// A PDF of one empty page: reading it needs the worker process and PDFium in it.
const SMALLEST_PDF: &[u8] = include_bytes!("smallest.pdf");
/// Anyone may ask; the worker is started no more often than this.
const KEPT_FOR: Duration = Duration::from_secs(5);

/// GET `/healthz`
pub async fn live() -> &'static str {
    "alive\n"
}

/// GET `/readyz`: 200 or 503, and what stands in the way.
pub async fn ready(State(site): State<SiteState>) -> Response {
    let checks = site.readiness.checks().await;
    let status = if checks.all() {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    (status, Json(checks)).into_response()
}

#[derive(Clone, Copy, Debug, Serialize)]
struct ReadyChecks {
    database: bool,
    worker: bool,
    pdfium: bool,
}

impl ReadyChecks {
    fn all(self) -> bool {
        self.database && self.worker && self.pdfium
    }
}

/// What readiness depends on, and the last answer.
pub struct Readiness {
    database: Database,
    worker: Worker,
    last: Mutex<Option<(Instant, ReadyChecks)>>,
}

impl Readiness {
    pub fn new(database: Database, worker: Worker) -> Readiness {
        Readiness {
            database,
            worker,
            last: Mutex::new(None),
        }
    }

    async fn checks(&self) -> ReadyChecks {
        let mut last = self.last.lock().await;
        if let Some((_, checks)) = last.filter(|(at, _)| at.elapsed() < KEPT_FOR) {
            return checks;
        }
        let worker = self.worker.clone();
        let read = tokio::task::spawn_blocking(move || read(&worker))
            .await
            .ok();
        let checks = ReadyChecks {
            database: self.database.answers().await,
            worker: matches!(read, Some(Ok(()) | Err(pages::Error::PdfUnavailable))),
            pdfium: matches!(read, Some(Ok(()))),
        };
        *last = Some((Instant::now(), checks));
        checks
    }
}

fn read(worker: &Worker) -> Result<(), pages::Error> {
    worker.look(
        SMALLEST_PDF,
        &pages::Limits::default(),
        pages::Wanted::default(),
        &mut |_| ControlFlow::Continue(()),
    )
}
