//! Starting the site, and stopping it without cutting anyone off.

use crate::config::Config;
use crate::custody::LiveCustody;
use crate::folder::Folder;
use crate::health::Readiness;
use crate::reading;
use crate::receipts::Receipts;
use crate::records::Records;
use crate::state::State;
use crate::verify::Verifier;
use crate::{router, samples};
use app::{LimitsShown, Site};
use std::error::Error;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;

/// Runs the site until the process is told to stop.
///
/// # Errors
/// The data folder or the address cannot be used.
pub async fn serve(config: Config) -> Result<(), Box<dyn Error>> {
    let grace = config.shutdown_time();
    let signals = StopSignals::catch()?;
    let listener = TcpListener::bind(config.listen)
        .await
        .map_err(|e| format!("{}: {e}", config.listen))?;
    let state = Arc::new(state(config).await?);
    tokio::spawn(sweep(state.clone()));
    tokio::spawn({
        let state = state.clone();
        async move { state.verifier.custody.follow().await }
    });
    tracing::info!(address = %listener.local_addr()?, "listening");

    let (stopping, mut stopped) = watch::channel(());
    let router = router::router(state).into_make_service_with_connect_info::<SocketAddr>();
    let server = axum::serve(listener, router).with_graceful_shutdown(async move {
        signals.any().await;
        tracing::info!("stopping: requests in flight are finished first");
        drop(stopping);
    });
    let overdue = async move {
        // An error: the sender is gone, which is what we wait for.
        let _ = stopped.changed().await;
        tokio::time::sleep(grace).await;
    };
    tokio::select! {
        end = async { server.await } => end?,
        () = overdue => tracing::warn!("stopped with requests unfinished"),
    }
    Ok(())
}

/// Whom the limits count is forgotten when it no longer matters.
async fn sweep(state: Arc<State>) {
    loop {
        tokio::time::sleep(Duration::from_secs(60)).await;
        state.rates.sweep();
    }
}

async fn state(config: Config) -> Result<State, Box<dyn Error>> {
    let Folder {
        database,
        custody,
        record_key,
        record,
        site_key,
    } = Folder::open(&config).await?;
    if custody.cards.is_empty() {
        tracing::warn!(
            "no issuer is registered: no sheet can be opened (see `uramen issuer add --help`)"
        );
    }
    let worker = reading::worker()?;
    if worker.pdfium.is_none() {
        tracing::warn!("PDFium was not found: PDF files cannot be read");
    }
    let pages = Site {
        pkg: "/pkg".to_owned(),
        limits: LimitsShown {
            bytes: config.max_bytes,
            files: config.max_files,
            pages: config.max_pages,
        },
        samples: samples::list(&config.data),
        public_key: site_key.public(),
    };
    let readiness = Readiness::new(database.clone(), worker.clone());
    let verifier = Verifier {
        worker,
        custody: LiveCustody::new(database.clone(), custody),
        records: Records::new(database.clone(), record_key, record),
        hosts: config.label_hosts(),
    };
    let receipts = Receipts {
        key: site_key,
        site: config.host.clone(),
    };
    Ok(State::new(
        config, pages, database, verifier, receipts, readiness,
    ))
}

/// SIGTERM, or Ctrl-C.
struct StopSignals {
    terminate: Signal,
    interrupt: Signal,
}

impl StopSignals {
    /// From here on they no longer end the process by themselves.
    fn catch() -> std::io::Result<StopSignals> {
        let terminate = signal(SignalKind::terminate())?;
        Ok(StopSignals {
            terminate,
            interrupt: signal(SignalKind::interrupt())?,
        })
    }

    async fn any(mut self) {
        tokio::select! {
            _ = self.terminate.recv() => (),
            _ = self.interrupt.recv() => (),
        }
    }
}
