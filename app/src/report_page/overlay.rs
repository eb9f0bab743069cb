use crate::words::report_page as text;
use leptos::prelude::*;
use report::{Evidence, Lang, Tile};

/// From which quality on a tile counts as read in part, and as read well.
const FAIR: f32 = 0.3;
const GOOD: f32 = 0.75;

/// What was found on the upload, drawn over it; `width` and `height` are the display
/// picture's, which only give the proportions.
pub fn overlay(lang: Lang, evidence: &Evidence, width: u32, height: u32) -> AnyView {
    let (w, h) = (width.max(1) as f32, height.max(1) as f32);
    let at = move |[x, y]: [f32; 2]| (x * w, y * h);
    let radius = (w.min(h) * 0.012).round();
    let poor = evidence
        .tiles
        .iter()
        .filter(|tile| class(tile) == "poor")
        .count();
    let says = text::overlay(
        evidence.marks.len(),
        evidence.labels.len(),
        poor,
        evidence.tiles.len(),
        lang,
    );
    let tiles = evidence
        .tiles
        .iter()
        .map(|tile| tile_shape(tile, at))
        .collect_view();
    let labels = evidence
        .labels
        .iter()
        .map(|corners| view! { <polygon class="label" points=points(corners, at) /> });
    let marks = evidence.marks.iter().map(|mark| {
        let (x, y) = at(*mark);
        view! { <circle class="mark" cx=format!("{x:.1}") cy=format!("{y:.1}") r=radius.to_string() /> }
    });
    view! {
        <svg class="overlay" viewBox=format!("0 0 {w} {h}") role="img" aria-label=says>
            {tiles}
            {labels.collect_view()}
            {marks.collect_view()}
        </svg>
    }
    .into_any()
}

/// A badly read tile is crossed out as well as coloured.
fn tile_shape<F: Fn([f32; 2]) -> (f32, f32) + Copy>(tile: &Tile, at: F) -> AnyView {
    let class = class(tile);
    let [a, b, c, d] = tile.corners.map(at);
    let cross = (class == "poor").then(|| {
        let line = format!(
            "M{:.1} {:.1}L{:.1} {:.1}M{:.1} {:.1}L{:.1} {:.1}",
            a.0, a.1, c.0, c.1, b.0, b.1, d.0, d.1
        );
        view! { <path class="cross" d=line /> }
    });
    view! {
        <polygon class=format!("tile {class}") points=points(&tile.corners, at) />
        {cross}
    }
    .into_any()
}

fn class(tile: &Tile) -> &'static str {
    match tile.quality {
        q if q >= GOOD => "good",
        q if q >= FAIR => "fair",
        _ => "poor",
    }
}

fn points(corners: &[[f32; 2]; 4], at: impl Fn([f32; 2]) -> (f32, f32)) -> String {
    corners
        .map(at)
        .map(|(x, y)| format!("{x:.1},{y:.1}"))
        .join(" ")
}
