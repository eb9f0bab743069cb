//! What is said of pages that are not read: simulated scans, each with one thing wrong.

mod common;

use common::{gray, print_of, printed};
use printscan::{Mode, Params, Preset, Print, Threshold};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use scan::{Cause, Edges, Gray, Look, ScanError, diagnose};
use sheet::layout::{LABELS, MARKS, Rect};
use sheet::{Layout, Profile};

#[derive(Clone)]
struct Page {
    width: u32,
    height: u32,
    pixels: Vec<u8>,
}

/// An office scan at a resolution.
fn office(dpi: f32) -> Params {
    let mut params = Preset::Office.params();
    params.capture.mode = Mode::Gray;
    params.scanner.dpi = dpi;
    params
}

fn with(dpi: f32, change: impl FnOnce(&mut Params)) -> Params {
    let mut params = office(dpi);
    change(&mut params);
    params
}

impl Page {
    fn of(print: &Print, params: &Params, seed: u64) -> Page {
        let (width, height, pixels) = gray(print, params, seed);
        Page {
            width,
            height,
            pixels,
        }
    }

    fn sheet(profile: Profile, params: &Params, seed: u64) -> Page {
        Page::of(&printed(profile, seed).print, params, seed)
    }

    fn gray(&self) -> Gray<'_> {
        Gray {
            width: self.width,
            height: self.height,
            pixels: &self.pixels,
        }
    }

    fn cause(&self) -> Option<Cause> {
        diagnose(self.gray(), &scan::scan(self.gray()).evidence)
    }

    fn error(&self) -> Option<ScanError> {
        scan::scan(self.gray()).outcome.err()
    }

    /// Without so many pixels at each edge, from the top clockwise.
    fn cut(&self, [top, right, bottom, left]: [u32; 4]) -> Page {
        let rows = self.pixels.chunks(self.width as usize);
        let rows = rows
            .take((self.height - bottom) as usize)
            .skip(top as usize);
        Page {
            width: self.width - left - right,
            height: self.height - top - bottom,
            pixels: rows
                .flat_map(|row| &row[left as usize..(self.width - right) as usize])
                .copied()
                .collect(),
        }
    }

    /// Each pixel by its level and its place, both from 0 to 1 across and down.
    fn map(&self, level: impl Fn(f32, f32, f32) -> f32) -> Page {
        let place = |k: usize| {
            let (x, y) = (k % self.width as usize, k / self.width as usize);
            (x as f32 / self.width as f32, y as f32 / self.height as f32)
        };
        let pixels = self.pixels.iter().enumerate().map(|(k, &v)| {
            let (x, y) = place(k);
            level(f32::from(v), x, y) as u8
        });
        Page {
            pixels: pixels.collect(),
            ..*self
        }
    }
}

/// A sheet without these parts.
fn without(profile: Profile, parts: &[Rect], seed: u64) -> Print {
    let sheet = printed(profile, seed);
    let mut print = print_of(&sheet.label, Layout::of(profile), &sheet.cells);
    for part in parts {
        for y in part.y..part.y + part.height {
            let row = (y * 4960 + part.x) as usize;
            print.dots[row..row + part.width as usize].fill(0);
        }
    }
    print
}

/// Random cells of another system, without marks.
fn foreign(cell: usize, seed: u64) -> Print {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut print = Print::blank(4960, 7016);
    for top in (300..6700 - cell).step_by(cell) {
        for left in (250..4700 - cell).step_by(cell) {
            if rng.random() {
                for y in top..top + cell {
                    print.dots[y * 4960 + left..][..cell].fill(1);
                }
            }
        }
    }
    print
}

/// A form with lines of strokes that are about as dense as kanji (見本).
fn form(seed: u64) -> Print {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut print = Print::blank(4960, 7016);
    let mut stroke = |x: usize, y: usize, width: usize, height: usize| {
        for y in y..y + height {
            print.dots[y * 4960 + x..][..width].fill(1);
        }
    };
    for line in (500..6400).step_by(260) {
        stroke(400, line + 200, 4100, 5);
        let length = rng.random_range(8..38);
        for glyph in 0..length {
            for _ in 0..4 {
                let (x, y) = (450 + glyph * 100, line + 80);
                stroke(x, y + rng.random_range(0..75), 75, 9);
                stroke(x + rng.random_range(0..66), y, 9, 80);
            }
        }
    }
    print
}

const NONE: Edges = Edges {
    top: false,
    right: false,
    bottom: false,
    left: false,
};

#[test]
fn nothing_is_wrong_with_pages_that_are_read() {
    let pages = [
        (Profile::Dots8, office(300.0)),
        (Profile::Dots6, office(200.0)),
        (
            Profile::Dots8,
            with(300.0, |p| p.capture.rotation_deg = 90.0.into()),
        ),
        (
            Profile::Dots8,
            with(300.0, |p| p.capture.glare = 1.0.into()),
        ),
        (Profile::Dots8, Preset::Poor.params()),
        (Profile::Dots8, Preset::Photo.params()),
    ];
    for (seed, (profile, params)) in pages.into_iter().enumerate() {
        let sheet = printed(profile, seed as u64);
        let page = Page::of(&sheet.print, &params, seed as u64);
        let reading = scan::scan(page.gray()).outcome.expect("a reading");
        let (sealed, _) =
            sheet::decode(&reading.label, reading.layout, &reading.soft).expect("readable");
        assert!(sealed == sheet.sealed, "bit-exact");
        assert_eq!(page.cause(), None, "{seed}");
    }
}

#[test]
fn a_low_resolution_is_told_with_its_figure() {
    for (seed, dpi) in [(1, 60.0), (2, 100.0), (3, 150.0)] {
        let print = printed(Profile::Dots6, seed).print;
        let unmarked = without(Profile::Dots8, &MARKS, seed);
        for print in [print, unmarked] {
            match Page::of(&print, &office(dpi), seed).cause() {
                Some(Cause::Resolution { dpi: told }) => {
                    assert!((told / dpi - 1.0).abs() < 0.03, "{told} for {dpi}");
                }
                other => panic!("{other:?} for {dpi} dpi"),
            }
        }
    }
}

#[test]
fn a_cropped_page_is_told_with_its_edges() {
    let page = Page::sheet(Profile::Dots8, &office(200.0), 1);
    let cuts = [
        ([160, 0, 0, 0], Edges { top: true, ..NONE }),
        (
            [0, 150, 0, 0],
            Edges {
                right: true,
                ..NONE
            },
        ),
        (
            [0, 0, 500, 0],
            Edges {
                bottom: true,
                ..NONE
            },
        ),
        ([0, 0, 0, 150], Edges { left: true, ..NONE }),
        (
            [160, 0, 0, 150],
            Edges {
                top: true,
                left: true,
                ..NONE
            },
        ),
    ];
    for (cut, edges) in cuts {
        assert_eq!(
            page.cut(cut).cause(),
            Some(Cause::Cropped(edges)),
            "{cut:?}"
        );
    }
    for seed in 2..4 {
        let all = with(200.0, |p| p.capture.crop_mm = Some(-35.0));
        let edges = Edges {
            top: true,
            right: true,
            bottom: true,
            left: true,
        };
        let cause = Page::sheet(Profile::Dots7, &all, seed).cause();
        assert_eq!(cause, Some(Cause::Cropped(edges)));
    }
}

#[test]
fn a_wrong_threshold_is_told() {
    for seed in 1..3 {
        let dithered = with(200.0, |p| p.capture.mode = Mode::Bw(Threshold::Dither));
        let page = Page::sheet(Profile::Dots6, &dithered, seed);
        assert_eq!(page.cause(), Some(Cause::Threshold), "dither, {seed}");
        let page = Page::sheet(Profile::Dots6, &office(300.0), seed);
        for level in [40.0, 235.0] {
            let fax = page.map(|v, _, _| if v > level { 255.0 } else { 0.0 });
            assert_eq!(fax.cause(), Some(Cause::Threshold), "{level}, {seed}");
        }
    }
}

#[test]
fn blur_is_told() {
    for (seed, blur, dpi) in [(1, 0.25, 300.0), (2, 0.35, 200.0), (3, 0.5, 300.0)] {
        let params = with(dpi, |p| p.scanner.blur_mm = blur.into());
        let cause = Page::sheet(Profile::Dots8, &params, seed).cause();
        assert_eq!(cause, Some(Cause::Focus), "{blur} mm at {dpi} dpi");
    }
}

#[test]
fn light_is_told_from_blots() {
    for (seed, profile, at) in [(1, Profile::Dots8, 0.35), (2, Profile::Dots6, 0.6)] {
        let page = Page::sheet(profile, &office(200.0), seed);
        let near = |x: f32, y: f32| (-((x - at).powi(2) + (y - 0.4).powi(2)) / 0.12).exp();
        let glare = page.map(|v, x, y| (v + 420.0 * near(x, y)).min(255.0));
        assert_eq!(glare.cause(), Some(Cause::Light), "glare at {at}");
        let shadow = page.map(|v, x, y| v * (1.0 - 0.98 * near(x, y)));
        assert_eq!(shadow.cause(), Some(Cause::Light), "shadow at {at}");
        for level in [0.0, 128.0, 255.0] {
            let is_blot = |x: f32, y: f32| x > 0.12 && x < 0.88 && y > 0.15 && y < 0.7;
            let blot = page.map(|v, x, y| if is_blot(x, y) { level } else { v });
            assert_eq!(blot.cause(), None, "a blot of {level}");
        }
    }
}

#[test]
fn a_streak_is_told_with_its_place() {
    for seed in 1..3 {
        let print = without(Profile::Dots8, &LABELS, seed);
        let clean = Page::of(&print, &office(200.0), seed);
        assert_eq!(
            (clean.error(), clean.cause()),
            (Some(ScanError::NoLabel), None)
        );
        for (at, width) in [(0.2, 0.002), (0.63, 0.01)] {
            let streaked = clean.map(|v, x, _| if (x - at).abs() < width { v * 0.5 } else { v });
            match streaked.cause() {
                Some(Cause::Streak { at: told }) => assert!((told - at).abs() <= width + 0.001),
                other => panic!("{other:?}"),
            }
        }
        let dirty = with(200.0, |p| p.scanner.streaks = 1);
        let cause = Page::of(&print, &dirty, seed).cause();
        assert!(matches!(cause, Some(Cause::Streak { .. })), "{cause:?}");
    }
}

/// A page as looked at, and that nothing else is said of it.
fn look(print: &Print, params: &Params, seed: u64) -> Look {
    let page = Page::of(print, params, seed);
    let found = scan::scan(page.gray());
    assert_eq!(diagnose(page.gray(), &found.evidence), None);
    match found.outcome.err() {
        Some(ScanError::NoSheet(look)) => look,
        other => panic!("{other:?}"),
    }
}

fn every_way(dpi: f32) -> [Params; 4] {
    [
        office(dpi),
        with(dpi, |p| p.capture.mode = Mode::Bw(Threshold::Text)),
        with(dpi, |p| p.capture.rotation_deg = 90.0.into()),
        Preset::Photo.params(),
    ]
}

#[test]
fn a_mirrored_page_is_told() {
    for (seed, profile) in (40..).zip(Profile::ALL) {
        let mut page = Page::sheet(profile, &office(300.0), seed);
        let width = page.width as usize;
        page.pixels.chunks_mut(width).for_each(<[u8]>::reverse);
        assert_eq!(page.error(), Some(ScanError::Mirrored));
    }
}

#[test]
fn a_label_that_does_not_decode_is_told_from_one_that_is_gone() {
    // A third of each code's modules: more than level Q repairs, its finders left alone.
    let middles = LABELS.map(|label| Rect {
        x: label.x + 120,
        y: label.y + 190,
        width: 420,
        height: 180,
    });
    let print = without(Profile::Dots8, &middles, 45);
    let page = Page::of(&print, &office(300.0), 45);
    assert_eq!(page.error(), Some(ScanError::LabelUnreadable));
    let print = without(Profile::Dots8, &LABELS, 46);
    let page = Page::of(&print, &office(300.0), 46);
    assert_eq!(page.error(), Some(ScanError::NoLabel));
}

#[test]
fn a_front_looks_printed() {
    for (seed, params) in every_way(200.0).into_iter().enumerate() {
        assert_eq!(look(&form(seed as u64), &params, 1), Look::Print, "{seed}");
    }
    assert_eq!(look(&form(7), &office(75.0), 7), Look::Print);
}

#[test]
fn a_blank_page_looks_blank() {
    let blank = Print::blank(4960, 7016);
    for params in [office(200.0), Preset::Photo.params()] {
        assert_eq!(look(&blank, &params, 1), Look::Blank);
    }
}

#[test]
fn another_systems_cells_look_like_cells() {
    for (seed, cell, dpi) in [(1, 4, 300.0), (2, 7, 200.0), (3, 10, 200.0), (4, 14, 300.0)] {
        let look = look(&foreign(cell, seed), &office(dpi), seed);
        assert_eq!(look, Look::Cells, "{cell} dots at {dpi} dpi");
    }
}

/// Nobody with one of our sheets is sent elsewhere.
#[test]
fn our_own_cells_are_known_without_marks() {
    let ways = [
        office(300.0),
        Preset::Photo.params(),
        with(200.0, |p| p.capture.rotation_deg = 180.0.into()),
    ];
    for (seed, (profile, params)) in Profile::ALL.into_iter().zip(ways).enumerate() {
        let page = Page::of(&without(profile, &MARKS, seed as u64), &params, seed as u64);
        let error = page.error();
        assert_ne!(error, Some(ScanError::NoSheet(Look::Cells)), "{profile:?}");
    }
}

#[test]
fn pages_of_any_size_can_be_asked_about() {
    let pixels = vec![128; 40_000];
    let mut evidence = scan::Evidence::default();
    evidence.grid = Some([
        [f32::NAN, 0.0],
        [f32::INFINITY, 3.0],
        [0.0, 0.0],
        [1e30, -1e30],
    ]);
    for (width, height) in [(0, 0), (1, 1), (1, 40_000), (40_000, 1), (3, 7), (200, 200)] {
        let page = Gray {
            width,
            height,
            pixels: &pixels[..(width * height) as usize],
        };
        diagnose(page, &scan::Evidence::default());
        diagnose(page, &evidence);
    }
}
