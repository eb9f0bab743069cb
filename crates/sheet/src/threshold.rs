//! Gray to ink. At half coverage a stroke thinner than a pixel is lost wherever it falls between two
//! rows, and 二 becomes two dots: 6 to 9 pt type in a Mincho face has such strokes. So a pixel that is
//! paler than that is ink as well where it is the darkest across a thin stroke ("dropout control" of
//! font rasterisers). Edges of thicker strokes have a darker neighbour, and flat tints no darkest
//! pixel: both stay as they are.

/// Of 255 levels of darkness.
const HALF: u8 = 128;
/// A stroke of a quarter of a pixel within one row. One of half a pixel may fall between two rows and leave
/// a little less in each: then both together count.
const THIN: u8 = 70;
/// By how much a thin stroke is darker than the gaps to both its sides, which are as narrow as a
/// pixel in characters of many strokes.
const ABOVE: u8 = 25;

/// A gray picture by rows: 0 black, 255 white.
pub(crate) struct Gray<'a> {
    pub width: usize,
    pub pixels: &'a [u8],
}

impl Gray<'_> {
    pub(crate) fn is_ink(&self, x: usize, y: usize) -> bool {
        let dark = self.darkness(x, y, [0, 0]);
        let is_thin = |way| self.is_thin(x, y, way);
        dark >= HALF || dark >= HALF / 2 && [[1, 0], [0, 1]].into_iter().any(is_thin)
    }

    /// Of two equally dark pixels across the stroke the later one.
    fn is_thin(&self, x: usize, y: usize, [across, down]: [isize; 2]) -> bool {
        let at = |far: isize| self.darkness(x, y, [far * across, far * down]);
        let [before, after] = [-1, 1].map(|way| at(way).min(at(2 * way)));
        let is_darkest = at(0) >= at(-1) && at(0) > at(1);
        let both = at(0).saturating_add(at(-1).max(at(1)));
        let is_stroke = at(0) >= THIN || both >= HALF;
        is_darkest && is_stroke && at(0).saturating_sub(before.max(after)) >= ABOVE
    }

    /// White beyond the picture.
    fn darkness(&self, x: usize, y: usize, [across, down]: [isize; 2]) -> u8 {
        let pixel = || {
            let (x, y) = (x.checked_add_signed(across)?, y.checked_add_signed(down)?);
            let row = self.pixels.chunks_exact(self.width).nth(y)?;
            row.get(x)
        };
        255 - pixel().unwrap_or(&255)
    }
}
