//! What every request shares.

use crate::access::RateLimits;
use crate::config::Config;
use crate::database::Database;
use crate::desk::Line;
use crate::health::Readiness;
use crate::receipts::Receipts;
use crate::verify::Verifier;
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

pub type SiteState = Arc<State>;

pub struct State {
    pub config: Config,
    /// What the pages know of the site.
    pub pages: app::Site,
    pub database: Database,
    pub verifier: Verifier,
    pub receipts: Receipts,
    pub rates: RateLimits,
    pub readiness: Readiness,
    /// For every request that is worked on or waits, but for batches.
    pub places: Arc<Semaphore>,
    /// For every batch, since it may stay for long.
    pub batches: Arc<Semaphore>,
    /// For every verification that runs, and every page of a batch.
    pub turns: Turns,
    /// Verifications that wait for theirs.
    pub line: Line,
}

pub type Turns = Arc<Semaphore>;
pub type Turn = OwnedSemaphorePermit;

impl State {
    pub fn new(
        config: Config,
        pages: app::Site,
        database: Database,
        verifier: Verifier,
        receipts: Receipts,
        readiness: Readiness,
    ) -> State {
        let workers = config.workers();
        State {
            rates: RateLimits::new(config.address_per_minute, config.token_per_minute),
            places: Arc::new(Semaphore::new(workers + config.queue)),
            batches: Arc::new(Semaphore::new(workers)),
            turns: Arc::new(Semaphore::new(workers)),
            line: Line::default(),
            config,
            pages,
            database,
            verifier,
            receipts,
            readiness,
        }
    }
}
