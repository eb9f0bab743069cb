//! The data folder: what is in it, and how it comes to be.

use crate::config::Config;
use crate::custody::{Custody, KekSetting, SiteKey};
use crate::database::Database;
use crate::records::{RecordError, RecordKey, Writer};
use record::{Anchor, LogKey};
use std::fs::{DirBuilder, File};
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use zeroize::Zeroizing;

/// An opened data folder.
pub struct Folder {
    pub database: Database,
    pub custody: Custody,
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
    #[error("{} is not a key as this site writes it", path.display())]
    NotAKey { path: PathBuf },
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
    #[error("issuer {issuer} key {key} is no active key")]
    NotActive { issuer: u16, key: u16 },
    #[error("issuer {0} has no key number left")]
    NoNumber(u16),
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
            database: &database,
            is_new: database.is_new().await?,
        };
        let kek = config.kek()?.open(keys.is_new)?;
        let site_key = keys.key(
            "site.key",
            || random(SiteKey::LEN),
            SiteKey::parse,
            SiteKey::public,
        );
        let site_key = site_key.await?;
        let record_key = keys.key(
            "records.key",
            || random(RecordKey::LEN),
            RecordKey::parse,
            RecordKey::id,
        );
        let record_key = record_key.await?;
        let log_key = keys.key(
            "checkpoint.key",
            || log_key(&config.host),
            parse_log_key,
            |key| key.verifier().to_string(),
        );
        let log_key = log_key.await?;
        let anchor = Anchor::new(config.anchor_file());
        let record = Writer::open(database.clone(), log_key, anchor).await?;
        let custody = Custody::read(&database, Arc::new(kek), None).await?;
        Ok(Folder {
            database,
            custody,
            record_key,
            record,
            site_key,
        })
    }
}

/// The files that hold the site's keys.
struct Keys<'a> {
    folder: &'a Path,
    database: &'a Database,
    /// Keys are made only for a new site. A first start that was cut short may have left some.
    is_new: bool,
}

impl Keys<'_> {
    /// What `parse` takes from this file. `id` names the key: all nodes of a site use the same.
    async fn key<K>(
        &self,
        file: &str,
        make: impl FnOnce() -> Result<Secret, RecordError>,
        parse: fn(&[u8]) -> Option<K>,
        id: fn(&K) -> String,
    ) -> Result<K, FolderError> {
        let path = self.folder.join(file);
        if self.is_new && !path.exists() {
            escrow::write_private(&path, &make()?)?;
        }
        let Some(key) = parse(&escrow::read_private(&path)?) else {
            return Err(FolderError::NotAKey { path });
        };
        let id = id(&key);
        match self.database.agree(file, &id).await? == id {
            true => Ok(key),
            false => Err(FolderError::OtherSite { path }),
        }
    }
}

type Secret = Zeroizing<Vec<u8>>;

fn random(length: usize) -> Result<Secret, RecordError> {
    let mut bytes = Zeroizing::new(vec![0; length]);
    getrandom::fill(&mut bytes).map_err(|_| record::Error::NoRandomness)?;
    Ok(bytes)
}

fn log_key(host: &str) -> Result<Secret, RecordError> {
    let (_, text) = LogKey::create(&format!("{host}/record"))?;
    Ok(Zeroizing::new(text.as_bytes().to_vec()))
}

fn parse_log_key(text: &[u8]) -> Option<LogKey> {
    LogKey::parse(str::from_utf8(text).ok()?).ok()
}
