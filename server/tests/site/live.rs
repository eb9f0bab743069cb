//! The upload form where scripts run: the same page as without, and before it how far that is.

use crate::common::site::form;
use crate::common::{File, Paper, Site, database, fixture, label, paper};
use printscan::Format;
use serde_json::{Value, json};

/// Each picture and each outcome of a page, in their order: what is no accident of the request.
fn content(page: &str) -> Vec<&str> {
    let parts = page.split(['<', ' ']);
    let told = ["src=", "data-outcome=", "data-headline=", "data-problem="];
    parts
        .filter(|part| told.iter().any(|name| part.starts_with(name)))
        .collect()
}

fn two_certificates(site: &Site) -> Vec<u8> {
    let page = |set, index, pages| paper::genuine(site, &label(set, index, pages));
    let papers = [page(1, 1, 2), page(2, 1, 1), Paper::form(), page(1, 2, 2)];
    paper::document(Format::Pdf, &papers.each_ref())
}

#[test]
fn pages_and_certificates_are_told_before_the_same_page_as_ever() {
    let site = Site::start();
    let scan = two_certificates(&site);
    let mut lines: Vec<Value> = site.begin_live(&[&scan, &fixture("gray-8.png")]).collect();
    let answer = lines.pop().unwrap();
    let page = |file: u32, page: u32, of: u32| json!({"page": {"place": {"file": file, "page": page}, "of": of}});
    let certificate = |set| {
        let (number, kind) = (label(set, 1, 1).sheet.number(), "residence-record");
        json!({"certificate": {"number": number, "kind": kind, "headline": "back-authentic"}})
    };
    let expected = [
        page(0, 1, 4),
        page(0, 2, 4),
        certificate(2),
        page(0, 3, 4),
        page(0, 4, 4),
        certificate(1),
        page(1, 1, 1),
    ];
    assert_eq!(lines, expected);

    let plain = site.post(
        "/en/verify",
        &[("a", &scan), ("b", &fixture("gray-8.png"))].map(|(name, bytes)| File { name, bytes }),
    );
    let live = answer["answer"].as_str().unwrap();
    assert_eq!(content(live), content(&plain.text()));
    assert!(
        content(live)
            .iter()
            .any(|part| part.starts_with("src=\"data:image/png"))
    );
    assert_eq!(plain.header("content-type"), "text/html; charset=utf-8");
}

#[test]
fn how_many_fronts_have_been_compared_is_told() {
    let site = Site::start();
    let front = Paper::of_picture(&paper::front(1));
    let [first, second] = [1, 2].map(|set| paper::genuine(&site, &label(set, 1, 1)));
    let scan = paper::document(Format::Tiff, &[&front, &first, &front, &second]);
    let mut lines: Vec<Value> = site.begin_live(&[&scan]).collect();
    lines.pop().unwrap();
    // No certificate before its front was compared: the report is there at once then.
    let page = |page: u32| json!({"page": {"place": {"file": 0, "page": page}, "of": 4}});
    let fronts = |compared: u32| json!({"fronts": {"compared": compared, "of": 2}});
    let expected = [page(1), page(2), page(3), page(4), fronts(0), fronts(1)];
    assert_eq!(lines, expected);
}

#[test]
fn whoever_waits_is_told_how_many_come_first() {
    let site = Site::with(&["--verifications", "1"]);
    let scan = paper::genuine(&site, &label(1, 1, 1)).png();
    let lock = database::lock(site.data.path());
    let mut first = site.begin_live(&[&fixture("gray-8.png"), &scan]);
    // It has its turn.
    assert_eq!(first.next().unwrap()["page"]["of"], 1);
    let mut second = site.begin_live(&[&scan]);
    assert_eq!(second.next().unwrap(), json!({"waiting": 0}));
    let mut third = site.begin_live(&[&scan]);
    assert_eq!(third.next().unwrap(), json!({"waiting": 1}));
    // Whoever leaves lets the others step up.
    drop(second);
    assert_eq!(third.next().unwrap(), json!({"waiting": 0}));
    drop(lock);
    assert!(first.last().unwrap()["answer"].is_string());
    assert!(third.last().unwrap()["answer"].is_string());
}

/// Before the first line as ever, after it on a page of its own.
#[test]
fn what_is_refused_says_so_on_a_page() {
    let site = Site::with(&["--max-pages", "2"]);
    let accept = ("accept", "application/x-ndjson");
    let (content_type, body) = form(&[]);
    let headers = [("content-type", content_type.as_str()), accept];
    let refused = site.request("POST", "/en/verify", &headers, body);
    assert_eq!(refused.status, 400);
    assert!(refused.text().contains("data-problem=\"file-missing\""));

    let scan = fixture("gray-8.png");
    let last = site.begin_live(&[&scan, &scan, &scan]).last().unwrap();
    let page = last["answer"].as_str().unwrap();
    assert!(page.contains("data-problem=\"too-many-pages\"") && !page.contains("data-headline"));
    assert!(site.stop().contains("too-many-pages"));
}
