//! The picture, pixel by pixel: toner on paper, what lies on it, light, and the sensor.

mod sensor;
mod stride;

use crate::conditions::{Mode, Scene};
use crate::fold::{Fold, folds};
use crate::geometry::{Geometry, Spot};
use crate::light::{Light, light, streaks};
use crate::marks::marks;
use crate::overlay::Overlay;
use crate::plane::Plane;
use crate::print::{MM_PER_DOT, Print};
use crate::{Error, Scan, blots, blur, camera, tone, toner};
use sensor::Sensor;

/// Prints and scans under conditions that are already drawn.
pub(crate) fn render(
    front: &Print,
    other_side: Option<&Print>,
    scene: &Scene,
    seed: u64,
) -> Result<Scan, Error> {
    scene.check()?;
    front.check()?;
    let paper = front.size_mm();
    let mut geometry = Geometry::new(scene, paper, seed)?;
    if let Some(margin) = scene.capture.crop_mm {
        let area = front.bounds().map(|dot| dot as f32 * MM_PER_DOT);
        geometry.crop(
            blots::printed(area, scene.printer.scale_percent, paper),
            margin,
        )?;
    }
    let scan = match scene.capture.mode {
        Mode::Color => Page::<3>::new(front, other_side, scene, &geometry, seed)?.scan(),
        Mode::Gray | Mode::Bw(_) => {
            Page::<1>::new(front, other_side, scene, &geometry, seed)?.scan()
        }
    };
    Ok(match scene.capture.mode {
        Mode::Bw(threshold) => tone::one_bit(scan, threshold),
        Mode::Color | Mode::Gray => scan,
    })
}

/// Pixels between two exact evaluations of the geometry and the light.
const STRIDE: usize = 16;

/// Everything that is needed to render, with `C` channels in linear light.
struct Page<'a, const C: usize> {
    geometry: &'a Geometry,
    size: (f32, f32),
    pixel_mm: f32,
    front: Plane,
    back: Option<Plane>,
    show_through: f32,
    folds: Vec<Fold>,
    /// Furthest that a fold displaces anything, in mm.
    jump: f32,
    overlay: Overlay,
    light: Light,
    streaks: Option<Vec<[f32; 3]>>,
    sensor: Sensor,
    paper: [f32; C],
    toner: [f32; C],
    ground: [f32; C],
    /// Width and depth of the shadow that the paper throws on what it lies on.
    edge: (f32, f32),
}

/// One end of a stride.
#[derive(Clone, Copy)]
struct End {
    spot: Spot,
    light: f32,
    glare: f32,
}

impl<'a, const C: usize> Page<'a, C> {
    fn new(
        front: &Print,
        other_side: Option<&Print>,
        scene: &Scene,
        geometry: &'a Geometry,
        seed: u64,
    ) -> Result<Self, Error> {
        let sensor = Sensor::new(&scene.capture, seed);
        let size = front.size_mm();
        let pixel_mm = geometry.pixel_mm();
        let optics = match &scene.camera {
            Some(camera) => camera.defocus_px * pixel_mm,
            None => scene.scanner.blur_mm,
        };
        // The aperture is a box of one pixel; its variance is a twelfth of its square.
        let sigma = (optics * optics + pixel_mm * pixel_mm / 12.0).sqrt();
        let front_plane = blur::blurred(toner::toner(front, &scene.printer, seed), sigma);
        let show_through = scene.paper.show_through_percent / 100.0;
        let back = match other_side.filter(|_| show_through > 0.0) {
            Some(print) => {
                print.check()?;
                Some(blur::blurred(
                    toner::flat(print, &scene.printer).halved().halved(),
                    THROUGH,
                ))
            }
            None => None,
        };
        let (ground, edge) = match scene.camera {
            Some(_) => (camera::table(seed), (2.5, 0.45)),
            None => ([scene.scanner.lid_level as u8; 3], (0.4, 0.25)),
        };
        let (level, warmth) = (scene.paper.level, scene.paper.warmth);
        let streaks = match scene.camera {
            Some(_) => None,
            None => streaks(scene.scanner.streaks, geometry.width, geometry.dpi, seed),
        };
        Ok(Self {
            size,
            pixel_mm,
            front: front_plane,
            back,
            show_through,
            folds: folds(&scene.paper, size, seed),
            jump: scene.paper.fold_jump_mm / 2.0 * f32::from(scene.paper.folds),
            overlay: marks(scene, front, ground, seed),
            light: light(scene, seed),
            streaks,
            paper: sensor.linear([level, level - 0.3 * warmth, level - warmth]),
            toner: sensor.linear([scene.printer.toner_level; 3]),
            ground: sensor.linear(ground.map(f32::from)),
            edge,
            sensor,
            geometry,
        })
    }

    fn scan(mut self) -> Scan {
        let (width, height) = (self.geometry.width, self.geometry.height);
        let mut pixels = Vec::with_capacity(width * height * C);
        let mut row = vec![[0f32; C]; width.next_multiple_of(STRIDE)];
        for y in 0..height {
            self.row(y, &mut row);
            if let Some(streaks) = &self.streaks {
                for (pixel, streak) in row.iter_mut().zip(streaks) {
                    pixel
                        .iter_mut()
                        .zip(streak)
                        .for_each(|(value, part)| *value *= part);
                }
            }
            self.sensor.expose(row[..width].as_flattened(), &mut pixels);
        }
        Scan {
            width,
            height,
            dpi: self.geometry.dpi,
            mode: mode::<C>(),
            pixels,
        }
    }

    /// Linear light along one row of pixels.
    fn row(&self, y: usize, row: &mut [[f32; C]]) {
        let mut from = self.end(0, y);
        for (stride, pixels) in row.chunks_exact_mut(STRIDE).enumerate() {
            let to = self.end((stride + 1) * STRIDE, y);
            self.stride(from, to, pixels);
            from = to;
        }
    }

    fn end(&self, x: usize, y: usize) -> End {
        let spot = self.geometry.at(x as f32, y as f32);
        let along = |at: usize, length: usize| at as f32 / length as f32;
        let [light, glare] = self.light.at(
            along(x, self.geometry.width),
            along(y, self.geometry.height),
        );
        End {
            spot,
            light: light * spot.shade,
            glare,
        }
    }
}

/// Standard deviation of what shows through paper, in mm.
const THROUGH: f32 = 0.2;

fn mode<const C: usize>() -> Mode {
    if C == 3 { Mode::Color } else { Mode::Gray }
}
