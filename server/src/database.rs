//! SQLite, one file in the data folder; or PostgreSQL, which several nodes may share. All SQL
//! is here, written once: both understand it.

use crate::access::{Grant, Scope};
use escrow::{SigningKeyState, WrappedKey};
use jiff::Timestamp;
use record::{Appended, Hash, KeyedHash, TokenId};
use serde::{Serialize, de::DeserializeOwned};
use sheet::cards::IssuerCard;
use sheet::lists::ListKind;
use sqlx::any::{AnyConnectOptions, AnyPoolOptions, install_default_drivers};
use sqlx::{Any, AnyPool, ConnectOptions, Executor, Transaction};
use std::error::Error;
use std::path::Path;
use std::str::FromStr;
use tokio::runtime::Handle;

/// What is kept: issuers, wrapped keys, and the record of key uses.
#[derive(Clone, Debug)]
pub struct Database {
    pool: AnyPool,
}

impl Database {
    /// Opens a SQLite file, or makes it, and brings it up to date.
    pub async fn open_file(file: &Path) -> Result<Database, sqlx::Error> {
        let file = file.to_str().ok_or_else(|| {
            sqlx::Error::Configuration("the data folder's path is not UTF-8".into())
        })?;
        Database::open(&format!("sqlite://{file}?mode=rwc")).await
    }

    /// Opens the database at this address and brings it up to date. Nodes that start at once
    /// wait for each other.
    pub async fn open(address: &str) -> Result<Database, sqlx::Error> {
        install_default_drivers();
        let options = AnyConnectOptions::from_str(address)?.disable_statement_logging();
        let is_sqlite = options.database_url.scheme() == "sqlite";
        let pool = AnyPoolOptions::new()
            .after_connect(move |connection, _| {
                Box::pin(async move {
                    if is_sqlite {
                        connection.execute(SQLITE).await?;
                    }
                    Ok(())
                })
            })
            .connect_with(options)
            .await?;
        sqlx::migrate!().run(&pool).await?;
        Ok(Database { pool })
    }

    pub async fn answers(&self) -> bool {
        sqlx::query("SELECT 1").execute(&self.pool).await.is_ok()
    }

    /// What all nodes agree on under this name: the first that says it decides.
    pub async fn agree(&self, name: &str, value: &str) -> Result<String, sqlx::Error> {
        sqlx::query("INSERT INTO site (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .bind(name)
            .bind(value)
            .execute(&self.pool)
            .await?;
        sqlx::query_scalar("SELECT value FROM site WHERE name = $1")
            .bind(name)
            .fetch_one(&self.pool)
            .await
    }

    /// Whether no site has used it yet.
    pub async fn is_new(&self) -> Result<bool, sqlx::Error> {
        let said: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM site")
            .fetch_one(&self.pool)
            .await?;
        Ok(said == 0)
    }

    /// Counts the changes of issuers, their lists and keys.
    pub async fn custody_version(&self) -> Result<i64, sqlx::Error> {
        sqlx::query_scalar("SELECT version FROM custody")
            .fetch_one(&self.pool)
            .await
    }

    /// What is changed in it, running sites take note of when it is committed.
    async fn change_custody(&self) -> Result<Transaction<'static, Any>, sqlx::Error> {
        let mut change = self.pool.begin().await?;
        sqlx::query("UPDATE custody SET version = version + 1")
            .execute(&mut *change)
            .await?;
        Ok(change)
    }

    /// In the order of their registration.
    pub async fn issuer_cards(&self) -> Result<Vec<IssuerCard>, sqlx::Error> {
        let cards: Vec<String> =
            sqlx::query_scalar("SELECT card FROM issuer_cards ORDER BY added_at, card")
                .fetch_all(&self.pool)
                .await?;
        cards.iter().map(|card| from_json(card)).collect()
    }

    /// The same card twice is kept once.
    pub async fn add_issuer_card(&self, card: &IssuerCard) -> Result<(), sqlx::Error> {
        let columns =
            "INSERT INTO issuer_cards (card, added_at) VALUES ($1, $2) ON CONFLICT DO NOTHING";
        let mut change = self.change_custody().await?;
        sqlx::query(columns)
            .bind(to_json(card)?)
            .bind(now())
            .execute(&mut *change)
            .await?;
        change.commit().await
    }

    pub async fn escrow_keys(&self) -> Result<Vec<WrappedKey>, sqlx::Error> {
        type Row = (i64, i64, Vec<u8>, Vec<u8>, String, String);
        let columns = "SELECT issuer, escrow_key, public, wrapped, kek, state FROM escrow_keys";
        let rows: Vec<Row> = sqlx::query_as(columns).fetch_all(&self.pool).await?;
        let key = |(issuer, escrow_key, public, wrapped, kek, state): Row| {
            Ok(WrappedKey {
                issuer: number(issuer)?,
                escrow_key: number(escrow_key)?,
                public,
                wrapped,
                kek,
                state: from_json(&state)?,
            })
        };
        rows.into_iter().map(key).collect()
    }

    /// Keeps these keys, in the place of those with their numbers: all or none.
    pub async fn keep_escrow_keys(&self, keys: &[WrappedKey]) -> Result<(), sqlx::Error> {
        let columns = "INSERT INTO escrow_keys (issuer, escrow_key, public, wrapped, kek, state, made_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (issuer, escrow_key) \
             DO UPDATE SET wrapped = excluded.wrapped, kek = excluded.kek, state = excluded.state";
        let mut change = self.change_custody().await?;
        for key in keys {
            sqlx::query(columns)
                .bind(i64::from(key.issuer))
                .bind(i64::from(key.escrow_key))
                .bind(&key.public)
                .bind(&key.wrapped)
                .bind(&key.kek)
                .bind(to_json(&key.state)?)
                .bind(now())
                .execute(&mut *change)
                .await?;
        }
        change.commit().await
    }

    /// Issuer, identifier and state of the signing keys that are retired or compromised.
    pub async fn signing_keys(&self) -> Result<Vec<(u16, String, SigningKeyState)>, sqlx::Error> {
        let rows: Vec<(i64, String, String)> =
            sqlx::query_as("SELECT issuer, kid, state FROM signing_keys")
                .fetch_all(&self.pool)
                .await?;
        let row = |(issuer, kid, state): (i64, String, String)| {
            Ok((number(issuer)?, kid, from_json(&state)?))
        };
        rows.into_iter().map(row).collect()
    }

    pub async fn keep_signing_key(
        &self,
        issuer: u16,
        kid: &str,
        state: SigningKeyState,
    ) -> Result<(), sqlx::Error> {
        let columns = "INSERT INTO signing_keys (issuer, kid, state) VALUES ($1, $2, $3) \
             ON CONFLICT (issuer, kid) DO UPDATE SET state = excluded.state";
        let mut change = self.change_custody().await?;
        sqlx::query(columns)
            .bind(i64::from(issuer))
            .bind(kid)
            .bind(to_json(&state)?)
            .execute(&mut *change)
            .await?;
        change.commit().await
    }

    /// The lists that issuers signed.
    pub async fn sheet_lists(&self) -> Result<Vec<(u16, ListKind, Vec<u8>)>, sqlx::Error> {
        let rows: Vec<(i64, String, Vec<u8>)> =
            sqlx::query_as("SELECT issuer, kind, signed FROM sheet_lists ORDER BY added_at")
                .fetch_all(&self.pool)
                .await?;
        let row = |(issuer, kind, signed): (i64, String, Vec<u8>)| {
            Ok((number(issuer)?, from_json(&kind)?, signed))
        };
        rows.into_iter().map(row).collect()
    }

    pub async fn keep_sheet_list(
        &self,
        issuer: u16,
        kind: ListKind,
        signed: &[u8],
    ) -> Result<(), sqlx::Error> {
        let columns = "INSERT INTO sheet_lists (issuer, kind, signed, added_at) \
             VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
        let mut change = self.change_custody().await?;
        sqlx::query(columns)
            .bind(i64::from(issuer))
            .bind(to_json(&kind)?)
            .bind(signed)
            .bind(now())
            .execute(&mut *change)
            .await?;
        change.commit().await
    }

    /// In the order in which they were made.
    pub async fn tokens(&self) -> Result<Vec<Grant>, sqlx::Error> {
        let columns =
            "SELECT id, name, scopes, expires_at, revoked_at FROM api_tokens ORDER BY made_at";
        let rows: Vec<GrantRow> = sqlx::query_as(columns).fetch_all(&self.pool).await?;
        rows.into_iter().map(grant).collect()
    }

    /// The token with this hash.
    pub async fn token(&self, hash: &[u8; 32]) -> Result<Option<Grant>, sqlx::Error> {
        let columns =
            "SELECT id, name, scopes, expires_at, revoked_at FROM api_tokens WHERE hash = $1";
        let row: Option<GrantRow> = sqlx::query_as(columns)
            .bind(hash.to_vec())
            .fetch_optional(&self.pool)
            .await?;
        row.map(grant).transpose()
    }

    pub async fn add_token(&self, grant: &Grant, hash: &[u8; 32]) -> Result<(), sqlx::Error> {
        let columns = "INSERT INTO api_tokens (id, hash, name, scopes, made_at, expires_at) \
             VALUES ($1, $2, $3, $4, $5, $6)";
        let scopes: Vec<&str> = grant.scopes.iter().map(|scope| scope.slug()).collect();
        sqlx::query(columns)
            .bind(grant.id.to_string())
            .bind(hash.to_vec())
            .bind(&grant.name)
            .bind(scopes.join(" "))
            .bind(now())
            .bind(grant.expires_at.as_microsecond())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// From now on, unless it was before.
    pub async fn revoke_token(&self, id: &TokenId) -> Result<(), sqlx::Error> {
        sqlx::query("UPDATE api_tokens SET revoked_at = $1 WHERE id = $2 AND revoked_at IS NULL")
            .bind(now())
            .bind(id.to_string())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// How many entries the record has.
    pub async fn record_size(&self) -> Result<u64, sqlx::Error> {
        let size: i64 = sqlx::query_scalar("SELECT size FROM record_head")
            .fetch_one(&self.pool)
            .await?;
        u64::try_from(size).map_err(decode)
    }

    /// Stores what was appended to a record of `size` entries, all or nothing; `sheets` has
    /// the sheet of each entry that is about one. `false`: somebody else appended meanwhile.
    pub async fn append(
        &self,
        size: u64,
        appended: &Appended,
        sheets: &[Option<KeyedHash>],
    ) -> Result<bool, sqlx::Error> {
        let mut transaction = self.pool.begin().await?;
        let moved = sqlx::query("UPDATE record_head SET size = $1 WHERE size = $2")
            .bind(appended.tree.size().cast_signed())
            .bind(size.cast_signed())
            .execute(&mut *transaction)
            .await?;
        if moved.rows_affected() != 1 {
            transaction.rollback().await?;
            return Ok(false);
        }
        for (entry, sheet) in appended.entries.iter().zip(sheets) {
            let columns = "INSERT INTO record_entries (position, line, hashes, sheet) VALUES ($1, $2, $3, $4)";
            let hashes: Vec<u8> = entry.hashes.iter().flat_map(|hash| hash.0).collect();
            sqlx::query(columns)
                .bind(entry.index.cast_signed())
                .bind(&entry.line)
                .bind(hashes)
                .bind(sheet.map(|sheet| sheet.0.to_vec()))
                .execute(&mut *transaction)
                .await?;
        }
        transaction.commit().await?;
        Ok(true)
    }

    /// Works on the record's stored hashes, on a thread that may block: proofs and trees are
    /// worked out by plain functions, which wait for what they read.
    pub async fn with_hashes<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Hashes) -> Result<T, record::Error> + Send + 'static,
    ) -> Result<T, record::Error> {
        let database = self.clone();
        let done = tokio::task::spawn_blocking(move || {
            let runtime = Handle::current();
            work(&move |indices| Ok(runtime.block_on(database.record_hashes(indices))?))
        });
        done.await
            .map_err(|cause| record::Error::Storage(cause.into()))?
    }

    /// The stored hashes at these indices, in their order.
    async fn record_hashes(&self, indices: &[u64]) -> Result<Vec<Hash>, sqlx::Error> {
        let mut found = Vec::with_capacity(indices.len());
        for &index in indices {
            let (entry, nth) = record::stored_with(index);
            let hashes: Option<Vec<u8>> =
                sqlx::query_scalar("SELECT hashes FROM record_entries WHERE position = $1")
                    .bind(entry.cast_signed())
                    .fetch_optional(&self.pool)
                    .await?;
            let hashes = hashes.unwrap_or_default();
            let hash = hashes.as_chunks::<32>().0.get(nth);
            found.push(Hash(*hash.ok_or(sqlx::Error::RowNotFound)?));
        }
        Ok(found)
    }

    /// The lines of the record about this sheet, in their order.
    pub async fn record_of(&self, sheet: &KeyedHash) -> Result<Vec<(u64, String)>, sqlx::Error> {
        let rows: Vec<(i64, String)> = sqlx::query_as(
            "SELECT position, line FROM record_entries WHERE sheet = $1 ORDER BY position",
        )
        .bind(sheet.0.to_vec())
        .fetch_all(&self.pool)
        .await?;
        let row = |(position, line): (i64, String)| (position.cast_unsigned(), line);
        Ok(rows.into_iter().map(row).collect())
    }

    /// At most `most` lines of the record from this place on, each with the hash of its leaf.
    pub async fn record_lines(
        &self,
        from: u64,
        most: u32,
    ) -> Result<Vec<(String, Hash)>, sqlx::Error> {
        let rows: Vec<(String, Vec<u8>)> = sqlx::query_as(
            "SELECT line, hashes FROM record_entries WHERE position >= $1 ORDER BY position LIMIT $2",
        )
        .bind(from.cast_signed())
        .bind(i64::from(most))
        .fetch_all(&self.pool)
        .await?;
        let row = |(line, hashes): (String, Vec<u8>)| {
            let leaf = hashes.first_chunk().ok_or(sqlx::Error::RowNotFound)?;
            Ok((line, Hash(*leaf)))
        };
        rows.into_iter().map(row).collect()
    }
}

/// Reads stored hashes by their indices.
pub type Hashes = dyn Fn(&[u64]) -> Result<Vec<Hash>, record::Cause>;

/// Readers do not wait for writers; and a record that a power cut takes away would be none.
const SQLITE: &str =
    "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL";

type GrantRow = (String, String, String, i64, Option<i64>);

fn grant((id, name, scopes, expires_at, revoked_at): GrantRow) -> Result<Grant, sqlx::Error> {
    let scopes: Result<Vec<Scope>, _> = scopes.split_whitespace().map(str::parse).collect();
    Ok(Grant {
        id: id.parse().map_err(decode)?,
        name,
        scopes: scopes.map_err(decode)?,
        expires_at: time(expires_at)?,
        revoked_at: revoked_at.map(time).transpose()?,
    })
}

fn time(microseconds: i64) -> Result<Timestamp, sqlx::Error> {
    Timestamp::from_microsecond(microseconds).map_err(decode)
}

fn decode(error: impl Error + Send + Sync + 'static) -> sqlx::Error {
    sqlx::Error::Decode(error.into())
}

fn number(n: i64) -> Result<u16, sqlx::Error> {
    u16::try_from(n).map_err(decode)
}

fn to_json(value: &impl Serialize) -> Result<String, sqlx::Error> {
    serde_json::to_string(value).map_err(|e| sqlx::Error::Encode(e.into()))
}

fn from_json<T: DeserializeOwned>(json: &str) -> Result<T, sqlx::Error> {
    serde_json::from_str(json).map_err(decode)
}

/// Microseconds since 1970-01-01T00:00:00Z.
fn now() -> i64 {
    Timestamp::now().as_microsecond()
}
