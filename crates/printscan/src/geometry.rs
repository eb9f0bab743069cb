//! Where each pixel of the picture lies on the paper.

use crate::Error;
use crate::camera::View;
use crate::conditions::Scene;
use crate::crumple::crumple;
use crate::field::{Curve, Field};
use crate::glass::Glass;
use crate::random::{Stream, stream};

/// The map from pixels to millimetres on the paper, all but the jumps at folds.
pub(crate) struct Geometry {
    /// Size of the picture, in pixels.
    pub(crate) width: usize,
    pub(crate) height: usize,
    /// Resolution that a file states.
    pub(crate) dpi: f32,
    /// The picture's place in the whole frame, when it is cropped.
    left: i32,
    top: i32,
    device: Device,
    /// Displacement x and y in mm, and the shade of the slope.
    crumple: Option<Field<3>>,
    advance: Option<Curve>,
}

enum Device {
    Scanner(Glass),
    Camera(View),
}

/// A place on the paper in mm, and how much light its slope throws back.
#[derive(Clone, Copy)]
pub(crate) struct Spot {
    pub(crate) x: f32,
    pub(crate) y: f32,
    pub(crate) shade: f32,
}

impl Geometry {
    pub(crate) fn new(scene: &Scene, paper: (f32, f32), seed: u64) -> Result<Self, Error> {
        let rotation = scene.capture.rotation_deg;
        let (device, (width, height), dpi) = match &scene.camera {
            Some(camera) => {
                let view = View::new(camera, rotation, paper, seed);
                // What phones write into their files, whatever the distance.
                (Device::Camera(view), view.size(), 72.0)
            }
            None => {
                let glass = Glass::new(&scene.scanner, rotation, paper, seed);
                let size = glass.size();
                (Device::Scanner(glass), size, scene.scanner.dpi)
            }
        };
        if width * height > MOST_PIXELS {
            return Err(Error::Params(format!(
                "{width} × {height} pixels are too many"
            )));
        }
        let advance = (scene.printer.wobble_mm > 0.0).then(|| {
            let rng = &mut stream(seed, Stream::Printer);
            Curve::sinusoids(rng, paper.1, scene.printer.wobble_mm)
        });
        let crumple =
            (scene.paper.crumple_mm > 0.0).then(|| crumple(paper, scene.paper.crumple_mm, seed));
        Ok(Self {
            width,
            height,
            dpi,
            left: 0,
            top: 0,
            device,
            crumple,
            advance,
        })
    }

    /// The place under the centre of pixel `x`, `y`.
    #[inline]
    pub(crate) fn at(&self, x: f32, y: f32) -> Spot {
        let (x, y) = (x + self.left as f32 + 0.5, y + self.top as f32 + 0.5);
        let (x, y) = match &self.device {
            Device::Scanner(glass) => glass.at(x, y),
            Device::Camera(view) => view.at(x, y),
        };
        let [dx, dy, shade] = self
            .crumple
            .as_ref()
            .map_or([0.0, 0.0, 1.0], |field| field.at(x, y));
        let advance = self.advance.as_ref().map_or(0.0, |curve| curve.at(y));
        Spot {
            x: x + dx,
            y: y + dy + advance,
            shade,
        }
    }

    /// Millimetres on the paper from one pixel to the next, in the picture's middle.
    pub(crate) fn pixel_mm(&self) -> f32 {
        let (x, y) = (self.width as f32 / 2.0, self.height as f32 / 2.0);
        // Over a long way, so that wobble and crumple average out.
        let (a, b) = (self.at(x - 200.0, y), self.at(x + 200.0, y));
        (b.x - a.x).hypot(b.y - a.y) / 400.0
    }

    /// Keeps only the pixels that show `area` (left, top, right, bottom in mm) and a
    /// margin around it.
    pub(crate) fn crop(&mut self, area: [f32; 4], margin: f32) -> Result<(), Error> {
        let [left, top, right, bottom] = area;
        let (mut low, mut high) = ((f32::MAX, f32::MAX), (f32::MIN, f32::MIN));
        for step in 0..=32 {
            let part = step as f32 / 32.0;
            let (x, y) = (left + (right - left) * part, top + (bottom - top) * part);
            for (x, y) in [(x, top), (x, bottom), (left, y), (right, y)] {
                let (x, y) = self.pixel_of(x, y);
                low = (low.0.min(x), low.1.min(y));
                high = (high.0.max(x), high.1.max(y));
            }
        }
        let margin = margin / self.pixel_mm();
        let edge = |value: f32, most: usize| (value.round() as i32).clamp(0, most as i32);
        let (x0, x1) = (
            edge(low.0 - margin, self.width),
            edge(high.0 + margin + 1.0, self.width),
        );
        let (y0, y1) = (
            edge(low.1 - margin, self.height),
            edge(high.1 + margin + 1.0, self.height),
        );
        if x1 - x0 < 16 || y1 - y0 < 16 {
            return Err(Error::Params("the cropped picture would be empty".into()));
        }
        (self.left, self.top) = (x0, y0);
        (self.width, self.height) = ((x1 - x0) as usize, (y1 - y0) as usize);
        Ok(())
    }

    /// The pixel over a place on the paper, by Newton's method.
    fn pixel_of(&self, x: f32, y: f32) -> (f32, f32) {
        const STEP: f32 = 8.0;
        let (mut px, mut py) = (self.width as f32 / 2.0, self.height as f32 / 2.0);
        for _ in 0..12 {
            let spot = self.at(px, py);
            let (right, down) = (self.at(px + STEP, py), self.at(px, py + STEP));
            let (a, b) = ((right.x - spot.x) / STEP, (down.x - spot.x) / STEP);
            let (c, d) = ((right.y - spot.y) / STEP, (down.y - spot.y) / STEP);
            let (ex, ey) = (x - spot.x, y - spot.y);
            let determinant = a * d - b * c;
            px += (d * ex - b * ey) / determinant;
            py += (a * ey - c * ex) / determinant;
        }
        (px, py)
    }
}

const MOST_PIXELS: usize = 400_000_000;
