use std::ops::{Add, Mul, Sub};

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Point {
    pub x: f32,
    pub y: f32,
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
        self + other * -1.0
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

impl Point {
    pub fn length(self) -> f32 {
        self.x.hypot(self.y)
    }
}

/// What one pixel to the right and one down come to, from where the first pixel's corner lies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Affine {
    pub right: Point,
    pub down: Point,
    pub origin: Point,
}

impl Affine {
    pub fn map(&self, at: Point) -> Point {
        self.step(at) + self.origin
    }

    /// What a step comes to, from wherever.
    pub fn step(&self, by: Point) -> Point {
        self.right * by.x + self.down * by.y
    }

    fn area(&self) -> f32 {
        self.right.x * self.down.y - self.right.y * self.down.x
    }

    /// How many pixels one pixel's side is long.
    pub fn scale(&self) -> f32 {
        self.area().abs().sqrt()
    }

    /// The same map between rasters whose pixels are so many times as large.
    pub fn rescaled(&self, from: f32, to: f32) -> Affine {
        Affine {
            right: self.right * (from / to),
            down: self.down * (from / to),
            origin: self.origin * (1.0 / to),
        }
    }

    /// The least squares map of these pairs; the worst third is left out in the end.
    pub fn fitted(pairs: &[(Point, Point)]) -> Option<Affine> {
        let mut kept = pairs.to_vec();
        let mut map = least_squares(&kept)?;
        for _ in 0..3 {
            let off = |(from, to): &(Point, Point)| (map.map(*from) - *to).length();
            kept = pairs.to_vec();
            kept.sort_by(|a, b| off(a).total_cmp(&off(b)));
            kept.truncate((pairs.len() * 2 / 3).max(4));
            map = least_squares(&kept)?;
        }
        Some(map)
    }
}

fn least_squares(pairs: &[(Point, Point)]) -> Option<Affine> {
    if pairs.len() < 4 {
        return None;
    }
    let share = 1.0 / pairs.len() as f32;
    let sum = |points: &mut dyn Iterator<Item = Point>| points.fold(Point::default(), Add::add);
    let from = sum(&mut pairs.iter().map(|p| p.0)) * share;
    let to = sum(&mut pairs.iter().map(|p| p.1)) * share;
    let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
    let (mut by_x, mut by_y) = (Point::default(), Point::default());
    for pair in pairs {
        let (a, b) = (pair.0 - from, pair.1 - to);
        (xx, xy, yy) = (xx + a.x * a.x, xy + a.x * a.y, yy + a.y * a.y);
        (by_x, by_y) = (by_x + b * a.x, by_y + b * a.y);
    }
    let determinant = xx * yy - xy * xy;
    if determinant <= 1e-3 * (xx + yy).powi(2) {
        return None;
    }
    let right = (by_x * yy - by_y * xy) * (1.0 / determinant);
    let down = (by_y * xx - by_x * xy) * (1.0 / determinant);
    let origin = to - right * from.x - down * from.y;
    Some(Affine {
        right,
        down,
        origin,
    })
}
