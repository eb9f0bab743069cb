//! Printed and scanned fronts, altered and unaltered. Needs Ghostscript, PDFium and
//! fonts-noto-cjk.

mod common;

use common::form::{Alteration, Class, Field};
use common::{Face, Gray, Source, compared, is_found};
use compare::{Difference, NotComparable, Page};
use printscan::{Mode, Params, Preset, Span, Threshold};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sheet::Picture;

#[test]
fn every_class_of_alteration_is_found() {
    let mut source = Source::new(Face::Gothic, 1);
    let restored = source.restored(300);
    let wanted: Vec<(Class, f32)> = Class::ALL.iter().map(|&class| (class, 9.0)).collect();
    let (print, alterations) = source.altered(&wanted);
    assert_eq!(alterations.len(), Class::ALL.len());
    let page = common::scanned(&print, &Preset::Office.params(), 1);
    let comparison = compared(&restored, &page).unwrap();
    assert!(comparison.is_altered());
    for alteration in &alterations {
        assert!(is_found(&comparison, alteration), "{alteration:?}");
    }
}

/// Of a form with alterations of all classes the first that is such is found on an `office` scan.
fn found(face: Face, seed: u64, is: impl Fn(&Alteration) -> bool) -> Alteration {
    let mut source = Source::new(face, seed);
    let restored = source.restored(300);
    let wanted = source.wanted();
    let (print, alterations) = source.altered(&wanted);
    let alteration = alterations.into_iter().find(is).unwrap();
    let page = common::scanned(&print, &Preset::Office.params(), 2 * seed + 1);
    let comparison = compared(&restored, &page).unwrap();
    assert!(is_found(&comparison, &alteration), "{alteration:?}");
    alteration
}

/// Thin strokes that are all gone must not be fitted away: of this form a label of 7 pt is removed.
#[test]
fn a_removed_line_of_small_type_is_missing() {
    let removed = found(Face::Mincho, 63, |a| a.class == Class::LineRemoved);
    assert_eq!(removed.size, 7.0);
}

/// Everything else on this page lies where it should: what is found 1.4 mm beside is no crumple, to be
/// followed there, but a seal that was moved, and missing where it was.
#[test]
fn a_seal_that_was_moved_a_little_is_missing() {
    let moved = found(Face::Mincho, 101, |a| a.class == Class::SealMoved);
    assert_eq!(moved.what, "1.4 mm");
}

/// A dot of three pixels across, two strokes beside another character, and characters of so many
/// strokes that all their pixels stand at edges: of these forms one is altered so at 6 or 7 pt.
#[test]
fn small_type_is_told_apart() {
    let altered = [
        (8, "犬→大"),
        (6, "ば→は"),
        (50, "は→ば"),
        (16, "子高鈴藤→子高林橋"),
    ];
    for (seed, what) in altered {
        found(Face::Gothic, seed, |a| a.size < 8.0 && a.what == what);
    }
}

#[test]
fn an_unaltered_front_agrees_however_it_lies() {
    let source = Source::new(Face::Gothic, 2);
    let (restored, print) = (source.restored(300), source.print());
    for (degrees, scale) in [(0.4, 100.0), (180.0, 96.0), (90.0, 103.0)] {
        let mut params = Preset::Office.params();
        params.capture.rotation_deg = Span::fixed(degrees);
        params.printer.scale_percent = Span::fixed(scale);
        let comparison = compared(&restored, &common::scanned(&print, &params, 2)).unwrap();
        assert!(!comparison.is_altered(), "{:?}", comparison.differences);
        let turn = (comparison.rotation - degrees).rem_euclid(360.0);
        assert!(
            turn.min(360.0 - turn) < 0.3,
            "{degrees}: {}",
            comparison.rotation
        );
    }
}

/// The two sides of a level and of an upright fold lie a millimetre apart: that is no other print.
#[test]
fn a_fold_that_displaced_the_paper_alters_nothing() {
    let mut params = Preset::Office.params();
    params.paper.folds = 1;
    params.paper.fold_jump_mm = Span::fixed(1.0);
    for seed in [1, 2] {
        let mut source = Source::new(Face::Gothic, seed);
        let (restored, print) = (source.restored(300), source.print());
        let page = common::scanned(&print, &params, 2 * seed);
        let comparison = compared(&restored, &page).unwrap();
        assert!(comparison.differences.is_empty(), "{comparison:?}");
        let across =
            |[left, top, right, bottom]: [f32; 4]| right - left > 209.0 || bottom - top > 296.0;
        assert!(comparison.unjudged.iter().any(|area| across(area.mm)));
        let wanted: Vec<(Class, f32)> = Class::ALL.iter().map(|&class| (class, 9.0)).collect();
        let (print, alterations) = source.altered(&wanted);
        let comparison = compared(&restored, &common::scanned(&print, &params, 2 * seed)).unwrap();
        for alteration in &alterations {
            assert!(is_found(&comparison, alteration), "{alteration:?}");
        }
    }
}

/// The paper beside it is shaded, all along the rule: that is no ink.
#[test]
fn a_fold_on_a_rule_is_left_open() {
    let source = Source::new(Face::Gothic, 80);
    let page = common::scanned(&source.print(), &Preset::Poor.params(), 160);
    let comparison = compared(&source.restored(300), &page).unwrap();
    assert!(comparison.differences.is_empty(), "{comparison:?}");
    let on_rule = |[left, top, right, bottom]: [f32; 4]| {
        (left..right).contains(&90.0) && (top..bottom).contains(&76.4)
    };
    assert!(comparison.unjudged.iter().any(|area| on_rule(area.mm)));
}

#[test]
fn a_ruled_line_through_characters_is_told() {
    let mut source = Source::new(Face::Gothic, 80);
    let restored = source.restored(300);
    let field = source.form.fields.iter().find(|field| field.text.len() > 8);
    let (x, y) = field.map(|field| (field.x, field.y - 1.0)).unwrap();
    source.form.pens.push((vec![[x, y], [x + 40.0, y]], 0.4));
    let page = common::scanned(&source.print(), &Preset::Poor.params(), 160);
    let comparison = compared(&restored, &page).unwrap();
    let along = |one: &Difference| {
        let [left, top, right, bottom] = one.area.mm;
        let is_on_it = (top..bottom).contains(&y);
        if is_on_it { right - left } else { 0.0 }
    };
    let told: f32 = comparison.differences.iter().map(along).sum();
    assert!(told > 35.0, "{told} mm of 40: {comparison:?}");
}

/// A line to the paper's edge may be a fold's, and covers nothing up: some words above it are gone.
#[test]
fn print_that_is_missing_beside_a_long_line_is_told() {
    let mut source = Source::new(Face::Gothic, 80);
    let (x, y) = (130.0, 15.0);
    let text = "見本の文字".chars().collect();
    source.form.fields.push(Field {
        x,
        y,
        size: 6.0,
        text,
        is_name: false,
    });
    let restored = source.restored(300);
    source.form.fields.pop();
    let line = vec![[x, y + 0.7], [209.9, y + 0.7]];
    source.form.pens.push((line, 0.5));
    let page = common::scanned(&source.print(), &Preset::Office.params(), 160);
    let comparison = compared(&restored, &page).unwrap();
    assert!(comparison.is_altered(), "{comparison:?}");
}

/// A clean page, on a third of whose height there is ink.
#[test]
fn a_front_with_little_on_it_agrees() {
    let mut source = Source::new(Face::Gothic, 80);
    let form = &mut source.form;
    form.fields
        .retain(|field| (110.0..180.0).contains(&field.y));
    form.rules.clear();
    form.seal = [100.0, 150.0];
    let restored = source.restored(300);
    let (width, height) = (restored.width as usize, restored.height as usize);
    let stride = width.div_ceil(8);
    let ink = |x: usize, y: usize| u32::from(restored.bits[y * stride + x / 8] >> (7 - x % 8) & 1);
    let mut pixels = vec![255; width * height];
    for (y, x) in (1..height - 1).flat_map(|y| (1..width - 1).map(move |x| (y, x))) {
        let beside = ink(x - 1, y) + ink(x + 1, y) + ink(x, y - 1) + ink(x, y + 1);
        pixels[y * width + x] -= (25 * (4 * ink(x, y) + beside)) as u8;
    }
    let page = Gray {
        width: restored.width,
        height: restored.height,
        pixels,
    };
    let comparison = compared(&restored, &page).unwrap();
    assert!(comparison.differences.is_empty(), "{comparison:?}");
}

/// Paper that was cut, and its parts laid 1.4 mm apart with other ink and a dark line between them, is no
/// folded sheet.
#[test]
fn what_is_put_between_two_parts_is_told() {
    let source = Source::new(Face::Gothic, 2);
    let restored = source.restored(300);
    let page = common::scanned(&source.print(), &Preset::Office.params(), 4);
    let (width, cut, gap) = (page.width as usize, page.width as usize / 2, 16);
    let mut pixels = Vec::new();
    for (y, row) in page.pixels.chunks_exact(width).enumerate() {
        let is_ink = |x: usize| (800..830).contains(&y) && (8..16).contains(&x);
        let between = (0..gap).map(|x| match x {
            0..3 => 130,
            x if is_ink(x) => 40,
            _ => 245,
        });
        pixels.extend(row.iter().copied().take(cut));
        pixels.extend(between);
        pixels.extend(row.iter().copied().skip(cut));
    }
    let width = page.width + gap as u32;
    let page = Gray {
        width,
        pixels,
        ..page
    };
    let comparison = compared(&restored, &page).unwrap();
    assert!(comparison.is_altered(), "{comparison:?}");
}

/// Its edges lie further from the print's: on both of these a fine stroke seemed missing.
#[test]
fn an_unaltered_front_agrees_with_one_restored_at_240_dpi() {
    for seed in [6, 11] {
        let (restored, print) = common::specimen(seed, 240);
        let page = common::scanned(&print, &Preset::Office.params(), 2 * seed);
        let comparison = compared(&restored, &page).unwrap();
        assert!(!comparison.is_altered(), "{:?}", comparison.differences);
    }
}

#[test]
fn a_front_restored_at_200_dpi_is_not_compared() {
    let source = Source::new(Face::Gothic, 2);
    let page = common::scanned(&source.print(), &Preset::Office.params(), 2);
    let nothing = compared(&source.restored(200), &page).map(|_| ());
    assert_eq!(nothing, Err(NotComparable::RestoredTooCoarse { dpi: 200 }));
}

/// Every genuine front would seem altered.
#[test]
fn a_page_of_black_and_white_alone_is_not_compared() {
    let source = Source::new(Face::Gothic, 2);
    let mut params = Preset::Office.params();
    for threshold in [Threshold::Otsu, Threshold::Text] {
        params.capture.mode = Mode::Bw(threshold);
        for dpi in [300.0, 600.0] {
            params.scanner.dpi = dpi;
            let page = common::scanned(&source.print(), &params, 2);
            let nothing = compared(&source.restored(300), &page).map(|_| ());
            assert_eq!(nothing, Err(NotComparable::BlackAndWhite));
        }
    }
}

#[test]
fn stamps_and_pens_are_added_and_alter_nothing() {
    let source = Source::new(Face::Gothic, 3);
    let mut params: Params = Preset::Office.params();
    params.marks.stamps = 1;
    params.marks.pens = 1;
    let page = common::scanned(&source.print(), &params, 3);
    let comparison = compared(&source.restored(300), &page).unwrap();
    assert!(!comparison.is_altered(), "{:?}", comparison.differences);
    assert!(!comparison.differences.is_empty());
}

#[test]
fn another_certificate_is_no_altered_one() {
    let [mine, other] = [4, 5].map(|seed| Source::new(Face::Gothic, seed));
    let page = common::scanned(&other.print(), &Preset::Office.params(), 4);
    let compared_to_other = compared(&mine.restored(300), &page).map(|_| ());
    assert_eq!(compared_to_other, Err(NotComparable::NoMatch));
}

#[test]
fn what_is_no_page_is_no_match() {
    let restored = Source::new(Face::Gothic, 4).restored(300);
    let blank = Gray {
        width: 2480,
        height: 3508,
        pixels: vec![255; 2480 * 3508],
    };
    let nothing = compared(&restored, &blank).map(|_| ());
    assert_eq!(nothing, Err(NotComparable::NoMatch));
}

/// Seeded: any picture against any page ends in an answer.
#[test]
fn nothing_panics() {
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    for round in 0..60 {
        let mut side = |most: u32| 1 + rng.random::<u32>() % most;
        let (width, height) = (side(1500), side(1500));
        let (wide, high) = (side(1200), side(1500));
        let noise = |rng: &mut ChaCha8Rng, share: u32| {
            if rng.random::<u32>() % 100 < share {
                rng.random::<u8>()
            } else {
                0
            }
        };
        let share = [0, 5, 50, 100][round % 4];
        let bits = (0..wide.div_ceil(8) * high)
            .map(|_| noise(&mut rng, share))
            .collect();
        let restored = Picture {
            width: wide,
            height: high,
            dpi: [300, 240, 200, 0, 100_000][round % 5],
            bits,
        };
        let pixels = (0..width * height).map(|_| 255 - noise(&mut rng, share));
        let page = Gray {
            width,
            height,
            pixels: pixels.collect(),
        };
        let _ = compared(&restored, &page);
        let torn = Page {
            width,
            height: height + 1,
            pixels: &page.pixels,
        };
        assert!(compare::compare(&restored, torn).is_err());
    }
}
