//! Strips and tiles of samples, as the `tiff` crate hands them out.

use std::borrow::Cow;

use ::tiff::ColorType;
use ::tiff::decoder::DecodingResult;
use ::tiff::tags::{ByteOrder, IfdPointer, Tag};

use super::{Tiff, at_page, fault, number};
use crate::gray::{Gray, Samples, luma};
use crate::jpeg::Headers;
use crate::{Error, Limits};

const JPEG: u32 = 7;
const PALETTE: u32 = 3;
/// Of PlanarConfiguration.
const PLANAR: u32 = 2;

pub(super) fn decode(
    tiff: &mut Tiff<'_>,
    bytes: &[u8],
    index: usize,
    limits: &Limits,
    gray: &mut Gray,
) -> Result<(), Error> {
    if number(tiff, Tag::FillOrder, 1)? != 1 {
        return Err(Error::UNSUPPORTED);
    }
    if number(tiff, Tag::Compression, 1)? == JPEG {
        check_jpeg_sizes(tiff, bytes, limits)?;
    }
    if number(tiff, Tag::PhotometricInterpretation, 1)? != PALETTE {
        return fill(tiff, None, gray);
    }
    let colours = palette(tiff)?;
    let pointer = tiff.ifd_pointer().ok_or(Error::DAMAGED)?;
    let indexed = as_gray(bytes, pointer, tiff.byte_order()).ok_or(Error::UNSUPPORTED)?;
    let mut tiff = at_page(&indexed, index).map_err(fault)?;
    fill(&mut tiff, Some(&colours), gray)
}

/// The JPEG in a strip has a size of its own, and the decoder would believe it.
fn check_jpeg_sizes(tiff: &mut Tiff<'_>, bytes: &[u8], limits: &Limits) -> Result<(), Error> {
    for data in super::fax::chunk_data(tiff, bytes)? {
        if let Some(headers) = Headers::read(data) {
            limits.area(headers.width, headers.height)?;
        }
    }
    Ok(())
}

fn palette(tiff: &mut Tiff<'_>) -> Result<Vec<u8>, Error> {
    let map = tiff.get_tag_u16_vec(Tag::ColorMap).map_err(fault)?;
    let mut planes = map.chunks_exact((map.len() / 3).max(1));
    let (Some(r), Some(g), Some(b)) = (planes.next(), planes.next(), planes.next()) else {
        return Err(Error::DAMAGED);
    };
    let colours = r.iter().zip(g).zip(b);
    Ok(colours
        .map(|((r, g), b)| luma([*r, *g, *b].map(|sample| (sample >> 8) as u8)))
        .collect())
}

/// The `tiff` crate refuses palettes, but not gray: the directory is made to say gray, and
/// the colours are looked up here.
fn as_gray(bytes: &[u8], pointer: IfdPointer, order: ByteOrder) -> Option<Cow<'_, [u8]>> {
    let at = usize::try_from(pointer.0).ok()?;
    let short = |at: usize| {
        let bytes = *bytes.get(at..)?.first_chunk::<2>()?;
        Some(match order {
            ByteOrder::LittleEndian => u16::from_le_bytes(bytes),
            ByteOrder::BigEndian => u16::from_be_bytes(bytes),
        })
    };
    if short(2)? != 42 {
        return None; // BigTIFF lays its directories out differently
    }
    let wanted = Tag::PhotometricInterpretation.to_u16();
    let entry = (0..usize::from(short(at)?))
        .map(|entry| at + 2 + 12 * entry)
        .find(|at| short(*at) == Some(wanted))?;
    let mut copy = bytes.to_vec();
    let value = match order {
        ByteOrder::LittleEndian => 1_u16.to_le_bytes(),
        ByteOrder::BigEndian => 1_u16.to_be_bytes(),
    };
    copy.get_mut(entry + 8..entry + 10)?.copy_from_slice(&value);
    Some(Cow::Owned(copy))
}

fn fill(tiff: &mut Tiff<'_>, palette: Option<&[u8]>, gray: &mut Gray) -> Result<(), Error> {
    let layout = Layout::of(tiff.colortype().map_err(fault)?)?;
    let planes = match number(tiff, Tag::PlanarConfiguration, 1)? {
        PLANAR => layout.stride as u32,
        _ => 1,
    };
    let (chunk_width, chunk_height) = tiff.chunk_dimensions();
    if chunk_width == 0 || chunk_height == 0 {
        return Err(Error::DAMAGED);
    }
    let across = gray.width.div_ceil(chunk_width);
    let down = gray.height.div_ceil(chunk_height);
    for chunk in 0..across * down {
        let (width, height) = tiff.chunk_data_dimensions(chunk);
        let planes = (0..planes).map(|plane| chunk + plane * across * down);
        let data = interleaved(tiff, planes)?;
        let from = data.chunks((layout.row_bytes(width)).max(1));
        let x = (chunk % across * chunk_width) as usize;
        let y = (chunk / across * chunk_height) as usize;
        let rows = gray.pixels.chunks_mut(gray.width as usize).skip(y);
        for (from, row) in from.zip(rows).take(height as usize) {
            let to = row.get_mut(x..).unwrap_or_default();
            let to = to.get_mut(..width as usize).ok_or(Error::DAMAGED)?;
            layout.read_row(from, palette, to);
        }
    }
    Ok(())
}

/// The samples of one strip or tile, pixel by pixel, also where each colour has its own.
fn interleaved(
    tiff: &mut Tiff<'_>,
    mut planes: impl ExactSizeIterator<Item = u32>,
) -> Result<Vec<u8>, Error> {
    let count = planes.len();
    let mut read = |chunk| bytes_of(tiff.read_chunk(chunk).map_err(fault)?);
    let first = read(planes.next().ok_or(Error::DAMAGED)?)?;
    if count == 1 {
        return Ok(first);
    }
    let mut pixels = vec![0; first.len() * count];
    let mut place = |plane: Vec<u8>, at| {
        let places = pixels.iter_mut().skip(at).step_by(count);
        places.zip(plane).for_each(|(to, sample)| *to = sample);
    };
    place(first, 0);
    for (at, chunk) in (1..).zip(planes) {
        place(read(chunk)?, at);
    }
    Ok(pixels)
}

struct Layout {
    bits: u8,
    samples: Samples,
    /// Samples of one pixel, those that are not looked at included.
    stride: usize,
}

impl Layout {
    fn of(colours: ColorType) -> Result<Self, Error> {
        let (bits, samples, stride) = match colours {
            ColorType::Gray(bits @ (1 | 2 | 4 | 8 | 16)) => (bits, Samples::Gray, 1),
            ColorType::RGB(bits @ (8 | 16)) => (bits, Samples::Rgb, 3),
            ColorType::RGBA(bits @ (8 | 16)) => (bits, Samples::Rgba, 4),
            ColorType::CMYK(bits @ (8 | 16)) => (bits, Samples::Cmyk, 4),
            ColorType::GrayA(bits @ (8 | 16)) => (bits, Samples::GrayAlpha, 2),
            // The first sample of YCbCr is luma already.
            ColorType::YCbCr(8) => (8, Samples::Gray, 3),
            ColorType::Multiband {
                bit_depth: bits @ (8 | 16),
                num_samples: 2,
            } => (bits, Samples::GrayAlpha, 2),
            _ => return Err(Error::UNSUPPORTED),
        };
        Ok(Self {
            bits,
            samples,
            stride,
        })
    }

    fn row_bytes(&self, width: u32) -> usize {
        let bits = u64::from(width) * self.stride as u64 * u64::from(self.bits.min(8));
        usize::try_from(bits.div_ceil(8)).unwrap_or(usize::MAX)
    }

    fn read_row(&self, from: &[u8], palette: Option<&[u8]>, to: &mut [u8]) {
        if self.bits < 8 {
            unpack(from, self.bits, palette.is_none(), to);
        } else if self.stride == self.samples.count() {
            self.samples.to_gray(from, to);
        } else {
            let first = from.iter().step_by(self.stride);
            to.iter_mut().zip(first).for_each(|(to, y)| *to = *y);
        }
        if let Some(palette) = palette {
            for pixel in to {
                *pixel = palette.get(usize::from(*pixel)).copied().unwrap_or(255);
            }
        }
    }
}

/// Spreads samples of 1, 2 or 4 bits, the first in the highest bits, to bytes: the whole
/// range for levels, the value itself for indices into a palette.
fn unpack(from: &[u8], bits: u8, levels: bool, to: &mut [u8]) {
    let most = (1_u8 << bits) - 1;
    let scale = if levels { 255 / most } else { 1 };
    let shifts = (0..8 / bits).rev().map(|place| place * bits);
    let samples = from
        .iter()
        .flat_map(|byte| shifts.clone().map(move |shift| (byte >> shift) & most));
    to.iter_mut()
        .zip(samples)
        .for_each(|(to, sample)| *to = sample * scale);
}

/// Sixteen bits come in the machine's order; the lower half is below any scanner's noise.
fn bytes_of(chunk: DecodingResult) -> Result<Vec<u8>, Error> {
    match chunk {
        DecodingResult::U8(bytes) => Ok(bytes),
        DecodingResult::U16(words) => Ok(words.into_iter().map(|word| (word >> 8) as u8).collect()),
        _ => Err(Error::UNSUPPORTED),
    }
}
