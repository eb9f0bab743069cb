use crate::press::{FROM, Press, UNTIL, content, is_rejected, label, open, seal, site};
use escrow::{Escrow, KeyUse, OpenError};
use sheet::{Label, Profile, Sealed, SheetId};
use std::cell::Cell;

#[test]
fn genuine_sheet_opens_to_what_was_signed() {
    let press = Press::new(1, 1);
    let site = site(&[&press]);
    let content = content(FROM);
    let sealed = seal(&site, &label(1), &press.sign(&label(1), &content.to_cbor()));
    let opened = open(&site, &label(1), &sealed).ok().unwrap();
    assert!(*opened.content() == content);
    assert!(opened.signing_key_was_valid());
    assert!(opened.into_content() == content);
}

#[test]
fn signing_key_is_valid_from_its_first_to_its_last_second() {
    let press = Press::new(1, 1);
    let site = site(&[&press]);
    for (issued_at, valid) in [
        (FROM - 1, false),
        (FROM, true),
        (UNTIL, true),
        (UNTIL + 1, false),
    ] {
        let message = press.sign(&label(1), &content(issued_at).to_cbor());
        let opened = open(&site, &label(1), &seal(&site, &label(1), &message))
            .ok()
            .unwrap();
        assert_eq!(
            opened.signing_key_was_valid(),
            valid,
            "issued at {issued_at}"
        );
    }
}

#[test]
fn any_flipped_bit_is_rejected() {
    let press = Press::new(1, 1);
    let site = site(&[&press]);
    let genuine = seal(
        &site,
        &label(1),
        &press.sign(&label(1), &content(FROM).to_cbor()),
    );
    let opens = |sealed: &Sealed| match open(&site, &label(1), sealed) {
        Ok(_) => true,
        Err(error) => {
            assert_eq!(error, OpenError::Rejected);
            false
        }
    };
    for bit in 0..Sealed::KEY_LEN * 8 {
        let mut altered = genuine.clone();
        altered.encapsulated_key[bit / 8] ^= 1 << (bit % 8);
        assert!(!opens(&altered), "bit {bit} of the encapsulated key");
    }
    for bit in 0..genuine.ciphertext.len() * 8 {
        let mut altered = genuine.clone();
        altered.ciphertext[bit / 8] ^= 1 << (bit % 8);
        assert!(!opens(&altered), "bit {bit} of the ciphertext");
    }
    for length in 0..genuine.ciphertext.len() {
        let mut altered = genuine.clone();
        altered.ciphertext.truncate(length);
        assert!(!opens(&altered), "cut to {length} bytes");
    }
    let mut longer = genuine.clone();
    longer.ciphertext.push(0);
    assert!(!opens(&longer));
    assert!(opens(&genuine));
}

/// Both keys and both issuers exist, so that nothing but the label is wrong.
#[test]
fn every_field_of_the_label_is_bound() {
    let (press, other) = (Press::new(1, 1), Press::new(2, 2));
    let mut site = site(&[&press, &other]);
    site.create_key(1, 2).unwrap();
    let true_label = label(1);
    let message = press.sign(&true_label, &content(FROM).to_cbor());
    let sealed = seal(&site, &true_label, &message);

    let mut set = true_label.sheet.set;
    set[15] ^= 1;
    let sheet = true_label.sheet;
    let wrong = [
        Label {
            issuer: 2,
            ..true_label
        },
        Label {
            escrow_key: 2,
            ..true_label
        },
        Label {
            sheet: SheetId { set, ..sheet },
            ..true_label
        },
        Label {
            sheet: SheetId { index: 2, ..sheet },
            ..true_label
        },
        Label {
            pages: 3,
            ..true_label
        },
        Label {
            profile: Profile::Dots6,
            ..true_label
        },
    ];
    for label in wrong {
        assert!(
            matches!(open(&site, &label, &sealed), Err(OpenError::Rejected)),
            "{label:?}"
        );
        // What was signed for one sheet, sealed again as another: anyone who opened it could.
        assert!(
            is_rejected(&site, &label, &message),
            "sealed again as {label:?}"
        );
    }
    assert!(open(&site, &true_label, &sealed).is_ok());
}

#[test]
fn stranger_cannot_seal() {
    let (press, other) = (Press::new(1, 1), Press::new(2, 2));
    let site = site(&[&press, &other]);
    let payload = content(FROM).to_cbor();

    let stranger = Press::new(1, 9);
    assert!(
        is_rejected(&site, &label(1), &stranger.sign(&label(1), &payload)),
        "unknown kid"
    );
    let impostor = Press {
        kid: press.kid.clone(),
        ..Press::new(1, 9)
    };
    assert!(
        is_rejected(&site, &label(1), &impostor.sign(&label(1), &payload)),
        "known kid"
    );
    assert!(
        is_rejected(&site, &label(1), &other.sign(&label(1), &payload)),
        "another issuer"
    );
    assert!(is_rejected(&site, &label(1), &payload), "unsigned");
    assert!(is_rejected(&site, &label(1), b""), "empty");
}

/// Nothing keeps two centres from choosing the same kid.
#[test]
fn kid_counts_within_its_issuer() {
    let one = Press::new(1, 1);
    let two = Press {
        kid: one.kid.clone(),
        ..Press::new(2, 2)
    };
    let site = site(&[&one, &two]);
    let payload = content(FROM).to_cbor();
    for (press, good, bad) in [(&one, label(1), label(2)), (&two, label(2), label(1))] {
        assert!(
            open(
                &site,
                &good,
                &seal(&site, &good, &press.sign(&good, &payload))
            )
            .is_ok()
        );
        assert!(is_rejected(&site, &bad, &press.sign(&bad, &payload)));
    }
}

#[test]
fn unknown_issuer_and_key_are_told_apart_and_not_recorded() {
    let press = Press::new(1, 1);
    let site = site(&[&press]);
    let sealed = seal(
        &site,
        &label(1),
        &press.sign(&label(1), &content(FROM).to_cbor()),
    );
    let unrecorded = |label: &Label| {
        let record = |_: &KeyUse| -> Result<(), ()> { panic!("nothing to record") };
        site.open(label, &sealed, record).err()
    };
    assert_eq!(unrecorded(&label(7)), Some(OpenError::IssuerUnknown));
    let no_key = Label {
        escrow_key: 7,
        ..label(1)
    };
    assert_eq!(unrecorded(&no_key), Some(OpenError::KeyUnknown));
}

#[test]
fn use_is_recorded_before_anything_is_decrypted() {
    let press = Press::new(1, 1);
    let site = site(&[&press]);
    let genuine = seal(
        &site,
        &label(1),
        &press.sign(&label(1), &content(FROM).to_cbor()),
    );
    let mut altered = genuine.clone();
    altered.ciphertext[0] ^= 1;

    let expected = KeyUse {
        issuer: 1,
        escrow_key: 1,
        sheet: label(1).sheet,
    };
    for (sealed, opens) in [(&genuine, true), (&altered, false)] {
        let recorded = Cell::new(None);
        let result = site.open(&label(1), sealed, |key_use| {
            recorded.set(Some(*key_use));
            Ok::<_, ()>(())
        });
        assert_eq!(result.is_ok(), opens);
        assert_eq!(recorded.get(), Some(expected));
        // Were it decrypted first, the altered one would be told apart here.
        let result = site.open(&label(1), sealed, |_| Err("the disk is full"));
        assert_eq!(result.err(), Some(OpenError::Record("the disk is full")));
    }
}

#[test]
fn escrow_serves_many_threads() {
    fn is_shareable<T: Send + Sync>() {}
    is_shareable::<Escrow>();
}
