//! The custody of keys: where the key-encryption key comes from, the site's own signing key,
//! and the commands that change what keys may do. Every change is on the record.

mod command;
mod kek;
mod live;
mod site_key;

pub use command::{IssuerChange, KeyCommand};
pub use kek::{KekSetting, KekSource};
pub use live::{Custody, LiveCustody};
pub use site_key::SiteKey;

use crate::folder::{Folder, FolderError};
use crate::records::{self, Order};
use jiff::Timestamp;
use record::CustodyEvent;
use sheet::lists::{ListKind, SheetList};
use std::fs;
use std::path::Path;

impl Folder {
    /// Puts on the record what is about to be done to a key. Before it is done: what is on
    /// the record and was not done harms nobody.
    pub async fn note(&mut self, what: CustodyEvent, subject: &str) -> Result<(), FolderError> {
        let order = Order {
            entry: records::custody(what, subject)?,
            sheet: None,
        };
        self.record.append(vec![order]).await?;
        Ok(())
    }

    /// Makes an issuer's next escrow key and tells its number.
    pub async fn create_key(&mut self, issuer: u16) -> Result<u16, FolderError> {
        let numbers = self
            .custody
            .escrow
            .keys()
            .filter(|key| key.issuer == issuer);
        let last = numbers.map(|key| key.escrow_key).max().unwrap_or(0);
        let number = last.checked_add(1).ok_or(FolderError::NoNumber(issuer))?;
        let key = self.custody.escrow.create_key(issuer, number)?;
        self.note(CustodyEvent::KeyCreated, &key_name(issuer, number))
            .await?;
        // Kept before its public half is handed out: what is sealed to a lost key stays sealed.
        self.database.keep_escrow_keys(&[key]).await?;
        Ok(number)
    }

    /// Writes an active key's public half, signed by the site. `host` is the site's address as
    /// printed on sheets.
    pub fn write_bundle(
        &self,
        issuer: u16,
        key: u16,
        host: &str,
        file: &Path,
    ) -> Result<(), FolderError> {
        let bundle = self.custody.escrow.bundle(issuer, key, host);
        let bundle = bundle.ok_or(FolderError::NotActive { issuer, key })?;
        let bundle = bundle.signed(|message| self.site_key.sign(message));
        let json = serde_json::to_vec_pretty(&bundle).map_err(std::io::Error::from);
        json.and_then(|json| fs::write(file, json))
            .map_err(FolderError::at(file))
    }
}

fn key_name(issuer: u16, key: u16) -> String {
    format!("issuer {issuer} key {key}")
}

fn list_name(issuer: u16, kind: ListKind, list: &SheetList) -> String {
    let (kind, number) = (kind.slug(), list.number);
    format!("issuer {issuer} {kind} sheets, list {number}")
}

/// Seconds since 1970-01-01T00:00:00Z.
fn seconds_now() -> u64 {
    Timestamp::now().as_second().max(0).unsigned_abs()
}
