use crate::KeyEncryptionKey;
use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit};
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
    /// The private key, wrapped; the format is in this crate's README.
    pub wrapped: Vec<u8>,
}

/// Names the key and nothing of it.
impl fmt::Debug for WrappedKey {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let mut fields = f.debug_struct("WrappedKey");
        fields
            .field("issuer", &self.issuer)
            .field("escrow_key", &self.escrow_key);
        fields.finish_non_exhaustive()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    #[error("issuer {0} is not registered")]
    IssuerUnknown(u16),
    #[error("issuer {issuer} already has an escrow key {escrow_key}")]
    Taken { issuer: u16, escrow_key: u16 },
    #[error("the operating system gave no randomness")]
    Randomness,
    #[error("escrow key {escrow_key} of issuer {issuer} is wrapped in a format not known here")]
    Format { issuer: u16, escrow_key: u16 },
    #[error(
        "escrow key {escrow_key} of issuer {issuer} does not unwrap: it was wrapped with another \
         key encryption key or for another number, or it was altered"
    )]
    Wrapping { issuer: u16, escrow_key: u16 },
    #[error(
        "escrow key {escrow_key} of issuer {issuer} and its public half do not belong together"
    )]
    PublicHalf { issuer: u16, escrow_key: u16 },
}

/// Names the format, should another come to stand beside it.
const FORMAT: u8 = 1;
const NONCE_LEN: usize = 12;
const PRIVATE_LEN: usize = 32;

/// A new key pair, wrapped.
pub(crate) fn create(
    kek: &KeyEncryptionKey,
    issuer: u16,
    escrow_key: u16,
) -> Result<WrappedKey, KeyError> {
    let mut seed = Zeroizing::new([0; PRIVATE_LEN]);
    let mut nonce = [0; NONCE_LEN];
    getrandom::fill(seed.as_mut()).map_err(|_| KeyError::Randomness)?;
    getrandom::fill(&mut nonce).map_err(|_| KeyError::Randomness)?;

    let (private, public) = Kem::derive_keypair(seed.as_ref());
    let mut msg = Zeroizing::new([0; PRIVATE_LEN]);
    private.write_exact(msg.as_mut());
    let public = public_bytes(&public);
    let aad = aad(issuer, escrow_key, &public);
    let ciphertext = Aes256Gcm::new(kek.bytes().into())
        .encrypt(
            &nonce.into(),
            Payload {
                msg: msg.as_ref(),
                aad: &aad,
            },
        )
        .map_err(|_| KeyError::Wrapping { issuer, escrow_key })?;
    let wrapped = [[FORMAT].as_slice(), &nonce, &ciphertext].concat();
    Ok(WrappedKey {
        issuer,
        escrow_key,
        public,
        wrapped,
    })
}

/// The private key, which erases itself when dropped.
pub(crate) fn unwrap(kek: &KeyEncryptionKey, key: &WrappedKey) -> Result<PrivateKey, KeyError> {
    let WrappedKey {
        issuer, escrow_key, ..
    } = *key;
    let (nonce, msg) = match key.wrapped.split_first() {
        Some((&FORMAT, rest)) => rest.split_first_chunk::<NONCE_LEN>(),
        _ => None,
    }
    .ok_or(KeyError::Format { issuer, escrow_key })?;
    let aad = aad(issuer, escrow_key, &key.public);
    let private = Aes256Gcm::new(kek.bytes().into())
        .decrypt(nonce.into(), Payload { msg, aad: &aad })
        .map(Zeroizing::new)
        .map_err(|_| KeyError::Wrapping { issuer, escrow_key })?;
    PrivateKey::from_bytes(&private).map_err(|_| KeyError::Wrapping { issuer, escrow_key })
}

pub(crate) fn public_bytes(public: &PublicKey) -> Vec<u8> {
    public.to_bytes().to_vec()
}

/// Binds a wrapped key to its number and public half: rows of the database cannot be swapped.
fn aad(issuer: u16, escrow_key: u16, public: &[u8]) -> Vec<u8> {
    let numbers = [issuer.to_be_bytes(), escrow_key.to_be_bytes()].concat();
    [b"uramen/v1/wrap".as_slice(), &numbers, public].concat()
}
