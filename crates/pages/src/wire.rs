//! What the worker says to its parent. All numbers are little-endian `u32`.
//!
//! ```text
//! page   'P' number of width height dpi(f32 bits, 0 = none) display-width display-height jpeg-length
//!            jpeg gray                                   (display: all 0 = none)
//! look   'L' the same numbers, jpeg, length, what was said of the page
//! fault  'F' code page(0 = none)
//! end    'E'
//! ```
//!
//! The parent believes nothing: sizes are checked against its own limits before any memory
//! is taken for them.

use std::io::{self, Read, Write};

use crate::worker::Looked;
use crate::{Display, Error, Limits, Page};

/// Of one page; more than anyone has to say of it.
const MOST_SAID: u32 = 1 << 20;

pub(crate) enum Message {
    Page(Page),
    Looked(Looked),
    Fault(Error),
    End,
}

pub(crate) fn write_page(to: &mut impl Write, page: &Page) -> io::Result<()> {
    write_head(to, b'P', page)?;
    to.write_all(&page.gray)
}

pub(crate) fn write_look(to: &mut impl Write, page: &Page, said: &[u8]) -> io::Result<()> {
    write_head(to, b'L', page)?;
    let length = u32::try_from(said.len()).map_err(io::Error::other)?;
    to.write_all(&length.to_le_bytes())?;
    to.write_all(said)
}

fn write_head(to: &mut impl Write, tag: u8, page: &Page) -> io::Result<()> {
    let (small_width, small_height, jpeg) = match &page.display {
        Some(display) => (display.width, display.height, display.jpeg.as_slice()),
        None => (0, 0, &[][..]),
    };
    let length = u32::try_from(jpeg.len()).map_err(io::Error::other)?;
    let dpi = page.dpi.unwrap_or(0.0).to_bits();
    let mut header = vec![tag];
    for number in [
        page.number,
        page.of,
        page.width,
        page.height,
        dpi,
        small_width,
        small_height,
        length,
    ] {
        header.extend(number.to_le_bytes());
    }
    to.write_all(&header)?;
    to.write_all(jpeg)
}

pub(crate) fn write_end(to: &mut impl Write, end: &Result<(), Error>) -> io::Result<()> {
    let Err(error) = end else {
        return to.write_all(b"E");
    };
    let (code, page) = code(error);
    let mut message = vec![b'F'];
    message.extend(code.to_le_bytes());
    message.extend(page.unwrap_or(0).to_le_bytes());
    to.write_all(&message)
}

/// Reads the message after `pages` pages.
pub(crate) fn read(from: &mut impl Read, pages: u32, limits: &Limits) -> io::Result<Message> {
    let mut tag = [0];
    from.read_exact(&mut tag)?;
    match tag {
        [b'P'] => Ok(Message::Page(read_page(from, pages, limits)?)),
        [b'L'] => Ok(Message::Looked(read_look(from, pages, limits)?)),
        [b'F'] => {
            let [code, page] = numbers(from)?;
            let page = (page > 0).then_some(page);
            Ok(Message::Fault(
                error(code, page, limits).ok_or(lie("unknown fault"))?,
            ))
        }
        [b'E'] => Ok(Message::End),
        _ => Err(lie("unknown message")),
    }
}

fn read_page(from: &mut impl Read, pages: u32, limits: &Limits) -> io::Result<Page> {
    let (head, area) = read_head(from, pages, limits)?;
    Ok(Page {
        gray: exactly(from, area)?,
        ..head
    })
}

fn read_look(from: &mut impl Read, pages: u32, limits: &Limits) -> io::Result<Looked> {
    let (head, _) = read_head(from, pages, limits)?;
    let [length] = numbers(from)?;
    if length > MOST_SAID {
        return Err(lie("too much said"));
    }
    Ok(Looked {
        number: head.number,
        of: head.of,
        display: head.display,
        said: exactly(from, length as usize)?,
    })
}

/// A page without its pixels, and how many there are.
fn read_head(from: &mut impl Read, pages: u32, limits: &Limits) -> io::Result<(Page, usize)> {
    let [number, of, width, height, dpi, display @ ..] = numbers::<8>(from)?;
    if pages >= limits.pages || number != pages + 1 || of < number {
        return Err(lie("page out of order"));
    }
    let area = limits.area(width, height).map_err(|_| lie("page size"))?;
    let dpi = f32::from_bits(dpi);
    let dpi = match dpi {
        0.0 => None,
        50.0..=2400.0 => Some(dpi),
        _ => return Err(lie("resolution")),
    };
    let head = Page {
        number,
        of,
        width,
        height,
        dpi,
        display: read_display(from, display, (width, height))?,
        gray: Vec::new(),
    };
    Ok((head, area))
}

fn read_display(
    from: &mut impl Read,
    numbers: [u32; 3],
    page: (u32, u32),
) -> io::Result<Option<Display>> {
    let [width, height, length] = numbers;
    if numbers == [0; 3] {
        return Ok(None);
    }
    let is_small = (1..=page.0).contains(&width) && (1..=page.1).contains(&height);
    let area = u64::from(page.0) * u64::from(page.1);
    if !is_small || u64::from(length) > area + 4096 {
        return Err(lie("display size"));
    }
    Ok(Some(Display {
        width,
        height,
        jpeg: exactly(from, length as usize)?,
    }))
}

fn numbers<const N: usize>(from: &mut impl Read) -> io::Result<[u32; N]> {
    let mut numbers = [0; N];
    for number in &mut numbers {
        let mut bytes = [0; 4];
        from.read_exact(&mut bytes)?;
        *number = u32::from_le_bytes(bytes);
    }
    Ok(numbers)
}

fn exactly(from: &mut impl Read, length: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(length);
    from.take(length as u64).read_to_end(&mut bytes)?;
    if bytes.len() < length {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(bytes)
}

pub(crate) fn lie(what: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

fn code(error: &Error) -> (u32, Option<u32>) {
    match error {
        Error::Empty => (1, None),
        Error::UnknownType => (2, None),
        Error::Unsupported { page } => (3, *page),
        Error::Damaged { page } => (4, *page),
        Error::Encrypted => (5, None),
        Error::TooManyPages { .. } => (6, None),
        Error::TooManyPixels { page, .. } => (7, *page),
        Error::TookTooLong { .. } => (8, None),
        Error::PdfUnavailable => (9, None),
        // Told by the parent about the worker, never by the worker.
        Error::Crashed(_) | Error::Worker(_) => (0, None),
    }
}

/// Limits are the parent's own, whatever the worker thinks they are.
fn error(code: u32, page: Option<u32>, limits: &Limits) -> Option<Error> {
    Some(match code {
        1 => Error::Empty,
        2 => Error::UnknownType,
        3 => Error::Unsupported { page },
        4 => Error::Damaged { page },
        5 => Error::Encrypted,
        6 => Error::TooManyPages {
            limit: limits.pages,
        },
        7 => Error::TooManyPixels {
            page,
            limit: limits.pixels,
        },
        8 => Error::TookTooLong { limit: limits.time },
        9 => Error::PdfUnavailable,
        _ => return None,
    })
}
