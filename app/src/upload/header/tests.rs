use super::{Part, dpi, further};

fn of(bytes: &[u8]) -> Option<u32> {
    dpi(&[Part { place: 0, bytes }])
}

/// Read in parts, of which the first has so many bytes.
fn in_parts(bytes: &[u8], first: usize) -> Option<u32> {
    let beginning = bytes.get(..first)?;
    let mut parts = vec![Part {
        place: 0,
        bytes: beginning,
    }];
    if let Some(place) = further(beginning) {
        let bytes = bytes.get(place..)?;
        parts.push(Part { place, bytes });
    }
    dpi(&parts)
}

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
    assert_eq!(of(&png(2480, 3508, None)), Some(300));
    assert_eq!(of(&jpeg(827, 1169, 72)), Some(100));
    assert_eq!(of(&jpeg(1169, 827, 0)), Some(100));
}

/// An A3 glass at 100 dpi, with the sheet in a corner of it.
#[test]
fn on_a_larger_page_the_density_counts() {
    assert_eq!(of(&png(1169, 1654, Some(3937))), Some(100));
    assert_eq!(of(&jpeg(1169, 1654, 100)), Some(100));
}

/// TIFF 6.0, little-endian: the directory behind two ratios; its fields in the order of tags.
fn tiff(width: u32, height: u32, across: u32, down: u32, unit: u16) -> Vec<u8> {
    let mut bytes = b"II*\0\x18\0\0\0".to_vec();
    for number in [across, 1, down, 1] {
        bytes.extend(number.to_le_bytes());
    }
    bytes.extend(5_u16.to_le_bytes());
    let (long, ratio, short) = (4_u16, 5_u16, 3_u16);
    let fields = [
        (256_u16, long, width),
        (257, long, height),
        (282, ratio, 8),
        (283, ratio, 16),
        (296, short, unit.into()),
    ];
    for (tag, kind, value) in fields {
        bytes.extend([tag.to_le_bytes(), kind.to_le_bytes()].concat());
        bytes.extend([1_u32.to_le_bytes(), value.to_le_bytes()].concat());
    }
    bytes.extend([0; 4]);
    bytes
}

#[test]
fn a_tiff_says_its_size_and_its_density() {
    assert_eq!(of(&tiff(2480, 3508, 300, 300, 2)), Some(300));
    assert_eq!(of(&tiff(1169, 1654, 100, 100, 2)), Some(100));
    // 40 dots per centimetre; and a ratio without a unit.
    assert_eq!(of(&tiff(1169, 1654, 40, 40, 3)), Some(102));
    assert_eq!(of(&tiff(1169, 1654, 100, 100, 1)), Some(141));
}

/// ITU-T T.4: 204 dots per inch across, 98 down.
#[test]
fn a_fax_is_as_coarse_as_its_coarser_direction() {
    assert_eq!(of(&tiff(1728, 1145, 204, 98, 2)), Some(98));
}

/// 117 by 165 pixels at 10 dots per inch, or 4 per centimetre, as programs of others write
/// them: by the pixels alone it would be 14.
const VECTORS: [&[u8]; 7] = [
    include_bytes!("vectors/little.tif"),
    include_bytes!("vectors/big.tif"),
    include_bytes!("vectors/cm.tif"),
    include_bytes!("vectors/exif.jpg"),
    include_bytes!("vectors/exif-cm.jpg"),
    include_bytes!("vectors/exif-lossless.webp"),
    include_bytes!("vectors/exif-lossy.webp"),
];

#[test]
fn what_others_write_is_read() {
    for (at, vector) in VECTORS.into_iter().enumerate() {
        assert_eq!(of(vector), Some(10), "{at}");
    }
}

/// Directory and EXIF stand behind the pixels, which need not be read.
#[test]
fn what_stands_behind_the_pixels_is_found() {
    for at in [0, 1, 2, 5, 6] {
        assert_eq!(in_parts(VECTORS[at], 48), Some(10), "{at}");
    }
}

/// A panic would be the end of the form.
#[test]
fn a_header_that_breaks_off_or_lies_is_no_panic() {
    for vector in VECTORS {
        for at in 0..vector.len() {
            let mut wrong = vector.to_vec();
            wrong[at] = !wrong[at];
            for bytes in [&vector[..at], &wrong] {
                of(bytes);
                in_parts(bytes, bytes.len().min(48));
            }
        }
    }
}

#[test]
fn whatever_else_it_is_nothing_is_said() {
    assert_eq!(of(b""), None);
    assert_eq!(of(b"%PDF-1.7"), None);
    assert_eq!(of(b"\xff\xd8\xff\xe0"), None);
    let whole = jpeg(827, 1169, 72);
    for length in 0..whole.len() - 1 {
        assert_eq!(of(&whole[..length]), None);
    }
}
