use crate::signing_key::SigningKey;
use crate::wrap::{self, Kem, PrivateKey};
use crate::{Escrow, Issuer, KeyError, KeyState, SigningKeyState, signature};
use hpke::aead::AesGcm256;
use hpke::kdf::HkdfSha256;
use hpke::{Deserializable, OpModeR};
use sheet::lists::Reason;
use sheet::{Content, Label, Sealed, SheetId, seal_info, sign_aad};

/// That an escrow key is about to be used, for the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyUse {
    pub issuer: u16,
    pub escrow_key: u16,
    pub sheet: SheetId,
}

/// A content that was sealed under its label and signed by the label's issuer. Only
/// [`Escrow::open`] makes one.
pub struct Opened {
    content: Content,
    signing_key_was_valid: bool,
}

impl Opened {
    pub fn content(&self) -> &Content {
        &self.content
    }

    pub fn into_content(self) -> Content {
        self.content
    }

    /// Whether the time of issue lies in the signing key's period, both ends included, and
    /// not after its retirement.
    pub fn signing_key_was_valid(&self) -> bool {
        self.signing_key_was_valid
    }
}

/// Why a sheet was not opened. The first four are known from the label alone, and no key has
/// been used. The last three are told of genuine signatures only; nothing of their content is.
/// Times are seconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenError<R> {
    #[error("the label names an issuer that is not registered")]
    IssuerUnknown,
    #[error("the label names an escrow key that is not here")]
    KeyUnknown,
    #[error("the escrow key that the label names was revoked")]
    KeyRevoked { at: u64 },
    #[error("the escrow key that the label names was destroyed")]
    KeyDestroyed { at: u64 },
    /// Nothing has been decrypted.
    #[error("the use of the escrow key could not be recorded")]
    Record(#[source] R),
    /// Nothing has been decrypted, and nothing follows for the sheet: the site is at fault.
    #[error("the escrow key could not be unwrapped")]
    Kek(#[source] KeyError),
    /// Seal, signature or content does not hold; which of them is not told.
    #[error("the sheet does not open")]
    Rejected,
    /// Its issuer does not list the sheet as issued.
    #[error("the signing key is compromised, and the sheet is on no list of issued ones")]
    SigningKeyCompromised { at: u64 },
    #[error("the sheet was issued after its escrow key was retired")]
    KeyRetired { at: u64 },
    #[error("the issuer revoked the sheet: {}", .0.slug())]
    SheetRevoked(Reason),
}

impl Escrow {
    /// Records the use, then decrypts, then checks the signature, then reads the content:
    /// nothing is shown that is not signed, and nothing is decrypted that is not recorded.
    ///
    /// # Errors
    /// See [`OpenError`].
    pub fn open<R>(
        &self,
        label: &Label,
        sealed: &Sealed,
        record: impl FnOnce(&KeyUse) -> Result<(), R>,
    ) -> Result<Opened, OpenError<R>> {
        let Label {
            issuer: number,
            escrow_key,
            sheet,
            ..
        } = *label;
        let issuer = self.issuer(number).ok_or(OpenError::IssuerUnknown)?;
        let key = self.key(number, escrow_key).ok_or(OpenError::KeyUnknown)?;
        match key.state {
            KeyState::Revoked { at } => return Err(OpenError::KeyRevoked { at }),
            KeyState::Destroyed { at } => return Err(OpenError::KeyDestroyed { at }),
            KeyState::Active | KeyState::Retired { .. } => {}
        }
        record(&KeyUse {
            issuer: number,
            escrow_key,
            sheet,
        })
        .map_err(OpenError::Record)?;
        let private = wrap::unwrap(&self.kek, key).map_err(OpenError::Kek)?;
        let message = unseal(&private, label, sealed).ok_or(OpenError::Rejected)?;
        let signed = signature::verify(&message, &sign_aad(&label.to_bytes()), issuer)
            .ok_or(OpenError::Rejected)?;
        let content = Content::from_cbor(&signed.payload).map_err(|_| OpenError::Rejected)?;
        judge(content, sheet, issuer, signed.key, key.state)
    }
}

/// What follows from the states of keys and from the issuer's lists for a sheet that is
/// genuinely signed. First of all, whether its issuer signed it or a thief.
fn judge<R>(
    content: Content,
    sheet: SheetId,
    issuer: &Issuer,
    signing_key: &SigningKey,
    escrow_key: KeyState,
) -> Result<Opened, OpenError<R>> {
    let issued_at = content.issued_at;
    let mut signing_key_was_valid = signing_key.period.contains(&issued_at);
    match signing_key.state {
        SigningKeyState::Active => {}
        SigningKeyState::Retired { at } => signing_key_was_valid &= issued_at <= at,
        SigningKeyState::Compromised { at } if !issuer.vouches_for(sheet) => {
            return Err(OpenError::SigningKeyCompromised { at });
        }
        SigningKeyState::Compromised { .. } => {}
    }
    match escrow_key {
        KeyState::Retired { at } if issued_at > at => return Err(OpenError::KeyRetired { at }),
        _ => {}
    }
    match issuer.lists.revoked(sheet) {
        Some(reason) => Err(OpenError::SheetRevoked(reason)),
        None => Ok(Opened {
            content,
            signing_key_was_valid,
        }),
    }
}

/// HPKE's decryption.
fn unseal(private: &PrivateKey, label: &Label, sealed: &Sealed) -> Option<Vec<u8>> {
    let encapsulated =
        <Kem as hpke::Kem>::EncappedKey::from_bytes(&sealed.encapsulated_key).ok()?;
    hpke::single_shot_open::<AesGcm256, HkdfSha256, Kem>(
        &OpModeR::Base,
        private,
        &encapsulated,
        &seal_info(),
        &sealed.ciphertext,
        &label.to_bytes(),
    )
    .ok()
}
