//! The site as its operator sees it: settings, keys, the log, starting and stopping.

use crate::common::site::{form, keygen, on, register, uramen};
use crate::common::{File, Site, label, paper, told};
use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;

#[test]
fn the_log_tells_the_outcome_and_nothing_of_the_upload() {
    let site = Site::with(&["--log", "trace"]);
    let scan = paper::genuine(&site, &label(0x7e, 1, 1)).png();
    let name = "yamada-taro-juminhyo.png";
    let report = site
        .post(
            "/api/v1/verifications?picture=png",
            &[File { name, bytes: &scan }],
        )
        .json();
    site.post("/ja/verify?private=query", &[File { name, bytes: &scan }]);
    site.get("/somebody/typed/this");

    let id = report["id"].as_str().unwrap().to_owned();
    let set = report["certificates"][0]["set"]
        .as_str()
        .unwrap()
        .to_owned();
    let log = site.stop();
    let line = log
        .lines()
        .find(|line| line.contains(&id))
        .expect("a line with the report's id");
    let event: serde_json::Value = serde_json::from_str(line).unwrap();
    assert_eq!(event["route"], "/api/v1/verifications");
    assert_eq!(event["status"], 200);
    assert_eq!(event["headline"], "back-authentic");
    assert!(event["milliseconds"].is_u64());

    for secret in [
        name,
        "yamada",
        &set,
        "private=query",
        "picture=png",
        "somebody",
        "見本県",
        "990019",
        "iVBOR",
    ] {
        assert!(!log.contains(secret), "{secret}");
    }
    let long = |word: &str| {
        word.len() > 200
            && word
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"+/=".contains(&b))
    };
    assert!(!log.split(['"', ' ']).any(long), "something like base64");
}

#[test]
fn nothing_of_an_upload_stays_on_disk() {
    let site = Site::start();
    let files = || {
        let mut names: Vec<_> = fs::read_dir(site.data.path())
            .unwrap()
            .map(|f| f.unwrap().file_name())
            .collect();
        names.sort();
        names
    };
    let before = files();
    site.verify(&[&paper::genuine(&site, &label(1, 1, 1)).png()]);
    assert_eq!(files(), before);
}

/// A connection that the site has taken up: one that still waits is cut off when it stops.
fn accepted(site: &Site) -> TcpStream {
    let mut stream = TcpStream::connect(&site.address).unwrap();
    let request = "GET /healthz HTTP/1.1\r\nhost: uramen.example\r\n\r\n";
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    while !answer.ends_with(b"alive\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).unwrap();
        answer.extend(byte);
    }
    stream
}

#[test]
fn stopping_finishes_what_is_in_flight() {
    let mut site = Site::start();
    let scan = paper::genuine(&site, &label(1, 1, 1)).png();
    let (content_type, body) = form(&[File {
        name: "a",
        bytes: &scan,
    }]);
    let mut stream = accepted(&site);
    let head = format!(
        "POST /api/v1/verifications HTTP/1.1\r\nhost: uramen.example\r\nconnection: close\r\n\
         content-type: {content_type}\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    let (first, rest) = body.split_at(body.len() / 2);
    stream.write_all(first).unwrap();
    site.terminate();
    // New connections are refused as soon as it is stopping.
    while TcpStream::connect(&site.address).is_ok() {}
    stream.write_all(rest).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 ") && answer.contains("\"back-authentic\""));
    assert!(site.wait().success());
}

#[test]
fn stopping_does_not_wait_for_ever() {
    let mut site = Site::with(&["--shutdown-seconds", "1"]);
    let mut stream = accepted(&site);
    let head = "POST /ja/verify HTTP/1.1\r\nhost: uramen.example\r\ncontent-length: 1000\r\n\
                content-type: multipart/form-data; boundary=b\r\n\r\n--b";
    stream.write_all(head.as_bytes()).unwrap();
    site.terminate();
    assert!(site.wait().success());
}

#[test]
fn it_is_alive_and_ready() {
    let site = Site::start();
    assert_eq!(site.get("/healthz").status, 200);
    let ready = site.get("/readyz");
    assert_eq!(ready.status, 200);
    assert_eq!(
        ready.json(),
        serde_json::json!({ "database": true, "worker": true, "pdfium": true })
    );
}

#[test]
fn a_flag_comes_before_the_environment_and_both_before_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("uramen.toml");
    fs::write(
        &file,
        "max_bytes = 1000\nmax_files = 7\nmax_pages = 9\nlog_format = \"json\"\n",
    )
    .unwrap();
    let site = Site::prepared(&["--max-bytes", "3145728"], |command| {
        command
            .env("URAMEN_CONFIG", &file)
            .env("URAMEN_MAX_BYTES", "2097152")
            .env("URAMEN_MAX_FILES", "11");
    });
    let html = site.get("/en/").text();
    assert!(
        html.contains("At most 3 MB in total, 11 files and 9 pages at once."),
        "{html}"
    );
}

#[test]
fn a_setting_that_does_not_exist_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("uramen.toml");
    fs::write(&file, "max_byte = 1000\n").unwrap();
    let output = uramen()
        .arg("--config")
        .arg(&file)
        .arg("--data")
        .arg(folder.path())
        .output()
        .unwrap();
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("max_byte"));
}

#[test]
fn every_setting_is_in_the_help() {
    let output = uramen().arg("--help").output().unwrap();
    let help = String::from_utf8(output.stdout).unwrap();
    let config = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    for line in help
        .lines()
        .filter_map(|line| line.trim().strip_prefix("--"))
    {
        let name = line.split([' ', '\n']).next().unwrap();
        assert!(
            help.contains(&format!("URAMEN_{}", name.to_uppercase().replace('-', "_"))),
            "{name}"
        );
        assert!(
            config.contains(&format!("`{}`", name.replace('-', "_"))),
            "the README lacks {name}"
        );
    }
    assert!(help.contains("127.0.0.1:3000"));
}

#[test]
fn keys_are_for_their_owner_alone_and_are_not_made_anew() {
    let data = tempfile::tempdir().unwrap();
    let folder = data.path().join("site");
    let list = || on(&folder).args(["issuer", "list"]).output().unwrap();
    assert!(list().status.success());
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    for key in ["escrow.kek", "records.key", "checkpoint.key", "site.key"] {
        let path = folder.join(key);
        assert_eq!(mode(&path), 0o600);
        let kept = fs::read(&path).unwrap();
        assert!(list().status.success());
        assert_eq!(fs::read(&path).unwrap(), kept);
        // A lost key is the operator's business: a new one would silently take its place.
        fs::remove_file(&path).unwrap();
        assert!(!list().status.success());
        assert!(!path.exists());
        fs::write(&path, kept).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    }
}

#[test]
fn registering_an_issuer_again_keeps_its_escrow_key() {
    let data = tempfile::tempdir().unwrap();
    let issuer = keygen(4);
    let first = register(data.path(), &issuer);
    assert_eq!(
        (first.issuer, first.escrow_key, first.host.as_str()),
        (4, 1, "uramen.example")
    );
    // With one more signing key.
    let second = register(data.path(), &keygen(4));
    assert_eq!(second, first);
    let list = told(on(data.path()).args(["issuer", "list"]));
    assert_eq!(list.lines().count(), 2);
}
