//! What a genuine signing key signed, but not as this format says.

use crate::press::{FROM, Press, content, is_rejected, label, open, seal, site};
use coset::cbor::Value;
use coset::iana::{Algorithm, CoapContentFormat, HeaderParameter};
use coset::{CborSerializable, CoseSign1, Header, HeaderBuilder, TaggedCborSerializable};
use escrow::Escrow;

fn genuine() -> (Press, Escrow, Vec<u8>) {
    let press = Press::new(1, 1);
    let site = site(&[&press]);
    let message = press.sign(&label(1), &content(FROM).to_cbor());
    assert!(open(&site, &label(1), &seal(&site, &label(1), &message)).is_ok());
    (press, site, message)
}

#[test]
fn other_headers_are_rejected() {
    let (press, site, _) = genuine();
    let payload = content(FROM).to_cbor();
    let kid = || HeaderBuilder::new().key_id(press.kid.clone());
    let eddsa = || kid().algorithm(Algorithm::EdDSA);
    let protected = [
        ("no algorithm", kid().build()),
        (
            "another algorithm",
            kid().algorithm(Algorithm::ES256).build(),
        ),
        (
            "no kid",
            HeaderBuilder::new().algorithm(Algorithm::EdDSA).build(),
        ),
        (
            "critical",
            eddsa().add_critical(HeaderParameter::Alg).build(),
        ),
        (
            "unknown critical",
            eddsa().text_value("x".into(), Value::Null).build(),
        ),
        (
            "content type",
            eddsa().content_format(CoapContentFormat::Cbor).build(),
        ),
        ("unknown", eddsa().value(1000, Value::Null).build()),
    ];
    for (what, header) in protected {
        let message = press.sign_with(header, Header::default(), &label(1), &payload);
        assert!(is_rejected(&site, &label(1), &message), "{what}");
    }
    for (what, header) in [
        ("kid", kid().build()),
        (
            "unknown",
            HeaderBuilder::new().value(1000, Value::Null).build(),
        ),
    ] {
        let message = press.sign_with(press.header(), header, &label(1), &payload);
        assert!(
            is_rejected(&site, &label(1), &message),
            "unprotected {what}"
        );
    }
    let nowhere = press.sign_with(
        HeaderBuilder::new().algorithm(Algorithm::EdDSA).build(),
        kid().build(),
        &label(1),
        &payload,
    );
    assert!(
        is_rejected(&site, &label(1), &nowhere),
        "kid unprotected only"
    );
}

#[test]
fn other_framing_is_rejected() {
    let (_, site, message) = genuine();
    let parsed = CoseSign1::from_slice(&message).unwrap();
    // 0x84, an array of four, with its length in the next byte; and of unknown length.
    assert_eq!(message[0], 0x84);
    let cases = [
        ("tagged", parsed.clone().to_tagged_vec().unwrap()),
        ("followed by a byte", [message.as_slice(), &[0]].concat()),
        ("preceded by a byte", [&[0], message.as_slice()].concat()),
        ("not shortest", [&[0x98, 4], &message[1..]].concat()),
        (
            "of indefinite length",
            [&[0x9f], &message[1..], &[0xff]].concat(),
        ),
        ("cut", message[..message.len() - 1].to_vec()),
        (
            "detached",
            CoseSign1 {
                payload: None,
                ..parsed.clone()
            }
            .to_vec()
            .unwrap(),
        ),
        (
            "unsigned",
            CoseSign1 {
                signature: vec![],
                ..parsed.clone()
            }
            .to_vec()
            .unwrap(),
        ),
        (
            "signed with zeros",
            CoseSign1 {
                signature: vec![0; 64],
                ..parsed
            }
            .to_vec()
            .unwrap(),
        ),
    ];
    for (what, bytes) in cases {
        assert!(is_rejected(&site, &label(1), &bytes), "{what}");
    }
}

#[test]
fn signature_covers_the_sheet() {
    let (press, site, _) = genuine();
    let payload = content(FROM).to_cbor();
    let mut other = label(1);
    other.sheet.index = 2;
    assert!(is_rejected(&site, &label(1), &press.sign(&other, &payload)));
}

#[test]
fn altered_content_is_rejected() {
    let (_, site, message) = genuine();
    let mut parsed = CoseSign1::from_slice(&message).unwrap();
    // Another time of issue: still a content, not the signed one.
    parsed.payload = Some(content(FROM + 1).to_cbor());
    assert!(is_rejected(&site, &label(1), &parsed.to_vec().unwrap()));
}

#[test]
fn signed_content_that_is_not_canonical_is_rejected() {
    let (press, site, _) = genuine();
    let canonical = content(FROM).to_cbor();
    // {1: 131016, 2: 4, 3: …
    let head = [0xa4, 1, 0x1a, 0, 1, 0xff, 0xc8, 2, 4, 3];
    assert!(canonical.starts_with(&head));
    let cases = [
        ("followed by a byte", [canonical.as_slice(), &[0]].concat()),
        (
            "not shortest",
            [&head[..8], &[0x18, 4], &canonical[9..]].concat(),
        ),
        (
            "out of order",
            [&[0xa4, 2, 4], &head[1..7], &canonical[9..]].concat(),
        ),
        (
            "wrong check digit",
            [&head[..6], &[0xc9], &canonical[7..]].concat(),
        ),
        ("not a map", vec![0x80]),
        ("empty", vec![]),
    ];
    for (what, payload) in cases {
        assert!(
            is_rejected(&site, &label(1), &press.sign(&label(1), &payload)),
            "{what}"
        );
    }
}
