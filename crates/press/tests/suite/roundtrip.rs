//! Certificate → sheet → cells → opened content → picture.

use crate::bench::{Bench, HOST, ISSUED_AT, SPECIMENS, specimen, specimen_path};
use crate::tools;
use press::{FrontMask, Options, PressedPage};
use sheet::{Bitmap, Kind, Label, Layout, Mask, Municipality, Picture};
use std::convert::Infallible;

/// Reads the cells where the layout says they are: a perfect scanner.
fn soft_bits(back: &Bitmap, layout: &Layout) -> Vec<i8> {
    let center = |cell: u32| {
        let [x, y] = layout
            .cells(cell % layout.columns, cell / layout.columns, 1)
            .center();
        if back.is_black(x as u32, y as u32) {
            -100
        } else {
            100
        }
    };
    layout.data().map(center).collect()
}

fn restore(bench: &Bench, label: &Label, back: &Bitmap) -> sheet::Content {
    let layout = Layout::of(label.profile);
    let (sealed, _) = sheet::decode(label, layout, &soft_bits(back, layout)).unwrap();
    let opened = bench
        .escrow
        .open(label, &sealed, |_| Ok::<(), Infallible>(()))
        .unwrap();
    assert!(opened.signing_key_was_valid());
    opened.into_content()
}

fn check_restored(bench: &Bench, page: &PressedPage, back: &Bitmap) {
    let content = restore(bench, &page.label, back);
    assert_eq!(content.kind, Kind::ResidenceRecord);
    assert_eq!(content.municipality, Municipality::parse("990019").unwrap());
    assert_eq!(content.issued_at, ISSUED_AT);
    assert!(
        content.picture.unpack().unwrap() == page.picture,
        "not bit-exact"
    );
}

#[test]
fn every_specimen_is_restored_bit_exact() {
    let bench = Bench::new();
    for (name, pages) in SPECIMENS {
        let pressed = bench.press(&specimen(name)).unwrap();
        assert_eq!(pressed.pages.len(), pages, "{name}");
        for page in &pressed.pages {
            check_restored(&bench, page, &page.back);
            assert_eq!(
                page.picture.dpi, 300,
                "{name} was meant to fit at full resolution"
            );
        }
    }
}

#[test]
fn what_ghostscript_prints_is_restored_bit_exact() {
    let bench = Bench::new();
    let pressed = bench.press(&specimen("juminhyo-family")).unwrap();
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), &pressed.pdf).unwrap();
    check_restored(
        &bench,
        &pressed.pages[0],
        &tools::ghostscript(file.path(), 2),
    );
}

/// Hairlines at the threshold appear and vanish with the hundredth of a percent by which a
/// page is stretched, so another rendering never agrees to the pixel.
#[test]
fn pictures_look_like_the_certificate() {
    let bench = Bench::new();
    for (name, _) in SPECIMENS {
        let front = specimen(name);
        let pressed = bench.press(&front).unwrap();
        let rendered = pages::pdf::render(&front, 300).unwrap();
        for (page, number) in pressed.pages.iter().zip(1u8..) {
            let drawn = &rendered[usize::from(number) - 1];
            let same = Picture::from_gray(drawn.width, drawn.height, 300, &drawn.gray).unwrap();
            let other = tools::pdftoppm(&specimen_path(name), number, 300);
            for (picture, most) in [(same, 0.02), (other, 0.03)] {
                let share = tools::disagreement(&page.picture, &picture);
                assert!(share <= most, "{name} page {number}: {share} of the ink");
            }
        }
        if let [first, second] = pressed.pages.as_slice() {
            let share = tools::disagreement(&first.picture, &second.picture);
            assert!(
                share > 0.2,
                "the measure cannot tell two pages apart: {share}"
            );
        }
    }
}

#[test]
fn pages_of_one_certificate_are_one_set_and_no_other() {
    let bench = Bench::new();
    let labels =
        |pressed: press::Pressed| -> Vec<Label> { pressed.pages.iter().map(|p| p.label).collect() };
    let first = labels(bench.press(&specimen("koseki-2p")).unwrap());
    let again = labels(bench.press(&specimen("koseki-2p")).unwrap());
    assert_eq!(first[0].sheet.set, first[1].sheet.set);
    assert_ne!(first[0].sheet.set, again[0].sheet.set);
    let indices: Vec<(u8, u8)> = first.iter().map(|l| (l.sheet.index, l.pages)).collect();
    assert_eq!(indices, [(1, 2), (2, 2)]);
    assert!(first.iter().all(|l| (l.issuer, l.escrow_key) == (1, 7)));
    assert!(
        first[0]
            .to_url(HOST)
            .starts_with("HTTPS://TOIAWASE.EXAMPLE.LG.JP/#")
    );
}

#[test]
fn a_mask_is_sealed_in_the_pictures_pixels() {
    let bench = Bench::new();
    // 300 dpi: 25.4 mm are 300 pixels. A fraction of one is covered whole.
    let masks = [FrontMask {
        page: 2,
        x: 25.4,
        y: 50.8,
        width: 12.7,
        height: 1.0,
    }];
    let options = Options {
        masks: &masks,
        ..bench.options()
    };
    let pressed = press::press(&specimen("koseki-2p"), &options).unwrap();
    let [first, second] = pressed.pages.as_slice() else {
        panic!("two pages");
    };
    let sealed = |page: &PressedPage| restore(&bench, &page.label, &page.back).masks;
    assert!(sealed(first).is_none());
    let expected = Mask {
        x: 300,
        y: 600,
        width: 150,
        height: 12,
    };
    assert_eq!(sealed(second), Some(vec![expected]));
}

#[test]
fn a_mask_that_hides_nothing_is_refused() {
    let bench = Bench::new();
    let good = FrontMask {
        page: 1,
        x: 10.0,
        y: 10.0,
        width: 60.0,
        height: 8.0,
    };
    let bad = [
        FrontMask { page: 2, ..good },
        FrontMask { page: 0, ..good },
        FrontMask { x: 211.0, ..good },
        FrontMask { y: 297.0, ..good },
        FrontMask { width: 0.0, ..good },
        FrontMask {
            height: f32::NAN,
            ..good
        },
        FrontMask {
            width: f32::INFINITY,
            ..good
        },
    ];
    for mask in bad {
        let options = Options {
            masks: &[good, mask],
            ..bench.options()
        };
        let refused = press::press(&specimen("inkan"), &options).err();
        assert!(
            matches!(refused, Some(press::Error::Mask { .. })),
            "{mask:?}"
        );
    }
}
