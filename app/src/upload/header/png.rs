use super::{Header, long};

/// Signature, IHDR, and pHYs wherever it is before the pixels.
pub fn header(bytes: &[u8]) -> Option<Header> {
    let mut chunks = bytes.strip_prefix(b"\x89PNG\r\n\x1a\n")?;
    let size = chunks.get(8..)?;
    let (width, height) = (long(size)?, long(size.get(4..)?)?);
    let mut density = None;
    while let (Some(length), Some(name)) = (long(chunks), chunks.get(4..8)) {
        match (name, chunks.get(8..)) {
            // Dots per metre; the ninth byte says so.
            (b"pHYs", Some(data)) if data.get(8) == Some(&1) => {
                density = long(data).map(|per_metre| per_metre as f32 * 0.0254);
            }
            (b"IDAT", _) => break,
            _ => {}
        }
        let Some(rest) = chunks.get(length as usize + 12..) else {
            break;
        };
        chunks = rest;
    }
    Some(Header {
        width,
        height,
        density,
    })
}
