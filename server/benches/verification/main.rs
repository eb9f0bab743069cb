//! What one verification costs: `cargo bench -p server`.
//!
//! Times are processor time, the worker's included, and ratios are to libjpeg-turbo decoding
//! the same picture as JPEG to gray in the same run. The whole is a running site that answers
//! the API with the restored picture. Takes some minutes; `-- WORD …` measures only the whole
//! verifications whose names have one of these words, `throughput` how many there are in a
//! second, `openings` how many sheets are opened and recorded in one. With
//! `URAMEN_TEST_POSTGRES`, as the tests have it, on PostgreSQL. 見本 throughout.

#[path = "../../tests/site/common/mod.rs"]
mod common;
mod cost;
mod hurting;
mod load;
mod openings;
mod paper;
mod stages;

use common::{File, Site};
use paper::Upload;

fn main() {
    // A benchmark asks more often than anybody may.
    let site = Site::with(&["--address-per-minute", "0"]);
    let office = paper::office(&site, 1);
    // Cargo adds an option of its own.
    let words: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with('-'))
        .collect();
    if !words.is_empty() {
        return some(&site, &office, &words);
    }
    stages::table(&site, &office);
    wholes(&site, &office);
    load::memory(&office);
    load::throughput(&site, &office);
    openings::table(&site);
}

/// What the API says of an upload; the restored picture is asked for.
fn verify(site: &Site, upload: &[u8]) -> String {
    let file = File {
        name: "specimen",
        bytes: upload,
    };
    let answer = site.post("/api/v1/verifications?picture=png", &[file]);
    assert_eq!(answer.status, 200, "{}", answer.text());
    let report = answer.json();
    let problem = report["problems"][0]["code"].as_str();
    let sheet = &report["certificates"][0]["sheets"][0]["problems"][0]["code"];
    let said = problem.or(sheet.as_str()).or(report["headline"].as_str());
    said.expect("a report").to_owned()
}

fn some(site: &Site, office: &Upload, words: &[String]) {
    let is_wanted = |name: &str| words.iter().any(|word| name.contains(word));
    if is_wanted("throughput") {
        load::throughput(site, office);
    }
    if is_wanted("openings") {
        openings::table(site);
    }
    heading();
    if is_wanted("office") {
        row(site, "office", office, 2.5);
    }
    for (name, scan, goal) in hurting::pages().filter(|(name, ..)| is_wanted(name)) {
        row(site, name, &scan(), goal);
    }
}

fn heading() {
    println!("\nwhole verifications, by the API");
    println!(
        "{:28} {:>6} {:>9} {:>6} {:>6}",
        "", "KiB", "ms", "ratio", "goal"
    );
}

fn wholes(site: &Site, office: &Upload) {
    heading();
    let whole = row(site, "office", office, 2.5);
    let harsh = (1..).map(|seed| paper::harsh(site, seed));
    let read = harsh.filter(|scan| verify(site, &scan.file) == "back-authentic");
    for (scan, n) in read.take(3).zip(1..) {
        row(site, &format!("harsh, {n}"), &scan, 5.0);
    }
    for (name, scan, goal) in hurting::pages() {
        row(site, name, &scan(), goal);
    }
    let scanned = row(
        site,
        "scanned PDF of office",
        &paper::scanned_pdf(site, office),
        2.5,
    );
    row(
        site,
        "drawn PDF, front and back",
        &paper::drawn_pdf(site, office),
        5.0,
    );
    println!(
        "{:28} {:6} {:9} {:6.2} {:6.2}",
        "scanned PDF to its JPEG",
        "",
        "",
        scanned / whole,
        1.2
    );
}

/// The ratio.
fn row(site: &Site, name: &str, upload: &Upload, goal: f64) -> f64 {
    let said = verify(site, &upload.file);
    let [whole, reference] = cost::of_both(
        site.process_id(),
        || drop(verify(site, &upload.file)),
        || paper::libjpeg_turbo(&upload.jpeg),
    );
    let size = upload.file.len() / 1024;
    let ratio = whole / reference;
    println!("{name:28} {size:6} {whole:9.1} {ratio:6.2} {goal:6.2}  {said}");
    ratio
}
