//! Every tile of the restored front followed to where it lies on the page.

use crate::geometry::{Affine, Point};
use crate::plane::{Plane, fixed};
use crate::restored::Restored;

/// Pixels of the restored front along a tile.
pub(crate) const TILE: usize = 64;
/// What is looked at of a tile's surroundings to place it.
const MARGIN: usize = 8;
const SIDE: usize = TILE + 2 * MARGIN;
/// Edge pixels that place a tile.
const MOST_EDGES: usize = 240;
/// A tile whose ink agrees by less may lie elsewhere.
const LEAST_SURE: f32 = 0.7;
/// In mm: of a flat sheet this share at least lies where one affine map puts it, to so much.
const FLAT: f32 = 0.25;
const LEAST_FLAT: f32 = 0.95;
/// In mm: further off it was moved.
const MOVED: f32 = 0.5;

/// The midst of a stroke as thin as a pixel has no slope, and without it no contrast is seen.
const BEND: i16 = 100;
/// Levels across and down between the two sides of an edge.
const STEEP: i16 = 100;
/// Where a tile is looked for that lies not where its neighbours do: it follows its edges no further
/// than two pixels.
const AROUND: [(f32, f32); 8] = [
    (0.0, -3.0),
    (0.0, 3.0),
    (-3.0, 0.0),
    (3.0, 0.0),
    (0.0, -6.0),
    (0.0, 6.0),
    (-6.0, 0.0),
    (6.0, 0.0),
];

/// Where the tiles lie: a pixel at `at` lies at `map.map(at + shift)`.
#[derive(Clone)]
pub(crate) struct Mesh {
    pub map: Affine,
    pub columns: usize,
    pub rows: usize,
    pub tiles: Vec<Tile>,
}

#[derive(Clone, Copy, Default)]
pub(crate) struct Tile {
    /// Of its middle, in pixels of the restored front.
    pub shift: Point,
    /// How sure the shift is along x, along both, along y.
    sure: [f32; 3],
    /// Level of the paper.
    pub paper: f32,
    /// It lies under something dark.
    pub is_covered: bool,
    /// What of the paper's light full ink takes away, 0 to 1.
    pub contrast: f32,
    /// Correlation of page and restored front, where there is ink.
    pub agreement: Option<f32>,
}

impl Tile {
    /// Whether it agrees.
    fn is_sure(&self) -> bool {
        self.agreement > Some(LEAST_SURE)
    }

    /// Whether it agrees, or tells nothing.
    pub fn is_settled(&self) -> bool {
        self.agreement.is_none() || self.is_sure()
    }
}

/// The page at full resolution, halved where it is much finer than the restored front.
pub(crate) struct Fine<'a> {
    pub restored: &'a Restored<'a>,
    pub page: Plane<'a>,
}

impl Fine<'_> {
    /// Follows every tile from where a rough field of shifts puts it.
    pub fn mesh(
        &self,
        map: Affine,
        paper_at: impl Fn(Point) -> f32,
        shift_at: impl Fn(Point) -> Point,
    ) -> Mesh {
        let columns = self.restored.width.div_ceil(TILE);
        let rows = self.restored.height.div_ceil(TILE);
        let mut mesh = Mesh {
            map,
            columns,
            rows,
            tiles: Vec::with_capacity(columns * rows),
        };
        let mut edges = Edges::default();
        for row in 0..rows {
            for column in 0..columns {
                let middle = mesh.middle(column, row);
                let start = Tile {
                    shift: shift_at(middle),
                    paper: paper_at(middle),
                    ..Tile::default()
                };
                edges.gather(self.restored, &map, [column, row], |_| true);
                mesh.tiles.push(self.followed(&map, &edges, start));
            }
        }
        for _ in 0..2 {
            self.retry(&mut mesh, &mut edges);
        }
        mesh.smooth(&vec![true; columns * rows]);
        mesh.even_contrast();
        mesh.cover();
        mesh
    }

    /// Tiles that do not agree are followed again from where their neighbours lie.
    fn retry(&self, mesh: &mut Mesh, edges: &mut Edges) {
        for at in 0..mesh.tiles.len() {
            let Some(tile) = mesh.tiles.get(at).copied() else {
                continue;
            };
            if tile.is_settled() {
                continue;
            }
            let Some(near) = mesh.mean_around(at, 1) else {
                continue;
            };
            edges.gather(self.restored, &mesh.map, mesh.place_of(at), |_| true);
            let again = |(x, y)| {
                let shift = near + Point { x, y };
                self.followed(&mesh.map, edges, Tile { shift, ..tile })
            };
            let beside = again((0.0, 0.0));
            let further = || AROUND.into_iter().map(again).find(Tile::is_sure);
            let better = match beside.is_sure() {
                true => Some(beside),
                false => further().or((beside.agreement > tile.agreement).then_some(beside)),
            };
            if let (Some(tile), Some(better)) = (mesh.tiles.get_mut(at), better) {
                *tile = better;
            }
        }
    }

    /// Follows tiles that the mesh forgot, one after another, from where their neighbours lie, by what
    /// edges of theirs are `within`.
    pub fn follow_again(&self, mesh: &mut Mesh, tiles: &[usize], within: impl Fn(Point) -> bool) {
        let mut edges = Edges::default();
        for &at in tiles {
            let Some(tile) = mesh.tiles.get(at).copied() else {
                continue;
            };
            edges.gather(self.restored, &mesh.map, mesh.place_of(at), &within);
            let near = |reach| mesh.mean_around(at, reach);
            let start = [1, 2, 3, 6, 12, 24].into_iter().find_map(near);
            let start = start.unwrap_or(tile.shift);
            let around = AROUND.into_iter().map(|(x, y)| start + Point { x, y });
            let from = |shift| self.followed(&mesh.map, &edges, Tile { shift, ..tile });
            let mut found = from(start);
            if !found.is_settled() {
                let mut others = around.chain([tile.shift]).map(from);
                found = others.find(Tile::is_settled).unwrap_or(found);
            }
            if let Some(tile) = mesh.tiles.get_mut(at) {
                (tile.shift, tile.sure) = (found.shift, found.sure);
                tile.agreement = found.agreement;
            }
        }
        let mut free: Vec<bool> = mesh.tiles.iter().map(|t| t.agreement.is_none()).collect();
        for &at in tiles {
            if let Some(free) = free.get_mut(at) {
                *free = true;
            }
        }
        mesh.smooth(&free);
    }

    /// Gauss and Newton's steps on the edges of the ink.
    fn followed(&self, map: &Affine, edges: &Edges, start: Tile) -> Tile {
        let mut tile = start;
        if edges.edges.len() < 24 {
            return tile;
        }
        // A pull towards the start, where edges run in one direction only.
        const PULL: f32 = 1.5;
        for _ in 0..3 {
            let fit = self.fit(map, edges, &tile);
            tile.contrast = fit.contrast;
            tile.agreement = Some(fit.agreement);
            tile.sure = fit.sure;
            if fit.contrast < 0.15 {
                tile.sure = [0.0; 3];
                return tile;
            }
            let [xx, xy, yy] = fit.sure;
            let back = start.shift - tile.shift;
            let (bx, by) = (fit.pull.x + PULL * back.x, fit.pull.y + PULL * back.y);
            let (xx, yy) = (xx + PULL, yy + PULL);
            let determinant = xx * yy - xy * xy;
            let step = Point {
                x: (bx * yy - by * xy) / determinant,
                y: (by * xx - bx * xy) / determinant,
            };
            let limited = step * (0.8 / step.length().max(0.8));
            tile.shift = tile.shift + limited;
            if step.length() < 0.03 {
                break;
            }
        }
        tile
    }

    fn fit(&self, map: &Affine, edges: &Edges, tile: &Tile) -> Fit {
        let light = 1.0 / 65536.0 / tile.paper.max(1.0);
        let mut sums = Sums::default();
        let mut darkness = [0f32; MOST_EDGES];
        let shift = map.step(tile.shift);
        let by = [shift.x, shift.y].map(fixed);
        for (edge, dark) in edges.edges.iter().zip(&mut darkness) {
            let ([x, y], [dx, dy]) = (edge.at, by);
            let level = self.page.mix(x.wrapping_add(dx), y.wrapping_add(dy));
            *dark = 1.0 - level as f32 * light;
            sums.add(edge.ink, *dark);
        }
        let (contrast, ground, agreement) = sums.line();
        let mut fit = Fit {
            contrast,
            agreement,
            ..Fit::default()
        };
        let scale = 1.0 / contrast.max(0.15);
        for (edge, dark) in edges.edges.iter().zip(darkness) {
            let off = edge.ink - (dark - ground) * scale;
            // An edge that differs by more is another's.
            let weight = 0.3 / off.abs().max(0.3);
            let slope = edge.slope;
            fit.pull = fit.pull + slope * (off * weight);
            let products = [slope.x * slope.x, slope.x * slope.y, slope.y * slope.y];
            for (sum, product) in fit.sure.iter_mut().zip(products) {
                *sum += product * weight;
            }
        }
        fit
    }
}

#[derive(Default)]
struct Fit {
    contrast: f32,
    agreement: f32,
    sure: [f32; 3],
    pull: Point,
}

#[derive(Default)]
struct Sums {
    n: f32,
    a: f32,
    b: f32,
    aa: f32,
    ab: f32,
    bb: f32,
}

impl Sums {
    fn add(&mut self, a: f32, b: f32) {
        self.n += 1.0;
        self.a += a;
        self.b += b;
        self.aa += a * a;
        self.ab += a * b;
        self.bb += b * b;
    }

    /// Slope and start of the line of `b` over `a`, and their correlation.
    fn line(&self) -> (f32, f32, f32) {
        let n = self.n.max(1.0);
        let (a, b) = (self.a / n, self.b / n);
        let covariance = self.ab / n - a * b;
        let variance = (self.aa / n - a * a).max(1e-6);
        let other = (self.bb / n - b * b).max(1e-6);
        let slope = covariance / variance;
        (slope, b - slope * a, covariance / (variance * other).sqrt())
    }
}

/// A pixel beside an edge of ink.
#[derive(Clone, Copy)]
struct Edge {
    /// Where the map has it on the page, in steps as of [`Plane::mix`].
    at: [i32; 2],
    /// 0 to 1, blurred.
    ink: f32,
    slope: Point,
}

/// The edges of one tile, evenly thinned out.
#[derive(Default)]
struct Edges {
    edges: Vec<Edge>,
    /// All of them: column and row from the first pixel around the tile.
    found: Vec<[usize; 2]>,
}

impl Edges {
    /// Of those that are `within`.
    fn gather(
        &mut self,
        restored: &Restored,
        map: &Affine,
        [column, row]: [usize; 2],
        within: impl Fn(Point) -> bool,
    ) {
        self.edges.clear();
        self.found.clear();
        let (left, top) = (
            (column * TILE) as i32 - MARGIN as i32,
            (row * TILE) as i32 - MARGIN as i32,
        );
        let Some(ink) = blurred::<{ SIDE + 2 }, SIDE>(restored, left, top) else {
            return;
        };
        // The middle of the second pixel of the second row from here.
        let place = |x: usize, y: usize| Point {
            x: (left + x as i32) as f32 + 1.5,
            y: (top + y as i32) as f32 + 1.5,
        };
        for (y, rows) in ink.windows(3).enumerate() {
            let [above, here, below] = rows else { continue };
            if [above, here, below]
                .into_iter()
                .all(|row| *row == [0; SIDE])
            {
                continue;
            }
            let across = here
                .iter()
                .zip(here.iter().skip(1))
                .zip(here.iter().skip(2));
            let pixels = across.zip(above.iter().zip(below).skip(1));
            let mut are_edges = [false; SIDE - 2];
            for (is_edge, (((&before, &here), &after), (&above, &below))) in
                are_edges.iter_mut().zip(pixels)
            {
                let [before, here, after, above, below] =
                    [before, here, after, above, below].map(i16::from);
                let bend = 4 * here - (before + after + above + below);
                let slope = (after - before).abs() + (below - above).abs();
                *is_edge = (slope >= STEEP) | (bend >= BEND);
            }
            // Every second pixel, of thin level rules and of upright ones.
            let edges = are_edges.iter().enumerate();
            for (x, _) in edges.filter(|(x, is_edge)| **is_edge && x % 2 == y % 2) {
                if within(place(x, y)) {
                    self.found.push([x, y]);
                }
            }
        }
        let every = self.found.len().div_ceil(MOST_EDGES).max(1);
        let kept = self.found.iter().step_by(every);
        let edges = kept
            .filter_map(|&[x, y]| Edge::of(ink.get(y..)?.first_chunk()?, x, map.map(place(x, y))));
        self.edges.extend(edges);
    }
}

impl Edge {
    /// From three rows around it, of which its column is the one after `x`.
    fn of([above, here, below]: &[[u8; SIDE]; 3], x: usize, on_page: Point) -> Option<Edge> {
        let [before, here, after] = here.get(x..)?.first_chunk()?.map(f32::from);
        let [above, below] = [above, below].map(|row| row.get(x + 1).map(|&v| f32::from(v)));
        Some(Edge {
            at: [on_page.x - 0.5, on_page.y - 0.5].map(fixed),
            ink: here / 255.0,
            slope: Point {
                x: (after - before) / 510.0,
                y: (below? - above?) / 510.0,
            },
        })
    }
}

/// The restored front's ink as a scanner sees it, `N` × `N` pixels of which the first is
/// (`left`, `top`); `None` if there is none. `M` is `N + 2`.
pub(crate) fn blurred<const M: usize, const N: usize>(
    restored: &Restored,
    left: i32,
    top: i32,
) -> Option<[[u8; N]; N]> {
    if !restored.may_have_ink(left - 1, top - 1, M) {
        return None;
    }
    let mut bits = [[0u8; M]; M];
    let mut any = 0;
    for (y, row) in (top - 1..).zip(&mut bits) {
        restored.unpack(left - 1, y, row);
        any |= row.iter().fold(0, |a, b| a | b);
    }
    if any == 0 {
        return None;
    }
    let mut ink = [[0u8; N]; N];
    for (to, rows) in ink.iter_mut().zip(bits.windows(3)) {
        let [above, here, below] = rows else { continue };
        let mut sums = [0u16; M];
        let three = above.iter().zip(here).zip(below);
        for (sum, ((&a, &b), &c)) in sums.iter_mut().zip(three) {
            *sum = u16::from(a) + 2 * u16::from(b) + u16::from(c);
        }
        let three = sums
            .iter()
            .zip(sums.iter().skip(1))
            .zip(sums.iter().skip(2));
        for (to, ((&a, &b), &c)) in to.iter_mut().zip(three) {
            *to = ((a + 2 * b + c) / 16) as u8;
        }
    }
    Some(ink)
}

impl Mesh {
    pub fn middle(&self, column: usize, row: usize) -> Point {
        Point {
            x: (column * TILE + TILE / 2) as f32,
            y: (row * TILE + TILE / 2) as f32,
        }
    }

    pub fn place_of(&self, at: usize) -> [usize; 2] {
        [at % self.columns, at / self.columns]
    }

    fn index(&self, column: i32, row: i32) -> Option<usize> {
        let inside =
            (0..self.columns as i32).contains(&column) && (0..self.rows as i32).contains(&row);
        inside.then(|| row as usize * self.columns + column as usize)
    }

    pub fn tile(&self, column: i32, row: i32) -> Option<&Tile> {
        self.tiles.get(self.index(column, row)?)
    }

    /// Indices of the tiles around one.
    fn around(&self, at: usize, reach: i32) -> impl Iterator<Item = usize> {
        let (column, row) = ((at % self.columns) as i32, (at / self.columns) as i32);
        let rows = row - reach..=row + reach;
        let places = rows.flat_map(move |y| (column - reach..=column + reach).map(move |x| (x, y)));
        places
            .filter(move |place| *place != (column, row))
            .filter_map(|(x, y)| self.index(x, y))
    }

    fn tiles_around(&self, at: usize, reach: i32) -> impl Iterator<Item = &Tile> {
        let near = self.around(at, reach);
        near.filter_map(|near| self.tiles.get(near))
    }

    /// On a flat sheet what lies elsewhere than all else was moved, a seal by a millimetre, and is not
    /// followed there: else it would be told as added alone, or not at all.
    pub fn hold_flat(&mut self, mm: f32) {
        let places = (0..self.tiles.len()).map(|at| self.place_of(at));
        let middles: Vec<Point> = places.map(|[x, y]| self.middle(x, y)).collect();
        let all = middles.iter().zip(&self.tiles);
        let sure = all.filter(|(_, tile)| tile.is_sure());
        let pairs: Vec<(Point, Point)> = sure.map(|(&at, tile)| (at, at + tile.shift)).collect();
        let Some(map) = Affine::fitted(&pairs) else {
            return;
        };
        let off = |at: Point, to: Point| (map.map(at) - to).length() * mm;
        let flat = pairs.iter().filter(|(at, to)| off(*at, *to) < FLAT);
        if (flat.count() as f32) < LEAST_FLAT * pairs.len() as f32 {
            return;
        }
        for (tile, &at) in self.tiles.iter_mut().zip(&middles) {
            if off(at, at + tile.shift) > MOVED {
                tile.shift = map.map(at) - at;
            }
        }
    }

    /// Nothing is known of a tile any more.
    pub fn forget(&mut self, at: usize) {
        if let Some(tile) = self.tiles.get_mut(at) {
            (tile.agreement, tile.sure) = (None, [0.0; 3]);
        }
    }

    /// Where the tiles around lie that agree.
    fn mean_around(&self, at: usize, reach: i32) -> Option<Point> {
        let near = self.tiles_around(at, reach).filter(|tile| tile.is_sure());
        let start = (Point::default(), 0.0);
        let (sum, count) = near.fold(start, |(sum, count), tile| (sum + tile.shift, count + 1.0));
        (count > 0.0).then(|| sum * (1.0 / count))
    }

    /// Every tile between what its own edges say and what its neighbours do. A tile that tells
    /// nothing has no say before a neighbour told it something. Those that are not free stay where they are.
    fn smooth(&mut self, free: &[bool]) {
        // As sure as a neighbour is of another.
        const TIE: f32 = 0.75;
        let own: Vec<Tile> = self.tiles.clone();
        let is_sure = |tile: &Tile| tile.agreement.is_some_and(|agreement| agreement > 0.5);
        let mut is_told: Vec<bool> = own.iter().map(is_sure).collect();
        for _ in 0..6 {
            let free = own.iter().zip(free).enumerate();
            for (at, (own, _)) in free.filter(|(_, (_, free))| **free) {
                let [xx, xy, yy] = if is_sure(own) { own.sure } else { [0.0; 3] };
                let (mut sum, mut tie) = (Point::default(), 0.0);
                for near in self.around(at, 1) {
                    if is_told.get(near) == Some(&true) {
                        sum =
                            sum + self.tiles.get(near).map_or(Point::default(), |t| t.shift) * TIE;
                        tie += TIE;
                    }
                }
                let (Some(tile), Some(is_told)) = (self.tiles.get_mut(at), is_told.get_mut(at))
                else {
                    continue;
                };
                if tie == 0.0 {
                    continue;
                }
                *is_told = true;
                let shift = own.shift;
                let (bx, by) = (
                    xx * shift.x + xy * shift.y + sum.x,
                    xy * shift.x + yy * shift.y + sum.y,
                );
                let (xx, yy) = (xx + tie, yy + tie);
                let determinant = (xx * yy - xy * xy).max(1e-6);
                tile.shift = Point {
                    x: (bx * yy - by * xy) / determinant,
                    y: (by * xx - bx * xy) / determinant,
                };
            }
        }
    }

    /// Where no paper is seen it is as light as elsewhere: what covers it is ink.
    fn cover(&mut self) {
        let mut light: Vec<f32> = self.tiles.iter().map(|tile| tile.paper).collect();
        light.sort_by(f32::total_cmp);
        let usual = light.get(light.len() / 2).copied().unwrap_or(255.0);
        for tile in self.tiles.iter_mut().filter(|t| t.paper < 0.5 * usual) {
            tile.paper = usual;
            tile.is_covered = true;
        }
    }

    /// Ink fades gradually: each tile's is the middle one of those around that agree. Rules, whose
    /// edges run in one direction only, are thin and look paler than they are.
    fn even_contrast(&mut self) {
        let good = |tile: &&Tile| {
            let [across, _, down] = tile.sure;
            let is_text = across.min(down) > 0.3 * across.max(down);
            is_text && tile.agreement.is_some_and(|a| a > 0.75)
        };
        let median = |mut all: Vec<f32>| {
            all.sort_by(f32::total_cmp);
            all.get(all.len() / 2).copied()
        };
        let page = median(self.tiles.iter().filter(good).map(|t| t.contrast).collect());
        let page = page.unwrap_or(0.8);
        let even: Vec<f32> = (0..self.tiles.len())
            .map(|at| {
                let own = self.tiles.get(at).into_iter().filter(good);
                let near = |reach| -> Vec<f32> {
                    let tiles = self.tiles_around(at, reach).filter(good).chain(own.clone());
                    tiles.map(|t| t.contrast).collect()
                };
                let near = [1, 2, 3].into_iter().map(near).find(|near| near.len() >= 4);
                near.and_then(median).unwrap_or(page)
            })
            .collect();
        for (tile, contrast) in self.tiles.iter_mut().zip(even) {
            tile.contrast = contrast.clamp(0.5 * page, 1.0);
        }
    }

    /// Of a tile's corner: the mean of the tiles that meet there.
    pub fn corner(&self, column: i32, row: i32) -> Point {
        let (mut sum, mut count) = (Point::default(), 0.0);
        for (dx, dy) in [(-1, -1), (0, -1), (-1, 0), (0, 0)] {
            if let Some(tile) = self.tile(column + dx, row + dy) {
                sum = sum + tile.shift;
                count += 1.0;
            }
        }
        sum * (1.0 / f32::max(count, 1.0))
    }

    /// Where a pixel of the restored front lies on the page.
    pub fn place(&self, at: Point) -> Point {
        let (column, row) = (tile_of(at.x, self.columns), tile_of(at.y, self.rows));
        let fx = at.x / TILE as f32 - column as f32;
        let sides = [0, 1].map(|more| self.side(column + more, row, at.y));
        self.map.map(at + between(sides, fx))
    }

    /// The same for pixels at one height.
    pub fn along(&self, y: f32) -> impl Fn(f32) -> Point {
        let row = tile_of(y, self.rows);
        let sides: Vec<Point> = (0..=self.columns as i32)
            .map(|column| self.side(column, row, y))
            .collect();
        let (map, columns) = (self.map, self.columns);
        move |x| {
            let column = tile_of(x, columns);
            let fx = x / TILE as f32 - column as f32;
            let side = |column: i32| sides.get(column as usize).copied().unwrap_or_default();
            map.map(Point { x, y } + between([column, column + 1].map(side), fx))
        }
    }

    /// The shift on the left side of a tile of this row.
    fn side(&self, column: i32, row: i32, y: f32) -> Point {
        let corners = [0, 1].map(|more| self.corner(column, row + more));
        between(corners, y / TILE as f32 - row as f32)
    }
}

/// The tile that has this place, or is the nearest to it.
fn tile_of(place: f32, count: usize) -> i32 {
    ((place / TILE as f32) as i32).clamp(0, count.saturating_sub(1) as i32)
}

fn between([first, last]: [Point; 2], share: f32) -> Point {
    first * (1.0 - share) + last * share
}
