//! Between HTTP and the verification: who may come in, who waits, and for how long.

mod batch;

pub use batch::{Batch, News, serve as serve_batch};

use crate::config::Config;
use crate::problem::Refusal;
use crate::state::SiteState;
use crate::upload::{self, Received};
use crate::verify::{Answer, Limits, Upload, Wishes};
use app::Paper;
use axum::extract::Request;
use record::Actor;
use report::ProblemCode;
use std::time::Duration;
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

/// A verification looks at its deadline between pages; it is left this much longer to say
/// itself that the time ran out.
const GRACE: Duration = Duration::from_secs(1);

/// Receives an upload and verifies it when its turn comes.
///
/// # Errors
/// The request is refused, or the site failed.
pub async fn serve(site: SiteState, request: Request, order: Order) -> Result<Served, Refusal> {
    let Ok(_place) = site.places.try_acquire() else {
        upload::discard(request.into_body(), &site.config).await;
        return Err(ProblemCode::Busy.into());
    };
    let received = upload::receive(request, &site.config).await?;
    verify(&site, received, order).await
}

/// Verifies a file of the site's own when its turn comes.
///
/// # Errors
/// The site is busy, or it failed.
pub async fn serve_own(site: SiteState, file: Upload, order: Order) -> Result<Served, Refusal> {
    let _place = site.places.try_acquire().map_err(|_| ProblemCode::Busy)?;
    let received = Received {
        uploads: vec![file],
        ..Received::default()
    };
    verify(&site, received, order).await
}

async fn verify(site: &SiteState, received: Received, order: Order) -> Result<Served, Refusal> {
    let Received { uploads, paper } = received;
    let names = uploads.iter().map(|upload| upload.name.clone()).collect();

    let deadline = Instant::now() + site.config.verify_time();
    let waiting = timeout_at(deadline, site.turns.clone().acquire_owned()).await;
    let turn = waiting
        .map_err(|_| ProblemCode::Busy)?
        .map_err(Refusal::internal)?;
    let wishes = order.wishes(site.config.max_pages, &site.config, deadline);
    let verifying = tokio::task::spawn_blocking({
        let site = site.clone();
        move || {
            // Held to the end, even when nobody waits any more.
            let _turn = turn;
            site.verifier.verify(uploads, &wishes)
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
