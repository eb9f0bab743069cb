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
    for condition in printscan::catalogue().into_iter().chain(stress()) {
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

fn stress() -> Vec<printscan::Condition> {
    use printscan::{Condition, Preset, Span};
    let c = |name: &str, preset: Preset, change: &dyn Fn(&mut printscan::Params)| {
        let mut params = preset.params();
        change(&mut params);
        Condition {
            name: name.to_owned(),
            params,
            least_cell: 6,
        }
    };
    vec![
        c("stress-harsh-wobble", Preset::Harsh, &|p| {
            p.scanner.wobble_mm = Span::fixed(0.5);
            p.scanner.sway_mm = Span::fixed(0.3);
        }),
        c("stress-harsh-crumple", Preset::Harsh, &|p| {
            p.paper.crumple_mm = Span::fixed(1.6);
            p.paper.fold_jump_mm = Span::fixed(1.0);
        }),
        c("stress-harsh-noise", Preset::Harsh, &|p| {
            p.capture.noise = Span::fixed(16.0);
            p.jpeg_quality = 30;
            p.scanner.blur_mm = Span::fixed(0.1);
        }),
        c("stress-harsh-200", Preset::Harsh, &|p| {
            p.scanner.dpi = 200.0;
        }),
        c("stress-poor-200", Preset::Poor, &|p| {
            p.scanner.dpi = 200.0;
        }),
        c("stress-photo-tilt", Preset::Photo, &|p| {
            if let Some(c) = &mut p.camera {
                c.tilt_deg = Span::fixed(20.0);
                c.barrel_percent = Span::fixed(1.0);
            }
        }),
        c("stress-photo-defocus", Preset::Photo, &|p| {
            if let Some(c) = &mut p.camera {
                c.defocus_px = Span::fixed(1.8);
                c.shadow = Span::fixed(0.5);
            }
        }),
        c("stress-fold2", Preset::Office, &|p| {
            p.paper.folds = 3;
            p.paper.fold_jump_mm = Span::fixed(1.5);
        }),
        c("stress-show25", Preset::Office, &|p| {
            p.paper.show_through_percent = Span::fixed(25.0);
        }),
    ]
}
