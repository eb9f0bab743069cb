//! The corpus and some changes of it through a fuzz function, on stable Rust: the same every
//! time, so that what it finds stays found.

use std::fs;
use std::path::Path;

/// Runs the committed corpus of `target`, then `changed` inputs made of it.
pub fn run(target: &str, changed: u32, run: fn(&[u8])) {
    let corpus = corpus(target);
    for (name, input) in &corpus {
        println!("{target}: {name}");
        run(input);
    }
    let mut chance = Chance(1);
    for number in 0..changed {
        let (name, input) = &corpus[chance.below(corpus.len())];
        let (_, other) = &corpus[chance.below(corpus.len())];
        println!("{target}: change {number}, of {name}");
        run(&change(input.clone(), other, &mut chance));
    }
}

fn corpus(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../fuzz/corpus")
        .join(target);
    let entries = fs::read_dir(folder).expect("the corpus is part of the repository");
    let mut corpus: Vec<_> = entries
        .map(|entry| {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            (name, fs::read(entry.path()).unwrap())
        })
        .collect();
    corpus.sort();
    corpus
}

fn change(mut input: Vec<u8>, other: &[u8], chance: &mut Chance) -> Vec<u8> {
    for _ in 0..=chance.below(4) {
        let at = chance.below(input.len() + 1);
        let end = (at + 1 + chance.below(8)).min(input.len());
        match chance.below(5) {
            0 => input.truncate(at),
            1 => drop(input.drain(at..end)),
            2 => input.insert(at, chance.byte()),
            3 => {
                let from = chance.below(other.len() + 1);
                let piece = other.iter().skip(from).take(1 + chance.below(32));
                input.splice(at..end, piece.copied());
            }
            _ => input
                .iter_mut()
                .skip(at)
                .take(1)
                .for_each(|byte| *byte = chance.byte()),
        }
    }
    input
}

/// SplitMix64.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    fn byte(&mut self) -> u8 {
        self.next() as u8
    }
}
