//! What a picture's header says of its size: read before sending, without decoding it.

/// Bytes from the file's beginning in which a header is looked for.
pub(super) const LENGTH: u32 = 1 << 17;
/// Below this, in dots per inch, cells are hardly read.
pub(super) const COARSE: u32 = 150;
/// Densities that stand in files for want of a better one: those of screens.
const MEANINGLESS: [f32; 2] = [72.0, 96.0];

/// Pixels, and dots per inch where the file says them.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Header {
    width: u32,
    height: u32,
    density: Option<f32>,
}

/// At how many dots per inch a sheet of A4 is in the picture, at most. `None`: no header that
/// is known here.
pub(super) fn dpi(bytes: &[u8]) -> Option<u32> {
    let header = png(bytes).or_else(|| jpeg(bytes))?;
    let (long, short) = (
        header.width.max(header.height),
        header.width.min(header.height),
    );
    // A4 is 297 mm by 210 mm, and the sheet is no larger than the picture.
    let whole = (long as f32 * 25.4 / 297.0).min(short as f32 * 25.4 / 210.0);
    // On a larger glass it is smaller. Cameras and editors write densities that mean nothing.
    let is_said = |dpi: &f32| !MEANINGLESS.contains(dpi) && (whole / 2.0..whole).contains(dpi);
    let density = header.density.filter(is_said);
    Some(density.unwrap_or(whole).round() as u32)
}

/// Signature, IHDR, and pHYs wherever it is before the pixels.
fn png(bytes: &[u8]) -> Option<Header> {
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

/// Segments up to the frame's header; JFIF's density on the way.
fn jpeg(bytes: &[u8]) -> Option<Header> {
    let mut segments = bytes.strip_prefix(b"\xff\xd8")?;
    let mut density = None;
    loop {
        let [0xff, marker] = *segments.get(..2)? else {
            return None;
        };
        let length = short(segments.get(2..)?)?;
        let data = segments.get(4..)?;
        match marker {
            0xe0 => density = density.or_else(|| jfif(data)),
            // Frames, but for the tables among their markers.
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                return Some(Header {
                    width: short(data.get(3..)?)?,
                    height: short(data.get(1..)?)?,
                    density,
                });
            }
            _ => {}
        }
        segments = segments.get(length as usize + 2..)?;
    }
}

fn jfif(data: &[u8]) -> Option<f32> {
    let after = data.strip_prefix(b"JFIF\0")?;
    let density = short(after.get(3..)?)? as f32;
    match after.get(2)? {
        1 => Some(density),
        2 => Some(density * 2.54),
        _ => None,
    }
}

fn long(bytes: &[u8]) -> Option<u32> {
    bytes.first_chunk().copied().map(u32::from_be_bytes)
}

fn short(bytes: &[u8]) -> Option<u32> {
    let two = bytes.first_chunk().copied();
    two.map(|two| u32::from(u16::from_be_bytes(two)))
}

#[cfg(test)]
mod tests {
    use super::dpi;

    fn png(width: u32, height: u32, per_metre: Option<u32>) -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
        bytes.extend([width.to_be_bytes(), height.to_be_bytes()].concat());
        bytes.extend([1, 0, 0, 0, 0, 9, 9, 9, 9]);
        if let Some(density) = per_metre {
            bytes.extend(b"\0\0\0\x09pHYs");
            bytes.extend([density.to_be_bytes(), density.to_be_bytes()].concat());
            bytes.extend([1, 9, 9, 9, 9]);
        }
        bytes.extend(b"\0\0\0\0IDAT");
        bytes
    }

    fn jpeg(width: u16, height: u16, density: u16) -> Vec<u8> {
        let mut bytes = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\x01".to_vec();
        bytes.extend([density.to_be_bytes(), density.to_be_bytes()].concat());
        bytes.extend(b"\0\0\xff\xc0\0\x0b\x08");
        bytes.extend([height.to_be_bytes(), width.to_be_bytes()].concat());
        bytes
    }

    #[test]
    fn a_page_of_a4_has_the_dpi_of_its_pixels() {
        assert_eq!(dpi(&png(2480, 3508, None)), Some(300));
        assert_eq!(dpi(&jpeg(827, 1169, 72)), Some(100));
        assert_eq!(dpi(&jpeg(1169, 827, 0)), Some(100));
    }

    /// An A3 glass at 100 dpi, with the sheet in a corner of it.
    #[test]
    fn on_a_larger_page_the_density_counts() {
        assert_eq!(dpi(&png(1169, 1654, Some(3937))), Some(100));
        assert_eq!(dpi(&jpeg(1169, 1654, 100)), Some(100));
    }

    #[test]
    fn whatever_else_it_is_nothing_is_said() {
        assert_eq!(dpi(b""), None);
        assert_eq!(dpi(b"%PDF-1.7"), None);
        assert_eq!(dpi(b"\xff\xd8\xff\xe0"), None);
        let whole = jpeg(827, 1169, 72);
        for length in 0..whole.len() - 1 {
            assert_eq!(dpi(&whole[..length]), None);
        }
    }
}
