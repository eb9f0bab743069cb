use std::io::Cursor;

use image_webp::{DecodingError, WebPDecoder};

use crate::gray::{Gray, Picture, Samples};
use crate::{Error, Limits, exif};

pub(crate) fn decode(bytes: &[u8], limits: &Limits) -> Result<Picture, Error> {
    let mut decoder = WebPDecoder::new(Cursor::new(bytes)).map_err(fault)?;
    let (width, height) = decoder.dimensions();
    let area = limits.area(width, height)?;
    decoder.set_memory_limit(area.saturating_mul(4).max(1 << 20));

    let samples = if decoder.has_alpha() {
        Samples::Rgba
    } else {
        Samples::Rgb
    };
    let size = decoder.output_buffer_size().ok_or(Error::DAMAGED)?;
    let mut decoded = vec![0; size];
    decoder.read_image(&mut decoded).map_err(fault)?;
    let mut pixels = vec![0; area];
    samples.to_gray(&decoded, &mut pixels);

    // WebP has no field for a resolution.
    let exif = decoder.exif_metadata().ok().flatten();
    Ok(Picture {
        gray: Gray {
            width,
            height,
            pixels,
        },
        dpi: None,
        orientation: exif.as_deref().map(exif::orientation).unwrap_or_default(),
    })
}

fn fault(error: DecodingError) -> Error {
    match error {
        DecodingError::UnsupportedFeature(_) => Error::UNSUPPORTED,
        _ => Error::DAMAGED,
    }
}
