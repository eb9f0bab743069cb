use crate::state::SigningKeyState;
use crate::{CardError, Issuer};
use data_encoding::HEXLOWER_PERMISSIVE as HEX;
use ed25519_dalek::VerifyingKey;
use sheet::cards::VerifyingCard;
use std::ops::RangeInclusive;

/// The public half of an issuer's signing key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SigningKey {
    pub public: VerifyingKey,
    /// Times of issue it may sign, seconds since 1970-01-01T00:00:00Z.
    pub period: RangeInclusive<u64>,
    pub state: SigningKeyState,
}

impl SigningKey {
    /// With its COSE `kid`.
    pub fn from_card(card: VerifyingCard) -> Result<(Vec<u8>, SigningKey), CardError> {
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
                state: SigningKeyState::Active,
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
