use turbojpeg::{Image, PixelFormat, Subsamp};

use crate::gray::Gray;
use crate::{Display, Error};

/// A4 at 150 dpi, with some room for scanners that feed a little more than the sheet.
const LONG_SIDE: u32 = 1754 + 106;
const QUALITY: i32 = 60;

/// A picture for the browser: each pixel the mean of a whole square of the page's.
pub(crate) fn picture(page: &Gray) -> Result<Display, Error> {
    let long = page.width.max(page.height);
    let small = shrunk(page, long.div_ceil(LONG_SIDE).max(1));
    let image = Image {
        pixels: small.pixels.as_slice(),
        width: small.width as usize,
        pitch: small.width as usize,
        height: small.height as usize,
        format: PixelFormat::GRAY,
    };
    let jpeg =
        turbojpeg::compress(image, QUALITY, Subsamp::Gray).map_err(|_| Error::UNSUPPORTED)?;
    Ok(Display {
        width: small.width,
        height: small.height,
        jpeg: jpeg.to_vec(),
    })
}

fn shrunk(page: &Gray, factor: u32) -> Gray {
    let side = factor as usize;
    let width = page.width.div_ceil(factor);
    let height = page.height.div_ceil(factor);
    let mut pixels = Vec::with_capacity(width as usize * height as usize);
    let mut sums = vec![0_u32; width as usize];
    let row = (page.width as usize).max(1);
    for rows in page.pixels.chunks(row * side) {
        sums.fill(0);
        for row in rows.chunks(row) {
            add(row, side, &mut sums);
        }
        let count = (rows.len() / row) as u32;
        let last = page.width - (width - 1) * factor;
        let full = factor * count;
        pixels.extend(
            sums.iter()
                .map(|sum| ((sum + full / 2) / full).min(255) as u8),
        );
        if last != factor
            && let (Some(pixel), Some(sum)) = (pixels.last_mut(), sums.last())
        {
            *pixel = (sum / (last * count)) as u8;
        }
    }
    Gray {
        width,
        height,
        pixels,
    }
}

fn add(row: &[u8], side: usize, sums: &mut [u32]) {
    if side == 2 {
        let (pairs, rest) = row.as_chunks::<2>();
        for (sum, [a, b]) in sums.iter_mut().zip(pairs) {
            *sum += u32::from(*a) + u32::from(*b);
        }
        if let ([odd], Some(sum)) = (rest, sums.last_mut()) {
            *sum += u32::from(*odd);
        }
        return;
    }
    for (sum, run) in sums.iter_mut().zip(row.chunks(side)) {
        *sum += run.iter().map(|pixel| u32::from(*pixel)).sum::<u32>();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_pixel_is_the_mean_of_its_square_even_at_the_edges() {
        let page = Gray {
            width: 3,
            height: 3,
            pixels: vec![0, 100, 7, 100, 200, 9, 10, 20, 30],
        };
        let small = shrunk(&page, 2);
        assert_eq!((small.width, small.height), (2, 2));
        assert_eq!(small.pixels, [100, 8, 15, 30]);
    }
}
