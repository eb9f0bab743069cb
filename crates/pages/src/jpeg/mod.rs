//! JPEG straight to luma: chroma is skipped, not converted.

mod markers;

use zune_core::bytestream::ZCursor;
use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;
use zune_jpeg::JpegDecoder;
use zune_jpeg::errors::DecodeErrors;

pub(crate) use markers::Headers;

use crate::gray::{Gray, Picture, Samples};
use crate::{Error, Limits, exif};

pub(crate) fn decode(bytes: &[u8], limits: &Limits) -> Result<Picture, Error> {
    let headers = Headers::read(bytes).ok_or(Error::DAMAGED)?;
    if !headers.is_supported {
        return Err(Error::UNSUPPORTED);
    }
    let area = limits.area(headers.width, headers.height)?;
    if !headers.is_complete(bytes) {
        return Err(Error::DAMAGED);
    }
    Ok(Picture {
        gray: Gray {
            width: headers.width,
            height: headers.height,
            pixels: pixels(bytes, area)?,
        },
        dpi: headers.dpi,
        orientation: headers.exif.map(exif::orientation).unwrap_or_default(),
    })
}

fn pixels(bytes: &[u8], area: usize) -> Result<Vec<u8>, Error> {
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options(ColorSpace::Luma));
    decoder.decode_headers().map_err(fault)?;
    let samples = match decoder.input_colorspace() {
        Some(ColorSpace::Luma | ColorSpace::YCbCr) => Samples::Gray,
        Some(ColorSpace::RGB | ColorSpace::CMYK | ColorSpace::YCCK) => Samples::Rgb,
        _ => return Err(Error::UNSUPPORTED),
    };
    if samples == Samples::Rgb {
        decoder.set_options(options(ColorSpace::RGB));
    }
    let size = area * samples.count();
    if decoder.output_buffer_size() != Some(size) {
        return Err(Error::DAMAGED);
    }
    let mut decoded = vec![0; size];
    decoder.decode_into(&mut decoded).map_err(fault)?;
    if samples == Samples::Gray {
        return Ok(decoded);
    }
    let mut gray = vec![0; area];
    samples.to_gray(&decoded, &mut gray);
    Ok(gray)
}

/// Not strict: a scan with one bad byte should still reach the error correction. Files cut
/// short are found by [`Headers::is_complete`].
fn options(colours: ColorSpace) -> DecoderOptions {
    DecoderOptions::default()
        .set_strict_mode(false)
        .set_max_width(65_535)
        .set_max_height(65_535)
        .jpeg_set_out_colorspace(colours)
}

fn fault(error: DecodeErrors) -> Error {
    match error {
        DecodeErrors::Unsupported(_) => Error::UNSUPPORTED,
        _ => Error::DAMAGED,
    }
}
