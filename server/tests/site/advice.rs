//! What is said of pages that were badly captured, or that are no backs: from the pixels to
//! the sentence.

use crate::common::{File, Paper, Site, label, paper};
use report::ProblemCode;
use scan::{Cause, Edges, Look, ScanError};
use serde_json::{Value, json};
use server::problem;

/// Verifies one page, in both languages.
fn verify(site: &Site, paper: &Paper) -> [Value; 2] {
    let png = paper.png();
    ["ja", "en"].map(|lang| {
        let path = format!("/api/v1/verifications?lang={lang}");
        let file = File {
            name: "scan",
            bytes: &png,
        };
        site.post(&path, &[file]).json()
    })
}

/// The page is not read, for this reason; figure and place are in the sentence.
fn assert_advised(site: &Site, paper: &Paper, code: &str, detail: Value, says: [&str; 2]) {
    for (report, says) in verify(site, paper).into_iter().zip(says) {
        assert_eq!(report["headline"], "cannot-tell", "{code}");
        let of_sheet = &report["certificates"][0]["sheets"][0]["problems"];
        let problem = match &report["problems"][0] {
            Value::Null => &of_sheet[0],
            of_page => of_page,
        };
        assert_eq!(problem["code"], code);
        assert_eq!(
            problem.get("detail").unwrap_or(&Value::Null),
            &detail,
            "{code}"
        );
        assert!(problem["why"].as_str().unwrap().contains(says), "{problem}");
    }
}

#[test]
fn pages_that_are_no_backs() {
    let site = Site::start();
    let assert = |paper, code, says| assert_advised(&site, &paper, code, Value::Null, says);
    assert(
        Paper::blank(),
        "page-blank",
        ["何も印刷", "Nothing is printed"],
    );
    assert(Paper::form(), "front-uploaded", ["うら面", "the back"]);
    assert(Paper::other_cells(), "not-our-sheet", ["J-LIS", "J-LIS"]);
}

#[test]
fn backs_that_were_badly_captured() {
    let site = Site::start();
    let back = paper::genuine(&site, &label(1, 1, 1));
    let told = |paper: Paper, code, detail, says| assert_advised(&site, &paper, code, detail, says);
    told(
        back.clone().shrunk(6),
        "resolution-too-low",
        json!({ "dpi": 50 }),
        ["およそ 50 dpi", "about 50 dpi"],
    );
    told(
        // A little more than correction can make up for.
        back.clone().cut_on_the_left(1200),
        "sheet-cropped",
        json!({ "edges": ["left"] }),
        ["画像の左端", "picture’s left"],
    );
    let line = |v: f32, x: f32, _| if (x - 0.3).abs() < 0.001 { v * 0.4 } else { v };
    told(
        back.clone().without_labels().map(line),
        "glass-dirty",
        json!({ "from-left": 30 }),
        ["およそ 30 %", "about 30 %"],
    );
    let darkest = |pixels: &[u8]| pixels.iter().copied().min().unwrap_or(0);
    let fax = back.clone().spread(2, darkest);
    let fax = fax.map(|v, _, _| if v > 128.0 { 255.0 } else { 0.0 });
    told(fax, "scan-thresholded", Value::Null, ["ファクス", "fax"]);
    let mean = |pixels: &[u8]| {
        let sum: u32 = pixels.iter().map(|&v| u32::from(v)).sum();
        (sum / pixels.len() as u32) as u8
    };
    let blurred = back.spread(4, mean);
    told(
        blurred,
        "out-of-focus",
        Value::Null,
        ["にじんで", "run into each other"],
    );
}

/// The label was read and the cells were not: the sheet's problem is the cause.
#[test]
fn a_sheet_that_is_dazzled_is_told_so() {
    let site = Site::start();
    let near = |x: f32, y: f32| (-((x - 0.5f32).powi(2) + (y - 0.42f32).powi(2)) / 0.16).exp();
    let dazzled =
        paper::genuine(&site, &label(1, 1, 1)).map(|v, x, y| (v + 900.0 * near(x, y)).min(255.0));
    assert_advised(
        &site,
        &dazzled,
        "uneven-light",
        Value::Null,
        ["明るすぎる", "too bright"],
    );
    let [_, report] = verify(&site, &dazzled);
    let certificate = &report["certificates"][0];
    assert_eq!(certificate["checks"]["readable"], "failed");
    assert_eq!(certificate["checks"]["content"], "not-done");
}

/// Advice, not a verdict: the sheet is as authentic as its signature.
#[test]
fn a_label_that_leads_elsewhere() {
    let elsewhere = |flags: &[&str]| {
        let site = Site::with(flags);
        let report = site.verify(&[&paper::genuine(&site, &label(1, 1, 1)).png()]);
        assert_eq!(report["headline"], "back-authentic");
        let problems = report["certificates"][0]["sheets"][0]["problems"].clone();
        problems
            .as_array()
            .unwrap()
            .iter()
            .any(|p| p["code"] == "host-unlisted")
    };
    // The sheets' labels name uramen.example.
    assert!(elsewhere(&["--host", "verify.example.jp"]));
    assert!(elsewhere(&[
        "--hosts",
        "a.example.jp,b.example.jp",
        "--host",
        "c.example.jp"
    ]));
    assert!(!elsewhere(&[
        "--hosts",
        "a.example.jp,Uramen.Example",
        "--host",
        "c.example.jp"
    ]));
    assert!(!elsewhere(&[]));
}

#[test]
fn every_way_of_failing_has_its_problem() {
    let told_within_a_report = |code: ProblemCode| assert_eq!(problem::status(code), None);
    let errors = [
        (ScanError::NoSheet(Look::Blank), "page-blank"),
        (ScanError::NoSheet(Look::Print), "front-uploaded"),
        (ScanError::NoSheet(Look::Cells), "not-our-sheet"),
        (ScanError::NoSheet(Look::Other), "sheet-not-found"),
        (ScanError::NoLabel, "label-not-found"),
        (ScanError::LabelUnreadable, "label-unreadable"),
        (ScanError::ForeignLabel, "label-foreign"),
        (ScanError::LabelsDiffer, "labels-differ"),
        (ScanError::LabelVersion(9), "version-unknown"),
        (ScanError::Mirrored, "page-mirrored"),
    ];
    for (error, code) in errors {
        let problem = problem::of_scan(&error);
        assert_eq!(problem.slug(), code);
        told_within_a_report(problem);
    }
    let causes = [
        (Cause::Resolution { dpi: 96.4 }, "resolution-too-low"),
        (Cause::Cropped(Edges::default()), "sheet-cropped"),
        (Cause::Threshold, "scan-thresholded"),
        (Cause::Focus, "out-of-focus"),
        (Cause::Light, "uneven-light"),
        (Cause::Streak { at: 0.3 }, "glass-dirty"),
    ];
    for (cause, code) in causes {
        let (problem, _) = problem::of_cause(&cause);
        assert_eq!(problem.slug(), code);
        told_within_a_report(problem);
    }
}
