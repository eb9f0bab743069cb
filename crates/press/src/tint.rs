use crate::front::{HEIGHT, WIDTH};
use crate::typeface::Typeface;
use krilla::color::luma;
use krilla::geom::PathBuilder;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;

/// A sixth of full ink: plain to see, and white at the picture's threshold of 50 %.
const TINT: u8 = 213;
/// Points.
const MARGIN: f32 = 14.0;
const TEXT: f32 = 7.0;
const LINE: f32 = 17.0;
const WAVE: f32 = 17.0;
const HEIGHT_OF_WAVE: f32 = 5.0;
const HAIRLINE: f32 = 0.35;

/// The けん制文字-like background of a front: lines of a small word, and waves between them.
pub(crate) fn draw(surface: &mut Surface, typeface: &Typeface, word: &str) {
    let paint = luma::Color::new(TINT);
    surface.set_fill(Some(Fill {
        paint: paint.into(),
        ..Fill::default()
    }));
    words(surface, typeface, word);
    surface.set_fill(None);
    surface.set_stroke(Some(Stroke {
        paint: paint.into(),
        width: HAIRLINE,
        ..Stroke::default()
    }));
    for line in 0.. {
        let y = MARGIN + LINE * line as f32;
        if y > HEIGHT - MARGIN {
            break;
        }
        wave(surface, y, HEIGHT_OF_WAVE);
        wave(surface, y, -HEIGHT_OF_WAVE);
    }
    surface.set_stroke(None);
}

fn words(surface: &mut Surface, typeface: &Typeface, word: &str) {
    let step = typeface.width(word, TEXT) + TEXT;
    let text = format!("{word}　").repeat(((WIDTH - 2.0 * MARGIN) / step) as usize);
    let mut y = MARGIN + LINE / 2.0 + TEXT * 0.4;
    let mut indent = 0.0;
    while y < HEIGHT - MARGIN {
        typeface.draw(surface, MARGIN + indent, y, TEXT, text.trim_end());
        y += LINE;
        indent = step / 2.0 - indent;
    }
}

/// Two waves of opposite height make a chain of lenses.
fn wave(surface: &mut Surface, y: f32, height: f32) {
    let mut path = PathBuilder::new();
    let (mut x, mut height) = (MARGIN, height);
    path.move_to(x, y);
    while x < WIDTH - MARGIN {
        path.quad_to(x + WAVE / 2.0, y + height, x + WAVE, y);
        (x, height) = (x + WAVE, -height);
    }
    if let Some(path) = path.finish() {
        surface.draw_path(&path);
    }
}
