//! Where everything stands on the page, described once for drawing and for reading.
//!
//! Lengths are dots of a 600 dpi printer (1 dot = 25.4 / 600 mm), x to the right and y
//! down from the top left corner of the back as printed.

use serde::{Deserialize, Serialize};
use std::ops::Range;
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
    /// The cells that carry coded bits, in reading order, as `row * columns + column`: each run
    /// of them within one row.
    pub data_runs: Vec<Range<u32>>,
    /// How many cells carry coded bits.
    pub data_cells: usize,
}

impl Layout {
    /// The grid of this profile, made once.
    pub fn of(profile: Profile) -> &'static Layout {
        static LARGEST: LazyLock<Layout> = LazyLock::new(|| Layout::new(Profile::Dots8));
        static MIDDLE: LazyLock<Layout> = LazyLock::new(|| Layout::new(Profile::Dots7));
        static SMALLEST: LazyLock<Layout> = LazyLock::new(|| Layout::new(Profile::Dots6));
        match profile {
            Profile::Dots8 => &LARGEST,
            Profile::Dots7 => &MIDDLE,
            Profile::Dots6 => &SMALLEST,
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
            data_runs: Vec::new(),
            data_cells: 0,
        };
        layout.data_runs = layout.find_data_runs();
        layout.data_cells = layout.data_runs.iter().map(ExactSizeIterator::len).sum();
        layout
    }

    /// The cells that carry coded bits, in reading order, as `row * columns + column`.
    pub fn data(&self) -> impl Iterator<Item = u32> + '_ {
        self.data_runs.iter().cloned().flatten()
    }

    /// Whole code words that fit.
    pub fn words(&self) -> usize {
        self.data_cells / crate::ldpc::WORD_CELLS
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
        let pilot = self.cells(column, row, PILOT_SIDE);
        !cut_outs().any(|area| area.overlaps(&pilot))
    }

    /// First cells of all printed pilots, in reading order.
    pub fn pilots(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        let all = self
            .pilot_rows
            .iter()
            .flat_map(|&r| self.pilot_columns.iter().map(move |&c| (c, r)));
        all.filter(|&(c, r)| self.pilot_is_printed(c, r))
    }

    fn find_data_runs(&self) -> Vec<Range<u32>> {
        let mut runs = Vec::new();
        for row in 0..self.rows {
            let (start, mut column) = (row * self.columns, 0);
            for taken in self.taken_in(row) {
                if column < taken.start {
                    runs.push(start + column..start + taken.start);
                }
                column = column.max(taken.end);
            }
            if column < self.columns {
                runs.push(start + column..start + self.columns);
            }
        }
        runs
    }

    /// The columns of pilots, marks and label in this row, from left to right.
    fn taken_in(&self, row: u32) -> Vec<Range<u32>> {
        let pilots = self.pilot_rows.iter().rev().find(|first| **first <= row);
        let pilots = pilots.filter(|first| row < **first + PILOT_SIDE);
        let pilots = pilots.into_iter().flat_map(|first| {
            let printed = |column: &&u32| self.pilot_is_printed(**column, *first);
            let columns = self.pilot_columns.iter().filter(printed);
            columns.map(|column| *column..column + PILOT_SIDE)
        });
        let dots = self.profile.dots();
        let line = Rect {
            width: self.columns * dots,
            ..self.cells(0, row, 1)
        };
        let beside = cut_outs().filter(|area| area.overlaps(&line));
        let cut_out = beside.map(|area| {
            let in_grid = |x: u32| x.saturating_sub(GRID.x);
            in_grid(area.x) / dots..in_grid(area.x + area.width).div_ceil(dots)
        });
        let mut taken: Vec<_> = pilots.chain(cut_out).collect();
        taken.sort_by_key(|columns| columns.start);
        taken
    }
}

/// First cells of the pilots along a side of `cells`, spread evenly from edge to edge.
fn lattice(cells: u32, dots: u32) -> Vec<u32> {
    let span = cells - PILOT_SIDE;
    let gaps = span.div_ceil(PILOT_PITCH / dots);
    (0..=gaps).map(|k| (k * span + gaps / 2) / gaps).collect()
}

/// Where the grid makes room for marks and the label.
fn cut_outs() -> impl Iterator<Item = Rect> {
    let [_, in_grid] = LABELS;
    MARKS.into_iter().chain([in_grid])
}
