use data_encoding::HEXLOWER_PERMISSIVE as HEX;
use ed25519_dalek::VerifyingKey;
use sheet::Municipality;
use sheet::cards::{IssuerCard, MunicipalityCard, VerifyingCard};
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// A registered issuing centre.
#[derive(Clone, Debug)]
pub struct Issuer {
    number: u16,
    name: String,
    specimen: bool,
    municipalities: BTreeMap<Municipality, String>,
    /// By COSE `kid`.
    signing_keys: BTreeMap<Vec<u8>, SigningKey>,
}

/// The public half of an issuer's signing key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SigningKey {
    pub public: VerifyingKey,
    /// Times of issue it may sign, seconds since 1970-01-01T00:00:00Z.
    pub period: RangeInclusive<u64>,
}

/// What is wrong with an issuer's card.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CardError {
    #[error("the issuer has no name")]
    Name,
    #[error(
        "the signing key's kid is not 1 to {} bytes in hexadecimal",
        Issuer::MOST_KID
    )]
    Kid,
    #[error("the signing key is not an Ed25519 public key in hexadecimal")]
    SigningKey,
    #[error("the signing key's period ends before it begins")]
    Period,
    #[error("{code:?} ({name}) is not a municipality's code")]
    Municipality { code: String, name: String },
    #[error(
        "issuer {number}: the signing key {kid} is registered already, with another key or period"
    )]
    KidTaken { number: u16, kid: String },
    #[error("issuer {number} is registered already, and one of the two is a specimen")]
    Specimen { number: u16 },
}

impl Issuer {
    /// Longest COSE `kid` accepted, in bytes.
    pub const MOST_KID: usize = 64;

    /// The issuer's number on labels.
    pub fn number(&self) -> u16 {
        self.number
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// Made for demonstration: everything it signs is 見本.
    pub fn is_specimen(&self) -> bool {
        self.specimen
    }

    /// The municipality's name; `None` if this issuer does not issue for it.
    pub fn municipality(&self, code: Municipality) -> Option<&str> {
        self.municipalities.get(&code).map(String::as_str)
    }

    pub(crate) fn signing_key(&self, kid: &[u8]) -> Option<&SigningKey> {
        self.signing_keys.get(kid)
    }

    pub(crate) fn from_card(card: IssuerCard) -> Result<Issuer, CardError> {
        let IssuerCard {
            issuer: number,
            name,
            specimen,
            signing_key,
            municipalities,
        } = card;
        if name.trim().is_empty() {
            return Err(CardError::Name);
        }
        Ok(Issuer {
            number,
            name,
            specimen,
            signing_keys: BTreeMap::from([SigningKey::from_card(signing_key)?]),
            municipalities: municipalities
                .into_iter()
                .map(municipality)
                .collect::<Result<_, _>>()?,
        })
    }

    /// Takes over another card of the same issuer.
    pub(crate) fn merge(&mut self, other: Issuer) -> Result<(), CardError> {
        let number = self.number;
        // Or a demonstration's keys would sign for a real centre.
        if self.specimen != other.specimen {
            return Err(CardError::Specimen { number });
        }
        let is_other = |(kid, key): &(&Vec<u8>, &SigningKey)| {
            self.signing_key(kid).is_some_and(|known| known != *key)
        };
        if let Some((kid, _)) = other.signing_keys.iter().find(is_other) {
            return Err(CardError::KidTaken {
                number,
                kid: HEX.encode(kid),
            });
        }
        self.name = other.name;
        self.municipalities.extend(other.municipalities);
        self.signing_keys.extend(other.signing_keys);
        Ok(())
    }
}

impl SigningKey {
    fn from_card(card: VerifyingCard) -> Result<(Vec<u8>, SigningKey), CardError> {
        let kid = HEX
            .decode(card.kid.as_bytes())
            .map_err(|_| CardError::Kid)?;
        if !(1..=Issuer::MOST_KID).contains(&kid.len()) {
            return Err(CardError::Kid);
        }
        let period = card.valid_from..=card.valid_until;
        if period.is_empty() {
            return Err(CardError::Period);
        }
        Ok((
            kid,
            SigningKey {
                public: verifying_key(&card.public).ok_or(CardError::SigningKey)?,
                period,
            },
        ))
    }
}

fn verifying_key(hex: &str) -> Option<VerifyingKey> {
    let bytes = HEX.decode(hex.as_bytes()).ok()?.try_into().ok()?;
    // A point of small order would verify signatures that nobody made.
    VerifyingKey::from_bytes(&bytes)
        .ok()
        .filter(|key| !key.is_weak())
}

fn municipality(card: MunicipalityCard) -> Result<(Municipality, String), CardError> {
    let MunicipalityCard { code, name } = card;
    match Municipality::parse(&code) {
        Some(parsed) => Ok((parsed, name)),
        None => Err(CardError::Municipality { code, name }),
    }
}
