//! Pages that are no sheet, and pages made to cost: scanned like `office`.

use crate::common::label;
use crate::paper::{self, Upload};
use printscan::{Preset, Print};
use sheet::layout::{LABEL_MODULE, LABELS, MARK_RADIUS, MARK_SIDE, PAGE, Rect};
use sheet::{Bitmap, Layout};

const NO_SHEET: f64 = 1.6;
const MADE_TO_HURT: f64 = 4.0;

/// What they are called, and the ratio to stay below.
pub fn pages() -> impl Iterator<Item = (&'static str, impl Fn() -> Upload, f64)> {
    let pages: [(_, fn() -> Print, _); 7] = [
        ("blank", || drawn(|_, _| false), NO_SHEET),
        ("dense text", || drawn(text), NO_SHEET),
        ("halftone", || drawn(halftone), NO_SHEET),
        ("false finders of QR codes", || drawn(finders), MADE_TO_HURT),
        ("false marks", || drawn(discs), MADE_TO_HURT),
        (
            "label over random cells",
            || random_cells(&[]),
            MADE_TO_HURT,
        ),
        (
            "marks without a label",
            || random_cells(&LABELS),
            MADE_TO_HURT,
        ),
    ];
    let scan = |print: fn() -> Print| paper::scan(&print(), &Preset::Office.params(), 1);
    pages
        .into_iter()
        .map(move |(name, print, goal)| (name, move || scan(print), goal))
}

fn drawn(is_black: fn(u32, u32) -> bool) -> Print {
    Print::drawn(PAGE.width, PAGE.height, is_black)
}

/// Signs of 12 × 12 strokes in lines, like 10 point kanji.
fn text(x: u32, y: u32) -> bool {
    let (column, row) = (x / 90, y / 130);
    let (x, y) = (x % 90 / 6, y % 130 / 6);
    let sign = noise(column, row);
    let across = noise(sign, y) & 1 == 0 && (y + sign).is_multiple_of(3);
    let down = noise(sign, x + 99) & 1 == 0 && (x + sign).is_multiple_of(4);
    let is_space = sign.is_multiple_of(9);
    (1..13).contains(&x) && (1..13).contains(&y) && !is_space && (across || down)
}

/// Round dots of 85 lines an inch at 45 degrees, their size as in a soft photograph.
fn halftone(x: u32, y: u32) -> bool {
    let (x, y) = (x as f32, y as f32);
    let shade = (x / 700.0).sin() * (y / 900.0).cos() * 0.4 + 0.5;
    let screen = |at: f32| (at * std::f32::consts::TAU / 10.0).cos();
    (screen(x + y) + screen(x - y)) / 4.0 + 0.5 < shade
}

/// The finder pattern of a label, side by side.
fn finders(x: u32, y: u32) -> bool {
    let ring = |at: u32| at.abs_diff(3);
    let (x, y) = (x / LABEL_MODULE % 9, y / LABEL_MODULE % 9);
    let ring = ring(x).max(ring(y));
    ring <= 3 && ring != 2
}

fn discs(x: u32, y: u32) -> bool {
    let off = |at: u32| (at % MARK_SIDE).abs_diff(MARK_SIDE / 2).pow(2);
    off(x) + off(y) < MARK_RADIUS.pow(2)
}

/// A sheet that says nothing, with these parts left white.
fn random_cells(white: &[Rect]) -> Print {
    let label = label(1, 1, 1);
    let layout = Layout::of(label.profile);
    let cells: Vec<u8> = (0..layout.data_cells as u32)
        .map(|cell| (noise(cell, 7) & 1) as u8)
        .collect();
    let mut page = sheet::draw(&label, "uramen.example", layout, &cells).expect("drawn");
    white.iter().for_each(|rect| erase(&mut page, rect));
    paper::print(&page)
}

fn erase(page: &mut Bitmap, rect: &Rect) {
    for y in rect.y..rect.y + rect.height {
        (rect.x..rect.x + rect.width).for_each(|x| page.set(x, y, false));
    }
}

/// A number that looks like chance.
fn noise(a: u32, b: u32) -> u32 {
    let mut n = a.wrapping_mul(0x9e37_79b1) ^ b.wrapping_mul(0x85eb_ca6b);
    for _ in 0..2 {
        n = (n ^ n >> 15).wrapping_mul(0x2c1b_3c6d);
    }
    n ^ n >> 12
}
