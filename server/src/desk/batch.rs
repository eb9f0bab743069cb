//! Batches: answered as they are read, and never in others' way.

use super::Order;
use crate::logs;
use crate::problem::Refusal;
use crate::state::{SiteState, Turn};
use crate::upload::{self, Received};
use crate::verify::{self, Event, Totals, Upload, Wishes};
use axum::extract::Request;
use report::{Certificate, FileDigest, Place, Problem, ProblemCode};
use tokio::runtime::Handle;
use tokio::sync::mpsc::{self, Receiver, Sender};
use tokio::time::{Instant, timeout_at};

/// News that may wait for a client to read them; with more the batch waits, too.
const MOST_WAITING: usize = 4;

/// A batch that is being verified.
pub struct Batch {
    /// Random, also in the log; it leads to nothing stored.
    pub id: String,
    pub first: News,
    /// They end with [`News::End`] or [`News::Refused`].
    pub more: Receiver<News>,
}

pub enum News {
    /// A page has been read.
    Page(Place),
    /// With its receipt.
    Certificate(Box<Certificate>),
    Problem(Problem),
    /// All of it has been told.
    End(Totals),
    /// It was broken off.
    Refused(Refusal),
}

/// Receives an upload and begins to verify it; returns when there is something to tell.
///
/// # Errors
/// The request is refused, or the site failed, before that.
pub async fn serve(site: SiteState, request: Request, order: Order) -> Result<Batch, Refusal> {
    let Ok(place) = site.batches.clone().try_acquire_owned() else {
        upload::discard(request.into_body(), &site.config).await;
        return Err(ProblemCode::Busy.into());
    };
    let Received { uploads, .. } = upload::receive(request, &site.config).await?;
    let id = verify::random_id()?;
    let deadline = Instant::now() + site.config.batch_time();
    let wishes = order.wishes(site.config.max_batch_pages, &site.config, deadline);
    let (news, mut more) = mpsc::channel(MOST_WAITING);
    let scribe = Scribe {
        site: site.clone(),
        id: id.clone(),
        files: Vec::new(),
    };
    let teller = Teller {
        scribe,
        handle: Handle::current(),
        turn: None,
        news: news.clone(),
        deadline,
    };
    let verifying = tokio::task::spawn_blocking(move || {
        let _place = place;
        verify(&site, uploads, &wishes, teller)
    });
    let report = id.clone();
    tokio::spawn(async move {
        let last = match verifying.await {
            Ok(Ok(totals)) => {
                logs::batch_ended(&report, totals.headline);
                News::End(totals)
            }
            Ok(Err(Stop::Refused(refusal))) => News::Refused(refusal),
            Ok(Err(Stop::HungUp)) => return logs::batch_left(&report),
            // Tokio's own error repeats the panic's message, which might quote content.
            Err(_) => News::Refused(Refusal::internal("the verification panicked")),
        };
        if let News::Refused(refusal) = &last {
            logs::batch_broken_off(&report, refusal.clone());
        }
        // Fails where nobody listens any more.
        let _ = news.send(last).await;
    });
    match more.recv().await {
        Some(News::Refused(refusal)) => Err(refusal),
        Some(first) => Ok(Batch { id, first, more }),
        None => Err(Refusal::internal("a batch without news")),
    }
}

fn verify(
    site: &SiteState,
    uploads: Vec<Upload>,
    wishes: &Wishes,
    mut teller: Teller,
) -> Result<Totals, Stop> {
    teller.scribe.files = uploads.iter().map(Upload::digest).collect();
    teller.tell(Vec::new())?;
    let mut tell = |events| teller.tell(events);
    let (last, totals) = site.verifier.verify_each(uploads, wishes, &mut tell)?;
    teller.tell_last(last)?;
    Ok(totals)
}

/// Why a batch is not read to its end.
enum Stop {
    Refused(Refusal),
    /// Nobody listens any more.
    HungUp,
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Stop {
        Stop::Refused(refusal)
    }
}

/// Writes the receipts.
struct Scribe {
    site: SiteState,
    /// Of the batch.
    id: String,
    files: Vec<FileDigest>,
}

impl Scribe {
    fn news(&self, event: Event) -> Result<News, Refusal> {
        Ok(match event {
            Event::Page(place) => News::Page(place),
            Event::Problem(problem) => News::Problem(problem),
            Event::Certificate(mut certificate, record) => {
                let is_of_it = |n: &usize| certificate.sheets.iter().any(|s| s.file == *n);
                let files = (0..self.files.len()).filter(is_of_it);
                let files = files.filter_map(|n| self.files.get(n).cloned()).collect();
                let receipts = &self.site.receipts;
                let receipt = receipts.issue_for(&certificate, &self.id, files, record)?;
                certificate.receipt = Some(receipt);
                News::Certificate(certificate)
            }
        })
    }
}

/// Passes on what is known between two pages, and takes a turn for each page.
struct Teller {
    scribe: Scribe,
    handle: Handle,
    turn: Option<Turn>,
    news: Sender<News>,
    deadline: Instant,
}

impl Teller {
    /// Blocks until all is on its way and it is this batch's turn again: everybody else who
    /// waits comes first, and a client that reads slowly keeps no turn from them.
    fn tell(&mut self, events: Vec<Event>) -> Result<(), Stop> {
        // Of a file's end there may be nothing to tell.
        if events.is_empty() && self.turn.is_some() {
            return Ok(());
        }
        self.turn = None;
        let telling = async {
            self.send(events).await?;
            self.next_turn().await
        };
        let told = self.handle.block_on(timeout_at(self.deadline, telling));
        let turn = told.map_err(|_| Refusal::from(ProblemCode::TookTooLong))??;
        self.turn = Some(turn);
        Ok(())
    }

    /// When there is nothing left to read.
    fn tell_last(mut self, events: Vec<Event>) -> Result<(), Stop> {
        self.turn = None;
        self.handle.block_on(self.send(events))
    }

    async fn send(&self, events: Vec<Event>) -> Result<(), Stop> {
        for event in events {
            let sent = self.news.send(self.scribe.news(event)?).await;
            sent.map_err(|_| Stop::HungUp)?;
        }
        Ok(())
    }

    async fn next_turn(&self) -> Result<Turn, Stop> {
        tokio::select! {
            turn = self.scribe.site.turns.clone().acquire_owned() => Ok(turn.map_err(Refusal::internal)?),
            () = self.news.closed() => Err(Stop::HungUp),
        }
    }
}
