//! The capture conditions, and the folder that is filled with them.

use printscan::{Condition, Mode, Params, Preset, Span, Threshold, catalogue};
use std::collections::BTreeSet;
use std::process::Command;

fn params(name: &str) -> Params {
    let found = catalogue().into_iter().find(|c| c.name == name);
    found.expect("a condition of this name").params
}

#[test]
fn names_are_unique_and_fit_for_folders() {
    let all = catalogue();
    let names: BTreeSet<&str> = all.iter().map(|c| c.name.as_str()).collect();
    assert_eq!(names.len(), all.len());
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    assert!(names.iter().all(|name| name.chars().all(is_plain)));
    // A survey takes it for a folder in which nothing can be read.
    assert!(!names.iter().any(|name| name.starts_with("none")));
}

#[test]
fn presets_come_as_they_are() {
    for preset in Preset::ALL {
        assert_eq!(params(preset.name()), preset.params());
    }
}

#[test]
fn conditions_are_what_they_are_called() {
    for dpi in [150.0, 200.0, 240.0, 400.0, 600.0] {
        assert_eq!(params(&format!("office-{dpi}dpi")).scanner.dpi, dpi);
    }
    assert_eq!(params("office-jpeg30").jpeg_quality, 30);
    assert_eq!(
        params("office-text").capture.mode,
        Mode::Bw(Threshold::Text)
    );
    assert_eq!(params("office-cropped").capture.crop_mm, Some(0.0));
    assert_eq!(
        params("office-turned").capture.rotation_deg,
        Span::around(180.0)
    );
    assert_eq!(
        params("photo-8mpx").camera.expect("a camera").megapixels,
        8.0
    );
    assert_eq!(params("office-marks-lost").marks.patches.len(), 3);
}

#[test]
fn blots_take_a_third_of_the_print_and_spare_one_label_and_two_marks() {
    let blots: Vec<_> = catalogue()
        .into_iter()
        .filter_map(|c| c.params.marks.blots)
        .collect();
    // Five colours, scattered and in one place.
    assert_eq!(blots.len(), 10);
    assert!(
        blots
            .iter()
            .all(|b| b.fraction == 0.33 && b.spare.len() == 3)
    );
}

#[test]
fn only_what_is_coarse_asks_for_larger_cells() {
    let spared: Vec<Condition> = catalogue()
        .into_iter()
        .filter(|c| c.least_cell > 6)
        .collect();
    let names: Vec<&str> = spared.iter().map(|c| c.name.as_str()).collect();
    assert_eq!(names, ["office-150dpi", "office-dither"]);
}

#[test]
fn one_file_is_written_or_a_folder_filled_with_one_file_for_each_condition_and_seed() {
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("page.png");
    std::fs::write(&page, blank_png()).unwrap();
    let one = folder.path().join("one.jpg");
    let mut single = Command::new(env!("CARGO_BIN_EXE_printscan"));
    let single = single.arg(&page).arg("-o").arg(&one).output().unwrap();
    assert!(single.status.success() && one.is_file());
    let printscan = |more: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_printscan"));
        command
            .arg("catalogue")
            .arg(&page)
            .arg("-o")
            .arg(folder.path());
        command.args(more).output().unwrap()
    };
    let some = ["--only", "clean", "--only", "office-150dpi"];
    let done = printscan(&[&some[..], &["--seeds", "2", "--holds", "0123abcd"]].concat());
    assert!(done.status.success() && done.stderr.is_empty());
    for path in ["clean/001.0123abcd.jpg", "office-150dpi/000.0123abcd.jpg"] {
        assert!(folder.path().join(path).is_file(), "{path}");
    }
    assert_eq!(printscan(&["--only", "no-such"]).status.code(), Some(2));
    assert_eq!(printscan(&["--holds", "xyz"]).status.code(), Some(2));
}

/// A page of 6 × 6 mm without any toner.
fn blank_png() -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 144, 144);
    encoder.set_color(png::ColorType::Grayscale);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&[255; 144 * 144]).unwrap();
    drop(writer);
    bytes
}
