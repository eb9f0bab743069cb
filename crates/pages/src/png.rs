//! PNG row by row, so that a colour page never stands in memory as a whole.

use std::io::Cursor;

use ::png::{ColorType, Decoder, DecodingError, Limits as PngLimits, Reader, Transformations};

use crate::gray::{self, Gray, Picture, Samples};
use crate::{Error, Limits, exif};

/// For palettes, metadata and the row buffers; the picture itself is counted separately.
const MEMORY: usize = 64 << 20;

pub(crate) fn decode(bytes: &[u8], limits: &Limits) -> Result<Picture, Error> {
    let mut decoder = Decoder::new_with_limits(Cursor::new(bytes), PngLimits { bytes: MEMORY });
    decoder.set_transformations(Transformations::EXPAND | Transformations::STRIP_16);
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    let header = decoder.read_header_info().map_err(fault)?;
    let (width, height) = (header.width, header.height);
    let area = limits.area(width, height)?;

    let mut reader = decoder.read_info().map_err(fault)?;
    let samples = match reader.output_color_type().0 {
        ColorType::Grayscale => Samples::Gray,
        ColorType::GrayscaleAlpha => Samples::GrayAlpha,
        ColorType::Rgb => Samples::Rgb,
        ColorType::Rgba => Samples::Rgba,
        ColorType::Indexed => return Err(Error::UNSUPPORTED),
    };
    let mut pixels = vec![0; area];
    if reader.info().interlaced {
        interlaced(&mut reader, samples, &mut pixels)?;
    } else {
        for to in pixels.chunks_mut(width as usize) {
            let row = reader.next_row().map_err(fault)?.ok_or(Error::DAMAGED)?;
            samples.to_gray(row.data(), to);
        }
    }
    let info = reader.info();
    Ok(Picture {
        dpi: info.pixel_dims.and_then(density),
        orientation: info
            .exif_metadata
            .as_deref()
            .map(exif::orientation)
            .unwrap_or_default(),
        gray: Gray {
            width,
            height,
            pixels,
        },
    })
}

fn interlaced(
    reader: &mut Reader<Cursor<&[u8]>>,
    samples: Samples,
    pixels: &mut [u8],
) -> Result<(), Error> {
    let size = reader.output_buffer_size().ok_or(Error::DAMAGED)?;
    let mut frame = vec![0; size];
    reader.next_frame(&mut frame).map_err(fault)?;
    samples.to_gray(&frame, pixels);
    Ok(())
}

fn density(dims: ::png::PixelDimensions) -> Option<f32> {
    let per_inch = |per_metre: u32| per_metre as f32 * 0.0254;
    match dims.unit {
        ::png::Unit::Meter => gray::dpi(per_inch(dims.xppu), per_inch(dims.yppu)),
        ::png::Unit::Unspecified => None,
    }
}

fn fault(error: DecodingError) -> Error {
    match error {
        DecodingError::LimitsExceeded => Error::UNSUPPORTED,
        _ => Error::DAMAGED,
    }
}
