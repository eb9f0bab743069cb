//! From pixels of a page to fractions of its sides, which hold for any picture of it.

/// What a poor guess puts at infinity is left out.
pub fn of(seen: scan::Evidence, width: u32, height: u32) -> report::Evidence {
    let fraction = |[x, y]: [f32; 2]| [x / width as f32, y / height as f32];
    let marks = seen.marks.into_iter().map(fraction);
    let labels = seen.labels.into_iter().map(|corners| corners.map(fraction));
    let tiles = seen.tiles.into_iter().map(|tile| report::Tile {
        corners: tile.corners.map(fraction),
        quality: tile.quality,
    });
    report::Evidence {
        marks: marks.filter(is_somewhere).collect(),
        labels: labels.filter(are_somewhere).collect(),
        tiles: tiles.filter(|tile| are_somewhere(&tile.corners)).collect(),
    }
}

fn is_somewhere(at: &[f32; 2]) -> bool {
    at.iter().all(|v| v.is_finite())
}

fn are_somewhere(corners: &[[f32; 2]; 4]) -> bool {
    corners.iter().all(is_somewhere)
}

/// More than there is on any page: each is drawn.
const MOST: usize = 4096;

/// Whether a worker of ours may have said this.
pub fn is_sane(evidence: &report::Evidence) -> bool {
    let report::Evidence {
        marks,
        labels,
        tiles,
    } = evidence;
    let mut corners = labels.iter().chain(tiles.iter().map(|tile| &tile.corners));
    marks.len() + labels.len() + tiles.len() <= MOST
        && marks.iter().all(is_somewhere)
        && corners.all(are_somewhere)
        && tiles.iter().all(|tile| tile.quality.is_finite())
}

#[cfg(test)]
mod tests {
    use super::is_sane;
    use report::{Evidence, Tile};

    #[test]
    fn only_what_can_be_drawn_is_believed() {
        let marks = |marks: Vec<[f32; 2]>| Evidence {
            marks,
            ..Evidence::default()
        };
        assert!(is_sane(&marks(vec![[0.1, 1.2]; 4])));
        assert!(!is_sane(&marks(vec![[0.0; 2]; 5000])));
        assert!(!is_sane(&marks(vec![[0.0, f32::INFINITY]])));
        let tile = |x, quality| Evidence {
            tiles: vec![Tile {
                corners: [[x, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]],
                quality,
            }],
            ..Evidence::default()
        };
        assert!(is_sane(&tile(0.0, 1.0)));
        assert!(!is_sane(&tile(f32::NAN, 1.0)));
        assert!(!is_sane(&tile(0.0, f32::NAN)));
    }
}
