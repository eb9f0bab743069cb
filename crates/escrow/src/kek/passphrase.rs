//! A key derived from a passphrase by Argon2id, version 1.3 (RFC 9106).

use super::private::{at, write_private};
use super::{KekError, KeyEncryptionKey};
use argon2::{Algorithm, Argon2, Params, Version};
use data_encoding::HEXLOWER;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::Path;

/// How a passphrase becomes the key: public, kept as JSON, and as necessary as the passphrase.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PassphraseHeader {
    pub kdf: Kdf,
    pub memory_kib: u32,
    pub passes: u32,
    pub lanes: u32,
    /// 16 random bytes, hexadecimal.
    pub salt: String,
    /// [`KeyEncryptionKey::id`] of the key, by which a wrong passphrase is told.
    pub id: String,
}

/// The derivation that this version knows, by its name in the header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kdf {
    #[serde(rename = "argon2id-v1.3")]
    Argon2id,
}

const SALT_LEN: usize = 16;
/// RFC 9106's second recommended option has 64 MiB, 3 passes and 4 lanes; one lane here, as
/// the library computes lanes one after the other and more of them would help only a guesser.
const MEMORY_KIB: u32 = 64 << 10;
const PASSES: u32 = 3;
const LANES: u32 = 1;
/// What an altered header can make the site spend, and no more.
const MOST: (u32, u32, u32) = (1 << 20, 16, 16);

impl KeyEncryptionKey {
    /// In characters. A passphrase that is a site's only secret has at least these (NIST SP
    /// 800-63B-4, section 3.1.1).
    pub const SHORTEST_PASSPHRASE: usize = 15;

    /// Derives the key as the header at `path` says. Takes some tenths of a second and 64 MiB.
    ///
    /// # Errors
    /// A header that cannot be read or is none; [`KekError::Passphrase`] if it is another.
    pub fn load_with_passphrase(
        path: impl AsRef<Path>,
        passphrase: &SecretString,
    ) -> Result<KeyEncryptionKey, KekError> {
        let path = path.as_ref();
        let json = fs::read(path).map_err(at(path))?;
        let not_one = || KekError::Header {
            path: path.to_owned(),
        };
        let header: PassphraseHeader = serde_json::from_slice(&json).map_err(|_| not_one())?;
        let kek = derive(&header, passphrase).ok_or_else(not_one)?;
        if kek.id != header.id {
            return Err(KekError::Passphrase {
                path: path.to_owned(),
            });
        }
        Ok(kek)
    }

    /// Derives a key with a new salt and writes the header to `path`.
    ///
    /// # Errors
    /// A passphrase that is too short; a file that exists already (it is left as it is) or
    /// cannot be written.
    pub fn create_with_passphrase(
        path: impl AsRef<Path>,
        passphrase: &SecretString,
    ) -> Result<KeyEncryptionKey, KekError> {
        let path = path.as_ref();
        if passphrase.expose_secret().chars().count() < KeyEncryptionKey::SHORTEST_PASSPHRASE {
            return Err(KekError::ShortPassphrase);
        }
        let mut salt = [0; SALT_LEN];
        getrandom::fill(&mut salt).map_err(|_| KekError::Randomness)?;
        let mut header = PassphraseHeader {
            kdf: Kdf::Argon2id,
            memory_kib: MEMORY_KIB,
            passes: PASSES,
            lanes: LANES,
            salt: HEXLOWER.encode(&salt),
            id: String::new(),
        };
        let not_one = || KekError::Header {
            path: path.to_owned(),
        };
        let kek = derive(&header, passphrase).ok_or_else(not_one)?;
        header.id.clone_from(&kek.id);
        let json = serde_json::to_vec_pretty(&header).map_err(|_| not_one())?;
        write_private(path, &json)?;
        Ok(kek)
    }
}

/// `None`: no such parameters.
fn derive(header: &PassphraseHeader, passphrase: &SecretString) -> Option<KeyEncryptionKey> {
    let (memory, passes, lanes) = (header.memory_kib, header.passes, header.lanes);
    if memory > MOST.0 || passes > MOST.1 || lanes > MOST.2 {
        return None;
    }
    let params = Params::new(memory, passes, lanes, Some(KeyEncryptionKey::LEN)).ok()?;
    let salt = HEXLOWER.decode(header.salt.as_bytes()).ok()?;
    let mut key = KeyEncryptionKey::blank();
    let Kdf::Argon2id = header.kdf;
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(
            passphrase.expose_secret().as_bytes(),
            &salt,
            key.as_mut_slice(),
        )
        .ok()?;
    Some(KeyEncryptionKey::here(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 9106, section 5.3: of Argon2id, with the secret and associated data that the
    /// library takes and this module does not.
    #[test]
    fn library_is_the_argon2id_of_rfc_9106() {
        let params = argon2::ParamsBuilder::new()
            .m_cost(32)
            .t_cost(3)
            .p_cost(4)
            .data(argon2::AssociatedData::new(&[4; 12]).unwrap())
            .output_len(32)
            .build()
            .unwrap();
        let mut tag = [0; 32];
        Argon2::new_with_secret(&[3; 8], Algorithm::Argon2id, Version::V0x13, params)
            .unwrap()
            .hash_password_into(&[1; 32], &[2; 16], &mut tag)
            .unwrap();
        let expected = "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659";
        assert_eq!(HEXLOWER.encode(&tag), expected);
    }

    /// Without them, as used here: by Python's `cryptography` 48 (OpenSSL).
    #[test]
    fn key_is_the_one_of_another_implementation() {
        let header = PassphraseHeader {
            kdf: Kdf::Argon2id,
            memory_kib: 65_536,
            passes: 3,
            lanes: 1,
            salt: "000102030405060708090a0b0c0d0e0f".into(),
            id: String::new(),
        };
        let kek = derive(&header, &SecretString::from("見本の合い言葉、十五文字以上")).unwrap();
        assert_eq!(kek.id, "1f23df80ae920b14");
    }
}
