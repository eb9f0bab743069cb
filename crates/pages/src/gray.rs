use crate::orientation::Orientation;
use crate::{Error, Limits};

/// A page as its decoder found it, before it is turned upright.
pub(crate) struct Picture {
    pub gray: Gray,
    pub dpi: Option<f32>,
    pub orientation: Orientation,
}

/// Row-major, `width * height` bytes, 0 black.
pub(crate) struct Gray {
    pub width: u32,
    pub height: u32,
    pub pixels: Vec<u8>,
}

impl Gray {
    pub fn make_bilevel(&mut self) {
        for pixel in &mut self.pixels {
            *pixel = if *pixel < 128 { 0 } else { 255 };
        }
    }
}

impl Limits {
    /// The number of pixels, if there are any and not too many.
    pub(crate) fn area(&self, width: u32, height: u32) -> Result<usize, Error> {
        let area = u64::from(width) * u64::from(height);
        if area == 0 {
            return Err(Error::DAMAGED);
        }
        if area > self.pixels {
            return Err(Error::TooManyPixels {
                page: None,
                limit: self.pixels,
            });
        }
        usize::try_from(area).map_err(|_| Error::DAMAGED)
    }
}

/// Rec. 601 luma with libjpeg's rounding, so that a colour PNG and its JPEG agree.
pub(crate) fn luma([r, g, b]: [u8; 3]) -> u8 {
    let sum = 19_595 * u32::from(r) + 38_470 * u32::from(g) + 7_471 * u32::from(b);
    ((sum + 32_768) >> 16) as u8
}

/// Transparent paper is white paper.
pub(crate) fn over_white(gray: u8, alpha: u8) -> u8 {
    let (gray, alpha) = (u32::from(gray), u32::from(alpha));
    ((gray * alpha + 255 * (255 - alpha) + 127) / 255) as u8
}

/// How the samples of a row make up pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Samples {
    Gray,
    GrayAlpha,
    Rgb,
    Rgba,
    /// As a PDFium bitmap stores it; the fourth byte is ignored.
    Bgrx,
    Bgr,
    /// 0 is no ink, as in TIFF.
    Cmyk,
}

impl Samples {
    pub(crate) fn count(self) -> usize {
        match self {
            Self::Gray => 1,
            Self::GrayAlpha => 2,
            Self::Rgb | Self::Bgr => 3,
            Self::Rgba | Self::Bgrx | Self::Cmyk => 4,
        }
    }

    /// Turns 8-bit samples into gray, as many pixels as both sides hold.
    pub(crate) fn to_gray(self, from: &[u8], to: &mut [u8]) {
        match self {
            Self::Gray => to.iter_mut().zip(from).for_each(|(to, from)| *to = *from),
            Self::GrayAlpha => each(from, to, |[gray, alpha]| over_white(gray, alpha)),
            Self::Rgb => each(from, to, luma),
            Self::Bgr => each(from, to, |[b, g, r]| luma([r, g, b])),
            Self::Bgrx => each(from, to, |[b, g, r, _]| luma([r, g, b])),
            Self::Rgba => each(from, to, |[r, g, b, alpha]| {
                over_white(luma([r, g, b]), alpha)
            }),
            Self::Cmyk => each(from, to, |[c, m, y, k]| {
                luma([c, m, y].map(|ink| over_black(255 - ink, 255 - k)))
            }),
        }
    }
}

fn over_black(light: u8, through: u8) -> u8 {
    ((u32::from(light) * u32::from(through) + 127) / 255) as u8
}

fn each<const N: usize>(from: &[u8], to: &mut [u8], gray: impl Fn([u8; N]) -> u8) {
    let (pixels, _) = from.as_chunks::<N>();
    for (to, pixel) in to.iter_mut().zip(pixels) {
        *to = gray(*pixel);
    }
}

/// One figure for both directions, or none where the file gives no believable one.
pub(crate) fn dpi(x: f32, y: f32) -> Option<f32> {
    let believable = 50.0..=2400.0;
    let alike = (x - y).abs() <= 0.1 * x;
    (believable.contains(&x) && believable.contains(&y) && alike).then_some((x + y) / 2.0)
}
