use crate::orientation::Orientation;

/// Which side is up, by tag 274 of the first directory (EXIF 2.32, 4.6.4); upright if in doubt.
pub(crate) fn orientation(exif: &[u8]) -> Orientation {
    Orientation::from_exif(tag(exif, 274).unwrap_or(1))
}

fn tag(tiff: &[u8], wanted: u16) -> Option<u32> {
    let big = match tiff.get(..2)? {
        b"MM" => true,
        b"II" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let bytes = *tiff.get(at..)?.first_chunk::<2>()?;
        Some(if big {
            u16::from_be_bytes(bytes)
        } else {
            u16::from_le_bytes(bytes)
        })
    };
    let long = |at: usize| {
        let bytes = *tiff.get(at..)?.first_chunk::<4>()?;
        Some(if big {
            u32::from_be_bytes(bytes)
        } else {
            u32::from_le_bytes(bytes)
        })
    };
    let directory = usize::try_from(long(4)?).ok()?;
    let entries = usize::from(short(directory)?);
    (0..entries)
        .map(|entry| directory + 2 + 12 * entry)
        .find(|at| short(*at) == Some(wanted))
        .and_then(|at| short(at + 8))
        .map(u32::from)
}
