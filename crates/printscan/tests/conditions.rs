//! What conditions do to levels and areas, and that a seed fixes everything.

mod common;

use common::{cells, clean_gray, disc};
use printscan::{
    Blots, Colour, Error, Layout, Mode, Params, Patch, Preset, Print, Rect, Span, Threshold,
    simulate,
};

fn black(width: usize, height: usize) -> Print {
    Print {
        width,
        height,
        dots: vec![1; width * height],
    }
}

#[test]
fn the_same_seed_gives_the_same_pixels_and_another_seed_does_not() {
    let (front, back) = (cells(1200, 1600), cells(1200, 1600));
    for preset in Preset::ALL {
        let mut params = preset.params();
        if let Some(camera) = &mut params.camera {
            camera.megapixels = 1.0;
        }
        let scan = |seed| simulate(&front, Some(&back), &params, seed).unwrap();
        assert!(scan(7) == scan(7), "{preset}");
        assert!(scan(7) != scan(8), "{preset}");
    }
}

#[test]
fn fixing_one_quantity_leaves_the_others_as_drawn() {
    let mut params = Preset::Harsh.params();
    let drawn = params.draw(5);
    params.capture.rotation_deg = Span::fixed(90.0);
    let mut fixed = params.draw(5);
    assert_eq!(fixed.capture.rotation_deg, 90.0);
    fixed.capture.rotation_deg = drawn.capture.rotation_deg;
    assert_eq!(fixed, drawn);
}

#[test]
fn blots_cover_the_fraction_asked_for() {
    let print = black(2400, 3200);
    for layout in [Layout::Scattered, Layout::Contiguous] {
        for fraction in [0.05f32, 0.2, 0.35] {
            let mut params = clean_gray();
            let (colour, spare) = (Colour::White, Vec::new());
            params.marks.blots = Some(Blots {
                fraction,
                colour,
                layout,
                spare,
            });
            let scan = simulate(&print, None, &params, 3).unwrap();
            let white = scan.pixels.iter().filter(|&&pixel| pixel > 132).count();
            let covered = white as f32 / scan.pixels.len() as f32;
            assert!(
                (covered - fraction).abs() < 0.02,
                "{layout:?} {fraction}: {covered}"
            );
        }
    }
}

#[test]
fn spared_places_stay_clear_and_patches_are_where_they_should_be() {
    let print = black(1200, 1200); // 50.8 mm: 600 pixels at 300 dpi
    let mut params = clean_gray();
    let spare = vec![Rect {
        x: 12.7,
        y: 12.7,
        width: 12.7,
        height: 12.7,
    }];
    let (colour, layout) = (Colour::White, Layout::Scattered);
    params.marks.blots = Some(Blots {
        fraction: 1.0,
        colour,
        layout,
        spare,
    });
    let place = Rect {
        x: 15.24,
        y: 15.24,
        width: 2.54,
        height: 5.08,
    };
    params.marks.patches = vec![Patch {
        place,
        colour: Colour::Gray,
    }];
    let scan = simulate(&print, None, &params, 3).unwrap();
    let pixel = |x: usize, y: usize| scan.pixels[y * 600 + x];
    for (x, y) in [(155, 155), (295, 295), (155, 295), (176, 200), (214, 200)] {
        assert!(pixel(x, y) < 40, "({x}, {y}) should be spared");
    }
    for (x, y) in [(144, 200), (306, 200), (200, 144), (200, 306), (20, 580)] {
        assert!(pixel(x, y) > 220, "({x}, {y}) should be covered");
    }
    for (x, y) in [(184, 184), (206, 236)] {
        assert!(
            (110..150).contains(&pixel(x, y)),
            "({x}, {y}) should be gray"
        );
    }
}

/// Mean level of a square of 20 pixels around a place.
fn mean(scan: &printscan::Scan, x: usize, y: usize) -> f32 {
    let rows = (y - 10..y + 10).flat_map(|y| &scan.pixels[y * scan.width + x - 10..][..20]);
    rows.map(|&pixel| f32::from(pixel)).sum::<f32>() / 400.0
}

#[test]
fn the_other_side_shows_through_mirrored() {
    // A disc at 12.7 mm from the left of the back is 12.7 mm from the right of the front.
    let back = disc(50.8, 50.8, 12.7, 25.4, 6.0);
    let front = Print::blank(back.width, back.height);
    let mut params = clean_gray();
    params.paper.show_through_percent = Span::fixed(10.0);
    let scan = simulate(&front, Some(&back), &params, 1).unwrap();
    assert!((mean(&scan, 450, 300) - 225.0).abs() < 2.0); // 10 % below 250
    assert!((mean(&scan, 150, 300) - 250.0).abs() < 1.0);
}

#[test]
fn gain_widens_black_by_the_dots_asked_for() {
    // Bars of 8 dots, 16 apart: half black, and 0.4 dots more on each of two edges.
    let print = Print::drawn(1200, 1200, |x, _| x % 16 < 8);
    let mut params = clean_gray();
    for (gain, black) in [(0.0, 0.5), (0.4, 0.55), (-0.4, 0.45)] {
        params.printer.gain_dots = Span::fixed(gain);
        params.printer.ragged_dots = Span::fixed(0.01);
        let scan = simulate(&print, None, &params, 1).unwrap();
        // Whole periods of the bars, away from the paper's edges.
        let rows = scan.pixels.chunks_exact(600).take(500).skip(100);
        let sum: f32 = rows
            .flat_map(|row| &row[80..480])
            .map(|&pixel| f32::from(pixel))
            .sum();
        let found = (250.0 - sum / (400.0 * 400.0)) / (250.0 - 15.0);
        assert!((found - black).abs() < 0.01, "gain {gain}: {found}");
    }
}

#[test]
fn a_fold_displaces_its_two_sides_against_each_other() {
    // A straight line across the fold breaks by the jump's share along the fold.
    let print = Print::drawn(1200, 2400, |x, _| (590..610).contains(&x));
    let mut params = clean_gray();
    params.paper.folds = 1;
    params.paper.fold_jump_mm = Span::fixed(1.0);
    let most = (0..12).map(|seed| {
        let scan = simulate(&print, None, &params, seed).unwrap();
        let line = |row: &[u8]| {
            let dark = row.iter().enumerate().filter(|(_, pixel)| **pixel < 60);
            let (sum, count) = dark.fold((0, 0), |(sum, count), (x, _)| (sum + x, count + 1));
            sum as f32 / count.max(1) as f32
        };
        let upper = line(&scan.pixels[600 * 100..][..600]);
        let lower = line(&scan.pixels[600 * 1100..][..600]);
        (upper - lower).abs()
    });
    // 1 mm is 11.8 pixels; over twelve seeds some jump lies nearly along the fold.
    let most = most.fold(0.0, f32::max);
    assert!((7.0..12.5).contains(&most), "{most} pixels");
}

#[test]
fn one_bit_scans_have_two_levels_and_keep_the_cells() {
    let print = cells(1200, 1600);
    for threshold in [Threshold::Otsu, Threshold::Text, Threshold::Dither] {
        let mut params = Preset::Clean.params();
        params.capture.mode = Mode::Bw(threshold);
        let scan = simulate(&print, None, &params, 1).unwrap();
        assert!(scan.pixels.iter().all(|&pixel| pixel == 0 || pixel == 255));
        // Cells are four pixels wide and start at pixel 60.
        let mut wrong = 0;
        let (columns, rows) = ((1200 - 240) / 8, (1600 - 240) / 8);
        for (column, row) in (0..rows).flat_map(|row| (0..columns).map(move |c| (c, row))) {
            let pixels = [(1, 1), (2, 1), (1, 2), (2, 2)].map(|(x, y)| {
                usize::from(scan.pixels[(60 + 4 * row + y) * scan.width + 60 + 4 * column + x] == 0)
            });
            let toner = print.dots[(124 + 8 * row) * 1200 + 124 + 8 * column] == 1;
            wrong += usize::from((pixels.iter().sum::<usize>() > 2) != toner);
        }
        assert_eq!(wrong, 0, "{threshold:?}");
    }
}

#[test]
fn impossible_conditions_are_refused() {
    let print = Print::blank(1200, 1600);
    let refused = |change: fn(&mut Params)| {
        let mut params = Preset::Clean.params();
        change(&mut params);
        matches!(simulate(&print, None, &params, 1), Err(Error::Params(_)))
    };
    assert!(refused(|params| params.scanner.dpi = f32::NAN));
    assert!(refused(|params| params.scanner.dpi = 1e9));
    assert!(refused(|params| params.capture.gamma = 0.0.into()));
    assert!(refused(|params| params.printer.gain_dots = 2.0.into()));
    let short = Print {
        width: 1200,
        height: 1600,
        dots: vec![0; 7],
    };
    let params = Preset::Clean.params();
    assert!(matches!(
        simulate(&short, None, &params, 1),
        Err(Error::Print(_))
    ));
}
