//! Recall of alterations and false rings, by class and size of type. Of each seed one form, unaltered
//! and altered, and one page of the press's specimens, unaltered.
//! `cargo run --release -p compare --example survey -- SEEDS [DPI] [CONDITION …]`
//!
//! Seeds are how many, or a range: `24`, `24..62`. Dots per inch are those of the restored front, 300
//! without a number. Conditions are those of `printscan::catalogue`; `office` and `poor` without a name.

#[path = "../tests/common/mod.rs"]
mod common;

use common::form::{Alteration, Class};
use common::{Face, Gray, Source, compared, is_found};
use compare::Comparison;
use printscan::Condition;
use sheet::Picture;
use std::collections::BTreeMap;
use std::ops::Range;

#[derive(Default)]
struct Tally {
    /// Found and of how many, by class and size in tenths of a point.
    recall: BTreeMap<(Class, u32), [u32; 2]>,
    pages: u32,
    false_rings: usize,
    falsely_altered: u32,
    failed: Vec<String>,
}

fn main() {
    let mut names: Vec<String> = std::env::args().skip(1).collect();
    let seeds = match names.first().and_then(|first| range(first)) {
        Some(seeds) => {
            names.remove(0);
            seeds
        }
        None => 0..4,
    };
    let dpi = match names.first().and_then(|first| first.parse().ok()) {
        Some(dpi) => {
            names.remove(0);
            dpi
        }
        None => 300,
    };
    if names.is_empty() {
        names = vec!["office".to_owned(), "poor".to_owned()];
    }
    let mut conditions = printscan::catalogue();
    conditions.retain(|condition| names.contains(&condition.name));
    let mut tallies: Vec<Tally> = conditions.iter().map(|_| Tally::default()).collect();
    for seed in seeds {
        let face = [Face::Gothic, Face::Mincho][seed as usize % 2];
        let mut source = Source::new(face, seed);
        let (restored, plain) = (source.restored(dpi), source.print());
        let wanted = source.wanted();
        let (altered, alterations) = source.altered(&wanted);
        let (specimen, specimen_print) = common::specimen(seed, dpi);
        for (condition, tally) in conditions.iter().zip(&mut tallies) {
            let page = common::scanned(&plain, &condition.params, 2 * seed);
            tally.unaltered(seed, &restored, &page);
            let page = common::scanned(&specimen_print, &condition.params, 2 * seed);
            tally.unaltered(seed, &specimen, &page);
            let page = common::scanned(&altered, &condition.params, 2 * seed + 1);
            tally.altered(seed, &restored, &page, &alterations);
        }
    }
    for (condition, tally) in conditions.iter().zip(&tallies) {
        tally.print(condition);
    }
}

fn range(seeds: &str) -> Option<Range<u64>> {
    let (start, end) = seeds.split_once("..").unwrap_or(("0", seeds));
    Some(start.parse().ok()?..end.parse().ok()?)
}

impl Tally {
    fn unaltered(&mut self, seed: u64, restored: &Picture, page: &Gray) {
        self.pages += 1;
        match compared(restored, page) {
            Ok(comparison) => {
                self.false_rings += comparison.differences.len();
                self.falsely_altered += u32::from(comparison.is_altered());
                for one in &comparison.differences {
                    let (kind, place, ink) = (one.kind, one.area.mm, one.ink_mm2);
                    let found = format!("{kind:?} {place:.1?}, {ink:.3} mm²");
                    self.failed.push(format!("seed {seed}, unaltered: {found}"));
                }
            }
            Err(error) => self.failed.push(format!("seed {seed}: {error}")),
        }
    }

    fn altered(&mut self, seed: u64, restored: &Picture, page: &Gray, all: &[Alteration]) {
        let comparison = match compared(restored, page) {
            Ok(comparison) => Some(comparison),
            Err(error) => {
                self.failed.push(format!("seed {seed}, altered: {error}"));
                None
            }
        };
        for alteration in all {
            let key = (alteration.class, (alteration.size * 10.0) as u32);
            let [found, of] = self.recall.entry(key).or_default();
            *of += 1;
            if comparison.as_ref().is_some_and(|c| is_found(c, alteration)) {
                *found += 1;
            } else {
                let near = comparison.iter().flat_map(|c| near(c, alteration));
                let near: Vec<String> = near.collect();
                self.failed
                    .push(format!("seed {seed}: {alteration:?}: {near:?}"));
            }
        }
    }

    fn print(&self, condition: &Condition) {
        let (name, pages, rings) = (&condition.name, self.pages, self.false_rings);
        let altered = self.falsely_altered;
        println!(
            "{name}: {rings} false rings on {pages} unaltered pages, {altered} called altered"
        );
        for ((class, tenths), [found, of]) in &self.recall {
            let size = f64::from(*tenths) / 10.0;
            println!("  {class:?} {size:>4} pt: {found} of {of}");
        }
        for failed in &self.failed {
            println!("    {failed}");
        }
    }
}

/// The differences within 2 mm of an alteration's places.
fn near(comparison: &Comparison, alteration: &Alteration) -> Vec<String> {
    let is_near = |[left, top, right, bottom]: [f32; 4]| {
        alteration.places.iter().any(|place| {
            left < place[2] + 2.0
                && right > place[0] - 2.0
                && top < place[3] + 2.0
                && bottom > place[1] - 2.0
        })
    };
    let differences = comparison.differences.iter();
    let differences = differences.filter(|d| is_near(d.area.mm));
    let unjudged = comparison.unjudged.iter().filter(|a| is_near(a.mm));
    differences
        .map(|d| format!("{:?} {:.1?}", d.kind, d.area.mm))
        .chain(unjudged.map(|a| format!("unjudged {:.1?}", a.mm)))
        .collect()
}
