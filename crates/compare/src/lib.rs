#![doc = include_str!("../README.md")]
#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod fit;
mod folds;
mod geometry;
mod ground;
mod ink;
mod judge;
mod mesh;
mod pieces;
mod plane;
mod profiles;
mod register;
mod residual;
mod rest;
mod restored;
mod spots;

use geometry::Point;
use mesh::Fine;
use pieces::Pieces;
use plane::Plane;
use register::Rough;
use residual::Cells;
use restored::Restored;
use sheet::Picture;

/// A scanned page, row by row from the top, 0 black to 255 white.
#[derive(Clone, Copy)]
pub struct Page<'a> {
    pub width: u32,
    pub height: u32,
    pub pixels: &'a [u8],
}

/// The paper's front against the restored one.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// From the top down.
    pub differences: Vec<Difference>,
    /// Parts of the restored front that could not be compared: cannot tell.
    pub unjudged: Vec<Area>,
    /// Dots per inch of the page, from the size of the front on it.
    pub dpi: f32,
    /// How the front lies on the page, in degrees clockwise, -180 to 180.
    pub rotation: f32,
    /// Corners of the restored front on the page, clockwise from its top left, in fractions of the
    /// page's width and height; they may lie beyond it.
    pub corners: [[f32; 2]; 4],
}

impl Comparison {
    /// Whether printed ink is missing or changed. What was only added (a receipt stamp, a note)
    /// is shown and alters nothing that was printed.
    pub fn is_altered(&self) -> bool {
        self.differences.iter().any(|d| d.kind != Kind::Added)
    }
}

#[derive(Clone, Debug)]
pub struct Difference {
    pub kind: Kind,
    pub area: Area,
    /// Differing ink.
    pub ink_mm2: f32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Printed ink of the restored front that is not on the paper.
    Missing,
    /// Ink on the paper that is not on the restored front.
    Added,
    /// Both at one place, or a stroke added within a printed character.
    Changed,
}

/// A part of the restored front.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    /// Left, top, right and bottom in mm from the restored front's top left.
    pub mm: [f32; 4],
    /// Its corners on the page, clockwise from the top left as read, in fractions of the page's
    /// width and height.
    pub on_page: [[f32; 2]; 4],
}

/// Why there is nothing to compare. None of these says that the front was altered.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum NotComparable {
    /// Another certificate, another form, a blank page, or the other side.
    #[error("the page is not the front that was restored")]
    NoMatch,
    #[error("about {dpi:.0} dpi are too coarse to compare characters")]
    TooCoarse { dpi: f32 },
    #[error("only a part of the front is on the page")]
    Cropped,
    /// A scan of one bit a pixel, at any resolution: its threshold has eaten or filled fine strokes.
    #[error("black and white pixels alone do not show the print's edges")]
    BlackAndWhite,
    /// See [`LEAST_RESTORED_DPI`].
    #[error("a front restored at {dpi} dpi is too coarse to compare characters")]
    RestoredTooCoarse { dpi: u32 },
}

/// In a coarser restored front thin strokes have grown together, and genuine print differs from it.
pub const LEAST_RESTORED_DPI: u32 = 240;
/// Coarser pages do not show the strokes of small characters.
const LEAST_DPI: f32 = 170.0;
/// A page whose longer side has more pixels is halved: A4 at 400 dpi.
const LONGEST: usize = 4700;
/// A page whose longer side has fewer pixels is not looked at: A4 at 85 dpi.
const SHORTEST: usize = 1000;
/// Ink that agrees by less is another page's.
const LEAST_AGREEMENT: f32 = 0.3;

/// Compares the front that was restored from the back with a scan of the front.
///
/// # Errors
/// When the page does not show this front, or not well enough; see [`NotComparable`].
pub fn compare(restored: &Picture, page: Page) -> Result<Comparison, NotComparable> {
    if restored.dpi < LEAST_RESTORED_DPI {
        return Err(NotComparable::RestoredTooCoarse { dpi: restored.dpi });
    }
    if is_black_and_white(page.pixels) {
        return Err(NotComparable::BlackAndWhite);
    }
    let restored = Restored::new(restored);
    let (plane, halved) = Plane::of_page(page, LONGEST).ok_or(NotComparable::NoMatch)?;
    let long = plane.width.max(plane.height);
    let paper = restored.width.max(restored.height) as f32 * restored.mm / 25.4;
    if long < SHORTEST {
        let dpi = long as f32 / paper.max(1.0);
        return Err(NotComparable::TooCoarse { dpi });
    }
    let rough = Rough::new(&restored, &plane);
    let registration = rough.register().ok_or(NotComparable::NoMatch)?;
    if registration.agreement < LEAST_AGREEMENT {
        return Err(NotComparable::NoMatch);
    }
    let placed = rough.placed(registration.map);
    let dpi = placed.map.scale() * halved as f32 * 25.4 / restored.mm;
    if dpi < LEAST_DPI {
        return Err(NotComparable::TooCoarse { dpi });
    }
    let fine = Fine {
        restored: &restored,
        page: plane,
    };
    let mut mesh = fine.mesh(placed.map, |at| placed.paper(at), |at| placed.shift(at));
    let folds = placed.folds(&mesh);
    if folds.is_empty() {
        mesh.hold_flat(restored.mm);
    }
    let pieces = Pieces::new(&fine, &mesh, &folds);
    let cells = Cells::compare(&fine, &pieces, |column, row| placed.has_ink(column, row));
    judge::check_same_front(&fine, &mesh, &cells)?;
    let verdict = judge::judge(cells, &mesh, &folds, restored.mm);
    Ok(report(verdict, &fine, &pieces, dpi))
}

/// Of what is not paper, a fifth of a page drawn by a computer is neither black nor white, at the edges
/// of its ink, half of a clean scan, and nothing of a scan of one bit a pixel; a tenth after JPEG at
/// quality 30.
fn is_black_and_white(page: &[u8]) -> bool {
    const BLACK: u8 = 48;
    const WHITE: u8 = 208;
    let (mut black, mut between) = (0, 0);
    // As many as a byte counts to.
    for pixels in page.chunks(255) {
        let count = |is: fn(u8) -> bool| {
            let levels = pixels.iter().map(|&level| u8::from(is(level)));
            u32::from(levels.sum::<u8>())
        };
        black += count(|level| level < BLACK);
        between += count(|level| (BLACK..WHITE).contains(&level));
    }
    between < black / 8
}

fn report(verdict: judge::Verdict, fine: &Fine, pieces: &Pieces, dpi: f32) -> Comparison {
    let differences = verdict
        .differences
        .into_iter()
        .map(|(kind, place, ink)| Difference {
            kind,
            area: area(place, fine, pieces),
            ink_mm2: ink,
        });
    let unjudged = verdict.unjudged.into_iter();
    let right = pieces.whole.map.right;
    let whole = [
        0.0,
        0.0,
        fine.restored.width as f32,
        fine.restored.height as f32,
    ];
    Comparison {
        differences: differences.collect(),
        unjudged: unjudged.map(|place| area(place, fine, pieces)).collect(),
        dpi,
        rotation: right.y.atan2(right.x).to_degrees(),
        corners: area(whole, fine, pieces).on_page,
    }
}

/// From pixels of the restored front.
fn area(place: [f32; 4], fine: &Fine, pieces: &Pieces) -> Area {
    let [left, top, right, bottom] = place;
    let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
    Area {
        mm: place.map(|pixels| pixels * fine.restored.mm),
        on_page: corners.map(|(x, y)| {
            let at = pieces.place(Point { x, y });
            [
                at.x / fine.page.width as f32,
                at.y / fine.page.height as f32,
            ]
        }),
    }
}
