use crate::lists::Lists;
use crate::signing_key::SigningKey;
use crate::state::SigningKeyState;
use data_encoding::HEXLOWER_PERMISSIVE as HEX;
use sheet::cards::{Contact, IssuerCard, MunicipalityCard};
use sheet::{Municipality, SheetId};
use std::collections::BTreeMap;

/// A registered issuing centre.
#[derive(Clone, Debug)]
pub struct Issuer {
    number: u16,
    name: String,
    specimen: bool,
    municipalities: BTreeMap<Municipality, MunicipalityCard>,
    /// By COSE `kid`.
    signing_keys: BTreeMap<Vec<u8>, SigningKey>,
    pub(crate) lists: Lists,
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
    #[error("municipality {code}: the contact's phone is no phone number, or its url not https")]
    Contact { code: String },
    #[error("issuer {number} has no signing key {kid}")]
    KidUnknown { number: u16, kid: String },
    #[error("issuer {number}: the signing key {kid} is {from} and cannot become {to}")]
    State {
        number: u16,
        kid: String,
        from: SigningKeyState,
        to: SigningKeyState,
    },
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
        Some(self.municipalities.get(&code)?.name.as_str())
    }

    /// How to reach the municipality, if its card tells.
    pub fn contact(&self, code: Municipality) -> Option<&Contact> {
        self.municipalities.get(&code)?.contact.as_ref()
    }

    /// The signing keys' identifiers (COSE `kid`, hexadecimal) and states.
    pub fn signing_keys(&self) -> impl Iterator<Item = (String, SigningKeyState)> {
        let keys = self.signing_keys.iter();
        keys.map(|(kid, key)| (HEX.encode(kid), key.state))
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
            lists: Lists::default(),
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
            self.signing_key(kid)
                .is_some_and(|known| (known.public, &known.period) != (key.public, &key.period))
        };
        if let Some((kid, _)) = other.signing_keys.iter().find(is_other) {
            return Err(CardError::KidTaken {
                number,
                kid: HEX.encode(kid),
            });
        }
        self.name = other.name;
        self.municipalities.extend(other.municipalities);
        for (kid, key) in other.signing_keys {
            // A key that is known keeps its state.
            self.signing_keys.entry(kid).or_insert(key);
        }
        Ok(())
    }

    pub(crate) fn change(&mut self, kid: &str, to: SigningKeyState) -> Result<(), CardError> {
        let number = self.number;
        let bytes = HEX.decode(kid.as_bytes()).map_err(|_| CardError::Kid)?;
        let kid = kid.to_owned();
        let Some(key) = self.signing_keys.get_mut(&bytes) else {
            return Err(CardError::KidUnknown { number, kid });
        };
        let from = key.state;
        if !from.may_become(to) {
            return Err(CardError::State {
                number,
                kid,
                from,
                to,
            });
        }
        key.state = to;
        Ok(())
    }

    /// Whether a sheet is listed as issued by a key that is believed.
    pub(crate) fn vouches_for(&self, sheet: SheetId) -> bool {
        let believed = |kid: &[u8]| {
            self.signing_key(kid)
                .is_some_and(|key| !matches!(key.state, SigningKeyState::Compromised { .. }))
        };
        self.lists.issued(sheet).any(believed)
    }
}

fn municipality(card: MunicipalityCard) -> Result<(Municipality, MunicipalityCard), CardError> {
    let MunicipalityCard { code, contact, .. } = &card;
    if !contact.as_ref().is_none_or(Contact::is_valid) {
        return Err(CardError::Contact { code: code.clone() });
    }
    match Municipality::parse(code) {
        Some(parsed) => Ok((parsed, card)),
        None => Err(CardError::Municipality {
            code: card.code,
            name: card.name,
        }),
    }
}
