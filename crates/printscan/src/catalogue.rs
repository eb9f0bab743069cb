//! The capture conditions that reading is judged by: the presets, and from `office` one
//! factor at a time.

use crate::conditions::{Blots, Colour, Layout, Mode, Params, Patch, Rect, Span};
use crate::preset::Preset;
use crate::tone::Threshold;

/// One condition, under which any number of seeds may be scanned.
#[derive(Clone, Debug)]
pub struct Condition {
    pub name: String,
    pub params: Params,
    /// The smallest cell, in dots of a 600 dpi printer, that is asked to survive it.
    pub least_cell: u32,
}

/// Every condition, the presets first.
pub fn catalogue() -> Vec<Condition> {
    let presets = Preset::ALL.map(|preset| condition(preset.name(), preset.params()));
    let mut all = Vec::from(presets);
    all.extend(scanners());
    all.extend(modes());
    all.extend(papers());
    all.extend(blots());
    all
}

fn condition(name: &str, params: Params) -> Condition {
    Condition {
        name: name.to_owned(),
        params,
        least_cell: 6,
    }
}

/// `office` with one thing changed.
fn office(name: &str, change: impl FnOnce(&mut Params)) -> Condition {
    let mut params = Preset::Office.params();
    change(&mut params);
    condition(name, params)
}

fn scanners() -> Vec<Condition> {
    let dpi = |dpi: f32| office(&format!("office-{dpi}dpi"), |p| p.scanner.dpi = dpi);
    let mut photo = Preset::Photo.params();
    if let Some(camera) = &mut photo.camera {
        camera.megapixels = 8.0;
    }
    vec![
        Condition {
            least_cell: 8,
            ..dpi(150.0)
        },
        dpi(200.0),
        dpi(240.0),
        dpi(400.0),
        dpi(600.0),
        office("office-turned", |p| {
            p.capture.rotation_deg = Span::around(180.0);
        }),
        office("office-cropped", |p| p.capture.crop_mm = Some(0.0)),
        condition("photo-8mpx", photo),
    ]
}

fn modes() -> Vec<Condition> {
    let mode = |name, mode| office(name, |p| p.capture.mode = mode);
    let quality = |q: u8| office(&format!("office-jpeg{q}"), |p| p.jpeg_quality = q);
    vec![
        mode("office-gray", Mode::Gray),
        mode("office-otsu", Mode::Bw(Threshold::Otsu)),
        mode("office-text", Mode::Bw(Threshold::Text)),
        Condition {
            least_cell: 8,
            ..mode("office-dither", Mode::Bw(Threshold::Dither))
        },
        quality(90),
        quality(50),
        quality(30),
    ]
}

fn papers() -> Vec<Condition> {
    let scale = |percent: f32| {
        office(&format!("office-scaled{percent}"), |p| {
            p.printer.scale_percent = Span::fixed(percent);
        })
    };
    let lost = |name, parts: [(Rect, Colour); 3]| {
        let patches = parts.map(|(place, colour)| Patch { place, colour });
        office(name, |p| p.marks.patches = patches.into())
    };
    vec![
        scale(90.0),
        scale(96.0),
        scale(103.0),
        office("office-show-through", |p| {
            p.paper.show_through_percent = Span::fixed(12.0);
        }),
        office("office-torn", |p| {
            p.paper.torn_corner_mm = Span::fixed(35.0)
        }),
        office("office-fold-jump", |p| {
            p.paper.folds = 1;
            p.paper.fold_jump_mm = Span::fixed(1.0);
        }),
        // A label and the two marks of one side.
        lost(
            "office-marks-lost",
            [
                (STRIP_LABEL, Colour::White),
                (MARKS[1], Colour::Black),
                (MARKS[2], Colour::White),
            ],
        ),
        // The other label and two opposite marks.
        lost(
            "office-marks-lost-diagonal",
            [
                (GRID_LABEL, Colour::Black),
                (MARKS[0], Colour::Black),
                (MARKS[2], Colour::Gray),
            ],
        ),
    ]
}

fn blots() -> Vec<Condition> {
    let colours = [
        ("white", Colour::White),
        ("black", Colour::Black),
        ("gray", Colour::Gray),
        ("red", Colour::Red),
        ("mixed", Colour::Mixed),
    ];
    let layouts = [("spots", Layout::Scattered), ("area", Layout::Contiguous)];
    let blots = layouts.into_iter().flat_map(|(shape, layout)| {
        colours.into_iter().map(move |(name, colour)| {
            office(&format!("office-{name}-{shape}"), |p| {
                p.marks.blots = Some(Blots {
                    // Of the printed area, strip included: 35 % of the cells.
                    fraction: 0.33,
                    colour,
                    layout,
                    spare: vec![STRIP_LABEL, MARKS[0], MARKS[2]],
                });
            })
        })
    });
    blots.collect()
}

/// Places of the sheet that conditions destroy or spare.
const STRIP_LABEL: Rect = mm(174.0, 258.0, 28.0, 28.0);
const GRID_LABEL: Rect = mm(16.0, 9.0, 27.0, 27.0);
const MARKS: [Rect; 4] = [
    mm(9.0, 9.0, 9.0, 9.0),
    mm(192.0, 9.0, 9.0, 9.0),
    mm(192.0, 249.0, 9.0, 9.0),
    mm(9.0, 249.0, 9.0, 9.0),
];

const fn mm(x: f32, y: f32, width: f32, height: f32) -> Rect {
    Rect {
        x,
        y,
        width,
        height,
    }
}
