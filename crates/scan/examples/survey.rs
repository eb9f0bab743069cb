//! Reads a folder written by `conditions` and prints a row for each capture condition:
//! `survey FOLDER [-v] [NAME …]`.

#[path = "../tests/common/mod.rs"]
mod common;

use scan::Gray;
use sheet::Profile;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::{Duration, Instant};

#[derive(Default)]
struct Row {
    pages: u32,
    read: u32,
    misread: u32,
    least_margin: f32,
    most_wrong: f32,
    erased: f32,
    scan: Duration,
    correct: Duration,
    failures: Vec<String>,
}

fn main() {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let folder = args.remove(0);
    let verbose = args.iter().any(|a| a == "-v");
    args.retain(|a| a != "-v");
    println!("condition                   read  of  mis margin wrong% erased%  scan ms correct ms");
    let mut folders: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|f| f.unwrap().path())
        .collect();
    folders.sort();
    for folder in folders {
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        if !args.is_empty() && !args.iter().any(|a| name.contains(a.as_str())) {
            continue;
        }
        let mut row = Row {
            least_margin: 1.0,
            ..Row::default()
        };
        let mut files: Vec<_> = std::fs::read_dir(&folder)
            .unwrap()
            .map(|f| f.unwrap().path())
            .collect();
        files.retain(|f| f.extension().is_some_and(|e| e == "jpg"));
        files.sort();
        for file in files {
            one(&file, &mut row, verbose);
        }
        let mean = |d: Duration| d.as_secs_f64() * 1000.0 / f64::from(row.pages.max(1));
        println!(
            "{name:26} {:5} {:3} {:4} {:6.3} {:6.3} {:7.3} {:8.1} {:8.1}",
            row.read,
            row.pages,
            row.misread,
            row.least_margin,
            row.most_wrong,
            row.erased / row.pages.max(1) as f32,
            mean(row.scan),
            mean(row.correct)
        );
        for failure in row.failures {
            println!("    {failure}");
        }
    }
}

fn one(file: &Path, row: &mut Row, verbose: bool) {
    let stem = file.file_stem().unwrap().to_string_lossy().into_owned();
    let (seed, dots) = stem.split_once('-').unwrap();
    let profile = Profile::from_dots(dots.parse().unwrap()).unwrap();
    let sheet = common::sealed(profile, seed.parse().unwrap());
    let bytes = std::fs::read(file).unwrap();
    let mut page = None;
    pages::decode(&bytes, &pages::Limits::default(), false, &mut |p| {
        page = Some(p);
        ControlFlow::Continue(())
    })
    .unwrap();
    let page = page.unwrap();
    row.pages += 1;
    let start = Instant::now();
    let scanned = scan::scan(Gray {
        width: page.width,
        height: page.height,
        pixels: &page.gray,
    });
    row.scan += start.elapsed();
    let reading = match scanned.outcome {
        Ok(reading) => reading,
        Err(error) => {
            row.failures.push(format!(
                "{stem}: {error}; {} marks",
                scanned.evidence.marks.len()
            ));
            return;
        }
    };
    if reading.label != sheet.label {
        row.misread += 1;
        return;
    }
    let pairs = || reading.soft.iter().zip(&sheet.cells);
    let wrong = pairs()
        .filter(|(s, c)| **s != 0 && (**s < 0) != (**c == 1))
        .count();
    let erased = pairs().filter(|(s, _)| **s == 0).count();
    let share = |n: usize| n as f32 * 100.0 / reading.soft.len() as f32;
    row.most_wrong = row.most_wrong.max(share(wrong));
    row.erased += share(erased);
    let start = Instant::now();
    let decoded = sheet::decode(&reading.label, reading.layout, &reading.soft);
    row.correct += start.elapsed();
    let told = match &decoded {
        Ok((sealed, repairs)) if *sealed == sheet.sealed => {
            row.read += 1;
            row.least_margin = row.least_margin.min(repairs.margin());
            "read".to_owned()
        }
        Ok(_) => {
            row.misread += 1;
            "MISREAD".to_owned()
        }
        Err(e) => e.to_string(),
    };
    let line = format!(
        "{stem}: {told}; dpi {:.1}, {} marks, {} labels, wrong {:.3} %, erased {:.3} %",
        reading.dpi,
        scanned.evidence.marks.len(),
        scanned.evidence.labels.len(),
        share(wrong),
        share(erased)
    );
    if verbose || told != "read" {
        row.failures.push(line);
    }
}
