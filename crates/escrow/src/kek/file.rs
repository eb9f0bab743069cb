//! A file of 32 random bytes, for its owner alone.

use super::{KekError, KeyEncryptionKey};
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Read, Write};
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
        write_new(path, key.as_slice()).map_err(at(path))?;
        Ok(KeyEncryptionKey::here(key))
    }
}

/// Opens a file that only its owner may read or write.
pub(super) fn open_private(path: &Path) -> Result<File, KekError> {
    // Before opening: opening a pipe would wait for a writer.
    check(path, &fs::metadata(path).map_err(at(path))?)?;
    let file = File::open(path).map_err(at(path))?;
    // Again, as the path may lead elsewhere by now.
    check(path, &file.metadata().map_err(at(path))?)?;
    Ok(file)
}

fn check(path: &Path, metadata: &Metadata) -> Result<(), KekError> {
    let path = path.to_owned();
    if !metadata.is_file() {
        return Err(KekError::NotAFile { path });
    }
    #[cfg(unix)]
    {
        let mode = std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o777;
        if mode & 0o077 != 0 {
            return Err(KekError::Exposed { path, mode });
        }
    }
    Ok(())
}

/// On disk when it returns, its directory's entry included: keys wrapped under a key that a
/// power cut took away would be lost.
pub(super) fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    #[cfg(unix)]
    {
        let parent = path.parent().filter(|p| !p.as_os_str().is_empty());
        File::open(parent.unwrap_or(Path::new(".")))?.sync_all()?;
    }
    Ok(())
}

pub(super) fn at(path: &Path) -> impl Fn(io::Error) -> KekError {
    |cause| KekError::Io {
        path: path.to_owned(),
        cause,
    }
}
