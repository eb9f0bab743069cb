//! `uramen survey`: what it counts, what it tells and what not, how it ends.

use crate::common::site::{survey, uramen};
use crate::common::{Paper, label, paper};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use sheet::Sealed;
use std::fs;
use std::path::Path;
use std::process::Output;
use tempfile::TempDir;

/// A sheet that no key opens, and what it holds.
fn sheet() -> (Vec<u8>, String) {
    let sealed = Sealed {
        encapsulated_key: [4; Sealed::KEY_LEN],
        ciphertext: vec![7; 10_000],
    };
    let holds = HEXLOWER.encode(&Sha256::digest(&sealed.ciphertext)[..4]);
    (paper::sealed_paper(&label(1, 1, 1), &sealed).png(), holds)
}

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = uramen();
    command.arg("survey").args(arguments).current_dir(folder);
    command.output().unwrap()
}

#[test]
fn every_page_is_read_misread_or_has_a_problem() {
    let (scan, holds) = sheet();
    let blank = Paper::blank().png();
    let folder = folder(&[
        (&format!("right/yamada.{}.png", holds.to_uppercase()), &scan),
        ("right/unstated.png", &scan),
        ("wrong/a.00000000.png", &scan),
        ("wrong/blank.png", &blank),
        ("none/a.png", &scan),
        ("broken/half.png", &scan[..scan.len() / 2]),
        ("broken/empty.png", b""),
        ("beside.txt", b"not looked at"),
    ]);
    let (code, rows) = survey(folder.path(), &[]);
    assert_eq!(code, 1, "a misread is never expected");
    let counts = rows.iter().map(|row| {
        let number = |key: &str| row[key].as_u64().unwrap();
        let name = row["condition"].as_str().unwrap();
        (
            name,
            number("pages"),
            number("read"),
            number("misread"),
            row["problems"].to_string(),
        )
    });
    let none = || "{}".to_owned();
    let expected = [
        (
            "broken",
            0,
            0,
            0,
            r#"{"file-damaged":1,"file-empty":1}"#.to_owned(),
        ),
        ("none", 1, 0, 1, none()),
        ("right", 2, 2, 0, none()),
        ("wrong", 2, 0, 1, r#"{"page-blank":1}"#.to_owned()),
    ];
    assert!(counts.eq(expected), "{rows:?}");
    assert!(rows[2]["least_margin"].as_f64().unwrap() > 0.9);
    assert!(rows[1]["least_margin"].is_null());
    let time = &rows[2]["milliseconds"];
    assert!(
        ["decode", "read", "correct"]
            .iter()
            .all(|stage| time[stage].is_f64())
    );
}

#[test]
fn file_names_are_told_when_asked_for_and_content_never() {
    let (scan, holds) = sheet();
    let folder = folder(&[("yamada.png", &scan)]);
    let short = run(folder.path(), &["."]);
    let long = run(folder.path(), &[".", "-v"]);
    assert!(short.status.success() && short.stderr.is_empty());
    let [short, long] = [short, long].map(|output| String::from_utf8(output.stdout).unwrap());
    assert!(!short.contains("yamada") && !short.contains(&holds));
    assert!(long.contains(&format!("yamada.png, page 1: read {holds}, margin 1.00")));
    // A folder of files is one condition, whose row stands below the head.
    let name = folder.path().file_name().unwrap().to_str().unwrap();
    assert!(short.lines().nth(1).unwrap().starts_with(name));
    // Neither keys nor a database were made.
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn the_exit_code_tells_whether_expectations_are_met() {
    let folder = folder(&[]);
    fs::create_dir(folder.path().join("office")).unwrap();
    let code = |expectations: &str| {
        fs::write(folder.path().join("expect.toml"), expectations).unwrap();
        run(folder.path(), &["."]).status.code()
    };
    assert_eq!(code(""), Some(0));
    assert_eq!(code("[office]\nleast_read = 0"), Some(0));
    assert_eq!(code("[office]\nleast_read = 1"), Some(1));
    assert_eq!(code("[no-such-condition]"), Some(1));
    assert_eq!(code("[office]\nleast = 1"), Some(2));
    assert_eq!(
        run(folder.path(), &["no-such-folder"]).status.code(),
        Some(2)
    );
    assert_eq!(run(folder.path(), &[]).status.code(), Some(2));
}

#[test]
fn help_explains_and_lists_only_the_settings_that_count() {
    let output = run(Path::new("."), &["--help"]);
    let help = String::from_utf8(output.stdout).unwrap();
    assert!(help.contains("expect.toml") && help.contains("--max-pixels"));
    assert!(!help.contains("--listen") && !help.contains("--data"));
}
