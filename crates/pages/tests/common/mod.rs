//! The test card of `fixtures/make.py`, described a second time.
#![allow(dead_code)] // each test binary uses its own part

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use pages::{Error, Limits, Page, Wanted};

pub const WIDTH: u32 = 100;
pub const HEIGHT: u32 = 60;

/// Rec. 601 luma of the ten colours in the bottom rows, worked out by hand from
/// 0.299 R + 0.587 G + 0.114 B.
const PATCHES: [u8; 10] = [76, 150, 29, 179, 105, 226, 79, 62, 0, 255];

pub fn card(x: u32, y: u32) -> u8 {
    match (x, y) {
        (0..10, _) | (0..50, 0..8) => 0,
        (_, 20..40) => (x / 10 * 28) as u8,
        (_, 40..) => PATCHES[(x / 10) as usize],
        _ => 255,
    }
}

pub fn bilevel(x: u32, y: u32) -> u8 {
    if card(x, y) < 128 { 0 } else { 255 }
}

/// Rounded to the nearest of the levels that so many bits can say.
pub fn levels(bits: u32) -> impl Fn(u32, u32) -> u8 {
    let most = f32::from((1_u16 << bits) - 1);
    move |x, y| ((f32::from(card(x, y)) / 255.0 * most).round() * 255.0 / most).round() as u8
}

pub fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

pub fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(fixtures().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

pub fn all_fixtures() -> Vec<(String, Vec<u8>)> {
    let mut names: Vec<_> = std::fs::read_dir(fixtures())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.ends_with(".md") && !name.ends_with(".py"))
        .collect();
    names.sort();
    names
        .into_iter()
        .map(|name| (name.clone(), fixture(&name)))
        .collect()
}

pub fn with_displays() -> Wanted {
    Wanted {
        displays: true,
        ..Wanted::default()
    }
}

pub fn decode(bytes: &[u8], limits: &Limits) -> (Vec<Page>, Result<(), Error>) {
    let mut pages = Vec::new();
    let end = pages::decode(bytes, limits, with_displays(), &mut |page| {
        pages.push(page);
        ControlFlow::Continue(())
    });
    (pages, end)
}

pub fn only_page(name: &str) -> Page {
    let (mut pages, end) = decode(&fixture(name), &Limits::default());
    end.unwrap_or_else(|error| panic!("{name}: {error}"));
    assert_eq!(pages.len(), 1, "{name}");
    pages.remove(0)
}

/// How far a page is from what it should show: in the mean, and at worst where the card is
/// flat. JPEG and WebP smear what is within eight pixels of an edge.
#[derive(Debug)]
pub struct Distance {
    pub mean: f32,
    pub worst: u8,
}

pub fn distance(page: &Page, expected: impl Fn(u32, u32) -> u8) -> Distance {
    assert_eq!((page.width, page.height), (WIDTH, HEIGHT), "size");
    assert_eq!(page.gray.len(), (WIDTH * HEIGHT) as usize, "bytes");
    let (mut sum, mut worst) = (0_u32, 0);
    for y in 0..HEIGHT {
        for x in 0..WIDTH {
            let got = page.gray[(y * WIDTH + x) as usize];
            let away = got.abs_diff(expected(x, y));
            sum += u32::from(away);
            worst = worst.max(away);
        }
    }
    Distance {
        mean: sum as f32 / (WIDTH * HEIGHT) as f32,
        worst,
    }
}
