//! The export that a Python implementation made, and exports that it reads.

use crate::log::Log;
use record::{Checkpoint, ConsistencyProof, Entry, Hash, InclusionProof, LogKey, Tree, Verifier};
use std::fs;
use std::path::Path;
use std::process::Command;

const EXPORT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/export");

fn read(name: &str) -> String {
    fs::read_to_string(Path::new(EXPORT).join(name)).unwrap()
}

fn opened(name: &str) -> Checkpoint {
    Verifier::parse(&read("verifier"))
        .unwrap()
        .open(&read(name))
        .unwrap()
}

#[test]
fn the_committed_export_holds() {
    let leaves: Vec<Hash> = read("leaves")
        .lines()
        .map(|line| Hash::parse_hash(line).unwrap())
        .collect();
    let entries = read("entries.jsonl");
    let figures = record::verify(
        entries.as_bytes(),
        &opened("checkpoint"),
        &[opened("older")],
        &leaves,
    )
    .unwrap();
    assert_eq!((figures.entries, figures.uses), (13, 5));
    assert_eq!(figures.without_outcome, [9]);
    assert_eq!(figures.stray_outcomes, [] as [u64; 0]);
    let (first, last) = figures.span.unwrap();
    assert_eq!(first.to_string(), "2026-04-01T00:00:00.000000Z");
    assert_eq!(last.to_string(), "2026-04-01T00:12:00.012012Z");
}

#[test]
fn the_committed_export_is_written_again_byte_for_byte() {
    let mut log = Log::new();
    log.key = LogKey::parse(&read("key")).unwrap();
    assert_eq!(log.key.verifier().to_string() + "\n", read("verifier"));
    let entries = read("entries.jsonl");
    let entries: Vec<Entry> = entries
        .lines()
        .map(|line| Entry::parse(line).unwrap())
        .collect();
    log.append(&entries[..6]);
    assert_eq!(log.note(), read("older"));
    log.append(&entries[6..]);
    assert_eq!(log.note(), read("checkpoint"));

    let inclusion = read("inclusion.jsonl");
    for (index, text) in inclusion.lines().enumerate() {
        let proof = InclusionProof::new(index as u64, 13, log.reader()).unwrap();
        assert_eq!(serde_json::to_string(&proof).unwrap(), text);
        let read: InclusionProof = serde_json::from_str(text).unwrap();
        read.verify(&opened("checkpoint"), &log.lines[index])
            .unwrap();
    }
    let consistency = read("consistency.jsonl");
    for (from, text) in (1..).zip(consistency.lines()) {
        let proof = ConsistencyProof::new(from, 13, log.reader()).unwrap();
        assert_eq!(serde_json::to_string(&proof).unwrap(), text);
        if from == 6 {
            let read: ConsistencyProof = serde_json::from_str(text).unwrap();
            read.verify(&opened("older"), &opened("checkpoint"))
                .unwrap();
        }
    }
}

#[test]
fn the_python_reader_checks_the_committed_export() {
    let told = python(Path::new(EXPORT));
    assert_eq!(
        told,
        "13 entries, 13 inclusion proofs, 13 consistency proofs\n"
    );
}

#[test]
fn the_python_reader_checks_an_export_of_this_crate() {
    let log = Log::of(300);
    let folder = tempfile::tempdir().unwrap();
    let lines = |lines: Vec<String>| lines.concat();
    let at = |size| Tree::load(size, log.reader()).unwrap().head();
    let inclusion = (0..300).map(|index| {
        let proof = InclusionProof::new(index, 300, log.reader()).unwrap();
        serde_json::to_string(&proof).unwrap() + "\n"
    });
    let consistency = (1..=300).map(|from| {
        let proof = ConsistencyProof::new(from, 300, log.reader()).unwrap();
        serde_json::to_string(&proof).unwrap() + "\n"
    });
    let files = [
        ("verifier", log.key.verifier().to_string()),
        ("checkpoint", log.note()),
        ("older", log.key.sign(at(129)).unwrap()),
        ("entries.jsonl", log.lines.join("\n") + "\n"),
        (
            "leaves",
            log.leaves()
                .iter()
                .map(|leaf| format!("{leaf}\n"))
                .collect(),
        ),
        ("inclusion.jsonl", lines(inclusion.collect())),
        ("consistency.jsonl", lines(consistency.collect())),
    ];
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let told = python(folder.path());
    assert_eq!(
        told,
        "300 entries, 300 inclusion proofs, 300 consistency proofs\n"
    );
}

/// What the reader prints; it fails if anything is not as it should be.
fn python(folder: &Path) -> String {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/reader");
    let output = Command::new("python3")
        .args(["-B", script])
        .arg(folder)
        .output()
        .expect("python3 is installed");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    String::from_utf8(output.stdout).unwrap()
}
