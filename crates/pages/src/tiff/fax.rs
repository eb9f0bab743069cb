//! ITU-T T.4 and T.6 strips (compressions 2, 3 and 4), in either order of bits.

use std::borrow::Cow;

use ::tiff::tags::Tag;
use hayro_ccitt::{DecodeSettings, Decoder, DecoderContext, EncodingMode};

use super::{Tiff, fault, number};
use crate::Error;
use crate::gray::Gray;

pub(super) fn decode(
    tiff: &mut Tiff<'_>,
    bytes: &[u8],
    compression: u32,
    gray: &mut Gray,
) -> Result<(), Error> {
    if number(tiff, Tag::BitsPerSample, 1)? != 1 || number(tiff, Tag::SamplesPerPixel, 1)? != 1 {
        return Err(Error::UNSUPPORTED);
    }
    let two_dimensional = compression == 3 && number(tiff, Tag::Unknown(292), 0)? & 1 != 0;
    let settings = DecodeSettings {
        columns: gray.width,
        rows: 0,
        end_of_block: true,
        end_of_line: compression == 3,
        rows_are_byte_aligned: compression == 2,
        encoding: match compression {
            4 => EncodingMode::Group4,
            _ if two_dimensional => EncodingMode::Group3_2D,
            _ => EncodingMode::Group3_1D,
        },
        strict: false,
    };
    let reversed = number(tiff, Tag::FillOrder, 1)? == 2;
    let white_is_zero = number(tiff, Tag::PhotometricInterpretation, 0)? == 0;
    let rows_per_strip = number(tiff, Tag::RowsPerStrip, gray.height)?;
    let strip = (gray.width as usize).saturating_mul(rows_per_strip.clamp(1, gray.height) as usize);

    let mut strips = chunk_data(tiff, bytes)?.into_iter();
    for pixels in gray.pixels.chunks_mut(strip) {
        let data = strips.next().ok_or(Error::DAMAGED)?;
        let data = if reversed {
            Cow::Owned(data.iter().map(|byte| byte.reverse_bits()).collect())
        } else {
            Cow::Borrowed(data)
        };
        let height = pixels.len() / (gray.width as usize).max(1);
        let rows = u32::try_from(height).map_err(|_| Error::DAMAGED)?;
        let settings = DecodeSettings { rows, ..settings };
        read_strip(&data, settings, pixels)?;
        if !white_is_zero {
            pixels.iter_mut().for_each(|pixel| *pixel = !*pixel);
        }
    }
    Ok(())
}

fn read_strip(data: &[u8], settings: DecodeSettings, pixels: &mut [u8]) -> Result<(), Error> {
    let mut rows = Rows {
        rows: pixels.chunks_mut(settings.columns as usize),
        pushed: 0,
    };
    let end = hayro_ccitt::decode(data, &mut rows, &mut DecoderContext::new(settings));
    // Lines lost in transmission are for the error correction; a page cut short is not.
    match end {
        _ if rows.pushed >= settings.rows => Ok(()),
        _ => Err(Error::DAMAGED),
    }
}

/// White rows, into which the black runs are drawn.
struct Rows<'a> {
    rows: std::slice::ChunksMut<'a, u8>,
    pushed: u32,
}

impl Decoder for Rows<'_> {
    fn push_row(&mut self, changes: &[u32]) {
        self.pushed += 1;
        let Some(row) = self.rows.next() else { return };
        for run in changes.chunks(2) {
            let start = run.first().map_or(0, |at| *at as usize);
            let end = run.get(1).map_or(row.len(), |at| *at as usize);
            if let Some(black) = row.get_mut(start..end) {
                black.fill(0);
            }
        }
    }
}

/// The compressed bytes of each strip or tile.
pub(super) fn chunk_data<'a>(tiff: &mut Tiff<'_>, bytes: &'a [u8]) -> Result<Vec<&'a [u8]>, Error> {
    let mut list = |strip, tile| match tiff.find_tag_unsigned_vec::<u64>(strip) {
        Ok(None) => tiff.get_tag_u64_vec(tile),
        Ok(Some(found)) => Ok(found),
        Err(error) => Err(error),
    };
    let offsets = list(Tag::StripOffsets, Tag::TileOffsets).map_err(fault)?;
    let lengths = list(Tag::StripByteCounts, Tag::TileByteCounts).map_err(fault)?;
    offsets
        .into_iter()
        .zip(lengths)
        .map(|(offset, length)| {
            let start = usize::try_from(offset).ok()?;
            let end = start.checked_add(usize::try_from(length).ok()?)?;
            bytes.get(start..end)
        })
        .collect::<Option<_>>()
        .ok_or(Error::DAMAGED)
}
