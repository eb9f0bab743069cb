//! Every variant of every format but PDF, against the card it was made from.

mod common;

use common::{bilevel, card, distance, fixture, levels, only_page};
use pages::{Error, Limits, Wanted};

fn assert_exactly(names: &[&str], within: u8, expected: impl Fn(u32, u32) -> u8) {
    for name in names {
        let distance = distance(&only_page(name), &expected);
        assert!(distance.worst <= within, "{name}: {distance:?}");
    }
}

/// Lossy files at high quality: 3 gray levels off in the mean.
fn assert_closely(names: &[&str], mean: f32) {
    for name in names {
        let distance = distance(&only_page(name), card);
        assert!(distance.mean <= mean, "{name}: {distance:?}");
    }
}

#[test]
fn jpeg() {
    let subsampled = ["444.jpg", "422.jpg", "420.jpg", "440.jpg", "411.jpg"];
    assert_closely(&subsampled, 3.0);
    assert_closely(
        &[
            "gray.jpg",
            "progressive.jpg",
            "restart.jpg",
            "separate-scans.jpg",
            "separate-scans-420.jpg",
        ],
        3.0,
    );
    assert_closely(&["rgb.jpg", "cmyk.jpg", "ycck.jpg"], 3.0);
}

#[test]
fn jpeg_gray_is_what_libjpeg_makes_of_it() {
    for name in [
        "444",
        "422",
        "420",
        "440",
        "411",
        "progressive",
        "restart",
        "separate-scans",
    ] {
        let page = only_page(&format!("{name}.jpg"));
        let reference = fixture(&format!("{name}.pgm"));
        let pixels = &reference[reference.len() - page.gray.len()..];
        let worst = page
            .gray
            .iter()
            .zip(pixels)
            .map(|(a, b)| a.abs_diff(*b))
            .max();
        assert!(worst <= Some(2), "{name}: {worst:?}");
    }
}

#[test]
fn png() {
    let gray = ["gray-8.png", "gray-16.png", "gray-alpha-8.png"];
    assert_exactly(&gray, 0, card);
    let colour = [
        "rgb-8.png",
        "rgb-16.png",
        "rgb-8-interlaced.png",
        "palette-8.png",
        "rgba-8.png",
    ];
    assert_exactly(&colour, 1, card);
    assert_exactly(
        &["gray-1.png", "gray-1-interlaced.png", "palette-1.png"],
        0,
        bilevel,
    );
    assert_exactly(&["gray-2.png"], 1, levels(2));
    assert_exactly(&["gray-4.png"], 1, levels(4));
}

#[test]
fn tiff_fax() {
    let group3 = [
        "g3-1d.tif",
        "g3-2d.tif",
        "g3-fill.tif",
        "g3-2d-fill-strips.tif",
    ];
    assert_exactly(&group3, 0, bilevel);
    let group4 = [
        "g4.tif",
        "g4-lsb.tif",
        "g4-strips.tif",
        "g4-white-is-zero.tif",
    ];
    assert_exactly(&group4, 0, bilevel);
}

#[test]
fn tiff_bilevel_and_gray() {
    let bw = [
        "bw-none.tif",
        "bw-packbits.tif",
        "bw-lzw.tif",
        "bw-tiles.tif",
        "bw-white-is-zero.tif",
    ];
    assert_exactly(&bw, 0, bilevel);
    let gray = [
        "gray-none.tif",
        "gray-strips.tif",
        "gray-16.tif",
        "gray-16-big-endian.tif",
    ];
    assert_exactly(&gray, 0, card);
    assert_exactly(&["white-is-zero.tif"], 0, card);
}

#[test]
fn tiff_colour() {
    let codecs = [
        "rgb-lzw.tif",
        "rgb-lzw-predictor.tif",
        "rgb-deflate.tif",
        "rgb-packbits.tif",
    ];
    assert_exactly(&codecs, 1, card);
    let layouts = [
        "rgb-big-endian.tif",
        "rgb-tiles.tif",
        "rgb-bigtiff.tif",
        "rgb-16.tif",
    ];
    assert_exactly(&layouts, 1, card);
    assert_exactly(&["palette-8.tif", "palette-8-big-endian.tif"], 1, card);
    assert_exactly(&["palette-4.tif"], 1, levels(4));
    assert_exactly(&["rgba.tif", "cmyk.tif"], 1, card);
    assert_exactly(&["rgb-planar.tif"], 1, card);
}

#[test]
fn tiff_jpeg() {
    let names = [
        "jpeg-gray.tif",
        "jpeg-rgb.tif",
        "jpeg-ycbcr.tif",
        "jpeg-tiles.tif",
    ];
    assert_closely(&names, 3.0);
}

#[test]
fn webp() {
    assert_exactly(&["lossless.webp", "lossless-alpha.webp"], 1, card);
    assert_closely(&["lossy.webp", "lossy-alpha.webp"], 4.0);
}

#[test]
fn pages_stand_upright() {
    for value in 2..=8 {
        assert_closely(&[&format!("exif-{value}.jpg")], 3.0);
    }
    assert_exactly(&["exif-6.png", "orientation-6.tif"], 1, card);
}

#[test]
fn resolution_is_what_the_file_says() {
    for name in ["dpi-300.jpg", "dpi-300.png", "g4.tif", "rgb-lzw.tif"] {
        let dpi = only_page(name).dpi.unwrap_or_else(|| panic!("{name}"));
        assert!((dpi - 300.0).abs() < 0.5, "{name}: {dpi}");
    }
    let dpi = only_page("dpcm-118.jpg").dpi.unwrap();
    assert!((dpi - 299.72).abs() < 0.1, "{dpi}");
    for name in ["444.jpg", "gray-8.png", "lossless.webp"] {
        assert_eq!(only_page(name).dpi, None, "{name}");
    }
}

#[test]
fn three_pages_of_three_kinds_keep_their_order() {
    let (pages, end) = common::decode(&fixture("pages-3.tif"), &Limits::default());
    end.unwrap();
    assert_eq!(
        pages
            .iter()
            .map(|page| (page.number, page.of))
            .collect::<Vec<_>>(),
        [(1, 3), (2, 3), (3, 3)]
    );
    assert_eq!(distance(&pages[0], bilevel).worst, 0);
    assert!(distance(&pages[1], card).worst <= 1);
    assert_eq!(distance(&pages[2], card).worst, 0);
}

#[test]
fn the_pages_before_a_damaged_one_are_handed_over() {
    let (pages, end) = common::decode(&fixture("pages-3-cut.tif"), &Limits::default());
    assert_eq!(pages.len(), 2);
    assert!(
        matches!(end, Err(Error::Damaged { page: Some(3) })),
        "{end:?}"
    );
}

#[test]
fn the_display_is_a_small_gray_jpeg_of_the_page() {
    let page = only_page("rgb-8.png");
    let display = page.display.expect("asked for");
    let decoded = pages::decode(
        &display.jpeg,
        &Limits::default(),
        Wanted::default(),
        &mut |small| {
            let distance = distance(&small, card);
            assert!(distance.mean < 6.0, "{distance:?}");
            assert!(small.display.is_none(), "not asked for");
            std::ops::ControlFlow::Continue(())
        },
    );
    decoded.unwrap();
}

#[test]
fn a_break_ends_it_without_an_error() {
    let mut pages = 0;
    pages::decode(
        &fixture("pages-3.tif"),
        &Limits::default(),
        Wanted::default(),
        &mut |_| {
            pages += 1;
            std::ops::ControlFlow::Break(())
        },
    )
    .unwrap();
    assert_eq!(pages, 1);
}

#[test]
fn what_no_scanner_makes_is_named_as_not_read() {
    let (_, end) = common::decode(&fixture("arithmetic.jpg"), &Limits::default());
    let named = matches!(end, Err(Error::Unsupported { page: Some(1) }));
    assert!(named, "{end:?}");
}
