//! From differing cells to a verdict.

use crate::folds::Fold;
use crate::mesh::{Fine, Mesh, TILE};
use crate::residual::{CELL, Cells};
use crate::spots::{Spot, bodies, joined, rules, spots};
use crate::{Kind, NotComparable};

/// Places are in pixels of the restored front: left, top, right and bottom.
pub(crate) struct Verdict {
    pub differences: Vec<(Kind, [f32; 4], f32)>,
    pub unjudged: Vec<[f32; 4]>,
}

/// The least added ink of one spot that is told, in mm²: more than a speck of toner has.
const LEAST: f32 = 0.022;
/// The least missing ink, and the least of one cell of it.
const LEAST_MISSING: f32 = 0.0145;
const LEAST_MISSING_PEAK: f32 = 0.0105;
/// The same for added ink: the dots of a ground are paler.
const LEAST_ADDED: f32 = 0.018;
/// And for ink that stands in no character: the dots of a ground are larger where it fades.
const LEAST_ALONE: f32 = 0.024;
/// Ink that is missing and added at one place, in mm², where another character stands.
const OTHER: f32 = 0.08;
/// The two sides of a shifted rule together, in mm.
const SHIFTED: f32 = 1.2;
/// Differing ink of a line, in mm² over a cell of its length: less is a hairline's.
const HAIRLINE: f32 = 0.017;
/// The same of a rule as thin as a pixel, where toner spreads.
const GROWN_RULE: f32 = 0.022;
/// Added ink that is larger than this to both sides, in mm, is a stamp's or a drawing's.
const OUTLINE: f32 = 8.0;
/// Less differing ink than most other characters have, in mm².
const FAINT: f32 = 0.15;
/// And than one of their cells.
const FAINT_PEAK: f32 = 0.025;
/// A file hole's rim, in mm.
const HOLE: std::ops::Range<f32> = 4.0..8.5;
/// How far from the page's edge holes are, in mm.
const EDGE: f32 = 20.0;
/// Print is worn away, and paper shaded, so far to either side of a fold, in mm.
const FOLD: f32 = 0.9;
/// How wide a fold's line is at most, and how near it comes to the paper's edge, in mm.
const CREASE: f32 = 3.2;
const CREASE_EDGE: f32 = 1.5;
/// How wide what is seen of one beside a rule is at most, and how long at least, in mm, and the share of that on
/// which there is the rule.
const BESIDE_RULE: f32 = 1.6;
const ALONG_RULE: f32 = 10.0;
const RULED: f32 = 0.7;
/// Spots nearer than this, in mm, are of one character.
const CHARACTER: f32 = 1.0;
/// Added spots that reach further, in mm, are no strokes of one character.
const LARGEST: f32 = 6.0;
/// Share of the restored front's tiles whose ink must be found.
const LEAST_FOUND: f32 = 0.7;
/// Share of the ink that may lie beyond the page.
const MOST_CROPPED: f32 = 0.02;

/// Whether enough of the front is there to speak of this front at all.
pub(crate) fn check_same_front(
    fine: &Fine,
    mesh: &Mesh,
    cells: &Cells,
) -> Result<(), NotComparable> {
    let (mut printed, mut beyond) = (0.0, 0.0);
    let (mut told, mut found) = (0, 0);
    for row in 0..mesh.rows {
        for column in 0..mesh.columns {
            let ink = cells.printed_in(column, row);
            let is_on_page = fine.page.holds(mesh.place(mesh.middle(column, row)));
            printed += ink;
            beyond += if is_on_page { 0.0 } else { ink };
            let tile = mesh.tile(column as i32, row as i32);
            if let Some(agreement) = tile.and_then(|t| t.agreement).filter(|_| is_on_page) {
                told += 1;
                found += i32::from(agreement > 0.5);
            }
        }
    }
    if told == 0 || (found as f32) < told as f32 * LEAST_FOUND {
        return Err(NotComparable::NoMatch);
    }
    if beyond > printed * MOST_CROPPED {
        return Err(NotComparable::Cropped);
    }
    Ok(())
}

pub(crate) fn judge(mut cells: Cells, mesh: &Mesh, folds: &[Fold], mm: f32) -> Verdict {
    let scale = Scale { mm };
    let at_folds: Vec<[f32; 4]> = folds
        .iter()
        .map(|fold| cells.leave_out(fold, FOLD / scale.cell()))
        .collect();
    let cells = &cells;
    let rules = rules(cells, mm);
    let mut all = spots(cells, &bodies(cells, &rules, mm));
    all.retain(|spot| !scale.is_hairline(spot) && scale.is_ink(spot));
    let (shifted, all): (Vec<Spot>, Vec<Spot>) = all
        .into_iter()
        .partition(|spot| scale.is_shifted_line(spot));
    let rings = joined(all, (CHARACTER / scale.cell()).round() as usize);
    let mut rings = scale.with_insides(rings);
    rings.sort_by_key(|ring| (ring.top, ring.left));
    let is_open = |ring| {
        let is_paper =
            scale.is_of_hole(ring, &rings, cells) || scale.is_crease(ring, cells, &rules);
        is_paper || scale.is_doubtful(ring, folds)
    };
    let mut are_open = rings.iter().map(is_open).collect::<Vec<_>>().into_iter();
    let (doubtful, rings): (Vec<Spot>, Vec<Spot>) = rings
        .into_iter()
        .partition(|_| are_open.next() == Some(true));
    let mut unjudged = covered(mesh, cells);
    unjudged.extend(at_folds);
    unjudged.extend(doubtful.iter().chain(&shifted).map(place));
    let differences = rings.iter().map(|ring| {
        let ink = scale.area(ring.missing + ring.added);
        (scale.kind(ring), place(ring), ink)
    });
    Verdict {
        differences: differences.collect(),
        unjudged,
    }
}

fn place(ring: &Spot) -> [f32; 4] {
    [ring.left, ring.top, ring.right, ring.bottom].map(|edge| (edge * CELL) as f32)
}

fn is_added(spot: &Spot) -> bool {
    spot.missing < 0.1 * spot.added
}

/// Whether it stands within printed characters.
fn is_within(spot: &Spot) -> bool {
    spot.within > 0.5 * spot.added
}

/// Judges spots by their size on paper.
struct Scale {
    /// Of a pixel.
    mm: f32,
}

impl Scale {
    fn cell(&self) -> f32 {
        self.mm * CELL as f32
    }

    fn area(&self, pixels: f32) -> f32 {
        pixels * self.mm * self.mm
    }

    fn size(&self, ring: &Spot) -> [f32; 2] {
        [ring.width(), ring.height()].map(|cells| cells as f32 * self.cell())
    }

    fn is_ink(&self, spot: &Spot) -> bool {
        let (peak, ink) = (self.area(spot.peak), self.area(spot.missing + spot.added));
        if !is_added(spot) {
            let is_other =
                is_within(spot) && self.area(spot.missing) > LEAST_MISSING && ink > OTHER;
            return ink >= LEAST_MISSING && peak >= LEAST_MISSING_PEAK || is_other;
        }
        let least = if is_within(spot) {
            LEAST_ADDED
        } else {
            LEAST_ALONE
        };
        ink >= LEAST && peak >= least
    }

    /// Hairlines of a Mincho face and of forms are about half a pixel of the restored front, which
    /// has them as a whole one or, where two run together, as none.
    fn is_hairline(&self, spot: &Spot) -> bool {
        let (width, height) = (spot.width(), spot.height());
        let (thickness, length) = (width.min(height), width.max(height));
        let per_cell = self.area(spot.missing + spot.added) / length as f32;
        let is_thin = thickness <= 2 && length >= 2 * thickness;
        let is_rule = thickness <= 3 && length >= 10 * thickness;
        is_thin && per_cell < HAIRLINE || is_rule && per_cell < GROWN_RULE
    }

    /// A line beside the one that is printed: a rule that no registration followed, or a stroke
    /// as thin as a cell.
    fn is_shifted_line(&self, spot: &Spot) -> bool {
        let [width, height] = self.size(spot);
        let (thickness, length) = (width.min(height), width.max(height));
        let is_rule = thickness < SHIFTED && length > 4.0 * SHIFTED;
        let is_stroke = thickness < 1.5 * self.cell() && length > 2.0 * thickness;
        let share = spot.missing / (spot.missing + spot.added);
        (is_rule || is_stroke) && (0.2..0.8).contains(&share)
    }

    /// What lies within a large outline of added ink belongs to it: the strokes within a stamp.
    fn with_insides(&self, rings: Vec<Spot>) -> Vec<Spot> {
        let is_outline = |ring: &Spot| {
            let [width, height] = self.size(ring);
            width.min(height) > OUTLINE && is_added(ring)
        };
        let (mut outlines, mut others): (Vec<Spot>, Vec<Spot>) =
            rings.into_iter().partition(is_outline);
        others.retain(|ring| {
            let around = outlines.iter_mut().find(|outline| outline.holds(ring));
            match around.filter(|_| is_added(ring)) {
                Some(outline) => outline.merge(ring),
                None => return true,
            }
            false
        });
        outlines.append(&mut others);
        outlines
    }

    /// Too little ink to say that the front was altered; on folded or streaked paper more is too
    /// little, of faint strokes within characters and of what stands at the fold.
    fn is_doubtful(&self, ring: &Spot, folds: &[Fold]) -> bool {
        let ink = self.area(ring.missing + ring.added);
        let is_small = ink < FAINT;
        let near = CHARACTER / self.cell();
        let at_fold = || folds.iter().any(|fold| fold.gap(ring) <= near);
        let is_faint = || {
            let is_faint = self.area(ring.peak) < FAINT_PEAK;
            is_faint && is_added(ring) && self.kind(ring) == Kind::Changed
        };
        !folds.is_empty() && is_small && (at_fold() || is_faint())
    }

    /// A line on paper that comes to its edge, or a narrow one along a rule: a fold, a streak of the
    /// scanner, the edge's shadow.
    fn is_crease(&self, ring: &Spot, cells: &Cells, rules: &[bool]) -> bool {
        let [width, height] = self.size(ring);
        let (thickness, length) = (width.min(height), width.max(height));
        if self.kind(ring) != Kind::Added || length < 5.0 * thickness {
            return false;
        }
        let [right, bottom] = cells.paper;
        let right = right.saturating_sub(ring.right);
        let bottom = bottom.saturating_sub(ring.bottom);
        let away = ring.left.min(ring.top).min(right).min(bottom) as f32 * self.cell();
        if away <= CREASE_EDGE && thickness < CREASE && !is_within(ring) {
            return true;
        }
        if length < ALONG_RULE || thickness > BESIDE_RULE {
            return false;
        }
        let is_rule = |x: usize, y: usize| rules.get(y * cells.columns + x) == Some(&true);
        let [rows, columns] = [(ring.top, ring.bottom), (ring.left, ring.right)];
        let beside = |(from, to): (usize, usize)| from.saturating_sub(1)..to + 1;
        let of_rule = match width > height {
            true => (columns.0..columns.1)
                .filter(|x| beside(rows).any(|y| is_rule(*x, y)))
                .count(),
            false => (rows.0..rows.1)
                .filter(|y| beside(columns).any(|x| is_rule(x, *y)))
                .count(),
        };
        of_rule as f32 * self.cell() > RULED * length
    }

    /// The rim of a file hole, or a part of it beside another.
    fn is_of_hole(&self, ring: &Spot, rings: &[Spot], cells: &Cells) -> bool {
        let together = |other: &Spot| {
            let mut both = ring.clone();
            both.merge(other);
            both
        };
        let mut rims = rings.iter().map(together);
        rims.any(|rim| self.is_hole(&rim, cells))
    }

    /// The shaded rim of a file hole: round, empty, near an edge of the page.
    fn is_hole(&self, ring: &Spot, cells: &Cells) -> bool {
        let [width, height] = self.size(ring);
        let is_size = HOLE.contains(&width.min(height)) && HOLE.contains(&width.max(height));
        let is_round = width.max(height) < 1.6 * width.min(height);
        let edge = (EDGE / self.cell()) as usize;
        let [right, bottom] = cells.paper;
        let x = ring.left.min(right.saturating_sub(ring.right));
        let y = ring.top.min(bottom.saturating_sub(ring.bottom));
        if !is_size || !is_round || x.min(y) > edge {
            return false;
        }
        let (inset_x, inset_y) = (ring.width() / 4, ring.height() / 4);
        let inner: u32 = (ring.top + inset_y..ring.bottom - inset_y)
            .filter_map(|y| {
                let start = y * cells.columns;
                cells
                    .added
                    .get(start + ring.left + inset_x..start + ring.right - inset_x)
            })
            .flatten()
            .map(|&ink| u32::from(ink))
            .sum();
        (inner as f32) < 0.1 * 255.0 * ring.added
    }

    fn kind(&self, ring: &Spot) -> Kind {
        let [missing, added] = [ring.missing, ring.added].map(|ink| self.area(ink));
        let is_missing = missing >= LEAST_MISSING.max((0.1 * added).min(3.0 * LEAST));
        let is_added = added >= LEAST.max(0.1 * missing);
        if is_missing {
            return if is_added {
                Kind::Changed
            } else {
                Kind::Missing
            };
        }
        // A stroke within a character changes what it says. One that goes beyond it, or through
        // several, is a pen's or a stamp's.
        let [width, height] = self.size(ring);
        let is_stroke = ring.within > 0.6 * ring.added;
        if is_stroke && width.max(height) <= LARGEST {
            Kind::Changed
        } else {
            Kind::Added
        }
    }
}

/// Print under something dark: nothing of it can be told.
fn covered(mesh: &Mesh, cells: &Cells) -> Vec<[f32; 4]> {
    let mut places = Vec::new();
    for row in 0..mesh.rows {
        for column in 0..mesh.columns {
            let tile = mesh.tile(column as i32, row as i32);
            let is_covered = tile.is_some_and(|tile| tile.is_covered);
            if is_covered && cells.printed_in(column, row) > LEAST_PRINT {
                let (x, y) = ((column * TILE) as f32, (row * TILE) as f32);
                places.push([x, y, x + TILE as f32, y + TILE as f32]);
            }
        }
    }
    places
}

/// Pixels of print on a tile; fewer are of what stands beside it.
const LEAST_PRINT: f32 = 10.0;
