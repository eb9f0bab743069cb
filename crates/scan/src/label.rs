use crate::ScanError;
use crate::geometry::{Homography, Point};
use crate::gray::Plane;
use sheet::layout::{LABEL_MODULE, LABEL_MODULES, LABEL_QUIET, LABELS, Rect};
use sheet::{Label, LabelError};

/// A label is looked for at so many modules across the place where the marks expect it, four
/// to each side: a page that was fed unevenly has drifted, the more the farther the nearest
/// mark is.
const REACHED: usize = 9;
/// Correlation of the finder patterns from which on a code is worth decoding.
const LEAST_CORRELATION: f32 = 0.5;
/// Pixels per module of the crop in which foreign codes are looked for.
const CROP_SCALE: f32 = 5.0;

/// What the labels of one pose say, and where they stand.
pub(crate) struct Found {
    pub label: Label,
    pub host: String,
    /// Corners of each label that was read.
    pub corners: Vec<[[f32; 2]; 4]>,
    /// How the sheet lies about one of them, by its own finder patterns: dots to pixels.
    pub map: Homography,
    /// Its middle, in dots.
    pub middle: Point,
}

/// Reads either label where this map puts them.
pub(crate) fn read(plane: &Plane, map: &Homography) -> Result<Found, ScanError> {
    let symbols = LABELS.each_ref().map(|rect| Symbol::find(plane, map, rect));
    let found = symbols.iter().zip(&LABELS);
    let found = found.filter_map(|(symbol, rect)| Some((symbol.as_ref()?, rect)));
    let read: Vec<_> = found
        .filter_map(|(symbol, rect)| Some((symbol, symbol.map(rect)?, rect, symbol.text(plane)?)))
        .collect();
    let labels: Vec<_> = read
        .iter()
        .filter_map(|of| Some((of, Label::from_url(&of.3).ok()?)))
        .collect();
    if let Some(((_, map, rect, text), label)) = labels.first() {
        if labels.iter().any(|(_, other)| other != label) {
            return Err(ScanError::LabelsDiffer);
        }
        return Ok(Found {
            label: *label,
            host: host(text),
            corners: labels
                .iter()
                .map(|((symbol, ..), _)| symbol.corners())
                .collect(),
            map: *map,
            middle: rect.center().into(),
        });
    }
    let errors = read.iter().map(|(.., text)| Label::from_url(text).err());
    Err(match errors.flatten().next() {
        Some(LabelError::Version(version)) => ScanError::LabelVersion(version),
        Some(_) => ScanError::ForeignLabel,
        None if symbols.iter().flatten().next().is_some() => ScanError::LabelUnreadable,
        None => ScanError::NoLabel,
    })
}

/// Whether a QR code of another system, of whatever size, stands where a label should.
pub(crate) fn is_foreign(plane: &Plane, map: &Homography) -> bool {
    let texts = LABELS.iter().flat_map(|rect| texts(plane, map, rect));
    texts
        .into_iter()
        .any(|text| Label::from_url(&text).is_err())
}

/// What stands between the scheme and the path of an address, in lower case.
fn host(address: &str) -> String {
    let after = address.split_once("://").map_or(address, |(_, rest)| rest);
    after
        .split(['/', '#', '?'])
        .next()
        .unwrap_or_default()
        .to_lowercase()
}

/// A symbol of the label's version on the page: where its four corner patterns stand.
/// Modules are counted from the symbol's top left, quiet zone left out.
struct Symbol {
    /// From the centre of the first finder pattern, through those of the other two.
    frame: Frame,
    /// How far off this frame the alignment pattern stands.
    bend: Point,
    /// Gray halfway between dark and light at the three finder patterns.
    middles: [f32; 3],
}

/// A module grid laid onto the page.
#[derive(Clone, Copy)]
struct Frame {
    origin: Point,
    right: Point,
    down: Point,
}

impl Frame {
    fn at(&self, column: f32, row: f32) -> Point {
        self.origin + self.right * column + self.down * row
    }

    fn moved(&self, (column, row): (f32, f32)) -> Frame {
        Frame {
            origin: self.at(column, row),
            ..*self
        }
    }
}

/// Centres of the finder patterns, in modules (ISO/IEC 18004, 6.3.3).
const FAR: f32 = LABEL_MODULES as f32 - 3.5;
/// From one to the next.
const SIDE: f32 = FAR - 3.5;
const FINDERS: [(f32, f32); 3] = [(3.5, 3.5), (FAR, 3.5), (3.5, FAR)];
/// The alignment pattern of version 5 (annex E), from the first finder pattern.
const ALIGNMENT: (f32, f32) = (27.0, 27.0);

impl Symbol {
    /// `None`: no code of the label's size stands near this place.
    fn find(plane: &Plane, map: &Homography, rect: &Rect) -> Option<Symbol> {
        let frame = expected(map, rect);
        // From module to module first: halfway between two, half of the correlation is left.
        let (_, shift) = search::<REACHED>(plane, &ALL_FINDERS, &frame, (0.0, 0.0), 1.0)
            .filter(|(fit, _)| fit.correlation >= LEAST_CORRELATION / 2.0)?;
        let frame = frame.moved(shift);
        let (_, shift) = search::<3>(plane, &ALL_FINDERS, &frame, (0.0, 0.0), 0.5)
            .filter(|(fit, _)| fit.correlation >= LEAST_CORRELATION)?;
        // Paper is not flat: each pattern is found by itself from here.
        let frame = frame.moved(shift);
        let mut middles = [0.0; 3];
        let mut anchors = [Point::default(); 3];
        for ((anchor, middle), center) in anchors.iter_mut().zip(&mut middles).zip(FINDERS) {
            let (fit, (x, y)) = search::<9>(plane, &FINDER, &frame, center, 0.25)?;
            *anchor = frame.at(center.0 + x, center.1 + y);
            *middle = fit.middle;
        }
        let [a, b, c] = anchors;
        let frame = Frame {
            origin: a,
            right: (b - a) * (1.0 / SIDE),
            down: (c - a) * (1.0 / SIDE),
        };
        let (fit, (x, y)) = search::<9>(plane, &ALIGNMENT_PATTERN, &frame, ALIGNMENT, 0.25)?;
        let is_seen = fit.correlation >= LEAST_CORRELATION;
        let bend = if is_seen {
            frame.right * x + frame.down * y
        } else {
            Point::default()
        };
        Some(Symbol {
            frame,
            bend,
            middles,
        })
    }

    /// What the code says, if it can be decoded.
    fn text(&self, plane: &Plane) -> Option<String> {
        let side = LABEL_MODULES as usize;
        let dark = (0..side * side).map(|k| {
            let (column, row) = ((k % side) as f32 + 0.5, (k / side) as f32 + 0.5);
            plane.square(self.place(column, row)) < self.middle(column, row)
        });
        let modules = Modules {
            side,
            dark: dark.collect(),
        };
        let (_, text) = rqrr::Grid::new(modules).decode().ok()?;
        Some(text)
    }

    /// Affine by the three finder patterns, bent so that the alignment pattern fits too.
    fn place(&self, column: f32, row: f32) -> Point {
        let (x, y) = (column - 3.5, row - 3.5);
        self.frame.at(x, y) + self.bend * (x * y / (ALIGNMENT.0 * ALIGNMENT.1))
    }

    fn middle(&self, column: f32, row: f32) -> f32 {
        let [a, b, c] = self.middles;
        a + (b - a) * (column - 3.5) / SIDE + (c - a) * (row - 3.5) / SIDE
    }

    /// By the three finder patterns, of a symbol that is printed here.
    fn map(&self, rect: &Rect) -> Option<Homography> {
        let corners = [(0.0, 0.0), (SIDE, 0.0), (SIDE, SIDE), (0.0, SIDE)];
        let dots = |modules: f32| (modules + 3.5 + LABEL_QUIET as f32) * LABEL_MODULE as f32;
        let printed = corners.map(|(column, row)| Point {
            x: rect.x as f32 + dots(column),
            y: rect.y as f32 + dots(row),
        });
        let seen = corners.map(|(column, row)| self.frame.at(column, row));
        Homography::between(printed, seen)
    }

    /// Corners of the quiet zone.
    fn corners(&self) -> [[f32; 2]; 4] {
        let quiet = LABEL_QUIET as f32;
        let (low, high) = (-quiet, LABEL_MODULES as f32 + quiet);
        [(low, low), (high, low), (high, high), (low, high)].map(|(column, row)| {
            let at = self.place(column, row);
            [at.x, at.y]
        })
    }
}

/// Where the marks put the symbol.
fn expected(map: &Homography, rect: &Rect) -> Frame {
    let dots = |modules: f32| (modules + LABEL_QUIET as f32) * LABEL_MODULE as f32;
    let at = |column: f32, row: f32| {
        map.map(Point {
            x: rect.x as f32 + dots(column),
            y: rect.y as f32 + dots(row),
        })
    };
    let side = LABEL_MODULES as f32;
    let origin = at(0.0, 0.0);
    Frame {
        origin,
        right: (at(side, 0.0) - origin) * (1.0 / side),
        down: (at(0.0, side) - origin) * (1.0 / side),
    }
}

/// Square rings of dark and light modules, at one place or more.
struct Pattern {
    /// Where, in modules.
    centers: &'static [(f32, f32)],
    /// Modules from the centre to every side.
    reach: usize,
    is_dark: fn(ring: usize) -> bool,
}

/// One finder pattern with its separator.
const FINDER: Pattern = Pattern {
    centers: &[(0.0, 0.0)],
    reach: 4,
    is_dark: |ring| ring != 2 && ring != 4,
};
/// All three as one.
const ALL_FINDERS: Pattern = Pattern {
    centers: &FINDERS,
    ..FINDER
};
const ALIGNMENT_PATTERN: Pattern = Pattern {
    centers: &[(0.0, 0.0)],
    reach: 2,
    is_dark: |ring| ring != 1,
};

/// The best of `PLACES` × `PLACES` places of a pattern about `center`, and how far off it is.
/// They are `step` modules apart, one or an even part of it, so they all share their samples.
fn search<const PLACES: usize>(
    plane: &Plane,
    pattern: &Pattern,
    frame: &Frame,
    center: (f32, f32),
    step: f32,
) -> Option<(Fit, (f32, f32))> {
    let (reach, per_module) = (PLACES / 2, (1.0 / step) as usize);
    let room = pattern.reach * per_module + reach;
    let windows = pattern.centers.iter().map(|&(x, y)| {
        let frame = frame.moved((center.0 + x, center.1 + y));
        Window::sample(plane, &frame, room, step)
    });
    let windows: Vec<Window> = windows.collect();
    let off = |k: usize| (k as f32 - reach as f32) * step;
    let fits = (0..PLACES).flat_map(|y| {
        let fits = fits::<PLACES>(&windows, pattern, y, per_module);
        (0..).zip(fits).map(move |(x, fit)| (fit, (off(x), off(y))))
    });
    fits.max_by(|a, b| a.0.correlation.total_cmp(&b.0.correlation))
}

/// The page about a place, rectified.
struct Window {
    side: usize,
    levels: Vec<f32>,
}

impl Window {
    /// `room` samples to every side of the frame's origin, `step` modules apart.
    fn sample(plane: &Plane, frame: &Frame, room: usize, step: f32) -> Window {
        let side = 2 * room + 1;
        let at = |k: usize| (k as f32 - room as f32) * step;
        let places = (0..side).flat_map(|y| (0..side).map(move |x| (x, y)));
        let levels = places.map(|(x, y)| plane.sample(frame.at(at(x), at(y))));
        Window {
            side,
            levels: levels.collect(),
        }
    }
}

struct Fit {
    correlation: f32,
    /// Halfway between dark and light.
    middle: f32,
}

/// Normalised cross-correlation of the windows with a pattern of dark and light, at all
/// places of a row: side by side, so the compiler takes several at once.
fn fits<const PLACES: usize>(
    windows: &[Window],
    pattern: &Pattern,
    y: usize,
    per_module: usize,
) -> [Fit; PLACES] {
    let modules = 2 * pattern.reach + 1;
    let (mut dark, mut light) = (([0.0f32; PLACES], 0.0), ([0.0f32; PLACES], 0.0));
    let mut squares = [0.0f32; PLACES];
    for window in windows {
        for (row, column) in (0..modules.pow(2)).map(|k| (k / modules, k % modules)) {
            let start = (y + row * per_module) * window.side + column * per_module;
            let levels = window.levels.get(start..).and_then(|l| l.first_chunk());
            let levels: &[f32; PLACES] = levels.unwrap_or(&[0.0; PLACES]);
            let ring = |k: usize| k.abs_diff(pattern.reach);
            let side = match (pattern.is_dark)(ring(column).max(ring(row))) {
                true => &mut dark,
                false => &mut light,
            };
            side.1 += 1.0;
            let sums = side.0.iter_mut().zip(&mut squares);
            for ((sum, squares), level) in sums.zip(levels) {
                *sum += level;
                *squares += level * level;
            }
        }
    }
    let mut sums = dark.0.into_iter().zip(light.0).zip(squares);
    std::array::from_fn(|_| {
        let ((dark_sum, light_sum), squares) = sums.next().unwrap_or_default();
        Fit::of((dark_sum, dark.1), (light_sum, light.1), squares)
    })
}

impl Fit {
    /// Of dark and light modules, each their sum and number, and the sum of all squares.
    fn of(dark: (f32, f32), light: (f32, f32), squares: f32) -> Fit {
        let count = dark.1 + light.1;
        let (dark_mean, light_mean) = (dark.0 / dark.1, light.0 / light.1);
        let mean = (dark.0 + light.0) / count;
        let deviation = (squares / count - mean * mean).max(1.0).sqrt();
        let balance = (dark.1 * light.1).sqrt() / count;
        Fit {
            correlation: (light_mean - dark_mean) * balance / deviation,
            middle: (dark_mean + light_mean) / 2.0,
        }
    }
}

/// The modules of one symbol, row by row.
struct Modules {
    side: usize,
    dark: Vec<bool>,
}

impl rqrr::BitGrid for Modules {
    fn size(&self) -> usize {
        self.side
    }

    fn bit(&self, y: usize, x: usize) -> bool {
        self.dark.get(y * self.side + x).copied().unwrap_or(false)
    }
}

/// What the codes say that a detector finds where a label should stand.
fn texts(plane: &Plane, map: &Homography, rect: &Rect) -> Vec<String> {
    let step = LABEL_MODULE as f32 / CROP_SCALE;
    let side = (rect.width as f32 / step) as usize;
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| {
        let dots = |origin: u32, k: usize| origin as f32 + (k as f32 + 0.5) * step;
        plane.sample(map.map(Point {
            x: dots(rect.x, x),
            y: dots(rect.y, y),
        })) as u8
    });
    let grids = image.detect_grids();
    grids
        .iter()
        .filter_map(|grid| Some(grid.decode().ok()?.1))
        .collect()
}
