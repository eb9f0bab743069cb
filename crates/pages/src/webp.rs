use std::io::Cursor;

use image_webp::{DecodingError, WebPDecoder};

use crate::gray::{Gray, Picture, Samples};
use crate::{Error, Limits, exif};

pub(crate) fn decode(bytes: &[u8], limits: &Limits) -> Result<Picture, Error> {
    let mut decoder = WebPDecoder::new(Cursor::new(bytes)).map_err(fault)?;
    let (width, height) = decoder.dimensions();
    let area = limits.area(width, height)?;
    check_frames(bytes.get(12..).unwrap_or_default(), limits)?;
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

/// A frame is as large as its own header says, whatever the canvas is, and the decoder takes memory
/// for it. Chunks as in RFC 9649, section 2.3, those of an animation one level down.
fn check_frames(chunks: &[u8], limits: &Limits) -> Result<(), Error> {
    const FRAME_HEADER: usize = 16;
    each_chunk(chunks, |name, body| {
        check_frame(name, body, limits)?;
        let within = body.get(FRAME_HEADER..).unwrap_or_default();
        match name {
            b"ANMF" => each_chunk(within, |name, body| check_frame(name, body, limits)),
            _ => Ok(()),
        }
    })
}

fn each_chunk(
    mut chunks: &[u8],
    mut check: impl FnMut(&[u8; 4], &[u8]) -> Result<(), Error>,
) -> Result<(), Error> {
    while let Some((&[a, b, c, d, length @ ..], rest)) = chunks.split_first_chunk::<8>() {
        let length = u32::from_le_bytes(length) as usize;
        check(&[a, b, c, d], rest.get(..length).unwrap_or(rest))?;
        chunks = rest.get(length.next_multiple_of(2)..).unwrap_or_default();
    }
    Ok(())
}

fn check_frame(name: &[u8; 4], body: &[u8], limits: &Limits) -> Result<(), Error> {
    const SIDE: u32 = 0x3fff;
    let bits = |at: usize| {
        let four = body.get(at..).and_then(|from| from.first_chunk());
        u32::from_le_bytes(four.copied().unwrap_or_default())
    };
    match name {
        // RFC 6386, section 9.1
        b"VP8 " => limits.area(bits(6) & SIDE, (bits(6) >> 16) & SIDE)?,
        // RFC 9649, section 3.4
        b"VP8L" => limits.area((bits(1) & SIDE) + 1, ((bits(1) >> 14) & SIDE) + 1)?,
        _ => 0,
    };
    Ok(())
}

fn fault(error: DecodingError) -> Error {
    match error {
        DecodingError::UnsupportedFeature(_) => Error::UNSUPPORTED,
        _ => Error::DAMAGED,
    }
}
