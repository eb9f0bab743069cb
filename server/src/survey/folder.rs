use super::expect;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Files that were captured in the same way.
pub struct Condition {
    pub name: String,
    pub files: Vec<PathBuf>,
}

/// The conditions in a folder, by name: its sub-folders, or itself where there is none.
///
/// # Errors
/// A folder cannot be listed.
pub fn conditions(folder: &Path) -> Result<Vec<Condition>, String> {
    let (folders, files): (Vec<PathBuf>, Vec<PathBuf>) =
        list(folder)?.into_iter().partition(|path| path.is_dir());
    if folders.is_empty() {
        return Ok(vec![condition(folder, files)]);
    }
    folders
        .into_iter()
        .map(|folder| {
            let files = list(&folder)?.into_iter().filter(|path| !path.is_dir());
            Ok(condition(&folder, files.collect()))
        })
        .collect()
}

fn condition(folder: &Path, files: Vec<PathBuf>) -> Condition {
    // A folder given as `.` has a name all the same.
    let whole = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    Condition {
        name: name(&whole),
        files,
    }
}

/// The last part of a path.
pub fn name(path: &Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

/// What is in a folder, sorted, but for hidden files and the expectations.
fn list(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let named = |error: io::Error| format!("{}: {error}", folder.display());
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).map_err(named)? {
        let path = entry.map_err(named)?.path();
        let name = name(&path);
        if !name.starts_with('.') && name != expect::FILE {
            all.push(path);
        }
    }
    all.sort();
    Ok(all)
}
