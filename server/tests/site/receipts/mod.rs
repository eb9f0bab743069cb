//! Receipts, as the API gives them, as a clerk prints them, and as an auditor verifies them.

mod forged;
mod pages;
mod vectors;

use crate::common::{Answer, File, Site, export, label, on, paper, refused, told};
use data_encoding::BASE64URL_NOPAD;
use ed25519_dalek::{Signer, SigningKey};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A receipt in a file, and the command that verifies it without anything of the site.
struct Kept {
    folder: tempfile::TempDir,
    key: String,
}

impl Kept {
    fn of(site: &Site, saved: &Value) -> Kept {
        Kept::with_key(&public_key(site.data.path()), saved)
    }

    fn with_key(key: &str, saved: &Value) -> Kept {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("saved.json"), saved.to_string()).unwrap();
        let key = key.to_owned();
        Kept { folder, key }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("saved.json")
    }

    fn verify(&self) -> Command {
        let mut command = on(&self.folder.path().join("no-such-site"));
        command.args(["receipt", "verify"]).arg(self.file());
        command.args(["--key", &self.key]);
        command
    }

    fn said(&self) -> Value {
        serde_json::from_str(&told(&mut self.verify())).unwrap()
    }

    /// By an implementation in another language.
    fn said_by_python(&self) -> Value {
        let reader = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/reader/receipt.py");
        let mut python = Command::new("python3");
        python.args(["-B", reader]).arg(self.file()).arg(&self.key);
        serde_json::from_str(&told(&mut python)).unwrap()
    }
}

fn public_key(data: &Path) -> String {
    told(on(data).args(["key", "site"])).trim().to_owned()
}

/// The report on a genuine sheet, and its receipt.
fn verified(site: &Site) -> (Value, String) {
    let report = site.verify(&[&paper::genuine(site, &label(1, 1, 1)).png()]);
    let receipt = report["receipt"].as_str().unwrap().to_owned();
    (report, receipt)
}

/// What a part of a JWS says.
fn said(jws: &str, part: usize) -> Value {
    let part = jws.split('.').nth(part).unwrap();
    serde_json::from_slice(&BASE64URL_NOPAD.decode(part.as_bytes()).unwrap()).unwrap()
}

/// A JWS by whoever holds a key, with whatever header.
fn signed(key: &SigningKey, header: &Value, payload: &Value) -> String {
    let encode = |value: &Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
    let text = format!("{}.{}", encode(header), encode(payload));
    let signature = BASE64URL_NOPAD.encode(&key.sign(text.as_bytes()).to_bytes());
    format!("{text}.{signature}")
}

/// The site's own, to sign what the site never would.
fn site_key(site: &Site) -> SigningKey {
    let seed = fs::read(site.data.path().join("site.key")).unwrap();
    SigningKey::from_bytes(&seed.try_into().unwrap())
}

/// Posts the report's form.
fn ask(site: &Site, lang: &str, receipt: &str, answers: &str) -> Answer {
    let content_type = [("content-type", "application/x-www-form-urlencoded")];
    let body = format!("receipt={receipt}{answers}");
    site.request(
        "POST",
        &format!("/{lang}/receipt"),
        &content_type,
        body.into(),
    )
}

/// Posts a file to the page that verifies.
fn send(site: &Site, bytes: &[u8]) -> Answer {
    let name = "receipt.json";
    site.post("/en/receipt/verify", &[File { name, bytes }])
}

/// The signed data that the page offers to save.
fn saved(slip: &Answer) -> Value {
    let html = slip.text();
    let (_, rest) = html.split_once("data:application/json;base64,").unwrap();
    let base64 = rest.split('"').next().unwrap();
    // Askama writes `+` and `=` as they are.
    let json = data_encoding::BASE64.decode(base64.as_bytes()).unwrap();
    serde_json::from_slice(&json).unwrap()
}

#[test]
fn a_receipt_says_what_was_verified_and_by_whom() {
    let site = Site::start();
    let upload = paper::genuine(&site, &label(1, 1, 1)).png();
    let report = site.verify(&[&upload, b"no picture"]);
    let receipt = said(report["receipt"].as_str().unwrap(), 1);

    let member = |name: &str| receipt[name].clone();
    assert_eq!(member("site"), "uramen.example");
    assert_eq!(member("report"), report["id"]);
    assert_eq!(member("headline"), "back-authentic");
    assert_eq!(member("problems"), json!(["file-type-unknown"]));
    assert_eq!((member("version"), member("policy")), (json!(1), json!(1)));
    let file = site.data.path().join("upload.png");
    fs::write(&file, &upload).unwrap();
    let sum = told(Command::new("sha256sum").arg(&file));
    let first = json!({ "sha256": sum[..64], "bytes": upload.len() });
    assert_eq!(receipt["files"][0], first);
    assert_eq!(receipt["files"][1]["bytes"], 10);

    let checked = |check: &str, outcome: &str, by: &str| json!({ "check": check, "outcome": outcome, "by": by });
    let certificate = json!({
        "set": "01".repeat(16),
        "number": report["certificates"][0]["number"],
        "issuer": { "number": 1, "name": "見本証明書交付センター", "specimen": true },
        "pages": { "of": 1, "here": [1] },
        "headline": "back-authentic",
        "checks": [
            checked("readable", "passed", "machine"),
            checked("content", "passed", "machine"),
            checked("issuer", "passed", "machine"),
            checked("complete", "passed", "machine"),
            checked("front-agrees", "not-done", "nobody"),
            checked("originality", "not-done", "nobody"),
        ],
        "problems": [],
    });
    assert_eq!(receipt["certificates"], json!([certificate]));
}

/// Whoever files a receipt files nothing of the certificate, nor what the sender calls it.
#[test]
fn a_receipt_has_no_content_and_no_file_name() {
    let site = Site::start();
    let file = File {
        name: "../../氏名\\\"; X-Evil: 1.png",
        bytes: &paper::genuine(&site, &label(1, 1, 1)).png(),
    };
    let report = site
        .post("/api/v1/verifications?picture=png", &[file])
        .json();
    let receipt = report["receipt"].as_str().unwrap();
    let slip = ask(&site, "ja", receipt, "&front=agrees");
    for text in [said(receipt, 1).to_string(), slip.text()] {
        let secrets = [
            "990019",
            "見本県",
            "residence-record",
            "住民票",
            "2026-04-01",
            "令和8年（2026年）4月",
        ];
        for secret in secrets.into_iter().chain(["氏名", "X-Evil", "image/png"]) {
            assert!(!text.contains(secret), "{secret}");
        }
    }
    assert!(slip.headers.keys().all(|name| name.as_str() != "x-evil"));
}

/// A rejected back has a receipt, too: the refusal is what is filed.
#[test]
fn what_failed_and_what_is_missing_is_on_the_receipt() {
    let site = Site::start();
    let page = label(2, 1, 3);
    let stranger = crate::common::site::keygen(1);
    let content = paper::content(&paper::front(1));
    let forged = paper::sheet_by(&stranger, &site.bundle, &content, &page).png();
    let report = site.verify(&[&forged]);
    let receipt = said(report["receipt"].as_str().unwrap(), 1);
    assert_eq!(receipt["headline"], "rejected");
    let certificate = &receipt["certificates"][0];
    assert_eq!(certificate["pages"], json!({ "of": 3, "here": [] }));
    assert_eq!(
        certificate["problems"],
        json!(["pages-missing", "content-rejected"])
    );
    let content = &certificate["checks"][1];
    assert_eq!(
        (&content["outcome"], &content["by"]),
        (&json!("failed"), &json!("machine"))
    );

    let unread = site.verify(&[&paper::Paper::blank().png()]);
    let receipt = said(unread["receipt"].as_str().unwrap(), 1);
    assert_eq!(receipt["certificates"], json!([]));
    assert_eq!(receipt["problems"], json!(["page-blank"]));
    assert_eq!(receipt["record"]["entries"], json!([]));
}

/// An auditor asks for the proof that the use is on the record, and finds it is that use.
#[test]
fn the_record_has_the_entries_that_a_receipt_names() {
    let site = Site::start();
    let (_, earlier) = verified(&site);
    let (_, receipt) = verified(&site);
    let place = said(&receipt, 1)["record"].clone();
    let entries: Vec<usize> = serde_json::from_value(place["entries"].clone()).unwrap();
    let record = export(site.data.path());
    let lines: Vec<Value> = record
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(entries.len(), 2);
    assert!(lines[entries[0]]["use"].is_object());
    assert_eq!(lines[entries[1]]["outcome"]["of"], entries[0]);
    assert_ne!(said(&earlier, 1)["record"]["entries"], place["entries"]);

    // Later the record continues the checkpoint of either receipt.
    let auditor = tempfile::tempdir().unwrap();
    let file = |name: &str| auditor.path().join(name);
    fs::write(file("entries"), &record).unwrap();
    for (name, command) in [("checkpoint", "checkpoint"), ("record.pub", "key")] {
        fs::write(
            file(name),
            told(on(site.data.path()).args(["record", command])),
        )
        .unwrap();
    }
    for receipt in [&earlier, &receipt] {
        let kept = Kept::of(&site, &json!({ "receipt": receipt }));
        told(kept.verify().arg("--record-key").arg(file("record.pub")));
        let checkpoint = said(receipt, 1)["record"]["checkpoint"].clone();
        fs::write(file("kept"), checkpoint.as_str().unwrap()).unwrap();
        let mut verify = on(&file("no-such-site"));
        verify.args(["record", "verify"]).arg(file("entries"));
        verify.arg("--checkpoint").arg(file("checkpoint"));
        verify.arg("--key").arg(file("record.pub"));
        told(verify.arg("--kept").arg(file("kept")));
    }
    // Entries that its checkpoint does not have are none.
    let mut payload = said(&receipt, 1);
    payload["record"]["entries"] = json!([lines.len() + 100]);
    let forged = signed(&site_key(&site), &said(&receipt, 0), &payload);
    let kept = Kept::of(&site, &json!({ "receipt": forged }));
    let error = refused(kept.verify().arg("--record-key").arg(file("record.pub")));
    assert!(error.contains("does not have entry"), "{error}");
}

#[test]
fn a_receipt_is_verified_without_the_site_by_two_implementations() {
    let site = Site::start();
    let (_, receipt) = verified(&site);
    let slip = ask(&site, "en", &receipt, "&front=differs&infrared=seen");
    let kept = Kept::of(&site, &saved(&slip));
    let (said, by_python) = (kept.said(), kept.said_by_python());
    assert_eq!(said["receipt"], by_python["receipt"]);
    assert_eq!(said["declaration"], by_python["declaration"]);
    assert_eq!(said["declaration"]["status"], "declared, not checked");
    assert_eq!(
        said["declaration"]["answers"],
        json!({ "front": "differs", "infrared": "seen" })
    );
    assert_eq!(said["declaration"]["by"], "clerk");
}
