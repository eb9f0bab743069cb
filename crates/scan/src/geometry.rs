use std::ops::{Add, Mul, Sub};

/// A place or a displacement. Pixels count from the page's top left corner, so the centre
/// of the first pixel is (0.5, 0.5).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Point {
    pub x: f32,
    pub y: f32,
}

impl Point {
    pub fn length(self) -> f32 {
        // Nothing here is so long or short that `hypot`, ten times slower, were needed.
        (self.x * self.x + self.y * self.y).sqrt()
    }

    /// Twice the area of the triangle that both span; positive where `other` turns to the right.
    pub fn cross(self, other: Point) -> f32 {
        self.x * other.y - self.y * other.x
    }

    /// As complex numbers: rotates by the other's angle and scales by its length.
    pub fn turn(self, by: Point) -> Point {
        Point {
            x: self.x * by.x - self.y * by.y,
            y: self.x * by.y + self.y * by.x,
        }
    }

    /// The turn that makes `from` this.
    pub fn turn_from(self, from: Point) -> Point {
        let conjugate = Point {
            x: from.x,
            y: -from.y,
        };
        self.turn(conjugate) * (1.0 / (from.x * from.x + from.y * from.y))
    }
}

impl From<[f32; 2]> for Point {
    fn from([x, y]: [f32; 2]) -> Point {
        Point { x, y }
    }
}

impl Add for Point {
    type Output = Point;
    fn add(self, other: Point) -> Point {
        Point {
            x: self.x + other.x,
            y: self.y + other.y,
        }
    }
}

impl Sub for Point {
    type Output = Point;
    fn sub(self, other: Point) -> Point {
        Point {
            x: self.x - other.x,
            y: self.y - other.y,
        }
    }
}

impl Mul<f32> for Point {
    type Output = Point;
    fn mul(self, by: f32) -> Point {
        Point {
            x: self.x * by,
            y: self.y * by,
        }
    }
}

/// A plane projective map (Hartley and Zisserman, chapter 2), its last entry 1.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Homography([f64; 8]);

impl Homography {
    /// The map that takes each `from` to its `to`; `None` when three of them lie on a line.
    pub fn between(from: [Point; 4], to: [Point; 4]) -> Option<Homography> {
        let rows = from.into_iter().zip(to).flat_map(|(f, t)| {
            let [x, y, u, v] = [f.x, f.y, t.x, t.y].map(f64::from);
            [
                [x, y, 1.0, 0.0, 0.0, 0.0, -u * x, -u * y, u],
                [0.0, 0.0, 0.0, x, y, 1.0, -v * x, -v * y, v],
            ]
        });
        solve(rows.collect()).map(Homography)
    }

    /// Length of a short step here after mapping, relative to before; the mean over all
    /// directions.
    pub fn scale(&self, at: Point) -> f32 {
        let step = |x, y| self.map(at + Point { x, y }) - self.map(at - Point { x, y });
        (step(8.0, 0.0).cross(step(0.0, 8.0)).abs() / 256.0).sqrt()
    }

    pub fn map(&self, p: Point) -> Point {
        let [a, b, c, d, e, f, g, h] = self.0;
        let (x, y) = (f64::from(p.x), f64::from(p.y));
        let w = g * x + h * y + 1.0;
        Point {
            x: ((a * x + b * y + c) / w) as f32,
            y: ((d * x + e * y + f) / w) as f32,
        }
    }
}

/// Gauss–Jordan elimination with partial pivoting of eight equations, the right side last.
fn solve(mut rows: Vec<[f64; 9]>) -> Option<[f64; 8]> {
    for k in 0..8 {
        let size = |row: &[f64; 9]| row.get(k).copied().unwrap_or(0.0).abs();
        let best = (k..8).max_by(|&a, &b| {
            let sizes = [a, b].map(|r| rows.get(r).map_or(0.0, size));
            sizes
                .iter()
                .copied()
                .reduce(|a, b| a - b)
                .unwrap_or(0.0)
                .total_cmp(&0.0)
        })?;
        rows.swap(k, best);
        let pivot = *rows.get(k)?;
        let lead = *pivot.get(k)?;
        if lead.abs() < 1e-12 {
            return None;
        }
        let pivot = pivot.map(|v| v / lead);
        for (r, row) in rows.iter_mut().enumerate() {
            let factor = row.get(k).copied().unwrap_or(0.0);
            if r == k {
                *row = pivot;
            } else {
                row.iter_mut()
                    .zip(pivot)
                    .for_each(|(v, p)| *v -= factor * p);
            }
        }
    }
    let mut solution = [0.0; 8];
    for (s, row) in solution.iter_mut().zip(&rows) {
        *s = row.last().copied().filter(|v| v.is_finite())?;
    }
    Some(solution)
}
