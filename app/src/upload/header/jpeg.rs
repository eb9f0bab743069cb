use super::{Header, short, tiff};

/// Segments up to the frame's header; the density of JFIF or EXIF on the way.
pub fn header(bytes: &[u8]) -> Option<Header> {
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
            0xe1 => density = density.or_else(|| exif(data)),
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

fn exif(data: &[u8]) -> Option<f32> {
    tiff::density(data.strip_prefix(b"Exif\0\0")?)
}
