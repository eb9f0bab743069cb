//! The database of one test: a file in its data folder or, when `URAMEN_TEST_POSTGRES` names a
//! server, one of its own there. The same tests run on both.

use data_encoding::HEXLOWER;
use sqlx::{AnyConnection, Connection, Executor, Row};
use std::future::Future;
use std::path::Path;

/// A file in the data folder with the address of a database of its own.
pub const OWN: &str = "test-database";

/// The address for this data folder; `None`: a file in it.
pub fn address(data: &Path) -> Option<String> {
    if let Ok(own) = std::fs::read_to_string(data.join(OWN)) {
        return Some(own);
    }
    let server = std::env::var("URAMEN_TEST_POSTGRES").ok()?;
    let name = HEXLOWER.encode(data.file_name().unwrap().as_encoded_bytes());
    let (origin, options) = server.split_once('?').unwrap();
    run(async {
        let mut database = connect(&server).await;
        let create = format!(r#"CREATE DATABASE "{name}""#);
        // Of the second command on a folder: it is there.
        let _ = database.execute(sqlx::AssertSqlSafe(create)).await;
    });
    let origin = origin.rsplit_once('/').unwrap().0;
    Some(format!("{origin}/{name}?{options}"))
}

/// Changes what is stored behind the site's back.
pub fn execute(data: &Path, sql: &str) {
    let address = opened(data);
    run(async {
        let mut database = connect(&address).await;
        database
            .execute(sqlx::AssertSqlSafe(sql.to_owned()))
            .await
            .unwrap();
    });
}

/// Holds up whoever writes to the record, until it is dropped.
pub struct Lock {
    runtime: tokio::runtime::Runtime,
    connection: AnyConnection,
}

pub fn lock(data: &Path) -> Lock {
    let runtime = runtime();
    let address = opened(data);
    let lock = match address.starts_with("sqlite") {
        true => "BEGIN IMMEDIATE",
        false => "BEGIN; LOCK TABLE record_entries IN EXCLUSIVE MODE",
    };
    let connection = runtime.block_on(async {
        let mut connection = connect(&address).await;
        connection.execute(lock).await.unwrap();
        connection
    });
    Lock {
        runtime,
        connection,
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let rollback = self.connection.execute("ROLLBACK");
        self.runtime.block_on(rollback).unwrap();
    }
}

/// All text and bytes of the record's table, one after the other.
pub fn record_bytes(data: &Path) -> Vec<u8> {
    let address = opened(data);
    run(async {
        let mut database = connect(&address).await;
        let rows = "SELECT line, hashes, sheet FROM record_entries ORDER BY position";
        let rows = sqlx::query(rows).fetch_all(&mut database).await.unwrap();
        let row = |row: &sqlx::any::AnyRow| {
            let line: String = row.get(0);
            let (hashes, sheet): (Vec<u8>, Option<Vec<u8>>) = (row.get(1), row.get(2));
            [line.into_bytes(), hashes, sheet.unwrap_or_default()].concat()
        };
        rows.iter().flat_map(row).collect()
    })
}

fn opened(data: &Path) -> String {
    let file = || format!("sqlite://{}", data.join("uramen.sqlite").display());
    address(data).unwrap_or_else(file)
}

async fn connect(address: &str) -> AnyConnection {
    sqlx::any::install_default_drivers();
    AnyConnection::connect(address).await.unwrap()
}

fn run<T>(work: impl Future<Output = T>) -> T {
    runtime().block_on(work)
}

fn runtime() -> tokio::runtime::Runtime {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.unwrap()
}
