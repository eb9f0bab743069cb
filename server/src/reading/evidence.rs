//! From pixels of a page to fractions of its sides, which hold for any picture of it.

/// What a poor guess puts at infinity is left out.
pub fn of(seen: scan::Evidence, width: u32, height: u32) -> report::Evidence {
    let fraction = |[x, y]: [f32; 2]| [x / width as f32, y / height as f32];
    let is_somewhere = |at: &[f32; 2]| at.iter().all(|v| v.is_finite());
    let are_somewhere = |corners: &[[f32; 2]; 4]| corners.iter().all(is_somewhere);
    let labels = seen.labels.into_iter();
    let tiles = seen.tiles.into_iter().map(|tile| report::Tile {
        corners: tile.corners.map(fraction),
        quality: tile.quality,
    });
    report::Evidence {
        marks: seen
            .marks
            .into_iter()
            .map(fraction)
            .filter(is_somewhere)
            .collect(),
        labels: labels
            .map(|corners| corners.map(fraction))
            .filter(are_somewhere)
            .collect(),
        tiles: tiles.filter(|tile| are_somewhere(&tile.corners)).collect(),
    }
}
