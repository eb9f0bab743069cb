//! From pixels of a page to fractions of its sides, which hold for any picture of it.

pub fn of(seen: scan::Evidence, width: u32, height: u32) -> report::Evidence {
    let fraction = |[x, y]: [f32; 2]| [x / width as f32, y / height as f32];
    report::Evidence {
        marks: seen.marks.into_iter().map(fraction).collect(),
        labels: seen
            .labels
            .into_iter()
            .map(|corners| corners.map(fraction))
            .collect(),
        tiles: seen
            .tiles
            .into_iter()
            .map(|tile| report::Tile {
                corners: tile.corners.map(fraction),
                quality: tile.quality,
            })
            .collect(),
    }
}
