//! Escrow keys encrypted to custodians, and back.

use crate::wrap::{self, Kem, PrivateKey};
use crate::{Escrow, KeyError, KeyState, WrappedKey};
use age::armor::{ArmoredReader, ArmoredWriter, Format};
use age::x25519::{Identity, Recipient};
use data_encoding::HEXLOWER;
use hpke::{Deserializable, Kem as _};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::io::{self, Read, Write};
use std::iter;
use zeroize::Zeroizing;

/// Why there is no backup, or nothing was restored. None of it holds a key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BackupError {
    #[error("no custodian is named")]
    NoCustodian,
    /// Counted from 1, and not quoted: it might be the private key, by mistake.
    #[error("number {number} of the custodians' keys is not a public key: age1…")]
    Custodian { number: usize },
    #[error("not a custodian's private key: AGE-SECRET-KEY-1…")]
    Identity,
    #[error("the backup does not decrypt: it is of other custodians, altered or cut off")]
    Decrypt,
    #[error("the backup decrypts, but is none that is known here")]
    Format,
    #[error("the backup could not be encrypted")]
    Encrypt,
    #[error("the backup's escrow key {escrow_key} of issuer {issuer} is not the one that is here")]
    Other { issuer: u16, escrow_key: u16 },
    #[error(transparent)]
    Key(#[from] KeyError),
}

/// What is encrypted, as JSON. It borrows its private keys, so that reading copies none.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Archive<'a> {
    format: Cow<'a, str>,
    #[serde(borrow)]
    keys: Vec<ArchivedKey<'a>>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ArchivedKey<'a> {
    issuer: u16,
    escrow_key: u16,
    state: KeyState,
    /// Hexadecimal, as is the private half, which a destroyed key has none of.
    public: Cow<'a, str>,
    private: Option<&'a str>,
}

const FORMAT: &str = "uramen/v1/backup";
/// More than a key takes in the archive: were the buffer to grow, copies would stay behind.
const ROOM: usize = 512;

impl Escrow {
    /// All keys with their states, in the clear, encrypted to each of the custodians' `age`
    /// public keys (`age1…`, X25519): an armoured age file (age-encryption.org/v1).
    ///
    /// # Errors
    /// No custodian, or one whose key is none; a key encryption key that cannot be used.
    pub fn backup(&self, custodians: &[&str]) -> Result<String, BackupError> {
        let recipient = |(number, text): (usize, &&str)| {
            let parsed = text.trim().parse::<Recipient>();
            parsed.map_err(|_| BackupError::Custodian { number })
        };
        let recipients = (1..).zip(custodians).map(recipient);
        let recipients: Vec<Recipient> = recipients.collect::<Result<_, _>>()?;
        if recipients.is_empty() {
            return Err(BackupError::NoCustodian);
        }
        let archive = self.archive()?;
        encrypt(&recipients, &archive).map_err(|_| BackupError::Encrypt)
    }

    /// Takes up what a backup has and this escrow has not, wrapped under its key encryption
    /// key, and returns it for the caller to keep. A key that is here keeps its state: an old
    /// backup does not bring back what was revoked or destroyed since. `identity` is one of
    /// the custodians' private keys, `AGE-SECRET-KEY-1…`.
    ///
    /// # Errors
    /// See [`BackupError`]; nothing is taken up then.
    pub fn restore(
        &mut self,
        backup: &[u8],
        identity: &SecretString,
    ) -> Result<Vec<WrappedKey>, BackupError> {
        let text = identity.expose_secret().trim();
        let identity: Identity = text.parse().map_err(|_| BackupError::Identity)?;
        let clear = decrypt(&identity, backup).map_err(|_| BackupError::Decrypt)?;
        let archive: Archive = serde_json::from_slice(&clear).map_err(|_| BackupError::Format)?;
        if archive.format != FORMAT {
            return Err(BackupError::Format);
        }
        let mut restored = Vec::new();
        for key in &archive.keys {
            restored.extend(self.restored(key)?);
        }
        // A number that comes twice must be found before anything is taken up.
        let mut numbers: Vec<_> = restored.iter().map(|k| (k.issuer, k.escrow_key)).collect();
        numbers.sort_unstable();
        if !numbers.is_sorted_by(|a, b| a < b) {
            return Err(BackupError::Format);
        }
        for key in &restored {
            self.add_key(key.clone())?;
        }
        Ok(restored)
    }

    fn archive(&self) -> Result<Zeroizing<Vec<u8>>, BackupError> {
        let private = |key: &WrappedKey| match key.state {
            KeyState::Destroyed { .. } => Ok(None),
            _ => wrap::unwrap(&self.kek, key).map(|private| Some(private_hex(&private))),
        };
        let keys = self.keys().map(|key| Ok((key, private(key)?)));
        let keys: Vec<_> = keys.collect::<Result<_, KeyError>>()?;
        let archive = Archive {
            format: FORMAT.into(),
            keys: keys
                .iter()
                .map(|(key, private)| archived(key, private))
                .collect(),
        };
        let mut json = Zeroizing::new(Vec::with_capacity(ROOM * (1 + keys.len())));
        serde_json::to_writer(&mut *json, &archive).map_err(|_| BackupError::Encrypt)?;
        Ok(json)
    }

    /// `None` for a key that is here.
    fn restored(&self, key: &ArchivedKey) -> Result<Option<WrappedKey>, BackupError> {
        let ArchivedKey {
            issuer,
            escrow_key,
            state,
            ..
        } = *key;
        let public = HEXLOWER.decode(key.public.as_bytes());
        let public = public.map_err(|_| BackupError::Format)?;
        if let Some(here) = self.key(issuer, escrow_key) {
            let other = BackupError::Other { issuer, escrow_key };
            return (here.public == public).then_some(None).ok_or(other);
        }
        let wrapped = match (key.private, state) {
            (None, KeyState::Destroyed { .. }) => WrappedKey {
                issuer,
                escrow_key,
                public,
                wrapped: Vec::new(),
                kek: self.kek_id().to_owned(),
                state,
            },
            (Some(hex), KeyState::Active | KeyState::Retired { .. } | KeyState::Revoked { .. }) => {
                let private = private_key(hex).ok_or(BackupError::Format)?;
                if wrap::public_bytes(&Kem::sk_to_pk(&private)) != public {
                    return Err(KeyError::PublicHalf { issuer, escrow_key }.into());
                }
                let wrapped = wrap::wrap(&self.kek, issuer, escrow_key, &private)?;
                WrappedKey { state, ..wrapped }
            }
            _ => return Err(BackupError::Format),
        };
        Ok(Some(wrapped))
    }
}

fn archived<'a>(key: &WrappedKey, private: &'a Option<Zeroizing<String>>) -> ArchivedKey<'a> {
    ArchivedKey {
        issuer: key.issuer,
        escrow_key: key.escrow_key,
        state: key.state,
        public: HEXLOWER.encode(&key.public).into(),
        private: private.as_ref().map(|hex| hex.as_str()),
    }
}

fn private_hex(private: &PrivateKey) -> Zeroizing<String> {
    Zeroizing::new(HEXLOWER.encode(wrap::private_bytes(private).as_ref()))
}

fn private_key(hex: &str) -> Option<PrivateKey> {
    let bytes = Zeroizing::new(HEXLOWER.decode(hex.as_bytes()).ok()?);
    PrivateKey::from_bytes(&bytes).ok()
}

fn encrypt(recipients: &[Recipient], clear: &[u8]) -> io::Result<String> {
    let recipients = recipients.iter().map(|r| r as &dyn age::Recipient);
    let encryptor = age::Encryptor::with_recipients(recipients).map_err(io::Error::other)?;
    let armour = ArmoredWriter::wrap_output(Vec::new(), Format::AsciiArmor)?;
    let mut writer = encryptor.wrap_output(armour)?;
    writer.write_all(clear)?;
    let armoured = writer.finish()?.finish()?;
    String::from_utf8(armoured).map_err(io::Error::other)
}

fn decrypt(identity: &Identity, backup: &[u8]) -> io::Result<Zeroizing<Vec<u8>>> {
    let decryptor = age::Decryptor::new(ArmoredReader::new(backup)).map_err(io::Error::other)?;
    let mut reader = decryptor
        .decrypt(iter::once(identity as &dyn age::Identity))
        .map_err(io::Error::other)?;
    // The file is longer than what is in it, so the buffer does not grow.
    let mut clear = Zeroizing::new(Vec::with_capacity(backup.len() + 64));
    reader.read_to_end(&mut clear)?;
    Ok(clear)
}
