//! Fictitious test pages.
#![allow(dead_code)] // each test file uses its own part

use printscan::{Mode, Params, Preset, Print};

/// A blank page of `width` × `height` mm with one disc of toner.
pub fn disc(width: f32, height: f32, x: f32, y: f32, radius: f32) -> Print {
    let dots = |mm: f32| (mm / 25.4 * 600.0).round() as u32;
    let mm = |dot: u32| (dot as f32 + 0.5) * 25.4 / 600.0;
    Print::drawn(dots(width), dots(height), |column, row| {
        (mm(column) - x).hypot(mm(row) - y) < radius
    })
}

/// Cells of eight dots with a margin of 5 mm, from a linear congruential generator.
pub fn cells(width: usize, height: usize) -> Print {
    let mut print = Print::blank(width, height);
    let mut state = 12345u32;
    for top in (120..height - 120).step_by(8) {
        for left in (120..width - 120).step_by(8) {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            for row in top..top + 8 {
                print.dots[row * width + left..][..8].fill((state >> 31) as u8);
            }
        }
    }
    print
}

pub fn clean_gray() -> Params {
    let mut params = Preset::Clean.params();
    params.capture.mode = Mode::Gray;
    params
}
