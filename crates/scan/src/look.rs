use crate::Look;
use crate::gray::Plane;
use crate::pilots;
use crate::texture::{Patch, Texture};

/// Paper is lighter than this even under a lamp.
const LIGHT: f32 = 140.0;
/// From this share of a page on, cells are what it was printed for.
const MUCH: f32 = 0.35;
/// Text and forms are as much black as white in few places: more than this are cells that
/// light has washed out.
const MOST_BLACK: f32 = 0.15;
/// Less than this share of the paper holds a line or two.
const FEW_LINES: f32 = 0.04;

/// What a page without a sheet looks like, from samples of it.
pub(crate) fn of(plane: &Plane, texture: &Texture) -> Look {
    if texture.share(Patch::is_cells) >= MUCH {
        return match pilots::stand_in(plane, texture) {
            // One of ours, whose marks were not found.
            true => Look::Other,
            false => Look::Cells,
        };
    }
    if texture.white < LIGHT {
        return Look::Other;
    }
    if texture.is_plain() {
        return Look::Blank;
    }
    let light = texture.share(Patch::is_light);
    if light < 0.5 || texture.share(Patch::is_even) > MOST_BLACK {
        return Look::Other;
    }
    let printed = texture.share(|patch| patch.is_light() && !patch.is_bare());
    match printed < FEW_LINES * light {
        true => Look::Blank,
        false => Look::Print,
    }
}
