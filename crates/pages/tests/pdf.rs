//! Scanned PDFs as they are, drawn ones rendered.

mod common;

use common::{HEIGHT, WIDTH, bilevel, card, decode, distance, fixture, only_page};
use pages::{Error, Limits, Page, Wanted, pdf};
use std::ops::ControlFlow;

/// The pixels of the JPEG itself, not rendered: rendering would blur them.
#[test]
fn a_scanned_page_is_its_own_jpeg() {
    let jpeg = only_page("gray.jpg");
    for name in [
        "scan-jpeg.pdf",
        "scan-jpeg-offset-box.pdf",
        "scan-ocr-text.pdf",
        "scan-ocr-form.pdf",
        "owner-password.pdf",
    ] {
        let page = only_page(name);
        assert!(page.gray == jpeg.gray, "{name}");
        let dpi = page.dpi.unwrap();
        assert!((dpi - 300.0).abs() < 0.1, "{name}: {dpi}");
    }
}

type Pixel<'a> = &'a dyn Fn(u32, u32) -> u8;

#[test]
fn a_turned_scan_stands_as_a_reader_shows_it() {
    let jpeg = only_page("gray.jpg");
    let at = |x: u32, y: u32| jpeg.gray[(y * WIDTH + x) as usize];
    let (w, h) = (WIDTH - 1, HEIGHT - 1);
    let cases: [(&str, Pixel<'_>); 5] = [
        ("scan-jpeg-rotate-90.pdf", &|x, y| at(y, h - x)),
        ("scan-jpeg-rotate-180.pdf", &|x, y| at(w - x, h - y)),
        ("scan-jpeg-rotate-270.pdf", &|x, y| at(w - y, x)),
        ("scan-jpeg-turned.pdf", &|x, y| at(w - y, x)),
        ("scan-jpeg-mirrored.pdf", &|x, y| at(w - x, y)),
    ];
    for (name, expected) in cases {
        let page = only_page(name);
        let pixels = (0..page.height).flat_map(|y| (0..page.width).map(move |x| expected(x, y)));
        assert!(page.gray.iter().copied().eq(pixels), "{name}");
        // PDFium's rendering is the independent witness of the direction.
        let rendered = &pdf::render(&fixture(name), 300).unwrap()[0];
        assert_eq!(
            (rendered.width, rendered.height),
            (page.width, page.height),
            "{name}"
        );
        let away: u32 = rendered
            .gray
            .iter()
            .zip(&page.gray)
            .map(|(a, b)| u32::from(a.abs_diff(*b)))
            .sum();
        assert!(away / (WIDTH * HEIGHT) < 6, "{name}: {away}");
    }
}

#[test]
fn scans_of_other_filters_are_exact_too() {
    for name in ["scan-g4.pdf", "scan-stencil.pdf"] {
        assert_eq!(distance(&only_page(name), bilevel).worst, 0, "{name}");
    }
    assert!(distance(&only_page("scan-flate-rgb.pdf"), card).worst <= 1);
    assert!(only_page("scan-noise.pdf").gray == only_page("noise.tif").gray);
    assert!(distance(&only_page("scan-colour.pdf"), card).mean < 3.0);
}

#[test]
fn what_is_not_a_plain_scan_is_rendered() {
    let scan = only_page("scan-jpeg.pdf");
    for name in ["text-over-scan.pdf", "half-page.pdf", "skewed.pdf"] {
        let page = only_page(name);
        assert_eq!(
            (page.width, page.height, page.dpi),
            (WIDTH, HEIGHT, Some(300.0)),
            "{name}"
        );
        assert!(page.gray != scan.gray, "{name}");
    }
    // Below the middle the image is masked away: paper, not the picture's bottom half.
    let masked = only_page("image-with-soft-mask.pdf");
    let below = &masked.gray[(31 * WIDTH) as usize..];
    assert!(below.iter().all(|pixel| *pixel == 255));
}

/// The first page as a viewer shows it.
fn seen(name: &str) -> Page {
    let wanted = Wanted {
        as_seen: true,
        ..Wanted::default()
    };
    let mut seen = Vec::new();
    let end = pages::decode(&fixture(name), &Limits::default(), wanted, &mut |page| {
        seen.push(page);
        ControlFlow::Continue(())
    });
    end.unwrap();
    seen.remove(0)
}

/// What is hidden of a scan is there for reading, and not as it is seen.
#[test]
fn as_it_is_seen_a_masked_or_clipped_scan_ends_where_a_viewer_ends_it() {
    let jpeg = only_page("gray.jpg");
    let middle = (30 * WIDTH) as usize;
    let away = |a: &[u8], b: &[u8]| {
        let pairs = a.iter().zip(b);
        pairs
            .map(|(a, b)| usize::from(a.abs_diff(*b)))
            .sum::<usize>()
            / a.len()
    };
    for name in ["scan-jpeg-soft-mask.pdf", "scan-jpeg-clip.pdf"] {
        assert!(only_page(name).gray == jpeg.gray, "{name}");
        let page = seen(name);
        assert_eq!((page.width, page.height), (WIDTH, HEIGHT), "{name}");
        assert!(
            // A rendering blends rows at hard edges.
            away(&page.gray[..middle], &jpeg.gray[..middle]) < 10,
            "{name}"
        );
        let below = &page.gray[middle + WIDTH as usize..];
        assert!(below.iter().all(|pixel| *pixel == 255), "{name}");
    }
    // Not finer than it was scanned.
    for (name, dpi) in [("scan-jpeg.pdf", 300.0), ("scan-jpeg-150-dpi.pdf", 150.0)] {
        let page = seen(name);
        assert_eq!(
            (page.width, page.height, page.dpi),
            (WIDTH, HEIGHT, Some(dpi)),
            "{name}"
        );
        assert!(away(&page.gray, &jpeg.gray) < 6, "{name}");
    }
}

/// Its edges would look scanned in gray, and are not the paper's.
#[test]
fn as_it_is_seen_a_scan_of_one_bit_stays_black_and_white() {
    for name in ["scan-g4.pdf", "scan-stencil.pdf"] {
        let (page, scan) = (seen(name), only_page(name));
        assert!(page.gray.iter().all(|pixel| [0, 255].contains(pixel)));
        let differing = page.gray.iter().zip(&scan.gray).filter(|(a, b)| a != b);
        assert!(10 * differing.count() < page.gray.len(), "{name}");
    }
}

#[test]
fn a_drawn_page_has_the_size_of_its_paper() {
    let drawn = only_page("drawn.pdf");
    let black = |x, y| if x < 10 || (x < 50 && y < 8) { 0 } else { 255 };
    assert!(distance(&drawn, black).worst <= 1);
    let a4 = only_page("drawn-a4.pdf");
    assert_eq!((a4.width, a4.height), (2480, 3508));
    assert_eq!(a4.display.map(|display| display.width), Some(1240));
    let rendered = pdf::render(&fixture("drawn-a4.pdf"), 300).unwrap();
    assert_eq!((rendered[0].width, rendered[0].height), (2480, 3508));
}

#[test]
fn the_press_renders_scans_too() {
    let rendered = pdf::render(&fixture("scan-colour.pdf"), 600).unwrap();
    assert_eq!(
        (rendered[0].width, rendered[0].height),
        (2 * WIDTH, 2 * HEIGHT)
    );
}

#[test]
fn faults_of_pdfs() {
    let end = |name| decode(&fixture(name), &Limits::default());
    assert!(matches!(end("password.pdf").1, Err(Error::Encrypted)));
    assert!(matches!(
        end("drawn-huge.pdf").1,
        Err(Error::TooManyPixels { page: Some(1), .. })
    ));
    let (pages, broken) = end("drawn-3-third-broken.pdf");
    assert_eq!(pages.len(), 2);
    assert!(
        matches!(broken, Err(Error::Damaged { page: Some(3) })),
        "{broken:?}"
    );
}
