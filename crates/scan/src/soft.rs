use crate::Tile;
use crate::geometry::Point;
use crate::gray::Plane;
use crate::mesh::Mesh;
use sheet::Layout;
use sheet::layout::PILOT_SIDE;

/// The cells as read, and how clearly.
pub(crate) struct Cells {
    /// One for each of `layout.data_cells`.
    pub soft: Vec<i8>,
    pub tiles: Vec<Tile>,
}

/// What a cell at the middle of black or white says.
const FULL: f32 = 24.0;
/// Below this a cell is not clearly black or white.
const CLEAR: i8 = 8;
/// A tile whose cells differ less than this share of the usual says nothing.
const LEAST_SWING: f32 = 0.3;
/// A drawn tile joins this many tiles of the mesh each way: about 19 mm.
const JOINED: usize = 3;

/// Samples every cell and weighs it against the black and white of its surroundings.
pub(crate) fn read(plane: &Plane, layout: &Layout, mesh: &Mesh) -> Cells {
    let columns = bounds(&layout.pilot_columns, layout.columns);
    let rows = bounds(&layout.pilot_rows, layout.rows);
    let mut levels = vec![0.0f32; (layout.columns * layout.rows) as usize];
    for (row, pilots) in rows.iter().enumerate() {
        for (column, across) in columns.iter().enumerate() {
            Quad::new(mesh, column, row, across, pilots).sample(plane, layout, &mut levels);
        }
    }
    let blocks = Blocks::measure(layout, &levels, &columns, &rows);
    let soft = blocks.weigh(layout, &levels);
    let tiles = tiles(layout, mesh, &soft, &columns, &rows);
    Cells { soft, tiles }
}

/// The cells between two neighbouring pilots; the outermost reach to the grid's edge.
struct Span {
    first: u32,
    end: u32,
    /// Where the two pilots' centres stand, in cells.
    from: f32,
    to: f32,
}

fn bounds(pilots: &[u32], cells: u32) -> Vec<Span> {
    let half = PILOT_SIDE as f32 / 2.0;
    let pairs = pilots.windows(2).enumerate();
    let spans = pairs.filter_map(|(k, pair)| {
        let &[from, to] = pair else { return None };
        let first = if k == 0 { 0 } else { from + PILOT_SIDE / 2 };
        let end = if k + 2 == pilots.len() {
            cells
        } else {
            to + PILOT_SIDE / 2
        };
        Some(Span {
            first,
            end,
            from: from as f32 + half,
            to: to as f32 + half,
        })
    });
    spans.collect()
}

/// One tile of the mesh: bilinear between four pilots.
struct Quad<'a> {
    corners: [Point; 4],
    across: &'a Span,
    down: &'a Span,
}

impl<'a> Quad<'a> {
    fn new(mesh: &Mesh, column: usize, row: usize, across: &'a Span, down: &'a Span) -> Quad<'a> {
        let node = |dx, dy| mesh.node(column + dx, row + dy);
        Quad {
            corners: [node(0, 0), node(1, 0), node(1, 1), node(0, 1)],
            across,
            down,
        }
    }

    fn sample(&self, plane: &Plane, layout: &Layout, levels: &mut [f32]) {
        let [a, b, c, d] = self.corners;
        let width = self.across.to - self.across.from;
        let u0 = (self.across.first as f32 + 0.5 - self.across.from) / width;
        for row in self.down.first..self.down.end {
            let v = (row as f32 + 0.5 - self.down.from) / (self.down.to - self.down.from);
            let (left, right) = (a + (d - a) * v, b + (c - b) * v);
            let step = (right - left) * (1.0 / width);
            let below =
                ((d - a) + ((c - b) - (d - a)) * 0.5) * (1.0 / (self.down.to - self.down.from));
            let mut at = left + (right - left) * u0;
            let start = (row * layout.columns + self.across.first) as usize;
            let count = (self.across.end - self.across.first) as usize;
            for level in levels.get_mut(start..start + count).unwrap_or_default() {
                *level = cell_mean(plane, at, step, below);
                at = at + step;
            }
        }
    }
}

/// The mean of four places within the cell: a single pixel would carry all its noise.
#[inline]
fn cell_mean(plane: &Plane, at: Point, right: Point, down: Point) -> f32 {
    let (dx, dy) = (right * 0.18, down * 0.18);
    let sum = plane.sample(at + dx)
        + plane.sample(at - dx)
        + plane.sample(at + dy)
        + plane.sample(at - dy);
    sum / 4.0
}

/// Black and white differ across the page: light, toner and paper are measured in blocks,
/// and a cell is weighed against the four blocks around it.
struct Blocks {
    columns: usize,
    rows: usize,
    /// Cells along a block's side.
    side: usize,
    /// Mean and mean deviation.
    statistics: Vec<(f32, f32)>,
    /// The usual deviation.
    swing: f32,
}

impl Blocks {
    fn measure(layout: &Layout, levels: &[f32], columns: &[Span], rows: &[Span]) -> Blocks {
        let side = columns.first().map_or(1, |s| (s.to - s.from) as usize);
        let (across, down) = (columns.len(), rows.len());
        let mut sums = vec![(0.0f32, 0.0f32, 0.0f32); across * down];
        let mut block_of = |cell: u32, add: &mut dyn FnMut(&mut (f32, f32, f32))| {
            let (x, y) = (cell % layout.columns, cell / layout.columns);
            let (x, y) = (
                (x as usize / side).min(across - 1),
                (y as usize / side).min(down - 1),
            );
            if let Some(block) = sums.get_mut(y * across + x) {
                add(block);
            }
        };
        let level = |cell: u32| levels.get(cell as usize).copied().unwrap_or(0.0);
        for &cell in &layout.data_cells {
            block_of(cell, &mut |b| (b.0, b.1) = (b.0 + 1.0, b.1 + level(cell)));
        }
        for &cell in &layout.data_cells {
            block_of(cell, &mut |b| b.2 += (level(cell) - b.1 / b.0).abs());
        }
        let statistics: Vec<_> = sums
            .iter()
            .map(|&(n, sum, off)| (sum / n.max(1.0), off / n.max(1.0)))
            .collect();
        let mut swings: Vec<f32> = statistics.iter().map(|s| s.1).collect();
        swings.sort_by(f32::total_cmp);
        let swing = swings.get(swings.len() / 2).copied().unwrap_or(0.0);
        Blocks {
            columns: across,
            rows: down,
            side,
            statistics,
            swing,
        }
    }

    fn weigh(&self, layout: &Layout, levels: &[f32]) -> Vec<i8> {
        let soft = layout.data_cells.iter().map(|&cell| {
            let (x, y) = (cell % layout.columns, cell / layout.columns);
            let (mean, swing) = self.around(x, y);
            let level = levels.get(cell as usize).copied().unwrap_or(mean);
            if swing < LEAST_SWING * self.swing || swing < 2.0 {
                return 0;
            }
            let soft = ((level - mean) / swing * FULL).clamp(-100.0, 100.0);
            (soft + 0.5f32.copysign(soft)) as i8
        });
        soft.collect()
    }

    /// Mean and deviation here, bilinear between the centres of the four nearest blocks.
    fn around(&self, x: u32, y: u32) -> (f32, f32) {
        let place = |cell: u32, count: usize| {
            let at = ((cell as f32 + 0.5) / self.side as f32 - 0.5).clamp(0.0, count as f32 - 1.0);
            (at as usize, at - at as usize as f32)
        };
        let ((bx, fx), (by, fy)) = (place(x, self.columns), place(y, self.rows));
        let at = |dx: usize, dy: usize| {
            let (x, y) = (
                (bx + dx).min(self.columns - 1),
                (by + dy).min(self.rows - 1),
            );
            self.statistics
                .get(y * self.columns + x)
                .copied()
                .unwrap_or_default()
        };
        let mix =
            |a: (f32, f32), b: (f32, f32), f: f32| (a.0 + (b.0 - a.0) * f, a.1 + (b.1 - a.1) * f);
        mix(mix(at(0, 0), at(1, 0), fx), mix(at(0, 1), at(1, 1), fx), fy)
    }
}

fn tiles(layout: &Layout, mesh: &Mesh, soft: &[i8], columns: &[Span], rows: &[Span]) -> Vec<Tile> {
    let tile_of =
        |spans: &[Span], cell: u32| spans.iter().position(|s| cell < s.end).unwrap_or(0) / JOINED;
    let across = columns.len().div_ceil(JOINED);
    let down = rows.len().div_ceil(JOINED);
    let column_tiles: Vec<usize> = (0..layout.columns).map(|c| tile_of(columns, c)).collect();
    let row_tiles: Vec<usize> = (0..layout.rows).map(|r| tile_of(rows, r)).collect();
    let mut counts = vec![(0u32, 0u32); across * down];
    for (&cell, &value) in layout.data_cells.iter().zip(soft) {
        let x = column_tiles
            .get((cell % layout.columns) as usize)
            .copied()
            .unwrap_or(0);
        let y = row_tiles
            .get((cell / layout.columns) as usize)
            .copied()
            .unwrap_or(0);
        if let Some(count) = counts.get_mut(y * across + x) {
            *count = (
                count.0 + 1,
                count.1 + u32::from(value.unsigned_abs() >= CLEAR as u8),
            );
        }
    }
    let counts = counts
        .into_iter()
        .enumerate()
        .filter(|(_, (cells, _))| *cells > 0);
    let tile = |(k, (cells, clear)): (usize, (u32, u32))| {
        let node = |dx: usize, dy: usize| {
            let column = ((k % across + dx) * JOINED).min(mesh.columns - 1);
            let row = ((k / across + dy) * JOINED).min(mesh.rows - 1);
            let node = mesh.node(column, row);
            [node.x, node.y]
        };
        let corners = [node(0, 0), node(1, 0), node(1, 1), node(0, 1)];
        Tile {
            corners,
            quality: clear as f32 / cells as f32,
        }
    };
    counts.map(tile).collect()
}
