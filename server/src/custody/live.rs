//! Issuers, lists and keys as a running site has them: what changes in the database, by a
//! command or another node, is taken up within seconds.

use super::{list_name, seconds_now};
use crate::database::Database;
use crate::folder::FolderError;
use crate::problem::Refusal;
use crate::records::Records;
use escrow::{Escrow, KeyEncryptionKey};
use record::CustodyEvent;
use report::ProblemCode;
use sheet::cards::IssuerCard;
use sheet::lists::{ListKind, SheetList};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

/// How often the database is asked whether something changed.
const EVERY: Duration = Duration::from_secs(3);

/// What the database says of issuers, their lists and keys.
pub struct Custody {
    pub escrow: Escrow,
    /// The cards that `escrow` was given, in the order of their registration.
    pub cards: Vec<IssuerCard>,
    kek: Arc<KeyEncryptionKey>,
    version: i64,
}

impl Custody {
    /// # Errors
    /// A database that does not answer, or whose rows contradict each other or their keys.
    pub async fn read(
        database: &Database,
        kek: Arc<KeyEncryptionKey>,
    ) -> Result<Custody, FolderError> {
        // Before the rest: what changes meanwhile is read again.
        let version = database.custody_version().await?;
        let mut escrow = Escrow::new(kek.clone());
        let cards = database.issuer_cards().await?;
        for card in &cards {
            escrow.register(card.clone())?;
        }
        for (issuer, kid, state) in database.signing_keys().await? {
            escrow.change_signing_key(issuer, &kid, state)?;
        }
        for (issuer, kind, signed) in database.sheet_lists().await? {
            escrow.add_list(kind, issuer, &signed)?;
        }
        for key in database.escrow_keys().await? {
            escrow.add_key(key)?;
        }
        Ok(Custody {
            escrow,
            cards,
            kek,
            version,
        })
    }
}

/// The custody of a site that runs.
pub struct LiveCustody {
    database: Database,
    now: RwLock<Arc<Custody>>,
}

impl LiveCustody {
    pub fn new(database: Database, custody: Custody) -> LiveCustody {
        LiveCustody {
            database,
            now: RwLock::new(Arc::new(custody)),
        }
    }

    /// As it is now; whoever holds it sees no change.
    pub fn now(&self) -> Arc<Custody> {
        let now = self.now.read().unwrap_or_else(PoisonError::into_inner);
        now.clone()
    }

    /// Takes up what changed.
    ///
    /// # Errors
    /// As of [`Custody::read`]; all stays as it was then.
    pub async fn refresh(&self) -> Result<(), FolderError> {
        let now = self.now();
        if self.database.custody_version().await? != now.version {
            let read = Arc::new(Custody::read(&self.database, now.kek.clone()).await?);
            *self.now.write().unwrap_or_else(PoisonError::into_inner) = read;
            tracing::info!("took up changed issuers, lists or keys");
        }
        Ok(())
    }

    /// Takes up a list that an issuer signed, here at once and on other nodes within seconds.
    ///
    /// # Errors
    /// `list-refused`; or the list could not be kept, and nothing is changed.
    pub async fn import(
        &self,
        records: &Records,
        kind: ListKind,
        issuer: u16,
        signed: &[u8],
    ) -> Result<SheetList, Refusal> {
        let mut escrow = self.now().escrow.clone();
        let list = escrow.import_list(kind, issuer, signed, seconds_now());
        let list = list.map_err(|_| ProblemCode::ListRefused)?;
        let subject = list_name(issuer, kind, &list);
        let noted = records.note(CustodyEvent::ListImported, &subject).await;
        noted.map_err(Refusal::internal)?;
        let kept = self.database.keep_sheet_list(issuer, kind, signed).await;
        kept.map_err(Refusal::internal)?;
        self.refresh().await.map_err(Refusal::internal)?;
        Ok(list)
    }

    /// Takes up changes as they come.
    pub async fn follow(&self) {
        loop {
            tokio::time::sleep(EVERY).await;
            if let Err(error) = self.refresh().await {
                tracing::warn!(%error, "changed issuers, lists or keys cannot be taken up");
            }
        }
    }
}
