use crate::gray::Picture;
use crate::{Error, Limits, Wanted, jpeg, pdf, png, tiff, webp};

/// The pages of a file, decoded one at a time.
pub(crate) type Pictures<'a> = Box<dyn Iterator<Item = Result<Picture, Error>> + 'a>;

/// Looks at the first bytes, never at a name.
pub(crate) fn open<'a>(
    bytes: &'a [u8],
    limits: &'a Limits,
    wanted: Wanted,
) -> Result<Pictures<'a>, Error> {
    match Format::of(bytes)? {
        Format::Jpeg => Ok(single(move || jpeg::decode(bytes, limits), wanted)),
        Format::Png => Ok(single(move || png::decode(bytes, limits), wanted)),
        Format::WebP => Ok(single(move || webp::decode(bytes, limits), wanted)),
        Format::Tiff => Ok(Box::new(tiff::open(bytes, limits, wanted)?)),
        Format::Pdf => Ok(Box::new(pdf::open(bytes, limits, wanted)?)),
    }
}

fn single<'a>(
    decode: impl FnOnce() -> Result<Picture, Error> + 'a,
    wanted: Wanted,
) -> Pictures<'a> {
    let only = (wanted.skipped == 0).then_some(decode);
    Box::new(only.into_iter().map(|decode| decode()))
}

enum Format {
    Jpeg,
    Png,
    Tiff,
    WebP,
    Pdf,
}

impl Format {
    fn of(bytes: &[u8]) -> Result<Self, Error> {
        match bytes {
            [] => Err(Error::Empty),
            [0xff, 0xd8, 0xff, ..] => Ok(Self::Jpeg),
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Ok(Self::Png),
            [b'I', b'I', 42 | 43, 0, ..] | [b'M', b'M', 0, 42 | 43, ..] => Ok(Self::Tiff),
            [
                b'R',
                b'I',
                b'F',
                b'F',
                _,
                _,
                _,
                _,
                b'W',
                b'E',
                b'B',
                b'P',
                ..,
            ] => Ok(Self::WebP),
            _ if has_pdf_header(bytes) => Ok(Self::Pdf),
            _ => Err(Error::UnknownType),
        }
    }
}

/// Like every reader, allows for junk before the header within the first 1024 bytes
/// (Adobe's implementation note to ISO 32000, 7.5.2).
fn has_pdf_header(bytes: &[u8]) -> bool {
    let start = bytes.get(..1024).unwrap_or(bytes);
    start.windows(5).any(|window| window == b"%PDF-")
}
