use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};

/// The text as an SVG document; `None` if it is longer than a QR code holds, 2953 bytes. At the
/// lowest level of correction: the code is printed large on clean paper, and the signature
/// tells whether it was read right.
pub fn svg(text: &str) -> Option<String> {
    let code = QrCode::with_error_correction_level(text, EcLevel::L).ok()?;
    let mut picture = code.render::<svg::Color>();
    Some(picture.module_dimensions(1, 1).build())
}
