use crate::Error;
use crate::typeface::Typeface;
use krilla::color::luma;
use krilla::geom::{PathBuilder, Rect, Transform};
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use sheet::Label;
use sheet::layout::{self, FORGERY_BOX, LEGEND};

/// What the strip says; lengths below are dots, as in the sheet's layout.
pub(crate) struct Strip<'a> {
    pub(crate) label: &'a Label,
    pub(crate) host: &'a str,
    pub(crate) issuer: &'a str,
    pub(crate) specimen: bool,
}

/// A box's line lies inside the box.
const LINE: f32 = 5.0;
const CAPTION: f32 = 42.0;
/// A line that would have to be smaller than this, 4 points, cannot be read.
const LEAST: f32 = 33.0;

const WHAT: &str = "この用紙のうら面には、おもて面の内容を暗号化して印刷しています。";
const HOW: &str =
    "確認するときは、この面をＡ４・300dpiでスキャンし、問合せサイトへアップロードしてください。";
const WHERE: &str = "問合せサイト（アドレスはご自分で入力してください）";
const QR: &str = "ＱＲコードから開いたページは信用しないでください。そこでは確認できません。";
const ENGLISH: [&str; 2] = [
    "This side carries the front in encrypted form. To verify: scan this side (A4, 300 dpi) and upload it",
    "at the address above. Type the address yourself; do not trust a page that the QR code opens.",
];

impl Strip<'_> {
    /// On a surface in points whose origin is the page's top left corner.
    pub(crate) fn draw(&self, surface: &mut Surface, typeface: &Typeface) -> Result<(), Error> {
        let point = 72.0 / layout::DPI as f32;
        surface.push_transform(&Transform::from_scale(point, point));
        forgery_box(surface, typeface);
        let drawn = self.legend(surface, typeface);
        surface.pop();
        drawn
    }

    fn legend(&self, surface: &mut Surface, typeface: &Typeface) -> Result<(), Error> {
        let Label { sheet, pages, .. } = self.label;
        let specimen = if self.specimen { "【見本】" } else { "" };
        let issuer = format!("{specimen}発行：{}", self.issuer);
        let number = format!("{}／{pages}ページ　番号 {}", sheet.index, sheet.number());

        let mut lines = Lines {
            surface,
            typeface,
            y: LEGEND.y as f32,
        };
        lines.add(WHAT, 66.0, 1.2)?;
        lines.add(HOW, 58.0, 1.3)?;
        lines.add(WHERE, 46.0, 1.1)?;
        lines.add(self.host, 120.0, 1.15)?;
        lines.add(QR, 50.0, 1.25)?;
        lines.add(ENGLISH[0], 42.0, 1.1)?;
        lines.add(ENGLISH[1], 42.0, 1.3)?;
        let right = typeface.width(&number, 46.0);
        lines.add_beside(&issuer, 46.0, right + 46.0)?;
        let (x, y) = (
            (LEGEND.x + LEGEND.width) as f32 - right,
            lines.y + 46.0 * ASCENT,
        );
        typeface.draw(lines.surface, x, y, 46.0, &number);
        Ok(())
    }
}

/// Of the size, from the top of a line to its base.
const ASCENT: f32 = 0.88;

/// Lines of the legend, one below the other.
struct Lines<'a, 's> {
    surface: &'a mut Surface<'s>,
    typeface: &'a Typeface,
    y: f32,
}

impl Lines<'_, '_> {
    /// The line is made smaller until it fits; `leading` is its height by its size.
    fn add(&mut self, text: &str, size: f32, leading: f32) -> Result<(), Error> {
        self.add_beside(text, size, 0.0)?;
        self.y += size * leading;
        Ok(())
    }

    /// Leaves `taken` dots at the right, and stays on the line.
    fn add_beside(&mut self, text: &str, size: f32, taken: f32) -> Result<(), Error> {
        self.typeface.check(text)?;
        let room = LEGEND.width as f32 - taken;
        let fitting = size.min(size * room / self.typeface.width(text, size));
        if fitting < LEAST {
            return Err(Error::LegendTooLong { text: text.into() });
        }
        let y = self.y + size * ASCENT;
        self.typeface
            .draw(self.surface, LEGEND.x as f32, y, fitting, text);
        Ok(())
    }
}

/// Left empty, for the 偽造防止検出画像.
fn forgery_box(surface: &mut Surface, typeface: &Typeface) {
    let sheet::layout::Rect {
        x,
        y,
        width,
        height,
    } = FORGERY_BOX;
    let [x, y, width, height] = [x, y, width, height].map(|dots| dots as f32);
    let inset = LINE / 2.0;
    let mut path = PathBuilder::new();
    if let Some(rect) = Rect::from_xywh(x + inset, y + inset, width - LINE, height - LINE) {
        path.push_rect(rect);
    }
    let black = luma::Color::black();
    surface.set_stroke(Some(Stroke {
        paint: black.into(),
        width: LINE,
        ..Stroke::default()
    }));
    surface.set_fill(None);
    if let Some(path) = path.finish() {
        surface.draw_path(&path);
    }
    surface.set_stroke(None);
    surface.set_fill(Some(Fill {
        paint: black.into(),
        ..Fill::default()
    }));
    typeface.draw(
        surface,
        x,
        y + height + CAPTION * 1.1,
        CAPTION,
        "偽造防止検出画像",
    );
}
