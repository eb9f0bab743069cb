//! Writes a folder of simulated scans for `survey`: `conditions FOLDER SEEDS [NAME …]`.
//!
//! One folder for each capture condition, in it one JPEG for each seed, named after the
//! seed, the cell's dots and the frame's SHA-256, by which a misread shows.

#[path = "../tests/common/mod.rs"]
mod common;

use printscan::Format;
use sheet::Profile;
use std::path::PathBuf;

fn main() {
    let mut args = std::env::args().skip(1);
    let folder = PathBuf::from(args.next().expect("a folder"));
    let seeds: u64 = args.next().and_then(|s| s.parse().ok()).expect("seeds");
    let names: Vec<String> = args.collect();
    for condition in printscan::catalogue() {
        if !names.is_empty() && !names.contains(&condition.name) {
            continue;
        }
        let folder = folder.join(&condition.name);
        std::fs::create_dir_all(&folder).expect("writable");
        let profiles: Vec<Profile> = Profile::ALL
            .into_iter()
            .filter(|p| p.dots() >= condition.least_cell)
            .collect();
        for seed in 0..seeds {
            let profile = profiles[seed as usize % profiles.len()];
            let path = folder.join(format!("{seed:03}-{}.jpg", profile.dots()));
            if path.exists() {
                continue;
            }
            let sheet = common::printed(profile, seed);
            let other = common::printed(profile, seed + 1000);
            let params = &condition.params;
            let scan = printscan::simulate(&sheet.print, Some(&other.print), params, seed);
            let scans = [scan.expect("a scan")];
            let bytes = printscan::encode(&scans, Format::Jpeg, params.jpeg_quality);
            let part = path.with_extension("part");
            std::fs::write(&part, bytes.expect("a JPEG")).expect("writable");
            std::fs::rename(part, path).expect("writable");
        }
    }
}
