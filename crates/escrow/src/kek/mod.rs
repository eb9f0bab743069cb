//! The key that wraps the escrow keys, from a file, a passphrase or a PKCS#11 token.

mod file;
mod passphrase;
mod pkcs11;
mod private;
mod secret;
mod token;

pub use passphrase::PassphraseHeader;
pub use private::{read_private, write_private};
pub use secret::{secret_from_environment, secret_from_file};
pub use token::TokenKey;

use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit};
use data_encoding::HEXLOWER;
use hkdf::Hkdf;
use sha2::Sha256;
use std::path::PathBuf;
use std::{fmt, io};
use token::Token;
use zeroize::Zeroizing;

/// Wraps the escrow keys with AES-256-GCM. A key from a file or a passphrase is in this
/// process's memory and erased when dropped; a token's key never leaves its token.
pub struct KeyEncryptionKey {
    id: String,
    key: Key,
}

enum Key {
    /// Boxed, so that moving it leaves no copy behind.
    Here(Box<Zeroizing<[u8; KeyEncryptionKey::LEN]>>),
    OnToken(Token),
}

/// Why there is no key encryption key. None of it holds a key, a passphrase or a PIN.
#[derive(Debug, thiserror::Error)]
pub enum KekError {
    #[error("{}: {cause}", path.display())]
    Io { path: PathBuf, cause: io::Error },
    #[error("{} is not a file", path.display())]
    NotAFile { path: PathBuf },
    /// Its group or everyone may read or write it.
    #[error(
        "{} holds a secret, but others than its owner have access (mode {mode:o}); \
         it must be 600 or 400",
        path.display()
    )]
    Exposed { path: PathBuf, mode: u32 },
    #[error("{} is {found} bytes long; a key encryption key is {} bytes", path.display(), KeyEncryptionKey::LEN)]
    Length { path: PathBuf, found: u64 },
    #[error("the operating system gave no randomness")]
    Randomness,
    #[error("{} does not hold a secret: one line of text is wanted", path.display())]
    NoSecret { path: PathBuf },
    #[error("the environment variable {name} does not hold a secret")]
    NoVariable { name: String },
    #[error(
        "the passphrase is shorter than {} characters",
        KeyEncryptionKey::SHORTEST_PASSPHRASE
    )]
    ShortPassphrase,
    #[error("{} is not a passphrase header as it was written here", path.display())]
    Header { path: PathBuf },
    #[error("the passphrase is not the one that {} was made with, or that file was altered", path.display())]
    Passphrase { path: PathBuf },
    /// The module's own words, which name a function and a return value.
    #[error("the PKCS#11 token: {cause}")]
    Token { cause: String },
    #[error("there is no PKCS#11 token labelled {label:?}, or several are")]
    NoToken { label: String },
    #[error("the token refused its PIN and is not asked again, as it would lock itself")]
    Pin,
    #[error("the token has {found} AES keys labelled {label:?}, and one is wanted")]
    TokenKeys { label: String, found: usize },
    /// It was not made by [`KeyEncryptionKey::create_on_token`].
    #[error("the token's key {label:?} can leave the token, or could once")]
    Extractable { label: String },
}

/// Wrapped or unwrapped nothing.
pub(crate) enum CipherError {
    /// Another key, other associated data, or altered bytes.
    Refused,
    Unavailable(KekError),
}

pub(crate) const NONCE_LEN: usize = 12;
pub(crate) const TAG_LEN: usize = 16;

impl KeyEncryptionKey {
    /// Bytes of an AES-256 key.
    pub const LEN: usize = 32;

    /// Which key this is, and nothing of it: what a wrapped key names it by. Sixteen
    /// hexadecimal digits derived from the key (HKDF, RFC 5869), or for a token's key its
    /// address as a URI (RFC 7512).
    pub fn id(&self) -> &str {
        &self.id
    }

    fn here(key: Box<Zeroizing<[u8; KeyEncryptionKey::LEN]>>) -> KeyEncryptionKey {
        KeyEncryptionKey {
            id: id_of(&key),
            key: Key::Here(key),
        }
    }

    fn blank() -> Box<Zeroizing<[u8; KeyEncryptionKey::LEN]>> {
        Box::new(Zeroizing::new([0; KeyEncryptionKey::LEN]))
    }

    /// Nonce, ciphertext and tag.
    pub(crate) fn encrypt(&self, msg: &[u8], aad: &[u8]) -> Result<Vec<u8>, CipherError> {
        let mut nonce = [0; NONCE_LEN];
        getrandom::fill(&mut nonce).map_err(|_| CipherError::Unavailable(KekError::Randomness))?;
        let ciphertext = match &self.key {
            Key::Here(key) => Aes256Gcm::new((&***key).into())
                .encrypt(&nonce.into(), Payload { msg, aad })
                .map_err(|_| CipherError::Refused)?,
            Key::OnToken(token) => token.encrypt(&mut nonce, msg, aad)?,
        };
        Ok([nonce.as_slice(), &ciphertext].concat())
    }

    pub(crate) fn decrypt(
        &self,
        wrapped: &[u8],
        aad: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, CipherError> {
        let (nonce, msg) = wrapped
            .split_first_chunk::<NONCE_LEN>()
            .ok_or(CipherError::Refused)?;
        match &self.key {
            Key::Here(key) => Aes256Gcm::new((&***key).into())
                .decrypt(nonce.into(), Payload { msg, aad })
                .map(Zeroizing::new)
                .map_err(|_| CipherError::Refused),
            Key::OnToken(token) => token.decrypt(*nonce, msg, aad),
        }
    }
}

/// Where the key is, and nothing of it.
impl fmt::Debug for KeyEncryptionKey {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let mut fields = f.debug_struct("KeyEncryptionKey");
        fields.field("id", &self.id).finish_non_exhaustive()
    }
}

fn id_of(key: &[u8; KeyEncryptionKey::LEN]) -> String {
    let mut id = [0; 8];
    // Fails only for more than 255 hashes' worth.
    let _ = Hkdf::<Sha256>::new(None, key).expand(b"uramen/v1/kek-id", &mut id);
    HEXLOWER.encode(&id)
}
