use std::io;

/// Why a page could not be printed, scanned or written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(
        "Ghostscript (gs) is not installed; it is the printer here: apt-get install ghostscript"
    )]
    NoGhostscript,
    #[error("Ghostscript could not print this document: {0}")]
    Ghostscript(String),
    #[error("the document has no page {0}")]
    NoSuchPage(u32),
    #[error("not a usable print: {0}")]
    Print(String),
    #[error("{0}")]
    Params(String),
    #[error("could not write the picture: {0}")]
    Encode(String),
    #[error(transparent)]
    Io(#[from] io::Error),
}
