//! The data folder: what is in it, and how it comes to be.

use crate::config::Config;
use crate::custody::{KekSetting, SiteKey};
use crate::database::Database;
use crate::records::{RecordError, RecordKey, Writer};
use crate::secret;
use escrow::Escrow;
use record::{Anchor, LogKey};
use sheet::cards::{EscrowBundle, IssuerCard};
use std::fs::{DirBuilder, File};
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

/// An opened data folder.
pub struct Folder {
    pub database: Database,
    pub escrow: Escrow,
    /// The cards that `escrow` was given, in the order of their registration.
    pub cards: Vec<IssuerCard>,
    pub record_key: RecordKey,
    /// The record, found to be what it was when this folder last wrote it.
    pub record: Writer,
    /// Signs in the site's name.
    pub site_key: SiteKey,
}

/// The data folder cannot be used. The message says what to look at.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    #[error("{}: {cause}", path.display())]
    Io { path: PathBuf, cause: io::Error },
    #[error(transparent)]
    KekSetting(#[from] KekSetting),
    #[error(transparent)]
    Kek(#[from] escrow::KekError),
    #[error("{}: {cause}", path.display())]
    LogKey { path: PathBuf, cause: record::Error },
    #[error("the database: {0}")]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    Record(#[from] RecordError),
    #[error("an issuer's card in the database: {0}")]
    Card(#[from] escrow::CardError),
    #[error("an escrow key in the database: {0}")]
    Key(#[from] escrow::KeyError),
    #[error("an issuer's list of sheets in the database: {0}")]
    List(#[from] escrow::ListError),
    /// The database is another site's, or this node lacks its site's keys.
    #[error("{} is not the key that this database's site uses", path.display())]
    OtherSite { path: PathBuf },
}

impl FolderError {
    pub fn at(path: &Path) -> impl Fn(io::Error) -> FolderError {
        |cause| FolderError::Io {
            path: path.to_owned(),
            cause,
        }
    }
}

impl Folder {
    /// Opens the folder and its database, or makes them with new keys. A database in use whose
    /// keys are not here is refused: a new key would silently lose whatever the old one
    /// protected.
    pub async fn open(config: &Config) -> Result<Folder, FolderError> {
        let path = &config.data;
        let made = DirBuilder::new().recursive(true).mode(0o700).create(path);
        made.map_err(FolderError::at(path))?;
        // Two processes at once would both make keys. Held to the end of this function.
        let lock = File::create(path.join(".lock")).and_then(|file| file.lock().map(|()| file));
        let _lock = lock.map_err(FolderError::at(path))?;
        let database = match &config.database {
            Some(address) => Database::open(address).await?,
            None => Database::open_file(&path.join("uramen.sqlite")).await?,
        };
        let keys = Keys {
            folder: path,
            is_new: database.is_new().await?,
        };
        let kek = config.kek()?.open(keys.is_new)?;
        let site_key = keys.site_key(&database).await?;
        let record_key = keys.record_key(&database).await?;
        let log_key = keys.log_key(&database, &config.host).await?;
        let anchor = Anchor::new(config.anchor_file());
        let record = Writer::open(database.clone(), log_key, anchor).await?;
        let (escrow, cards) = fill(Escrow::new(kek), &database).await?;
        Ok(Folder {
            database,
            escrow,
            cards,
            record_key,
            record,
            site_key,
        })
    }

    /// An active key's public half, signed by the site. `host` is the site's address as
    /// printed on sheets.
    pub fn bundle(&self, issuer: u16, escrow_key: u16, host: &str) -> Option<EscrowBundle> {
        let bundle = self.escrow.bundle(issuer, escrow_key, host)?;
        Some(bundle.signed(|message| self.site_key.sign(message)))
    }
}

/// The files that hold the site's keys: loaded, or made where the site is new.
struct Keys<'a> {
    folder: &'a Path,
    /// A first start that was cut short may have left some.
    is_new: bool,
}

impl Keys<'_> {
    async fn site_key(&self, database: &Database) -> Result<SiteKey, FolderError> {
        let path = self.folder.join("site.key");
        let key = match self.may_make(&path) {
            true => SiteKey::create(&path)?,
            false => SiteKey::load(&path)?,
        };
        agree(database, "site key", &key.public(), path).await?;
        Ok(key)
    }

    async fn record_key(&self, database: &Database) -> Result<RecordKey, FolderError> {
        let path = self.folder.join("records.key");
        let key = match self.may_make(&path) {
            true => RecordKey::create(&path)?,
            false => RecordKey::load(&path)?,
        };
        agree(database, "record key", &key.id().to_string(), path).await?;
        Ok(key)
    }

    async fn log_key(&self, database: &Database, host: &str) -> Result<LogKey, FolderError> {
        let path = self.folder.join("checkpoint.key");
        let fault = |cause| FolderError::LogKey {
            path: path.clone(),
            cause,
        };
        let key = if self.may_make(&path) {
            let (key, text) = LogKey::create(&format!("{host}/record")).map_err(fault)?;
            secret::write_new(&path, text.as_bytes()).map_err(FolderError::at(&path))?;
            key
        } else {
            let text = secret::read(&path).map_err(FolderError::at(&path))?;
            LogKey::parse(&String::from_utf8_lossy(&text)).map_err(fault)?
        };
        agree(
            database,
            "checkpoint key",
            &key.verifier().to_string(),
            path,
        )
        .await?;
        Ok(key)
    }

    fn may_make(&self, key: &Path) -> bool {
        self.is_new && !key.exists()
    }
}

/// All nodes of a site use the same key.
async fn agree(
    database: &Database,
    name: &str,
    id: &str,
    path: PathBuf,
) -> Result<(), FolderError> {
    if database.agree(name, id).await? == id {
        Ok(())
    } else {
        Err(FolderError::OtherSite { path })
    }
}

async fn fill(
    mut escrow: Escrow,
    database: &Database,
) -> Result<(Escrow, Vec<IssuerCard>), FolderError> {
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
    Ok((escrow, cards))
}
