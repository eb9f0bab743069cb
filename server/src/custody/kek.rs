//! Where the key-encryption key comes from.

use escrow::{
    KekError, KeyEncryptionKey, SecretString, TokenKey, secret_from_environment, secret_from_file,
};
use percent_encoding::percent_decode_str;
use std::path::PathBuf;
use std::str::FromStr;

/// The environment variable of a passphrase or PIN that no file holds.
const SECRET: &str = "URAMEN_KEK_SECRET";

/// As it is set: a file's path, `passphrase:` and its header's path, or a PKCS#11 URI
/// (RFC 7512) such as
/// `pkcs11:token=uramen;object=escrow?module-path=/usr/lib/softhsm/libsofthsm2.so&pin-source=file:/etc/uramen/pin`.
#[derive(Clone, Debug)]
pub enum KekSource {
    File(PathBuf),
    Passphrase {
        header: PathBuf,
    },
    Token {
        module: PathBuf,
        token: String,
        key: String,
        pin: Option<PathBuf>,
    },
}

/// A `kek` setting that says nothing usable.
#[derive(Debug, thiserror::Error)]
pub enum KekSetting {
    #[error("kek: a PKCS#11 URI needs `token`, `object` and `module-path`; it lacks `{0}`")]
    Lacks(&'static str),
    #[error("kek: this site does not know `{0}` in a PKCS#11 URI")]
    Unknown(String),
    #[error(
        "kek: a PIN in the setting itself is seen by everyone on the machine; use `pin-source`"
    )]
    Pin,
}

impl FromStr for KekSource {
    type Err = KekSetting;

    fn from_str(text: &str) -> Result<KekSource, KekSetting> {
        if let Some(uri) = text.strip_prefix("pkcs11:") {
            return token(uri);
        }
        Ok(match text.strip_prefix("passphrase:") {
            Some(header) => KekSource::Passphrase {
                header: header.into(),
            },
            None => KekSource::File(text.into()),
        })
    }
}

fn token(uri: &str) -> Result<KekSource, KekSetting> {
    let (mut module, mut token, mut key, mut pin) = (None, None, None, None);
    for attribute in uri.split([';', '?', '&']).filter(|a| !a.is_empty()) {
        let (name, value) = attribute.split_once('=').unwrap_or((attribute, ""));
        let value = percent_decode_str(value).decode_utf8_lossy().into_owned();
        match name {
            "token" => token = Some(value),
            "object" => key = Some(value),
            "module-path" => module = Some(value.into()),
            "pin-source" => pin = Some(value.strip_prefix("file:").unwrap_or(&value).into()),
            "pin-value" => return Err(KekSetting::Pin),
            other => return Err(KekSetting::Unknown(other.to_owned())),
        }
    }
    Ok(KekSource::Token {
        module: module.ok_or(KekSetting::Lacks("module-path"))?,
        token: token.ok_or(KekSetting::Lacks("token"))?,
        key: key.ok_or(KekSetting::Lacks("object"))?,
        pin,
    })
}

impl KekSource {
    /// The key, or a new one where there is none and one may be made.
    ///
    /// # Errors
    /// See [`KekError`].
    pub fn open(&self, may_make: bool) -> Result<KeyEncryptionKey, KekError> {
        match self {
            KekSource::File(path) if may_make && !path.exists() => KeyEncryptionKey::create(path),
            KekSource::File(path) => KeyEncryptionKey::load(path),
            KekSource::Passphrase { header } if may_make && !header.exists() => {
                KeyEncryptionKey::create_with_passphrase(header, &secret(None)?)
            }
            KekSource::Passphrase { header } => {
                KeyEncryptionKey::load_with_passphrase(header, &secret(None)?)
            }
            KekSource::Token {
                module,
                token,
                key,
                pin,
            } => {
                let address = || {
                    Ok(TokenKey {
                        module: module.clone(),
                        token: token.clone(),
                        key: key.clone(),
                        pin: secret(pin.as_ref())?,
                    })
                };
                match KeyEncryptionKey::load_from_token(address()?) {
                    Err(KekError::TokenKeys { found: 0, .. }) if may_make => {
                        KeyEncryptionKey::create_on_token(address()?)
                    }
                    loaded => loaded,
                }
            }
        }
    }
}

fn secret(file: Option<&PathBuf>) -> Result<SecretString, KekError> {
    match file {
        Some(file) => secret_from_file(file),
        None => secret_from_environment(SECRET),
    }
}
