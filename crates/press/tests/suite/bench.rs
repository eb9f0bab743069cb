//! What every test needs to press something.

use escrow::{Escrow, KeyEncryptionKey};
use press::{Issuer, NewIssuer, Options, Pressed};
use sheet::cards::{EscrowBundle, MunicipalityCard};
use sheet::{Kind, Municipality};
use std::path::PathBuf;

pub const HOST: &str = "toiawase.example.lg.jp";
pub const ISSUED_AT: u64 = 1_795_219_200; // 2026-11-21T00:00:00Z

pub struct Bench {
    pub issuer: Issuer,
    pub bundle: EscrowBundle,
    pub escrow: Escrow,
}

impl Bench {
    pub fn new() -> Bench {
        let issuer = press::keygen(new_issuer()).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let mut escrow = Escrow::new(KeyEncryptionKey::create(folder.path().join("kek")).unwrap());
        escrow.register(issuer.card().clone()).unwrap();
        escrow.create_key(1, 7).unwrap();
        let bundle = escrow.bundle(1, 7, HOST).unwrap();
        Bench {
            issuer,
            bundle,
            escrow,
        }
    }

    pub fn options(&self) -> Options<'_> {
        Options {
            issuer: &self.issuer,
            escrow: &self.bundle,
            kind: Kind::ResidenceRecord,
            municipality: Municipality::parse("990019").unwrap(),
            issued_at: ISSUED_AT,
            masks: &[],
        }
    }

    pub fn press(&self, front: &[u8]) -> Result<Pressed, press::Error> {
        press::press(front, &self.options())
    }
}

pub fn new_issuer() -> NewIssuer {
    NewIssuer {
        issuer: 1,
        name: "見本証明書交付センター".into(),
        specimen: true,
        municipalities: vec![MunicipalityCard {
            code: "990019".into(),
            name: "見本県見本市".into(),
            contact: None,
        }],
        valid_from: ISSUED_AT - 1000,
        valid_until: ISSUED_AT + 1000,
    }
}

pub const SPECIMENS: [(&str, usize); 5] = [
    ("juminhyo-family", 1),
    ("inkan", 1),
    ("koseki", 1),
    ("koseki-2p", 2),
    ("kazei", 1),
];

pub fn specimen_path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("specimens/{name}.pdf"))
}

pub fn specimen(name: &str) -> Vec<u8> {
    std::fs::read(specimen_path(name)).unwrap()
}
