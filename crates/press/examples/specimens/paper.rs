use krilla::color::luma;
use krilla::geom::{Path, PathBuilder, Point, Rect, Transform};
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::text::{Font, TextDirection};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};

const POINTS: f32 = 72.0 / 25.4;

pub struct Face {
    font: Font,
    data: Vec<u8>,
}

impl Face {
    pub fn new(data: Vec<u8>) -> Option<Face> {
        FontRef::new(&data).ok()?;
        Some(Face {
            font: Font::new(data.clone().into(), 0)?,
            data,
        })
    }

    /// In points.
    fn width(&self, text: &str, size: f32) -> f32 {
        let Ok(font) = FontRef::new(&self.data) else {
            return 0.0;
        };
        let metrics = font.glyph_metrics(Size::new(size), LocationRef::default());
        let glyphs = font.charmap();
        text.chars()
            .filter_map(|c| metrics.advance_width(glyphs.map(c)?))
            .sum()
    }
}

/// A page on which lengths are millimetres from the top left; sizes of type are points.
pub struct Paper<'a, 's> {
    surface: &'a mut Surface<'s>,
    face: &'a Face,
}

impl<'a, 's> Paper<'a, 's> {
    pub fn new(surface: &'a mut Surface<'s>, face: &'a Face) -> Paper<'a, 's> {
        Paper { surface, face }
    }

    pub fn text(&mut self, x: f32, y: f32, size: f32, text: &str) {
        self.set_ink(true, None);
        let start = Point::from_xy(x * POINTS, y * POINTS);
        let font = self.face.font.clone();
        self.surface
            .draw_text(start, font, size, text, false, TextDirection::LeftToRight);
    }

    /// Smaller where it would be wider than the field.
    pub fn within(&mut self, x: f32, y: f32, width: f32, size: f32, text: &str) {
        let wanted = self.face.width(text, size) / POINTS;
        self.text(x, y, size * (width / wanted.max(width)), text);
    }

    pub fn centered(&mut self, x: f32, y: f32, size: f32, text: &str) {
        let width = self.face.width(text, size) / POINTS;
        self.text(x - width / 2.0, y, size, text);
    }

    pub fn right(&mut self, x: f32, y: f32, size: f32, text: &str) {
        let width = self.face.width(text, size) / POINTS;
        self.text(x - width, y, size, text);
    }

    /// Characters spread evenly, as in the labels of official tables.
    pub fn spread(&mut self, x: f32, y: f32, width: f32, size: f32, text: &str) {
        let count = text.chars().count() as f32;
        let em = size / POINTS;
        let step = if count > 1.0 {
            (width - em) / (count - 1.0)
        } else {
            0.0
        };
        for (k, character) in (0u8..).zip(text.chars()) {
            self.text(
                x + step * f32::from(k),
                y,
                size,
                character.encode_utf8(&mut [0; 4]),
            );
        }
    }

    pub fn line(&mut self, from: [f32; 2], to: [f32; 2], width: f32) {
        let mut path = PathBuilder::new();
        path.move_to(from[0] * POINTS, from[1] * POINTS);
        path.line_to(to[0] * POINTS, to[1] * POINTS);
        self.stroke(path.finish(), width);
    }

    pub fn frame(&mut self, x: f32, y: f32, width: f32, height: f32, line: f32) {
        let mut path = PathBuilder::new();
        let [x, y, width, height] = [x, y, width, height].map(|mm| mm * POINTS);
        if let Some(rect) = Rect::from_xywh(x, y, width, height) {
            path.push_rect(rect);
        }
        self.stroke(path.finish(), line);
    }

    pub fn circle(&mut self, x: f32, y: f32, radius: f32, line: f32) {
        /// Makes four Bézier curves a circle.
        const K: f32 = 0.5523;
        let mut path = PathBuilder::new();
        let at = |dx: f32, dy: f32| ((x + radius * dx) * POINTS, (y + radius * dy) * POINTS);
        let (start_x, start_y) = at(1.0, 0.0);
        path.move_to(start_x, start_y);
        for (c, s) in [(1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0)] {
            // From the direction (c, s) a quarter turn on to (-s, c).
            let ((ax, ay), (bx, by)) = (at(c - K * s, s + K * c), at(K * c - s, K * s + c));
            let (ex, ey) = at(-s, c);
            path.cubic_to(ax, ay, bx, by, ex, ey);
        }
        path.close();
        self.stroke(path.finish(), line);
    }

    /// One character stretched to a box and made bold, as seals are cut.
    pub fn carved(&mut self, at: [f32; 2], size: [f32; 2], weight: f32, character: &str) {
        let em = 10.0;
        let scale = size.map(|mm| mm * POINTS / em);
        let origin = [at[0] * POINTS, (at[1] + size[1] * 0.88) * POINTS];
        let place = Transform::from_row(scale[0], 0.0, 0.0, scale[1], origin[0], origin[1]);
        self.surface.push_transform(&place);
        self.set_ink(true, Some(weight));
        let font = self.face.font.clone();
        let start = Point::from_xy(0.0, 0.0);
        self.surface.draw_text(
            start,
            font,
            em,
            character,
            false,
            TextDirection::LeftToRight,
        );
        self.surface.pop();
    }

    /// The square seal of a mayor's office, two columns read from the right.
    pub fn office_seal(&mut self, x: f32, y: f32, side: f32, text: [&str; 2]) {
        self.frame(x, y, side, side, 1.6);
        let width = side * 0.44;
        for (column, characters) in text.iter().enumerate() {
            let left = x + side * 0.06 + (1 - column) as f32 * width;
            let height = side * 0.9 / characters.chars().count() as f32;
            for (row, character) in characters.chars().enumerate() {
                let top = y + side * 0.05 + height * row as f32;
                let text = character.to_string();
                self.carved([left, top], [width, height], 0.35, &text);
            }
        }
    }

    /// Every specimen says on its face that it is one.
    pub fn specimen_stamp(&mut self) {
        self.frame(14.0, 12.0, 30.0, 13.0, 1.4);
        self.frame(15.0, 13.0, 28.0, 11.0, 0.5);
        self.spread(17.5, 21.8, 23.0, 22.0, "見本");
        self.text(46.0, 18.0, 7.0, "この証明書は見本です。");
        self.text(46.0, 22.0, 7.0, "人物・住所・番号はすべて架空のものです。");
    }

    fn stroke(&mut self, path: Option<Path>, width: f32) {
        self.set_ink(false, Some(width));
        if let Some(path) = path {
            self.surface.draw_path(&path);
        }
    }

    fn set_ink(&mut self, fill: bool, line: Option<f32>) {
        let black = luma::Color::black();
        self.surface.set_fill(fill.then(|| Fill {
            paint: black.into(),
            ..Fill::default()
        }));
        let stroke = |width| Stroke {
            paint: black.into(),
            width,
            ..Stroke::default()
        };
        self.surface.set_stroke(line.map(stroke));
    }
}
