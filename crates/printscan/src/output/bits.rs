//! One-bit pictures: packed rows, and fax group 4.

use crate::Scan;
use fax::encoder::Encoder;
use fax::{Color, VecWriter};

/// Rows of bits, each padded to a byte; 1 = white.
pub(super) fn packed(scan: &Scan) -> Vec<u8> {
    let rows = scan.pixels.chunks_exact(scan.width);
    rows.flat_map(|row| row.chunks(8).map(byte)).collect()
}

fn byte(pixels: &[u8]) -> u8 {
    let white = |(at, &pixel): (usize, &u8)| if pixel == 0 { 0 } else { 0x80u8 >> at };
    pixels.iter().enumerate().map(white).sum()
}

/// Fax group 4 (ITU-T T.6), with the end-of-block code.
pub(super) fn group4(scan: &Scan) -> Vec<u8> {
    let mut encoder = Encoder::new(VecWriter::new());
    for row in scan.pixels.chunks_exact(scan.width) {
        let colours = row.iter().map(|&pixel| {
            if pixel == 0 {
                Color::Black
            } else {
                Color::White
            }
        });
        let Ok(()) = encoder.encode_line(colours, scan.width as u32);
    }
    let Ok(writer) = encoder.finish();
    writer.finish()
}
