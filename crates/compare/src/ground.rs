//! Ground that is no ink, as broad as no stroke is: the dark side of a fold, whose light ends at a line.

use crate::fit::PALE;
use crate::mesh::TILE;
use crate::plane::widen;
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
            let is_blank = ink == 0;
            *dark = if is_blank { off.clamp(0, MOST) } else { MOST };
            *light = if is_blank { off.clamp(-MOST, 0) } else { -MOST };
        }
    }
    let least = |of| spread(of, i16::MAX, i16::min);
    let most = |of| spread(of, i16::MIN, i16::max);
    let (dark, light) = (least(&dark), most(&light));
    let is_broad = |of: &Levels| of.as_flattened().iter().any(|&off| off != 0);
    if !is_broad(&dark) && !is_broad(&light) {
        return;
    }
    let (dark, light) = (most(&dark), least(&light));
    let off = off.as_flattened_mut().iter_mut();
    for (off, (dark, light)) in off.zip(dark.as_flattened().iter().zip(light.as_flattened())) {
        *off -= (*off).max(*light).min(*dark);
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

/// Every pixel's least or most of the square around it, as far as the tile goes: what is `beyond` is
/// never picked.
fn spread(of: &Levels, beyond: i16, pick: impl Fn(i16, i16) -> i16) -> Levels {
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
