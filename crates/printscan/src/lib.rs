#![doc = include_str!("../README.md")]

mod blots;
mod blur;
mod camera;
mod catalogue;
mod conditions;
mod crumple;
mod error;
mod field;
mod fold;
mod geometry;
mod glass;
mod light;
mod marks;
mod output;
mod overlay;
mod plane;
mod preset;
mod print;
mod random;
mod render;
mod scan;
mod stamp;
mod tone;
mod toner;

pub use catalogue::{Condition, catalogue};
pub use conditions::{
    Bed, Blots, Camera, Capture, Colour, Conditions, Layout, Marks, Mode, Paper, Params, Patch,
    Printer, Rect, Scanner, Scene, Span,
};
pub use error::Error;
pub use output::{Format, encode};
pub use preset::Preset;
pub use print::{DOTS_PER_INCH, Print, print_pdf, print_pdf_bytes};
pub use scan::Scan;
pub use tone::Threshold;

/// Prints and scans one page.
///
/// `front` is the side that lies on the glass, `other_side` what shows through from
/// behind it (as printed, not mirrored). Every quantity that `params` gives as a range
/// is drawn from `seed`; the same arguments give the same pixels on the same machine.
///
/// # Errors
///
/// [`Error::Params`] when a parameter is out of its range or the picture would be
/// empty or larger than 400 megapixels, [`Error::Print`] when a print has no dots.
pub fn simulate(
    front: &Print,
    other_side: Option<&Print>,
    params: &Params,
    seed: u64,
) -> Result<Scan, Error> {
    render::render(front, other_side, &params.draw(seed), seed)
}
