//! What the segments before the first scan say (ITU-T T.81 annex B, JFIF 1.02).

use std::ops::Range;

use crate::gray;

pub(crate) struct Headers<'a> {
    pub width: u32,
    pub height: u32,
    /// Eight bits in Huffman codes, baseline or progressive: nobody's scanner makes another.
    pub is_supported: bool,
    pub dpi: Option<f32>,
    /// From its byte order mark on.
    pub exif: Option<&'a [u8]>,
    scan: usize,
    /// Where the segments lie that the picture cannot be decoded without.
    needed: Vec<Range<usize>>,
}

impl<'a> Headers<'a> {
    /// `None` where a segment is broken or no scan follows.
    pub(crate) fn read(bytes: &'a [u8]) -> Option<Self> {
        let mut headers = Headers {
            width: 0,
            height: 0,
            is_supported: false,
            dpi: None,
            exif: None,
            scan: 0,
            needed: Vec::new(),
        };
        let mut at = 2;
        loop {
            let marker = next_marker(bytes, &mut at)?;
            if matches!(marker, 0x01 | 0xd0..=0xd8) {
                continue; // stands alone, without a length
            }
            let length = usize::from(u16::from_be_bytes(*bytes.get(at..)?.first_chunk()?));
            let segment = bytes.get(at + 2..at + length.max(2))?;
            let whole = at - 2..at + length.max(2);
            at = whole.end;
            if is_needed(marker, segment) {
                headers.needed.push(whole);
            }
            match marker {
                0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => {
                    headers.frame(marker, segment)?;
                }
                0xda => {
                    headers.scan = at;
                    return Some(headers);
                }
                0xd9 => return None,
                0xe0 => headers.dpi = headers.dpi.or_else(|| density(segment)),
                0xe1 => headers.exif = headers.exif.or(segment.strip_prefix(b"Exif\0\0")),
                _ => {}
            }
        }
    }

    /// Whether the end of the picture was sent: scanners and uploads that stop half way
    /// leave it out, and the decoder would fill the rest with gray.
    pub(crate) fn is_complete(&self, bytes: &[u8]) -> bool {
        let data = bytes.get(self.scan..).unwrap_or_default();
        data.windows(2).rev().any(|pair| pair == [0xff, 0xd9])
    }

    /// The same file without the segments it can do without.
    pub(crate) fn tidied(&self, bytes: &[u8]) -> Vec<u8> {
        let needed = self.needed.iter().cloned();
        let parts = needed.chain(std::iter::once(self.scan..bytes.len()));
        let mut tidy = vec![0xff, 0xd8];
        for part in parts {
            tidy.extend_from_slice(bytes.get(part).unwrap_or_default());
        }
        tidy
    }

    fn frame(&mut self, marker: u8, segment: &[u8]) -> Option<()> {
        let [precision, h0, h1, w0, w1, ..] = *segment else {
            return None;
        };
        self.height = u32::from(u16::from_be_bytes([h0, h1]));
        self.width = u32::from(u16::from_be_bytes([w0, w1]));
        self.is_supported = matches!(marker, 0xc0..=0xc2) && precision == 8;
        Some(())
    }
}

/// Frames, tables, restarts, the scan, and Adobe's word on the colours where it is a known one.
fn is_needed(marker: u8, segment: &[u8]) -> bool {
    match marker {
        0xee => matches!(segment, [b'A', b'd', b'o', b'b', b'e', .., 0..=2]) && segment.len() == 12,
        _ => matches!(marker, 0xc0..=0xcf | 0xda..=0xdf),
    }
}

/// Steps over fill bytes and stray ones, as every decoder does.
fn next_marker(bytes: &[u8], at: &mut usize) -> Option<u8> {
    loop {
        let pair = *bytes.get(*at..)?.first_chunk::<2>()?;
        *at += 1;
        if let [0xff, marker @ 1..=0xfe] = pair {
            *at += 1;
            return Some(marker);
        }
    }
}

fn density(segment: &[u8]) -> Option<f32> {
    let jfif = segment.strip_prefix(b"JFIF\0")?;
    let [_, _, unit, x0, x1, y0, y1] = *jfif.first_chunk()?;
    let x = f32::from(u16::from_be_bytes([x0, x1]));
    let y = f32::from(u16::from_be_bytes([y0, y1]));
    match unit {
        1 => gray::dpi(x, y),
        2 => gray::dpi(x * 2.54, y * 2.54),
        _ => None,
    }
}
