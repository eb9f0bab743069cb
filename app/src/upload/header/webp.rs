//! WebP (RFC 9649), with its EXIF.

use super::{Header, Part, at, tiff};

pub fn header(parts: &[Part]) -> Option<Header> {
    let (mut size, mut density) = (None, None);
    chunks(parts, |name, data| match name {
        b"VP8X" => size = canvas(data),
        b"VP8L" => size = size.or_else(|| lossless(data)),
        b"VP8 " => size = size.or_else(|| lossy(data)),
        b"EXIF" => density = tiff::density(data.strip_prefix(b"Exif\0\0").unwrap_or(data)),
        _ => {}
    })?;
    let (width, height) = size?;
    Some(Header {
        width,
        height,
        density,
    })
}

/// Where what follows the pixels begins, if they end behind the beginning.
pub fn place_behind_pixels(beginning: &[u8]) -> Option<usize> {
    let part = Part {
        place: 0,
        bytes: beginning,
    };
    chunks(&[part], |_, _| ())
}

/// Visits the chunks that are here, as far as they are; tells where the next would be.
fn chunks<'a>(parts: &[Part<'a>], mut visit: impl FnMut(&[u8; 4], &'a [u8])) -> Option<usize> {
    let beginning = at(parts, 0)?;
    if !beginning.starts_with(b"RIFF") || beginning.get(8..12)? != b"WEBP" {
        return None;
    }
    let mut place = 12;
    while let Some((name, rest)) = at(parts, place).and_then(<[u8]>::split_first_chunk) {
        let Some((length, rest)) = rest.split_first_chunk() else {
            break;
        };
        let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
        visit(name, rest.get(..length).unwrap_or(rest));
        let even = length.checked_next_multiple_of(2)?;
        place = place.checked_add(8)?.checked_add(even)?;
    }
    Some(place)
}

fn canvas(data: &[u8]) -> Option<(u32, u32)> {
    let less_one = |at: usize| {
        let &[low, middle, high] = data.get(at..)?.first_chunk()?;
        Some(u32::from_le_bytes([low, middle, high, 0]) + 1)
    };
    Some((less_one(4)?, less_one(7)?))
}

fn lossy(data: &[u8]) -> Option<(u32, u32)> {
    let after = data.get(3..)?.strip_prefix(b"\x9d\x01\x2a")?;
    let low14 = |at: usize| {
        let two = *after.get(at..)?.first_chunk()?;
        Some(u32::from(u16::from_le_bytes(two)) & 0x3fff)
    };
    Some((low14(0)?, low14(2)?))
}

fn lossless(data: &[u8]) -> Option<(u32, u32)> {
    let bits = u32::from_le_bytes(*data.strip_prefix(b"\x2f")?.first_chunk()?);
    Some(((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1))
}
