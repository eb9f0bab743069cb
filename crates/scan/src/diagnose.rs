use crate::geometry::Point;
use crate::texture::{Patch, Texture};
use crate::{Evidence, Gray, streak};
use sheet::layout::{DPI, GRID};

/// What most likely spoils a page whose marks, label or cells could not be read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cause {
    /// Too few pixels to a cell.
    Resolution { dpi: f32 },
    /// Part of the sheet lies beyond the page.
    Cropped(Edges),
    /// Pure black and white, by a threshold that lost the cells: a fax, a text mode.
    Threshold,
    /// Black and white have run into each other.
    Focus,
    /// A reflection or a shadow.
    Light,
    /// A dirty glass: a line along the feed, this far from the page's left edge, 0 to 1.
    Streak { at: f32 },
}

/// Edges of the page, as it lies in the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Edges {
    pub top: bool,
    pub right: bool,
    pub bottom: bool,
    pub left: bool,
}

/// Below this not even the largest cell has two pixels, and whatever else is wrong is
/// seen too coarsely to be told.
const HOPELESS_DPI: f32 = 120.0;
/// Two pixels to the smallest cell, which is what sampling asks for at the least, less the
/// stretch of a feed.
const LEAST_DPI: f32 = 195.0;
/// A fax has 200 dpi, one threshold, and nothing in reserve.
const FAX_DPI: f32 = 250.0;
/// Correlation over two cells that chance does not bring about in most places.
const DITHERED: f32 = 0.15;
/// How far the grid may seem to reach beyond the page: as far as marks are misplaced.
const BEYOND_MM: f32 = 2.0;
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

/// Looks once more at a page that was not read; `None` where nothing stands out. The causes
/// that leave the least doubt come first.
pub fn diagnose(page: Gray, evidence: &Evidence) -> Option<Cause> {
    let rows: Vec<&[u8]> = page
        .pixels
        .chunks_exact(page.width.max(1) as usize)
        .collect();
    let texture = Texture::of(&rows);
    let corners = evidence.grid.map(|grid| grid.map(Point::from));
    let seen = match &corners {
        Some(corners) => Seen::within(corners, &texture),
        None => Seen::alone(&texture)?,
    };
    let edges = match &corners {
        Some(corners) => edges_beyond(corners, &texture, seen.dpi),
        None => edges_reached(&texture),
    };
    let coarse = |least: f32| (seen.dpi < least).then_some(Cause::Resolution { dpi: seen.dpi });
    let is_fax = texture.is_two_level && (seen.dpi < FAX_DPI || seen.is_dithered());
    let is_clogged = texture.is_two_level && seen.is_clogged();
    // Without marks a line on the glass is not what hid them all.
    let streak = || corners.and_then(|_| streak::find(&rows, seen.dpi));
    is_clogged
        .then_some(Cause::Threshold)
        .or_else(|| (edges != Edges::default()).then_some(Cause::Cropped(edges)))
        .or_else(|| coarse(HOPELESS_DPI))
        .or_else(|| (is_fax && !seen.has_blots()).then_some(Cause::Threshold))
        .or_else(|| seen.is_blurred().then_some(Cause::Focus))
        .or_else(|| seen.is_lit_unevenly().then_some(Cause::Light))
        .or_else(|| streak().map(|at| Cause::Streak { at }))
        .or_else(|| coarse(LEAST_DPI))
}

/// The part of the page where cells are, or ought to be.
struct Seen {
    cells: Vec<Patch>,
    /// With what lies between: cells that are lost.
    area: Vec<Patch>,
    dpi: f32,
}

impl Seen {
    fn within(corners: &[Point; 4], texture: &Texture) -> Seen {
        let is_inside = |patch: &&Patch| {
            let center = Point {
                x: patch.x,
                y: patch.y,
            };
            let [a, b, c, d] = *corners;
            let sides = [(a, b), (b, c), (c, d), (d, a)];
            let turns = sides.map(|(from, to)| {
                let (side, to) = (to - from, center - from);
                side.x * to.y - side.y * to.x
            });
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
    fn alone(texture: &Texture) -> Option<Seen> {
        let is_rough = |p: &&Patch| p.deviation > 0.15 && p.far.abs() < 0.5;
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
    fn has_blots(&self) -> bool {
        share(&self.cells, |patch| patch.deviation < FLAT) >= NOTICED
    }

    /// Half of all cells are black: if far more or fewer seem to be, they have gone under.
    fn is_clogged(&self) -> bool {
        !self.has_blots() && share(&self.cells, Patch::is_even) < 0.5
    }

    /// Dots in a pattern that goes on, where cells would end.
    fn is_dithered(&self) -> bool {
        share(&self.cells, |patch| patch.far > DITHERED) > 0.5
    }

    /// On the whole, or where the paper did not lie flat.
    fn is_blurred(&self) -> bool {
        let is_soft = |p: &Patch, most: f32| {
            p.is_even() && p.low > 0.1 && p.high < 0.9 && (FLAT..most).contains(&p.deviation)
        };
        share(&self.cells, |p| is_soft(p, BLURRED)) > 0.5
            || share(&self.cells, |p| is_soft(p, 0.8 * BLURRED)) > 2.0 * NOTICED
    }

    /// Black that pales where white stays, or white that darkens where black stays; and
    /// gradually.
    fn is_lit_unevenly(&self) -> bool {
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

fn share(patches: &[Patch], is: impl Fn(&Patch) -> bool) -> f32 {
    let count = patches.iter().filter(|patch| is(patch)).count();
    count as f32 / patches.len().max(1) as f32
}

/// The edges beyond which a corner of the grid lies.
fn edges_beyond(corners: &[Point; 4], texture: &Texture, dpi: f32) -> Edges {
    let beyond = BEYOND_MM / 25.4 * dpi;
    let (right, bottom) = (
        texture.width as f32 + beyond,
        texture.height as f32 + beyond,
    );
    Edges {
        top: corners.iter().any(|p| p.y < -beyond),
        right: corners.iter().any(|p| p.x > right),
        bottom: corners.iter().any(|p| p.y > bottom),
        left: corners.iter().any(|p| p.x < -beyond),
    }
}

/// The edges at which there are cells: every sheet has a white margin.
fn edges_reached(texture: &Texture) -> Edges {
    let rows = texture.patches.len() / texture.columns.max(1);
    let reached = |is_there: &dyn Fn(usize, usize) -> bool| {
        let there = texture.patches.iter().enumerate();
        let there = there.filter(|(k, _)| is_there(k % texture.columns, k / texture.columns));
        let there: Vec<_> = there.map(|(_, patch)| patch.is_cells()).collect();
        let count = there.iter().filter(|is_cells| **is_cells).count();
        2 * count > there.len()
    };
    Edges {
        top: reached(&|_, row| row == 0),
        right: reached(&|column, _| column + 1 == texture.columns),
        bottom: reached(&|_, row| row + 1 == rows),
        left: reached(&|column, _| column == 0),
    }
}
