//! Between HTTP and the verification: who may come in, who waits, and for how long.

mod batch;
mod line;

pub use batch::{Batch, News, serve as serve_batch};
pub use line::Line;

use crate::config::Config;
use crate::problem::Refusal;
use crate::state::{SiteState, Turn};
use crate::upload::{self, Received};
use crate::verify::{Answer, Limits, Upload, Wishes};
use app::Paper;
use axum::extract::Request;
use record::Actor;
use report::{ProblemCode, Progress};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::{Instant, timeout_at};

/// What the caller wants of the answer.
#[derive(Clone, Debug)]
pub struct Order {
    pub actor: Actor,
    /// Whether the report carries the restored fronts themselves.
    pub pictures: bool,
    /// Whether the uploaded pages are wanted back for showing.
    pub displays: bool,
    /// Whether it tells how often and when sheets were verified before.
    pub history: bool,
}

impl Order {
    fn wishes(self, pages: u32, config: &Config, deadline: Instant) -> Wishes {
        let Order {
            actor,
            pictures,
            displays,
            history,
        } = self;
        Wishes {
            actor,
            pictures,
            displays,
            history,
            limits: Limits {
                pages,
                pixels: config.max_pixels,
                // Of a batch, too: a page that never ends would keep its turn from everybody.
                page_time: config.verify_time(),
            },
            deadline: deadline.into_std(),
        }
    }
}

/// What a served upload comes to.
pub struct Served {
    pub answer: Answer,
    /// Of the files, as the sender named them.
    pub names: Vec<Option<String>>,
    pub paper: Paper,
}

/// A verification keeps its deadline itself; it is left this much longer to say that the time
/// ran out.
const GRACE: Duration = Duration::from_secs(1);

/// Hears how far a verification is; called from any thread.
pub type Tell = dyn Fn(Progress) + Send + Sync;

/// An upload that has its place, and waits for its turn.
pub struct Admitted {
    received: Received,
    _place: OwnedSemaphorePermit,
}

/// Receives an upload and verifies it when its turn comes.
///
/// # Errors
/// The request is refused, or the site failed.
pub async fn serve(site: SiteState, request: Request, order: Order) -> Result<Served, Refusal> {
    let admitted = admit(&site, request).await?;
    verify(&site, admitted, order, Arc::new(|_| ())).await
}

/// Receives an upload.
///
/// # Errors
/// The request is refused.
pub async fn admit(site: &SiteState, request: Request) -> Result<Admitted, Refusal> {
    let Ok(place) = site.places.clone().try_acquire_owned() else {
        upload::discard(request.into_body(), &site.config).await;
        return Err(ProblemCode::Busy.into());
    };
    Ok(Admitted {
        received: upload::receive(request, &site.config).await?,
        _place: place,
    })
}

/// Verifies a file of the site's own when its turn comes.
///
/// # Errors
/// The site is busy, or it failed.
pub async fn serve_own(site: SiteState, file: Upload, order: Order) -> Result<Served, Refusal> {
    let place = site.places.clone().try_acquire_owned();
    let received = Received {
        uploads: vec![file],
        ..Received::default()
    };
    let admitted = Admitted {
        received,
        _place: place.map_err(|_| ProblemCode::Busy)?,
    };
    verify(&site, admitted, order, Arc::new(|_| ())).await
}

/// Verifies an upload when its turn comes.
///
/// # Errors
/// The site is busy, or it failed.
pub async fn verify(
    site: &SiteState,
    admitted: Admitted,
    order: Order,
    tell: Arc<Tell>,
) -> Result<Served, Refusal> {
    let Received { uploads, paper } = admitted.received;
    let names = uploads.iter().map(|upload| upload.name.clone()).collect();

    let deadline = Instant::now() + site.config.verify_time();
    let waiting = timeout_at(deadline, next_turn(site, &*tell)).await;
    let turn = waiting.map_err(|_| ProblemCode::Busy)??;
    let wishes = order.wishes(site.config.max_pages, &site.config, deadline);
    let verifying = tokio::task::spawn_blocking({
        let site = site.clone();
        move || {
            // Held to the end, even when nobody waits any more.
            let _turn = turn;
            site.verifier
                .verify(uploads, &wishes, &mut |news| tell(news))
        }
    });
    let verified = timeout_at(deadline + GRACE, verifying)
        .await
        .map_err(|_| ProblemCode::TookTooLong)?;
    // Tokio's own error repeats the panic's message, which might quote content.
    let mut answer = verified.map_err(|_| Refusal::internal("the verification panicked"))??;
    answer.report.receipt = Some(site.receipts.issue(&answer)?);
    Ok(Served {
        answer,
        names,
        paper,
    })
}

async fn next_turn(site: &SiteState, tell: &Tell) -> Result<Turn, Refusal> {
    let mut turn = pin!(site.turns.clone().acquire_owned());
    let mut place = site.line.join();
    loop {
        tokio::select! {
            biased;
            turn = &mut turn => return turn.map_err(Refusal::internal),
            ahead = place.ahead() => tell(Progress::Waiting(ahead)),
        }
    }
}
