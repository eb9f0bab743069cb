//! Named conditions, from a perfect scan to a hasty photograph.

use crate::conditions::{Bed, Camera, Capture, Marks, Mode, Paper, Params, Printer, Scanner, Span};
use std::fmt;
use std::str::FromStr;

/// Named conditions. The README has a table of their parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// A perfect print on a perfect scanner.
    Clean,
    /// A well-kept office copier.
    Office,
    /// A worn copier, a folded and punched page.
    Poor,
    /// A page that has been through everything.
    Harsh,
    /// A telephone held over the table.
    Photo,
}

impl Preset {
    pub const ALL: [Self; 5] = [
        Self::Clean,
        Self::Office,
        Self::Poor,
        Self::Harsh,
        Self::Photo,
    ];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Clean => "clean",
            Self::Office => "office",
            Self::Poor => "poor",
            Self::Harsh => "harsh",
            Self::Photo => "photo",
        }
    }

    /// The ranges from which a seed draws: 300 dpi colour, or 12 megapixels.
    pub fn params(self) -> Params {
        match self {
            Self::Clean => clean(),
            Self::Office => office(),
            Self::Poor => poor(),
            Self::Harsh => harsh(),
            Self::Photo => photo(),
        }
    }
}

impl fmt::Display for Preset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Preset {
    type Err = crate::Error;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let named = Self::ALL.into_iter().find(|preset| preset.name() == name);
        named.ok_or_else(|| crate::Error::Params(format!("there is no preset \"{name}\"")))
    }
}

const NONE: Span = Span::fixed(0.0);

fn clean() -> Params {
    Params {
        printer: Printer {
            scale_percent: Span::fixed(100.0),
            gain_dots: NONE,
            ragged_dots: NONE,
            fading: NONE,
            mottle: NONE,
            specks_per_cm2: NONE,
            toner_level: Span::fixed(15.0),
            wobble_mm: NONE,
        },
        paper: Paper {
            level: Span::fixed(250.0),
            warmth: NONE,
            show_through_percent: NONE,
            crumple_mm: NONE,
            folds: 0,
            fold_depth: Span::new(0.25, 0.45),
            fold_jump_mm: NONE,
            torn_corner_mm: NONE,
            punch_holes: 0,
            staple: false,
        },
        marks: Marks {
            stamps: 0,
            pens: 0,
            stains: 0,
            stain_depth: Span::new(0.2, 0.45),
            blots: None,
            patches: Vec::new(),
        },
        capture: Capture {
            mode: Mode::Color,
            rotation_deg: NONE,
            uneven_light: NONE,
            glare: NONE,
            noise: Span::fixed(1.0),
            gamma: Span::fixed(1.0),
            crop_mm: None,
        },
        scanner: Scanner {
            dpi: 300.0,
            bed: Bed::Auto,
            shift_x_mm: NONE,
            shift_y_mm: NONE,
            wobble_mm: NONE,
            sway_mm: NONE,
            stretch_x_percent: NONE,
            stretch_y_percent: NONE,
            blur_mm: Span::fixed(0.02),
            streaks: 0,
            lid_level: Span::fixed(252.0),
        },
        camera: None,
        jpeg_quality: 95,
    }
}

fn office() -> Params {
    let mut params = clean();
    params.printer = Printer {
        scale_percent: Span::fixed(100.0),
        gain_dots: Span::new(0.2, 0.4),
        ragged_dots: Span::new(0.2, 0.35),
        fading: Span::new(0.0, 0.05),
        mottle: Span::new(0.02, 0.05),
        specks_per_cm2: Span::new(0.0, 1.0),
        toner_level: Span::new(22.0, 45.0),
        wobble_mm: Span::new(0.0, 0.03),
    };
    params.paper.level = Span::new(238.0, 250.0);
    params.paper.warmth = Span::new(0.0, 8.0);
    params.paper.show_through_percent = Span::new(2.0, 5.0);
    params.capture.rotation_deg = Span::around(1.0);
    params.capture.uneven_light = Span::new(0.03, 0.06);
    params.capture.noise = Span::new(3.0, 5.0);
    params.capture.gamma = Span::new(1.0, 1.4);
    params.scanner = Scanner {
        shift_x_mm: Span::around(2.0),
        shift_y_mm: Span::around(2.0),
        wobble_mm: Span::fixed(0.05),
        sway_mm: Span::new(0.0, 0.03),
        stretch_x_percent: Span::around(0.1),
        stretch_y_percent: Span::around(0.1),
        blur_mm: Span::new(0.045, 0.055),
        lid_level: Span::new(235.0, 253.0),
        ..params.scanner
    };
    params.jpeg_quality = 85;
    params
}

fn poor() -> Params {
    let mut params = office();
    params.printer.gain_dots = Span::new(-0.1, 0.5);
    params.printer.ragged_dots = Span::new(0.3, 0.45);
    params.printer.fading = Span::new(0.25, 0.45);
    params.printer.mottle = Span::new(0.05, 0.1);
    params.printer.specks_per_cm2 = Span::new(1.0, 4.0);
    params.paper.show_through_percent = Span::fixed(10.0);
    params.paper.folds = 1;
    params.paper.fold_jump_mm = Span::new(0.0, 0.2);
    params.paper.punch_holes = 2;
    params.capture.rotation_deg = Span::around(1.5);
    params.capture.uneven_light = Span::new(0.05, 0.1);
    params.capture.noise = Span::new(4.0, 7.0);
    params.capture.gamma = Span::new(1.0, 1.8);
    params.scanner.wobble_mm = Span::fixed(0.15);
    params.scanner.sway_mm = Span::new(0.02, 0.08);
    params.scanner.stretch_x_percent = Span::around(0.5);
    params.scanner.stretch_y_percent = Span::around(0.5);
    params.scanner.blur_mm = Span::new(0.05, 0.065);
    params.jpeg_quality = 75;
    params
}

fn harsh() -> Params {
    let mut params = poor();
    params.printer.fading = Span::new(0.1, 0.35);
    params.paper.crumple_mm = Span::fixed(0.9);
    params.paper.folds = 2;
    params.paper.fold_jump_mm = Span::new(0.0, 0.4);
    params.paper.staple = true;
    params.marks.stamps = 1;
    params.marks.pens = 3;
    params.marks.stains = 2;
    params.capture.rotation_deg = Span::around(2.0);
    params.capture.uneven_light = Span::new(0.08, 0.15);
    params.capture.noise = Span::new(5.0, 8.0);
    params.scanner.wobble_mm = Span::fixed(0.3);
    params.scanner.sway_mm = Span::new(0.05, 0.15);
    params.scanner.blur_mm = Span::new(0.055, 0.07);
    params.scanner.streaks = 2;
    params.jpeg_quality = 50;
    params
}

fn photo() -> Params {
    let mut params = office();
    params.capture.rotation_deg = Span::around(3.0);
    params.capture.uneven_light = Span::new(0.15, 0.35);
    params.capture.noise = Span::new(3.0, 5.0);
    params.capture.gamma = Span::new(1.8, 2.2);
    params.camera = Some(Camera {
        megapixels: 12.0,
        tilt_deg: Span::fixed(12.0),
        fill: Span::new(0.9, 0.97),
        defocus_px: Span::new(0.8, 1.2),
        shadow: Span::new(0.0, 0.25),
        barrel_percent: Span::around(0.3),
    });
    params
}
