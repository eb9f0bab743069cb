//! Drawing a scene from ranges, and checking what was drawn.

use super::{Camera, Capture, Marks, Paper, Params, Printer, Scanner, Scene, Span};
use crate::Error;
use crate::random::{Stream, between, stream};
use rand_chacha::ChaCha8Rng;

impl Params {
    /// Draws every range. One number is taken for each quantity, fixed or not, so
    /// that fixing one leaves the others as they were.
    pub fn draw(&self, seed: u64) -> Scene {
        let rng = &mut stream(seed, Stream::Conditions);
        Scene {
            printer: self.printer.draw(rng),
            paper: self.paper.draw(rng),
            marks: self.marks.draw(rng),
            capture: self.capture.draw(rng),
            scanner: self.scanner.draw(rng),
            camera: self.camera.as_ref().map(|camera| camera.draw(rng)),
            jpeg_quality: self.jpeg_quality,
        }
    }
}

impl Span {
    fn draw(self, rng: &mut ChaCha8Rng) -> f32 {
        between(rng, self.low, self.high)
    }
}

impl Printer<Span> {
    fn draw(&self, rng: &mut ChaCha8Rng) -> Printer<f32> {
        Printer {
            scale_percent: self.scale_percent.draw(rng),
            gain_dots: self.gain_dots.draw(rng),
            ragged_dots: self.ragged_dots.draw(rng),
            fading: self.fading.draw(rng),
            mottle: self.mottle.draw(rng),
            specks_per_cm2: self.specks_per_cm2.draw(rng),
            toner_level: self.toner_level.draw(rng),
            wobble_mm: self.wobble_mm.draw(rng),
        }
    }
}

impl Paper<Span> {
    fn draw(&self, rng: &mut ChaCha8Rng) -> Paper<f32> {
        Paper {
            level: self.level.draw(rng),
            warmth: self.warmth.draw(rng),
            show_through_percent: self.show_through_percent.draw(rng),
            crumple_mm: self.crumple_mm.draw(rng),
            folds: self.folds,
            fold_depth: self.fold_depth.draw(rng),
            fold_jump_mm: self.fold_jump_mm.draw(rng),
            torn_corner_mm: self.torn_corner_mm.draw(rng),
            punch_holes: self.punch_holes,
            staple: self.staple,
        }
    }
}

impl Marks<Span> {
    fn draw(&self, rng: &mut ChaCha8Rng) -> Marks<f32> {
        Marks {
            stamps: self.stamps,
            pens: self.pens,
            stains: self.stains,
            stain_depth: self.stain_depth.draw(rng),
            blots: self.blots.clone(),
            patches: self.patches.clone(),
        }
    }
}

impl Capture<Span> {
    fn draw(&self, rng: &mut ChaCha8Rng) -> Capture<f32> {
        Capture {
            mode: self.mode,
            rotation_deg: self.rotation_deg.draw(rng),
            uneven_light: self.uneven_light.draw(rng),
            glare: self.glare.draw(rng),
            noise: self.noise.draw(rng),
            gamma: self.gamma.draw(rng),
            crop_mm: self.crop_mm,
        }
    }
}

impl Scanner<Span> {
    fn draw(&self, rng: &mut ChaCha8Rng) -> Scanner<f32> {
        Scanner {
            dpi: self.dpi,
            bed: self.bed,
            shift_x_mm: self.shift_x_mm.draw(rng),
            shift_y_mm: self.shift_y_mm.draw(rng),
            wobble_mm: self.wobble_mm.draw(rng),
            sway_mm: self.sway_mm.draw(rng),
            stretch_x_percent: self.stretch_x_percent.draw(rng),
            stretch_y_percent: self.stretch_y_percent.draw(rng),
            blur_mm: self.blur_mm.draw(rng),
            streaks: self.streaks,
            lid_level: self.lid_level.draw(rng),
        }
    }
}

impl Camera<Span> {
    fn draw(&self, rng: &mut ChaCha8Rng) -> Camera<f32> {
        Camera {
            megapixels: self.megapixels,
            tilt_deg: self.tilt_deg.draw(rng),
            fill: self.fill.draw(rng),
            defocus_px: self.defocus_px.draw(rng),
            shadow: self.shadow.draw(rng),
            barrel_percent: self.barrel_percent.draw(rng),
        }
    }
}

impl Scene {
    /// Whether every quantity is within the range that the model covers.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let Scene {
            printer,
            paper,
            capture,
            scanner,
            ..
        } = self;
        let fraction = self
            .marks
            .blots
            .as_ref()
            .map_or(0.0, |blots| blots.fraction);
        let limits = [
            ("print scale, %", printer.scale_percent, 50.0, 150.0),
            ("toner gain, dots", printer.gain_dots, -0.9, 0.9),
            ("raggedness, dots", printer.ragged_dots, 0.0, 3.0),
            ("fading", printer.fading, 0.0, 1.0),
            ("mottle", printer.mottle, 0.0, 1.0),
            ("specks per cm²", printer.specks_per_cm2, 0.0, 1000.0),
            ("printer wobble, mm", printer.wobble_mm, 0.0, 3.0),
            ("show-through, %", paper.show_through_percent, 0.0, 100.0),
            ("crumple, mm", paper.crumple_mm, 0.0, 3.0),
            ("fold jump, mm", paper.fold_jump_mm, 0.0, 5.0),
            ("torn corner, mm", paper.torn_corner_mm, 0.0, 500.0),
            ("blot fraction", fraction, 0.0, 1.0),
            ("rotation, degrees", capture.rotation_deg, -3600.0, 3600.0),
            ("uneven light", capture.uneven_light, 0.0, 1.0),
            ("glare", capture.glare, 0.0, 1.0),
            ("noise, levels", capture.noise, 0.0, 100.0),
            ("gamma", capture.gamma, 0.5, 3.0),
            ("resolution, dpi", scanner.dpi, 25.0, 1200.0),
            ("feed wobble, mm", scanner.wobble_mm, 0.0, 3.0),
            ("sway, mm", scanner.sway_mm, 0.0, 3.0),
            ("stretch across, %", scanner.stretch_x_percent, -10.0, 10.0),
            ("stretch along, %", scanner.stretch_y_percent, -10.0, 10.0),
            ("blur, mm", scanner.blur_mm, 0.0, 3.0),
        ];
        limits.into_iter().try_for_each(within)?;
        let Some(camera) = &self.camera else {
            return Ok(());
        };
        let limits = [
            ("megapixels", camera.megapixels, 0.1, 200.0),
            ("tilt, degrees", camera.tilt_deg, 0.0, 45.0),
            ("fill", camera.fill, 0.1, 3.0),
            ("defocus, pixels", camera.defocus_px, 0.0, 20.0),
            ("shadow", camera.shadow, 0.0, 1.0),
            ("barrel distortion, %", camera.barrel_percent, -5.0, 5.0),
        ];
        limits.into_iter().try_for_each(within)
    }
}

fn within((name, value, low, high): (&str, f32, f32, f32)) -> Result<(), Error> {
    if (low..=high).contains(&value) {
        return Ok(());
    }
    Err(Error::Params(format!(
        "{name} is {value}; it must be from {low} to {high}"
    )))
}
