use pdfium_render::prelude::{
    PdfMatrix, PdfPage, PdfPageImageObject, PdfPageRenderRotation, PdfRect,
};

use crate::gray;
use crate::orientation::Orientation;

/// Of the page's area, and of the picture's.
const COVERED: f32 = 0.95;

/// How the image lies on the page.
pub(super) struct Placement {
    pub orientation: Orientation,
    /// Inches along the stored rows, and along the stored columns.
    size: (f32, f32),
}

impl Placement {
    /// `None` unless it is parallel to the page's edges and the two cover each other.
    pub(super) fn of(image: &PdfPageImageObject<'_>, page: &PdfPage<'_>) -> Option<Self> {
        let matrix = image.matrix().ok()?;
        let boxed = page.boundaries().bounding().ok()?.bounds;
        let (mut orientation, row, column) = lie(&matrix)?;
        if !covers(&matrix, &boxed) {
            return None;
        }
        let turns = match page.rotation().ok()? {
            PdfPageRenderRotation::None => 0,
            PdfPageRenderRotation::Degrees90 => 1,
            PdfPageRenderRotation::Degrees180 => 2,
            PdfPageRenderRotation::Degrees270 => 3,
        };
        for _ in 0..turns {
            orientation = orientation.clockwise();
        }
        Some(Self {
            orientation,
            size: (row.abs() / 72.0, column.abs() / 72.0),
        })
    }

    /// Of a picture of so many pixels.
    pub(super) fn dpi(&self, width: u32, height: u32) -> Option<f32> {
        let (row, column) = self.size;
        gray::dpi(width as f32 / row, height as f32 / column)
    }
}

/// The matrix maps the unit square, its top left at (0, 1), to the page (ISO 32000, 8.9.5.1).
/// Gives the lengths of the image's rows and columns in points.
fn lie(matrix: &PdfMatrix) -> Option<(Orientation, f32, f32)> {
    let (a, b, c, d) = (matrix.a(), matrix.b(), matrix.c(), matrix.d());
    let none = |x: f32, of: f32| x.abs() <= 1e-3 * of.abs();
    if none(b, a) && none(c, d) {
        let orientation = Orientation {
            transpose: false,
            flip_x: a < 0.0,
            flip_y: d < 0.0,
        };
        return Some((orientation, a, d));
    }
    if none(a, b) && none(d, c) {
        let orientation = Orientation {
            transpose: true,
            flip_x: c > 0.0,
            flip_y: b > 0.0,
        };
        return Some((orientation, b, c));
    }
    None
}

fn covers(matrix: &PdfMatrix, page: &PdfRect) -> bool {
    let (e, f) = (matrix.e(), matrix.f());
    let (x, y) = (e + matrix.a() + matrix.c(), f + matrix.b() + matrix.d());
    let common =
        |a: f32, b: f32, low: f32, high: f32| (a.max(b).min(high) - a.min(b).max(low)).max(0.0);
    let shared = common(e, x, page.left().value, page.right().value)
        * common(f, y, page.bottom().value, page.top().value);
    let image = ((x - e) * (y - f)).abs();
    let area = page.width().value * page.height().value;
    shared >= COVERED * area && shared >= COVERED * image
}
