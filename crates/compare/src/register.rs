//! From a rough place to a field of shifts: where each part of the restored front lies.

use crate::folds::{self, Fold};
use crate::geometry::{Affine, Point};
use crate::ink::Ink;
use crate::mesh::{Mesh, TILE};
use crate::plane::Plane;
use crate::profiles;
use crate::residual::CELL;
use crate::restored::Restored;

/// Rasters of about 100 dpi, on which the front is looked for.
pub(crate) struct Rough {
    restored: Plane<'static>,
    page: Ink,
    /// Pixels along a rough pixel.
    restored_by: usize,
    page_by: usize,
}

/// Where the restored front's pixels lie on the page, and how sure that is.
pub(crate) struct Registration {
    pub map: Affine,
    /// How well the ink agrees, -1 to 1.
    pub agreement: f32,
}

/// Nothing else agrees as well as this.
const GOOD: f32 = 0.55;
/// Rough pixels per mm.
const PER_MM: f32 = 4.0;
/// No stroke of a certificate is wider, in mm; wider darkness is no ink.
const WIDEST: f32 = 3.5;

impl Rough {
    pub fn new(restored: &Restored, page: &Plane) -> Rough {
        let restored_by = (1.0 / PER_MM / restored.mm).round().clamp(1.0, 64.0) as usize;
        // The page is as large as the paper, as far as is known yet.
        let long = restored.width.max(restored.height) as f32 * restored.mm;
        let per_mm = page.width.max(page.height) as f32 / long.max(1.0);
        let page_by = (per_mm / PER_MM).round().clamp(1.0, 64.0) as usize;
        let reach = (WIDEST * per_mm / page_by as f32) as usize;
        Rough {
            restored: restored.shrunk(restored_by),
            restored_by,
            page: Ink::of(&page.shrunk(page_by), reach),
            page_by,
        }
    }

    /// The best map from rough pixels to rough pixels.
    pub fn register(&self) -> Option<Registration> {
        let (restored, page) = (self.restored.shrunk(2), self.page.darkness.shrunk(2));
        let sampled = Sampled::new(&restored);
        let agreement = |map: &Affine| sampled.agreement(&page, map);
        let (map, agreement) = profiles::best(&restored, &page, agreement, GOOD)?;
        Some(Registration {
            map: map.rescaled(0.5, 0.5),
            agreement,
        })
    }

    /// The map bettered by large patches, then shifts of small ones.
    pub fn placed(&self, map: Affine) -> Placed<'_> {
        // A few large patches far around, then all smaller ones nearby.
        let (restored, page) = (&self.restored, &self.page.darkness);
        let few = Field::searched::<64>(restored, page, &map, 128, 8);
        let map = few.refit(&map).unwrap_or(map);
        let mut field = Field::searched::<48>(restored, page, &map, 48, 5);
        field.fill();
        let (from, to) = (1.0 / self.restored_by as f32, 1.0 / self.page_by as f32);
        Placed {
            rough: self,
            map: map.rescaled(from, to),
            rough_map: map,
            field,
        }
    }
}

/// Where the restored front lies, to a few pixels: all places are in pixels of the restored front.
pub(crate) struct Placed<'a> {
    rough: &'a Rough,
    /// To pixels of the page.
    pub map: Affine,
    rough_map: Affine,
    field: Field,
}

impl Placed<'_> {
    /// By how much more than the map says.
    pub fn shift(&self, at: Point) -> Point {
        let by = self.rough.restored_by as f32;
        self.field.at(at * (1.0 / by)) * by
    }

    fn rough(&self, at: Point) -> Point {
        let at = at * (1.0 / self.rough.restored_by as f32);
        self.rough_map.map(at + self.field.at(at))
    }

    /// How light the paper is.
    pub fn paper(&self, at: Point) -> f32 {
        self.rough.page.paper.sample(self.rough(at))
    }

    /// Dark lines across the page that nobody printed.
    pub fn folds(&self, mesh: &Mesh) -> Vec<Fold> {
        let by = self.rough.restored_by;
        folds::folds(
            &self.laid(mesh),
            &self.rough.restored,
            by as f32 / CELL as f32,
        )
    }

    /// The rough page as it lies on the restored front, a run of pixels at a time.
    fn laid(&self, mesh: &Mesh) -> Plane<'static> {
        let Rough {
            restored,
            page,
            restored_by,
            page_by,
        } = self.rough;
        let run = (TILE / restored_by).max(1);
        let mut pixels = vec![0; restored.width * restored.height];
        for (y, row) in pixels.chunks_exact_mut(restored.width.max(1)).enumerate() {
            let along = mesh.along((y as f32 + 0.5) * *restored_by as f32);
            let place =
                |x: usize| along((x as f32 + 0.5) * *restored_by as f32) * (1.0 / *page_by as f32);
            let mut first = place(0);
            for (k, to) in row.chunks_mut(run).enumerate() {
                let next = place((k + 1) * run);
                let step = (next - first) * (1.0 / run as f32);
                page.darkness.mix_along(first, step, to);
                first = next;
            }
        }
        Plane::new(restored.width, restored.height, pixels)
    }

    /// Whether the page has any ink on this tile.
    pub fn has_ink(&self, column: usize, row: usize) -> bool {
        let corner = |dx: usize, dy: usize| {
            let [x, y] = [column + dx, row + dy].map(|k| (k * TILE) as f32);
            self.rough(Point { x, y })
        };
        let corners = [corner(0, 0), corner(1, 0), corner(0, 1), corner(1, 1)];
        let range = |of: fn(&Point) -> f32| {
            let (first, last) = corners
                .iter()
                .map(of)
                .fold((f32::MAX, 0.0), |(first, last), v| {
                    (v.min(first), v.max(last))
                });
            // A pixel more, for what the map is off.
            (first - 1.0) as usize..last as usize + 2
        };
        let ink = &self.rough.page.darkness;
        let columns = range(|at| at.x);
        let columns = columns.start..columns.end.min(ink.width);
        range(|at| at.y).any(|y| {
            let row = ink.run(columns.start, y, columns.len());
            row.iter().fold(0, |most, &ink| ink.max(most)) > LEAST_INK
        })
    }
}

/// Of 255, by a rough pixel: the thinnest stroke through it has more.
const LEAST_INK: u8 = 40;

/// Every second cell of the restored front.
struct Sampled {
    cells: Plane<'static>,
    mean: f64,
    variance: f64,
}

impl Sampled {
    fn new(restored: &Plane) -> Sampled {
        let (width, height) = (restored.width.div_ceil(2), restored.height.div_ceil(2));
        let rows = restored.rows().step_by(2);
        let cells = rows.flat_map(|row| row.iter().copied().step_by(2));
        let cells = Plane::new(width, height, cells.collect());
        let mean = mean(&cells, &cells, |ink, _| ink.into());
        Sampled {
            mean,
            variance: mean_product(&cells, &cells) - mean * mean,
            cells,
        }
    }

    /// Correlation of what ink there is with what a map from all cells finds on the page.
    fn agreement(&self, page: &Plane, map: &Affine) -> f32 {
        let map = Affine {
            right: map.right * 2.0,
            down: map.down * 2.0,
            origin: map.map(Point { x: 0.5, y: 0.5 }),
        };
        let found = page.picked(&map, self.cells.width, self.cells.height);
        let mean = mean(&found, &found, |ink, _| ink.into());
        let variance = mean_product(&found, &found) - mean * mean;
        let covariance = mean_product(&self.cells, &found) - self.mean * mean;
        (covariance / (self.variance * variance).max(1e-6).sqrt()) as f32
    }
}

fn mean_product(a: &Plane, b: &Plane) -> f64 {
    mean(a, b, |a, b| u32::from(a) * u32::from(b))
}

fn mean(a: &Plane, b: &Plane, of: impl Fn(u8, u8) -> u32) -> f64 {
    let rows = a.rows().zip(b.rows());
    let total: u64 = rows.map(|(a, b)| u64::from(sum(a, b, &of))).sum();
    total as f64 / a.pixels.len().max(1) as f64
}

/// Sixteen pairs at a time, for which the processor has instructions.
#[inline(always)]
fn sum(a: &[u8], b: &[u8], of: impl Fn(u8, u8) -> u32) -> u32 {
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<16>(), b.as_chunks::<16>());
    let few = |a: &[u8], b: &[u8]| -> u32 { a.iter().zip(b).map(|(&a, &b)| of(a, b)).sum() };
    let mut sum = few(a_rest, b_rest);
    for (a, b) in a.iter().zip(b) {
        sum += few(a, b);
    }
    sum
}

/// Shifts of patches, in rough pixels.
pub(crate) struct Field {
    columns: usize,
    rows: usize,
    step: usize,
    shifts: Vec<Option<Point>>,
}

impl Field {
    /// Patches so far apart, of which the middle is looked for as far as `reach` to every side of where
    /// the map has it.
    fn searched<const SIDE: usize>(
        restored: &Plane,
        page: &Plane,
        map: &Affine,
        step: usize,
        reach: i32,
    ) -> Field {
        let (columns, rows) = (restored.width / step, restored.height / step);
        let inset = (step - SIDE) / 2;
        let places = (0..rows).flat_map(|row| (0..columns).map(move |column| (column, row)));
        let shifts = places
            .map(|(column, row)| {
                let place = [column * step + inset, row * step + inset];
                patch_shift::<SIDE>(restored, page, map, place, reach)
            })
            .collect();
        Field {
            columns,
            rows,
            step,
            shifts,
        }
    }

    fn center(&self, column: usize, row: usize) -> Point {
        let side = self.step as f32;
        Point {
            x: (column as f32 + 0.5) * side,
            y: (row as f32 + 0.5) * side,
        }
    }

    fn places(&self) -> impl Iterator<Item = (Point, Option<Point>)> {
        let centers = (0..self.rows)
            .flat_map(move |row| (0..self.columns).map(move |column| self.center(column, row)));
        centers.zip(self.shifts.iter().copied())
    }

    fn refit(&self, map: &Affine) -> Option<Affine> {
        let pairs: Vec<(Point, Point)> = self
            .places()
            .filter_map(|(at, shift)| Some((at, map.map(at + shift?))))
            .collect();
        (pairs.len() >= 6).then(|| Affine::fitted(&pairs))?
    }

    fn fill(&mut self) {
        // Outliers first: what differs much from the median around it.
        let known = self.shifts.clone();
        let around = |at: usize, reach: i32| {
            let (column, row) = ((at % self.columns) as i32, (at / self.columns) as i32);
            let mut near: Vec<Point> = Vec::new();
            for y in row - reach..=row + reach {
                for x in column - reach..=column + reach {
                    let inside = (0..self.columns as i32).contains(&x) && y >= 0;
                    if inside && (x, y) != (column, row) {
                        near.extend(
                            known
                                .get(y as usize * self.columns + x as usize)
                                .copied()
                                .flatten(),
                        );
                    }
                }
            }
            near
        };
        let settled: Vec<Option<Point>> = (0..known.len())
            .map(|at| {
                let own = known.get(at).copied().flatten();
                let near = [1, 2, 4].into_iter().map(|reach| around(at, reach));
                let near = near.into_iter().find(|near| near.len() >= 3);
                match (own, near.and_then(median)) {
                    (Some(own), Some(near)) if (own - near).length() < 1.5 => Some(own),
                    (_, Some(near)) => Some(near),
                    (own, None) => own,
                }
            })
            .collect();
        self.shifts = settled;
    }

    /// Between patches' middles, bilinear.
    pub fn at(&self, at: Point) -> Point {
        let side = self.step as f32;
        let x = (at.x / side - 0.5).clamp(0.0, self.columns.saturating_sub(1) as f32);
        let y = (at.y / side - 0.5).clamp(0.0, self.rows.saturating_sub(1) as f32);
        let (left, top) = (x.floor(), y.floor());
        let shift = |dx: usize, dy: usize| {
            let column = (left as usize + dx).min(self.columns.saturating_sub(1));
            let row = (top as usize + dy).min(self.rows.saturating_sub(1));
            let shift = self.shifts.get(row * self.columns + column).copied();
            shift.flatten().unwrap_or_default()
        };
        let (fx, fy) = (x - left, y - top);
        let upper = shift(0, 0) * (1.0 - fx) + shift(1, 0) * fx;
        let lower = shift(0, 1) * (1.0 - fx) + shift(1, 1) * fx;
        upper * (1.0 - fy) + lower * fy
    }
}

fn median(mut points: Vec<Point>) -> Option<Point> {
    let middle = points.len() / 2;
    points.sort_by(|a, b| a.x.total_cmp(&b.x));
    let x = points.get(middle)?.x;
    points.sort_by(|a, b| a.y.total_cmp(&b.y));
    Some(Point {
        x,
        y: points.get(middle)?.y,
    })
}

/// Where the page's ink agrees best with a patch of the restored front; `None` if there is too
/// little ink to tell, or it agrees nowhere.
fn patch_shift<const SIDE: usize>(
    restored: &Plane,
    page: &Plane,
    map: &Affine,
    [left, top]: [usize; 2],
    reach: i32,
) -> Option<Point> {
    let rows: Vec<&[u8; SIDE]> = (top..top + SIDE)
        .filter_map(|y| restored.run(left, y, SIDE).first_chunk())
        .collect();
    let ink: u32 = rows.iter().map(|row| apart(row, &[0; SIDE])).sum();
    // As much as a few characters have.
    if ink < 60 * 255 {
        return None;
    }
    let corner = [left as i32 - reach, top as i32 - reach];
    let window = page.warped(map, corner, SIDE + 2 * reach as usize);
    // Row by row, up to one with which it is too much.
    let cost = |dx: i32, dy: i32, enough: u32| {
        let (x, y) = ((dx + reach) as usize, (dy + reach) as usize);
        // Where the ink does not tell (along a rule), nearer is likelier: more so than what a printed
        // ground adds here and there.
        let mut cost = (dx * dx + dy * dy) as u32 * ink / 1000;
        for (row, y) in rows.iter().zip(y..) {
            let found = window.run(x, y, SIDE).first_chunk();
            cost += found.map_or(0, |found| apart(row, found));
            if cost >= enough {
                break;
            }
        }
        cost
    };
    // Three quarters of the ink elsewhere or missing: it is not here.
    let enough = ink + ink / 4 + 1;
    let mut best = (cost(0, 0, enough).min(enough), 0, 0);
    for dy in -reach..=reach {
        for dx in -reach..=reach {
            let cost = cost(dx, dy, best.0);
            if cost < best.0 {
                best = (cost, dx, dy);
            }
        }
    }
    let (least, dx, dy) = best;
    if least >= enough || dx.abs().max(dy.abs()) == reach {
        return None;
    }
    let cost = |dx: i32, dy: i32| cost(dx, dy, u32::MAX) as f32;
    let vertex = |before: f32, after: f32| {
        let bend = before + after - 2.0 * least as f32;
        if bend > 0.0 {
            (before - after) / bend / 2.0
        } else {
            0.0
        }
    };
    Some(Point {
        x: dx as f32 + vertex(cost(dx - 1, dy), cost(dx + 1, dy)),
        y: dy as f32 + vertex(cost(dx, dy - 1), cost(dx, dy + 1)),
    })
}

#[inline(always)]
fn apart<const SIDE: usize>(a: &[u8; SIDE], b: &[u8; SIDE]) -> u32 {
    sum(a, b, |a, b| a.abs_diff(b).into())
}
