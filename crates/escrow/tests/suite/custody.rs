//! How escrow keys are kept.

use crate::press::{FROM, Press, content, label, open, seal};
use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit};
use data_encoding::HEXLOWER;
use escrow::{Escrow, KeyEncryptionKey, KeyError, KeyState, WrappedKey};
use sheet::Label;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

struct Site {
    folder: TempDir,
    escrow: Escrow,
}

impl Site {
    fn new() -> Site {
        let folder = tempfile::tempdir().unwrap();
        let mut escrow = Escrow::new(KeyEncryptionKey::create(folder.path().join("kek")).unwrap());
        escrow.register(Press::new(1, 1).card()).unwrap();
        Site { folder, escrow }
    }

    /// As after a restart, with nothing taken up yet.
    fn again(&self) -> Escrow {
        Escrow::new(KeyEncryptionKey::load(self.kek()).unwrap())
    }

    fn kek(&self) -> std::path::PathBuf {
        self.folder.path().join("kek")
    }
}

/// Wraps as the README says.
fn wrap(kek: &Path, private: &[u8], issuer: u16, escrow_key: u16, public: &[u8]) -> Vec<u8> {
    let (kek, nonce) = (fs::read(kek).unwrap(), [9; 12]);
    let numbers = [issuer.to_be_bytes(), escrow_key.to_be_bytes()].concat();
    let aad = [b"uramen/v1/wrap".as_slice(), &numbers, public].concat();
    let cipher = Aes256Gcm::new_from_slice(&kek).unwrap();
    let ciphertext = cipher
        .encrypt(
            &nonce.into(),
            Payload {
                msg: private,
                aad: &aad,
            },
        )
        .unwrap();
    [[1].as_slice(), &nonce, &ciphertext].concat()
}

#[test]
fn kept_key_opens_after_a_restart() {
    let mut site = Site::new();
    let key = site.escrow.create_key(1, 1).unwrap();
    let press = Press::new(1, 1);
    let message = press.sign(&label(1), &content(FROM).to_cbor());
    let sealed = seal(&site.escrow, &label(1), &message);

    let mut again = site.again();
    again.add_key(key.clone()).unwrap();
    again.register(press.card()).unwrap();
    assert!(open(&again, &label(1), &sealed).is_ok());
    let bundle = again.bundle(1, 1, "toiawase.example.lg.jp").unwrap();
    assert_eq!((bundle.issuer, bundle.escrow_key), (1, 1));
    assert_eq!(bundle.host, "toiawase.example.lg.jp");
    assert_eq!(bundle.public, HEXLOWER.encode(&key.public));
    assert!(again.bundle(1, 2, "").is_none());
}

#[test]
fn each_key_is_its_own() {
    let mut site = Site::new();
    let (one, two) = (
        site.escrow.create_key(1, 1).unwrap(),
        site.escrow.create_key(1, 2).unwrap(),
    );
    assert_ne!(one.public, two.public);
    assert_ne!(one.wrapped[1..13], two.wrapped[1..13], "nonces");
    assert_eq!((one.public.len(), one.public[0]), (65, 4));
    assert_eq!(one.wrapped.len(), 61);

    let other = Label {
        escrow_key: 2,
        ..label(1)
    };
    let message = Press::new(1, 1).sign(&other, &content(FROM).to_cbor());
    let sealed = seal(&site.escrow, &other, &message);
    assert!(open(&site.escrow, &other, &sealed).is_ok());
}

#[test]
fn number_is_used_once_and_only_by_a_registered_issuer() {
    let mut site = Site::new();
    let key = site.escrow.create_key(1, 1).unwrap();
    let taken = KeyError::Taken {
        issuer: 1,
        escrow_key: 1,
    };
    assert_eq!(site.escrow.create_key(1, 1), Err(taken.clone()));
    assert_eq!(site.escrow.add_key(key.clone()), Err(taken));
    assert_eq!(
        site.escrow.bundle(1, 1, "").unwrap().public,
        HEXLOWER.encode(&key.public)
    );
    assert_eq!(
        site.escrow.create_key(2, 1),
        Err(KeyError::IssuerUnknown(2))
    );
}

#[test]
fn another_key_encryption_key_is_told_at_once() {
    let key = Site::new().escrow.create_key(1, 1).unwrap();
    let refused = Site::new().escrow.add_key(key.clone()).unwrap_err();
    assert_eq!(
        refused,
        KeyError::OtherKek {
            issuer: 1,
            escrow_key: 1,
            kek: key.kek
        }
    );
}

#[test]
fn kept_keys_cannot_be_swapped() {
    let mut site = Site::new();
    let (one, two) = (
        site.escrow.create_key(1, 1).unwrap(),
        site.escrow.create_key(1, 2).unwrap(),
    );
    let swapped = [
        WrappedKey {
            escrow_key: 2,
            ..one.clone()
        },
        WrappedKey {
            issuer: 2,
            ..one.clone()
        },
        WrappedKey {
            issuer: 256,
            escrow_key: 256,
            ..one.clone()
        },
        WrappedKey {
            wrapped: two.wrapped.clone(),
            ..one.clone()
        },
        WrappedKey {
            public: two.public,
            ..one
        },
    ];
    for key in swapped {
        let WrappedKey {
            issuer, escrow_key, ..
        } = key;
        assert_eq!(
            site.again().add_key(key),
            Err(KeyError::Wrapping { issuer, escrow_key })
        );
    }
}

#[test]
fn altered_wrapping_is_refused() {
    let mut site = Site::new();
    let key = site.escrow.create_key(1, 1).unwrap();
    let mut again = site.again();
    for bit in 0..key.wrapped.len() * 8 {
        let mut altered = key.clone();
        altered.wrapped[bit / 8] ^= 1 << (bit % 8);
        assert!(again.add_key(altered).is_err(), "bit {bit}");
    }
    for wrapped in [vec![], vec![1; 12], [&[2], &key.wrapped[1..]].concat()] {
        let format = KeyError::Format {
            issuer: 1,
            escrow_key: 1,
        };
        assert_eq!(
            again.add_key(WrappedKey {
                wrapped,
                ..key.clone()
            }),
            Err(format)
        );
    }
    again.add_key(key).unwrap();
}

/// Wrapped with the right key encryption key, and still not a key.
#[test]
fn what_is_wrapped_must_be_the_private_half() {
    let mut site = Site::new();
    let WrappedKey { public, kek, .. } = site.escrow.create_key(1, 1).unwrap();
    let mut add = |private: &[u8]| {
        let wrapped = wrap(&site.kek(), private, 1, 2, &public);
        site.escrow.add_key(WrappedKey {
            issuer: 1,
            escrow_key: 2,
            public: public.clone(),
            wrapped,
            kek: kek.clone(),
            state: KeyState::Active,
        })
    };
    assert_eq!(
        add(&[5; 32]),
        Err(KeyError::PublicHalf {
            issuer: 1,
            escrow_key: 2
        })
    );
    for not_a_scalar in [[0; 32].as_slice(), &[0xff; 32]] {
        assert_eq!(
            add(not_a_scalar),
            Err(KeyError::Wrapping {
                issuer: 1,
                escrow_key: 2
            })
        );
    }
    for not_its_length in [[5; 31].as_slice(), &[5; 33], &[]] {
        assert_eq!(
            add(not_its_length),
            Err(KeyError::Format {
                issuer: 1,
                escrow_key: 2
            })
        );
    }
}
