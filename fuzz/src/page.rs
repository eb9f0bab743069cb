//! The page under the fuzzer's brush.

use qrcode::canvas::Canvas;
use qrcode::{Color, EcLevel, Version, ec};
use sheet::Bitmap;
use sheet::layout::{DPI, LABEL_MODULE, LABEL_MODULES, LABEL_QUIET, LABELS};
use std::sync::LazyLock;

/// Small enough for many in a second, in the dev profile too.
const MOST_PIXELS: usize = 3 << 19;
/// Modules along a label.
const SIDE: usize = LABEL_MODULES as usize;
const RESOLUTIONS: [u32; 2] = [120, 80];

static SHEETS: LazyLock<[Page; 2]> = LazyLock::new(|| {
    let printed = super::printed();
    RESOLUTIONS.map(|dpi| Page::scanned(&printed, dpi))
});

/// Row by row, 0 black.
#[derive(Clone)]
pub struct Page {
    pub width: usize,
    pub height: usize,
    pub pixels: Vec<u8>,
    dpi: usize,
    /// Where the sheet's top left corner lies.
    left: isize,
    top: isize,
}

impl Page {
    /// Which sheet, how it lies, its offset, and the size of the page, 0 for the sheet's own.
    pub fn new([sheet, _, x, y, w1, w0, h1, h0]: [u8; 8]) -> Page {
        let sheet = &SHEETS[usize::from(sheet) % SHEETS.len()];
        let size = |high, low, own| match usize::from(u16::from_be_bytes([high, low])) {
            0 => own,
            given => given,
        };
        let width = size(w1, w0, sheet.width);
        let height = size(h1, h0, sheet.height).min((MOST_PIXELS / width).max(1));
        let mut page = Page {
            width,
            height,
            pixels: vec![255; width * height],
            dpi: sheet.dpi,
            left: isize::from(x as i8) * 4,
            top: isize::from(y as i8) * 4,
        };
        for y in 0..sheet.height {
            for x in 0..sheet.width {
                page.set(x, y, sheet.pixels[y * sheet.width + x]);
            }
        }
        page
    }

    /// The mean of four dots under each pixel: fuzzers are slow, and this comes before all else.
    fn scanned(printed: &Bitmap, dpi: u32) -> Page {
        let [width, height] = [printed.width, printed.height].map(|dots| dots * dpi / DPI);
        let mut pixels = Vec::with_capacity((width * height) as usize);
        for y in 0..height {
            let [upper, lower] = [1, 3].map(|quarter| (4 * y + quarter) * DPI / (4 * dpi));
            for x in 0..width {
                let [left, right] = [1, 3].map(|quarter| (4 * x + quarter) * DPI / (4 * dpi));
                let level = |x, y| if printed.is_black(x, y) { 6 } else { 63 };
                pixels.push(
                    level(left, upper)
                        + level(right, upper)
                        + level(left, lower)
                        + level(right, lower),
                );
            }
        }
        Page {
            width: width as usize,
            height: height as usize,
            pixels,
            dpi: dpi as usize,
            left: 0,
            top: 0,
        }
    }

    /// A pixel of the sheet, if it lies on the page.
    fn set(&mut self, x: usize, y: usize, level: u8) {
        let (Some(x), Some(y)) = (
            x.checked_add_signed(self.left),
            y.checked_add_signed(self.top),
        ) else {
            return;
        };
        if x < self.width && y < self.height {
            self.pixels[y * self.width + x] = level;
        }
    }

    /// Paints a rectangle, in 256ths of the page; returns what of the input is left.
    pub fn change<'a>(&mut self, [kind, x, y, w, h, value]: [u8; 6], rest: &'a [u8]) -> &'a [u8] {
        if kind % 8 == 7 {
            let (codewords, rest) = rest.split_at(rest.len().min(usize::from(w)));
            self.label(usize::from(value), codewords);
            return rest;
        }
        let along = |part: u8, side: usize| usize::from(part) * side / 256;
        let (left, top) = (along(x, self.width), along(y, self.height));
        let (width, height) = (along(w, self.width) + 1, along(h, self.height) + 1);
        let [cx, cy] = [2 * left + width, 2 * top + height];
        let mut noise = u32::from(value) | 1;
        let rows = self.pixels.chunks_exact_mut(self.width).enumerate();
        for (y, row) in rows.skip(top).take(height) {
            for (x, pixel) in row.iter_mut().enumerate().skip(left).take(width) {
                noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let bit = (x - left) * 16 / width + (y - top) * 16 / height * 16;
                let byte = rest.get(bit / 8).copied().unwrap_or(value);
                let is_near = (2 * x + 1).abs_diff(cx) * height;
                let off = is_near.pow(2) + ((2 * y + 1).abs_diff(cy) * width).pow(2);
                *pixel = match kind % 8 {
                    0 => value,
                    1 => !*pixel,
                    2 => (noise >> 24) as u8,
                    3 if noise >> 24 < value.into() => !*pixel,
                    4 => (u16::from(*pixel) * u16::from(value) / 255) as u8,
                    5 => 255 - (byte >> (bit % 8) & 1) * 230,
                    // A disc, as marks are, in a white square twice as wide.
                    6 if off * 4 < (width * height).pow(2) => value,
                    6 => 255,
                    _ => *pixel,
                };
            }
        }
        if kind % 8 == 5 {
            rest.get(32..).unwrap_or_default()
        } else {
            rest
        }
    }

    /// A code of the label's kind with right check words, whatever its data say.
    fn label(&mut self, which: usize, codewords: &[u8]) {
        let (version, level) = (Version::Normal(5), EcLevel::Q);
        let mut data = codewords.to_vec();
        data.resize(62, 0);
        let Ok((data, check)) = ec::construct_codewords(&data, version, level) else {
            return;
        };
        let mut canvas = Canvas::new(version, level);
        canvas.draw_all_functional_patterns();
        canvas.draw_data(&data, &check);
        let modules = canvas.apply_best_mask().into_colors();
        let rect = &LABELS[which % LABELS.len()];
        let dpi = self.dpi;
        let pixels = |from: u32, side: u32| {
            let at = |dots: u32| dots as usize * dpi / DPI as usize;
            at(from)..at(from + side)
        };
        let module = |at: usize, from: u32| {
            let dots = (2 * at + 1) * DPI as usize / (2 * dpi);
            let inside = dots.checked_sub((from + LABEL_QUIET * LABEL_MODULE) as usize)?;
            Some(inside / LABEL_MODULE as usize).filter(|&module| module < SIDE)
        };
        for y in pixels(rect.y, rect.height) {
            for x in pixels(rect.x, rect.width) {
                let place = module(x, rect.x).zip(module(y, rect.y));
                let at = place.map(|(column, row)| row * SIDE + column);
                let is_dark = at.is_some_and(|at| modules[at] == Color::Dark);
                self.set(x, y, if is_dark { 25 } else { 255 });
            }
        }
    }

    /// By the lowest bits: mirrored, upside down, rows and columns swapped.
    pub fn turn(&mut self, way: u8) {
        if way & 1 == 1 {
            self.pixels
                .chunks_exact_mut(self.width)
                .for_each(<[u8]>::reverse);
        }
        if way & 2 == 2 {
            self.pixels.reverse();
        }
        if way & 4 == 4 {
            let columns = (0..self.width).map(|x| self.pixels.iter().skip(x).step_by(self.width));
            self.pixels = columns.flatten().copied().collect();
            (self.width, self.height) = (self.height, self.width);
        }
    }
}
