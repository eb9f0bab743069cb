use crate::layout::{
    HOLE_RADIUS, LABEL_MODULE, LABEL_MODULES, LABEL_QUIET, LABELS, MARK_RADIUS, MARKS, PAGE,
    PILOT_SIDE, Rect, pilot_is_black,
};
use crate::{Label, LabelError, Layout};
use qrcode::{Color, EcLevel, QrCode, Version};

/// The printed page, one bit a dot, rows from the top padded to whole bytes, the leftmost
/// dot in the most significant bit, 1 = toner.
#[derive(Clone, PartialEq, Eq)]
pub struct Bitmap {
    pub width: u32,
    pub height: u32,
    pub bits: Vec<u8>,
}

/// Draws marks, pilots, `cells` (one per data cell, 1 = black) and both labels. The strip's
/// legend and box are the press's.
pub fn draw(
    label: &Label,
    host: &str,
    layout: &Layout,
    cells: &[u8],
) -> Result<Bitmap, LabelError> {
    let mut page = Bitmap::white(PAGE.width, PAGE.height);
    for (mark, rect) in MARKS.iter().enumerate() {
        let has_hole = mark == 2;
        page.disc(rect, MARK_RADIUS, true);
        if has_hole {
            page.disc(rect, HOLE_RADIUS, false);
        }
    }
    for (column, row) in layout.pilots() {
        for r in 0..PILOT_SIDE {
            for c in 0..PILOT_SIDE {
                if pilot_is_black(c, r) {
                    page.fill(&layout.cells(column + c, row + r, 1));
                }
            }
        }
    }
    for (cell, _) in layout.data().zip(cells).filter(|(_, bit)| **bit == 1) {
        page.fill(&layout.cells(cell % layout.columns, cell / layout.columns, 1));
    }
    let symbol = QrCode::with_version(label.to_url(host), Version::Normal(5), EcLevel::Q)
        .map_err(|_| LabelError::TooLong)?;
    for rect in &LABELS {
        page.symbol(rect, &symbol.to_colors());
    }
    Ok(page)
}

impl Bitmap {
    pub fn white(width: u32, height: u32) -> Bitmap {
        Bitmap {
            width,
            height,
            bits: vec![0; width.div_ceil(8) as usize * height as usize],
        }
    }

    pub fn is_black(&self, x: u32, y: u32) -> bool {
        let byte = self.bits.get(self.byte(x, y)).copied().unwrap_or(0);
        x < self.width && byte & 0x80 >> (x % 8) != 0
    }

    pub fn set(&mut self, x: u32, y: u32, black: bool) {
        let (at, bit) = (self.byte(x, y), 0x80 >> (x % 8));
        if let Some(byte) = self.bits.get_mut(at).filter(|_| x < self.width) {
            if black { *byte |= bit } else { *byte &= !bit }
        }
    }

    fn byte(&self, x: u32, y: u32) -> usize {
        y as usize * self.width.div_ceil(8) as usize + x as usize / 8
    }

    fn fill(&mut self, rect: &Rect) {
        for y in rect.y..rect.y + rect.height {
            for x in rect.x..rect.x + rect.width {
                self.set(x, y, true);
            }
        }
    }

    /// Dots whose centre lies within the circle about the rectangle's centre.
    fn disc(&mut self, rect: &Rect, radius: u32, black: bool) {
        let [cx, cy] = rect.center();
        for y in rect.y..rect.y + rect.height {
            for x in rect.x..rect.x + rect.width {
                let (dx, dy) = (x as f32 + 0.5 - cx, y as f32 + 0.5 - cy);
                if dx.hypot(dy) <= radius as f32 {
                    self.set(x, y, black);
                }
            }
        }
    }

    fn symbol(&mut self, rect: &Rect, modules: &[Color]) {
        let dark = (0..)
            .zip(modules)
            .filter(|(_, color)| **color == Color::Dark);
        for (k, _) in dark {
            let (column, row) = (k % LABEL_MODULES, k / LABEL_MODULES);
            self.fill(&Rect {
                x: rect.x + (LABEL_QUIET + column) * LABEL_MODULE,
                y: rect.y + (LABEL_QUIET + row) * LABEL_MODULE,
                width: LABEL_MODULE,
                height: LABEL_MODULE,
            });
        }
    }
}
