//! Issuers, lists and keys as a running site has them: what changes in the database, by a
//! command or another node, is taken up within seconds.

use super::{list_name, seconds_now};
use crate::database::Database;
use crate::folder::FolderError;
use crate::problem::Refusal;
use crate::records::Records;
use escrow::{Escrow, KeyEncryptionKey, WrappedKey};
use record::CustodyEvent;
use report::ProblemCode;
use sheet::cards::IssuerCard;
use sheet::lists::{ListKind, SheetList};
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use tokio::sync::Mutex;

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
    /// `held` is what a running site has: where keys were wrapped under another
    /// key-encryption key meanwhile, it goes on with them as it has them, in their new states.
    ///
    /// # Errors
    /// A database that does not answer, or whose rows contradict each other or their keys.
    pub async fn read(
        database: &Database,
        kek: Arc<KeyEncryptionKey>,
        held: Option<Arc<Custody>>,
    ) -> Result<Custody, FolderError> {
        // Before the rest: what changes meanwhile is read again.
        let version = database.custody_version().await?;
        let cards = database.issuer_cards().await?;
        let signing_keys = database.signing_keys().await?;
        let lists = database.sheet_lists().await?;
        let keys = database.escrow_keys().await?;
        let fill = move || {
            let mut escrow = Escrow::new(kek.clone());
            for card in &cards {
                escrow.register(card.clone())?;
            }
            for (issuer, kid, state) in signing_keys {
                escrow.change_signing_key(issuer, &kid, state)?;
            }
            for (issuer, kind, signed) in lists {
                escrow.add_list(kind, issuer, &signed)?;
            }
            for key in keys {
                if let Some(key) = as_held(key, held.as_deref()) {
                    escrow.add_key(key)?;
                }
            }
            Ok(Custody {
                escrow,
                cards,
                kek,
                version,
            })
        };
        // Unwraps every key once, on a token perhaps: not on a thread that serves others.
        let filled = tokio::task::spawn_blocking(fill).await;
        filled.map_err(|cause| FolderError::at(Path::new("escrow"))(cause.into()))?
    }
}

/// A key as this process can unwrap it, in the state that the database says; `None`: it never
/// could.
fn as_held(key: WrappedKey, held: Option<&Custody>) -> Option<WrappedKey> {
    let is_foreign = |held: &&Custody| held.kek.id() != key.kek && !key.wrapped.is_empty();
    let Some(held) = held.filter(is_foreign) else {
        return Some(key);
    };
    let mut keys = held.escrow.keys();
    let number = (key.issuer, key.escrow_key);
    let same = keys.find(|it| (it.issuer, it.escrow_key) == number && it.public == key.public);
    if same.is_none() {
        let (issuer, escrow_key) = number;
        tracing::warn!(
            issuer,
            escrow_key,
            "a new key is wrapped under another key-encryption key: start the site again"
        );
    }
    Some(WrappedKey {
        state: key.state,
        ..same?.clone()
    })
}

/// The custody of a site that runs.
pub struct LiveCustody {
    database: Database,
    now: RwLock<Arc<Custody>>,
    /// One refresh after the other: an older state must not take a newer one's place.
    refreshing: Mutex<()>,
}

impl LiveCustody {
    pub fn new(database: Database, custody: Custody) -> LiveCustody {
        LiveCustody {
            database,
            now: RwLock::new(Arc::new(custody)),
            refreshing: Mutex::new(()),
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
        let _refreshing = self.refreshing.lock().await;
        let now = self.now();
        if self.database.custody_version().await? != now.version {
            let read = Custody::read(&self.database, now.kek.clone(), Some(now)).await?;
            let read = Arc::new(read);
            *self.now.write().unwrap_or_else(PoisonError::into_inner) = read;
            tracing::info!("took up changed issuers, lists or keys");
        }
        Ok(())
    }

    /// Takes up a list that an issuer signed, here at once and on other nodes within seconds.
    ///
    /// # Errors
    /// `list-refused`, or a failure of the site.
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
