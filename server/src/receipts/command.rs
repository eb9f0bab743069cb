//! `uramen receipt`: verifying without the site.

use super::{Receipt, Saved, verify_saved};
use clap::{Args, Subcommand};
use data_encoding::HEXLOWER_PERMISSIVE;
use ed25519_dalek::VerifyingKey;
use record::Verifier;
use serde_json::json;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

#[derive(Subcommand)]
pub enum ReceiptCommand {
    /// Verify a receipt. Needs neither database nor keys of the site
    Verify(Verify),
}

#[derive(Args)]
pub struct Verify {
    /// The receipt, as the site's page saves it or as the API answers it
    receipt: PathBuf,
    /// The site's public key, as `uramen key site` prints it, or a file with it
    #[arg(long, value_name = "KEY")]
    key: String,
    /// The record's public key, as `uramen record key` wrote it: verifies the checkpoint, too
    #[arg(long, value_name = "FILE")]
    record_key: Option<PathBuf>,
}

impl ReceiptCommand {
    /// # Errors
    /// The receipt is not good; the message says why.
    pub fn run(self) -> Result<(), Box<dyn Error>> {
        let ReceiptCommand::Verify(verify) = self;
        verify.run()
    }
}

impl Verify {
    fn run(self) -> Result<(), Box<dyn Error>> {
        let key = public_key(&self.key)?;
        let saved: Saved = read(&self.receipt)?.parse()?;
        let verified = verify_saved(&saved, &key)?;
        let checkpoint = match &self.record_key {
            Some(file) => {
                check_checkpoint(&verified.receipt, &read(file)?)?;
                "verified"
            }
            None => "not verified",
        };
        let said = json!({ "checkpoint": checkpoint, "receipt": verified.receipt, "declaration": verified.declaration });
        println!("{}", serde_json::to_string_pretty(&said)?);
        Ok(())
    }
}

/// The record signed it, and it is large enough for the receipt's entries.
fn check_checkpoint(receipt: &Receipt, record_key: &str) -> Result<(), Box<dyn Error>> {
    let place = &receipt.record;
    let checkpoint = Verifier::parse(record_key)?.open(&place.checkpoint)?;
    let size = checkpoint.head().size;
    match place.entries.iter().find(|&&entry| entry >= size) {
        Some(entry) => Err(format!("the checkpoint does not have entry {entry}").into()),
        None => Ok(()),
    }
}

/// 64 hexadecimal digits are the key itself.
fn public_key(key: &str) -> Result<VerifyingKey, Box<dyn Error>> {
    let decode = |hex: &str| HEXLOWER_PERMISSIVE.decode(hex.trim().as_bytes());
    let bytes = match decode(key) {
        Ok(bytes) => bytes,
        Err(_) => decode(&read(key.as_ref())?)?,
    };
    let bytes = bytes
        .as_slice()
        .try_into()
        .map_err(|_| "the key has not 64 digits")?;
    Ok(VerifyingKey::from_bytes(bytes)?)
}

fn read(file: &Path) -> Result<String, String> {
    fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))
}
