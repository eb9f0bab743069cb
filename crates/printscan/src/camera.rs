//! A camera over the table: perspective and lens distortion.

use crate::conditions::Camera;
use crate::random::{Stream, between, stream};
use rand::RngExt;

/// From pixels to the paper through a pinhole.
#[derive(Clone, Copy)]
pub(crate) struct View {
    width: f64,
    height: f64,
    /// Homography from pixels (centred) to millimetres on the paper.
    to_paper: [[f64; 3]; 3],
    barrel: f64,
}

/// Focal length over the sensor's diagonal: 26 mm on full frame.
const FOCAL: f64 = 26.0 / 43.27;

impl View {
    pub(crate) fn new(camera: &Camera<f32>, roll: f32, paper: (f32, f32), seed: u64) -> Self {
        let rng = &mut stream(seed, Stream::Camera);
        let axis = f64::from(between(rng, 0.0, std::f32::consts::TAU));
        let pixels = f64::from(camera.megapixels) * 1e6;
        let (long, short) = ((pixels * 4.0 / 3.0).sqrt(), (pixels * 0.75).sqrt());
        let roll = f64::from(roll).to_radians();
        let paper = (f64::from(paper.0), f64::from(paper.1));
        let lying = (paper.0 > paper.1) != (roll.sin().abs() > roll.cos().abs());
        let (width, height) = if lying { (long, short) } else { (short, long) };
        let turn = rotation(axis, f64::from(camera.tilt_deg).to_radians(), roll);
        let focal = FOCAL * long.hypot(short);
        let mut pose = Pose {
            turn,
            focal,
            distance: 2.0 * paper.1.max(paper.0),
            paper,
        };
        // The distance at which the page fills the frame as asked, found by repetition.
        for _ in 0..30 {
            let [left, top, right, bottom] = pose.extent();
            let filled = ((right - left) / width).max((bottom - top) / height);
            pose.distance *= filled / f64::from(camera.fill);
        }
        let [left, top, right, bottom] = pose.extent();
        let centre = ((left + right) / 2.0, (top + bottom) / 2.0);
        let to_paper = inverse(pose.homography(centre));
        // Pixels are counted as round numbers: the size of the picture is whole.
        let barrel = f64::from(camera.barrel_percent) / 100.0;
        Self {
            width: width.round(),
            height: height.round(),
            to_paper,
            barrel,
        }
    }

    pub(crate) fn size(&self) -> (usize, usize) {
        (self.width as usize, self.height as usize)
    }

    pub(crate) fn at(&self, x: f32, y: f32) -> (f32, f32) {
        let (x, y) = (
            f64::from(x) - self.width / 2.0,
            f64::from(y) - self.height / 2.0,
        );
        let corner = self.width.powi(2) + self.height.powi(2);
        let bent = 1.0 + self.barrel * 4.0 * (x * x + y * y) / corner;
        let (x, y) = (x * bent, y * bent);
        let [u, v, w] = self.to_paper.map(|row| row[0] * x + row[1] * y + row[2]);
        ((u / w) as f32, (v / w) as f32)
    }
}

/// Levels of the table that the page lies on.
pub(crate) fn table(seed: u64) -> [u8; 3] {
    let rng = &mut stream(seed, Stream::Table);
    let tables = [
        [146, 108, 74],
        [92, 66, 48],
        [70, 72, 76],
        [188, 186, 178],
        [58, 92, 78],
    ];
    let bright = between(rng, 0.85, 1.1);
    let table: [u8; 3] = tables[rng.random::<u32>() as usize % tables.len()];
    table.map(|level| (f32::from(level) * bright) as u8)
}

struct Pose {
    turn: [[f64; 3]; 3],
    focal: f64,
    distance: f64,
    paper: (f64, f64),
}

impl Pose {
    /// From millimetres on the paper to pixels; `centre` becomes the picture's middle.
    fn homography(&self, centre: (f64, f64)) -> [[f64; 3]; 3] {
        let (cx, cy) = (self.paper.0 / 2.0, self.paper.1 / 2.0);
        let [mut x, mut y, z] = self
            .turn
            .map(|row| [row[0], row[1], -row[0] * cx - row[1] * cy]);
        let z = [z[0], z[1], z[2] + self.distance];
        for n in 0..3 {
            x[n] = self.focal * x[n] - centre.0 * z[n];
            y[n] = self.focal * y[n] - centre.1 * z[n];
        }
        [x, y, z]
    }

    /// Left, top, right and bottom of the page in the picture.
    fn extent(&self) -> [f64; 4] {
        let h = self.homography((0.0, 0.0));
        let (width, height) = self.paper;
        let corners = [(0.0, 0.0), (width, 0.0), (0.0, height), (width, height)].map(|(x, y)| {
            let [u, v, w] = h.map(|row| row[0] * x + row[1] * y + row[2]);
            (u / w, v / w)
        });
        corners
            .iter()
            .fold([f64::MAX, f64::MAX, f64::MIN, f64::MIN], |e, &(x, y)| {
                [e[0].min(x), e[1].min(y), e[2].max(x), e[3].max(y)]
            })
    }
}

/// A roll in the page's plane, then a tilt about an axis in that plane (Rodrigues).
fn rotation(axis: f64, tilt: f64, roll: f64) -> [[f64; 3]; 3] {
    let (ay, ax) = axis.sin_cos();
    let (s, c) = tilt.sin_cos();
    let tilt = [
        [c + ax * ax * (1.0 - c), ax * ay * (1.0 - c), ay * s],
        [ax * ay * (1.0 - c), c + ay * ay * (1.0 - c), -ax * s],
        [-ay * s, ax * s, c],
    ];
    let (s, c) = roll.sin_cos();
    tilt.map(|[x, y, z]| [x * c + y * s, y * c - x * s, z])
}

fn inverse(m: [[f64; 3]; 3]) -> [[f64; 3]; 3] {
    let minor = |row: usize, column: usize| {
        let (r0, r1) = ((row + 1) % 3, (row + 2) % 3);
        let (c0, c1) = ((column + 1) % 3, (column + 2) % 3);
        m[r0][c0] * m[r1][c1] - m[r0][c1] * m[r1][c0]
    };
    let determinant: f64 = (0..3).map(|column| m[0][column] * minor(0, column)).sum();
    std::array::from_fn(|row| std::array::from_fn(|column| minor(column, row) / determinant))
}
