//! A stand-in for the issuing centre, and a site that knows it.

use coset::iana::Algorithm;
use coset::{CborSerializable, CoseSign1Builder, Header, HeaderBuilder};
use data_encoding::HEXLOWER;
use ed25519_dalek::{Signer, SigningKey};
use escrow::{Escrow, KeyEncryptionKey, OpenError, Opened};
use hpke::aead::AesGcm256;
use hpke::kdf::HkdfSha256;
use hpke::kem::DhP256HkdfSha256;
use hpke::{Deserializable, OpModeS, Serializable};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use sheet::cards::{IssuerCard, MunicipalityCard, VerifyingCard};
use sheet::{Codec, Content, Kind, Label, Municipality, Packed, Profile, Sealed, SheetId};
use std::convert::Infallible;

pub const FROM: u64 = 1_700_000_000;
pub const UNTIL: u64 = 1_800_000_000;

pub struct Press {
    pub issuer: u16,
    pub kid: Vec<u8>,
    pub signing: SigningKey,
}

impl Press {
    /// Each seed is another signing key.
    pub fn new(issuer: u16, seed: u8) -> Press {
        Press {
            issuer,
            kid: vec![0xa0, seed],
            signing: SigningKey::from_bytes(&[seed; 32]),
        }
    }

    pub fn card(&self) -> IssuerCard {
        IssuerCard {
            issuer: self.issuer,
            name: format!("見本証明書交付センター{}", self.issuer),
            specimen: true,
            signing_key: VerifyingCard {
                kid: HEXLOWER.encode(&self.kid),
                public: HEXLOWER.encode(self.signing.verifying_key().as_bytes()),
                valid_from: FROM,
                valid_until: UNTIL,
            },
            municipalities: vec![MunicipalityCard {
                code: "131016".into(),
                name: "見本区".into(),
                contact: None,
            }],
        }
    }

    pub fn header(&self) -> Header {
        HeaderBuilder::new()
            .algorithm(Algorithm::EdDSA)
            .key_id(self.kid.clone())
            .build()
    }

    pub fn sign(&self, label: &Label, payload: &[u8]) -> Vec<u8> {
        self.sign_with(self.header(), Header::default(), label, payload)
    }

    pub fn sign_with(
        &self,
        protected: Header,
        unprotected: Header,
        label: &Label,
        payload: &[u8],
    ) -> Vec<u8> {
        let aad = [b"uramen/v1/sign".as_slice(), &label.to_bytes()].concat();
        CoseSign1Builder::new()
            .protected(protected)
            .unprotected(unprotected)
            .payload(payload.to_vec())
            .create_signature(&aad, |message| {
                self.signing.sign(message).to_bytes().to_vec()
            })
            .build()
            .to_vec()
            .unwrap()
    }
}

pub fn any_kek() -> KeyEncryptionKey {
    let folder = tempfile::tempdir().unwrap();
    KeyEncryptionKey::create(folder.path().join("kek")).unwrap()
}

/// A site where each press's issuer has escrow key 1.
pub fn site(presses: &[&Press]) -> Escrow {
    let mut site = Escrow::new(any_kek());
    for press in presses {
        site.register(press.card()).unwrap();
        if site.bundle(press.issuer, 1, "").is_none() {
            site.create_key(press.issuer, 1).unwrap();
        }
    }
    site
}

pub fn label(issuer: u16) -> Label {
    let sheet = SheetId {
        set: *b"set of a sample.",
        index: 1,
    };
    Label {
        issuer,
        escrow_key: 1,
        sheet,
        pages: 2,
        profile: Profile::Dots8,
    }
}

pub fn content(issued_at: u64) -> Content {
    let bytes = b"a picture, never unpacked here".to_vec();
    Content {
        municipality: Municipality::parse("131016").unwrap(),
        kind: Kind::FamilyRegister,
        issued_at,
        masks: None,
        infrared: None,
        picture: Packed {
            codec: Codec::Xz,
            width: 16,
            height: 4,
            dpi: 300,
            bytes,
        },
    }
}

/// Seals to the escrow key that the label names.
pub fn seal(site: &Escrow, label: &Label, message: &[u8]) -> Sealed {
    let bundle = site.bundle(label.issuer, label.escrow_key, "").unwrap();
    let public = HEXLOWER.decode(bundle.public.as_bytes()).unwrap();
    let (key, ciphertext) =
        hpke::single_shot_seal_with_rng::<AesGcm256, HkdfSha256, DhP256HkdfSha256>(
            &OpModeS::Base,
            &Deserializable::from_bytes(&public).unwrap(),
            b"uramen/v1/seal\x00\x10\x00\x01\x00\x02",
            message,
            &label.to_bytes(),
            &mut ChaCha20Rng::seed_from_u64(7),
        )
        .unwrap();
    Sealed {
        encapsulated_key: key.to_bytes().into(),
        ciphertext,
    }
}

pub fn open(
    site: &Escrow,
    label: &Label,
    sealed: &Sealed,
) -> Result<Opened, OpenError<Infallible>> {
    site.open(label, sealed, |_| Ok(()))
}

/// Seals a message and says whether the site refuses it.
pub fn is_rejected(site: &Escrow, label: &Label, message: &[u8]) -> bool {
    matches!(
        open(site, label, &seal(site, label, message)),
        Err(OpenError::Rejected)
    )
}
