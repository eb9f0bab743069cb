use crate::kek::{CipherError, NONCE_LEN, TAG_LEN};
use crate::{KeyEncryptionKey, KeyState};
use hpke::kem::DhP256HkdfSha256;
use hpke::{Deserializable, Kem as _, Serializable};
use std::fmt;
use zeroize::Zeroizing;

pub(crate) type Kem = DhP256HkdfSha256;
pub(crate) type PrivateKey = <Kem as hpke::Kem>::PrivateKey;
pub(crate) type PublicKey = <Kem as hpke::Kem>::PublicKey;

/// An escrow key as it is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct WrappedKey {
    pub issuer: u16,
    pub escrow_key: u16,
    /// P-256, uncompressed point (SEC 1), 65 bytes.
    pub public: Vec<u8>,
    /// The private key, wrapped; the format is in this crate's README. Empty once destroyed.
    pub wrapped: Vec<u8>,
    /// [`KeyEncryptionKey::id`] of the key that wrapped it.
    pub kek: String,
    pub state: KeyState,
}

/// Names the key and nothing of it.
impl fmt::Debug for WrappedKey {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let mut fields = f.debug_struct("WrappedKey");
        fields
            .field("issuer", &self.issuer)
            .field("escrow_key", &self.escrow_key)
            .field("state", &self.state);
        fields.finish_non_exhaustive()
    }
}

/// Why an escrow key was not made, taken up or changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    #[error("issuer {0} is not registered")]
    IssuerUnknown(u16),
    #[error("issuer {issuer} already has an escrow key {escrow_key}")]
    Taken { issuer: u16, escrow_key: u16 },
    #[error("issuer {issuer} has no escrow key {escrow_key}")]
    Unknown { issuer: u16, escrow_key: u16 },
    #[error("escrow key {escrow_key} of issuer {issuer} is {from} and cannot become {to}")]
    State {
        issuer: u16,
        escrow_key: u16,
        from: KeyState,
        to: KeyState,
    },
    #[error("the operating system gave no randomness")]
    Randomness,
    #[error("escrow key {escrow_key} of issuer {issuer} is wrapped in a format not known here")]
    Format { issuer: u16, escrow_key: u16 },
    #[error(
        "escrow key {escrow_key} of issuer {issuer} is wrapped under the key encryption key {kek}, \
         which is not the one in use"
    )]
    OtherKek {
        issuer: u16,
        escrow_key: u16,
        kek: String,
    },
    /// Told in the words of [`KekError`](crate::KekError).
    #[error("the key encryption key cannot be used: {cause}")]
    Kek { cause: String },
    #[error(
        "escrow key {escrow_key} of issuer {issuer} does not unwrap: it was wrapped for another \
         number, or it was altered"
    )]
    Wrapping { issuer: u16, escrow_key: u16 },
    #[error(
        "escrow key {escrow_key} of issuer {issuer} and its public half do not belong together"
    )]
    PublicHalf { issuer: u16, escrow_key: u16 },
}

/// Names the format, should another come to stand beside it.
const FORMAT: u8 = 1;
const PRIVATE_LEN: usize = 32;
const LEN: usize = 1 + NONCE_LEN + PRIVATE_LEN + TAG_LEN;

/// A new key pair, wrapped.
pub(crate) fn create(
    kek: &KeyEncryptionKey,
    issuer: u16,
    escrow_key: u16,
) -> Result<WrappedKey, KeyError> {
    let mut seed = Zeroizing::new([0; PRIVATE_LEN]);
    getrandom::fill(seed.as_mut()).map_err(|_| KeyError::Randomness)?;
    let (private, _) = Kem::derive_keypair(seed.as_ref());
    wrap(kek, issuer, escrow_key, &private)
}

/// The key pair of a private key, wrapped.
pub(crate) fn wrap(
    kek: &KeyEncryptionKey,
    issuer: u16,
    escrow_key: u16,
    private: &PrivateKey,
) -> Result<WrappedKey, KeyError> {
    let public = public_bytes(&Kem::sk_to_pk(private));
    let bytes = private_bytes(private);
    let encrypted = kek
        .encrypt(bytes.as_ref(), &aad(issuer, escrow_key, &public))
        .map_err(|error| told(error, issuer, escrow_key))?;
    Ok(WrappedKey {
        issuer,
        escrow_key,
        public,
        wrapped: [[FORMAT].as_slice(), &encrypted].concat(),
        kek: kek.id().to_owned(),
        state: KeyState::Active,
    })
}

/// The private key, which erases itself when dropped.
pub(crate) fn unwrap(kek: &KeyEncryptionKey, key: &WrappedKey) -> Result<PrivateKey, KeyError> {
    let WrappedKey {
        issuer, escrow_key, ..
    } = *key;
    if key.kek != kek.id() {
        return Err(KeyError::OtherKek {
            issuer,
            escrow_key,
            kek: key.kek.clone(),
        });
    }
    let encrypted = match key.wrapped.split_first() {
        Some((&FORMAT, rest)) if key.wrapped.len() == LEN => rest,
        _ => return Err(KeyError::Format { issuer, escrow_key }),
    };
    let private = kek
        .decrypt(encrypted, &aad(issuer, escrow_key, &key.public))
        .map_err(|error| told(error, issuer, escrow_key))?;
    PrivateKey::from_bytes(&private).map_err(|_| KeyError::Wrapping { issuer, escrow_key })
}

fn told(error: CipherError, issuer: u16, escrow_key: u16) -> KeyError {
    match error {
        CipherError::Refused => KeyError::Wrapping { issuer, escrow_key },
        CipherError::Unavailable(error) => KeyError::Kek {
            cause: error.to_string(),
        },
    }
}

pub(crate) fn private_bytes(private: &PrivateKey) -> Zeroizing<[u8; PRIVATE_LEN]> {
    let mut bytes = Zeroizing::new([0; PRIVATE_LEN]);
    private.write_exact(bytes.as_mut());
    bytes
}

pub(crate) fn public_bytes(public: &PublicKey) -> Vec<u8> {
    public.to_bytes().to_vec()
}

/// Binds a wrapped key to its number and public half: rows of the database cannot be swapped.
fn aad(issuer: u16, escrow_key: u16, public: &[u8]) -> Vec<u8> {
    let numbers = [issuer.to_be_bytes(), escrow_key.to_be_bytes()].concat();
    [b"uramen/v1/wrap".as_slice(), &numbers, public].concat()
}
