//! From differing cells to differences.

use crate::residual::{CELL, Cells};

/// Cells that differ, connected: in cells, with all their ink in squares of a pixel's side.
#[derive(Clone)]
pub(crate) struct Spot {
    pub left: usize,
    pub top: usize,
    pub right: usize,
    pub bottom: usize,
    pub missing: f32,
    pub added: f32,
    /// The most of any of its cells.
    pub peak: f32,
    /// Added ink that stands within the bodies of printed characters.
    pub within: f32,
}

const FULL: f32 = 255.0;

impl Spot {
    pub fn width(&self) -> usize {
        self.right - self.left
    }

    pub fn height(&self) -> usize {
        self.bottom - self.top
    }

    /// Between their outlines, in cells.
    pub fn gap(&self, other: &Spot) -> usize {
        let apart =
            |a: (usize, usize), b: (usize, usize)| a.0.max(b.0).saturating_sub(a.1.min(b.1));
        let x = apart((self.left, self.right), (other.left, other.right));
        let y = apart((self.top, self.bottom), (other.top, other.bottom));
        x.max(y)
    }

    /// Whether another lies within this one's outline.
    pub fn holds(&self, other: &Spot) -> bool {
        let across = self.left <= other.left && other.right <= self.right;
        across && self.top <= other.top && other.bottom <= self.bottom
    }

    pub fn merge(&mut self, other: &Spot) {
        self.left = self.left.min(other.left);
        self.top = self.top.min(other.top);
        self.right = self.right.max(other.right);
        self.bottom = self.bottom.max(other.bottom);
        self.missing += other.missing;
        self.added += other.added;
        self.within += other.within;
        self.peak = self.peak.max(other.peak);
    }
}

/// Less differing ink in a cell, in pixels, is noise.
const HOT: u16 = (0.5 * FULL) as u16;

/// Connected differing cells, of whatever size.
pub(crate) fn spots(cells: &Cells, bodies: &[bool]) -> Vec<Spot> {
    let columns = cells.columns;
    let hot = |at: usize| {
        let of = |v: &[u16]| v.get(at).copied().unwrap_or(0);
        of(&cells.missing).max(of(&cells.added)) >= HOT
    };
    let mut seen = vec![false; cells.missing.len()];
    let mut spots = Vec::new();
    let mut open = Vec::new();
    for start in 0..seen.len() {
        if seen.get(start) != Some(&false) || !hot(start) {
            continue;
        }
        open.push(start);
        if let Some(seen) = seen.get_mut(start) {
            *seen = true;
        }
        let mut spot: Option<Spot> = None;
        while let Some(at) = open.pop() {
            let one = one(cells, bodies, at);
            match &mut spot {
                Some(spot) => spot.merge(&one),
                None => spot = Some(one),
            }
            let (x, y) = ((at % columns) as i32, (at / columns) as i32);
            for (dx, dy) in (-1..=1).flat_map(|dy| (-1..=1).map(move |dx| (dx, dy))) {
                let (x, y) = (x + dx, y + dy);
                if !(0..columns as i32).contains(&x) || y < 0 {
                    continue;
                }
                let next = y as usize * columns + x as usize;
                if seen.get(next) == Some(&false) && hot(next) {
                    if let Some(seen) = seen.get_mut(next) {
                        *seen = true;
                    }
                    open.push(next);
                }
            }
        }
        spots.extend(spot);
    }
    spots
}

fn one(cells: &Cells, bodies: &[bool], at: usize) -> Spot {
    let (x, y) = (at % cells.columns, at / cells.columns);
    let ink = |of: &[u16]| f32::from(of.get(at).copied().unwrap_or(0)) / FULL;
    let added = ink(&cells.added);
    let within = bodies.get(at).copied().unwrap_or(false);
    Spot {
        left: x,
        top: y,
        right: x + 1,
        bottom: y + 1,
        missing: ink(&cells.missing),
        peak: ink(&cells.missing).max(added),
        added,
        within: if within { added } else { 0.0 },
    }
}

/// Joins spots that are no further apart than `gap` cells.
pub(crate) fn joined(mut spots: Vec<Spot>, gap: usize) -> Vec<Spot> {
    let mut done: Vec<Spot> = Vec::new();
    while let Some(mut spot) = spots.pop() {
        while let Some(at) = done.iter().position(|other| spot.gap(other) <= gap) {
            spot.merge(&done.swap_remove(at));
        }
        done.push(spot);
    }
    done
}

/// Where characters stand: for every piece of print of a character's size a square about it,
/// for a line of them its height. Rules have no body.
pub(crate) fn bodies(cells: &Cells, rules: &[bool], mm: f32) -> Vec<bool> {
    let columns = cells.columns;
    let largest = (7.0 / (mm * CELL as f32)) as usize;
    let mut ink = has_ink(cells);
    for (ink, rule) in ink.iter_mut().zip(rules) {
        *ink &= !rule;
    }
    let mut bodies = vec![false; ink.len()];
    let mut open = Vec::new();
    for start in 0..ink.len() {
        if ink.get(start) != Some(&true) {
            continue;
        }
        open.push(start);
        let (mut left, mut right) = (usize::MAX, 0);
        let (mut top, mut bottom) = (usize::MAX, 0);
        while let Some(at) = open.pop() {
            match ink.get_mut(at) {
                Some(ink) if *ink => *ink = false,
                _ => continue,
            }
            let (x, y) = (at % columns, at / columns);
            (left, right) = (left.min(x), right.max(x + 1));
            (top, bottom) = (top.min(y), bottom.max(y + 1));
            if x > 0 {
                open.push(at - 1);
            }
            if x + 1 < columns {
                open.push(at + 1);
            }
            open.push(at.wrapping_sub(columns));
            open.push(at + columns);
        }
        let (short, long) = {
            let (width, height) = (right - left, bottom - top);
            (width.min(height), width.max(height))
        };
        let side = if long > largest { short } else { long };
        if side > largest {
            continue;
        }
        let more_x = side.saturating_sub(right - left);
        let more_y = side.saturating_sub(bottom - top);
        let rows =
            top.saturating_sub(more_y / 2 + 1)..(bottom + more_y.div_ceil(2) + 1).min(cells.rows);
        let from = left.saturating_sub(more_x / 2 + 1);
        let to = (right + more_x.div_ceil(2) + 1).min(columns);
        for y in rows {
            let row = bodies.get_mut(y * columns + from..y * columns + to);
            row.unwrap_or_default().fill(true);
        }
    }
    fill_gaps(&mut bodies, columns, (GAP / (mm * CELL as f32)) as usize);
    bodies
}

/// Ink that is as long, in mm, is no character's.
const RULE: f32 = 20.0;
/// A character's width, in mm.
const GAP: f32 = 4.5;

/// Between characters of one line there may be another: one of hairlines that the threshold took,
/// or one that was not there before.
fn fill_gaps(bodies: &mut [bool], columns: usize, widest: usize) {
    for row in bodies.chunks_exact_mut(columns.max(1)) {
        if !row.contains(&true) {
            continue;
        }
        let mut end = None;
        for at in 0..row.len() {
            if row.get(at) != Some(&true) {
                continue;
            }
            let gap = end.map_or(0..0, |end: usize| end + 1..at);
            if gap.len() <= widest {
                row.get_mut(gap).unwrap_or_default().fill(true);
            }
            end = Some(at);
        }
    }
}

/// Printed ink of a cell, in pixels of 255 levels, that is more than another's blur.
const PRINT: u16 = 200;

/// Cells of ink in rows or columns that are longer than characters.
pub(crate) fn rules(cells: &Cells, mm: f32) -> Vec<bool> {
    let least = (RULE / (mm * CELL as f32)) as usize;
    let columns = cells.columns.max(1);
    let ink = has_ink(cells);
    let mut rules = vec![false; ink.len()];
    for (ink, rules) in ink
        .chunks_exact(columns)
        .zip(rules.chunks_exact_mut(columns))
    {
        let mut end = 0;
        for run in ink.chunk_by(|a, b| a == b) {
            let start = end;
            end += run.len();
            if run.len() >= least && run.first() == Some(&true) {
                rules.get_mut(start..end).unwrap_or_default().fill(true);
            }
        }
    }
    // Down, how many cells with ink there are up to here.
    let mut runs = vec![0; columns];
    let last = vec![false; columns];
    for (row, ink) in ink.chunks_exact(columns).chain([&last[..]]).enumerate() {
        let ends = |(run, ink): (&usize, &bool)| !ink & (*run >= least);
        if runs.iter().zip(ink).any(ends) {
            let ended = runs.iter().zip(ink).enumerate().filter(|(_, at)| ends(*at));
            for (column, (&run, _)) in ended {
                for above in row - run..row {
                    if let Some(rule) = rules.get_mut(above * columns + column) {
                        *rule = true;
                    }
                }
            }
        }
        for (run, &ink) in runs.iter_mut().zip(ink) {
            *run = if ink { *run + 1 } else { 0 };
        }
    }
    rules
}

fn has_ink(cells: &Cells) -> Vec<bool> {
    cells.printed.iter().map(|&ink| ink > PRINT).collect()
}
