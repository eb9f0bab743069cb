//! 照会結果票: the page to print, and the page that verifies it.

use super::{ask, public_key, said, saved, send, verified};
use crate::common::{Answer, File, Site, label, paper};
use serde_json::json;

/// The text of each QR code on the page, by another crate than the one that drew it.
fn codes(page: &Answer) -> Vec<String> {
    let html = page.text();
    let pictures = html.split("data:image/svg+xml;base64,").skip(1);
    pictures
        .map(|rest| read(rest.split('"').next().unwrap()))
        .collect()
}

fn read(base64: &str) -> String {
    let svg = data_encoding::BASE64.decode(base64.as_bytes()).unwrap();
    let svg = String::from_utf8(svg).unwrap();
    let (_, rest) = svg.split_once("viewBox=\"0 0 ").unwrap();
    let side: usize = rest.split(' ').next().unwrap().parse().unwrap();
    let (_, path) = svg.split_once(" d=\"").unwrap();
    let mut dark = vec![false; side * side];
    // `M<x> <y>h1v1H<x>V<y>` for each module.
    for square in path.split('M').skip(1) {
        let (x, rest) = square.split_once(' ').unwrap();
        let y = rest.split('h').next().unwrap();
        dark[y.parse::<usize>().unwrap() * side + x.parse::<usize>().unwrap()] = true;
    }
    const PIXELS: usize = 4;
    let shade = |x: usize, y: usize| match dark[y / PIXELS * side + x / PIXELS] {
        true => 0,
        false => 255,
    };
    let size = side * PIXELS;
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(size, size, shade);
    let grids = image.detect_grids();
    grids[0].decode().unwrap().1
}

#[test]
fn the_report_offers_a_receipt_and_its_page_says_everything_twice() {
    let site = Site::start();
    let bytes = &paper::genuine(&site, &label(1, 1, 1)).png();
    let report = site
        .post(
            "/ja/verify",
            &[File {
                name: "a.png",
                bytes,
            }],
        )
        .text();
    let (_, rest) = report.split_once("name=\"receipt\" value=\"").unwrap();
    let receipt = rest.split('"').next().unwrap();
    assert!(report.contains("action=\"/ja/receipt\""));
    for answer in [
        "agrees",
        "differs",
        "not-compared",
        "seen",
        "not-seen",
        "not-looked",
    ] {
        assert!(report.contains(&format!("value=\"{answer}\"")), "{answer}");
    }

    let slip = ask(&site, "ja", receipt, "&front=agrees&infrared=not-looked");
    assert_eq!(
        (slip.status, slip.header("cache-control")),
        (200, "no-store")
    );
    let html = slip.text();
    let in_words = [
        "<html lang=\"ja\">",
        "照会結果票",
        "サイトが検証した事項",
        "申告（サイトは確認していません）",
        "うら面は本物です",
        "一致",
        "見ていない",
        "機械（サイト）",
        "窓口の担当者",
        "原本かコピーか",
        "uramen.example",
        "見本証明書交付センター",
    ];
    for words in in_words {
        assert!(html.contains(words), "{words}");
    }
    let said = said(receipt, 1);
    let facts = [
        &said["files"][0]["sha256"],
        &said["report"],
        &said["certificates"][0]["set"],
    ];
    for fact in facts {
        assert!(html.contains(fact.as_str().unwrap()), "{fact}");
    }
    // Each signature has a code of its own, and both are in the file to save.
    let saved = saved(&slip);
    assert_eq!(saved["receipt"], receipt);
    assert_eq!(
        json!(codes(&slip)),
        json!([saved["receipt"], saved["declaration"]])
    );
}

#[test]
fn what_was_printed_is_verified_on_the_sites_page() {
    let site = Site::start();
    let page = site.get("/en/receipt").text();
    assert!(page.contains("action=\"/en/receipt/verify\""));
    assert!(page.contains("enctype=\"multipart/form-data\""));
    assert!(page.contains(&public_key(site.data.path())));
    assert_eq!(
        site.get("/en/receipt/verify").header("location"),
        "/en/receipt"
    );
    assert!(site.get("/en/help").text().contains("href=\"/en/receipt\""));

    let (_, receipt) = verified(&site);
    let slip = ask(&site, "en", &receipt, "&infrared=seen");
    let printed = codes(&slip).join("\r\n");
    for sent in [printed.clone(), saved(&slip).to_string(), receipt.clone()] {
        let answer = send(&site, sent.as_bytes());
        assert_eq!(answer.status, 200);
        let html = answer.text();
        assert!(html.contains("The signatures hold"));
        assert_eq!(html.contains("data-answer=\"infrared\""), sent != receipt);
    }
    assert!(!slip.text().contains("The signatures hold"));
}

#[test]
fn without_answers_nothing_is_declared() {
    let site = Site::start();
    let (_, receipt) = verified(&site);
    for answers in ["", "&front=not-compared&infrared=not-looked"] {
        let slip = ask(&site, "en", &receipt, answers);
        assert_eq!(saved(&slip), json!({ "receipt": receipt }));
        assert!(slip.text().contains("Nothing was declared."));
        assert_eq!(codes(&slip), [receipt.as_str()]);
    }
}

/// The file holds what no QR code does.
#[test]
fn a_receipt_too_long_for_a_code_says_so() {
    let site = Site::start();
    let papers: Vec<Vec<u8>> = (1..=3)
        .map(|set| paper::genuine(&site, &label(set, 1, 1)).png())
        .collect();
    let report = site.verify(&papers.iter().map(Vec::as_slice).collect::<Vec<_>>());
    let receipt = report["receipt"].as_str().unwrap();
    let slip = ask(&site, "en", receipt, "");
    assert!(codes(&slip).is_empty());
    assert!(slip.text().contains("verify it by the saved file"));
    assert_eq!(slip.text().matches("data-check=\"content\"").count(), 3);
    assert_eq!(send(&site, saved(&slip).to_string().as_bytes()).status, 200);
}

#[test]
fn the_page_has_neither_inline_script_nor_style_nor_anything_from_elsewhere() {
    let site = Site::start();
    let (_, receipt) = verified(&site);
    let slip = ask(&site, "ja", &receipt, "&front=agrees");
    let html = slip.text();
    for absent in [
        "<script",
        "<style",
        " style=",
        "javascript:",
        " onclick",
        "src=\"http",
        "href=\"http",
    ] {
        assert!(!html.contains(absent), "{absent}");
    }
    let policy = slip.header("content-security-policy");
    assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe-inline"));
}
