//! What becomes of sheets when keys end.

use crate::press::{FROM, Press, UNTIL, content, is_rejected, label, open, seal, site};
use escrow::{
    CardError, Escrow, KeyError, KeyState, OpenError, Opened, SigningKeyState, WrappedKey,
};
use sheet::{Sealed, SheetId};
use std::convert::Infallible;

const AT: u64 = FROM + 1000;

fn issued(site: &Escrow, press: &Press, at: u64) -> Sealed {
    seal(
        site,
        &label(1),
        &press.sign(&label(1), &content(at).to_cbor()),
    )
}

fn error(result: Result<Opened, OpenError<Infallible>>) -> Option<OpenError<Infallible>> {
    result.err()
}

#[test]
fn retired_key_opens_what_was_issued_before() {
    let press = Press::new(1, 1);
    let mut site = site(&[&press]);
    let before = [FROM, AT].map(|at| issued(&site, &press, at));
    let after = issued(&site, &press, AT + 1);
    let kept = site.change_key(1, 1, KeyState::Retired { at: AT }).unwrap();
    assert_eq!(kept.state, KeyState::Retired { at: AT });
    assert_eq!(kept.wrapped.len(), 61);
    for sealed in &before {
        assert!(open(&site, &label(1), sealed).is_ok());
    }
    let refused = error(open(&site, &label(1), &after));
    assert_eq!(refused, Some(OpenError::KeyRetired { at: AT }));
    assert!(
        site.bundle(1, 1, "").is_none(),
        "nobody seals to it any more"
    );
}

#[test]
fn revoked_or_destroyed_key_opens_nothing_and_is_not_used() {
    let press = Press::new(1, 1);
    let mut site = site(&[&press]);
    let sealed = issued(&site, &press, FROM);
    let told = |site: &Escrow| {
        let record = |_: &_| -> Result<(), ()> { panic!("nothing to record") };
        site.open(&label(1), &sealed, record).err()
    };
    site.change_key(1, 1, KeyState::Revoked { at: AT }).unwrap();
    assert_eq!(told(&site), Some(OpenError::KeyRevoked { at: AT }));
    let kept = site
        .change_key(1, 1, KeyState::Destroyed { at: AT })
        .unwrap();
    assert!(kept.wrapped.is_empty());
    assert_eq!(kept.public.len(), 65);
    let kept = kept.clone();
    assert_eq!(told(&site), Some(OpenError::KeyDestroyed { at: AT }));
    let taken = Err(KeyError::Taken {
        issuer: 1,
        escrow_key: 1,
    });
    assert_eq!(site.create_key(1, 1), taken, "its number never comes again");

    let mut again = Escrow::new(crate::press::any_kek());
    again.register(press.card()).unwrap();
    again.add_key(kept.clone()).unwrap();
    assert_eq!(told(&again), Some(OpenError::KeyDestroyed { at: AT }));
    assert_eq!(again.keys().collect::<Vec<_>>(), [&kept]);
    let wrapped = vec![1; 61];
    let undead = WrappedKey {
        wrapped,
        escrow_key: 2,
        ..kept
    };
    assert!(matches!(
        again.add_key(undead),
        Err(KeyError::Format { .. })
    ));
}

#[test]
fn state_only_moves_on() {
    let at = AT;
    let (retired, revoked, destroyed) = (
        KeyState::Retired { at },
        KeyState::Revoked { at },
        KeyState::Destroyed { at },
    );
    let order = [KeyState::Active, retired, revoked, destroyed];
    for (i, from) in order.into_iter().enumerate() {
        for (j, to) in order.into_iter().enumerate() {
            let mut site = site(&[&Press::new(1, 1)]);
            if i > 0 {
                site.change_key(1, 1, from).unwrap();
            }
            let changed = site.change_key(1, 1, to).map(|key| key.state);
            let refused = KeyError::State {
                issuer: 1,
                escrow_key: 1,
                from,
                to,
            };
            assert_eq!(changed, if j > i { Ok(to) } else { Err(refused) });
        }
    }
    let unknown = KeyError::Unknown {
        issuer: 1,
        escrow_key: 7,
    };
    let changed = site(&[&Press::new(1, 1)])
        .change_key(1, 7, revoked)
        .map(drop);
    assert_eq!(changed, Err(unknown));
}

#[test]
fn state_is_kept_as_plain_data() {
    for (state, json) in [
        (KeyState::Active, r#"{"state":"active"}"#),
        (KeyState::Retired { at: 5 }, r#"{"state":"retired","at":5}"#),
        (
            KeyState::Destroyed { at: 5 },
            r#"{"state":"destroyed","at":5}"#,
        ),
    ] {
        assert_eq!(serde_json::to_string(&state).unwrap(), json);
        assert_eq!(serde_json::from_str::<KeyState>(json).unwrap(), state);
    }
    let state = SigningKeyState::Compromised { at: 5 };
    let json = r#"{"state":"compromised","at":5}"#;
    assert_eq!(serde_json::to_string(&state).unwrap(), json);
}

#[test]
fn signing_key_is_valid_until_it_is_retired() {
    let press = Press::new(1, 1);
    let mut site = site(&[&press]);
    site.change_signing_key(1, "a001", SigningKeyState::Retired { at: AT })
        .unwrap();
    for (at, valid) in [
        (FROM, true),
        (AT, true),
        (AT + 1, false),
        (UNTIL + 1, false),
    ] {
        let opened = open(&site, &label(1), &issued(&site, &press, at))
            .ok()
            .unwrap();
        assert_eq!(opened.signing_key_was_valid(), valid, "{at}");
    }
    // Registering its card again does not bring it back.
    site.register(press.card()).unwrap();
    let states: Vec<_> = site.issuer(1).unwrap().signing_keys().collect();
    assert_eq!(
        states,
        [("a001".into(), SigningKeyState::Retired { at: AT })]
    );
    let back = site.change_signing_key(1, "a001", SigningKeyState::Active);
    assert!(matches!(back, Err(CardError::State { .. })));
    let unknown = site.change_signing_key(1, "a009", SigningKeyState::Retired { at: AT });
    assert!(matches!(unknown, Err(CardError::KidUnknown { .. })));
}

/// A thief of the signing key dates back whatever he likes.
#[test]
fn compromised_signing_key_is_believed_of_nothing() {
    let (stolen, new) = (Press::new(1, 1), Press::new(1, 2));
    let mut site = site(&[&stolen, &new]);
    site.change_signing_key(1, "a001", SigningKeyState::Compromised { at: AT })
        .unwrap();
    for at in [FROM, AT, AT + 1] {
        let told = error(open(&site, &label(1), &issued(&site, &stolen, at)));
        assert_eq!(told, Some(OpenError::SigningKeyCompromised { at: AT }));
    }
    assert!(open(&site, &label(1), &issued(&site, &new, FROM)).is_ok());
}

/// Who has stolen an opening key reads a genuine sheet, and seals its content anew for a sheet
/// id of his own: the signature binds the content to the sheet it was made for.
#[test]
fn genuine_content_does_not_move_to_a_fresh_sheet() {
    let press = Press::new(1, 1);
    let site = site(&[&press]);
    let message = press.sign(&label(1), &content(FROM).to_cbor());
    let mut fresh = label(1);
    fresh.sheet = SheetId {
        set: *b"a set id he made",
        index: 1,
    };
    assert!(is_rejected(&site, &fresh, &message));
    // And the genuine frame under another sheet's label.
    let frame = seal(&site, &label(1), &message);
    assert!(open(&site, &label(1), &frame).is_ok());
    assert_eq!(
        error(open(&site, &fresh, &frame)),
        Some(OpenError::Rejected)
    );
}

/// Whatever is wrong with a seal, it is one answer, and one record of a use.
#[test]
fn cut_or_padded_seal_is_the_same_answer() {
    let press = Press::new(1, 1);
    let site = site(&[&press]);
    let genuine = issued(&site, &press, FROM);
    let ciphertext = |bytes: &[u8]| Sealed {
        ciphertext: bytes.to_vec(),
        ..genuine.clone()
    };
    let whole = genuine.ciphertext.as_slice();
    let cut =
        [0, 1, 15, 16, 17, whole.len() - 16, whole.len() - 1].map(|n| ciphertext(&whole[..n]));
    let padded = [1, 16, 64].map(|n| ciphertext(&[whole, &vec![0; n]].concat()));
    let mut no_point = genuine.clone();
    no_point.encapsulated_key[0] = 0;
    for sealed in cut.iter().chain(&padded).chain([&no_point]) {
        let mut uses = 0;
        let result = site.open(&label(1), sealed, |_| {
            uses += 1;
            Ok::<_, Infallible>(())
        });
        assert_eq!((result.err(), uses), (Some(OpenError::Rejected), 1));
    }
}
