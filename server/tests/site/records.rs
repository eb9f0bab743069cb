//! The record of key uses, as an operator and an auditor find it.

use crate::common::{
    File, Site, database, does_not_start, export, key_uses, label, on, paper, refused, told,
};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// What the command line says of the record, kept in files as an auditor keeps it.
struct Kept {
    folder: tempfile::TempDir,
}

impl Kept {
    fn of(data: &Path) -> Kept {
        let kept = Kept {
            folder: tempfile::tempdir().unwrap(),
        };
        let all: [(&str, &[&str]); 4] = [
            ("entries", &["export"]),
            ("leaves", &["export", "--leaves"]),
            ("checkpoint", &["checkpoint"]),
            ("key", &["key"]),
        ];
        for (file, command) in all {
            let text = told(on(data).arg("record").args(command));
            fs::write(kept.file(file), text).unwrap();
        }
        kept
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Without anything of the site.
    fn verify(&self) -> std::process::Command {
        let mut command = on(&self.file("no-such-site"));
        command.args(["record", "verify"]).arg(self.file("entries"));
        for option in ["checkpoint", "key", "leaves"] {
            command.arg(format!("--{option}")).arg(self.file(option));
        }
        command
    }
}

fn upload(site: &Site, set: u8) -> Vec<u8> {
    paper::genuine(site, &label(set, 1, 1)).png()
}

fn headline(report: &Value) -> &str {
    report["headline"].as_str().unwrap()
}

#[test]
fn the_record_is_exported_and_verified_without_the_site() {
    let site = Site::start();
    for set in 1..=3 {
        assert_eq!(
            headline(&site.verify(&[&upload(&site, set)])),
            "back-authentic"
        );
    }
    let kept = Kept::of(site.data.path());
    let figures: Value = serde_json::from_str(&told(&mut kept.verify())).unwrap();
    // The issuer and its key were put on the record first.
    assert_eq!(figures["entries"], 8);
    assert_eq!(figures["uses"], 3);
    assert_eq!(figures["without_outcome"], serde_json::json!([]));

    let entries = fs::read_to_string(kept.file("entries")).unwrap();
    let lines: Vec<&str> = entries.lines().collect();
    let without = |n: usize| [&lines[..n], &lines[n + 1..]].concat().join("\n") + "\n";
    let mut swapped = lines.clone();
    swapped.swap(4, 5);
    let swapped = swapped.join(
        "
",
    ) + "
";
    let attempts = [
        (
            entries.replacen("opened", "rejected", 1),
            "entry 3 (line 4) was altered",
        ),
        (without(4), "entry 4 (line 5) was dropped"),
        (swapped, "entry 4 (line 5) was reordered"),
    ];
    for (forged, told) in attempts {
        fs::write(kept.file("entries"), forged).unwrap();
        let error = refused(&mut kept.verify());
        assert!(error.contains(told), "{error}");
    }
}

#[test]
fn an_entry_and_the_growth_of_the_record_are_proved() {
    let site = Site::start();
    site.verify(&[&upload(&site, 1)]);
    let older = Kept::of(site.data.path());
    site.verify(&[&upload(&site, 2)]);
    let prove = |option: &str, n: &str| -> Value {
        let mut command = on(site.data.path());
        serde_json::from_str(&told(command.args(["record", "prove", option, n]))).unwrap()
    };
    let verifier = fs::read_to_string(older.file("key")).unwrap();
    let verifier = record::Verifier::parse(&verifier).unwrap();
    let open = |note: &str| verifier.open(note).unwrap();

    let told = prove("--entry", "4");
    let proof: record::InclusionProof = serde_json::from_value(told["proof"].clone()).unwrap();
    let line = export(site.data.path()).lines().nth(4).unwrap().to_owned();
    let newer = open(told["checkpoint"].as_str().unwrap());
    proof.verify(&newer, &line).unwrap();
    assert!(
        proof
            .verify(&newer, &line.replace("\"api\"", "\"web\""))
            .is_err()
    );

    let told = prove("--since", "4");
    let proof: record::ConsistencyProof = serde_json::from_value(told["proof"].clone()).unwrap();
    let older = open(&fs::read_to_string(older.file("checkpoint")).unwrap());
    proof.verify(&older, &newer).unwrap();
}

#[test]
fn a_database_copied_back_to_yesterday_does_not_start() {
    let mut site = Site::start();
    site.verify(&[&upload(&site, 1)]);
    site.verify(&[&upload(&site, 2)]);
    site.kill();
    let data = site.data.path();
    database::execute(data, "DELETE FROM record_entries WHERE position >= 4");
    database::execute(data, "UPDATE record_head SET size = 4");
    let error = does_not_start(&mut on(data));
    assert!(error.contains('4') && error.contains('6'), "{error}");
    assert!(error.contains("record of key uses"), "{error}");
}

#[test]
fn a_database_copied_back_under_a_running_site_opens_nothing_more() {
    let site = Site::start();
    let uploads = [1, 2, 3].map(|set| upload(&site, set));
    site.verify(&[&uploads[0]]);
    site.verify(&[&uploads[1]]);
    let data = site.data.path();
    database::execute(data, "DELETE FROM record_entries WHERE position >= 4");
    database::execute(data, "UPDATE record_head SET size = 4");
    let answer = site.post(
        "/api/v1/verifications",
        &[File {
            name: "scan",
            bytes: &uploads[2],
        }],
    );
    assert_eq!(answer.status, 500);
    assert!(site.stop().contains("the database is an older copy"));
}

#[test]
fn a_rewritten_record_does_not_start() {
    let mut site = Site::start();
    site.verify(&[&upload(&site, 1)]);
    site.verify(&[&upload(&site, 2)]);
    site.kill();
    let data = site.data.path();
    let rewrite = "UPDATE record_entries SET hashes = \
                   (SELECT hashes FROM record_entries WHERE position = 3) WHERE position = 5";
    database::execute(data, rewrite);
    does_not_start(&mut on(data));
}

#[test]
fn another_sites_checkpoint_is_refused() {
    let (mut site, other) = (Site::start(), Site::start());
    other.verify(&[&upload(&other, 1)]);
    site.verify(&[&upload(&site, 1)]);
    site.kill();
    let anchor = |site: &Site| site.data.path().join("record.checkpoint");
    fs::copy(anchor(&other), anchor(&site)).unwrap();
    does_not_start(&mut on(site.data.path()));
}

#[test]
fn killed_again_and_again_the_record_lacks_no_opening() {
    let mut site = Site::start();
    let uploads: Vec<Vec<u8>> = (1..=4).map(|set| upload(&site, set)).collect();
    let mut opened = 0;
    for wait in [150, 400, 90, 700, 250] {
        let node = &*site;
        opened += std::thread::scope(|scope| {
            let clients: Vec<_> = uploads
                .iter()
                .map(|upload| scope.spawn(|| answers(node.address.clone(), upload)))
                .collect();
            std::thread::sleep(Duration::from_millis(wait));
            let pid = node.process_id().to_string();
            let kill = std::process::Command::new("kill")
                .args(["-9", &pid])
                .status();
            assert!(kill.unwrap().success());
            clients
                .into_iter()
                .map(|client| client.join().unwrap())
                .sum::<usize>()
        });
        site.kill_and_restart();
    }
    // And with nothing in its way it still works.
    assert_eq!(headline(&site.verify(&[&uploads[0]])), "back-authentic");
    let kept = Kept::of(site.data.path());
    told(&mut kept.verify());
    let uses = key_uses(site.data.path());
    let recorded = uses
        .iter()
        .filter(|u| u.outcome.as_deref() == Some("opened"));
    assert!(recorded.count() > opened, "{opened} answers were given");
}

/// Uploads until the site is gone; how many answers told an opened sheet.
fn answers(address: String, upload: &[u8]) -> usize {
    let agent: ureq::Agent = ureq::Agent::config_builder().build().into();
    let url = format!("http://{address}/api/v1/verifications");
    let once = || {
        let (content_type, body) = crate::common::site::form(&[File {
            name: "scan",
            bytes: upload,
        }]);
        let request = agent.post(&url).header("content-type", &content_type);
        let text = request
            .send(&body[..])
            .ok()?
            .body_mut()
            .read_to_string()
            .ok()?;
        Some(usize::from(text.contains("back-authentic")))
    };
    std::iter::from_fn(once).sum()
}

/// SQLite is within the site's own process, which the test above kills.
#[test]
fn a_database_that_crashes_under_load_lacks_no_opening() {
    let variable = |name: &str| std::env::var(name).ok();
    let server = variable("URAMEN_TEST_CRASHING_POSTGRES").zip(variable("URAMEN_TEST_CRASH"));
    let Some((address, crash)) = server else {
        return;
    };
    let site = Site::on_database(&address);
    let uploads: Vec<Vec<u8>> = (1..=3).map(|set| upload(&site, set)).collect();
    let is_over = AtomicBool::new(false);
    let opened = std::thread::scope(|scope| {
        let clients: Vec<_> = uploads
            .iter()
            .map(|upload| scope.spawn(|| answers_while(&site, upload, &is_over)))
            .collect();
        for _ in 0..3 {
            std::thread::sleep(Duration::from_millis(700));
            let crashed = std::process::Command::new("sh")
                .args(["-c", &crash])
                .status();
            assert!(crashed.unwrap().success());
        }
        is_over.store(true, Ordering::Relaxed);
        let counts = clients.into_iter().map(|client| client.join().unwrap());
        counts.sum::<usize>()
    });
    assert_eq!(headline(&site.verify(&[&uploads[0]])), "back-authentic");
    told(&mut Kept::of(site.data.path()).verify());
    let uses = key_uses(site.data.path());
    let recorded = uses
        .iter()
        .filter(|u| u.outcome.as_deref() == Some("opened"));
    assert!(recorded.count() > opened, "{opened} answers were given");
}

/// Whatever the answers are; how many told an opened sheet.
fn answers_while(site: &Site, upload: &[u8], is_over: &AtomicBool) -> usize {
    let files = [File {
        name: "scan",
        bytes: upload,
    }];
    let mut opened = 0;
    while !is_over.load(Ordering::Relaxed) {
        let answer = site.post("/api/v1/verifications", &files);
        assert!([200, 500].contains(&answer.status), "{}", answer.text());
        opened += usize::from(answer.text().contains("back-authentic"));
    }
    opened
}

#[test]
fn two_nodes_write_one_record() {
    let site = Site::start();
    let other = site.another_node();
    let uploads: Vec<Vec<u8>> = (1..=2).map(|set| upload(&site, set)).collect();
    std::thread::scope(|scope| {
        for (node, upload) in [(&*site, &uploads[0]), (&other, &uploads[1])] {
            scope.spawn(move || {
                for _ in 0..4 {
                    assert_eq!(headline(&node.verify(&[upload])), "back-authentic");
                }
            });
        }
    });
    let figures = told(&mut Kept::of(site.data.path()).verify());
    let figures: Value = serde_json::from_str(&figures).unwrap();
    assert_eq!(figures["entries"], 2 + 16);
    assert_eq!(figures["without_outcome"], serde_json::json!([]));
}

#[test]
fn a_sheet_that_was_verified_before_is_told_so() {
    let site = Site::start();
    let before = |upload: &[u8]| {
        let report = site.verify(&[upload]);
        report["certificates"][0]["sheets"][0]["verified_before"].clone()
    };
    let first = upload(&site, 1);
    assert_eq!(before(&first), false);
    // The same upload again is a page loaded again.
    assert_eq!(before(&first), false);
    // Another scan of the same sheet is another verification.
    let second = paper::genuine(&site, &label(1, 1, 1)).map(|level, _, _| level * 0.9);
    assert_eq!(before(&second.png()), true);
    assert_eq!(before(&upload(&site, 2)), false);

    let page = |set| {
        let files = [File {
            name: "scan",
            bytes: &upload(&site, set),
        }];
        site.post("/ja/verify", &files).text()
    };
    assert!(page(1).contains("以前にも照会あり"));
    let told = page(3);
    assert!(told.contains("これまでの照会") && told.contains("初めて"));
}
