use crate::Error;
use krilla::geom::Point;
use krilla::surface::Surface;
use krilla::text::{Font, TextDirection};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};

/// Noto Sans CJK JP cut down to ASCII and JIS X 0208: every machine prints the same legend.
static FONT: &[u8] = include_bytes!("../assets/NotoSansCJKjp-subset.otf");

pub(crate) struct Typeface {
    font: Font,
    measures: FontRef<'static>,
}

impl Typeface {
    pub(crate) fn embedded() -> Result<Typeface, Error> {
        let broken = || Error::Pdf("the embedded font is broken".into());
        let font = Font::new(FONT.into(), 0).ok_or_else(broken)?;
        let measures = FontRef::new(FONT).map_err(|_| broken())?;
        Ok(Typeface { font, measures })
    }

    /// # Errors
    /// [`Error::NoGlyph`] for the first character that would come out as a box.
    pub(crate) fn check(&self, text: &str) -> Result<(), Error> {
        let glyphs = self.measures.charmap();
        let missing = text.chars().find(|&c| glyphs.map(c).is_none());
        missing.map_or(Ok(()), |character| Err(Error::NoGlyph { character }))
    }

    /// Of one line, in the unit of `size`.
    pub(crate) fn width(&self, text: &str, size: f32) -> f32 {
        let glyphs = self.measures.charmap();
        let metrics = self
            .measures
            .glyph_metrics(Size::new(size), LocationRef::default());
        let advance = |c| metrics.advance_width(glyphs.map(c)?);
        text.chars().filter_map(advance).sum()
    }

    /// One line, from the left end of its base line, with the surface's fill.
    pub(crate) fn draw(&self, surface: &mut Surface, x: f32, y: f32, size: f32, text: &str) {
        let start = Point::from_xy(x, y);
        surface.draw_text(
            start,
            self.font.clone(),
            size,
            text,
            false,
            TextDirection::LeftToRight,
        );
    }
}
