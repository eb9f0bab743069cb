//! SQLite, one file in the data folder.

use escrow::WrappedKey;
use jiff::Timestamp;
use sheet::cards::IssuerCard;
use sqlx::ConnectOptions;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use std::path::Path;
use std::time::Duration;

/// What is kept: issuers, wrapped keys, and the record of key uses.
#[derive(Clone, Debug)]
pub struct Database {
    pub(crate) pool: SqlitePool,
}

impl Database {
    /// Opens the file, or makes it, and brings it up to date.
    pub async fn open(file: &Path) -> Result<Database, sqlx::Error> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // A record that a power cut takes away would be no record.
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(10))
            .disable_statement_logging();
        let pool = SqlitePoolOptions::new().connect_with(options).await?;
        sqlx::migrate!().run(&pool).await?;
        Ok(Database { pool })
    }

    pub async fn answers(&self) -> bool {
        sqlx::query("SELECT 1").execute(&self.pool).await.is_ok()
    }

    /// In the order of their registration.
    pub async fn issuer_cards(&self) -> Result<Vec<IssuerCard>, sqlx::Error> {
        let cards: Vec<String> = sqlx::query_scalar("SELECT card FROM issuer_cards ORDER BY id")
            .fetch_all(&self.pool)
            .await?;
        cards
            .iter()
            .map(|card| serde_json::from_str(card).map_err(|e| sqlx::Error::Decode(e.into())))
            .collect()
    }

    /// The same card twice is kept once.
    pub async fn add_issuer_card(&self, card: &IssuerCard) -> Result<(), sqlx::Error> {
        let json = serde_json::to_string(card).map_err(|e| sqlx::Error::Encode(e.into()))?;
        sqlx::query(
            "INSERT INTO issuer_cards (card, added_at) VALUES (?, ?) ON CONFLICT DO NOTHING",
        )
        .bind(json)
        .bind(now())
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    pub async fn escrow_keys(&self) -> Result<Vec<WrappedKey>, sqlx::Error> {
        let rows: Vec<(u16, u16, Vec<u8>, Vec<u8>)> =
            sqlx::query_as("SELECT issuer, escrow_key, public, wrapped FROM escrow_keys")
                .fetch_all(&self.pool)
                .await?;
        let key = |(issuer, escrow_key, public, wrapped)| WrappedKey {
            issuer,
            escrow_key,
            public,
            wrapped,
        };
        Ok(rows.into_iter().map(key).collect())
    }

    pub async fn add_escrow_key(&self, key: &WrappedKey) -> Result<(), sqlx::Error> {
        let columns = "INSERT INTO escrow_keys (issuer, escrow_key, public, wrapped, made_at) VALUES (?, ?, ?, ?, ?)";
        sqlx::query(columns)
            .bind(key.issuer)
            .bind(key.escrow_key)
            .bind(&key.public)
            .bind(&key.wrapped)
            .bind(now())
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}

/// RFC 3339, UTC.
pub(crate) fn now() -> String {
    Timestamp::now().to_string()
}
