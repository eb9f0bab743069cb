//! One test for each problem code, through the API.

use crate::common::site::form;
use crate::common::{Answer, File, Paper, Site, fixture, label, paper};
use report::ProblemCode;
use serde_json::Value;
use std::io::Write;
use std::net::TcpStream;

const API: &str = "/api/v1/verifications?lang=en";

fn send(site: &Site, files: &[&[u8]]) -> Answer {
    site.post(
        API,
        &files
            .iter()
            .map(|bytes| File {
                name: "scan",
                bytes,
            })
            .collect::<Vec<_>>(),
    )
}

/// No report, and RFC 9457's members in its place.
fn assert_refused(answer: &Answer, status: u16, code: &str) {
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (status, "application/problem+json")
    );
    let problem = answer.json();
    assert_eq!(problem["type"], format!("/problems/{code}"));
    assert_eq!(problem["status"], status);
    assert_eq!(problem["code"], code);
    for text in ["title", "detail", "next"] {
        assert!(
            problem[text].as_str().is_some_and(|text| !text.is_empty()),
            "{text}"
        );
    }
}

/// Problems outside certificates as `(code, file, page)`.
fn told(report: &Value) -> Vec<(&str, u64, Option<u64>)> {
    let problems = report["problems"].as_array().unwrap().iter();
    let place = |p: &'_ Value, name| p[name].as_u64();
    problems
        .map(|p| {
            (
                p["code"].as_str().unwrap(),
                place(p, "file").unwrap(),
                place(p, "page"),
            )
        })
        .collect()
}

/// A file that brings no sheet is told beside one that does, and does not change it.
fn assert_told(bytes: &[u8], code: &str, page: Option<u64>) {
    let site = Site::start();
    let alone = send(&site, &[bytes]);
    assert_eq!(alone.status, 200, "{}", alone.text());
    let alone = alone.json();
    assert_eq!(alone["headline"], "cannot-tell");
    assert_eq!(told(&alone), [(code, 0, page)]);

    let genuine = paper::genuine(&site, &label(1, 1, 1)).png();
    let among = send(&site, &[&genuine, bytes]).json();
    assert_eq!(among["headline"], "back-authentic");
    assert_eq!(told(&among), [(code, 1, page)]);
}

#[test]
fn file_missing() {
    let site = Site::start();
    assert_refused(&send(&site, &[]), 400, "file-missing");
    // As a browser sends a form in which nothing was chosen.
    assert_refused(
        &site.post(
            API,
            &[File {
                name: "",
                bytes: b"",
            }],
        ),
        400,
        "file-missing",
    );
}

#[test]
fn upload_malformed() {
    let site = Site::start();
    let json = site.request(
        "POST",
        API,
        &[("content-type", "application/json")],
        b"{}".to_vec(),
    );
    assert_refused(&json, 400, "upload-malformed");
    let (content_type, mut body) = form(&[File {
        name: "a",
        bytes: b"abc",
    }]);
    body.truncate(body.len() - 10);
    assert_refused(
        &site.request("POST", API, &[("content-type", &content_type)], body),
        400,
        "upload-malformed",
    );
}

#[test]
fn upload_too_large() {
    let site = Site::with(&["--max-bytes", "100000"]);
    // Much more than any buffer on the way: the answer must not be lost in a broken connection.
    assert_refused(
        &send(&site, &[&vec![0; 20_000_000]]),
        413,
        "upload-too-large",
    );
    assert_refused(
        &send(&site, &[&[0; 60_000], &[0; 60_000]]),
        413,
        "upload-too-large",
    );
}

#[test]
fn too_many_files() {
    let site = Site::with(&["--max-files", "2"]);
    assert_eq!(send(&site, &[b"a", b"b"]).status, 200);
    assert_refused(
        &send(&site, &[b"a", b"b", &[0; 5_000_000]]),
        413,
        "too-many-files",
    );
}

#[test]
fn too_many_pages() {
    let site = Site::with(&["--max-pages", "4"]);
    let three = fixture("pages-3.tif");
    assert_eq!(send(&site, &[&three]).status, 200);
    assert_refused(
        &send(&site, &[&fixture("drawn-41.pdf")]),
        413,
        "too-many-pages",
    );
    let one = fixture("gray-8.png");
    assert_eq!(send(&site, &[&three, &one]).status, 200);
    let five = send(&site, &[&three, &one, &one]);
    assert_refused(&five, 413, "too-many-pages");
    assert_refused(&send(&site, &[&three, &three]), 413, "too-many-pages");
}

#[test]
fn picture_too_large() {
    let site = Site::start();
    assert_refused(
        &send(&site, &[&fixture("lies-60000x60000.png")]),
        413,
        "picture-too-large",
    );
}

#[test]
fn took_too_long() {
    let site = Site::with(&["--verify-seconds", "0"]);
    let answer = send(&site, &[&Paper::blank().png()]);
    assert_refused(&answer, 503, "took-too-long");
    assert!(answer.header("retry-after").parse::<u32>().is_ok());
}

#[test]
fn an_upload_that_never_ends_took_too_long() {
    let site = Site::with(&["--receive-seconds", "1"]);
    let mut slow = begin_upload(&site);
    let mut answer = String::new();
    std::io::Read::read_to_string(&mut slow, &mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 503 "), "{answer}");
    assert!(answer.contains(r#""code":"took-too-long""#), "{answer}");
}

#[test]
fn busy() {
    let site = Site::with(&["--verifications", "1", "--queue", "0"]);
    // Whichever comes first has the one place: the slow one, sooner or later.
    let (slow, answer) = loop {
        let slow = begin_upload(&site);
        let answer = send(&site, &[b"x"]);
        if answer.status != 200 {
            break (slow, answer);
        }
    };
    assert_refused(&answer, 503, "busy");
    assert!(answer.header("retry-after").parse::<u32>().is_ok());
    drop(slow);
    // The place is free again once the other has gone.
    while send(&site, &[b"x"]).status != 200 {}
}

/// An upload of which the end is never sent.
fn begin_upload(site: &Site) -> TcpStream {
    let mut stream = TcpStream::connect(&site.address).unwrap();
    let head = "POST /api/v1/verifications HTTP/1.1\r\nhost: uramen.example\r\nconnection: close\r\n\
                content-type: multipart/form-data; boundary=b\r\ncontent-length: 1000\r\n\r\n--b\r\n";
    stream.write_all(head.as_bytes()).unwrap();
    stream
}

#[test]
fn not_found() {
    let site = Site::start();
    assert_refused(&site.get("/api/v1/nothing"), 404, "not-found");
}

#[test]
fn method_not_allowed() {
    let site = Site::start();
    let answer = site.get(API);
    assert_refused(&answer, 405, "method-not-allowed");
    assert_eq!(answer.header("allow"), "POST");
}

#[test]
fn internal() {
    let site = Site::prepared(&[], |command| {
        command.env("URAMEN_PDFIUM", "/nonexistent");
    });
    assert_refused(&send(&site, &[&fixture("drawn.pdf")]), 500, "internal");
    assert_eq!(site.get("/readyz").status, 503);
    assert!(site.stop().contains("PDFium is not available"));
}

#[test]
fn file_empty() {
    let site = Site::start();
    let blank = Paper::blank().png();
    let report = send(&site, &[b"", &blank]).json();
    assert_eq!(
        told(&report),
        [("file-empty", 0, None), ("page-blank", 1, Some(1))]
    );
    // Alone too: a file was chosen, and nothing is in it.
    assert_eq!(told(&send(&site, &[b""]).json()), [("file-empty", 0, None)]);
}

#[test]
fn file_type_unknown() {
    assert_told("見本".as_bytes(), "file-type-unknown", None);
}

#[test]
fn file_damaged() {
    let whole = Paper::blank().png();
    assert_told(&whole[..whole.len() / 2], "file-damaged", None);
}

#[test]
fn file_encrypted() {
    assert_told(&fixture("password.pdf"), "file-encrypted", None);
}

#[test]
fn sheet_not_found() {
    assert_told(&Paper::gray(128).png(), "sheet-not-found", Some(1));
}

/// A genuine sheet, altered, on which no sheet may be identified.
fn assert_unidentified(alter: impl FnOnce(Paper) -> Paper, code: &str) {
    let site = Site::start();
    let altered = alter(paper::genuine(&site, &label(2, 1, 1)));
    drop(site);
    assert_told(&altered.png(), code, Some(1));
}

#[test]
fn label_not_found() {
    assert_unidentified(Paper::without_labels, "label-not-found");
}

#[test]
fn label_foreign() {
    let foreign = "https://www.example.jp/someone-elses-form?id=12345";
    assert_unidentified(
        |paper| paper.with_code(0, foreign).with_code(1, foreign),
        "label-foreign",
    );
}

#[test]
fn labels_differ() {
    let site = Site::start();
    let other = label(3, 1, 1).to_url("uramen.example");
    let torn = paper::genuine(&site, &label(2, 1, 1)).with_code(1, &other);
    let genuine = paper::genuine(&site, &label(1, 1, 1));
    let alone = send(&site, &[&torn.png()]).json();
    assert_eq!(alone["headline"], "cannot-tell");
    assert_eq!(told(&alone), [("labels-differ", 0, Some(1))]);
    // Unlike a front, it does not hide beside a genuine sheet.
    let among = send(&site, &[&genuine.png(), &torn.png()]).json();
    assert_eq!(among["headline"], "cannot-tell");
    assert_eq!(among["certificates"][0]["headline"], "back-authentic");
}

#[test]
fn version_unknown() {
    let mut bytes = label(2, 1, 1).to_bytes();
    bytes[0] = 200;
    let later = format!(
        "HTTPS://URAMEN.EXAMPLE/#{}",
        data_encoding::BASE32_NOPAD.encode(&bytes)
    );
    assert_unidentified(
        |paper| paper.with_code(0, &later).with_code(1, &later),
        "version-unknown",
    );
}

/// Those of read sheets are in `verification.rs` and `custody.rs`, those of badly captured ones
/// in `advice.rs`, of fronts in `fronts.rs`; here, that none was forgotten.
#[test]
fn every_problem_has_a_test() {
    let tests = [
        include_str!("problems.rs"),
        include_str!("verification.rs"),
        include_str!("custody.rs"),
        include_str!("advice.rs"),
        include_str!("access.rs"),
        include_str!("auditor.rs"),
        include_str!("fronts.rs"),
        include_str!("receipts/forged.rs"),
    ]
    .concat();
    for code in ProblemCode::ALL {
        assert!(
            tests.contains(&format!("\"{}\"", code.slug())),
            "{}",
            code.slug()
        );
    }
}
