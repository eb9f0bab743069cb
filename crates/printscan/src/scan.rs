//! The picture that comes out.

use crate::Mode;

/// A scanned page.
#[derive(Clone, Debug, PartialEq)]
pub struct Scan {
    pub width: usize,
    pub height: usize,
    /// Resolution that a file of this picture states, in pixels per inch.
    pub dpi: f32,
    pub mode: Mode,
    /// Row by row: three bytes per pixel (RGB) in colour, one in gray and one-bit
    /// pictures; the latter hold only 0 (black) and 255 (white).
    pub pixels: Vec<u8>,
}

impl Scan {
    /// Bytes per pixel.
    pub fn channels(&self) -> usize {
        if self.mode == Mode::Color { 3 } else { 1 }
    }
}
