//! TIFF: the pages, and where each one's samples lie. Fax strips are read in [`fax`].

mod chunks;
mod fax;

use std::io::Cursor;
use std::iter::Skip;

use ::tiff::decoder::ifd::Value;
use ::tiff::decoder::{Decoder, Limits as TiffLimits};
use ::tiff::tags::Tag;
use ::tiff::{TiffError, TiffResult};

use crate::gray::{self, Gray, Picture};
use crate::orientation::Orientation;
use crate::{Error, Limits, Wanted};

type Tiff<'a> = Decoder<Cursor<&'a [u8]>>;

/// Bits of NewSubfileType: a thumbnail, a transparency mask.
const NOT_A_PAGE: u32 = 0b101;

/// Counts the directories before any picture is decoded.
pub(crate) fn open<'a>(
    bytes: &'a [u8],
    limits: &'a Limits,
    wanted: Wanted,
) -> Result<Pages<'a>, Error> {
    let mut tiff = Decoder::new(Cursor::new(bytes)).map_err(fault)?;
    let mut next = tiff.ifd_pointer();
    let mut seen = Vec::new();
    let mut pages = Vec::new();
    let mut broken = false;
    while let Some(pointer) = next {
        if seen.contains(&pointer) {
            broken = true;
            break;
        }
        seen.push(pointer);
        let Ok(directory) = tiff.read_directory(pointer) else {
            broken = true;
            break;
        };
        let kind = tiff
            .read_directory_tags(&directory)
            .find_tag_unsigned::<u32>(Tag::NewSubfileType);
        if kind.ok().flatten().unwrap_or(0) & NOT_A_PAGE == 0 {
            pages.push(seen.len() - 1);
        }
        // Thumbnails count double at most, or a chain of them would never end.
        if pages.len() > limits.pages as usize || seen.len() > 2 * limits.pages as usize {
            return Err(Error::TooManyPages {
                limit: limits.pages,
            });
        }
        next = directory.next();
    }
    if pages.is_empty() {
        return Err(Error::DAMAGED);
    }
    Ok(Pages {
        bytes,
        limits,
        indices: pages.into_iter().skip(wanted.skipped as usize),
        broken,
    })
}

pub(crate) struct Pages<'a> {
    bytes: &'a [u8],
    limits: &'a Limits,
    indices: Skip<std::vec::IntoIter<usize>>,
    /// The chain of directories ends in nothing: one more page that cannot be read.
    broken: bool,
}

impl Iterator for Pages<'_> {
    type Item = Result<Picture, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.indices.next() {
            Some(index) => Some(page(self.bytes, index, self.limits)),
            None => std::mem::take(&mut self.broken).then_some(Err(Error::DAMAGED)),
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.indices.len() + usize::from(self.broken);
        (left, Some(left))
    }
}

fn page(bytes: &[u8], index: usize, limits: &Limits) -> Result<Picture, Error> {
    let mut tiff = at_page(bytes, index).map_err(fault)?;
    let (width, height) = tiff.dimensions().map_err(fault)?;
    let area = limits.area(width, height)?;
    let mut memory = TiffLimits::default();
    memory.decoding_buffer_size = area.saturating_mul(8).max(memory.decoding_buffer_size);
    memory.intermediate_buffer_size = bytes.len();
    let mut tiff = tiff.with_limits(memory);

    let mut gray = Gray {
        width,
        height,
        pixels: vec![255; area],
    };
    let compression = number(&mut tiff, Tag::Compression, 1)?;
    if (2..=4).contains(&compression) {
        fax::decode(&mut tiff, bytes, compression, &mut gray)?;
    } else {
        chunks::decode(&mut tiff, bytes, index, limits, &mut gray)?;
    }
    Ok(Picture {
        gray,
        dpi: density(&mut tiff),
        orientation: Orientation::from_exif(number(&mut tiff, Tag::Orientation, 1)?),
    })
}

fn at_page(bytes: &[u8], index: usize) -> TiffResult<Tiff<'_>> {
    let mut tiff = Decoder::new(Cursor::new(bytes))?;
    if index > 0 {
        tiff.seek_to_image(index)?;
    }
    Ok(tiff)
}

fn number(tiff: &mut Tiff<'_>, tag: Tag, default: u32) -> Result<u32, Error> {
    let found = tiff.find_tag_unsigned(tag).map_err(fault)?;
    Ok(found.unwrap_or(default))
}

fn density(tiff: &mut Tiff<'_>) -> Option<f32> {
    let unit = tiff.find_tag_unsigned(Tag::ResolutionUnit).ok()?;
    let scale = match unit.unwrap_or(2_u32) {
        2 => 1.0,
        3 => 2.54,
        _ => return None,
    };
    let mut ratio = |tag| match tiff.find_tag(tag).ok()?? {
        Value::Rational(above, below) => Some(above as f32 / below as f32),
        _ => None,
    };
    let x = ratio(Tag::XResolution)?;
    let y = ratio(Tag::YResolution).unwrap_or(x);
    gray::dpi(x * scale, y * scale)
}

fn fault(error: TiffError) -> Error {
    match error {
        TiffError::UnsupportedError(_) => Error::UNSUPPORTED,
        _ => Error::DAMAGED,
    }
}
