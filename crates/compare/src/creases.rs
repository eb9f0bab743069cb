//! Folds, and streaks of the scanner: thin pale lines across the page that nobody printed.

use crate::residual::CELL;
use crate::spots::Spot;

/// A cell in the midst of a pen's stroke has more ink, in mm²: folds and streaks are paler.
const LEAST_PEN: f32 = 0.047;
/// Share of the page's width or height that the pieces of one have together, if pale.
const LEAST: f32 = 0.2;
/// Nobody draws a straight line across so much of a page.
const LEAST_DARK: f32 = 0.55;
/// How far a piece's middle is from the line, in mm.
const OFF: f32 = 1.0;
/// A piece that is no line, across, in mm.
const THICKEST: f32 = 2.5;
/// How much a fold rises over its length.
const STEEPEST: f32 = 0.05;
/// The longest pieces, of which two give a line.
const ANCHORS: usize = 12;
/// In either direction.
const MOST: usize = 3;

/// Takes the pieces of each out of the spots; the outlines of what they were of.
pub(crate) fn taken(spots: &mut Vec<Spot>, page: [usize; 2], cell: f32) -> Vec<Spot> {
    let mut creases = Vec::new();
    for is_level in [true, false] {
        let length = if is_level { page[0] } else { page[1] };
        for _ in 0..MOST {
            let dark = take(spots, is_level, length as f32 * LEAST_DARK, f32::MAX, cell);
            let pale = || take(spots, is_level, length as f32 * LEAST, LEAST_PEN, cell);
            let Some(crease) = dark.or_else(pale) else {
                break;
            };
            creases.push(crease);
        }
    }
    creases
}

/// `least` is in cells; `darkest` is the peak that no piece reaches, in mm².
fn take(
    spots: &mut Vec<Spot>,
    is_level: bool,
    least: f32,
    darkest: f32,
    cell: f32,
) -> Option<Spot> {
    let is_pale = |spot: &Spot| spot.peak * (cell / CELL as f32).powi(2) < darkest;
    let pale = spots.iter().filter(|spot| is_pale(spot));
    let pieces = pale.filter_map(|spot| Piece::of(spot, is_level, cell));
    let mut lines: Vec<Piece> = pieces.filter(Piece::is_line).collect();
    lines.sort_by(|a, b| b.length.total_cmp(&a.length));
    let anchors = || lines.iter().take(ANCHORS);
    let through = anchors().flat_map(|a| anchors().filter_map(move |b| Line::through(a, b)));
    let length = |line: &Line| -> f32 {
        let near = lines.iter().filter(|piece| line.off(piece) * cell <= OFF);
        near.map(|piece| piece.length).sum()
    };
    let longest = through.max_by(|a, b| length(a).total_cmp(&length(b)))?;
    if length(&longest) < least {
        return None;
    }
    // What is no line by itself belongs to the line it lies on.
    let is_piece = |spot: &Spot| {
        let piece = Piece::of(spot, is_level, cell).filter(|_| is_pale(spot));
        piece.is_some_and(|piece| longest.off(&piece) * cell <= OFF)
    };
    let (pieces, others): (Vec<Spot>, Vec<Spot>) = spots.drain(..).partition(is_piece);
    *spots = others;
    pieces.into_iter().reduce(|mut crease, piece| {
        crease.merge(&piece);
        crease
    })
}

/// In cells, along the line and across it.
struct Piece {
    along: f32,
    across: f32,
    length: f32,
    thickness: f32,
}

impl Piece {
    fn of(spot: &Spot, is_level: bool, cell: f32) -> Option<Piece> {
        let x = [(spot.left + spot.right) as f32 / 2.0, spot.width() as f32];
        let y = [(spot.top + spot.bottom) as f32 / 2.0, spot.height() as f32];
        let ([along, length], [across, thickness]) = if is_level { (x, y) } else { (y, x) };
        let piece = Piece {
            along,
            across,
            length,
            thickness,
        };
        let is_thin = thickness * cell <= THICKEST || piece.is_line();
        (is_thin && spot.missing < 0.2 * spot.added).then_some(piece)
    }

    fn is_line(&self) -> bool {
        self.length > self.thickness && self.thickness <= 0.15 * self.length + 2.0
    }
}

struct Line {
    start: f32,
    rise: f32,
}

impl Line {
    /// Level through one piece alone.
    fn through(a: &Piece, b: &Piece) -> Option<Line> {
        let apart = b.along - a.along;
        let rise = if apart == 0.0 {
            0.0
        } else {
            (b.across - a.across) / apart
        };
        (rise.abs() <= STEEPEST).then_some(Line {
            start: a.across - rise * a.along,
            rise,
        })
    }

    fn off(&self, piece: &Piece) -> f32 {
        (self.start + self.rise * piece.along - piece.across).abs()
    }
}
