//! TIFF 6.0, whose first directory EXIF has, too.

use super::{Header, Part, at};

const WIDTH: u32 = 256;
const HEIGHT: u32 = 257;
const ACROSS: u32 = 282;
const DOWN: u32 = 283;
const UNIT: u32 = 296;

pub fn header(parts: &[Part]) -> Option<Header> {
    let directory = Directory::first(parts)?;
    Some(Header {
        width: directory.number(WIDTH)?,
        height: directory.number(HEIGHT)?,
        density: directory.density(),
    })
}

/// Of a picture that has its size elsewhere, by its EXIF.
pub fn density(exif: &[u8]) -> Option<f32> {
    let whole = [Part {
        place: 0,
        bytes: exif,
    }];
    Directory::first(&whole)?.density()
}

/// Where the first directory is: many programs write it behind the pixels.
pub fn place_of_directory(beginning: &[u8]) -> Option<usize> {
    Order::of(beginning)?.long(beginning.get(4..)?)
}

/// Of bytes.
#[derive(Clone, Copy)]
enum Order {
    Little,
    Big,
}

impl Order {
    fn of(beginning: &[u8]) -> Option<Order> {
        match beginning.get(..4)? {
            b"II*\0" => Some(Order::Little),
            b"MM\0*" => Some(Order::Big),
            _ => None,
        }
    }

    fn short(self, bytes: &[u8]) -> Option<u32> {
        let two = *bytes.first_chunk()?;
        Some(u32::from(match self {
            Order::Little => u16::from_le_bytes(two),
            Order::Big => u16::from_be_bytes(two),
        }))
    }

    fn long(self, bytes: &[u8]) -> Option<usize> {
        let four = *bytes.first_chunk()?;
        usize::try_from(match self {
            Order::Little => u32::from_le_bytes(four),
            Order::Big => u32::from_be_bytes(four),
        })
        .ok()
    }
}

struct Directory<'a> {
    parts: &'a [Part<'a>],
    order: Order,
    /// Entries of twelve bytes.
    entries: &'a [u8],
}

impl<'a> Directory<'a> {
    fn first(parts: &'a [Part<'a>]) -> Option<Directory<'a>> {
        let beginning = at(parts, 0)?;
        let order = Order::of(beginning)?;
        let bytes = at(parts, place_of_directory(beginning)?)?;
        let length = order.short(bytes)? as usize * 12;
        Some(Directory {
            parts,
            order,
            entries: bytes.get(2..2 + length)?,
        })
    }

    /// Type and value, or place of the value, of a field.
    fn field(&self, tag: u32) -> Option<(u32, &'a [u8])> {
        let mut entries = self.entries.chunks_exact(12);
        let entry = entries.find(|entry| self.order.short(entry) == Some(tag))?;
        Some((self.order.short(entry.get(2..)?)?, entry.get(8..)?))
    }

    fn number(&self, tag: u32) -> Option<u32> {
        match self.field(tag)? {
            (3, value) => self.order.short(value),
            (4, value) => self.order.long(value)?.try_into().ok(),
            _ => None,
        }
    }

    fn ratio(&self, tag: u32) -> Option<f32> {
        let (5, place) = self.field(tag)? else {
            return None;
        };
        let value = at(self.parts, self.order.long(place)?)?;
        let (above, below) = (self.order.long(value)?, self.order.long(value.get(4..)?)?);
        Some(above as f32 / below as f32)
    }

    /// Dots per inch in the coarser direction: of a fax they differ.
    fn density(&self) -> Option<f32> {
        let dots = self.ratio(ACROSS)?.min(self.ratio(DOWN)?);
        match self.number(UNIT).unwrap_or(2) {
            2 => Some(dots),
            3 => Some(dots * 2.54),
            _ => None,
        }
    }
}
