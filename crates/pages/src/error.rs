use std::io;
use std::time::Duration;

/// Why an upload gave no (more) pages. All but the last two are about the file.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    #[error("the file is empty")]
    Empty,
    /// The first bytes are those of no format read here.
    #[error("the file is not a JPEG, PNG, TIFF, WebP or PDF")]
    UnknownType,
    /// A known format in a variant that is not read, such as arithmetic-coded JPEG.
    #[error("a variant of its format that is not read (page {page:?})")]
    Unsupported { page: Option<u32> },
    /// Broken or cut short; the pages before `page` were good.
    #[error("the file is damaged (page {page:?})")]
    Damaged { page: Option<u32> },
    #[error("the PDF needs a password")]
    Encrypted,
    #[error("more than {limit} pages")]
    TooManyPages { limit: u32 },
    #[error("more than {limit} pixels (page {page:?})")]
    TooManyPixels { page: Option<u32>, limit: u64 },
    #[error("decoding took longer than {limit:?}")]
    TookTooLong { limit: Duration },
    /// A decoder crashed on this file: made to hurt, or a bug it found. The process took the
    /// harm; the cause names the signal and never holds content.
    #[error("the decoder crashed on this file")]
    Crashed(#[source] io::Error),
    /// The site's fault: PDFium is not installed where [`crate::pdfium_library`] looks.
    #[error("PDFium is not available")]
    PdfUnavailable,
    /// The site's fault: the worker did not start, gave up or did not keep to the protocol.
    /// The cause names the circumstance and never holds content.
    #[error("the decoding process failed")]
    Worker(#[source] io::Error),
}

impl Error {
    pub(crate) const DAMAGED: Self = Self::Damaged { page: None };
    pub(crate) const UNSUPPORTED: Self = Self::Unsupported { page: None };

    /// Names the page where the decoder of a single picture could not.
    pub(crate) fn on_page(self, number: u32) -> Self {
        let number = Some(number);
        match self {
            Self::Unsupported { page } => Self::Unsupported {
                page: page.or(number),
            },
            Self::Damaged { page } => Self::Damaged {
                page: page.or(number),
            },
            Self::TooManyPixels { page, limit } => Self::TooManyPixels {
                page: page.or(number),
                limit,
            },
            other => other,
        }
    }
}
