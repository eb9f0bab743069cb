//! Keys, bundles and what the site would refuse.

use crate::bench::{Bench, ISSUED_AT, new_issuer, specimen};
use press::{Error, Issuer, NewIssuer, Options};
use sheet::Municipality;
use sheet::cards::{EscrowBundle, MunicipalityCard};
use std::io::ErrorKind;
use std::os::unix::fs::PermissionsExt;

#[test]
fn the_key_file_is_its_owners_only_and_never_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("issuer.key");
    let issuer = press::keygen(new_issuer()).unwrap();
    issuer.save(&path).unwrap();
    assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);

    let written = std::fs::read(&path).unwrap();
    let other = press::keygen(new_issuer()).unwrap();
    assert_eq!(
        other.save(&path).unwrap_err().kind(),
        ErrorKind::AlreadyExists
    );
    assert_eq!(std::fs::read(&path).unwrap(), written);
    assert_eq!(
        std::fs::read_dir(folder.path()).unwrap().count(),
        1,
        "a temporary file was left"
    );

    let again = Issuer::from_json(&written).unwrap();
    assert_eq!(again.card(), issuer.card());
    assert_eq!(again.kid(), issuer.kid());
}

#[test]
fn every_key_is_another() {
    let [a, b] = [(), ()].map(|()| press::keygen(new_issuer()).unwrap());
    assert_ne!(a.card().signing_key.public, b.card().signing_key.public);
    assert_ne!(a.kid(), b.kid());
}

#[test]
fn the_secret_is_in_the_file_and_nowhere_else() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("issuer.key");
    let issuer = press::keygen(new_issuer()).unwrap();
    issuer.save(&path).unwrap();
    let file: serde_json::Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    let seed = file["seed"].as_str().unwrap();
    assert_eq!(seed.len(), 64);
    assert!(!serde_json::to_string(issuer.card()).unwrap().contains(seed));
    assert!(!format!("{issuer:?}").contains(seed));

    // An independent look at whether the two halves belong together.
    let bytes = data_encoding::HEXLOWER.decode(seed.as_bytes()).unwrap();
    let public = ed25519_dalek::SigningKey::from_bytes(&bytes.try_into().unwrap()).verifying_key();
    assert_eq!(
        data_encoding::HEXLOWER.encode(public.as_bytes()),
        issuer.card().signing_key.public
    );
}

#[test]
fn damaged_key_files_are_refused_without_quoting_them() {
    let folder = tempfile::tempdir().unwrap();
    let [mine, other] = ["a", "b"].map(|name| {
        let path = folder.path().join(name);
        press::keygen(new_issuer()).unwrap().save(&path).unwrap();
        std::fs::read_to_string(path).unwrap()
    });
    let seed = |json: &str| {
        let value: serde_json::Value = serde_json::from_str(json).unwrap();
        value["seed"].as_str().unwrap().to_owned()
    };
    let (mine_seed, other_seed) = (seed(&mine), seed(&other));
    for damaged in [
        mine.replace(&mine_seed, &other_seed),
        mine.replace(&mine_seed, &mine_seed[..62]),
        mine.replace(&mine_seed, &format!("zz{}", &mine_seed[2..])),
        mine.replace("\"seed\"", "\"sead\""),
        mine[..mine.len() / 2].to_owned(),
    ] {
        let refused = Issuer::from_json(damaged.as_bytes()).unwrap_err();
        assert!(matches!(refused, Error::KeyFile(_)), "{refused:?}");
        assert!(!refused.to_string().contains(&mine_seed[..62]));
    }
}

#[test]
fn what_the_site_would_refuse_is_not_pressed() {
    let bench = Bench::new();
    let front = specimen("inkan");
    let refused = |options: &Options| press::press(&front, options).err().unwrap();

    let tokyo = Municipality::parse("131016").unwrap();
    let elsewhere = refused(&Options {
        municipality: tokyo,
        ..bench.options()
    });
    assert!(matches!(elsewhere, Error::Municipality { code } if code == "131016"));

    for issued_at in [ISSUED_AT - 1001, ISSUED_AT + 1001] {
        let early_or_late = refused(&Options {
            issued_at,
            ..bench.options()
        });
        assert!(matches!(early_or_late, Error::KeyNotValid));
    }

    let bundle = EscrowBundle {
        issuer: 2,
        ..bench.bundle.clone()
    };
    let other = refused(&Options {
        escrow: &bundle,
        ..bench.options()
    });
    assert!(matches!(
        other,
        Error::OtherIssuer {
            escrow: 2,
            issuer: 1
        }
    ));

    let not_on_the_curve = format!("04{}", "11".repeat(64));
    for public in [
        "",
        "not hexadecimal",
        &bench.bundle.public[..128],
        &not_on_the_curve,
    ] {
        let bundle = EscrowBundle {
            public: public.into(),
            ..bench.bundle.clone()
        };
        let bad_key = refused(&Options {
            escrow: &bundle,
            ..bench.options()
        });
        assert!(matches!(bad_key, Error::EscrowKey), "{bad_key:?}");
    }
}

#[test]
fn an_address_too_long_for_the_label_is_refused() {
    let bench = Bench::new();
    let bundle = EscrowBundle {
        host: "h".repeat(60),
        ..bench.bundle.clone()
    };
    let refused = press::press(
        &specimen("inkan"),
        &Options {
            escrow: &bundle,
            ..bench.options()
        },
    );
    assert!(matches!(refused.err(), Some(Error::Label(_))));
}

#[test]
fn names_are_printed_or_refused_never_as_boxes() {
    let named = |name: &str| {
        press::keygen(NewIssuer {
            name: name.into(),
            ..new_issuer()
        })
    };
    for printable in [
        "匝瑳市・檜原村　証明書交付センター",
        "Uramen Centre (No. 1)",
    ] {
        assert!(named(printable).is_ok(), "{printable}");
    }
    for (name, missing) in [("𠮷野センター", '𠮷'), ("センター😀", '😀'), ("한국", '한')]
    {
        let refused = named(name).unwrap_err();
        assert!(
            matches!(refused, Error::NoGlyph { character } if character == missing),
            "{refused}"
        );
    }
    let bench = Bench::new();
    let long = named(&"見本証明書交付センター".repeat(12)).unwrap();
    let refused = press::press(
        &specimen("inkan"),
        &Options {
            issuer: &long,
            ..bench.options()
        },
    );
    assert!(matches!(refused.err(), Some(Error::LegendTooLong { .. })));
}

#[test]
fn a_municipality_code_with_a_wrong_check_digit_is_refused() {
    let municipalities = vec![MunicipalityCard {
        code: "990018".into(),
        name: "見本市".into(),
        contact: None,
    }];
    let refused = press::keygen(NewIssuer {
        municipalities,
        ..new_issuer()
    })
    .unwrap_err();
    assert!(matches!(refused, Error::MunicipalityCode { code } if code == "990018"));
}
