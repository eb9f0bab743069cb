//! Pages that are nothing but one full-page picture, as scanners make them: the picture is
//! taken as it is, since rendering would resample it.

use pdfium_render::prelude::{
    PdfBitmapFormat, PdfColorSpace, PdfPage, PdfPageImageObject, PdfPageObject,
    PdfPageObjectsCommon, PdfPageTextRenderMode, PdfRenderConfig,
};

use super::placement::Placement;
use super::{fault, gray_of};
use crate::gray::{Gray, Picture};
use crate::orientation::Orientation;
use crate::{Error, Limits, jpeg};

/// `None` where the page has to be rendered.
pub(super) fn picture(page: &PdfPage<'_>, limits: &Limits) -> Result<Option<Picture>, Error> {
    let Some(object) = only_image(page) else {
        return Ok(None);
    };
    let Some(image) = object.as_image_object() else {
        return Ok(None);
    };
    let Some(placement) = Placement::of(image, page) else {
        return Ok(None);
    };
    let (Ok(width), Ok(height)) = (image.width(), image.height()) else {
        return Ok(None);
    };
    let side = |pixels| u32::try_from(pixels).map_err(|_| Error::DAMAGED);
    limits.area(side(width)?, side(height)?)?;

    let found = match embedded_jpeg(image, limits)? {
        Some(gray) => Some(gray),
        None => bitmap(image, page, placement.orientation)?,
    };
    Ok(found.map(|gray| Picture {
        dpi: placement.dpi(gray.width, gray.height),
        orientation: placement.orientation,
        gray,
    }))
}

/// What there is to know of a page that is one full-page picture, to render it.
pub(super) struct Scanned {
    pub dpi: f32,
    /// Of one bit a pixel.
    pub is_bilevel: bool,
}

impl Scanned {
    pub fn of(page: &PdfPage<'_>) -> Option<Scanned> {
        let object = only_image(page)?;
        let image = object.as_image_object()?;
        let side = |pixels| u32::try_from(pixels).ok();
        let (width, height) = (side(image.width().ok()?)?, side(image.height().ok()?)?);
        Some(Scanned {
            dpi: Placement::of(image, page)?.dpi(width, height)?,
            is_bilevel: image.bits_per_pixel().is_ok_and(|bits| bits == 1),
        })
    }
}

/// The one image of a page on which nothing else can be seen.
fn only_image<'a>(page: &'a PdfPage<'a>) -> Option<PdfPageObject<'a>> {
    if !page.annotations().is_empty() {
        return None;
    }
    let mut only = None;
    for object in page.objects().iter() {
        match object {
            PdfPageObject::Image(_) if only.is_none() => only = Some(object),
            _ if is_invisible(&object) => {}
            _ => return None,
        }
    }
    only
}

/// What text recognition adds to a scan: text in render mode 3, perhaps inside a form.
fn is_invisible(object: &PdfPageObject<'_>) -> bool {
    match object {
        PdfPageObject::Text(text) => text.render_mode() == PdfPageTextRenderMode::Invisible,
        PdfPageObject::XObjectForm(form) => form.iter().all(|object| {
            matches!(&object, PdfPageObject::Text(text)
                if text.render_mode() == PdfPageTextRenderMode::Invisible)
        }),
        _ => false,
    }
}

/// A JPEG in a plain colour space, byte for byte as the scanner made it.
fn embedded_jpeg(image: &PdfPageImageObject<'_>, limits: &Limits) -> Result<Option<Gray>, Error> {
    let filters = image.filters();
    let is_jpeg = filters.len() == 1 && filters.iter().all(|filter| filter.name() == "DCTDecode");
    let is_plain = image.color_space().is_ok_and(|space| {
        matches!(
            space,
            PdfColorSpace::DeviceGray
                | PdfColorSpace::DeviceRGB
                | PdfColorSpace::CalibratedCIEGray
                | PdfColorSpace::CalibratedCIERGB
                | PdfColorSpace::CalibratedICCProfile
        )
    });
    if !is_jpeg || !is_plain {
        return Ok(None);
    }
    let data = image.get_raw_image_data().map_err(fault)?;
    match jpeg::decode(&data, limits) {
        Ok(picture) => Ok(Some(picture.gray)),
        Err(error @ Error::TooManyPixels { .. }) => Err(error),
        Err(_) => Ok(None), // PDFium may be more lenient
    }
}

/// PDFium's own decoding of the other filters. It leaves masks and optional content out of
/// account, so the result is compared with a thumbnail of the page.
fn bitmap(
    image: &PdfPageImageObject<'_>,
    page: &PdfPage<'_>,
    orientation: Orientation,
) -> Result<Option<Gray>, Error> {
    let bitmap = image.get_raw_bitmap().map_err(fault)?;
    let Some(mut gray) = gray_of(&bitmap) else {
        return Ok(None);
    };
    let Some(seen) = thumbnail(page, orientation, &gray)? else {
        return Ok(None);
    };
    let thumbnail = |gray: &Gray| orientation.apply(means(gray, orientation, &seen));
    if difference(&thumbnail(&gray), &seen) <= ALIKE {
        return Ok(Some(gray));
    }
    // A stencil mask counts ink, not light.
    gray.pixels.iter_mut().for_each(|pixel| *pixel = !*pixel);
    Ok((difference(&thumbnail(&gray), &seen) <= ALIKE).then_some(gray))
}

/// Mean difference of two thumbnails, in gray levels.
const ALIKE: u32 = 16;

/// The page as it is seen, so much smaller than the image that PDFium takes the mean of areas:
/// at an eighth it still picks single pixels, and noise would look like a difference.
fn thumbnail(
    page: &PdfPage<'_>,
    orientation: Orientation,
    image: &Gray,
) -> Result<Option<Gray>, Error> {
    let (width, height) = if orientation.transpose {
        (image.height, image.width)
    } else {
        (image.width, image.height)
    };
    let side = |pixels: u32| (pixels / 32).clamp(1, 40) as i32;
    let config = PdfRenderConfig::new()
        .set_fixed_size(side(width), side(height))
        .set_format(PdfBitmapFormat::Gray)
        .use_grayscale_rendering(true)
        .set_reverse_byte_order(false);
    Ok(gray_of(&page.render_with_config(&config).map_err(fault)?))
}

/// The image at the thumbnail's size, before it is turned as the page shows it.
fn means(gray: &Gray, orientation: Orientation, seen: &Gray) -> Gray {
    let (width, height) = if orientation.transpose {
        (seen.height, seen.width)
    } else {
        (seen.width, seen.height)
    };
    let span = |at: u32, of: u32, pixels: u32| {
        let edge = |at: u32| (u64::from(at) * u64::from(pixels) / u64::from(of)) as usize;
        edge(at)..edge(at + 1).max(edge(at) + 1)
    };
    let row_bytes = (gray.width as usize).max(1);
    let mut pixels = Vec::with_capacity((width * height) as usize);
    for y in 0..height {
        let rows = span(y, height, gray.height);
        let rows = rows.start * row_bytes..rows.end * row_bytes;
        let rows = gray.pixels.get(rows).unwrap_or_default();
        pixels.extend((0..width).map(|x| {
            let columns = span(x, width, gray.width);
            let count = rows.len() / row_bytes * columns.len();
            let parts = rows
                .chunks(row_bytes)
                .filter_map(|row| row.get(columns.clone()));
            let sum: u64 = parts.flatten().map(|pixel| u64::from(*pixel)).sum();
            (sum / (count as u64).max(1)) as u8
        }));
    }
    Gray {
        width,
        height,
        pixels,
    }
}

fn difference(one: &Gray, other: &Gray) -> u32 {
    let pairs = one.pixels.iter().zip(&other.pixels);
    let sum: u32 = pairs.map(|(a, b)| u32::from(a.abs_diff(*b))).sum();
    sum / (one.pixels.len() as u32).max(1)
}
