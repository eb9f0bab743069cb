use crate::pictures::{is_ink, jpeg, page};
use app::PageView;
use report::{Area, Comparison, Difference, DifferenceKind, Rect};

/// Where the front lies on the made-up upload: its corner, and its edges to the right and down.
const ORIGIN: [f32; 2] = [0.03, 0.02];
const RIGHT: [f32; 2] = [0.94, 0.012];
const DOWN: [f32; 2] = [-0.014, 0.95];

/// With one difference of each of these kinds, and with a stain.
pub fn comparison(kinds: &[DifferenceKind], stained: bool) -> Comparison {
    let at = |x: f32, y: f32| {
        let (u, v) = (x / 210.0, y / 297.0);
        [0, 1].map(|axis| ORIGIN[axis] + u * RIGHT[axis] + v * DOWN[axis])
    };
    let on_page = |p: Rect| {
        let (right, bottom) = (p.x + p.width, p.y + p.height);
        [
            at(p.x, p.y),
            at(right, p.y),
            at(right, bottom),
            at(p.x, bottom),
        ]
    };
    let rect = |x, y, width, height| Rect {
        x,
        y,
        width,
        height,
    };
    let difference = |&kind| {
        let place = match kind {
            DifferenceKind::Missing => rect(40.0, 68.0, 30.0, 6.0),
            DifferenceKind::Added => rect(120.0, 118.0, 14.0, 5.0),
            DifferenceKind::Changed => rect(80.0, 190.0, 5.0, 5.0),
        };
        Difference {
            kind,
            place,
            on_page: on_page(place),
        }
    };
    let stain = rect(150.0, 230.0, 22.0, 14.0);
    let stain = Area {
        place: stain,
        on_page: on_page(stain),
    };
    Comparison {
        differences: kinds.iter().map(difference).collect(),
        unjudged: stained.then_some(stain).into_iter().collect(),
        corners: [
            at(0.0, 0.0),
            at(210.0, 0.0),
            at(210.0, 297.0),
            at(0.0, 297.0),
        ],
    }
}

/// The upload of that front: askew, without some of its print and with some more.
pub fn face() -> PageView {
    let (width, height) = (1240_usize, 1754_usize);
    let det = RIGHT[0] * DOWN[1] - RIGHT[1] * DOWN[0];
    let shade = |at: usize| {
        let x = (at % width) as f32 / width as f32 - ORIGIN[0];
        let y = (at / width) as f32 / height as f32 - ORIGIN[1];
        let u = (x * DOWN[1] - y * DOWN[0]) / det * 210.0;
        let v = (y * RIGHT[0] - x * RIGHT[1]) / det * 297.0;
        let missing = (40.0..70.0).contains(&u) && (68.0..74.0).contains(&v);
        let added = (120.0..134.0).contains(&u) && (118.0..123.0).contains(&v);
        let pixel = |mm: f32| (mm / 25.4 * 300.0).max(0.0) as usize;
        let ink = added || (!missing && is_ink(pixel(u), pixel(v)));
        if ink { 60_u8 } else { 235 }
    };
    let gray: Vec<u8> = (0..width * height).map(shade).collect();
    PageView {
        width: width as u32,
        height: height as u32,
        jpeg: jpeg(&gray, width as u16, height as u16),
        ..page(1)
    }
}
