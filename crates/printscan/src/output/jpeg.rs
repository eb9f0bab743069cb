use super::failed;
use crate::{Error, Mode, Scan};
use jpeg_encoder::{ColorType, Encoder, PixelDensity};

/// The resolution is in the JFIF header. Colour is subsampled 4:2:0 below quality 90.
pub(super) fn encode(scan: &Scan, quality: u8) -> Result<Vec<u8>, Error> {
    let side = |pixels: usize| u16::try_from(pixels).map_err(failed);
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, quality);
    encoder.set_density(PixelDensity::dpi(scan.dpi.round() as u16));
    let colour = if scan.mode == Mode::Color {
        ColorType::Rgb
    } else {
        ColorType::Luma
    };
    encoder
        .encode(&scan.pixels, side(scan.width)?, side(scan.height)?, colour)
        .map_err(failed)?;
    Ok(file)
}
