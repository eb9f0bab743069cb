//! What a picture's header says of its size: read before sending, without decoding it.

mod jpeg;
mod png;
#[cfg(test)]
mod tests;
mod tiff;
mod webp;

/// Bytes of a file that are read at once: enough for a header, or for one part of it.
pub(super) const LENGTH: u32 = 1 << 17;
/// Below this, in dots per inch, cells are hardly read.
pub(super) const COARSE: u32 = 150;
/// Densities that stand in files for want of a better one: those of screens.
const MEANINGLESS: [f32; 2] = [72.0, 96.0];

/// Of a directory's bytes, at most.
const DIRECTORY: usize = 1 << 12;

/// Pixels, and dots per inch where the file says them.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Header {
    width: u32,
    height: u32,
    density: Option<f32>,
}

/// A part of a file, and where in the file it begins.
#[derive(Clone, Copy)]
pub(super) struct Part<'a> {
    pub place: usize,
    pub bytes: &'a [u8],
}

/// Where the header goes on, if that is not in the file's beginning.
pub(super) fn further(beginning: &[u8]) -> Option<usize> {
    let directory = tiff::place_of_directory(beginning);
    let place = directory.or_else(|| webp::place_behind_pixels(beginning))?;
    (place.saturating_add(DIRECTORY) > beginning.len()).then_some(place)
}

/// At how many dots per inch a sheet of A4 is in the picture, at most. `None`: no header that
/// is known here.
pub(super) fn dpi(parts: &[Part]) -> Option<u32> {
    let beginning = at(parts, 0)?;
    let header = png::header(beginning)
        .or_else(|| jpeg::header(beginning))
        .or_else(|| tiff::header(parts))
        .or_else(|| webp::header(parts))?;
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

/// What is in the file from this place on, as far as it has been read.
fn at<'a>(parts: &[Part<'a>], place: usize) -> Option<&'a [u8]> {
    let from = |part: &Part<'a>| part.bytes.get(place.checked_sub(part.place)?..);
    parts
        .iter()
        .filter_map(from)
        .max_by_key(|bytes| bytes.len())
}

fn long(bytes: &[u8]) -> Option<u32> {
    bytes.first_chunk().copied().map(u32::from_be_bytes)
}

fn short(bytes: &[u8]) -> Option<u32> {
    let two = bytes.first_chunk().copied();
    two.map(|two| u32::from(u16::from_be_bytes(two)))
}
