//! A real site in a process of its own, and real sheets to send to it. All of it 見本.
#![allow(dead_code, unused_imports, reason = "the benchmark uses a part of it")]

use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

pub mod database;
pub mod paper;
pub mod site;

pub use paper::{Paper, label};
pub use site::{Answer, File, Node, Site, on};

/// A file of the decoders' own tests.
pub fn fixture(name: &str) -> Vec<u8> {
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../crates/pages/tests/fixtures"
    );
    std::fs::read(format!("{folder}/{name}")).expect("a fixture of the pages crate")
}

/// A use of a key and how it ended, as the exported record has them.
pub struct KeyUse {
    pub actor: String,
    pub sheet: String,
    pub upload: String,
    pub issuer: u64,
    pub escrow_key: u64,
    pub outcome: Option<String>,
}

/// The record, as the command line exports it.
pub fn key_uses(data: &Path) -> Vec<KeyUse> {
    let mut uses: BTreeMap<u64, KeyUse> = BTreeMap::new();
    for (index, line) in export(data).lines().enumerate() {
        let entry: Value = serde_json::from_str(line).unwrap();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        if let Some(used) = entry.get("use") {
            let used = KeyUse {
                actor: text(&used["actor"]),
                sheet: text(&used["sheet"]),
                upload: text(&used["upload"]),
                issuer: used["issuer"].as_u64().unwrap(),
                escrow_key: used["escrow_key"].as_u64().unwrap(),
                outcome: None,
            };
            uses.insert(index as u64, used);
        } else if let Some(outcome) = entry.get("outcome") {
            let used = uses.get_mut(&outcome["of"].as_u64().unwrap()).unwrap();
            used.outcome = Some(text(&outcome["outcome"]));
        }
    }
    uses.into_values().collect()
}

/// The entries of the record, one a line.
pub fn export(data: &Path) -> String {
    told(site::on(data).args(["record", "export"]))
}

/// What a command that must succeed writes.
pub fn told(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{error}");
    String::from_utf8(output.stdout).unwrap()
}

/// What a site says that must not start.
pub fn does_not_start(command: &mut Command) -> String {
    refused(command.args(["--listen", "127.0.0.1:0", "serve"]))
}

/// What a command that must fail says.
pub fn refused(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(!output.status.success());
    String::from_utf8(output.stderr).unwrap()
}
