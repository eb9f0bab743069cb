use super::{bits, failed, size};
use crate::{Error, Mode, Scan};
use png::{BitDepth, ColorType, PixelDimensions, Unit};

/// The resolution is in the pHYs chunk, in pixels per metre.
pub(super) fn encode(scan: &Scan) -> Result<Vec<u8>, Error> {
    let (width, height) = size(scan)?;
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    let one_bit = matches!(scan.mode, Mode::Bw(_));
    encoder.set_color(if scan.mode == Mode::Color {
        ColorType::Rgb
    } else {
        ColorType::Grayscale
    });
    encoder.set_depth(if one_bit {
        BitDepth::One
    } else {
        BitDepth::Eight
    });
    encoder.set_compression(png::Compression::Fast);
    let per_metre = (scan.dpi / 0.0254).round() as u32;
    let dimensions = PixelDimensions {
        xppu: per_metre,
        yppu: per_metre,
        unit: Unit::Meter,
    };
    encoder.set_pixel_dims(Some(dimensions));
    let mut writer = encoder.write_header().map_err(failed)?;
    if one_bit {
        writer
            .write_image_data(&bits::packed(scan))
            .map_err(failed)?;
    } else {
        writer.write_image_data(&scan.pixels).map_err(failed)?;
    }
    writer.finish().map_err(failed)?;
    Ok(file)
}
