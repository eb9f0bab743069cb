//! A file of 32 random bytes, for its owner alone.

use super::private::{at, open_private, write_private};
use super::{KekError, KeyEncryptionKey};
use std::io::Read;
use std::path::Path;

impl KeyEncryptionKey {
    /// Takes the key from a file of [`KeyEncryptionKey::LEN`] bytes and nothing else.
    ///
    /// # Errors
    /// A file that cannot be read, is exposed to others, or has the wrong length.
    pub fn load(path: impl AsRef<Path>) -> Result<KeyEncryptionKey, KekError> {
        let path = path.as_ref();
        let mut file = open_private(path)?;
        match file.metadata().map_err(at(path))?.len() {
            found if found == KeyEncryptionKey::LEN as u64 => {}
            found => {
                return Err(KekError::Length {
                    path: path.to_owned(),
                    found,
                });
            }
        }
        let mut key = KeyEncryptionKey::blank();
        file.read_exact(key.as_mut_slice()).map_err(at(path))?;
        Ok(KeyEncryptionKey::here(key))
    }

    /// Makes a key from the operating system's randomness and writes it for its owner alone.
    ///
    /// # Errors
    /// A file that exists already (it is left as it is) or cannot be written.
    pub fn create(path: impl AsRef<Path>) -> Result<KeyEncryptionKey, KekError> {
        let path = path.as_ref();
        let mut key = KeyEncryptionKey::blank();
        getrandom::fill(key.as_mut_slice()).map_err(|_| KekError::Randomness)?;
        write_private(path, key.as_slice())?;
        Ok(KeyEncryptionKey::here(key))
    }
}
