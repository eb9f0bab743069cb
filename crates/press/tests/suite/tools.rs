//! Independent programs: Ghostscript as the printer, poppler as another reader of PDF.

use sheet::{Bitmap, Picture};
use std::path::Path;
use std::process::Command;

/// One page as a 600 dpi printer's dots.
pub fn ghostscript(pdf: &Path, page: u8) -> Bitmap {
    let page = page.to_string();
    let pbm = run(
        "gs",
        &[
            "-q",
            "-dSAFER",
            "-sDEVICE=pbmraw",
            "-r600",
            &format!("-dFirstPage={page}"),
            &format!("-dLastPage={page}"),
            "-o",
            "-",
            &pdf.to_string_lossy(),
        ],
    );
    let (width, height, bits) = pbm_parts(&pbm);
    Bitmap {
        width,
        height,
        bits: bits.to_vec(),
    }
}

/// A page by poppler, thresholded there.
pub fn pdftoppm(pdf: &Path, page: u8, dpi: u32) -> Picture {
    let (page, resolution) = (page.to_string(), dpi.to_string());
    let pdf = pdf.to_string_lossy();
    let pgm = run(
        "pdftoppm",
        &["-gray", "-r", &resolution, "-f", &page, "-l", &page, &pdf],
    );
    let (width, height, gray) = pbm_parts(&pgm);
    Picture::from_gray(width, height, dpi, gray).unwrap()
}

pub fn pdftotext(pdf: &Path, page: u8) -> String {
    let page = page.to_string();
    let text = run(
        "pdftotext",
        &[
            "-f",
            &page,
            "-l",
            &page,
            "-layout",
            &pdf.to_string_lossy(),
            "-",
        ],
    );
    String::from_utf8(text).unwrap()
}

pub fn pdfinfo(pdf: &Path) -> String {
    String::from_utf8(run(
        "pdfinfo",
        &["-box", "-l", "99", &pdf.to_string_lossy()],
    ))
    .unwrap()
}

fn run(program: &str, arguments: &[&str]) -> Vec<u8> {
    let output = Command::new(program).args(arguments).output();
    let output =
        output.unwrap_or_else(|e| panic!("{program} (Debian: ghostscript, poppler-utils): {e}"));
    assert!(
        output.status.success(),
        "{program}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    output.stdout
}

/// Netpbm: width, height and raster of a P4 or P5 file.
fn pbm_parts(bytes: &[u8]) -> (u32, u32, &[u8]) {
    let mut rest = bytes;
    let mut words = Vec::new();
    let wanted = if bytes.starts_with(b"P4") { 3 } else { 4 };
    while words.len() < wanted {
        let end = rest.iter().position(u8::is_ascii_whitespace).unwrap();
        let (word, after) = (&rest[..end], &rest[end + 1..]);
        rest = after;
        if word.starts_with(b"#") {
            let newline = rest.iter().position(|&b| b == b'\n').unwrap();
            rest = &rest[newline + 1..];
        } else {
            words.push(std::str::from_utf8(word).unwrap());
        }
    }
    (words[1].parse().unwrap(), words[2].parse().unwrap(), rest)
}

/// Black pixels of each picture that are not within a pixel of the other's ink, as a share
/// of the first's black.
pub fn disagreement(a: &Picture, b: &Picture) -> f64 {
    let lonely = |a: &Picture, b: &Picture| {
        let (mut black, mut lonely) = (0u32, 0u32);
        for y in 0..a.height {
            for x in 0..a.width {
                if is_black(a, x, y) {
                    black += 1;
                    let near = (y.saturating_sub(1)..=y + 1)
                        .any(|y| (x.saturating_sub(1)..=x + 1).any(|x| is_black(b, x, y)));
                    lonely += u32::from(!near);
                }
            }
        }
        (black, lonely)
    };
    let ((black, only_a), (_, only_b)) = (lonely(a, b), lonely(b, a));
    f64::from(only_a + only_b) / f64::from(black.max(1))
}

pub fn is_black(picture: &Picture, x: u32, y: u32) -> bool {
    let at = y as usize * picture.width.div_ceil(8) as usize + x as usize / 8;
    x < picture.width && y < picture.height && picture.bits[at] & 0x80 >> (x % 8) != 0
}
