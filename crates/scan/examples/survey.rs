//! Simulated scans read in memory, a row for each capture condition: how many are read, and
//! how many cells are wrong or erased against the truth.
//! `cargo run -p scan --example survey -- [SEEDS] [-v] [CONDITION …]`
//!
//! For folders of files, and through the site's own decoders: `uramen survey`.

#[path = "../tests/common/mod.rs"]
mod common;

use printscan::Condition;
use scan::Gray;
use sheet::Profile;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// What one scan came to.
struct One {
    seed: u64,
    /// `read`, `MISREAD`, or why it was not read.
    told: String,
    margin: f32,
    /// Percent of the cells; `None` where no label was read.
    cells: Option<(f32, f32)>,
    scan: Duration,
    correct: Duration,
}

fn main() {
    let mut names: Vec<String> = std::env::args().skip(1).collect();
    let is_verbose = names.iter().any(|name| name == "-v");
    names.retain(|name| name != "-v");
    let seeds = match names.first().map(|first| first.parse()) {
        Some(Ok(seeds)) => {
            names.remove(0);
            seeds
        }
        _ => 3,
    };
    let mut conditions = printscan::catalogue();
    conditions.retain(|c| names.is_empty() || names.contains(&c.name));
    println!(
        "condition                    read  of  mis margin wrong% erased%  scan ms correct ms"
    );
    for condition in conditions {
        let all = all(&condition, seeds);
        print(&condition.name, &all);
        for one in all.iter().filter(|one| is_verbose || one.told != "read") {
            println!("    seed {}: {}, {:?}", one.seed, one.told, one.cells);
        }
    }
}

/// Every seed, on all cores.
fn all(condition: &Condition, seeds: u64) -> Vec<One> {
    let next = AtomicU64::new(0);
    let work = || {
        let seeds = std::iter::from_fn(|| {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            (seed < seeds).then_some(seed)
        });
        seeds.map(|seed| one(condition, seed)).collect::<Vec<_>>()
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let mut all: Vec<One> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        let shares = workers.into_iter().map(|worker| worker.join().unwrap());
        shares.flatten().collect()
    });
    all.sort_by_key(|one| one.seed);
    all
}

fn one(condition: &Condition, seed: u64) -> One {
    let profiles = Profile::ALL.into_iter();
    let profiles: Vec<Profile> = profiles
        .filter(|profile| profile.dots() >= condition.least_cell)
        .collect();
    let profile = profiles[seed as usize % profiles.len()];
    let sheet = common::printed(profile, seed);
    let (width, height, pixels) = common::gray(&sheet.print, &condition.params, seed);
    let start = Instant::now();
    let scan = scan::scan(Gray {
        width,
        height,
        pixels: &pixels,
    });
    let mut one = One {
        seed,
        told: String::new(),
        margin: 1.0,
        cells: None,
        scan: start.elapsed(),
        correct: Duration::ZERO,
    };
    let reading = match scan.outcome {
        Ok(reading) if reading.label == sheet.label => reading,
        Ok(_) => {
            one.told = "MISREAD".to_owned();
            return one;
        }
        Err(error) => {
            one.told = format!("{error}; {} marks", scan.evidence.marks.len());
            return one;
        }
    };
    let share = |is: &dyn Fn(i8, u8) -> bool| {
        let pairs = reading.soft.iter().zip(&sheet.cells);
        let count = pairs.filter(|(soft, cell)| is(**soft, **cell)).count();
        count as f32 * 100.0 / reading.soft.len() as f32
    };
    let wrong = share(&|soft, cell| soft != 0 && (soft < 0) != (cell == 1));
    one.cells = Some((wrong, share(&|soft, _| soft == 0)));
    let start = Instant::now();
    let decoded = sheet::decode(&reading.label, reading.layout, &reading.soft);
    one.correct = start.elapsed();
    (one.told, one.margin) = match decoded {
        Ok((sealed, repairs)) if sealed == sheet.sealed => ("read".to_owned(), repairs.margin()),
        Ok(_) => ("MISREAD".to_owned(), 1.0),
        Err(error) => (error.to_string(), 1.0),
    };
    one
}

fn print(name: &str, all: &[One]) {
    let count = |told: &str| all.iter().filter(|one| one.told == told).count();
    let least_margin = all.iter().map(|one| one.margin).fold(1.0, f32::min);
    let cells = || all.iter().filter_map(|one| one.cells);
    let most_wrong = cells().map(|(wrong, _)| wrong).fold(0.0, f32::max);
    let erased = cells().map(|(_, erased)| erased).sum::<f32>() / cells().count().max(1) as f32;
    let mean = |of: fn(&One) -> Duration| {
        all.iter().map(of).sum::<Duration>().as_secs_f64() * 1000.0 / all.len().max(1) as f64
    };
    println!(
        "{name:28} {:4} {:3} {:4} {least_margin:6.3} {most_wrong:6.3} {erased:7.3} {:8.1} {:8.1}",
        count("read"),
        all.len(),
        count("MISREAD"),
        mean(|one| one.scan),
        mean(|one| one.correct),
    );
}
