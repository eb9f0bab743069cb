//! `tests/vectors/opens.json`, made by Python implementations (`make.py` beside it), and the
//! frozen `sealed.json` of crates/sheet, made by Python written from its specification.

use data_encoding::HEXLOWER;
use escrow::{Escrow, KeyEncryptionKey, KeyState, WrappedKey};
use serde_json::Value;
use sheet::cards::{IssuerCard, VerifyingCard};
use sheet::{Codec, Content, Kind, Label, Mask, Municipality, Packed, Sealed};
use std::convert::Infallible;
use std::fs;

struct Vector(Value);

impl Vector {
    fn text(&self, name: &str) -> &str {
        self.0[name].as_str().unwrap()
    }

    fn bytes(&self, name: &str) -> Vec<u8> {
        HEXLOWER.decode(self.text(name).as_bytes()).unwrap()
    }

    fn number<T: TryFrom<u64, Error: std::fmt::Debug>>(&self, name: &str) -> T {
        self.0[name].as_u64().unwrap().try_into().unwrap()
    }

    fn site(&self) -> Escrow {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("kek");
        KeyEncryptionKey::create(&path).unwrap();
        fs::write(&path, self.bytes("kek")).unwrap();
        let kek = KeyEncryptionKey::load(&path).unwrap();
        let kek_id = kek.id().to_owned();
        let mut site = Escrow::new(kek);
        let (issuer, issued_at) = (self.number("issuer"), self.number("issued_at"));
        let signing_key = VerifyingCard {
            kid: self.text("kid").into(),
            public: self.text("verifying_key").into(),
            valid_from: issued_at,
            valid_until: issued_at,
        };
        let name = "見本".into();
        site.register(IssuerCard {
            issuer,
            name,
            specimen: true,
            signing_key,
            municipalities: vec![],
        })
        .unwrap();
        let (public, wrapped) = (self.bytes("public"), self.bytes("wrapped"));
        site.add_key(WrappedKey {
            issuer,
            escrow_key: self.number("escrow_key"),
            public,
            wrapped,
            kek: kek_id,
            state: KeyState::Active,
        })
        .unwrap();
        site
    }

    fn content(&self) -> Content {
        let side = |value: &Value| u32::try_from(value.as_u64().unwrap()).unwrap();
        let mask = |m: &Value| Mask {
            x: side(&m[0]),
            y: side(&m[1]),
            width: side(&m[2]),
            height: side(&m[3]),
        };
        assert_eq!(self.text("codec"), "xz");
        Content {
            municipality: Municipality::parse(self.text("municipality")).unwrap(),
            kind: Kind::from_slug(self.text("kind")).unwrap(),
            issued_at: self.number("issued_at"),
            masks: Some(
                self.0["masks"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(mask)
                    .collect(),
            ),
            infrared: Some(self.bytes("infrared")),
            picture: Packed {
                codec: Codec::Xz,
                width: self.number("width"),
                height: self.number("height"),
                dpi: self.number("dpi"),
                bytes: self.bytes("picture"),
            },
        }
    }
}

fn opens(json: &str) {
    let vector = Vector(serde_json::from_str(json).unwrap());
    let label = Label::from_bytes(&vector.bytes("label")).unwrap();
    let encapsulated_key = vector.bytes("encapsulated_key").try_into().unwrap();
    let sealed = Sealed {
        encapsulated_key,
        ciphertext: vector.bytes("ciphertext"),
    };
    let opened = vector
        .site()
        .open(&label, &sealed, |_| Ok::<_, Infallible>(()))
        .ok()
        .unwrap();
    assert!(*opened.content() == vector.content());
    assert!(opened.signing_key_was_valid());
}

#[test]
fn sheet_of_another_implementation_opens() {
    opens(include_str!("../vectors/opens.json"));
}

#[test]
fn frozen_sheet_opens() {
    opens(include_str!("../../../sheet/tests/vectors/sealed.json"));
}
