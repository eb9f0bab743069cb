/// The page's height is looked at in so many bands; dirt on the glass is in all of them.
const BANDS: usize = 8;
/// Rows of a band whose pixels are averaged: the cells even out to a sixth of their swing.
const ROWS: usize = 48;
/// How much darker than both sides the line must be, as a share of them: in most bands,
/// and in every one.
const LEAST_DIP: f32 = 0.2;
const LEAST_ANYWHERE: f32 = 0.05;
const DARK: f32 = 30.0;
/// How far to both sides a line of dirt is compared: beyond a grain, and beyond a smear.
const SIDES_MM: [f32; 2] = [0.9, 4.0];

/// Where a line runs down the whole page, margins included, as a share of its width. A
/// feed scanner draws it straight to the pixel; a fold or a ruled line is neither.
pub(crate) fn find(rows: &[&[u8]], dpi: f32) -> Option<f32> {
    let width = rows.first()?.len();
    let bands = profiles(rows, width);
    let dips = SIDES_MM.into_iter().filter_map(|mm| {
        let side = (mm / 25.4 * dpi).round().max(2.0) as usize;
        let columns = side..width.saturating_sub(side);
        let dips = columns.filter_map(|x| Some((x, dip(&bands, x, side)?)));
        dips.max_by(|a, b| a.1.total_cmp(&b.1))
    });
    let (x, _) = dips.max_by(|a, b| a.1.total_cmp(&b.1))?;
    Some((x as f32 + 0.5) / width as f32)
}

/// Mean level of each column, band by band.
fn profiles(rows: &[&[u8]], width: usize) -> Vec<Vec<f32>> {
    let height = rows.len().div_ceil(BANDS).max(1);
    let bands = rows.chunks(height).map(|band| {
        let mut sums = vec![0u32; width];
        let mut count = 0.0f32;
        for row in band.iter().step_by((height / ROWS).max(1)) {
            count += 1.0;
            for (sum, &pixel) in sums.iter_mut().zip(*row) {
                *sum += u32::from(pixel);
            }
        }
        sums.into_iter().map(|sum| sum as f32 / count).collect()
    });
    bands.collect()
}

/// How much darker this column is than those on both sides, in the middle of all bands.
fn dip(bands: &[Vec<f32>], x: usize, side: usize) -> Option<f32> {
    let dips = bands.iter().map(|band| {
        let level = |x: usize| band.get(x).copied().unwrap_or(255.0);
        let sides = level(x - side).min(level(x + side));
        // On black nothing can be darker.
        if sides < DARK {
            0.0
        } else {
            1.0 - level(x) / sides
        }
    });
    let mut dips: Vec<f32> = dips.collect();
    dips.sort_by(f32::total_cmp);
    let middle = dips.get(dips.len() / 2).copied()?;
    (middle >= LEAST_DIP && dips.first().is_some_and(|&least| least >= LEAST_ANYWHERE))
        .then_some(middle)
}
