//! A form as PDF, with or without the けん制文字 that the press lays under it.

use super::form::Form;
use krilla::Document;
use krilla::color::luma;
use krilla::geom::{PathBuilder, Point, Size};
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::pdf::PdfDocument;
use krilla::surface::Surface;
use krilla::text::{Font, TextDirection};
use std::sync::Arc;

const POINTS: f32 = 72.0 / 25.4;
/// A4 as the press prints it.
const PAGE: (f32, f32) = (595.2, 841.92);

/// Thick and even strokes, or thin level ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    Gothic,
    Mincho,
}

pub fn font(face: Face) -> Font {
    let gothic = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../press/assets/NotoSansCJKjp-subset.otf"
    );
    let path = match face {
        Face::Gothic => gothic,
        Face::Mincho => "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
    };
    let data = std::fs::read(path).expect("apt-get install fonts-noto-cjk");
    Font::new(data.into(), 0).expect("a font")
}

pub fn pdf(form: &Form, font: &Font, tinted: bool) -> Vec<u8> {
    page(|surface| {
        if tinted {
            tint(surface);
        }
        draw(surface, font, form);
    })
}

/// A page of a finished PDF on tinted ground, or as the press embeds it to render it.
pub fn embedded(pdf: &[u8], index: usize, tinted: bool) -> Vec<u8> {
    let document = hayro_syntax::Pdf::new(pdf.to_vec()).expect("a PDF");
    let document = PdfDocument::new(Arc::new(document));
    page(|surface| {
        if tinted {
            tint(surface);
        }
        let size = Size::from_wh(PAGE.0, PAGE.1).expect("a size");
        surface.draw_pdf_page(&document, size, index);
    })
}

fn page(draw: impl FnOnce(&mut Surface)) -> Vec<u8> {
    let mut document = Document::new();
    let mut page = document.start_page_with(PageSettings::from_wh(PAGE.0, PAGE.1).expect("a size"));
    let mut surface = page.surface();
    draw(&mut surface);
    surface.finish();
    page.finish();
    document.finish().expect("a PDF")
}

fn draw(surface: &mut Surface, font: &Font, form: &Form) {
    fill(surface, 0);
    for field in &form.fields {
        let mut x = field.x;
        for &c in &field.text {
            text(surface, font, [x, field.y], field.size, &c.to_string());
            x += field.advance(c);
        }
    }
    for &(from, to, width) in &form.rules {
        line(surface, &[from, to], width, 0);
    }
    for (points, width) in &form.pens {
        line(surface, points, width * POINTS, 0);
    }
    seal(surface, font, form.seal);
}

/// A round seal of 18 mm with a name.
fn seal(surface: &mut Surface, font: &Font, [x, y]: [f32; 2]) {
    let circle: Vec<[f32; 2]> = (0..=90)
        .map(|k| (k as f32 * 4.0).to_radians())
        .map(|turn| [x + 8.6 * turn.cos(), y + 8.6 * turn.sin()])
        .collect();
    line(surface, &circle, 2.2, 0);
    fill(surface, 0);
    for (k, c) in ["見", "本", "太", "郎"].into_iter().enumerate() {
        let (column, row) = ((1 - k / 2) as f32, (k % 2) as f32);
        let at = [x - 5.6 + 5.6 * column, y - 0.6 + 5.6 * row];
        text(surface, font, at, 16.0, c);
    }
}

fn tint(surface: &mut Surface) {
    let font = font(Face::Gothic);
    fill(surface, 213);
    let (mut y, mut indent) = (14.0 + 8.5 + 2.8, 0.0);
    while y < PAGE.1 - 14.0 {
        let at = [(14.0 + indent) / POINTS, y / POINTS];
        text(surface, &font, at, 7.0, "見本　".repeat(27).trim_end());
        y += 17.0;
        indent = 10.5 - indent;
    }
    for k in 0.. {
        let y = 14.0 + 17.0 * k as f32;
        if y > PAGE.1 - 14.0 {
            break;
        }
        wave(surface, y, 5.0);
        wave(surface, y, -5.0);
    }
}

fn wave(surface: &mut Surface, y: f32, mut height: f32) {
    let mut path = PathBuilder::new();
    let mut x = 14.0;
    path.move_to(x, y);
    while x < PAGE.0 - 14.0 {
        path.quad_to(x + 8.5, y + height, x + 17.0, y);
        (x, height) = (x + 17.0, -height);
    }
    stroke(surface, 0.35, 213);
    if let Some(path) = path.finish() {
        surface.draw_path(&path);
    }
}

fn text(surface: &mut Surface, font: &Font, [x, y]: [f32; 2], size: f32, text: &str) {
    let start = Point::from_xy(x * POINTS, y * POINTS);
    let direction = TextDirection::LeftToRight;
    surface.draw_text(start, font.clone(), size, text, false, direction);
}

fn line(surface: &mut Surface, points: &[[f32; 2]], width: f32, level: u8) {
    let mut path = PathBuilder::new();
    for (k, [x, y]) in points.iter().enumerate() {
        match k {
            0 => path.move_to(x * POINTS, y * POINTS),
            _ => path.line_to(x * POINTS, y * POINTS),
        }
    }
    stroke(surface, width, level);
    if let Some(path) = path.finish() {
        surface.draw_path(&path);
    }
}

fn fill(surface: &mut Surface, level: u8) {
    surface.set_stroke(None);
    surface.set_fill(Some(Fill {
        paint: luma::Color::new(level).into(),
        ..Fill::default()
    }));
}

fn stroke(surface: &mut Surface, width: f32, level: u8) {
    surface.set_fill(None);
    surface.set_stroke(Some(Stroke {
        paint: luma::Color::new(level).into(),
        width,
        ..Stroke::default()
    }));
}
