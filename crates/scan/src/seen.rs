use crate::geometry::Point;
use crate::texture::{Patch, Texture, share};
use sheet::layout::{DPI, GRID};

/// Correlation over two cells that chance does not bring about in most places.
const DITHERED: f32 = 0.15;
/// A page without marks is one of cells if they take up so much of it.
const LEAST_CELLS: f32 = 0.2;
/// Of a 1-bit page, and with so few gaps that it is no text.
const MOST_GAPS: f32 = 0.7;
/// Correlation over two cells above which not even a blur is left, but a picture.
const MOST_ALIKE: f32 = 0.75;
/// Sharp black and white deviate by half of their difference from their mean. Cells that
/// keep less than this have lost more than half of it to their neighbours.
const BLURRED: f32 = 0.22;
/// Below this there is nothing left to be sharp: a stain, not a blur.
const FLAT: f32 = 0.06;
/// Share of the grid whose loss is noticed: a quarter of what correction can bear.
const NOTICED: f32 = 0.08;
/// Light comes on and goes off gradually, over at least so much of the grid; the border of
/// a blot is narrower.
const GRADUAL: f32 = 0.03;

/// The part of the page where cells are, or ought to be.
pub(crate) struct Seen {
    cells: Vec<Patch>,
    /// With what lies between: cells that are lost.
    area: Vec<Patch>,
    pub dpi: f32,
}

impl Seen {
    pub fn within(corners: &[Point; 4], texture: &Texture) -> Seen {
        let is_inside = |patch: &&Patch| {
            let center = Point {
                x: patch.x,
                y: patch.y,
            };
            let [a, b, c, d] = *corners;
            let sides = [(a, b), (b, c), (c, d), (d, a)];
            let turns = sides.map(|(from, to)| (to - from).cross(center - from));
            turns.iter().all(|&t| t > 0.0) || turns.iter().all(|&t| t < 0.0)
        };
        let [a, b, c, d] = *corners;
        let around = [b - a, c - b, d - c, a - d].map(Point::length);
        let dots = 2.0 * (GRID.width + GRID.height) as f32;
        let cells: Vec<Patch> = texture.patches.iter().filter(is_inside).copied().collect();
        Seen {
            area: cells.clone(),
            cells,
            dpi: around.iter().sum::<f32>() / dots * DPI as f32,
        }
    }

    /// Without marks cells are told by their look: evenly black and white over much of the
    /// page. A threshold that is wrong makes them all darker or all lighter; but unlike
    /// text, they leave no gaps.
    pub fn alone(texture: &Texture) -> Option<Seen> {
        let is_rough = |p: &&Patch| p.is_rough() && p.far.abs() < 0.5;
        let is_even = |p: &&Patch| p.is_even() && p.far.abs() < MOST_ALIKE;
        let (cells, least): (Vec<Patch>, f32) = match texture.is_two_level {
            true => (
                texture.patches.iter().filter(is_rough).copied().collect(),
                MOST_GAPS,
            ),
            false => (
                texture.patches.iter().filter(is_even).copied().collect(),
                0.0,
            ),
        };
        let range = |of: fn(&Patch) -> f32| {
            let ends = (f32::MAX, f32::MIN);
            cells
                .iter()
                .map(of)
                .fold(ends, |(low, high), at| (low.min(at), high.max(at)))
        };
        let ((left, right), (top, bottom)) = (range(|p| p.x), range(|p| p.y));
        let is_between =
            |p: &&Patch| (left..=right).contains(&p.x) && (top..=bottom).contains(&p.y);
        let area: Vec<Patch> = texture.patches.iter().filter(is_between).copied().collect();
        let is_much = cells.len() as f32 >= LEAST_CELLS * texture.patches.len() as f32;
        let has_gaps = (cells.len() as f32) < least * area.len() as f32;
        (is_much && !has_gaps && !cells.is_empty() && !texture.is_plain()).then(|| Seen {
            cells,
            area,
            dpi: texture.dpi(),
        })
    }

    /// A blot is here or there; a threshold is wrong for the whole page.
    pub fn has_blots(&self) -> bool {
        share(&self.cells, |patch| patch.deviation < FLAT) >= NOTICED
    }

    /// Half of all cells are black: if far more or fewer seem to be, they have gone under.
    pub fn is_clogged(&self) -> bool {
        !self.has_blots() && share(&self.cells, Patch::is_even) < 0.5
    }

    /// Dots in a pattern that goes on, where cells would end.
    pub fn is_dithered(&self) -> bool {
        share(&self.cells, |patch| patch.far > DITHERED) > 0.5
    }

    /// On the whole, or where the paper did not lie flat.
    pub fn is_blurred(&self) -> bool {
        let is_soft = |p: &Patch, most: f32| {
            p.is_even() && p.low > 0.1 && p.high < 0.9 && (FLAT..most).contains(&p.deviation)
        };
        share(&self.cells, |p| is_soft(p, BLURRED)) > 0.5
            || share(&self.cells, |p| is_soft(p, 0.8 * BLURRED)) > 2.0 * NOTICED
    }

    /// Black that pales where white stays, or white that darkens where black stays; and
    /// gradually.
    pub fn is_lit_unevenly(&self) -> bool {
        let is_even = |p: &Patch| (p.mean - (p.low + p.high) / 2.0).abs() < 0.12;
        let is_pale = share(&self.area, |p| p.low > 0.75);
        let is_paling = share(&self.area, |p| {
            (0.35..=0.75).contains(&p.low) && p.high > 0.8 && is_even(p)
        });
        let is_dark = share(&self.area, |p| p.high < 0.35);
        let is_dimming = share(&self.area, |p| {
            (0.35..0.75).contains(&p.high) && p.low < 0.25 && is_even(p)
        });
        let shows =
            |whole: f32, part: f32| whole > GRADUAL && part > GRADUAL && whole + part > NOTICED;
        shows(is_pale, is_paling) || shows(is_dark, is_dimming)
    }
}
