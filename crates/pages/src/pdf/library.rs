use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use pdfium_render::prelude::Pdfium as Library;

use crate::Error;

/// Where PDFium is: the path in `URAMEN_PDFIUM`, else `libpdfium.so` beside this executable.
/// `None` if there is no such file.
pub fn pdfium_library() -> Option<PathBuf> {
    let named = std::env::var_os("URAMEN_PDFIUM").map(PathBuf::from);
    let beside = || {
        let executable = std::env::current_exe().ok()?;
        Some(executable.with_file_name(Library::pdfium_platform_library_name()))
    };
    named.or_else(beside).filter(|path| path.is_file())
}

/// Tells this process, the worker, whose environment is empty, where PDFium is.
pub(crate) fn use_library(path: Option<PathBuf>) {
    // Only the first call counts, and the worker makes only one.
    let _ = TOLD.set(path);
}

static TOLD: OnceLock<Option<PathBuf>> = OnceLock::new();
static LIBRARY: OnceLock<Library> = OnceLock::new();
static TURN: Mutex<()> = Mutex::new(());

/// PDFium, for one document at a time.
pub(super) struct Pdfium {
    pub library: &'static Library,
    _turn: MutexGuard<'static, ()>,
}

impl Pdfium {
    /// Loads the library on first use: no other format pays for it.
    pub(super) fn bind() -> Result<Self, Error> {
        let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        if LIBRARY.get().is_none() {
            let path = TOLD.get().cloned().unwrap_or_else(pdfium_library);
            let library = load(&path.ok_or(Error::PdfUnavailable)?)?;
            let _ = LIBRARY.set(library); // we have the turn: nobody else has set it
        }
        let library = LIBRARY.get().ok_or(Error::PdfUnavailable)?;
        Ok(Self {
            library,
            _turn: turn,
        })
    }
}

fn load(path: &Path) -> Result<Library, Error> {
    let bindings = Library::bind_to_library(path).map_err(|_| Error::PdfUnavailable)?;
    Ok(Library::new(bindings))
}
