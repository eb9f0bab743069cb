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
    let row_bytes = (page.width as usize).max(1);
    let width = page.width.div_ceil(factor);
    let height = page.height.div_ceil(factor);
    let mut pixels = Vec::with_capacity(width as usize * height as usize);
    // Down first: whole rows add up many pixels at a time.
    let mut columns = vec![0_u32; row_bytes];
    for rows in page.pixels.chunks(row_bytes * side) {
        columns.fill(0);
        for row in rows.chunks(row_bytes) {
            for (sum, pixel) in columns.iter_mut().zip(row) {
                *sum += u32::from(*pixel);
            }
        }
        let down = rows.len() / row_bytes;
        let inverse = |across: usize| 1.0 / (down * across) as f32;
        let (full, rest) = (inverse(side), columns.len() % side);
        let mean = |run: &[u32], inverse| (run.iter().sum::<u32>() as f32 * inverse + 0.5) as u8;
        let runs = columns.chunks_exact(side);
        let last = runs.remainder();
        pixels.extend(runs.map(|run| mean(run, full)));
        pixels.extend((rest > 0).then(|| mean(last, inverse(rest))));
    }
    Gray {
        width,
        height,
        pixels,
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
