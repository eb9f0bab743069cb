use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::{fmt, fs};
use zeroize::Zeroizing;

/// Wraps the escrow keys. Boxed, so that moving it leaves no copy behind; erased when dropped.
pub struct KeyEncryptionKey(Box<Zeroizing<[u8; KeyEncryptionKey::LEN]>>);

#[derive(Debug, thiserror::Error)]
pub enum KekError {
    #[error("{}: {cause}", path.display())]
    Io { path: PathBuf, cause: io::Error },
    #[error("{} is not a file", path.display())]
    NotAFile { path: PathBuf },
    /// Its group or everyone may read or write it.
    #[error(
        "{} holds the key encryption key, but others than its owner have access (mode {mode:o}); \
         it must be 600 or 400",
        path.display()
    )]
    Exposed { path: PathBuf, mode: u32 },
    #[error("{} is {found} bytes long; a key encryption key is {} bytes", path.display(), KeyEncryptionKey::LEN)]
    Length { path: PathBuf, found: u64 },
    #[error("the operating system gave no randomness")]
    Randomness,
}

impl KeyEncryptionKey {
    /// Length of the file: the key's bytes and nothing else.
    pub const LEN: usize = 32;

    /// # Errors
    /// A file that cannot be read, is exposed to others, or has the wrong length.
    pub fn load(path: impl AsRef<Path>) -> Result<KeyEncryptionKey, KekError> {
        let path = path.as_ref();
        // Before opening: opening a pipe would wait for a writer.
        check(path, &fs::metadata(path).map_err(at(path))?)?;
        let mut file = File::open(path).map_err(at(path))?;
        // Again, as the path may lead elsewhere by now.
        check(path, &file.metadata().map_err(at(path))?)?;
        let mut kek = KeyEncryptionKey::blank();
        file.read_exact(kek.0.as_mut_slice()).map_err(at(path))?;
        Ok(kek)
    }

    /// Makes a key from the operating system's randomness and writes it for its owner alone.
    ///
    /// # Errors
    /// A file that exists already (it is left as it is) or cannot be written.
    pub fn create(path: impl AsRef<Path>) -> Result<KeyEncryptionKey, KekError> {
        let path = path.as_ref();
        let mut kek = KeyEncryptionKey::blank();
        getrandom::fill(kek.0.as_mut_slice()).map_err(|_| KekError::Randomness)?;
        write_new(path, kek.0.as_slice()).map_err(at(path))?;
        Ok(kek)
    }

    pub(crate) fn bytes(&self) -> &[u8; KeyEncryptionKey::LEN] {
        &self.0
    }

    fn blank() -> KeyEncryptionKey {
        KeyEncryptionKey(Box::new(Zeroizing::new([0; KeyEncryptionKey::LEN])))
    }
}

/// Nothing of the key.
impl fmt::Debug for KeyEncryptionKey {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("KeyEncryptionKey")
    }
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
    match metadata.len() {
        found if found == KeyEncryptionKey::LEN as u64 => Ok(()),
        found => Err(KekError::Length { path, found }),
    }
}

/// On disk when it returns, its directory's entry included: keys wrapped under a key that a
/// power cut took away would be lost.
fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
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

fn at(path: &Path) -> impl Fn(io::Error) -> KekError {
    |cause| KekError::Io {
        path: path.to_owned(),
        cause,
    }
}
