//! Label, content and picture, each against values from elsewhere.

use proptest::prelude::*;
use sheet::{Content, Kind, Label, LabelError, Mask, Municipality, Picture, Profile, SheetId};

fn label() -> Label {
    let set = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
    let sheet = SheetId { set, index: 2 };
    Label {
        issuer: 0x1234,
        escrow_key: 0x0056,
        sheet,
        pages: 3,
        profile: Profile::Dots7,
    }
}

#[test]
fn label_bytes_and_url() {
    // Written out by hand from the table in the README; base32 by coreutils' `base32`.
    let url = "HTTPS://URAMEN.EXAMPLE/#AEDRENAAKYAACAQDAQCQMBYIBEFAWDANBYHQEAY";
    let bytes: String = label()
        .to_bytes()
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect();
    assert_eq!(bytes, "010712340056000102030405060708090a0b0c0d0e0f0203");
    assert_eq!(label().to_url("uramen.example"), url);
    assert_eq!(Label::from_url(url), Ok(label()));
}

#[test]
fn the_number_on_the_legend() {
    // The first five bytes of the set by coreutils' `base32`.
    assert_eq!(label().sheet.number(), "AAAQ-EAYE");
}

#[test]
fn labels_that_are_none() {
    for version in [0, 2, 255] {
        let mut other = label().to_bytes();
        other[0] = version;
        assert_eq!(Label::from_bytes(&other), Err(LabelError::Version(version)));
    }
    let mut beyond = label().to_bytes();
    beyond[22] = 4;
    assert_eq!(
        Label::from_bytes(&beyond),
        Err(LabelError::Invalid),
        "page 4 of 3"
    );
    beyond[22] = 0;
    assert_eq!(
        Label::from_bytes(&beyond),
        Err(LabelError::Invalid),
        "page 0"
    );
    let mut cell = label().to_bytes();
    cell[1] = 5;
    assert_eq!(
        Label::from_bytes(&cell),
        Err(LabelError::Invalid),
        "no such profile"
    );
    for text in [
        "",
        "https://example.com/",
        "https://example.com/#",
        "#AEDREJAAKYAACAQD",
        "#aedrej!",
    ] {
        assert_eq!(Label::from_url(text), Err(LabelError::Foreign), "{text}");
    }
}

#[test]
fn municipality_check_digits() {
    // 北海道札幌市, 東京都千代田区, 大阪市, 那覇市: as published.
    for code in ["011002", "131016", "271004", "472018", "990019"] {
        assert_eq!(
            Municipality::parse(code).map(|m| m.to_string()),
            Some(code.to_owned())
        );
    }
    for wrong in [
        "011003",
        "131061",
        "13101",
        "1310166",
        "abcdef",
        "１３１０１６",
    ] {
        assert_eq!(Municipality::parse(wrong), None, "{wrong}");
    }
}

fn picture(width: u32, height: u32, seed: u64) -> Picture {
    // Strokes and boxes, as on a form.
    let ink = |x: u32, y: u32| {
        let cell = u64::from(x / 23) * 31 + u64::from(y / 29) * 17 + seed;
        (x % 97 < 2 || y % 113 < 2) || (cell.is_multiple_of(5) && (x * y / 7).is_multiple_of(3))
    };
    let gray: Vec<u8> = (0..width * height)
        .map(|k| if ink(k % width, k / width) { 10 } else { 250 })
        .collect();
    Picture::from_gray(width, height, 300, &gray).unwrap()
}

fn content(picture: &Picture) -> Content {
    Content {
        municipality: Municipality::parse("990019").unwrap(),
        kind: Kind::FamilyRegister,
        issued_at: 1_795_000_000,
        masks: Some(vec![Mask {
            x: 1,
            y: 2,
            width: 3,
            height: 4,
        }]),
        infrared: None,
        picture: picture.pack().unwrap(),
    }
}

#[test]
fn content_is_deterministic_cbor() {
    let mut sent = content(&picture(8, 1, 0));
    sent.picture.bytes = vec![0xaa, 0xbb];
    let codec = match sent.picture.codec {
        sheet::Codec::Jbig2 => "00",
        sheet::Codec::Xz => "01",
    };
    // By hand from RFC 8949: map of 5, keys ascending, shortest forms.
    let expected =
        format!("a5011a000f1b430204031a6afd86c0048184010203040685{codec}080119012c42aabb");
    let hex: String = sent.to_cbor().iter().map(|b| format!("{b:02x}")).collect();
    assert_eq!(hex, expected);
    assert!(Content::from_cbor(&sent.to_cbor()).unwrap() == sent);
}

#[test]
fn other_encodings_of_a_content_are_refused() {
    let bytes = content(&picture(8, 1, 0)).to_cbor();
    assert!(Content::from_cbor(&bytes).is_ok());
    let mut trailing = bytes.clone();
    trailing.push(0);
    assert!(Content::from_cbor(&trailing).is_err(), "trailing byte");
    let mut long = vec![0xb8, 0x05];
    long.extend(&bytes[1..]);
    assert!(
        Content::from_cbor(&long).is_err(),
        "map length not in its shortest form"
    );
    assert!(
        Content::from_cbor(&bytes[..bytes.len() - 1]).is_err(),
        "cut short"
    );
}

#[test]
fn threshold_is_at_half() {
    let row = [0, 127, 128, 255, 255, 255, 255, 0, 0];
    let picture = Picture::from_gray(9, 3, 300, &row.repeat(3)).unwrap();
    assert_eq!(picture.bits, [0b1100_0001, 0b1000_0000].repeat(3));
}

/// Levels of gray by rows, as a rasteriser covers them; `#` is ink.
fn thresholded(rows: [[u8; 8]; 7]) -> [String; 7] {
    let picture = Picture::from_gray(8, 7, 300, rows.as_flattened()).unwrap();
    let row = |bits: u8| (0..8).map(move |x| if bits << x & 128 == 0 { '.' } else { '#' });
    std::array::from_fn(|y| row(picture.bits[y]).collect())
}

/// Of 二 in small Mincho, whose level strokes cover six tenths of a pixel.
#[test]
fn a_stroke_between_two_rows_is_kept_as_one() {
    let mut rows = [[255; 8]; 7];
    rows[1] = [255, 178, 178, 178, 178, 178, 178, 255];
    rows[2] = rows[1];
    rows[5] = [178, 178, 178, 178, 178, 178, 178, 178];
    let empty = "........";
    let kept = [empty, empty, ".######.", empty, empty, "########", empty];
    assert_eq!(thresholded(rows), kept);
    let across = |x: usize| rows.get(x).copied().unwrap_or([255; 8]);
    let columns = std::array::from_fn(|y| std::array::from_fn(|x| across(x)[y]));
    let mut kept = ["..#..#.."; 7];
    kept[0] = ".....#..";
    assert_eq!(thresholded(columns), kept);
}

/// Of 見 in small Mincho, which had lost one of its strokes: just more than half a pixel of it.
#[test]
fn half_a_pixel_in_two_rows_is_a_stroke() {
    let mut rows = [[255; 8]; 7];
    rows[2] = [190; 8];
    rows[3] = [187; 8];
    let (empty, full) = ("........", "########");
    let kept = [empty, empty, empty, full, empty, empty, empty];
    assert_eq!(thresholded(rows), kept);
    rows[3] = [200; 8];
    assert_eq!(thresholded(rows), [empty; 7], "less than half a pixel");
}

/// Of 書, whose strokes are three pixels apart and half a pixel wide.
#[test]
fn strokes_with_narrow_gaps_are_kept() {
    let mut rows = [[255; 8]; 7];
    rows[1] = [165; 8];
    rows[2] = [200; 8];
    rows[3] = [120; 8];
    rows[4] = [210; 8];
    rows[5] = [165; 8];
    let (empty, full) = ("........", "########");
    assert_eq!(
        thresholded(rows),
        [empty, full, empty, full, empty, full, empty]
    );
}

#[test]
fn no_edge_grows_and_no_tint_shows() {
    let mut rows = [[150; 8]; 7];
    let blank = ["........"; 7];
    assert_eq!(thresholded(rows), blank, "a tint of two fifths");
    rows = [[255; 8]; 7];
    rows[3] = [190; 8];
    assert_eq!(thresholded(rows), blank, "a line of けん制文字");
    rows[2] = [0; 8];
    rows[3] = [0; 8];
    rows[4] = [140; 8];
    let mut stroke = blank;
    stroke[2..4].fill("########");
    assert_eq!(thresholded(rows), stroke, "a stroke of two rows and a half");
}

#[test]
fn png_is_one_bit_and_shows_the_picture() {
    let sent = picture(301, 57, 4);
    let bytes = sent.to_png().unwrap();
    let mut reader = png::Decoder::new(std::io::Cursor::new(&bytes))
        .read_info()
        .unwrap();
    let info = reader.info();
    assert_eq!(
        (info.width, info.height, info.bit_depth),
        (301, 57, png::BitDepth::One)
    );
    assert_eq!(info.pixel_dims.unwrap().xppu, 11811);
    let mut rows = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut rows).unwrap();
    let is_white = |x: usize, y: usize| rows[y * 38 + x / 8] >> (7 - x % 8) & 1;
    for (x, y) in [(0, 0), (50, 20), (300, 56), (97, 30)] {
        let black = sent.bits[y * 38 + x / 8] >> (7 - x % 8) & 1;
        assert_eq!(is_white(x, y), 1 - black, "at {x}, {y}");
    }
}

/// What the libraries write is what the README promises, byte by byte.
#[test]
fn packed_pictures_are_as_specified() {
    let gray: Vec<u8> = (0..300 * 200u32)
        .map(|k| {
            if (k % 300).abs_diff(k / 300) < 9 {
                0
            } else {
                255
            }
        })
        .collect();
    let stripe = Picture::from_gray(300, 200, 300, &gray).unwrap().pack();
    let stripe = stripe.unwrap().bytes;
    let size = [0, 0, 1, 44, 0, 0, 0, 200];
    // ITU-T T.88, sections 7.2, 7.4.8, 7.4.1 and 7.4.6; the resolution is any.
    assert_eq!(stripe[4..11], [48, 0, 1, 0, 0, 0, 19]);
    assert_eq!((&stripe[11..19], &stripe[27..30]), (&size[..], &[0; 3][..]));
    let length = u32::try_from(stripe.len() - 41).unwrap().to_be_bytes();
    assert_eq!(
        (&stripe[34..37], &stripe[37..41]),
        (&[38, 0, 1][..], &length[..])
    );
    assert_eq!((&stripe[41..49], &stripe[49..58]), (&size[..], &[0; 9][..]));
    assert_eq!(stripe[58..67], [0, 3, 255, 253, 255, 2, 254, 254, 254]);

    let tiny = Picture::from_gray(8, 1, 300, &[0; 8]).unwrap().pack();
    let tiny = tiny.unwrap();
    assert_eq!(tiny.codec, sheet::Codec::Xz);
    // The .xz file format, sections 2.1.1, 3.1 and 5.3.1: CRC64; one filter, LZMA2, of 2 MiB.
    assert_eq!(tiny.bytes[..8], [0xfd, b'7', b'z', b'X', b'Z', 0, 0, 4]);
    assert_eq!(tiny.bytes[13..17], [0, 0x21, 1, 18]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn pictures_pack_without_loss(width in 1u32..700, height in 1u32..300, seed: u64) {
        let sent = picture(width, height, seed % 100);
        prop_assert!(sent.pack().unwrap().unpack().unwrap() == sent);
    }

    #[test]
    fn damaged_pictures_are_errors(at in 0usize..400, bit in 0u8..8, cut in 0usize..400) {
        let mut packed = picture(300, 200, 3).pack().unwrap();
        let at = at % packed.bytes.len();
        packed.bytes[at] ^= 1 << bit;
        packed.bytes.truncate(packed.bytes.len() - cut.min(packed.bytes.len()));
        let _ = packed.unpack();
        packed.width = 100_000;
        prop_assert!(packed.unpack().is_err());
    }
}

/// What was there must not be guessed from what is shown.
#[test]
fn a_mask_shows_the_same_whatever_it_hides() {
    let mask = |x, y, width, height| Mask {
        x,
        y,
        width,
        height,
    };
    let shown = |gray: u8, masks: &[Mask]| {
        let mut picture = Picture::from_gray(61, 40, 300, &[gray; 61 * 40]).unwrap();
        picture.mask(masks);
        picture
    };
    let is_black = |picture: &Picture, x: usize, y: usize| {
        picture.bits[y * 8 + x / 8] & (0x80 >> (x % 8)) != 0
    };
    // The second reaches beyond the picture, the others lie beyond it.
    let far = u32::MAX;
    let masks = [
        mask(5, 3, 20, 10),
        mask(50, 30, far, far),
        mask(61, 0, 9, 9),
        mask(far, far, far, far),
    ];
    let (white, black) = (shown(255, &masks), shown(0, &masks));
    let mut hidden = 0;
    for (x, y) in (0..40).flat_map(|y| (0..61).map(move |x| (x, y))) {
        let is_hidden = ((5..25).contains(&x) && (3..13).contains(&y)) || (x >= 50 && y >= 30);
        hidden += usize::from(is_hidden);
        let agree = is_black(&white, x, y) == is_black(&black, x, y);
        assert_eq!(agree, is_hidden, "{x} {y}");
    }
    assert_eq!(hidden, 200 + 110);
}
