//! The custody of keys: where the key-encryption key comes from, the site's own signing key,
//! and the commands that change what keys may do. Every change is on the record.

mod command;
mod kek;
mod site_key;

pub use command::{IssuerChange, KeyCommand};
pub use kek::{KekSetting, KekSource};
pub use site_key::SiteKey;

use crate::folder::{Folder, FolderError};
use crate::records::Order;
use jiff::Timestamp;
use record::{Custody, CustodyEvent, Entry, Time};

impl Folder {
    /// Puts on the record what is about to be done to a key. Before it is done: what is on
    /// the record and was not done harms nobody.
    pub async fn note(&mut self, what: CustodyEvent, subject: &str) -> Result<(), FolderError> {
        let fault = |error: record::Error| FolderError::Record(error.into());
        let entry = Entry::Custody(Custody {
            time: Time::from(Timestamp::now()),
            what,
            subject: subject.parse().map_err(fault)?,
        });
        let order = Order { entry, sheet: None };
        self.record.append(&[order]).await?;
        Ok(())
    }
}
