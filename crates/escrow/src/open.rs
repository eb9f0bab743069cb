use crate::wrap::{self, Kem, PrivateKey};
use crate::{Escrow, KeyError, signature};
use hpke::aead::AesGcm256;
use hpke::kdf::HkdfSha256;
use hpke::{Deserializable, OpModeR};
use sheet::{Content, Label, Sealed, SheetId, seal_info};

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
    pub(crate) fn new(content: Content, signing_key_was_valid: bool) -> Opened {
        Opened {
            content,
            signing_key_was_valid,
        }
    }

    pub fn content(&self) -> &Content {
        &self.content
    }

    pub fn into_content(self) -> Content {
        self.content
    }

    /// Whether the time of issue lies in the signing key's period, both ends included.
    pub fn signing_key_was_valid(&self) -> bool {
        self.signing_key_was_valid
    }
}

/// Why a sheet was not opened. The first two are known from the label alone, and no key has
/// been used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenError<R> {
    #[error("the label names an issuer that is not registered")]
    IssuerUnknown,
    #[error("the label names an escrow key that is not here")]
    KeyUnknown,
    /// Nothing has been decrypted.
    #[error("the use of the escrow key could not be recorded")]
    Record(#[source] R),
    /// Nothing has been decrypted, and nothing follows for the sheet: the site is at fault.
    #[error("the escrow key could not be unwrapped")]
    Kek(#[source] KeyError),
    /// Seal, signature or content does not hold; which of them is not told.
    #[error("the sheet does not open")]
    Rejected,
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
        record(&KeyUse {
            issuer: number,
            escrow_key,
            sheet,
        })
        .map_err(OpenError::Record)?;
        let private = wrap::unwrap(&self.kek, key).map_err(OpenError::Kek)?;
        unseal(&private, label, sealed)
            .and_then(|message| signature::check(&message, label, issuer))
            .ok_or(OpenError::Rejected)
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
