//! Ground that is no ink, as broad as no stroke is: the dark side of a fold, whose light ends at a line.

use crate::fit::PALE;
use crate::mesh::TILE;
use crate::residual::{SIDE, Square};

type Levels = [[i16; TILE]; TILE];

/// Pixels to either side: strokes are narrower than twice that, but for those of headings.
const REACH: usize = 4;
/// What is darker is ink, however broad.
const MOST: i16 = 40;
/// So many blank pixels of a tile off by more than a printed ground are more than a few strokes
/// have.
const UNEVEN: usize = 150;

/// Takes the broad part out of what a page is darker or lighter by, where much of it is: what
/// narrow strokes leave when they are taken away (an opening, and for light a closing). Under
/// print no ground is seen.
pub(crate) fn level(off: &mut Levels, ink: &Square) {
    if blank_and_off(off, ink) <= UNEVEN {
        return;
    }
    let (mut dark, mut light) = ([[MOST; TILE]; TILE], [[-MOST; TILE]; TILE]);
    let rows = off.iter().zip(ink.iter().skip(1));
    for ((off, ink), (dark, light)) in rows.zip(dark.iter_mut().zip(&mut light)) {
        let pixels = off.iter().zip(ink.iter().skip(1));
        for ((&off, &ink), (dark, light)) in pixels.zip(dark.iter_mut().zip(light)) {
            if ink == 0 {
                (*dark, *light) = (off.clamp(0, MOST), off.clamp(-MOST, 0));
            }
        }
    }
    let dark = spread(spread(dark, i16::min), i16::max);
    let light = spread(spread(light, i16::max), i16::min);
    let off = off.as_flattened_mut().iter_mut();
    for (off, (dark, light)) in off.zip(dark.as_flattened().iter().zip(light.as_flattened())) {
        *off -= (*off).clamp(*light, *dark);
    }
}

fn blank_and_off(off: &Levels, ink: &Square) -> usize {
    let of_row = |(off, ink): (&[i16; TILE], &[u8; SIDE])| {
        let pixels = off.iter().zip(ink.iter().skip(1));
        let is_off = pixels.map(|(off, ink)| u16::from((*ink == 0) & (off.abs() > PALE)));
        usize::from(is_off.sum::<u16>())
    };
    off.iter().zip(ink.iter().skip(1)).map(of_row).sum()
}

/// Every pixel's least or most of the square around it, as far as the tile goes.
fn spread(of: Levels, pick: impl Fn(i16, i16) -> i16) -> Levels {
    let mut down = of;
    for far in 1..=REACH {
        for (to, from) in down.iter_mut().zip(of.iter().skip(far)) {
            picked(to, from, &pick);
        }
        for (to, from) in down.iter_mut().skip(far).zip(&of) {
            picked(to, from, &pick);
        }
    }
    let mut all = down;
    for (all, down) in all.iter_mut().zip(&down) {
        for far in 1..=REACH {
            picked(all, down.get(far..).unwrap_or_default(), &pick);
            picked(all.get_mut(far..).unwrap_or_default(), down, &pick);
        }
    }
    all
}

fn picked(to: &mut [i16], from: &[i16], pick: &impl Fn(i16, i16) -> i16) {
    for (to, &from) in to.iter_mut().zip(from) {
        *to = pick(*to, from);
    }
}
