//! Files: one picture or several pages.

mod bits;
mod jpeg;
mod pdf;
mod png;
mod tiff;
mod webp;

use crate::{Error, Scan};

/// A file format. The resolution is stated in all but WebP, which has no place for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One bit per pixel for one-bit pictures.
    Png,
    /// Gray for one-bit pictures.
    Jpeg,
    /// LZW, or fax group 4 for one-bit pictures; any number of pages.
    Tiff,
    /// One full-page picture on each page: JPEG, or fax group 4 for one-bit pictures.
    Pdf,
    /// Lossless.
    Webp,
}

impl Format {
    /// The format that a file name's ending stands for.
    pub fn from_extension(extension: &str) -> Option<Self> {
        Some(match extension.to_ascii_lowercase().as_str() {
            "png" => Self::Png,
            "jpg" | "jpeg" => Self::Jpeg,
            "tif" | "tiff" => Self::Tiff,
            "pdf" => Self::Pdf,
            "webp" => Self::Webp,
            _ => return None,
        })
    }

    fn pages(self) -> bool {
        matches!(self, Self::Tiff | Self::Pdf)
    }
}

/// Writes pictures as one file. `quality` (1 to 100) is for JPEG, also within PDF.
///
/// # Errors
///
/// [`Error::Params`] for no page, several pages in a format for single pictures, and a
/// quality out of its range; [`Error::Encode`] when the format cannot hold the picture,
/// e.g. because it is too large.
pub fn encode(scans: &[Scan], format: Format, quality: u8) -> Result<Vec<u8>, Error> {
    if !(1..=100).contains(&quality) {
        return Err(Error::Params(format!(
            "quality is {quality}; it must be from 1 to 100"
        )));
    }
    let single = match scans {
        [] => return Err(Error::Params("there is no page to write".into())),
        [scan, ..] => scan,
    };
    if scans.len() > 1 && !format.pages() {
        let count = scans.len();
        let message = format!("{count} pages need a TIFF or PDF file");
        return Err(Error::Params(message));
    }
    match format {
        Format::Png => png::encode(single),
        Format::Jpeg => jpeg::encode(single, quality),
        Format::Tiff => tiff::encode(scans),
        Format::Pdf => pdf::encode(scans, quality),
        Format::Webp => webp::encode(single),
    }
}

fn failed(error: impl std::fmt::Display) -> Error {
    Error::Encode(error.to_string())
}

/// Width and height as formats have them.
fn size(scan: &Scan) -> Result<(u32, u32), Error> {
    let side = |pixels: usize| u32::try_from(pixels).map_err(failed);
    Ok((side(scan.width)?, side(scan.height)?))
}
