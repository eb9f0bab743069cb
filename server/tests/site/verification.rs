//! What the site says of genuine sheets, and of every kind of sheet that is not.

use crate::common::paper;
use crate::common::site::{VALID_FROM, keygen};
use crate::common::{File, Paper, Site, database, key_uses, label};
use data_encoding::{BASE64, HEXLOWER};
use serde_json::{Value, json};

/// The first six members of `checks` that the cases below look at.
fn checks(readable: &str, content: &str, issuer: &str, complete: &str) -> Value {
    json!({
        "readable": readable, "content": content, "issuer": issuer, "complete": complete,
        "front-agrees": "not-done", "originality": "not-done",
    })
}

fn verify(site: &Site, papers: &[&Paper]) -> Value {
    let files: Vec<Vec<u8>> = papers.iter().map(|paper| paper.png()).collect();
    site.verify(&files.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

/// Nothing of a sheet that is not proven may reach the answer.
fn assert_nothing_told(certificate: &Value) {
    for name in [
        "kind",
        "municipality",
        "municipality_name",
        "contact",
        "issued_at",
    ] {
        assert_eq!(certificate.get(name), None, "{name}");
    }
    for sheet in certificate["sheets"].as_array().unwrap() {
        assert_eq!(sheet.get("picture"), None);
    }
}

fn codes(problems: &Value) -> Vec<&str> {
    problems
        .as_array()
        .unwrap()
        .iter()
        .map(|problem| problem["code"].as_str().unwrap())
        .collect()
}

#[test]
fn a_genuine_sheet_restores_bit_exact() {
    let site = Site::start();
    let report = verify(&site, &[&paper::genuine(&site, &label(0xa1, 1, 1))]);

    assert_eq!(report["headline"], "back-authentic");
    assert_eq!(report["problems"], json!([]));
    let certificate = &report["certificates"][0];
    assert_eq!(certificate["headline"], "back-authentic");
    assert_eq!(certificate["set"], "a1".repeat(16));
    assert_eq!(certificate["pages"], 1);
    assert_eq!(certificate["issuer"], "見本証明書交付センター");
    assert_eq!(certificate["municipality"], "990019");
    assert_eq!(certificate["municipality_name"], "見本県見本市");
    let contact = json!({ "phone": "03-0000-0000", "url": "https://mihon.example.lg.jp/" });
    assert_eq!(certificate["contact"], contact);
    assert_eq!(certificate["kind"], "residence-record");
    assert_eq!(certificate["issued_at"], "2026-04-01T09:30:00+09:00");
    assert_eq!(certificate["specimen"], true);
    assert_eq!(
        certificate["checks"],
        checks("passed", "passed", "passed", "passed")
    );

    let sheet = &certificate["sheets"][0];
    assert_eq!(
        (&sheet["file"], &sheet["page"], &sheet["index"]),
        (&json!(0), &json!(1), &json!(1))
    );
    assert_eq!(sheet["problems"], json!([]));
    let dpi = sheet["measures"]["dpi"].as_f64().unwrap();
    assert!((299.0..301.0).contains(&dpi), "{dpi}");
    assert!(sheet["measures"]["margin"].as_f64().unwrap() > 0.9);
    let png = BASE64
        .decode(sheet["picture"]["png"].as_str().unwrap().as_bytes())
        .unwrap();
    let front = paper::front(1);
    assert!(paper::bits_of_png(&png) == (front.width, front.height, front.bits));
}

#[test]
fn a_masked_number_leaves_the_site_in_no_way() {
    let site = Site::start();
    let front = paper::front(1);
    let mut other = front.clone();
    // Whole bytes of ten rows: 16 to 48 pixels from the left.
    let stride = front.width as usize / 8;
    let place = |y: usize| y * stride + 2..y * stride + 6;
    (100..110).for_each(|y| {
        other.bits[place(y)]
            .iter_mut()
            .for_each(|byte| *byte = !*byte)
    });
    let masks = vec![sheet::Mask {
        x: 16,
        y: 100,
        width: 32,
        height: 10,
    }];
    let shown = [&front, &other].map(|picture| {
        let content = sheet::Content {
            masks: Some(masks.clone()),
            ..paper::content(picture)
        };
        let label = label(1, 1, 1);
        let paper = paper::sheet_by(&site.issuer, &site.bundle, &content, &label);
        let report = verify(&site, &[&paper]);
        let png = &report["certificates"][0]["sheets"][0]["picture"]["png"];
        let png = BASE64.decode(png.as_str().unwrap().as_bytes()).unwrap();
        paper::bits_of_png(&png).2
    });
    assert!(shown[0] == shown[1], "what is hidden shows");
    let mut restored = shown[0].clone();
    (100..110).for_each(|y| restored[place(y)].copy_from_slice(&front.bits[place(y)]));
    assert!(restored == front.bits, "something else is hidden, too");
}

#[test]
fn the_evidence_is_where_the_sheet_was_printed() {
    let site = Site::start();
    let report = verify(&site, &[&paper::genuine(&site, &label(1, 1, 1))]);
    let evidence = &report["certificates"][0]["sheets"][0]["evidence"];
    let marks: Vec<[f64; 2]> = serde_json::from_value(evidence["marks"].clone()).unwrap();
    for mark in sheet::layout::MARKS {
        let [x, y] = mark.center().map(f64::from);
        let near =
            |m: &[f64; 2]| (m[0] - x / 4960.0).abs() < 0.002 && (m[1] - y / 7016.0).abs() < 0.002;
        assert!(marks.iter().any(near), "{mark:?} among {marks:?}");
    }
    assert_eq!(evidence["labels"].as_array().unwrap().len(), 2);
    for tile in evidence["tiles"].as_array().unwrap() {
        assert!(tile["quality"].as_f64().unwrap() > 0.9, "{tile}");
    }
}

#[test]
fn the_picture_comes_only_on_request() {
    let site = Site::start();
    let scan = paper::genuine(&site, &label(1, 1, 1)).png();
    let answer = site.post(
        "/api/v1/verifications",
        &[File {
            name: "a.png",
            bytes: &scan,
        }],
    );
    assert_eq!(
        answer.json()["certificates"][0]["sheets"][0]["picture"],
        json!({ "width": 2480, "height": 3508, "dpi": 300 })
    );
}

#[test]
fn pages_of_a_set_in_any_order_are_one_certificate() {
    let site = Site::start();
    let [one, two] = [1, 2].map(|index| paper::genuine(&site, &label(7, index, 2)));
    let report = verify(&site, &[&two, &one]);
    assert_eq!(report["headline"], "back-authentic");
    assert_eq!(report["certificates"].as_array().unwrap().len(), 1);
    let certificate = &report["certificates"][0];
    assert_eq!(certificate["missing"], json!([]));
    let order: Vec<_> = certificate["sheets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| (&s["index"], &s["file"]))
        .collect();
    assert_eq!(order, [(&json!(1), &json!(1)), (&json!(2), &json!(0))]);
}

#[test]
fn a_flipped_ciphertext_is_rejected() {
    let site = Site::start();
    let label = label(1, 1, 1);
    let mut sealed = press::seal(
        &paper::content(&paper::front(1)),
        &label,
        &site.issuer,
        &site.bundle,
    )
    .unwrap();
    sealed.ciphertext[100] ^= 1;
    assert_rejected(&verify(&site, &[&paper::sealed_paper(&label, &sealed)]));
}

#[test]
fn another_sheets_label_is_rejected() {
    let site = Site::start();
    let sealed = press::seal(
        &paper::content(&paper::front(1)),
        &label(1, 1, 1),
        &site.issuer,
        &site.bundle,
    )
    .unwrap();
    assert_rejected(&verify(
        &site,
        &[&paper::sealed_paper(&label(2, 1, 1), &sealed)],
    ));
}

#[test]
fn a_page_of_a_set_relabelled_as_another_page_is_rejected() {
    let site = Site::start();
    let sealed = press::seal(
        &paper::content(&paper::front(1)),
        &label(1, 1, 2),
        &site.issuer,
        &site.bundle,
    )
    .unwrap();
    let [one, two] = [1, 2].map(|index| paper::sealed_paper(&label(1, index, 2), &sealed));
    let report = verify(&site, &[&one, &two]);
    assert_eq!(report["headline"], "rejected");
    assert_eq!(
        codes(&report["certificates"][0]["sheets"][1]["problems"]),
        ["content-rejected"]
    );
}

#[test]
fn a_sheet_sealed_to_another_key_is_rejected() {
    let site = Site::start();
    let other = Site::start();
    let paper = paper::sheet_by(
        &site.issuer,
        &other.bundle,
        &paper::content(&paper::front(1)),
        &label(1, 1, 1),
    );
    assert_rejected(&verify(&site, &[&paper]));
}

#[test]
fn a_strangers_picture_sealed_to_our_key_is_never_shown() {
    let site = Site::start();
    let stranger = keygen(1);
    let paper = paper::sheet_by(
        &stranger,
        &site.bundle,
        &paper::content(&paper::front(1)),
        &label(1, 1, 1),
    );
    assert_rejected(&verify(&site, &[&paper]));
}

fn assert_rejected(report: &Value) {
    assert_eq!(report["headline"], "rejected");
    let certificate = &report["certificates"][0];
    assert_eq!(certificate["headline"], "rejected");
    assert_eq!(certificate["checks"]["readable"], "passed");
    assert_eq!(certificate["checks"]["content"], "failed");
    assert_eq!(
        codes(&certificate["sheets"][0]["problems"]),
        ["content-rejected"]
    );
    assert_nothing_told(certificate);
}

#[test]
fn a_forged_copy_does_not_hide_behind_the_genuine_page() {
    let site = Site::start();
    let stranger = keygen(1);
    let genuine = paper::genuine(&site, &label(1, 1, 1));
    let forged = paper::sheet_by(
        &stranger,
        &site.bundle,
        &paper::content(&paper::front(2)),
        &label(1, 1, 1),
    );
    for order in [[&genuine, &forged], [&forged, &genuine]] {
        let report = verify(&site, &order);
        assert_eq!(report["headline"], "rejected");
        let pictures = report["certificates"][0]["sheets"]
            .as_array()
            .unwrap()
            .iter();
        assert_eq!(
            pictures
                .filter(|sheet| sheet.get("picture").is_some())
                .count(),
            1
        );
    }
}

#[test]
fn an_unknown_issuer_is_neither_genuine_nor_forged() {
    let site = Site::start();
    let label = sheet::Label {
        issuer: 9,
        ..label(1, 1, 1)
    };
    let report = verify(
        &site,
        &[&paper::sheet_by(
            &keygen(9),
            &site.bundle,
            &paper::content(&paper::front(1)),
            &label,
        )],
    );
    assert_cannot_tell(&report, "issuer-unknown");
    assert_eq!(report["certificates"][0].get("issuer"), None);
}

#[test]
fn an_unknown_escrow_key_is_neither_genuine_nor_forged() {
    let site = Site::start();
    let label = sheet::Label {
        escrow_key: 9,
        ..label(1, 1, 1)
    };
    let report = verify(&site, &[&paper::genuine(&site, &label)]);
    assert_cannot_tell(&report, "escrow-key-unknown");
}

fn assert_cannot_tell(report: &Value, code: &str) {
    assert_eq!(report["headline"], "cannot-tell");
    let certificate = &report["certificates"][0];
    assert_eq!(
        certificate["checks"],
        checks("passed", "cannot-tell", "cannot-tell", "not-done")
    );
    assert_eq!(codes(&certificate["problems"]), [code]);
    assert_nothing_told(certificate);
}

#[test]
fn a_signing_key_counts_only_in_its_period() {
    let site = Site::start();
    let early = sheet::Content {
        issued_at: VALID_FROM - 1,
        ..paper::content(&paper::front(1))
    };
    let report = verify(
        &site,
        &[&paper::sheet_by(
            &site.issuer,
            &site.bundle,
            &early,
            &label(1, 1, 1),
        )],
    );
    assert_eq!(report["headline"], "rejected");
    let certificate = &report["certificates"][0];
    assert_eq!(
        certificate["checks"],
        checks("passed", "passed", "failed", "passed")
    );
    assert_eq!(codes(&certificate["problems"]), ["signing-key-not-valid"]);
    assert_nothing_told(certificate);
}

/// The press refuses to print it.
#[test]
fn a_municipality_that_the_centre_does_not_issue_for() {
    let site = Site::start();
    let mut content = paper::content(&paper::front(1));
    content.municipality = sheet::Municipality::parse("131016").unwrap();
    let sheet = paper::sheet_by(&site.issuer, &site.bundle, &content, &label(1, 1, 1));
    let report = verify(&site, &[&sheet]);
    assert_eq!(report["headline"], "cannot-tell");
    let certificate = &report["certificates"][0];
    assert_eq!(
        certificate["checks"],
        checks("passed", "cannot-tell", "passed", "passed")
    );
    assert_eq!(codes(&certificate["problems"]), ["municipality-unlisted"]);
    assert_nothing_told(certificate);
}

#[test]
fn a_destroyed_sheet_cannot_be_told() {
    let site = Site::start();
    let report = verify(
        &site,
        &[&paper::genuine(&site, &label(1, 1, 1)).stained(0.7)],
    );
    assert_eq!(report["headline"], "cannot-tell");
    let certificate = &report["certificates"][0];
    assert_eq!(
        certificate["checks"],
        checks("failed", "not-done", "not-done", "not-done")
    );
    let sheet = &certificate["sheets"][0];
    assert_eq!(codes(&sheet["problems"]), ["too-much-destroyed"]);
    assert_eq!(sheet["measures"]["margin"], 0.0);
    assert_nothing_told(certificate);
}

#[test]
fn a_missing_page_is_named() {
    let site = Site::start();
    let report = verify(&site, &[&paper::genuine(&site, &label(1, 2, 3))]);
    assert_eq!(report["headline"], "set-incomplete");
    let certificate = &report["certificates"][0];
    assert_eq!(
        certificate["checks"],
        checks("passed", "passed", "passed", "failed")
    );
    assert_eq!(certificate["missing"], json!([1, 3]));
    assert_eq!(codes(&certificate["problems"]), ["pages-missing"]);
}

#[test]
fn a_page_of_another_set_does_not_complete_this_one() {
    let site = Site::start();
    let papers =
        [label(1, 1, 2), label(2, 2, 2), label(3, 1, 1)].map(|label| paper::genuine(&site, &label));
    let report = verify(&site, &papers.each_ref());
    assert_eq!(report["headline"], "set-incomplete");
    let of = |i: usize| codes(&report["certificates"][i]["problems"]);
    assert_eq!(
        [of(0), of(1), of(2)],
        [
            vec!["pages-missing", "pages-mixed"],
            vec!["pages-missing", "pages-mixed"],
            vec![]
        ]
    );
    assert_eq!(report["certificates"][2]["headline"], "back-authentic");
}

#[test]
fn pages_of_one_set_that_speak_of_two_certificates_are_mixed() {
    let site = Site::start();
    let tax = sheet::Content {
        kind: sheet::Kind::Tax,
        ..paper::content(&paper::front(2))
    };
    let one = paper::genuine(&site, &label(1, 1, 2));
    let two = paper::sheet_by(&site.issuer, &site.bundle, &tax, &label(1, 2, 2));
    let report = verify(&site, &[&one, &two]);
    assert_eq!(report["headline"], "set-incomplete");
    assert_eq!(
        codes(&report["certificates"][0]["problems"]),
        ["pages-mixed"]
    );
    assert_eq!(report["certificates"][0].get("kind"), None);
}

#[test]
fn the_better_reading_of_a_repeated_page_is_kept() {
    let site = Site::start();
    let good = paper::genuine(&site, &label(1, 1, 1));
    let report = verify(&site, &[&good.clone().stained(0.7), &good]);
    assert_eq!(report["headline"], "back-authentic");
    let sheets = report["certificates"][0]["sheets"].as_array().unwrap();
    assert_eq!(sheets.len(), 1);
    assert_eq!(sheets[0]["file"], 1);
    assert_eq!(codes(&sheets[0]["problems"]), ["page-repeated"]);
    assert_eq!(sheets[0]["problems"][0]["file"], 0);
}

#[test]
fn each_use_of_a_key_is_recorded_and_names_no_sheet() {
    let site = Site::start();
    let set = 0x5e;
    let mut sealed = press::seal(
        &paper::content(&paper::front(1)),
        &label(set, 1, 1),
        &site.issuer,
        &site.bundle,
    )
    .unwrap();
    sealed.ciphertext[0] ^= 1;
    let unknown = sheet::Label {
        issuer: 9,
        ..label(set, 1, 1)
    };
    verify(
        &site,
        &[
            &paper::genuine(&site, &label(set, 1, 1)),
            &paper::sealed_paper(&label(set, 1, 1), &sealed),
            &paper::genuine(&site, &unknown),
        ],
    );
    let uses = key_uses(site.data.path());
    let told: Vec<_> = uses
        .iter()
        .map(|u| {
            (
                u.actor.as_str(),
                u.issuer,
                u.escrow_key,
                u.outcome.as_deref(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("api", 1, 1, Some("opened")),
            ("api", 1, 1, Some("rejected"))
        ]
    );
    assert_eq!(uses[0].sheet, uses[1].sheet);
    assert_eq!(uses[0].sheet.len(), 64);
    assert_ne!(uses[0].upload, uses[1].upload);

    let bytes = database::record_bytes(site.data.path());
    let hex = HEXLOWER.encode(&[set; 16]).into_bytes();
    assert!(!bytes.windows(16).any(|window| window == [set; 16]));
    assert!(!bytes.windows(hex.len()).any(|window| window == hex));
}
