//! A real site in a process of its own, and real sheets to send to it. All of it 見本.
#![allow(dead_code, unused_imports, reason = "the benchmark uses a part of it")]

use sqlx::ConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;
use std::path::Path;

pub mod paper;
pub mod site;

pub use paper::{Paper, label};
pub use site::{Answer, File, Site};

/// A file of the decoders' own tests.
pub fn fixture(name: &str) -> Vec<u8> {
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../crates/pages/tests/fixtures"
    );
    std::fs::read(format!("{folder}/{name}")).expect("a fixture of the pages crate")
}

/// A line of the record of key uses.
pub struct KeyUse {
    pub actor: String,
    pub sheet: Vec<u8>,
    pub issuer: u16,
    pub escrow_key: u16,
    pub outcome: Option<String>,
}

/// The record as it stands in the database.
pub fn key_uses(data: &Path) -> Vec<KeyUse> {
    let options = SqliteConnectOptions::new()
        .filename(data.join("uramen.sqlite"))
        .read_only(true);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let rows = runtime.block_on(async {
        let mut database = options.connect().await.unwrap();
        let query = "SELECT actor, sheet, issuer, escrow_key, outcome FROM key_uses ORDER BY id";
        sqlx::query_as(query)
            .fetch_all(&mut database)
            .await
            .unwrap()
    });
    let line = |(actor, sheet, issuer, escrow_key, outcome)| KeyUse {
        actor,
        sheet,
        issuer,
        escrow_key,
        outcome,
    };
    rows.into_iter().map(line).collect()
}
