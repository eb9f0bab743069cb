//! The data folder: what is in it, and how it comes to be.

use crate::database::Database;
use crate::records::RecordKey;
use escrow::{Escrow, KeyEncryptionKey};
use sheet::cards::IssuerCard;
use std::fs::DirBuilder;
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
}

/// The data folder cannot be used. The message says what to look at.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    #[error("{}: {cause}", path.display())]
    Io { path: PathBuf, cause: io::Error },
    #[error(transparent)]
    Kek(#[from] escrow::KekError),
    #[error("the database: {0}")]
    Database(#[from] sqlx::Error),
    #[error("an issuer's card in the database: {0}")]
    Card(#[from] escrow::CardError),
    #[error("an escrow key in the database: {0}")]
    Key(#[from] escrow::KeyError),
}

impl Folder {
    /// Opens the folder, or makes it with new keys. A folder that has a database and lacks a
    /// key is refused: a new key would silently lose whatever the old one protected.
    pub async fn open(path: &Path) -> Result<Folder, FolderError> {
        let file = path.join("uramen.sqlite");
        let is_new = !file.exists();
        if is_new {
            let made = DirBuilder::new().recursive(true).mode(0o700).create(path);
            made.map_err(|cause| FolderError::Io {
                path: path.to_owned(),
                cause,
            })?;
        }
        let (kek, record_key) = (path.join("escrow.kek"), path.join("records.key"));
        // A first start that was cut short may have left a key without the database.
        let may_make = |key: &Path| is_new && !key.exists();
        let kek = if may_make(&kek) {
            KeyEncryptionKey::create(&kek)?
        } else {
            KeyEncryptionKey::load(&kek)?
        };
        let record_key = if may_make(&record_key) {
            RecordKey::create(&record_key)?
        } else {
            RecordKey::load(&record_key)?
        };
        let database = Database::open(&file).await?;
        let (escrow, cards) = fill(Escrow::new(kek), &database).await?;
        Ok(Folder {
            database,
            escrow,
            cards,
            record_key,
        })
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
    for key in database.escrow_keys().await? {
        escrow.add_key(key)?;
    }
    Ok((escrow, cards))
}
