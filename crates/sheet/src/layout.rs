//! Where everything stands on the page, described once for drawing and for reading.
//!
//! Lengths are dots of a 600 dpi printer (1 dot = 25.4 / 600 mm), x to the right and y
//! down from the top left corner of the back as printed.

use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// Printer dots per inch.
pub const DPI: u32 = 600;
/// A4, in dots.
pub const PAGE: Size = Size {
    width: 4960,
    height: 7016,
};
/// 190 × 247 mm, ten from the edges: the area that cells fill.
pub const GRID: Rect = Rect {
    x: 236,
    y: 236,
    width: 4488,
    height: 5832,
};
/// 190 × 30 mm below the grid: a label, the box and the legend.
pub const STRIP: Rect = Rect {
    x: 236,
    y: 6068,
    width: 4488,
    height: 712,
};
/// Left free for the 偽造防止検出画像, 40 × 24.8 mm.
pub const FORGERY_BOX: Rect = Rect {
    x: 236,
    y: 6132,
    width: 945,
    height: 585,
};
/// Where the press prints the legend.
pub const LEGEND: Rect = Rect {
    x: 1252,
    y: 6132,
    width: 2816,
    height: 585,
};
/// The two labels with their quiet zones: in the strip, and in a cut-out of the grid at the
/// opposite corner.
pub const LABELS: [Rect; 2] = [
    Rect {
        x: 4139,
        y: 6132,
        width: LABEL_SIDE,
        height: LABEL_SIDE,
    },
    Rect {
        x: 404,
        y: 236,
        width: LABEL_SIDE,
        height: LABEL_SIDE,
    },
];
/// A label's module is 13 dots, .55 mm.
pub const LABEL_MODULE: u32 = 13;
/// QR version 5.
pub const LABEL_MODULES: u32 = 37;
/// Modules of white around the symbol (ISO/IEC 18004).
pub const LABEL_QUIET: u32 = 4;
const LABEL_SIDE: u32 = LABEL_MODULE * (LABEL_MODULES + 2 * LABEL_QUIET);

/// Side of the white square around a registration mark, 7.1 mm: a whole number of cells of
/// every profile.
pub const MARK_SIDE: u32 = 168;
/// Radius of a mark's disc, 2.2 mm.
pub const MARK_RADIUS: u32 = 52;
/// Radius of the white hole that tells the bottom right mark from the others.
pub const HOLE_RADIUS: u32 = 16;
/// The marks, clockwise from the top left; the third has the hole.
pub const MARKS: [Rect; 4] = {
    let right = GRID.x + GRID.width - MARK_SIDE;
    let bottom = GRID.y + GRID.height - MARK_SIDE;
    [
        mark(GRID.x, GRID.y),
        mark(right, GRID.y),
        mark(right, bottom),
        mark(GRID.x, bottom),
    ]
};

const fn mark(x: u32, y: u32) -> Rect {
    Rect {
        x,
        y,
        width: MARK_SIDE,
        height: MARK_SIDE,
    }
}

/// Pilots stand at most this far apart, 6.5 mm: the distance over which paper and scanners
/// were seen to stay smooth.
pub const PILOT_PITCH: u32 = 153;
/// Cells along a pilot's side.
pub const PILOT_SIDE: u32 = 6;
/// The pilot, a row per byte, the leftmost cell in bit 5, 1 = black. Balanced, and of all
/// patterns tried one of least aperiodic autocorrelation (at most 4 of 36).
const PILOT: [u8; 6] = [0b101010, 0b001111, 0b110000, 0b111001, 0b110100, 0b100100];

/// Whether this cell of a pilot is black.
///
/// # Panics
/// Beyond the pilot's [`PILOT_SIDE`] rows and columns.
pub const fn pilot_is_black(column: u32, row: u32) -> bool {
    PILOT[row as usize] >> (PILOT_SIDE - 1 - column) & 1 == 1
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    pub width: u32,
    pub height: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rect {
    pub x: u32,
    pub y: u32,
    pub width: u32,
    pub height: u32,
}

impl Rect {
    pub fn center(&self) -> [f32; 2] {
        [
            self.x as f32 + self.width as f32 / 2.0,
            self.y as f32 + self.height as f32 / 2.0,
        ]
    }

    /// Clockwise from the top left.
    pub fn corners(&self) -> [[f32; 2]; 4] {
        let (l, t) = (self.x as f32, self.y as f32);
        let (r, b) = (l + self.width as f32, t + self.height as f32);
        [[l, t], [r, t], [r, b], [l, b]]
    }

    fn overlaps(&self, other: &Rect) -> bool {
        self.x < other.x + other.width
            && other.x < self.x + self.width
            && self.y < other.y + other.height
            && other.y < self.y + self.height
    }
}

/// The size of a cell. The number on the label is the cell's side in dots.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Profile {
    Dots8,
    Dots7,
    Dots6,
}

impl Profile {
    /// From the largest cell, which is the easiest to read, to the smallest.
    pub const ALL: [Profile; 3] = [Profile::Dots8, Profile::Dots7, Profile::Dots6];

    /// Side of a cell in dots.
    pub fn dots(self) -> u32 {
        match self {
            Profile::Dots8 => 8,
            Profile::Dots7 => 7,
            Profile::Dots6 => 6,
        }
    }

    pub fn from_dots(dots: u8) -> Option<Profile> {
        Profile::ALL
            .into_iter()
            .find(|p| p.dots() == u32::from(dots))
    }
}

/// The grid of one profile.
#[derive(Clone, Debug)]
pub struct Layout {
    pub profile: Profile,
    pub columns: u32,
    pub rows: u32,
    /// First column of every column of pilots, ascending; the outermost touch the edges.
    pub pilot_columns: Vec<u32>,
    /// First row of every row of pilots.
    pub pilot_rows: Vec<u32>,
    /// The cells that carry coded bits, in reading order, as `row * columns + column`.
    pub data_cells: Vec<u32>,
}

impl Layout {
    /// The grid of this profile, made once.
    pub fn of(profile: Profile) -> &'static Layout {
        static LAYOUTS: LazyLock<[Layout; 3]> = LazyLock::new(|| Profile::ALL.map(Layout::new));
        let [largest, middle, smallest] = &*LAYOUTS;
        match profile {
            Profile::Dots8 => largest,
            Profile::Dots7 => middle,
            Profile::Dots6 => smallest,
        }
    }

    fn new(profile: Profile) -> Layout {
        let dots = profile.dots();
        let (columns, rows) = (GRID.width / dots, GRID.height / dots);
        let mut layout = Layout {
            profile,
            columns,
            rows,
            pilot_columns: lattice(columns, dots),
            pilot_rows: lattice(rows, dots),
            data_cells: Vec::new(),
        };
        layout.data_cells = layout.find_data_cells();
        layout
    }

    /// Whole code words that fit.
    pub fn words(&self) -> usize {
        self.data_cells.len() / crate::ldpc::WORD_CELLS
    }

    /// Bytes of frame that fit.
    pub fn capacity(&self) -> usize {
        self.words() * crate::ldpc::WORD_BYTES
    }

    /// The area of cells `column ..column + side`, `row .. row + side`, in dots.
    pub fn cells(&self, column: u32, row: u32, side: u32) -> Rect {
        let dots = self.profile.dots();
        Rect {
            x: GRID.x + column * dots,
            y: GRID.y + row * dots,
            width: side * dots,
            height: side * dots,
        }
    }

    /// Whether the pilot whose first cell is here is printed; those that would reach into a
    /// mark or the label's cut-out are not.
    pub fn pilot_is_printed(&self, column: u32, row: u32) -> bool {
        !cut_out(&self.cells(column, row, PILOT_SIDE))
    }

    /// First cells of all printed pilots, in reading order.
    pub fn pilots(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        let all = self
            .pilot_rows
            .iter()
            .flat_map(|&r| self.pilot_columns.iter().map(move |&c| (c, r)));
        all.filter(|&(c, r)| self.pilot_is_printed(c, r))
    }

    fn find_data_cells(&self) -> Vec<u32> {
        let mut free = vec![true; (self.columns * self.rows) as usize];
        for (column, row) in self.pilots() {
            for r in row..row + PILOT_SIDE {
                let start = (r * self.columns + column) as usize;
                let pilot = free.get_mut(start..start + PILOT_SIDE as usize);
                pilot.unwrap_or_default().fill(false);
            }
        }
        let cells = (0..).zip(free);
        cells
            .filter(|&(cell, free)| {
                free && !cut_out(&self.cells(cell % self.columns, cell / self.columns, 1))
            })
            .map(|(cell, _)| cell)
            .collect()
    }
}

/// First cells of the pilots along a side of `cells`, spread evenly from edge to edge.
fn lattice(cells: u32, dots: u32) -> Vec<u32> {
    let span = cells - PILOT_SIDE;
    let gaps = span.div_ceil(PILOT_PITCH / dots);
    (0..=gaps).map(|k| (k * span + gaps / 2) / gaps).collect()
}

fn cut_out(area: &Rect) -> bool {
    let [_, in_grid] = LABELS;
    MARKS.iter().chain([&in_grid]).any(|r| r.overlaps(area))
}
