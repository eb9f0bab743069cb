//! Ground that is no ink, as broad as no stroke is: the dark side of a fold, whose light ends at a line.

use crate::fit::PALE;
use crate::mesh::TILE;
use crate::plane::widen;
use crate::residual::{SIDE, Square};

/// Pixels to either side: strokes are narrower than twice that, but for those of headings.
const REACH: usize = 4;
/// What is darker is ink, however broad.
const MOST: i16 = 40;
/// So many blank pixels of a tile off by more than a printed ground are more than a few strokes
/// have.
const UNEVEN: usize = 150;

/// Takes the broad part out of what a page is darker or lighter by, where much of it is: what
/// narrow strokes leave when they are taken away (an opening). Under print no ground is seen.
pub(crate) fn level(off: &mut [[i16; TILE]; TILE], ink: &Square) {
    if blank_and_off(off, ink) <= UNEVEN {
        return;
    }
    let [mut dark, mut light] = [[[MOST as u8; TILE]; TILE]; 2];
    let rows = off.iter().zip(ink.iter().skip(1));
    for ((off, ink), (dark, light)) in rows.zip(dark.iter_mut().zip(&mut light)) {
        let pixels = off.iter().zip(ink.iter().skip(1));
        for ((&off, &ink), (dark, light)) in pixels.zip(dark.iter_mut().zip(light)) {
            let unseen = if ink == 0 { 0 } else { MOST as u8 };
            *dark = unseen.max(off.clamp(0, MOST) as u8);
            *light = unseen.max((-off).clamp(0, MOST) as u8);
        }
    }
    let [dark, light] = [dark, light].map(opened);
    if dark.is_none() && light.is_none() {
        return;
    }
    let [dark, light] = [dark, light].map(|broad| broad.unwrap_or([[0; TILE]; TILE]));
    let broad = dark.as_flattened().iter().zip(light.as_flattened());
    for (off, (&dark, &light)) in off.as_flattened_mut().iter_mut().zip(broad) {
        *off -= (*off).max(-i16::from(light)).min(i16::from(dark));
    }
}

fn blank_and_off(off: &[[i16; TILE]; TILE], ink: &Square) -> usize {
    let of_row = |(off, ink): (&[i16; TILE], &[u8; SIDE])| {
        let pixels = off.iter().zip(ink.iter().skip(1));
        let is_off = pixels.map(|(off, ink)| u16::from((*ink == 0) & (off.abs() > PALE)));
        usize::from(is_off.sum::<u16>())
    };
    off.iter().zip(ink.iter().skip(1)).map(of_row).sum()
}

type Levels = [[u8; TILE]; TILE];

/// `None` where nothing is as broad.
fn opened(levels: Levels) -> Option<Levels> {
    let least = spread(&levels, u8::MAX, u8::min);
    (least != [[0; TILE]; TILE]).then(|| spread(&least, 0, u8::max))
}

/// Every pixel's least or most of the square around it, as far as the tile goes: what is `beyond` is
/// never picked.
fn spread(of: &Levels, beyond: u8, pick: impl Fn(u8, u8) -> u8) -> Levels {
    const WIDE: usize = TILE + 2 * REACH;
    let mut all = vec![beyond; WIDE * WIDE];
    for (to, from) in all.chunks_exact_mut(WIDE).skip(REACH).zip(of) {
        let to = to.get_mut(REACH..REACH + TILE).unwrap_or_default();
        to.copy_from_slice(from);
    }
    widen(&mut all, WIDE, 2 * REACH + 1, &pick);
    widen(&mut all, 1, 2 * REACH + 1, &pick);
    let mut spread = [[0; TILE]; TILE];
    for (to, from) in spread.iter_mut().zip(all.chunks_exact(WIDE)) {
        to.copy_from_slice(from.get(..TILE).unwrap_or_default());
    }
    spread
}
