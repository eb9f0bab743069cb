use super::{failed, size};
use crate::{Error, Mode, Scan};
use image_webp::{ColorType, WebPEncoder};

pub(super) fn encode(scan: &Scan) -> Result<Vec<u8>, Error> {
    let (width, height) = size(scan)?;
    let colour = if scan.mode == Mode::Color {
        ColorType::Rgb8
    } else {
        ColorType::L8
    };
    let mut file = Vec::new();
    WebPEncoder::new(&mut file)
        .encode(&scan.pixels, width, height, colour)
        .map_err(failed)?;
    Ok(file)
}
