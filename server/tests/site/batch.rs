//! Batches, told line by line; and which page of a duplex scan is the front of which back.

use crate::common::site::{Lines, keygen};
use crate::common::{File, Paper, Site, database, fixture, key_uses, label, on, paper, told};
use data_encoding::HEXLOWER;
use printscan::Format;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// A line in few words: what it is, of which pages, and what is said of them. A sheet is its
/// page and, behind a stroke, its front's.
fn words(line: &Value) -> String {
    let (name, said) = line.as_object().unwrap().iter().next().unwrap();
    let list = |problems: &Value| {
        let codes = problems
            .as_array()
            .unwrap()
            .iter()
            .map(|p| format!(" {}", p["code"].as_str().unwrap()));
        codes.collect::<String>()
    };
    match name.as_str() {
        "page" => format!("page {}", said["page"]),
        "certificate" => {
            let sheets = said["sheets"].as_array().unwrap().iter().map(|sheet| {
                let front = sheet["front"]["page"]
                    .as_u64()
                    .map(|page| format!("/{page}"));
                format!(" {}{}", sheet["page"], front.unwrap_or_default())
            });
            let (headline, sheets) = (&said["headline"], sheets.collect::<String>());
            format!(
                "{}{sheets}{}",
                headline.as_str().unwrap(),
                list(&said["problems"])
            )
        }
        "problem" => format!("{} {}", said["code"].as_str().unwrap(), said["page"]),
        _ => format!(
            "{name} {}",
            said["headline"].as_str().or(said["code"].as_str()).unwrap()
        ),
    }
}

/// Without the pages, which come in their order.
fn news(lines: &[Value]) -> Vec<String> {
    let others = lines.iter().filter(|line| line.get("page").is_none());
    others.map(words).collect()
}

fn batch(site: &Site, files: &[&[u8]]) -> Vec<Value> {
    site.begin_batch(files).collect()
}

fn page(set: u8, index: u8, pages: u8) -> impl Fn(&Site) -> Paper {
    move |site| paper::genuine(site, &label(set, index, pages))
}

#[test]
fn each_certificate_of_a_duplex_scan_is_told_when_its_pages_are_here() {
    let site = Site::start();
    let front = Paper::form();
    let [alone, second, first, half] = [
        page(1, 1, 1)(&site),
        page(2, 2, 2)(&site),
        page(2, 1, 2)(&site),
        page(3, 1, 2)(&site),
    ];
    let lost = page(4, 1, 1)(&site);
    let foreign = Paper::other_cells();
    let papers = [
        &front, &alone, // 1, 2
        &front, &second, &front, &first, // 3 to 6: a set in the wrong order
        &front, &half, // 7, 8
        &front, &foreign, // 9, 10
        &lost,    // 11: without its front
        &front, &alone, // 12, 13: a copy
    ];
    for format in [Format::Pdf, Format::Tiff] {
        let lines = batch(&site, &[&paper::document(format, &papers)]);
        let told: Vec<String> = lines.iter().map(words).collect();
        let expected = [
            "page 1",
            "page 2",
            "back-authentic 2/1",
            "page 3",
            "page 4",
            "page 5",
            "page 6",
            "back-authentic 6/5 4/3",
            "page 7",
            "page 8",
            "page 9",
            "page 10",
            "not-our-sheet 10",
            "page 11",
            "back-authentic 11",
            "page 12",
            "page 13",
            "page-repeated 13",
            "front-uploaded 9",
            "set-incomplete 8/7 pages-missing pages-mixed",
            "end set-incomplete",
        ];
        assert_eq!(told, expected, "{format:?}");
        let end = &lines.last().unwrap()["end"];
        assert_eq!(end["id"].as_str().unwrap().len(), 32);
        assert_eq!(
            (&end["pages"], &end["problems"], &end["certificates"]),
            (
                &json!(13),
                &json!(3),
                &json!({ "back-authentic": 3, "set-incomplete": 1 })
            )
        );
    }
}

/// What is told of a scan is what a report says of it, texts and all.
#[test]
fn a_certificate_is_told_as_in_a_report() {
    let site = Site::start();
    let back = page(1, 1, 1)(&site).png();
    let of = |answer: Value| answer["certificates"][0].clone();
    let files = [File {
        name: "scan",
        bytes: &back,
    }];
    // Twice, since the first is the first that opens it.
    site.post("/api/v1/verifications", &files);
    for query in ["?lang=ja", "?lang=en&picture=png"] {
        let report = site.post(&format!("/api/v1/verifications{query}"), &files);
        let told = site.post_batch(query, &files).text();
        let mut line: Value = serde_json::from_str(told.lines().nth(1).unwrap()).unwrap();
        // A report has one for all of it.
        line["certificate"]["receipt"].take();
        let mut alone = of(report.json());
        alone["receipt"] = Value::Null;
        assert_eq!(line["certificate"], alone);
    }
}

#[test]
fn each_certificate_has_a_receipt_of_its_own() {
    let site = Site::start();
    let (one, other) = (page(1, 1, 1)(&site).png(), page(2, 1, 1)(&site).png());
    let lines = batch(&site, &[&one, &other]);
    let key = told(on(site.data.path()).args(["key", "site"]));
    let certificates = lines.iter().filter_map(|line| line.get("certificate"));
    let certificates: Vec<&Value> = certificates.collect();
    assert_eq!(certificates.len(), 2);
    for (certificate, upload) in certificates.into_iter().zip([one, other]) {
        let file = site.data.path().join("receipt");
        std::fs::write(&file, certificate["receipt"].as_str().unwrap()).unwrap();
        let mut verify = on(&site.data.path().join("no-such-site"));
        verify.args(["receipt", "verify"]).arg(&file);
        let said = told(verify.args(["--key", key.trim()]));
        let said: Value = serde_json::from_str(&said).unwrap();
        let receipt = &said["receipt"];
        assert_eq!(receipt["headline"], "back-authentic");
        assert_eq!(receipt["report"], lines.last().unwrap()["end"]["id"]);
        assert_eq!(receipt["certificates"][0]["set"], certificate["set"]);
        assert_eq!(receipt["certificates"].as_array().unwrap().len(), 1);
        let hash = HEXLOWER.encode(&Sha256::digest(&upload));
        assert_eq!(
            receipt["files"],
            json!([{ "sha256": hash, "bytes": upload.len() }])
        );
        assert_eq!(receipt["record"]["entries"].as_array().unwrap().len(), 2);
    }
}

/// What scans are made of.
struct Pile {
    backs: [Paper; 3],
    front: Paper,
    foreign: Paper,
}

impl Pile {
    fn of(site: &Site) -> Pile {
        Pile {
            backs: [1, 2, 3].map(|set| page(set, 1, 1)(site)),
            front: Paper::form(),
            foreign: Paper::other_cells(),
        }
    }

    /// F is a front, B the next back, X a page of another system.
    fn scanned(&self, pages: &str) -> Vec<u8> {
        let mut backs = self.backs.iter();
        let papers = pages.chars().map(|side| match side {
            'F' => &self.front,
            'B' => backs.next().unwrap(),
            _ => &self.foreign,
        });
        paper::document(Format::Tiff, &papers.collect::<Vec<_>>())
    }
}

/// Backs with their fronts, and fronts that are alone.
fn pairs_in(certificates: &[&Value], problems: &[&Value]) -> String {
    let back = |c: &&Value| {
        let sheet = &c["sheets"][0];
        format!("{}/{} ", sheet["page"], sheet["front"]["page"]).replace("/null", "")
    };
    let alone = problems
        .iter()
        .filter(|problem| problem["code"] == "front-uploaded");
    let alone = alone.map(|problem| format!("({}) ", problem["page"]));
    let all = certificates.iter().map(back).chain(alone);
    all.collect::<String>().trim_end().to_owned()
}

#[test]
fn backs_are_paired_with_fronts_the_same_way_throughout_a_file() {
    let site = Site::start();
    let pile = Pile::of(&site);
    let cases = [
        ("FBFB", "2/1 4/3"),
        ("BFBF", "1/2 3/4"),
        ("BBB", "1 2 3"),
        ("F", "(1)"),
        // A sheet that has nothing on its other side went in first, and the scanner left that
        // side out.
        ("FFBFB", "3/2 5/4 (1)"),
        // One of another system; one whose front, or back, is not recognised.
        ("BFXFBF", "1/2 5/6 (4)"),
        ("XBFB", "2 4/3"),
        ("XFBF", "3/4 (2)"),
        // One lay the other way round.
        ("FBBFFB", "2/1 3 6/5 (4)"),
        // Single sides, the last of them the wrong one.
        ("BBF", "1 2 (3)"),
    ];
    for (pages, expected) in cases {
        let file = pile.scanned(pages);
        let report = site.verify(&[&file]);
        let list = |name: &str| report[name].as_array().unwrap().iter().collect::<Vec<_>>();
        assert_eq!(
            pairs_in(&list("certificates"), &list("problems")),
            expected,
            "{pages}"
        );
        let lines = batch(&site, &[&file]);
        let told = |name: &str| {
            lines
                .iter()
                .filter_map(|line| line.get(name))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            pairs_in(&told("certificate"), &told("problem")),
            expected,
            "{pages}, told"
        );
    }
}

/// Single sides, of which the second is the wrong one. A batch cannot know at once that the
/// second page is not the first one's front; it tells in the end that a back is missing.
#[test]
fn a_front_without_its_back_is_never_passed_over() {
    let site = Site::start();
    let file = Pile::of(&site).scanned("BFBB");
    let report = site.verify(&[&file]);
    assert_eq!(report["problems"][0]["code"], "front-uploaded");
    let told = news(&batch(&site, &[&file]));
    assert!(told.contains(&"front-uploaded 2".to_owned()), "{told:?}");
}

#[test]
fn a_forged_copy_does_not_hide_behind_a_certificate_that_was_told() {
    let site = Site::start();
    let genuine = page(1, 1, 1)(&site).png();
    let content = paper::content(&paper::front(2));
    let forged = paper::sheet_by(&keygen(1), &site.bundle, &content, &label(1, 1, 1)).png();
    let told = news(&batch(&site, &[&genuine, &forged, &genuine]));
    let expected = [
        "back-authentic 1",
        "rejected 1",
        "page-repeated 1",
        "end rejected",
    ];
    assert_eq!(told, expected);
}

#[test]
fn a_forged_copy_does_not_hide_behind_one_that_was_not_read() {
    let site = Site::start();
    let genuine = page(1, 1, 1)(&site);
    let smudged = genuine.clone().stained(0.7).png();
    let content = paper::content(&paper::front(2));
    let forged = paper::sheet_by(&keygen(1), &site.bundle, &content, &label(1, 1, 1)).png();
    let told = news(&batch(&site, &[&smudged, &genuine.png(), &forged]));
    assert_eq!(told.last().unwrap(), "end rejected", "{told:?}");
    assert!(told.contains(&"rejected 1".to_owned()), "{told:?}");
}

#[test]
fn a_page_that_was_not_read_waits_for_a_better_copy() {
    let site = Site::start();
    let good = page(1, 1, 1)(&site);
    let bad = good.clone().stained(0.7).png();
    let other = page(2, 1, 1)(&site).png();
    let lines = batch(&site, &[&bad, &other, &good.png()]);
    assert_eq!(
        news(&lines),
        ["back-authentic 1", "back-authentic 1", "end back-authentic"]
    );
    let better = lines
        .iter()
        .filter_map(|line| line.get("certificate"))
        .nth(1)
        .unwrap();
    assert_eq!(better["sheets"][0]["file"], 2);
    assert_eq!(better["sheets"][0]["problems"][0]["code"], "page-repeated");
    assert_eq!(
        news(&batch(&site, &[&bad])),
        ["cannot-tell 1", "end cannot-tell"]
    );
}

#[test]
fn labels_that_differ_are_told_in_the_end_too() {
    let site = Site::start();
    let other = label(3, 1, 1).to_url("uramen.example");
    let torn = page(2, 1, 1)(&site).with_code(1, &other).png();
    let genuine = page(1, 1, 1)(&site).png();
    let told = news(&batch(&site, &[&genuine, &torn]));
    assert_eq!(
        told,
        ["back-authentic 1", "labels-differ 1", "end cannot-tell"]
    );
}

#[test]
fn a_broken_file_is_one_problem_among_others() {
    let site = Site::start();
    let [one, two] = [1, 2].map(|set| page(set, 1, 1)(&site).png());
    let broken = paper::document(Format::Tiff, &[&page(3, 1, 1)(&site), &Paper::blank()]);
    let broken = &broken[..broken.len() / 2];
    let lines = batch(&site, &[&one, broken, b"x", &two]);
    let told = news(&lines);
    assert_eq!(
        told.iter()
            .filter(|told| *told == "back-authentic 1")
            .count(),
        2,
        "{told:?}"
    );
    let files = lines.iter().filter_map(|line| line.get("problem"));
    let files: Vec<_> = files
        .map(|p| (p["file"].as_u64().unwrap(), p["code"].as_str().unwrap()))
        .collect();
    assert_eq!(files, [(1, "file-damaged"), (2, "file-type-unknown")]);
    assert_eq!(told.last().unwrap(), "end back-authentic");
}

/// Sheets of an issuer that is not known here need no key, and so no entry in the record.
fn keyless(site: &Site) -> Paper {
    let unknown = sheet::Label {
        issuer: 9,
        ..label(9, 1, 1)
    };
    let content = paper::content(&paper::front(1));
    paper::sheet_by(&keygen(9), &site.bundle, &content, &unknown)
}

/// Each uses a key, be it the same page again.
const BACKS: usize = 8;

/// A duplex scan that comes to a halt on its fourth page, with the first certificate told.
fn halted(site: &Site) -> (Lines, database::Lock) {
    let (front, keyless, genuine) = (Paper::form(), keyless(site), page(1, 1, 1)(site));
    let mut papers = vec![&front, &keyless];
    papers.extend([&front, &genuine].repeat(BACKS));
    let scan = paper::document(Format::Pdf, &papers);
    // The caller's token is made before nobody can write.
    site.bearer();
    let lock = database::lock(site.data.path());
    let mut lines = site.begin_batch(&[&scan]);
    let first: Vec<String> = lines.by_ref().take(3).map(|line| words(&line)).collect();
    let expected = ["page 1", "page 2", "cannot-tell 2/1 issuer-unknown"];
    assert_eq!(first, expected);
    (lines, lock)
}

#[test]
fn the_first_certificate_is_told_before_the_last_page_can_be_read() {
    let site = Site::start();
    let (lines, lock) = halted(&site);
    drop(lock);
    let rest: Vec<String> = lines.map(|line| words(&line)).collect();
    assert_eq!(rest[..3], ["page 3", "page 4", "back-authentic 4/3"]);
    assert_eq!(rest.last().unwrap(), "end cannot-tell");
}

#[test]
fn others_get_their_turn_in_the_middle_of_a_batch() {
    let site = Site::with(&["--verifications", "1"]);
    let (lines, lock) = halted(&site);
    std::thread::scope(|scope| {
        let other = scope.spawn(|| {
            site.verify(&[&fixture("gray-8.png")]);
            key_uses(site.data.path()).len()
        });
        drop(lock);
        assert!(other.join().unwrap() < BACKS);
    });
    assert_eq!(words(&lines.last().unwrap()), "end cannot-tell");
    assert_eq!(key_uses(site.data.path()).len(), BACKS);
}

#[test]
fn a_client_that_hangs_up_ends_the_work() {
    let site = Site::with(&["--verifications", "1"]);
    let (lines, lock) = halted(&site);
    drop(lines);
    drop(lock);
    // There is room for one batch: it is free when the other has ended.
    let begin = || {
        site.post_batch(
            "",
            &[File {
                name: "a",
                bytes: b"x",
            }],
        )
    };
    while begin().status != 200 {}
    assert!(key_uses(site.data.path()).len() < BACKS);
    assert!(site.stop().contains("hung up"));
}

#[test]
fn what_is_refused_before_the_first_line_is_a_problem() {
    let refused = |site: &Site, files: &[&[u8]]| {
        let name = "scan";
        let files: Vec<File> = files.iter().map(|bytes| File { name, bytes }).collect();
        let answer = site.post_batch("", &files);
        assert_eq!(answer.header("content-type"), "application/problem+json");
        let code = answer.json()["code"].as_str().unwrap().to_owned();
        (answer.status, code)
    };
    let site = Site::with(&["--max-batch-pages", "2", "--max-pages", "1"]);
    let three = fixture("pages-3.tif");
    assert_eq!(refused(&site, &[&three]), (413, "too-many-pages".into()));
    assert_eq!(refused(&site, &[]), (400, "file-missing".into()));
    let site = Site::with(&["--batch-seconds", "0"]);
    let one = fixture("gray-8.png");
    assert_eq!(refused(&site, &[&one]), (503, "took-too-long".into()));
}

#[test]
fn a_batch_that_is_broken_off_ends_with_the_problem() {
    let site = Site::with(&["--max-batch-pages", "2", "--max-pages", "1"]);
    let back = page(1, 1, 1)(&site).png();
    let one = fixture("gray-8.png");
    let lines = batch(&site, &[&back, &one, &one]);
    assert_eq!(news(&lines).first().unwrap(), "back-authentic 1");
    let error = &lines.last().unwrap()["error"];
    assert_eq!(
        (&error["type"], &error["status"]),
        (&json!("/problems/too-many-pages"), &json!(413))
    );
    for text in ["title", "detail", "next"] {
        assert!(!error[text].as_str().unwrap().is_empty());
    }
    assert!(lines.iter().all(|line| line.get("end").is_none()));
    let log = site.stop();
    let of_batch = |line: &&str| line.contains(r#""message":"batch""#);
    let event: Value = serde_json::from_str(log.lines().find(of_batch).unwrap()).unwrap();
    assert_eq!(event["problems"], "too-many-pages");
    // The request's own line has the same id.
    let id = event["report"].as_str().unwrap();
    assert_eq!(log.matches(id).count(), 2);
}
