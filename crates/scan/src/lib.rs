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
mod look;
mod marks;
mod mesh;
mod pilots;
mod pose;
#[cfg(feature = "probe")]
pub mod probe;
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
use marks::{Candidate, Coarse};
use mesh::Mesh;
use pose::Pose;
use sheet::{Label, Layout, Profile};
use tones::Tones;

/// What was read of one page, and what was seen on the way.
pub struct Scan {
    pub outcome: Result<Reading, ScanError>,
    pub evidence: Evidence,
}

/// A sheet as read: `sheet::decode` takes it from here.
pub struct Reading {
    pub label: Label,
    pub layout: &'static Layout,
    /// A log-likelihood for each of `layout.data_cells`: positive = white, 0 = erased.
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
    let sheet = locate(plane, evidence)?;
    evidence.set_pose(&sheet.pose);
    evidence.labels = sheet.found.corners;
    let layout = sheet.layout;
    let mut blocks = Blocks::sample(plane, layout, &sheet.mesh);
    let tones = Tones::measure(&blocks);
    blocks.track(plane, &tones);
    let soft = soft::weigh(layout, &blocks, &tones);
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

/// A sheet found on the page.
struct Located {
    pose: Pose,
    found: label::Found,
    layout: &'static Layout,
    mesh: Mesh,
}

/// A pose is right when this share of the pilots stands where it leads to; under a third of
/// the page blotted it is a third.
const GOOD_SHARE: f32 = 0.5;
/// Never do so many by chance.
const SOME_SHARE: f32 = 0.05;
/// Poses at which a label is looked for, on a page full of what looks like marks.
const MOST_POSES: usize = 24;
/// Poses with a label whose pilots are looked for.
const MOST_MESHES: usize = 4;

/// Finds the sheet: of the poses in which a label can be read, the one that leads to most
/// pilots.
fn locate(plane: &Plane, evidence: &mut Evidence) -> Result<Located, ScanError> {
    let coarse = Coarse::new(plane);
    let mut candidates: Vec<Candidate> = Vec::new();
    let mut tried = Vec::new();
    let mut sheets: Vec<Located> = Vec::new();
    let mut failure: Option<(ScanError, Pose)> = None;
    for (round, scale) in (1..).zip(marks::SCALES) {
        let is_last = round == marks::SCALES.len();
        if !marks::merge(&mut candidates, coarse.candidates(scale)) && !is_last {
            continue;
        }
        // As long as other sizes are left to be tried, only what all four marks agree on.
        let least = if is_last { 2 } else { 4 };
        for pose in pose::poses(&candidates, false) {
            let is_known = tried.contains(&pose.marks) || tried.len() == MOST_POSES;
            if pose.found() < least || is_known {
                continue;
            }
            tried.push(pose.marks);
            match label::read(plane, &pose.map) {
                Ok(found) => sheets.push(Located::at(plane, pose, found)),
                // Speaks of tampering: no other pose may hide it.
                Err(ScanError::LabelsDiffer) => {
                    evidence.set_pose(&pose);
                    return Err(ScanError::LabelsDiffer);
                }
                Err(error) if failure.as_ref().is_none_or(|(e, _)| error.tells_more(e)) => {
                    failure = Some((error, pose));
                }
                Err(_) => {}
            }
            let is_good = sheets.last().is_some_and(|s| s.mesh.found() > GOOD_SHARE);
            if is_good || sheets.len() == MOST_MESHES {
                break;
            }
        }
        if !sheets.is_empty() && least == 2 || sheets.iter().any(|s| s.mesh.found() > GOOD_SHARE) {
            break;
        }
    }
    let best = sheets
        .into_iter()
        .max_by(|a, b| a.mesh.found().total_cmp(&b.mesh.found()));
    match (best, failure) {
        (Some(sheet), _) => Ok(sheet),
        (None, Some((error, pose))) => Err(explained(plane, &candidates, error, &pose, evidence)),
        (None, None) => Err(ScanError::NoSheet(look::of(plane))),
    }
}

impl Located {
    fn at(plane: &Plane, pose: Pose, found: label::Found) -> Located {
        let layout = Layout::of(found.label.profile);
        let mesh = Mesh::build(plane, layout, &pose);
        Located {
            pose,
            found,
            layout,
            mesh,
        }
    }
}

/// Marks, or what looks like them, without a label: once more, what may it be?
fn explained(
    plane: &Plane,
    candidates: &[Candidate],
    error: ScanError,
    pose: &Pose,
    evidence: &mut Evidence,
) -> ScanError {
    let mirrored = pose::poses(candidates, true);
    let mut mirrored = mirrored.iter().filter(|pose| pose.found() >= 3);
    if mirrored.any(|pose| label::read(plane, &pose.map).is_ok()) {
        evidence.set_pose(pose);
        return ScanError::Mirrored;
    }
    // Fewer than four may be anything; pilots where they lead to are no chance.
    let leads_to_pilots =
        |profile| Mesh::build(plane, Layout::of(profile), pose).found() > SOME_SHARE;
    let is_sheet = || pose.found() == 4 || Profile::ALL.into_iter().any(leads_to_pilots);
    if error == ScanError::NoLabel && !is_sheet() {
        return ScanError::NoSheet(look::of(plane));
    }
    evidence.set_pose(pose);
    if error == ScanError::NoLabel && label::is_foreign(plane, &pose.map) {
        return ScanError::ForeignLabel;
    }
    error
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

impl ScanError {
    /// Of several poses' failures, the one that got farthest is told.
    fn tells_more(&self, than: &ScanError) -> bool {
        let rank = |error: &ScanError| match error {
            ScanError::NoSheet(_) => 0,
            ScanError::NoLabel => 1,
            ScanError::LabelUnreadable | ScanError::Mirrored => 2,
            ScanError::ForeignLabel | ScanError::LabelVersion(_) => 3,
            ScanError::LabelsDiffer => 4,
        };
        rank(self) > rank(than)
    }
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
