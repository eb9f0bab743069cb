//! What comes out of the printer.

use crate::bench::{Bench, HOST, specimen};
use crate::tools;
use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, Name, Object};
use sheet::layout::{FORGERY_BOX, LEGEND, PAGE, Rect};
use sheet::{Bitmap, Picture};
use std::path::Path;
use tempfile::NamedTempFile;

fn printed(name: &str) -> (press::Pressed, NamedTempFile) {
    let pressed = Bench::new().press(&specimen(name)).unwrap();
    let file = NamedTempFile::new().unwrap();
    std::fs::write(file.path(), &pressed.pdf).unwrap();
    (pressed, file)
}

#[test]
fn the_back_is_printed_dot_for_dot() {
    let (pressed, file) = printed("koseki-2p");
    for (page, number) in pressed.pages.iter().zip([2, 4]) {
        let dots = tools::ghostscript(file.path(), number);
        assert_eq!((dots.width, dots.height), (PAGE.width, PAGE.height));
        // The box's line and caption reach down to the end of the strip.
        let caption = Rect {
            height: FORGERY_BOX.height + 64,
            ..FORGERY_BOX
        };
        assert_eq!(
            differing(&dots, &page.back, &[caption, LEGEND]),
            0,
            "page {number}"
        );
        assert!(ink(&dots, &LEGEND) > 50_000, "the legend is missing");
        let inside = Rect {
            x: FORGERY_BOX.x + 8,
            y: FORGERY_BOX.y + 8,
            width: FORGERY_BOX.width - 16,
            height: FORGERY_BOX.height - 16,
        };
        assert_eq!(ink(&dots, &inside), 0, "the box is not blank");
        assert!(
            ink(&dots, &FORGERY_BOX) > 2 * (945 + 585) * 3,
            "the box has no outline"
        );
    }
}

fn contains(rect: &Rect, x: u32, y: u32) -> bool {
    (rect.x..rect.x + rect.width).contains(&x) && (rect.y..rect.y + rect.height).contains(&y)
}

fn differing(a: &Bitmap, b: &Bitmap, except: &[Rect]) -> usize {
    let dots = (0..a.height).flat_map(|y| (0..a.width).map(move |x| (x, y)));
    let compared = dots.filter(|&(x, y)| !except.iter().any(|r| contains(r, x, y)));
    compared
        .filter(|&(x, y)| a.is_black(x, y) != b.is_black(x, y))
        .count()
}

fn ink(page: &Bitmap, rect: &Rect) -> u32 {
    let rows = rect.y..rect.y + rect.height;
    let row = |y| {
        (rect.x..rect.x + rect.width)
            .filter(|&x| page.is_black(x, y))
            .count() as u32
    };
    rows.map(row).sum()
}

#[test]
fn a_duplex_printer_knows_what_to_do() {
    let (pressed, file) = printed("koseki-2p");
    let info = tools::pdfinfo(file.path());
    let lines: Vec<&str> = info.lines().collect();
    assert!(
        lines
            .iter()
            .any(|l| l.starts_with("Pages:") && l.ends_with(" 4")),
        "{info}"
    );
    let boxes: Vec<&&str> = lines.iter().filter(|l| l.contains("MediaBox:")).collect();
    assert_eq!(boxes.len(), 4, "{info}");
    for media in boxes {
        let numbers: Vec<&str> = media.split_whitespace().rev().take(4).collect();
        assert_eq!(numbers, ["841.92", "595.20", "0.00", "0.00"]);
    }

    let pdf = Pdf::new(pressed.pdf).unwrap();
    let dictionaries = pdf.objects().into_iter().filter_map(|object| match object {
        Object::Dict(dictionary) => Some(dictionary),
        _ => None,
    });
    let preferences: Vec<Dict> = dictionaries
        .filter_map(|d| d.get("ViewerPreferences"))
        .collect();
    let [preferences] = preferences.as_slice() else {
        panic!("no preferences, or several")
    };
    assert_eq!(
        &*preferences.get::<Name>("Duplex").unwrap(),
        b"DuplexFlipLongEdge"
    );
    assert_eq!(&*preferences.get::<Name>("PrintScaling").unwrap(), b"None");
}

#[test]
fn the_front_stays_text_on_a_tint_that_the_threshold_removes() {
    let (pressed, file) = printed("inkan");
    let text = tools::pdftotext(file.path(), 1);
    assert!(
        text.contains("平成２４年４月２日") && text.contains("見本県見本市中央一丁目"),
        "{text}"
    );

    let rendered = pages::pdf::render(&pressed.pdf, 300).unwrap();
    let front = &rendered[0];
    let tinted = front
        .gray
        .iter()
        .filter(|&&g| (200..=235).contains(&g))
        .count();
    let share = tinted as f64 / front.gray.len() as f64;
    assert!(share > 0.02, "the background covers {share}");
    // Nothing of the background is as dark as a quarter of ink but the certificate itself.
    let picture = Picture::from_gray(front.width, front.height, 300, &front.gray).unwrap();
    let disagreement = tools::disagreement(&pressed.pages[0].picture, &picture);
    assert!(disagreement < 0.0001, "{disagreement} of the ink");
}

#[test]
fn the_legend_says_what_to_do_and_whose_it_is() {
    let (pressed, file) = printed("koseki-2p");
    let text = tools::pdftotext(file.path(), 4).replace(' ', "");
    let set = pressed.pages[1].label.sheet.number();
    for wanted in [
        HOST,
        "問合せサイト",
        "ご自分で入力",
        "信用しないで",
        "見本証明書交付センター",
        "【見本】",
        "2／2ページ",
        "偽造防止検出画像",
        &set,
        "A4,300dpi",
    ] {
        assert!(
            text.contains(&wanted.replace(' ', "")),
            "{wanted} is missing in: {text}"
        );
    }
    let bytes = pressed.pages[1].label.sheet.set;
    let beginning = data_encoding::BASE32_NOPAD.encode(&bytes);
    assert!(beginning.starts_with(&set.replace('-', "")));
    assert!(Path::new(file.path()).metadata().unwrap().len() < 2_000_000);
}
