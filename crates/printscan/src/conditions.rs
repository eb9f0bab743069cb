//! What a print and a scan are subject to: as ranges (`Params`) and as drawn (`Scene`).

mod draw;

/// Conditions as ranges, from which a seed draws one [`Scene`].
pub type Params = Conditions<Span>;

/// Conditions with every quantity fixed.
pub type Scene = Conditions<f32>;

/// A range from which one value is drawn, evenly.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    pub low: f32,
    pub high: f32,
}

impl Span {
    pub const fn new(low: f32, high: f32) -> Self {
        Self { low, high }
    }

    /// Always this value.
    pub const fn fixed(value: f32) -> Self {
        Self::new(value, value)
    }

    /// From `-value` to `value`.
    pub const fn around(value: f32) -> Self {
        Self::new(-value, value)
    }
}

impl From<f32> for Span {
    fn from(value: f32) -> Self {
        Self::fixed(value)
    }
}

/// Everything that happens to a page between the press's file and the scan.
#[derive(Clone, Debug, PartialEq)]
pub struct Conditions<T> {
    pub printer: Printer<T>,
    pub paper: Paper<T>,
    pub marks: Marks<T>,
    pub capture: Capture<T>,
    pub scanner: Scanner<T>,
    /// A camera instead of the scanner; [`Scanner`] then has no effect.
    pub camera: Option<Camera<T>>,
    /// Quality that the preset's JPEG and PDF files have, 1 to 100.
    pub jpeg_quality: u8,
}

/// A 600 dpi laser printer.
#[derive(Clone, Debug, PartialEq)]
pub struct Printer<T> {
    /// Size of the print about the page's centre ("fit to page"); 100 = as designed.
    pub scale_percent: T,
    /// How far toner spreads over a black edge, in dots, -0.9 to 0.9.
    pub gain_dots: T,
    /// Root mean square displacement of a black edge from dot to dot, in dots.
    pub ragged_dots: T,
    /// Part of the toner that is missing where the print is palest, 0 to 1.
    pub fading: T,
    /// Root mean square of the coverage within solid black, 0 to 1.
    pub mottle: T,
    /// Stray specks of toner on each square centimetre.
    pub specks_per_cm2: T,
    /// Level of solid toner as scanned, 0 to 255.
    pub toner_level: T,
    /// Peak error of the paper's advance, in mm, along the page.
    pub wobble_mm: T,
}

/// The sheet of paper.
#[derive(Clone, Debug, PartialEq)]
pub struct Paper<T> {
    /// Level of blank paper as scanned, 0 to 255.
    pub level: T,
    /// How much darker blue is than red on blank paper, in levels.
    pub warmth: T,
    /// Darkening of the paper by solid toner on the other side.
    pub show_through_percent: T,
    /// Peak of a smooth random displacement: paper crumpled and flattened again.
    pub crumple_mm: T,
    /// Creases across the page.
    pub folds: u8,
    /// How dark a crease is, 0 to 1.
    pub fold_depth: T,
    /// By how much the two sides of a crease are displaced against each other.
    pub fold_jump_mm: T,
    /// Length of the torn-off corner's two sides; 0 = no corner torn off.
    pub torn_corner_mm: T,
    /// File holes of 6 mm, 12 mm from the left or the right edge.
    pub punch_holes: u8,
    /// A staple, with its shadow, in an upper corner.
    pub staple: bool,
}

/// What was put onto the page after printing.
#[derive(Clone, Debug, PartialEq)]
pub struct Marks<T> {
    /// Round red seals (印), 12 to 18 mm.
    pub stamps: u8,
    /// Strokes with a ball pen, 30 to 90 mm long.
    pub pens: u8,
    /// Coffee and water stains, 8 to 25 mm.
    pub stains: u8,
    /// How much light stains take away, 0 to 1.
    pub stain_depth: T,
    /// Opaque blots over part of the printed area.
    pub blots: Option<Blots>,
    /// Opaque rectangles at given places.
    pub patches: Vec<Patch>,
}

/// Opaque blots that destroy a given part of the printed area (the bounding box of
/// all toner, less the spared rectangles).
#[derive(Clone, Debug, PartialEq)]
pub struct Blots {
    /// Part of the printed area that is covered, 0 to 1.
    pub fraction: f32,
    pub colour: Colour,
    pub layout: Layout,
    /// Places that stay clear, e.g. one label.
    pub spare: Vec<Rect>,
}

/// Whether blots are one large area or many small ones (about 4 mm).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    Scattered,
    Contiguous,
}

/// Colour of blots and patches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    White,
    Black,
    Gray,
    Red,
    Blue,
    /// Each place one of the others.
    Mixed,
}

/// An opaque rectangle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Patch {
    pub place: Rect,
    pub colour: Colour,
}

/// A rectangle on the page as designed (before `scale_percent`), in mm from the upper
/// left corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}

/// What scanners and cameras have in common.
#[derive(Clone, Debug, PartialEq)]
pub struct Capture<T> {
    pub mode: Mode,
    /// How the page lies in the picture, in degrees clockwise.
    pub rotation_deg: T,
    /// Loss of light where the page is lit worst, 0 to 1.
    pub uneven_light: T,
    /// Strength of a glossy reflection, 0 to 1.
    pub glare: T,
    /// Standard deviation of the noise of one channel, in levels.
    pub noise: T,
    /// Levels = reflectance to the power 1 / gamma.
    pub gamma: T,
    /// Keep only the printed area and this margin around it, in mm (may be negative).
    pub crop_mm: Option<f32>,
}

/// What the picture is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Color,
    Gray,
    /// One bit per pixel.
    Bw(crate::Threshold),
}

/// A flatbed or document-feed scanner.
#[derive(Clone, Debug, PartialEq)]
pub struct Scanner<T> {
    pub dpi: f32,
    pub bed: Bed,
    pub shift_x_mm: T,
    pub shift_y_mm: T,
    /// Peak error of the position along the feed (the picture's y axis): sinusoids
    /// with periods from 15 mm.
    pub wobble_mm: T,
    /// Peak of the page's sideways movement in the feed.
    pub sway_mm: T,
    /// How much longer the page comes out across and along the feed.
    pub stretch_x_percent: T,
    pub stretch_y_percent: T,
    /// Standard deviation of the optics' point spread, in mm; the pixel's own
    /// aperture comes on top.
    pub blur_mm: T,
    /// Lines along the feed from dirt on the glass.
    pub streaks: u8,
    /// Level of the lid, which is seen beyond the paper, 0 to 255.
    pub lid_level: T,
}

/// How large the scanned area is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bed {
    /// `Paper` for a skew of up to 2°, else `Whole`.
    Auto,
    /// The size of the paper, whose corners are lost when it lies askew.
    Paper,
    /// Large enough for the whole rotated page.
    Whole,
}

/// A hand-held camera over a table; a 26 mm (full frame) lens, 4:3.
#[derive(Clone, Debug, PartialEq)]
pub struct Camera<T> {
    pub megapixels: f32,
    /// Angle between the page and the picture's plane; the axis is drawn.
    pub tilt_deg: T,
    /// Part of the picture's height or width that the page fills.
    pub fill: T,
    /// Standard deviation of the point spread, in pixels.
    pub defocus_px: T,
    /// Loss of light in the photographer's shadow, 0 to 1.
    pub shadow: T,
    /// Barrel distortion in the corners of the picture.
    pub barrel_percent: T,
}
