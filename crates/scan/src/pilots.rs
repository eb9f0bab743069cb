use crate::gray::Plane;
use crate::texture::Texture;
use sheet::Profile;
use sheet::layout::{DPI, PILOT_PITCH, PILOT_SIDE, pilot_is_black};

/// Places of the page at which a pilot is looked for, and how many must show one.
const PLACES: usize = 6;
const LEAST_FOUND: usize = 2;
/// Cells of a pilot.
const CELLS: usize = (PILOT_SIDE * PILOT_SIDE) as usize;
/// A place has room for 70 000 chances; so many cells agree by chance once in ten million.
const LEAST_AGREEING: usize = 33;
/// Of the first few cells one may be wrong: most places are given up there.
const FIRST: usize = 9;

/// Whether these cells are of a sheet, told by its pilots alone: the one thing that stays
/// where all marks and labels are lost, and that no other system prints.
pub(crate) fn stand_in(plane: &Plane, texture: &Texture) -> bool {
    let pixels_per_dot = texture.dpi() / DPI as f32;
    let patterns: Vec<Pattern> = Profile::ALL
        .iter()
        .flat_map(|profile| Pattern::turned(profile.dots() as f32 * pixels_per_dot))
        .collect();
    let cells: Vec<_> = texture.patches.iter().filter(|p| p.is_cells()).collect();
    let reach = PILOT_PITCH as f32 * pixels_per_dot / 2.0;
    let places = cells
        .iter()
        .step_by((cells.len() / PLACES).max(1))
        .take(PLACES);
    let found = places.filter(|place| {
        let window = Window::around(plane, place.x, place.y, reach);
        patterns.iter().any(|pattern| window.shows(pattern))
    });
    found.take(LEAST_FOUND).count() == LEAST_FOUND
}

/// The pilot's cells as pixels from its middle, and whether each is light.
struct Pattern([(i32, i32, bool); CELLS]);

impl Pattern {
    /// In the four ways that a page can lie.
    fn turned(cell: f32) -> [Pattern; 4] {
        let place = |k: u32| (k as f32 - (PILOT_SIDE as f32 - 1.0) / 2.0) * cell;
        [(1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0)].map(|(cos, sin)| {
            Pattern(std::array::from_fn(|k| {
                // Neighbours are often alike; cells far apart tell sooner.
                let k = (k * 7 % CELLS) as u32;
                let (column, row) = (k % PILOT_SIDE, k / PILOT_SIDE);
                let (x, y) = (place(column), place(row));
                let (x, y) = (x * cos - y * sin, x * sin + y * cos);
                let is_light = !pilot_is_black(column, row);
                (x.round() as i32, y.round() as i32, is_light)
            }))
        })
    }
}

/// A square of the page as light and dark, with a pilot's room around it.
struct Window {
    /// Pixels of the places at which a pilot's middle may stand.
    span: i32,
    /// Pixels of room on each side.
    room: i32,
    light: Vec<bool>,
}

impl Window {
    fn around(plane: &Plane, x: f32, y: f32, reach: f32) -> Window {
        let (span, room) = ((2.0 * reach) as i32 + 1, (reach * 0.4) as i32 + 2);
        let (left, top) = (x as i32 - span / 2 - room, y as i32 - span / 2 - room);
        let side = span + 2 * room;
        let levels: Vec<u8> = (0..side * side)
            .map(|k| plane.pixel(left + k % side, top + k / side))
            .collect();
        let sum: u32 = levels.iter().map(|&level| u32::from(level)).sum();
        let mean = sum / levels.len().max(1) as u32;
        let light = levels
            .iter()
            .map(|&level| u32::from(level) > mean)
            .collect();
        Window { span, room, light }
    }

    fn shows(&self, pattern: &Pattern) -> bool {
        let places = (0..self.span).flat_map(|y| (0..self.span).map(move |x| (x, y)));
        places.into_iter().any(|(x, y)| {
            let agrees = |&&(dx, dy, is_light): &&(i32, i32, bool)| {
                let (x, y) = (x + self.room + dx, y + self.room + dy);
                let at = y * (self.span + 2 * self.room) + x;
                self.light.get(at as usize) == Some(&is_light)
            };
            let cells = || pattern.0.iter();
            cells().take(FIRST).filter(agrees).count() + 1 >= FIRST
                && cells().filter(agrees).count() >= LEAST_AGREEING
        })
    }
}
