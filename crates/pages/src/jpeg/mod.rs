//! JPEG straight to luma by libjpeg-turbo: chroma is skipped, not converted.

mod markers;

use turbojpeg::{Colorspace, DecompressHeader, Decompressor, Image, PixelFormat};

pub(crate) use markers::Headers;

use crate::gray::{Gray, Picture, Samples};
use crate::{Error, Limits, exif};

/// A progressive picture comes in about ten scans; each of them costs a pass over the page,
/// however few bytes it has.
const SCANS: u32 = 100;

pub(crate) fn decode(bytes: &[u8], limits: &Limits) -> Result<Picture, Error> {
    let headers = Headers::read(bytes).ok_or(Error::DAMAGED)?;
    if !headers.is_supported {
        return Err(Error::UNSUPPORTED);
    }
    limits.area(headers.width, headers.height)?;
    if !headers.is_complete(bytes) {
        return Err(Error::DAMAGED);
    }
    let mut decoder = Decompressor::new().map_err(fault)?;
    decoder.set_scan_limit(SCANS).map_err(fault)?;
    Ok(Picture {
        // `turbojpeg` takes a warning about the headers for a failure, such as a damaged
        // colour profile: then it gets them without what it does not need.
        gray: match decoder.read_header(bytes) {
            Ok(header) => gray(&mut decoder, bytes, &headers, header)?,
            Err(_) => {
                let bytes = headers.tidied(bytes);
                let header = decoder.read_header(&bytes).map_err(fault)?;
                gray(&mut decoder, &bytes, &headers, header)?
            }
        },
        dpi: headers.dpi,
        orientation: headers.exif.map(exif::orientation).unwrap_or_default(),
    })
}

fn gray(
    decoder: &mut Decompressor,
    bytes: &[u8],
    checked: &Headers,
    header: DecompressHeader,
) -> Result<Gray, Error> {
    let (width, height) = (checked.width as usize, checked.height as usize);
    if (header.width, header.height) != (width, height) {
        return Err(Error::DAMAGED);
    }
    let pixels = match header.colorspace {
        Colorspace::CMYK | Colorspace::YCCK => {
            let mut inks = pixels(decoder, bytes, width, height, PixelFormat::CMYK)?;
            // As Adobe writes them, and so everybody else: 255 is no ink.
            inks.iter_mut().for_each(|ink| *ink = !*ink);
            let mut pixels = vec![0; width * height];
            Samples::Cmyk.to_gray(&inks, &mut pixels);
            pixels
        }
        _ => pixels(decoder, bytes, width, height, PixelFormat::GRAY)?,
    };
    Ok(Gray {
        width: checked.width,
        height: checked.height,
        pixels,
    })
}

fn pixels(
    decoder: &mut Decompressor,
    bytes: &[u8],
    width: usize,
    height: usize,
    format: PixelFormat,
) -> Result<Vec<u8>, Error> {
    let pitch = width * format.size();
    let mut pixels = vec![0; pitch * height];
    let to = Image {
        pixels: pixels.as_mut_slice(),
        width,
        pitch,
        height,
        format,
    };
    match decoder.decompress(bytes, to) {
        // A warning, or an error behind the last row, comes with a picture: a scan with one
        // bad byte should still reach the error correction. Files cut short are found by
        // `Headers::is_complete`.
        Err(_) if pixels.iter().any(|sample| *sample != 0) => Ok(pixels),
        Err(error) => Err(fault(error)),
        Ok(()) => Ok(pixels),
    }
}

fn fault(error: turbojpeg::Error) -> Error {
    use turbojpeg::Error::{BadColorspace, BadSubsamp};
    match error {
        BadColorspace(_) | BadSubsamp(_) => Error::UNSUPPORTED,
        _ => Error::DAMAGED,
    }
}
