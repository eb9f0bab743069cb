//! Reads simulated scans and prints a row for each: `survey PRESET [SEEDS] [CELL] [ANGLE]`.

#[path = "../tests/common/mod.rs"]
mod common;

use printscan::{Mode, Preset};
use scan::Gray;
use sheet::Profile;

fn main() {
    let mut args = std::env::args().skip(1);
    let preset = args.next().unwrap_or("office".into());
    let preset = [
        Preset::Clean,
        Preset::Office,
        Preset::Poor,
        Preset::Harsh,
        Preset::Photo,
    ]
    .into_iter()
    .find(|p| p.name() == preset)
    .expect("clean, office, poor, harsh or photo");
    let seeds: u64 = args
        .next()
        .map_or(4, |s| s.parse().expect("number of seeds"));
    let profile = args
        .next()
        .map_or(8, |s| s.parse().expect("cell size in dots"));
    let profile = Profile::from_dots(profile).expect("8, 7 or 6 dots");
    let angle: f32 = args.next().map_or(0.0, |s| s.parse().expect("degrees"));
    let printed = common::printed(profile, 1);

    println!("seed  dpi    rotation wrong%  erased% margin  ms  decode-ms outcome");
    for seed in 0..seeds {
        let mut params = preset.params();
        params.capture.mode = Mode::Gray;
        if angle != 0.0 {
            params.capture.rotation_deg = angle.into();
        }
        let (width, height, pixels) = common::gray(&printed.print, &params, seed);
        let start = std::time::Instant::now();
        let read = scan::scan(Gray {
            width,
            height,
            pixels: &pixels,
        });
        let scan_time = start.elapsed();
        let reading = match read.outcome {
            Ok(reading) => reading,
            Err(error) => {
                println!("{seed:4}  {error} ({} ms)", scan_time.as_millis());
                continue;
            }
        };
        let share = |n: usize| n as f32 * 100.0 / reading.soft.len() as f32;
        let pairs = || reading.soft.iter().zip(&printed.cells);
        let wrong = pairs()
            .filter(|(s, c)| **s != 0 && (**s < 0) != (**c == 1))
            .count();
        let erased = pairs().filter(|(s, _)| **s == 0).count();
        let start = std::time::Instant::now();
        let decoded = sheet::decode(&reading.label, &reading.layout, &reading.soft);
        println!(
            "{seed:4}  {:6.2} {:8.3} {:6.3} {:7.3} {:7.3} {:4} {:8} {} labels  {}",
            reading.dpi,
            reading.rotation,
            share(wrong),
            share(erased),
            decoded.as_ref().map_or(f32::NAN, |(_, r)| r.margin()),
            scan_time.as_millis(),
            start.elapsed().as_millis(),
            read.evidence.labels.len(),
            match decoded {
                Ok((sealed, _)) if sealed == printed.sealed && reading.label == printed.label => {
                    "read".into()
                }
                Ok(_) => "MISREAD".into(),
                Err(e) => e.to_string(),
            }
        );
    }
}
