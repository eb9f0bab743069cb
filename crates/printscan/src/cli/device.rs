//! Options for the printer, the scanner and the camera.

use super::value::{choice, pair};
use clap::Args;
use printscan::{Bed, Mode, Params, Span, Threshold};

#[derive(Args)]
#[command(next_help_heading = "Printing and scanning")]
pub(crate) struct Device {
    /// Resolution of the scan
    #[arg(long, value_name = "DPI")]
    dpi: Option<f32>,

    /// Colour, gray or one bit per pixel
    #[arg(long, default_value = "color", value_parser = choice(MODES))]
    mode: ColourMode,

    /// How one-bit scans are made: one level for the page, or the scanner's text mode
    #[arg(long, default_value = "otsu", value_parser = choice([("otsu", Threshold::Otsu), ("text", Threshold::Text)]))]
    threshold: Threshold,

    /// Ordered dither instead of a threshold, for --mode bw
    #[arg(long)]
    dither: bool,

    /// How the page lies, in degrees clockwise, exactly
    #[arg(long, value_name = "DEG", allow_negative_numbers = true)]
    rotate: Option<f32>,

    /// Scan an area large enough for the rotated page, or just the paper's size
    #[arg(long, value_parser = choice([("paper", Bed::Paper), ("whole", Bed::Whole)]))]
    bed: Option<Bed>,

    /// Where the page lies on the glass, from the middle, in mm
    #[arg(long, value_name = "X,Y", allow_hyphen_values = true, value_parser = pair)]
    shift: Option<[f32; 2]>,

    /// Size of the print, as by "fit to page"
    #[arg(long, value_name = "PERCENT")]
    scale: Option<f32>,

    /// How far toner spreads, in dots; negative for a thin print
    #[arg(long, value_name = "DOTS", allow_negative_numbers = true)]
    gain: Option<f32>,

    /// Raggedness of black edges, in dots
    #[arg(long, value_name = "DOTS")]
    ragged: Option<f32>,

    /// Part of the toner missing where the print is palest, 0 to 1
    #[arg(long, value_name = "PART")]
    fading: Option<f32>,

    /// Uneven feed: peak error of the position, in mm
    #[arg(long, value_name = "MM")]
    wobble: Option<f32>,

    /// How much longer the page comes out along the feed
    #[arg(long, value_name = "PERCENT", allow_negative_numbers = true)]
    stretch: Option<f32>,

    /// Blur of the scanner's optics, standard deviation in mm (0.05 is 0.6 pixel at 300 dpi)
    #[arg(long, value_name = "MM")]
    blur: Option<f32>,

    /// Loss of light where the page is lit worst, 0 to 1
    #[arg(long, value_name = "PART")]
    uneven_light: Option<f32>,

    /// Strength of a glossy reflection, 0 to 1
    #[arg(long, value_name = "PART")]
    glare: Option<f32>,

    /// Noise of the sensor, standard deviation in levels
    #[arg(long, value_name = "LEVELS")]
    noise: Option<f32>,

    /// Levels = reflectance to the power 1 / GAMMA
    #[arg(long)]
    gamma: Option<f32>,

    /// Keep only the printed area, with a margin [default: 2 mm]
    #[arg(long, value_name = "MM", num_args = 0..=1, default_missing_value = "2", allow_negative_numbers = true)]
    crop: Option<f32>,

    /// Size of the camera's pictures (preset photo)
    #[arg(long, value_name = "MP")]
    megapixels: Option<f32>,

    /// Angle between the page and the camera's picture (preset photo)
    #[arg(long, value_name = "DEG")]
    tilt: Option<f32>,

    /// Blur of the camera, standard deviation in pixels (preset photo)
    #[arg(long, value_name = "PX")]
    defocus: Option<f32>,
}

#[derive(Clone, Copy)]
enum ColourMode {
    Color,
    Gray,
    Bw,
}

const MODES: [(&str, ColourMode); 3] = [
    ("color", ColourMode::Color),
    ("gray", ColourMode::Gray),
    ("bw", ColourMode::Bw),
];

impl Device {
    /// Replaces the preset's conditions by those that were given.
    pub(crate) fn apply(&self, params: &mut Params) -> Result<(), String> {
        let threshold = if self.dither {
            Threshold::Dither
        } else {
            self.threshold
        };
        params.capture.mode = match self.mode {
            ColourMode::Color => Mode::Color,
            ColourMode::Gray => Mode::Gray,
            ColourMode::Bw => Mode::Bw(threshold),
        };
        let shift = |axis: usize| self.shift.map(|shift| shift[axis]);
        let (printer, capture) = (&mut params.printer, &mut params.capture);
        let scanner = &mut params.scanner;
        for (option, quantity) in [
            (self.rotate, &mut capture.rotation_deg),
            (self.uneven_light, &mut capture.uneven_light),
            (self.glare, &mut capture.glare),
            (self.noise, &mut capture.noise),
            (self.gamma, &mut capture.gamma),
            (self.scale, &mut printer.scale_percent),
            (self.gain, &mut printer.gain_dots),
            (self.ragged, &mut printer.ragged_dots),
            (self.fading, &mut printer.fading),
            (self.wobble, &mut scanner.wobble_mm),
            (self.stretch, &mut scanner.stretch_y_percent),
            (self.blur, &mut scanner.blur_mm),
            (shift(0), &mut scanner.shift_x_mm),
            (shift(1), &mut scanner.shift_y_mm),
        ] {
            *quantity = option.map_or(*quantity, Span::fixed);
        }
        capture.crop_mm = self.crop;
        scanner.dpi = self.dpi.unwrap_or(scanner.dpi);
        scanner.bed = self.bed.unwrap_or(scanner.bed);
        self.camera(params)
    }

    fn camera(&self, params: &mut Params) -> Result<(), String> {
        let Some(camera) = &mut params.camera else {
            let given = [self.megapixels, self.tilt, self.defocus]
                .iter()
                .any(Option::is_some);
            let message = "--megapixels, --tilt and --defocus need --preset photo";
            return if given { Err(message.into()) } else { Ok(()) };
        };
        camera.megapixels = self.megapixels.unwrap_or(camera.megapixels);
        camera.tilt_deg = self.tilt.map_or(camera.tilt_deg, Span::fixed);
        camera.defocus_px = self.defocus.map_or(camera.defocus_px, Span::fixed);
        if self.dpi.is_some() {
            return Err("a camera has no --dpi; use --megapixels".into());
        }
        Ok(())
    }
}
