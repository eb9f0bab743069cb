//! Files that hold a secret: for their owner alone.

use super::KekError;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Read, Write};
use std::path::Path;
use zeroize::Zeroizing;

/// No key is longer.
const LONGEST: u64 = 4096;

/// At most 4096 bytes of a file that only its owner may read or write.
///
/// # Errors
/// A file that cannot be read or is exposed to others.
pub fn read_private(path: &Path) -> Result<Zeroizing<Vec<u8>>, KekError> {
    let file = open_private(path)?;
    // All of its room at once: growing would leave copies behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(2 * LONGEST as usize));
    file.take(LONGEST)
        .read_to_end(&mut bytes)
        .map_err(at(path))?;
    Ok(bytes)
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

/// A new file for its owner alone. On disk when it returns, its directory's entry included: what
/// was made with a key that a power cut took away would be lost.
///
/// # Errors
/// A file that exists already (it is left as it is) or cannot be written.
pub fn write_private(path: &Path, bytes: &[u8]) -> Result<(), KekError> {
    write(path, bytes).map_err(at(path))
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
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
