#![doc = include_str!("../README.md")]
#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod blocks;
mod diagnose;
mod geometry;
mod gray;
mod label;
mod lattice;
mod locate;
mod look;
mod marks;
mod mesh;
mod pilots;
mod pose;
#[cfg(feature = "probe")]
pub mod probe;
mod refine;
mod seen;
mod soft;
mod streak;
mod texture;
mod tones;

pub use diagnose::{Cause, Edges, diagnose};
pub use gray::Gray;

use blocks::Blocks;
use geometry::{Homography, Point};
use gray::Plane;
use pose::Pose;
use sheet::{Label, Layout};
use texture::Texture;

/// What was read of one page, and what was seen on the way.
pub struct Scan {
    pub outcome: Result<Reading, ScanError>,
    pub evidence: Evidence,
}

/// A sheet as read: `sheet::decode` takes it from here.
pub struct Reading {
    pub label: Label,
    pub layout: &'static Layout,
    /// A log-likelihood for each of `layout.data()`: positive = white, 0 = erased.
    pub soft: Vec<i8>,
    /// Dots per inch, measured between the marks.
    pub dpi: f32,
    /// Degrees clockwise, -180 to 180.
    pub rotation: f32,
    /// The host that the label's address names; proves nothing.
    pub host: String,
}

/// Why a page gave no reading, in the order of the search.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScanError {
    #[error("no sheet: the page looks like {0:?}")]
    NoSheet(Look),
    #[error("registration marks without a label")]
    NoLabel,
    /// A label stands where it should and its code does not decode.
    #[error("no label could be read")]
    LabelUnreadable,
    /// A QR code stands where the label should, of another system.
    #[error("the label is none of this system's")]
    ForeignLabel,
    #[error("the two labels name different sheets")]
    LabelsDiffer,
    #[error("label of version {0}")]
    LabelVersion(u8),
    #[error("the page is mirrored")]
    Mirrored,
}

/// What a page without a sheet looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    Blank,
    /// Text, forms, drawings on light paper: perhaps the front.
    Print,
    /// Fine black and white noise over much of the page: perhaps another system's sheet.
    Cells,
    Other,
}

/// Where things were found, in pixels of the page.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// Centres of the registration marks that were found.
    pub marks: Vec<[f32; 2]>,
    /// Corners of the grid, clockwise from the sheet's top left, as what was found puts
    /// them: they may lie beyond the page.
    pub grid: Option<[[f32; 2]; 4]>,
    /// Corners of the labels that were read, clockwise from the sheet's top left.
    pub labels: Vec<[[f32; 2]; 4]>,
    pub tiles: Vec<Tile>,
    /// Of a page on which no sheet was seen at first sight, for [`diagnose`]: measured once.
    texture: Option<Texture>,
}

/// A part of the grid.
#[derive(Clone, Copy, Debug)]
pub struct Tile {
    /// Clockwise from the sheet's top left.
    pub corners: [[f32; 2]; 4],
    /// The share of cells that were clearly black or white, 0 to 1.
    pub quality: f32,
}

/// Reads one page. Never fails: what was seen is evidence either way.
pub fn scan(page: Gray) -> Scan {
    let plane = Plane::for_reading(page);
    let mut evidence = Evidence::default();
    let outcome = read(&plane, &mut evidence);
    evidence.rescale(plane.scale);
    let outcome = outcome.map(|r| Reading {
        dpi: r.dpi * plane.scale,
        ..r
    });
    Scan { outcome, evidence }
}

fn read(plane: &Plane, evidence: &mut Evidence) -> Result<Reading, ScanError> {
    let sheet = locate::sheet(plane, evidence)?;
    evidence.set_pose(&sheet.pose);
    evidence.labels = sheet.found.corners;
    let layout = sheet.layout;
    let mut blocks = Blocks::sample(plane, layout, &sheet.mesh);
    blocks.track();
    let soft = soft::weigh(layout, &blocks);
    evidence.tiles = soft::tiles(layout, &blocks, &soft);
    let (dpi, rotation) = size_and_angle(&sheet.pose.map);
    Ok(Reading {
        label: sheet.found.label,
        layout,
        soft,
        dpi,
        rotation,
        host: sheet.found.host,
    })
}

/// Resolution and rotation, from the grid's middle lines.
fn size_and_angle(sheet_to_page: &Homography) -> (f32, f32) {
    let grid = sheet::layout::GRID;
    let [cx, cy] = grid.center();
    let (half_width, half_height) = (grid.width as f32 / 2.0, grid.height as f32 / 2.0);
    let at = |x, y| sheet_to_page.map(Point { x, y });
    let across = at(cx + half_width, cy) - at(cx - half_width, cy);
    let down = at(cx, cy + half_height) - at(cx, cy - half_height);
    let dots_per_pixel =
        (grid.width as f32 / across.length() + grid.height as f32 / down.length()) / 2.0;
    (
        sheet::layout::DPI as f32 / dots_per_pixel,
        across.y.atan2(across.x).to_degrees(),
    )
}

impl Evidence {
    fn set_pose(&mut self, pose: &Pose) {
        self.marks = pose.marks.iter().flatten().map(|p| [p.x, p.y]).collect();
        self.grid = Some(sheet::layout::GRID.corners().map(|corner| {
            let at = pose.map.map(corner.into());
            [at.x, at.y]
        }));
    }

    /// From pixels of the plane that was read to pixels of the page.
    fn rescale(&mut self, scale: f32) {
        let labels = self.labels.iter_mut().flatten();
        let tiles = self.tiles.iter_mut().flat_map(|t| t.corners.iter_mut());
        let grid = self.grid.iter_mut().flatten();
        for point in self.marks.iter_mut().chain(labels).chain(tiles).chain(grid) {
            *point = point.map(|v| v * scale);
        }
    }
}
