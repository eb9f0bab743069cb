//! Simulated prints and scans, read back and compared with what was printed.

mod common;

use common::{gray, print_of, printed};
use printscan::{Mode, Params, Preset, Print, Threshold};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use scan::{Gray, ScanError};
use sheet::layout::{GRID, LABELS, MARKS, Rect};
use sheet::{Layout, Profile};

fn office(mode: Mode, degrees: f32) -> Params {
    let mut params = Preset::Office.params();
    params.capture.mode = mode;
    params.capture.rotation_deg = degrees.into();
    params
}

/// Reads a scan of a sheet of this profile to the last bit, and returns what was read.
fn read(profile: Profile, params: &Params, seed: u64) -> scan::Scan {
    let sheet = printed(profile, seed);
    let (width, height, pixels) = gray(&sheet.print, params, seed);
    let scan = scan::scan(Gray {
        width,
        height,
        pixels: &pixels,
    });
    let reading = scan.outcome.as_ref().expect("a reading");
    assert_eq!(reading.label, sheet.label);
    let (sealed, _) =
        sheet::decode(&reading.label, reading.layout, &reading.soft).expect("readable");
    assert!(sealed == sheet.sealed, "bit-exact");
    scan
}

#[test]
fn every_way_a_page_can_lie_on_the_glass() {
    for (seed, degrees) in [0.0, 90.0, 180.0, 270.0, 3.0, -3.0].into_iter().enumerate() {
        let scan = read(Profile::Dots8, &office(Mode::Gray, degrees), seed as u64);
        let reading = scan.outcome.unwrap();
        let turned = (reading.rotation - degrees).rem_euclid(360.0);
        assert!(
            turned.min(360.0 - turned) < 0.1,
            "{} for {degrees} degrees",
            reading.rotation
        );
        // The simulated printer stretches by a tenth of a percent.
        assert!((reading.dpi - 300.0).abs() < 1.0, "{} dpi", reading.dpi);
    }
}

#[test]
fn every_profile_in_every_mode() {
    let modes = [Mode::Color, Mode::Gray, Mode::Bw(Threshold::Otsu)];
    for (seed, profile) in Profile::ALL.into_iter().enumerate() {
        for mode in modes {
            read(profile, &office(mode, 0.6), seed as u64);
        }
    }
}

#[test]
fn resolution_is_measured_between_the_marks() {
    for dpi in [200.0, 600.0] {
        let mut params = Preset::Clean.params();
        params.capture.mode = Mode::Gray;
        params.scanner.dpi = dpi;
        let reading = read(Profile::Dots8, &params, 3).outcome.unwrap();
        assert!(
            (reading.dpi / dpi - 1.0).abs() < 0.002,
            "{} of {dpi} dpi",
            reading.dpi
        );
    }
}

#[test]
fn evidence_stands_where_the_sheet_says() {
    let mut params = Preset::Clean.params();
    params.capture.mode = Mode::Gray;
    let evidence = read(Profile::Dots8, &params, 2).evidence;
    // At 300 dpi and straight, a dot is half a pixel.
    for (found, mark) in evidence.marks.iter().zip(MARKS) {
        let [x, y] = mark.center().map(|v| v / 2.0);
        assert!(
            (found[0] - x).hypot(found[1] - y) < 0.5,
            "{found:?} for {x}, {y}"
        );
    }
    assert_eq!(evidence.labels.len(), 2);
    assert!(evidence.tiles.iter().all(|tile| tile.quality > 0.95));
    let corners = evidence.tiles.iter().flat_map(|tile| tile.corners);
    let right = corners.map(|c| c[0]).fold(0.0, f32::max);
    assert!(
        (right - (GRID.x + GRID.width) as f32 / 2.0).abs() < 20.0,
        "tiles end at {right}"
    );
}

/// Blots one rectangle of a clean 300 dpi page, given in dots.
fn blot(pixels: &mut [u8], width: u32, rect: Rect, level: u8) {
    for y in rect.y / 2..(rect.y + rect.height) / 2 {
        let start = (y * width + rect.x / 2) as usize;
        pixels[start..start + rect.width as usize / 2].fill(level);
    }
}

fn clean(print: &Print) -> (u32, u32, Vec<u8>) {
    let mut params = Preset::Clean.params();
    params.capture.mode = Mode::Gray;
    gray(print, &params, 1)
}

#[test]
fn either_label_is_enough_and_none_is_too_few() {
    let sheet = printed(Profile::Dots8, 5);
    let (width, height, pixels) = clean(&sheet.print);
    for label in LABELS {
        let mut blotted = pixels.clone();
        blot(&mut blotted, width, label, 255);
        let scan = scan::scan(Gray {
            width,
            height,
            pixels: &blotted,
        });
        assert_eq!(scan.outcome.unwrap().label, sheet.label);
        assert_eq!(scan.evidence.labels.len(), 1);
    }
    let mut blotted = pixels;
    LABELS
        .into_iter()
        .for_each(|label| blot(&mut blotted, width, label, 255));
    let scan = scan::scan(Gray {
        width,
        height,
        pixels: &blotted,
    });
    assert_eq!(scan.outcome.err(), Some(ScanError::NoLabel));
    assert_eq!(scan.evidence.marks.len(), 4);
}

#[test]
fn labels_of_two_sheets_are_told() {
    let (one, other) = (printed(Profile::Dots8, 6), printed(Profile::Dots8, 7));
    let layout = Layout::of(Profile::Dots8);
    let mut mixed = one.print.clone();
    let strange = print_of(&other.label, layout, &other.cells);
    let [strip, _] = LABELS;
    for y in strip.y..strip.y + strip.height {
        let row = (y * 4960 + strip.x) as usize..(y * 4960 + strip.x + strip.width) as usize;
        mixed.dots[row.clone()].copy_from_slice(&strange.dots[row]);
    }
    // Askew, a look at one label alone must not take back what both have told.
    let askew = common::gray(&mixed, &office(Mode::Gray, 1.2), 6);
    for (width, height, pixels) in [clean(&mixed), askew] {
        let scan = scan::scan(Gray {
            width,
            height,
            pixels: &pixels,
        });
        assert_eq!(scan.outcome.err(), Some(ScanError::LabelsDiffer));
    }
}

#[test]
fn blots_are_erased_not_guessed() {
    let sheet = printed(Profile::Dots8, 8);
    let (width, height, mut pixels) = clean(&sheet.print);
    let area = Rect {
        x: 1000,
        y: 1500,
        width: 2400,
        height: 3000,
    };
    blot(&mut pixels, width, area, 128);
    let reading = scan::scan(Gray {
        width,
        height,
        pixels: &pixels,
    })
    .outcome
    .unwrap();
    let pairs = || reading.soft.iter().zip(&sheet.cells);
    let erased = pairs().filter(|(soft, _)| **soft == 0).count() as f32 / reading.soft.len() as f32;
    let share = 2400.0 * 3000.0 / (4488.0 * 5832.0);
    assert!(
        (erased - share).abs() < 0.05,
        "{erased} erased of {share} blotted"
    );
    let (sealed, repairs) = sheet::decode(&reading.label, reading.layout, &reading.soft).unwrap();
    assert!(sealed == sheet.sealed);
    assert!(repairs.margin() < 0.6);
}

/// One condition of the catalogue.
fn condition(name: &str) -> Params {
    let mut all = printscan::catalogue().into_iter();
    let mut params = all
        .find(|c| c.name == name)
        .expect("in the catalogue")
        .params;
    params.capture.mode = Mode::Gray;
    params
}

#[test]
fn two_marks_and_a_label_are_enough() {
    for (seed, name) in (20..).zip(["office-marks-lost", "office-marks-lost-diagonal"]) {
        for profile in [Profile::Dots8, Profile::Dots6] {
            read(profile, &condition(name), seed);
        }
    }
}

#[test]
fn a_third_of_the_cells_may_be_blotted() {
    for (seed, name) in (30..).zip(["office-black-spots", "office-red-spots", "office-gray-area"]) {
        read(Profile::Dots8, &condition(name), seed);
    }
}

/// At these seeds blots stand where marks would: a pilot's pitch off, and in more poses than are tried.
#[test]
fn blots_that_pass_for_marks_mislead_nobody() {
    let spots = condition("office-black-spots");
    read(Profile::Dots7, &spots, 100);
    read(Profile::Dots8, &spots, 69);
    read(Profile::Dots8, &spots, 141);
}

#[test]
fn paper_may_be_folded_crumpled_and_fed_unevenly() {
    for (seed, name) in (40..).zip(["office-fold-jump", "harsh", "photo-8mpx"]) {
        read(Profile::Dots7, &condition(name), seed);
    }
}

#[test]
fn nothing_is_found_where_nothing_is() {
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let (width, height) = (1240u32, 1754u32);
    let mut page = |f: &mut dyn FnMut(u32, u32, &mut ChaCha8Rng) -> u8| -> Vec<u8> {
        (0..width * height)
            .map(|k| f(k % width, k / width, &mut rng))
            .collect()
    };
    let pages = [
        ("white", page(&mut |_, _, _| 255)),
        ("black", page(&mut |_, _, _| 0)),
        ("noise", page(&mut |_, _, rng| rng.random())),
        (
            "cells without marks",
            page(&mut |x, y, _| {
                if (x / 4 * 7 + y / 4 * 13) % 5 < 2 {
                    20
                } else {
                    240
                }
            }),
        ),
        (
            "halftone",
            page(&mut |x, y, _| {
                if (x % 8).pow(2) + (y % 8).pow(2) < x % 50 {
                    0
                } else {
                    255
                }
            }),
        ),
        (
            "ruled form",
            page(&mut |x, y, _| if x % 90 < 3 || y % 60 < 3 { 0 } else { 255 }),
        ),
        (
            "discs everywhere",
            page(&mut |x, y, _| {
                let (dx, dy) = ((x % 42) as i32 - 21, (y % 42) as i32 - 21);
                if dx * dx + dy * dy < 169 { 0 } else { 255 }
            }),
        ),
    ];
    for (name, pixels) in pages {
        let outcome = scan::scan(Gray {
            width,
            height,
            pixels: &pixels,
        })
        .outcome;
        let error = outcome.err().unwrap_or_else(|| panic!("{name} was read"));
        assert!(
            matches!(error, ScanError::NoSheet(_) | ScanError::NoLabel),
            "{name}: {error}"
        );
    }
}

#[test]
fn pages_of_any_size_end_in_an_answer() {
    let pixels = vec![128; 40_000];
    for (width, height) in [
        (0, 0),
        (1, 1),
        (1, 40_000),
        (40_000, 1),
        (3, 7),
        (200, 200),
        (50, 100),
    ] {
        let pixels = &pixels[..(width * height) as usize];
        let outcome = scan::scan(Gray {
            width,
            height,
            pixels,
        })
        .outcome;
        assert!(matches!(outcome, Err(ScanError::NoSheet(_))));
    }
}
