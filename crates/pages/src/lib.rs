#![doc = include_str!("../README.md")]
#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

mod display;
mod error;
mod exif;
mod format;
mod gray;
mod jpeg;
mod orientation;
pub mod pdf;
mod png;
mod tiff;
mod webp;
mod wire;
pub mod worker;

pub use error::Error;
pub use pdf::pdfium_library;

use gray::Picture;

/// What one upload may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Pixels of one page, checked in the header before anything is decoded.
    pub pixels: u64,
    /// Pages of one file, checked before any is decoded.
    pub pages: u32,
    /// Time for the whole file; the time spent in `on_page` does not count.
    pub time: Duration,
    /// Time for one page of it.
    pub page_time: Duration,
}

impl Default for Limits {
    /// 100 megapixels (A4 at 1000 dpi), 40 pages, 30 seconds, be it for one page.
    fn default() -> Self {
        Self {
            pixels: 100_000_000,
            pages: 40,
            time: Duration::from_secs(30),
            page_time: Duration::from_secs(30),
        }
    }
}

/// What is wanted of an upload's pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// With each page a small picture for the browser.
    pub displays: bool,
    /// Of a PDF what a viewer shows, even of pages that hold nothing but a scanner's picture:
    /// a mask, a layer or a clip may hide parts of it.
    pub as_seen: bool,
    /// So many of the first pages are passed over, and not decoded.
    pub skipped: u32,
}

/// One page of an upload, upright as far as the file tells.
#[derive(Clone, PartialEq)]
pub struct Page {
    /// Counted from 1.
    pub number: u32,
    /// How many pages the file seems to have, before the rest of them is read.
    pub of: u32,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// Pixels per inch as the file says, 50 to 2400; `None` where it says nothing or nonsense.
    pub dpi: Option<f32>,
    /// `width * height` bytes, row by row from the top left; 0 is black, 255 white.
    pub gray: Vec<u8>,
    /// If it was asked for.
    pub display: Option<Display>,
}

/// A small picture of a page, for the browser.
#[derive(Clone, PartialEq)]
pub struct Display {
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// A gray JPEG.
    pub jpeg: Vec<u8>,
}

/// Sizes only: a page must not reach a log or a panic message.
impl std::fmt::Debug for Page {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Page")
            .field("number", &self.number)
            .field("of", &self.of)
            .field("width", &self.width)
            .field("height", &self.height)
            .field("dpi", &self.dpi)
            .finish_non_exhaustive()
    }
}

/// Decodes `bytes` in this process, page by page, until `on_page` breaks.
///
/// For the worker itself, the press and tests: a hostile file can crash PDFium, so the site
/// goes through [`worker::Worker::decode`]. Here `limits.time` is only looked at between pages.
///
/// # Errors
/// Pages before a damaged one are handed over first; see [`Error`].
pub fn decode(
    bytes: &[u8],
    limits: &Limits,
    wanted: Wanted,
    on_page: &mut dyn FnMut(Page) -> ControlFlow<()>,
) -> Result<(), Error> {
    let mut left = limits.time;
    let mut clock = Instant::now();
    let mut pictures = guarded(|| format::open(bytes, limits, wanted))?;
    let after = u32::try_from(pictures.size_hint().0).unwrap_or(u32::MAX);
    let of = after.saturating_add(wanted.skipped);
    for number in wanted.skipped.saturating_add(1).. {
        let page = match guarded(|| pictures.next().transpose()) {
            Ok(Some(picture)) => guarded(|| page_of(picture, number, of, wanted.displays)),
            Ok(None) => return Ok(()),
            Err(error) => Err(error),
        }
        .map_err(|error| error.on_page(number))?;

        left = left.saturating_sub(clock.elapsed());
        if left.is_zero() {
            return Err(Error::TookTooLong { limit: limits.time });
        }
        if on_page(page).is_break() {
            return Ok(());
        }
        clock = Instant::now();
    }
    Ok(())
}

fn page_of(picture: Picture, number: u32, of: u32, displays: bool) -> Result<Page, Error> {
    let gray = picture.orientation.apply(picture.gray);
    Ok(Page {
        number,
        of: of.max(number),
        width: gray.width,
        height: gray.height,
        dpi: picture.dpi,
        display: displays.then(|| display::picture(&gray)).transpose()?,
        gray: gray.pixels,
    })
}

/// The decoders' own assertions are a verdict on the file, not on us.
fn guarded<T>(decode: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    catch_unwind(AssertUnwindSafe(decode)).unwrap_or(Err(Error::Damaged { page: None }))
}
