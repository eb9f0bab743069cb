use crate::ScanError;
use crate::geometry::{Homography, Point};
use crate::gray::Plane;
use crate::marks::Corners;
use sheet::layout::{LABEL_MODULE, LABELS, Rect};
use sheet::{Label, LabelError};

/// Pixels per module of the rectified crop: two samples a module and the detector fails,
/// eight and it only takes longer.
const CROP_SCALE: f32 = 5.0;
/// The crop reaches this many modules beyond the label, for marks that stand askew.
const CROP_MARGIN: f32 = 3.0;

/// The label, the corners of each label that was read, and the map in the sheet's right
/// orientation: where the hole could not be told, labels are looked for in all four.
#[expect(clippy::type_complexity)]
pub(crate) fn read(
    plane: &Plane,
    corners: &Corners,
) -> Result<(Label, Vec<[[f32; 2]; 4]>, Homography), ScanError> {
    let mut failure = ScanError::NoLabel;
    for map in orientations(corners) {
        let results = LABELS.each_ref().map(|rect| read_one(plane, &map, rect));
        let mut labels = results
            .iter()
            .zip(&LABELS)
            .filter_map(|(r, rect)| Some((r.as_ref()?.ok()?, rect)));
        if let Some((label, rect)) = labels.next() {
            let other = labels.next();
            if other.is_some_and(|(l, _)| l != label) {
                return Err(ScanError::LabelsDiffer);
            }
            let found = [Some(rect), other.map(|(_, rect)| rect)];
            let found = found
                .into_iter()
                .flatten()
                .map(|rect| on_page(&map, rect))
                .collect();
            return Ok((label, found, map));
        }
        for error in results.into_iter().flatten().filter_map(Result::err) {
            failure = match error {
                LabelError::Version(version) => ScanError::LabelVersion(version),
                _ if failure == ScanError::NoLabel => ScanError::ForeignLabel,
                _ => failure,
            };
        }
    }
    Err(failure)
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

fn on_page(map: &Homography, rect: &Rect) -> [[f32; 2]; 4] {
    rect.corners()
        .map(|corner| map.map(corner.into()))
        .map(|p| [p.x, p.y])
}

/// `None`: no QR code here.
fn read_one(plane: &Plane, map: &Homography, rect: &Rect) -> Option<Result<Label, LabelError>> {
    let step = LABEL_MODULE as f32 / CROP_SCALE;
    let margin = CROP_MARGIN * LABEL_MODULE as f32;
    let side = ((rect.width as f32 + 2.0 * margin) / step) as usize;
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| {
        let dots = Point {
            x: rect.x as f32 - margin + (x as f32 + 0.5) * step,
            y: rect.y as f32 - margin + (y as f32 + 0.5) * step,
        };
        plane.sample(map.map(dots)) as u8
    });
    let texts = image
        .detect_grids()
        .into_iter()
        .filter_map(|grid| grid.decode().ok());
    texts.map(|(_, text)| Label::from_url(&text)).next()
}
