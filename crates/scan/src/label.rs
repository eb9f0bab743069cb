use crate::ScanError;
use crate::geometry::{Homography, Point};
use crate::gray::Plane;
use crate::marks::Corners;
use sheet::layout::{LABEL_MODULE, LABEL_MODULES, LABEL_QUIET, LABELS, Rect};
use sheet::{Label, LabelError};

/// A label is looked for this many modules around the place where the marks expect it: the
/// strip lies beyond the marks, where a page that was fed unevenly has drifted.
const REACH: i32 = 2;
/// Places tried per module.
const FINE: i32 = 4;
/// Correlation of the finder patterns from which on a code is worth decoding.
const LEAST_CORRELATION: f32 = 0.6;
/// Pixels per module of the crop in which foreign codes are looked for.
const CROP_SCALE: f32 = 5.0;

/// What the labels say, and where they stand.
pub(crate) struct Found {
    pub label: Label,
    pub host: String,
    /// Corners of each label that was read.
    pub corners: Vec<[[f32; 2]; 4]>,
    /// Dots to pixels, the right way up.
    pub sheet_to_page: Homography,
}

/// Reads either label. Where the hole could not be told, in all four orientations.
pub(crate) fn read(plane: &Plane, corners: &Corners) -> Result<Found, ScanError> {
    let mut failure = None;
    for sheet_to_page in orientations(corners) {
        let results = LABELS
            .each_ref()
            .map(|rect| read_one(plane, &sheet_to_page, rect));
        let read = || {
            results
                .iter()
                .zip(&LABELS)
                .filter_map(|(r, rect)| Some((r.as_ref()?.as_ref().ok()?, rect)))
        };
        if let Some((&(label, ref host), _)) = read().next() {
            if read().any(|((other, _), _)| *other != label) {
                return Err(ScanError::LabelsDiffer);
            }
            let on_page = |rect: &Rect| {
                rect.corners()
                    .map(|corner| sheet_to_page.map(corner.into()))
                    .map(|p| [p.x, p.y])
            };
            let corners = read().map(|(_, rect)| on_page(rect)).collect();
            return Ok(Found {
                label,
                host: host.clone(),
                corners,
                sheet_to_page,
            });
        }
        failure = failure.or(results.into_iter().flatten().find_map(Result::err));
    }
    let is_foreign = || {
        LABELS
            .iter()
            .any(|rect| has_code(plane, &corners.sheet_to_page, rect))
    };
    Err(match failure {
        Some(LabelError::Version(version)) => ScanError::LabelVersion(version),
        Some(_) => ScanError::ForeignLabel,
        None if is_foreign() => ScanError::ForeignLabel,
        None => ScanError::NoLabel,
    })
}

/// The orientation that the hole told, then the other three.
fn orientations(corners: &Corners) -> impl Iterator<Item = Homography> {
    let [a, b, c, d] = corners.marks;
    let marks = sheet::layout::MARKS.map(|m| Point::from(m.center()));
    let turned = [[c, d, a, b], [b, c, d, a], [d, a, b, c]];
    let others = turned
        .into_iter()
        .filter_map(move |to| Homography::between(marks, to));
    std::iter::once(corners.sheet_to_page).chain(others)
}

/// `None`: no QR code of the label's size stands here.
fn read_one(
    plane: &Plane,
    map: &Homography,
    rect: &Rect,
) -> Option<Result<(Label, String), LabelError>> {
    let module = |column: f32, row: f32| {
        let dots = |n: f32| (n + 0.5 + LABEL_QUIET as f32) * LABEL_MODULE as f32;
        plane.sample(map.map(Point {
            x: rect.x as f32 + dots(column),
            y: rect.y as f32 + dots(row),
        }))
    };
    let shifts = || -REACH * FINE..=REACH * FINE;
    let places = shifts()
        .flat_map(|y| shifts().map(move |x| (x as f32 / FINE as f32, y as f32 / FINE as f32)));
    let finder = finder();
    let fits = places.map(|(x, y)| (fit(&finder, |c, r| module(c + x, r + y)), (x, y)));
    let (fit, (x, y)) = fits.max_by(|a, b| a.0.correlation.total_cmp(&b.0.correlation))?;
    if fit.correlation < LEAST_CORRELATION {
        return None;
    }
    let side = LABEL_MODULES as usize;
    let dark = (0..side * side)
        .map(|k| module((k % side) as f32 + x, (k / side) as f32 + y) < fit.middle)
        .collect();
    let (_, text) = rqrr::Grid::new(Modules { side, dark }).decode().ok()?;
    Some(Label::from_url(&text).map(|label| (label, host(&text))))
}

/// What stands between the scheme and the path of an address, in lower case.
fn host(address: &str) -> String {
    let after = address.split_once("://").map_or(address, |(_, rest)| rest);
    after
        .split(['/', '#', '?'])
        .next()
        .unwrap_or_default()
        .to_lowercase()
}

/// The modules of the three finder patterns and their separators (ISO/IEC 18004, 6.3.3), and
/// whether each is dark.
fn finder() -> Vec<(f32, f32, bool)> {
    let far = LABEL_MODULES as i32 - 7;
    let pattern = |left: i32, top: i32| {
        let around = move |k: i32| (left - 1 + k % 9, top - 1 + k / 9);
        (0..81).map(around).map(move |(x, y)| {
            let ring = (x - left - 3).abs().max((y - top - 3).abs());
            (x as f32, y as f32, ring != 2 && ring != 4)
        })
    };
    [(0, 0), (far, 0), (0, far)]
        .into_iter()
        .flat_map(|(left, top)| pattern(left, top))
        .collect()
}

struct Fit {
    correlation: f32,
    /// Halfway between dark and light.
    middle: f32,
}

/// Normalised cross-correlation of the page with a pattern of dark and light.
fn fit(pattern: &[(f32, f32, bool)], level: impl Fn(f32, f32) -> f32) -> Fit {
    let (mut dark, mut light, mut squares) = ((0.0f32, 0.0f32), (0.0f32, 0.0f32), 0.0f32);
    for &(column, row, is_dark) in pattern {
        let level = level(column, row);
        let side = if is_dark { &mut dark } else { &mut light };
        *side = (side.0 + level, side.1 + 1.0);
        squares += level * level;
    }
    let count = dark.1 + light.1;
    let (dark_mean, light_mean) = (dark.0 / dark.1, light.0 / light.1);
    let mean = (dark.0 + light.0) / count;
    let deviation = (squares / count - mean * mean).max(1.0).sqrt();
    let balance = (dark.1 * light.1).sqrt() / count;
    Fit {
        correlation: (light_mean - dark_mean) * balance / deviation,
        middle: (dark_mean + light_mean) / 2.0,
    }
}

/// The modules of one symbol, row by row.
struct Modules {
    side: usize,
    dark: Vec<bool>,
}

impl rqrr::BitGrid for Modules {
    fn size(&self) -> usize {
        self.side
    }

    fn bit(&self, y: usize, x: usize) -> bool {
        self.dark.get(y * self.side + x).copied().unwrap_or(false)
    }
}

/// Whether any QR code stands at the label's place, of whatever size.
fn has_code(plane: &Plane, map: &Homography, rect: &Rect) -> bool {
    let step = LABEL_MODULE as f32 / CROP_SCALE;
    let side = (rect.width as f32 / step) as usize;
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| {
        let dots = |origin: u32, k: usize| origin as f32 + (k as f32 + 0.5) * step;
        plane.sample(map.map(Point {
            x: dots(rect.x, x),
            y: dots(rect.y, y),
        })) as u8
    });
    !image.detect_grids().is_empty()
}
