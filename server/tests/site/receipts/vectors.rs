//! Receipts that were filed once (`tests/vectors/make.py`).

use crate::common::{on, refused, told};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

fn vector(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/vectors/receipt")
        .join(name)
}

fn verify(record_key: &str) -> Command {
    let mut command = on(Path::new("no-such-site"));
    command
        .args(["receipt", "verify"])
        .arg(vector("saved.json"));
    command.arg("--key").arg(vector("site.pub"));
    command.arg("--record-key").arg(vector(record_key));
    command
}

#[test]
fn a_receipt_of_version_1_says_for_ever_what_it_said() {
    let said: Value = serde_json::from_str(&told(&mut verify("record.pub"))).unwrap();
    let filed = std::fs::read_to_string(vector("said.json")).unwrap();
    assert_eq!(said, serde_json::from_str::<Value>(&filed).unwrap());
}

#[test]
fn a_checkpoint_of_another_record_is_refused() {
    let other = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../crates/record/tests/vectors/export/verifier");
    let error = refused(&mut verify(other.to_str().unwrap()));
    assert!(error.contains("the checkpoint is not signed by"), "{error}");
}
