use crate::plane::Plane;

/// How much darker than the paper around, and how light that paper is.
pub(crate) struct Ink {
    pub darkness: Plane<'static>,
    /// The lightest around each pixel.
    pub paper: Plane<'static>,
}

/// Of full ink: ground tints and what shows through are paler.
const PALE: f32 = 0.16;

impl Ink {
    /// `reach` is in pixels, and beyond the width of any stroke.
    pub fn of(page: &Plane, reach: usize) -> Ink {
        let paper = page.lightest(reach);
        let mut darkness: Vec<u8> = page
            .pixels
            .iter()
            .zip(paper.pixels.iter())
            .map(|(&p, &white)| white.saturating_sub(p))
            .collect();
        spread(&mut darkness);
        let darkness = Plane::new(page.width, page.height, darkness);
        Ink { darkness, paper }
    }
}

/// Full ink becomes 255, and what is pale nothing.
fn spread(darkness: &mut [u8]) {
    let mut histogram = [0u32; 256];
    for &level in darkness.iter() {
        if let Some(count) = histogram.get_mut(usize::from(level)) {
            *count += 1;
        }
    }
    let full = full_ink(&histogram);
    let pale = full * PALE;
    let table: [u8; 256] = std::array::from_fn(|level| {
        (((level as f32 - pale) / (full - pale)).clamp(0.0, 1.0) * 255.0) as u8
    });
    for level in darkness.iter_mut() {
        *level = table.get(usize::from(*level)).copied().unwrap_or(255);
    }
}

/// The darkness that the darkest part of all inked pixels have.
fn full_ink(histogram: &[u32; 256]) -> f32 {
    const NOISE: usize = 40;
    let inked: u32 = histogram.iter().skip(NOISE).sum();
    let mut above = 0;
    let darker = |&(_, count): &(usize, &u32)| {
        above += count;
        above * 10 > inked
    };
    let level = histogram.iter().enumerate().rev().find(darker);
    level.map_or(255.0, |(level, _)| level.max(NOISE) as f32)
}
