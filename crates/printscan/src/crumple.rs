//! Paper that was crumpled and flattened again.

use crate::field::{Field, Lattice};
use crate::random::{Stream, stream};

/// Displacement x and y in mm and the shade of the slope: bumps of some 45 mm and,
/// weaker, 20 mm.
pub(crate) fn crumple(paper: (f32, f32), peak: f32, seed: u64) -> Field<3> {
    let rng = &mut stream(seed, Stream::Crumple);
    let lattices: Vec<[Lattice; 2]> = (0..2)
        .map(|_| [45.0, 20.0].map(|cell| Lattice::new(rng, paper, cell)))
        .collect();
    let displacement = |axis: usize, x: f32, y: f32| {
        let [coarse, fine] = &lattices[axis];
        coarse.at(x, y) + 0.3 * fine.at(x, y)
    };
    let mut field = Field::bake(paper, 2.0, |x, y| {
        let (dx, dy) = (displacement(0, x, y), displacement(1, x, y));
        let slope = displacement(0, x + 1.0, y) - dx + displacement(1, x, y + 1.0) - dy;
        [dx, dy, slope]
    });
    let highest = |part: fn(&[f32; 3]) -> f32, values: &[[f32; 3]]| {
        values.iter().map(part).fold(1e-6, f32::max)
    };
    let longest = highest(|value| value[0].hypot(value[1]), field.values_mut());
    let steepest = highest(|value| value[2].abs(), field.values_mut());
    for [dx, dy, shade] in field.values_mut() {
        (*dx, *dy) = (*dx * peak / longest, *dy * peak / longest);
        *shade = 1.0 - STEEPEST_SHADE * peak * *shade / steepest;
    }
    field
}

/// Loss of light on the steepest slope of paper crumpled by 1 mm.
const STEEPEST_SHADE: f32 = 0.08;
