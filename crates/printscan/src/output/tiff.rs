use super::{bits, failed, size};
use crate::{Error, Mode, Scan};
use std::io::{Cursor, Seek, Write};
use tiff::encoder::colortype::{ColorType, Gray8, RGB8};
use tiff::encoder::{Compression, Predictor, Rational, TiffEncoder};
use tiff::tags::{PhotometricInterpretation, ResolutionUnit, Tag};

type Tiff<'a> = TiffEncoder<&'a mut Cursor<Vec<u8>>>;

pub(super) fn encode(scans: &[Scan]) -> Result<Vec<u8>, Error> {
    let mut file = Cursor::new(Vec::new());
    let mut encoder = TiffEncoder::new(&mut file)
        .map_err(failed)?
        .with_compression(Compression::Lzw)
        .with_predictor(Predictor::Horizontal);
    for scan in scans {
        match scan.mode {
            Mode::Color => lzw::<RGB8>(&mut encoder, scan)?,
            Mode::Gray => lzw::<Gray8>(&mut encoder, scan)?,
            Mode::Bw(_) => fax(&mut encoder, scan)?,
        }
    }
    Ok(file.into_inner())
}

fn lzw<C: ColorType<Inner = u8>>(encoder: &mut Tiff, scan: &Scan) -> Result<(), Error> {
    let (width, height) = size(scan)?;
    let mut image = encoder.new_image::<C>(width, height).map_err(failed)?;
    image.resolution(ResolutionUnit::Inch, resolution(scan));
    image.write_data(&scan.pixels).map_err(failed)
}

/// One strip of fax group 4. The crate writes no fax itself, but its directories do.
fn fax(encoder: &mut Tiff, scan: &Scan) -> Result<(), Error> {
    let (width, height) = size(scan)?;
    let data = bits::group4(scan);
    let length = u32::try_from(data.len()).map_err(failed)?;
    let mut page = encoder.image_directory().map_err(failed)?;
    let place = page.write_data(data.as_slice()).map_err(failed)?;
    let place = u32::try_from(place).map_err(failed)?;
    let mut tag = |tag, value: u32| page.write_tag(tag, value).map_err(failed);
    tag(Tag::ImageWidth, width)?;
    tag(Tag::ImageLength, height)?;
    tag(Tag::StripOffsets, place)?;
    tag(Tag::RowsPerStrip, height)?;
    tag(Tag::StripByteCounts, length)?;
    short(&mut page, Tag::BitsPerSample, 1)?;
    short(
        &mut page,
        Tag::Compression,
        tiff::tags::CompressionMethod::Fax4.to_u16(),
    )?;
    let white_is_zero = PhotometricInterpretation::WhiteIsZero.to_u16();
    short(&mut page, Tag::PhotometricInterpretation, white_is_zero)?;
    short(&mut page, Tag::SamplesPerPixel, 1)?;
    short(
        &mut page,
        Tag::ResolutionUnit,
        ResolutionUnit::Inch.to_u16(),
    )?;
    page.write_tag(Tag::XResolution, resolution(scan))
        .map_err(failed)?;
    page.write_tag(Tag::YResolution, resolution(scan))
        .map_err(failed)?;
    page.finish().map_err(failed)
}

fn short<W: Write + Seek>(
    page: &mut tiff::encoder::DirectoryEncoder<'_, W, tiff::encoder::TiffKindStandard>,
    tag: Tag,
    value: u16,
) -> Result<(), Error> {
    page.write_tag(tag, value).map_err(failed)
}

fn resolution(scan: &Scan) -> Rational {
    Rational {
        n: (scan.dpi * 100.0).round() as u32,
        d: 100,
    }
}
