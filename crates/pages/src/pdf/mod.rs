//! PDF through PDFium, bound at run time.
//!
//! PDFium is not thread-safe: whoever has a document open keeps the others waiting.

mod library;
mod placement;
mod scanned;

use pdfium_render::prelude::{
    PdfBitmap, PdfBitmapFormat, PdfDocument, PdfPage, PdfPageIndex, PdfRenderConfig, PdfiumError,
    PdfiumInternalError,
};

pub use library::pdfium_library;
pub(crate) use library::use_library;

use crate::gray::{Gray, Picture, Samples};
use crate::orientation::Orientation;
use crate::{Error, Limits, Wanted};
use library::Pdfium;
use scanned::Scanned;

/// What drawn pages are rendered at for reading.
const READING_DPI: u32 = 300;

/// A rendered page, without the display picture.
#[derive(Clone, PartialEq, Eq)]
pub struct Rendered {
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// `width * height` bytes, row by row from the top left; 0 is black, 255 white.
    pub gray: Vec<u8>,
}

/// Renders every page, embedded pictures included; A4 at 300 dpi gives 2480 by 3508 pixels.
///
/// For the press, which trusts its own input: it runs in this process, under the default
/// [`Limits`] but without a limit of time.
///
/// # Errors
/// The first page that cannot be rendered ends it.
pub fn render(pdf: &[u8], dpi: u32) -> Result<Vec<Rendered>, Error> {
    let limits = Limits::default();
    let document = Document::open(pdf, &limits)?;
    (0..document.pages)
        .map(|index| {
            let page = document.page(index)?;
            let gray = render_page(&page, dpi, &limits)?;
            Ok(Rendered {
                width: gray.width,
                height: gray.height,
                gray: gray.pixels,
            })
        })
        .zip(1..)
        .map(|(page, number)| page.map_err(|error: Error| error.on_page(number)))
        .collect()
}

/// Scanned pages as their embedded picture, others rendered; as they are seen, all rendered.
pub(crate) fn open<'a>(
    bytes: &'a [u8],
    limits: &'a Limits,
    wanted: Wanted,
) -> Result<impl Iterator<Item = Result<Picture, Error>> + 'a, Error> {
    let document = Document::open(bytes, limits)?;
    let first = PdfPageIndex::try_from(wanted.skipped).unwrap_or(PdfPageIndex::MAX);
    Ok((first..document.pages).map(move |index| {
        let page = document.page(index)?;
        let picture = match wanted.as_seen {
            true => None,
            false => scanned::picture(&page, limits)?,
        };
        if let Some(picture) = picture {
            return Ok(picture);
        }
        // A finer rendering than the scan would feign detail.
        let scanned = wanted.as_seen.then(|| Scanned::of(&page)).flatten();
        let own = scanned.as_ref().map(|scanned| scanned.dpi.round() as u32);
        let dpi = own.map_or(READING_DPI, |dpi| READING_DPI.min(dpi));
        let mut gray = render_page(&page, dpi, limits)?;
        // So would its grays.
        if scanned.is_some_and(|scanned| scanned.is_bilevel) {
            gray.make_bilevel();
        }
        Ok(Picture {
            gray,
            dpi: Some(dpi as f32),
            orientation: Orientation::default(),
        })
    }))
}

struct Document<'a> {
    // Fields are dropped in this order: the document before PDFium is let go.
    document: PdfDocument<'a>,
    pages: PdfPageIndex,
    _pdfium: Pdfium,
}

impl<'a> Document<'a> {
    fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, Error> {
        let pdfium = Pdfium::bind()?;
        let document = pdfium
            .library
            .load_pdf_from_byte_slice(bytes, None)
            .map_err(fault)?;
        let pages = document.pages().len();
        if pages < 1 {
            return Err(Error::DAMAGED);
        }
        if u64::try_from(pages).is_ok_and(|pages| pages > u64::from(limits.pages)) {
            return Err(Error::TooManyPages {
                limit: limits.pages,
            });
        }
        Ok(Self {
            document,
            pages,
            _pdfium: pdfium,
        })
    }

    fn page(&self, index: PdfPageIndex) -> Result<PdfPage<'a>, Error> {
        self.document.pages().get(index).map_err(fault)
    }
}

fn render_page(page: &PdfPage<'_>, dpi: u32, limits: &Limits) -> Result<Gray, Error> {
    // Both sides are given: a scale factor makes A4 one pixel too wide.
    let side = |points: f32| (f64::from(points) / 72.0 * f64::from(dpi)).round().max(1.0) as u32;
    let (width, height) = (side(page.width().value), side(page.height().value));
    limits.area(width, height)?;
    let side = |pixels| i32::try_from(pixels).map_err(|_| Error::DAMAGED);
    let config = PdfRenderConfig::new()
        .set_fixed_size(side(width)?, side(height)?)
        .set_format(PdfBitmapFormat::Gray)
        .use_grayscale_rendering(true)
        .set_reverse_byte_order(false);
    let bitmap = page.render_with_config(&config).map_err(fault)?;
    gray_of(&bitmap).ok_or(Error::DAMAGED)
}

fn gray_of(bitmap: &PdfBitmap<'_>) -> Option<Gray> {
    let width = u32::try_from(bitmap.width())
        .ok()
        .filter(|side| *side > 0)?;
    let height = u32::try_from(bitmap.height())
        .ok()
        .filter(|side| *side > 0)?;
    let samples = match bitmap.format().ok()? {
        PdfBitmapFormat::Gray => Samples::Gray,
        PdfBitmapFormat::BGR => Samples::Bgr,
        PdfBitmapFormat::BGRx | PdfBitmapFormat::BGRA => Samples::Bgrx,
    };
    let mut bytes = bitmap.as_raw_bytes();
    let (columns, rows) = (width as usize, height as usize);
    let stride = bytes.len() / rows; // rows are padded to four bytes
    if stride < columns * samples.count() {
        return None;
    }
    if stride == columns && samples == Samples::Gray {
        bytes.truncate(columns * rows);
        return Some(Gray {
            width,
            height,
            pixels: bytes,
        });
    }
    let mut pixels = vec![0; columns * rows];
    for (from, to) in bytes.chunks(stride).zip(pixels.chunks_mut(columns)) {
        samples.to_gray(from, to);
    }
    Some(Gray {
        width,
        height,
        pixels,
    })
}

fn fault(error: PdfiumError) -> Error {
    use PdfiumInternalError::{PasswordError, SecurityError};
    match error {
        PdfiumError::PdfiumLibraryInternalError(PasswordError | SecurityError) => Error::Encrypted,
        _ => Error::DAMAGED,
    }
}
