//! Where registration marks may stand: discs with a white ring around them.

use crate::geometry::Point;
use crate::gray::{Integral, Plane};
use crate::refine::refined;
use sheet::layout::{HOLE_RADIUS, MARK_RADIUS, MARK_SIDE, PAGE};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Something that looks like a mark.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate {
    /// Pixels of the full plane.
    pub center: Point,
    /// Pixels of the full plane along a dot, by the disc's radius.
    pub scale: f32,
    /// Gray levels by which the ring is lighter than the disc, all around.
    pub contrast: f32,
    /// How much lighter the middle is than the disc, as a share of the contrast.
    pub hole: f32,
}

/// Marks are looked for in a plane about this high: there a disc is ten pixels wide and
/// the cells have blurred to gray.
const COARSE_HEIGHT: usize = 700;
/// How large the sheet may stand in the page, relative to a page filled by the sheet: from a
/// page cropped to its print to one half of A3.
pub(crate) const SCALES: [f32; 7] = [1.0, 1.12, 0.89, 0.79, 0.7, 0.61, 0.53];
/// Gray levels by which the ring must be lighter than the disc.
pub(crate) const LEAST_CONTRAST: f32 = 55.0;
const MOST_CANDIDATES: usize = 24;

/// The page made small, in which marks are looked for.
pub(crate) struct Coarse<'a> {
    plane: &'a Plane<'a>,
    small: Plane<'a>,
    integral: Integral,
    /// Pixels of the plane along one of the small plane's.
    ratio: f32,
}

impl<'a> Coarse<'a> {
    pub fn new(plane: &'a Plane<'a>) -> Coarse<'a> {
        let shrink = (plane.width.max(plane.height) / COARSE_HEIGHT).max(1);
        let small = plane.shrunk(shrink);
        let integral = Integral::new(&small);
        Coarse {
            plane,
            small,
            integral,
            ratio: shrink as f32,
        }
    }

    /// The plane that is searched, and how many pixels one of its own stands for.
    #[cfg(feature = "probe")]
    pub fn small(&self) -> (&Plane<'a>, f32) {
        (&self.small, self.ratio)
    }

    /// The clearest marks of a sheet of this scale.
    pub fn candidates(&self, scale: f32) -> Vec<Candidate> {
        let per_dot = self.small.width.max(self.small.height) as f32 / PAGE.height as f32;
        let peaks = self.peaks(scale * per_dot);
        peaks
            .iter()
            .filter_map(|peak| refined(self.plane, peak, self.ratio))
            .collect()
    }

    /// Where a disc of this scale may stand: the clearest places at which a ring is lighter
    /// than what it surrounds, both taken as squares.
    fn peaks(&self, scale: f32) -> Vec<Candidate> {
        let reach = |dots: f32| ((dots * scale - 0.5).round() as usize).max(1);
        // The square within the disc, and the squares between which there is only white.
        let disc = reach(MARK_RADIUS as f32 * 0.72);
        let (inner, outer) = (
            reach(MARK_RADIUS as f32 * 1.12),
            reach(MARK_SIDE as f32 * 0.47),
        );
        let small = &self.small;
        if outer <= inner || small.width <= 2 * outer || small.height <= 2 * outer {
            return Vec::new();
        }
        let mut all = Vec::new();
        let (beside, around) = (
            reach((HOLE_RADIUS + MARK_RADIUS) as f32 / 2.0),
            inner.midpoint(outer),
        );
        let mut is_darker = vec![0; small.width.next_multiple_of(8)];
        for y in outer..small.height - outer {
            let [dark, mid, whole] = [disc, inner, outer].map(|r| self.integral.squares(y, r));
            let mean = |sum: u32, area: usize| sum as f32 / area as f32;
            self.darker_than_around(y, beside, around, &mut is_darker);
            let inside = outer..small.width - outer;
            for x in ones(&is_darker)
                .map(|k| k + around)
                .filter(|x| inside.contains(x))
            {
                let light = mean(whole.sum(x) - mid.sum(x), whole.area() - mid.area());
                let contrast = light - mean(dark.sum(x), dark.area());
                if contrast >= LEAST_CONTRAST {
                    let center = Point {
                        x: x as f32 + 0.5,
                        y: y as f32 + 0.5,
                    };
                    all.push(Candidate {
                        center,
                        scale,
                        contrast,
                        hole: 0.0,
                    });
                }
            }
        }
        clearest(&all, MARK_SIDE as f32 / 2.0 * scale)
    }

    /// Which places of a row, from the one at `reach` on, are darker than four others `reach`
    /// around them, 1 or 0: the costlier test needs to see no other. Of the place itself and two
    /// `beside` it, it is the middle level that counts: one mark has a hole there.
    fn darker_than_around(&self, y: usize, beside: usize, reach: usize, is_darker: &mut [u8]) {
        let from = |y: usize, x: usize| self.small.row(y).get(x..).unwrap_or_default();
        let three = from(y, reach - beside)
            .iter()
            .zip(from(y, reach))
            .zip(from(y, reach + beside));
        let middle = three.map(|((&a, &b), &c)| a.min(b).max(a.max(b).min(c)));
        let (left, right) = (from(y, 0), from(y, 2 * reach));
        let (up, down) = (from(y - reach, reach), from(y + reach, reach));
        let around = left.iter().zip(right).zip(up.iter().zip(down));
        for ((flag, level), ((&l, &r), (&u, &d))) in is_darker.iter_mut().zip(middle).zip(around) {
            let least = level.saturating_add(LEAST_STEP);
            *flag = u8::from(l > least)
                & u8::from(r > least)
                & u8::from(u > least)
                & u8::from(d > least);
        }
    }
}

/// The places of ones among zeros. Nearly all are zeros: eight are skipped at once.
fn ones(flags: &[u8]) -> impl Iterator<Item = usize> {
    let eights = flags.as_chunks().0.iter().zip((0..).step_by(8));
    let some = eights.filter(|(eight, _)| **eight != [0; 8]);
    some.flat_map(|(eight, first)| {
        let mut left = u64::from_le_bytes(*eight);
        std::iter::from_fn(move || {
            let place = (left != 0).then(|| first + left.trailing_zeros() as usize / 8);
            left &= left.wrapping_sub(1);
            place
        })
    })
}

/// Gray levels by which each of four places in the ring must be lighter than the disc.
const LEAST_STEP: u8 = 40;

/// Adds candidates of another scale; of two at one place the clearer stays. Whether there is
/// anything new.
pub(crate) fn merge(all: &mut Vec<Candidate>, more: Vec<Candidate>) -> bool {
    let mut is_new = false;
    for new in more {
        let apart = MARK_RADIUS as f32 * new.scale;
        let known = all
            .iter_mut()
            .find(|c| (c.center - new.center).length() < apart);
        match known {
            Some(known) if new.contrast > known.contrast => *known = new,
            Some(_) => continue,
            None => all.push(new),
        }
        is_new = true;
    }
    all.sort_by(|a, b| b.contrast.total_cmp(&a.contrast));
    all.truncate(MOST_CANDIDATES);
    is_new
}

/// The clearest first, each so far `apart` from all before it. Of thousands, only the first few
/// are put in order.
fn clearest(all: &[Candidate], apart: f32) -> Vec<Candidate> {
    let ranks = all
        .iter()
        .map(|c| c.contrast.to_bits())
        .zip((0..).map(Reverse));
    let mut ranks: BinaryHeap<(u32, Reverse<usize>)> = ranks.collect();
    let mut kept: Vec<Candidate> = Vec::new();
    while kept.len() < MOST_CANDIDATES {
        let Some(peak) = ranks.pop().and_then(|(_, Reverse(k))| all.get(k)) else {
            break;
        };
        let is_new = kept
            .iter()
            .all(|k| (k.center - peak.center).length() > apart);
        if is_new {
            kept.push(*peak);
        }
    }
    kept
}
