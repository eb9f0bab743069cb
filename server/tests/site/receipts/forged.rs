//! Attacks on receipts: by the command and on the site's page, with the same end.

use super::{Kept, ask, public_key, said, saved, send, signed, site_key, verified};
use crate::common::{File, Site, label, paper, refused};
use data_encoding::BASE64URL_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

/// Refused by the command for this reason, and by the page with this problem.
#[track_caller]
fn assert_refused(site: &Site, forged: &Value, reason: &str, problem: &str) {
    let error = refused(&mut Kept::of(site, forged).verify());
    assert!(error.contains(reason), "{error}");
    let answer = send(site, forged.to_string().as_bytes());
    assert_eq!(answer.status, 400);
    assert!(
        answer
            .text()
            .contains(&format!("data-problem=\"{problem}\"")),
        "{reason}"
    );
}

#[track_caller]
fn assert_receipt_refused(site: &Site, receipt: &str, reason: &str) {
    assert_refused(
        site,
        &json!({ "receipt": receipt }),
        reason,
        "receipt-invalid",
    );
    let slip = ask(site, "en", receipt, "&front=agrees");
    assert_eq!(slip.status, 400);
    assert!(!slip.text().contains("data:application/json"));
}

#[test]
fn an_altered_receipt_is_refused() {
    let site = Site::start();
    let (_, receipt) = verified(&site);
    let (header, rest) = receipt.split_once('.').unwrap();
    let (_, signature) = rest.split_once('.').unwrap();
    let mut payload = said(&receipt, 1);
    payload["headline"] = "content-agrees".into();
    let payload = BASE64URL_NOPAD.encode(payload.to_string().as_bytes());
    assert_receipt_refused(
        &site,
        &format!("{header}.{payload}.{signature}"),
        "it was altered",
    );

    let (signed, _) = receipt.rsplit_once('.').unwrap();
    let (_, other) = verified(&site);
    let (_, others) = other.rsplit_once('.').unwrap();
    assert_receipt_refused(&site, &format!("{signed}.{others}"), "it was altered");
}

#[test]
fn a_receipt_of_another_site_is_refused() {
    let (site, other) = (Site::start(), Site::start());
    let (_, receipt) = verified(&other);
    assert_receipt_refused(&site, &receipt, "another key");
    // Their key under our name.
    let mut header = said(&receipt, 0);
    header["kid"] = said(&verified(&site).1, 0)["kid"].clone();
    let renamed = signed(&site_key(&other), &header, &said(&receipt, 1));
    assert_receipt_refused(&site, &renamed, "it was altered");
    // A key that the header brings along.
    let x = BASE64URL_NOPAD.encode(site_key(&other).verifying_key().as_bytes());
    header["jwk"] = json!({ "kty": "OKP", "crv": "Ed25519", "x": x });
    let brought = signed(&site_key(&other), &header, &said(&receipt, 1));
    assert_receipt_refused(&site, &brought, "header");
}

#[test]
fn no_other_algorithm_is_taken() {
    let site = Site::start();
    let (_, receipt) = verified(&site);
    let payload = receipt.split('.').nth(1).unwrap();
    let with = |alg: &str| {
        let mut header = said(&receipt, 0);
        header["alg"] = alg.into();
        let header = BASE64URL_NOPAD.encode(header.to_string().as_bytes());
        format!("{header}.{payload}")
    };
    for alg in ["none", "None", ""] {
        assert_receipt_refused(&site, &format!("{}.", with(alg)), "algorithm");
    }
    // The public key as the secret of a MAC.
    let public = site_key(&site).verifying_key();
    for key in [
        &public.as_bytes()[..],
        public_key(site.data.path()).as_bytes(),
    ] {
        let text = with("HS256");
        let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
        mac.update(text.as_bytes());
        let mac = BASE64URL_NOPAD.encode(&mac.finalize().into_bytes());
        assert_receipt_refused(&site, &format!("{text}.{mac}"), "algorithm");
    }
}

/// By the site's own key, as a later version or a thief might sign.
#[test]
fn what_is_not_known_is_refused_even_if_the_site_signed_it() {
    let site = Site::start();
    let key = site_key(&site);
    let (_, receipt) = verified(&site);
    let (header, payload) = (said(&receipt, 0), said(&receipt, 1));
    let with = |member: &str, value: Value| {
        let mut payload = payload.clone();
        payload[member] = value;
        json!({ "receipt": signed(&key, &header, &payload) })
    };
    let malformed = "receipt-malformed";
    let unknown = with("remark", "genuine".into());
    assert_refused(&site, &unknown, "does not know what it says", malformed);
    assert_refused(&site, &with("version", 2.into()), "version", malformed);
    assert_refused(
        &site,
        &with("headline", "splendid".into()),
        "does not know",
        malformed,
    );
    let mut critical = header.clone();
    critical["crit"] = json!(["exp"]);
    assert_receipt_refused(&site, &signed(&key, &critical, &payload), "header");
}

#[test]
fn a_declaration_stands_under_its_own_receipt_only() {
    let site = Site::start();
    let (_, first) = verified(&site);
    let (_, second) = verified(&site);
    let declared = saved(&ask(&site, "en", &first, "&front=agrees"));
    let declaration = &declared["declaration"];
    let problem = "declaration-invalid";

    let moved = json!({ "receipt": second, "declaration": declaration });
    assert_refused(&site, &moved, "another receipt", problem);
    // Neither stands for the other.
    let doubled = json!({ "receipt": first, "declaration": first });
    assert_refused(&site, &doubled, "algorithm or type", problem);
    assert_receipt_refused(&site, declaration.as_str().unwrap(), "algorithm or type");

    let mut answers = said(declaration.as_str().unwrap(), 1);
    answers["answers"]["front"] = "differs".into();
    let payload = BASE64URL_NOPAD.encode(answers.to_string().as_bytes());
    let parts: Vec<&str> = declaration.as_str().unwrap().split('.').collect();
    let altered = format!("{}.{payload}.{}", parts[0], parts[2]);
    let altered = json!({ "receipt": first, "declaration": altered });
    assert_refused(&site, &altered, "it was altered", problem);

    assert_eq!(send(&site, declared.to_string().as_bytes()).status, 200);
}

#[test]
fn nobody_declares_that_a_front_agrees_that_was_never_restored() {
    let site = Site::start();
    let stranger = crate::common::site::keygen(1);
    let content = paper::content(&paper::front(1));
    let forged = paper::sheet_by(&stranger, &site.bundle, &content, &label(1, 1, 1));
    let report = site.verify(&[&forged.png()]);
    let receipt = report["receipt"].as_str().unwrap();
    let answer = ask(&site, "ja", receipt, "&front=agrees");
    assert_eq!(answer.status, 400);
    assert!(
        answer
            .text()
            .contains("data-problem=\"declaration-invalid\"")
    );
    let html = site
        .post(
            "/ja/verify",
            &[File {
                name: "a",
                bytes: &forged.png(),
            }],
        )
        .text();
    assert!(html.contains("name=\"receipt\"") && !html.contains("name=\"front\""));
    // What was seen of the paper itself may be declared.
    assert_eq!(ask(&site, "ja", receipt, "&infrared=not-seen").status, 200);
}

#[test]
fn what_is_no_receipt_is_told_so() {
    let site = Site::start();
    let (_, receipt) = verified(&site);
    let half = &receipt[..receipt.len() / 2];
    let long = "e30.".repeat(3);
    let bodies: Vec<Vec<u8>> = vec![
        b"".into(),
        b"{".into(),
        b"{}".into(),
        b"[[[[".repeat(9000),
        b"null".into(),
        b"\xff\xfe\0".into(),
        b".".into(),
        b"..".into(),
        long.into(),
        format!("{receipt} {receipt} {receipt}").into(),
        format!(r#"{{"receipt":"{receipt}","receipt":"{receipt}"}}"#).into(),
        format!(r#"{{"receipt":"{receipt}","name":"a.png"}}"#).into(),
    ];
    for body in bodies {
        let answer = send(&site, &body);
        assert_eq!(answer.status, 400, "{}", String::from_utf8_lossy(&body));
        let html = answer.text();
        assert!(
            html.contains("data-problem=\"receipt-"),
            "{}",
            String::from_utf8_lossy(&body)
        );
    }
    for receipt in ["", half, "%00", "a.b.c", "%F0%9F"] {
        assert_eq!(ask(&site, "ja", receipt, "").status, 400, "{receipt}");
    }
    assert_eq!(ask(&site, "ja", &receipt, "&front=perhaps").status, 400);
    let other = [("content-type", "text/plain")];
    for path in ["/ja/receipt", "/ja/receipt/verify"] {
        let answer = site.request("POST", path, &other, receipt.clone().into());
        assert_eq!(answer.status, 400);
        assert!(answer.text().contains("data-problem=\"receipt-malformed\""));
    }
}

#[test]
fn a_huge_receipt_is_refused_in_words() {
    let site = Site::start();
    let huge = "e".repeat(20_000_000);
    let answers = [send(&site, huge.as_bytes()), ask(&site, "en", &huge, "")];
    for answer in answers {
        assert_eq!(answer.status, 413);
        assert!(answer.text().contains("data-problem=\"upload-too-large\""));
    }
}
