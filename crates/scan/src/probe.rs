//! Pictures of the stages, for whoever works on one: behind the feature `probe`, which the
//! site is never built with. A picture of a page is the page.

use crate::blocks::{BLOCK, Block, Blocks};
use crate::geometry::Point;
use crate::gray::{Gray, Plane};
use crate::marks::{self, Candidate, Coarse};
use crate::{Evidence, locate, scan};

/// One stage, three bytes a pixel.
pub struct Picture {
    pub stage: &'static str,
    pub width: usize,
    pub height: usize,
    pub rgb: Vec<u8>,
}

type Colour = [u8; 3];
const GREEN: Colour = [0, 170, 60];
const RED: Colour = [230, 30, 30];
const BLUE: Colour = [30, 80, 255];
const ORANGE: Colour = [255, 140, 0];

/// Every stage that the page came to.
pub fn pictures(page: Gray) -> Vec<Picture> {
    let plane = Plane::for_reading(page);
    let mut all = vec![candidates(&plane), seen(page)];
    if let Ok(sheet) = locate::sheet(&plane, &mut Evidence::default()) {
        let mut pilots = Canvas::of(&plane);
        for (at, is_found) in sheet.mesh.pilots() {
            let colour = if is_found { GREEN } else { RED };
            (3..9).for_each(|radius| pilots.circle(at, radius as f32, colour));
        }
        all.push(pilots.called("3-pilots"));
        let mut blocks = Blocks::sample(&plane, sheet.layout, &sheet.mesh);
        let before: Vec<Point> = blocks.blocks.iter().map(|b| b.place.center).collect();
        blocks.track();
        all.push(clarity(&plane, &blocks, &before));
    }
    all
}

/// The small plane with everything that looked like a mark at any scale; in blue what has
/// the hole.
fn candidates(plane: &Plane) -> Picture {
    let coarse = Coarse::new(plane);
    let (small, ratio) = coarse.small();
    let mut canvas = Canvas::of(small);
    let mut all: Vec<Candidate> = Vec::new();
    for scale in marks::SCALES {
        marks::merge(&mut all, coarse.candidates(scale));
    }
    for candidate in all {
        let radius = candidate.scale * sheet::layout::MARK_RADIUS as f32 / ratio + 2.0;
        let colour = if candidate.hole > 0.5 { BLUE } else { RED };
        canvas.circle(candidate.center * (1.0 / ratio), radius, colour);
    }
    canvas.called("1-candidates")
}

/// The page with what the report would draw: the marks, the labels, the grid's corners.
fn seen(page: Gray) -> Picture {
    let plane = Plane::for_reading(page);
    let evidence = scan(page).evidence;
    let at = |point: [f32; 2]| Point::from(point) * (1.0 / plane.scale);
    let mut canvas = Canvas::of(&plane);
    for mark in evidence.marks {
        canvas.circle(at(mark), 30.0, RED);
        canvas.circle(at(mark), 31.0, RED);
    }
    for label in evidence.labels {
        canvas.outline(label.map(at), GREEN);
    }
    if let Some(grid) = evidence.grid {
        canvas.outline(grid.map(at), BLUE);
    }
    canvas.called("2-sheet")
}

/// Blocks from red, unclear, to green; blue where flat; outlined where tracking moved them.
fn clarity(plane: &Plane, blocks: &Blocks, before: &[Point]) -> Picture {
    let usual = blocks.usual_clarity();
    let mut canvas = Canvas::of(plane);
    for (block, before) in blocks.blocks.iter().zip(before) {
        let share = (block.clarity / usual).clamp(0.0, 1.0);
        let colour = match block.is_flat {
            true => BLUE,
            false => [((1.0 - share) * 255.0) as u8, (share * 190.0) as u8, 0],
        };
        canvas.fill(block, colour);
        if (block.place.center - *before).length() > 0.0 {
            canvas.outline(corners(block), ORANGE);
        }
    }
    canvas.called("4-blocks")
}

fn corners(block: &Block) -> [Point; 4] {
    let half = BLOCK as f32 / 2.0;
    [(-half, -half), (half, -half), (half, half), (-half, half)].map(|(x, y)| block.place.at(x, y))
}

/// A plane made light, to be drawn on in colours.
struct Canvas {
    width: usize,
    rgb: Vec<u8>,
}

impl Canvas {
    fn of(plane: &Plane) -> Canvas {
        let light = |level: &u8| [128 + level / 2; 3];
        Canvas {
            width: plane.width,
            rgb: plane.rows().flatten().flat_map(light).collect(),
        }
    }

    fn called(self, stage: &'static str) -> Picture {
        Picture {
            stage,
            width: self.width,
            height: self.rgb.len() / 3 / self.width.max(1),
            rgb: self.rgb,
        }
    }

    /// The pixel here, if it is one.
    fn pixel(&mut self, at: Point) -> Option<&mut [u8]> {
        let is_inside = at.x >= 0.0 && at.y >= 0.0 && (at.x as usize) < self.width;
        let start = (at.y as usize * self.width + at.x as usize) * 3;
        is_inside.then(|| self.rgb.get_mut(start..start + 3))?
    }

    fn dot(&mut self, at: Point, colour: Colour) {
        if let Some(pixel) = self.pixel(at) {
            pixel.copy_from_slice(&colour);
        }
    }

    fn line(&mut self, from: Point, to: Point, colour: Colour) {
        let steps = (to - from).length().ceil().max(1.0);
        for k in 0..=steps as usize {
            self.dot(from + (to - from) * (k as f32 / steps), colour);
        }
    }

    fn outline(&mut self, corners: [Point; 4], colour: Colour) {
        let [a, b, c, d] = corners;
        for (from, to) in [(a, b), (b, c), (c, d), (d, a)] {
            self.line(from, to, colour);
        }
    }

    fn circle(&mut self, center: Point, radius: f32, colour: Colour) {
        let steps = (radius * 8.0) as usize;
        for k in 0..steps {
            let angle = k as f32 / steps as f32 * std::f32::consts::TAU;
            let (y, x) = angle.sin_cos();
            self.dot(center + Point { x, y } * radius, colour);
        }
    }

    /// Tints what lies under a block, pixel by pixel.
    fn fill(&mut self, block: &Block, colour: Colour) {
        let [a, b, _, d] = corners(block);
        let (right, down) = (b - a, d - a);
        let (across, high) = (right.length().ceil(), down.length().ceil());
        for y in 0..high as usize {
            for x in 0..across as usize {
                let (u, v) = ((x as f32 + 0.5) / across, (y as f32 + 0.5) / high);
                let Some(pixel) = self.pixel(a + right * u + down * v) else {
                    continue;
                };
                for (level, colour) in pixel.iter_mut().zip(colour) {
                    *level = level.midpoint(colour);
                }
            }
        }
    }
}
