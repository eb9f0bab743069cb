use crate::geometry::Point;
use crate::seen::Seen;
use crate::texture::Texture;
use crate::{Evidence, Gray, streak};
use std::borrow::Cow;

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

/// The smallest cell has 1.2 pixels here: most pixels mix two cells, and whatever else is
/// wrong is seen too coarsely to be told.
const HOPELESS_DPI: f32 = 120.0;
/// Two pixels to the smallest cell, which is what sampling asks for at the least, less the
/// stretch of a feed.
const LEAST_DPI: f32 = 195.0;
/// A fax has 200 dpi, one threshold, and nothing in reserve.
const FAX_DPI: f32 = 250.0;
/// How far the grid may seem to reach beyond the page: as far as marks are misplaced.
const BEYOND_MM: f32 = 2.0;

/// Looks once more at a page that was not read; `None` where nothing stands out. The causes
/// that leave the least doubt come first.
pub fn diagnose(page: Gray, evidence: &Evidence) -> Option<Cause> {
    let rows: Vec<&[u8]> = page
        .pixels
        .chunks_exact(page.width.max(1) as usize)
        .collect();
    let is_of_page = |t: &&Texture| (t.width, t.height) == (page.width as usize, rows.len());
    // What was read may have been the page halved.
    let known = evidence.texture.as_ref().filter(is_of_page);
    let texture = known.map_or_else(|| Cow::Owned(Texture::of(&rows)), Cow::Borrowed);
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
