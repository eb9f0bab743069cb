//! Where things end up.

mod common;

use common::{clean_gray, disc};
use printscan::{Bed, Preset, Scan, Span, simulate};

/// Centroid of darkness over a gray picture, in pixels (a pixel's centre is at +0.5),
/// in double precision; `only` says where to look.
fn centroid(scan: &Scan, only: impl Fn(f64, f64) -> bool) -> (f64, f64) {
    let (mut weight, mut x, mut y) = (0.0, 0.0, 0.0);
    for (at, &pixel) in scan.pixels.iter().enumerate() {
        let place = (
            (at % scan.width) as f64 + 0.5,
            (at / scan.width) as f64 + 0.5,
        );
        if pixel < 230 && only(place.0, place.1) {
            let dark = f64::from(250 - pixel);
            (weight, x, y) = (weight + dark, x + dark * place.0, y + dark * place.1);
        }
    }
    assert!(weight > 0.0, "nothing dark in the picture");
    (x / weight, y / weight)
}

fn near(found: (f64, f64), expected: (f64, f64), pixels: f64) {
    let away = (found.0 - expected.0).hypot(found.1 - expected.1);
    assert!(away < pixels, "found {found:?}, expected {expected:?}");
}

#[test]
fn a_disc_comes_out_at_its_millimetres() {
    // 12.7 mm are half an inch and 25.4 mm one: 150 and 300 pixels at 300 dpi.
    let print = disc(50.8, 76.2, 12.7, 25.4, 2.0);
    let scan = simulate(&print, None, &clean_gray(), 1).unwrap();
    assert_eq!((scan.width, scan.height), (600, 900));
    near(centroid(&scan, |_, _| true), (150.0, 300.0), 0.1);
}

#[test]
fn other_resolutions_are_only_another_scale() {
    let print = disc(50.8, 76.2, 12.7, 25.4, 2.0);
    for dpi in [150.0f32, 200.0, 240.0, 400.0, 600.0] {
        let mut params = clean_gray();
        params.scanner.dpi = dpi;
        let scan = simulate(&print, None, &params, 1).unwrap();
        let dpi = f64::from(dpi);
        assert_eq!(
            (scan.width, scan.height),
            ((2.0 * dpi) as usize, (3.0 * dpi) as usize)
        );
        near(centroid(&scan, |_, _| true), (0.5 * dpi, dpi), 0.15);
    }
}

#[test]
fn quarter_turns_are_clockwise() {
    let print = disc(50.8, 76.2, 12.7, 25.4, 2.0);
    // The page is 600 × 900 pixels with the disc at (150, 300).
    for (degrees, size, expected) in [
        (90.0, (900, 600), (600.0, 150.0)),
        (180.0, (600, 900), (450.0, 600.0)),
        (270.0, (900, 600), (300.0, 450.0)),
        (-90.0, (900, 600), (300.0, 450.0)),
    ] {
        let mut params = clean_gray();
        params.capture.rotation_deg = Span::fixed(degrees);
        let scan = simulate(&print, None, &params, 1).unwrap();
        assert_eq!((scan.width, scan.height), size, "{degrees}°");
        near(centroid(&scan, |_, _| true), expected, 0.1);
    }
}

#[test]
fn three_degrees_turn_about_the_middle() {
    let print = disc(50.8, 76.2, 12.7, 25.4, 2.0);
    let mut params = clean_gray();
    params.capture.rotation_deg = Span::fixed(3.0);
    params.scanner.bed = Bed::Paper;
    // From the middle (300, 450) the disc is at (-150, -150); cos 3° = 0.998630 and
    // sin 3° = 0.052336 turn that into (-141.944, -157.645).
    let scan = simulate(&print, None, &params, 1).unwrap();
    near(
        centroid(&scan, |x, y| (x - 158.0).hypot(y - 292.0) < 60.0),
        (158.06, 292.35),
        0.15,
    );
}

#[test]
fn shift_stretch_and_scale_move_it_by_hand_calculated_ways() {
    let print = disc(50.8, 76.2, 12.7, 25.4, 2.0);
    let mut params = clean_gray();
    params.scanner.shift_x_mm = Span::fixed(2.54);
    params.scanner.shift_y_mm = Span::fixed(-1.27);
    let scan = simulate(&print, None, &params, 1).unwrap();
    // The paper's own edge has a shadow; look around the disc only.
    near(
        centroid(&scan, |x, y| (x - 180.0).hypot(y - 285.0) < 60.0),
        (180.0, 285.0),
        0.1,
    );

    let mut params = clean_gray();
    params.scanner.stretch_x_percent = Span::fixed(2.0);
    params.scanner.stretch_y_percent = Span::fixed(-1.0);
    let scan = simulate(&print, None, &params, 1).unwrap();
    near(
        centroid(&scan, |x, y| (x - 147.0).hypot(y - 301.5) < 60.0),
        (147.0, 301.5),
        0.1,
    );

    let mut params = clean_gray();
    params.printer.scale_percent = Span::fixed(90.0);
    let scan = simulate(&print, None, &params, 1).unwrap();
    near(centroid(&scan, |_, _| true), (165.0, 315.0), 0.3);
}

#[test]
fn a_cropped_scan_shows_the_printed_area_and_its_margin() {
    let print = disc(50.8, 76.2, 12.7, 25.4, 5.08);
    let mut params = clean_gray();
    params.capture.crop_mm = Some(1.27);
    // 120 pixels of disc and 15 of margin on each side.
    let scan = simulate(&print, None, &params, 1).unwrap();
    assert!(scan.width.abs_diff(150) <= 2 && scan.height.abs_diff(150) <= 2);
    let middle = (scan.width as f64 / 2.0, scan.height as f64 / 2.0);
    near(centroid(&scan, |_, _| true), middle, 1.0);
}

#[test]
fn a_photograph_shows_the_whole_page_upright() {
    let print = disc(210.0, 297.0, 105.0, 60.0, 10.0);
    let mut params = Preset::Photo.params();
    params.capture.mode = printscan::Mode::Gray;
    params.capture.rotation_deg = Span::fixed(0.0);
    for seed in 0..4 {
        let scan = simulate(&print, None, &params, seed).unwrap();
        assert_eq!((scan.width, scan.height), (3000, 4000));
        // Where the page surely is, nothing but the disc is dark.
        let (mut count, mut x, mut y) = (0.0, 0.0, 0.0);
        for (at, _) in scan
            .pixels
            .iter()
            .enumerate()
            .filter(|(_, pixel)| **pixel < 80)
        {
            let place = (at % scan.width, at / scan.width);
            if (800..2200).contains(&place.0) && (600..3400).contains(&place.1) {
                count += 1.0;
                x += place.0 as f64;
                y += place.1 as f64;
            }
        }
        near((x / count, y / count), (1500.0, 900.0), 350.0);
    }
}
