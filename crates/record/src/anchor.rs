use crate::{Cause, Checkpoint, ConsistencyProof, Error, Hash, Head, Verifier};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The last checkpoint, in a file outside the database: what a database copied back to
/// yesterday is told by.
#[derive(Clone, Debug)]
pub struct Anchor {
    path: PathBuf,
}

impl Anchor {
    pub fn new(path: impl Into<PathBuf>) -> Anchor {
        Anchor { path: path.into() }
    }

    /// The kept checkpoint; `None` if there is no file.
    ///
    /// # Errors
    /// [`Error::Io`], and those of [`Verifier::open`].
    pub fn read(&self, verifier: &Verifier) -> Result<Option<Checkpoint>, Error> {
        match fs::read_to_string(&self.path) {
            Ok(note) => verifier.open(&note).map(Some),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Keeps this signed note instead: after a crash the file holds the old one or this one,
    /// whole. Call it after the entries are stored for good, never before: an anchor ahead of
    /// its database looks like a database copied back.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn write(&self, note: &str) -> Result<(), Error> {
        let mut name = self.path.clone().into_os_string();
        // Of this process alone: a command may run beside the site.
        name.push(format!(".{}", std::process::id()));
        let mut file = File::create(&name)?;
        file.write_all(note.as_bytes())?;
        file.sync_all()?;
        fs::rename(&name, &self.path)?;
        let folder = self.path.parent().filter(|path| *path != Path::new(""));
        // The new name is on the disk only when the folder is.
        File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
        Ok(())
    }
}

/// Whether the stored tree is the anchor's or continues it. `read` as in [`crate::Tree::load`].
///
/// # Errors
/// [`Error::AnchorMissing`] (unless nothing is recorded yet), [`Error::Smaller`],
/// [`Error::DifferentTree`], [`Error::Storage`].
pub fn check_anchor(
    anchor: Option<&Checkpoint>,
    found: Head,
    read: impl Fn(&[u64]) -> Result<Vec<Hash>, Cause>,
) -> Result<(), Error> {
    let Some(anchored) = anchor.map(Checkpoint::head) else {
        return match found.size {
            0 => Ok(()),
            size => Err(Error::AnchorMissing { size }),
        };
    };
    check_continues(anchored, found, read)
}

/// Whether the tree that was found is the known one or continues it.
///
/// # Errors
/// [`Error::Smaller`], [`Error::DifferentTree`], [`Error::Storage`].
pub fn check_continues(
    anchored: Head,
    found: Head,
    read: impl Fn(&[u64]) -> Result<Vec<Hash>, Cause>,
) -> Result<(), Error> {
    if found.size < anchored.size {
        return Err(Error::Smaller {
            anchored: anchored.size,
            found: found.size,
        });
    }
    ConsistencyProof::new(anchored.size, found.size, read)?
        .verify_heads(anchored, found)
        .map_err(|_| Error::DifferentTree { anchored, found })
}
