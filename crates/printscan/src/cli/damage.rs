//! Options for what happens to the paper.

use super::value::{COLOURS, choice, patch, rect};
use clap::Args;
use printscan::{Blots, Colour, Layout, Params, Patch, Rect, Span};

#[derive(Args)]
#[command(next_help_heading = "Damage")]
pub(crate) struct Damage {
    /// The other side shows through: darkening by solid toner
    #[arg(long, value_name = "PERCENT")]
    show_through: Option<f32>,

    /// Crumpled and flattened again: peak displacement in mm
    #[arg(long, value_name = "MM")]
    crumple: Option<f32>,

    /// Creases across the page
    #[arg(long, value_name = "N")]
    fold: Option<u8>,

    /// Sharp displacement at each crease, in mm
    #[arg(long, value_name = "MM")]
    fold_jump: Option<f32>,

    /// Holes for a file
    #[arg(long, value_name = "N", num_args = 0..=1, default_missing_value = "2")]
    punch: Option<u8>,

    /// A staple with its shadow
    #[arg(long)]
    staple: bool,

    /// Round red seals
    #[arg(long, value_name = "N", num_args = 0..=1, default_missing_value = "1")]
    stamp: Option<u8>,

    /// Strokes with a pen
    #[arg(long, value_name = "N")]
    pen: Option<u8>,

    /// Coffee and water stains
    #[arg(long, value_name = "N")]
    stain: Option<u8>,

    /// Lines down the page from dirty glass
    #[arg(long, value_name = "N")]
    streak: Option<u8>,

    /// A corner torn off, so many mm along each side
    #[arg(long, value_name = "MM", num_args = 0..=1, default_missing_value = "30")]
    torn_corner: Option<f32>,

    /// Blots over this part of the printed area, 0 to 1
    #[arg(long, value_name = "PART")]
    blot_fraction: Option<f32>,

    /// Colour of blots
    #[arg(long, default_value = "mixed", value_parser = choice(COLOURS))]
    blot_kind: Colour,

    /// Many small blots or one large one
    #[arg(long, default_value = "scattered", value_parser = choice(LAYOUTS))]
    blot_layout: Layout,

    /// A place without blots, in mm on the page as designed; may be given several times
    #[arg(long, value_name = "X,Y,W,H", value_parser = rect)]
    spare: Vec<Rect>,

    /// Cover a place, in mm on the page as designed; may be given several times
    #[arg(long, value_name = "X,Y,W,H[,COLOUR]", value_parser = patch)]
    patch: Vec<Patch>,
}

const LAYOUTS: [(&str, Layout); 2] = [
    ("scattered", Layout::Scattered),
    ("contiguous", Layout::Contiguous),
];

impl Damage {
    /// Replaces the preset's conditions by those that were given.
    pub(crate) fn apply(&self, params: &mut Params) {
        let paper = &mut params.paper;
        for (option, quantity) in [
            (self.show_through, &mut paper.show_through_percent),
            (self.crumple, &mut paper.crumple_mm),
            (self.fold_jump, &mut paper.fold_jump_mm),
            (self.torn_corner, &mut paper.torn_corner_mm),
        ] {
            *quantity = option.map_or(*quantity, Span::fixed);
        }
        for (option, count) in [
            (self.fold, &mut paper.folds),
            (self.punch, &mut paper.punch_holes),
            (self.stamp, &mut params.marks.stamps),
            (self.pen, &mut params.marks.pens),
            (self.stain, &mut params.marks.stains),
            (self.streak, &mut params.scanner.streaks),
        ] {
            *count = option.unwrap_or(*count);
        }
        paper.staple |= self.staple;
        params.marks.blots = self.blot_fraction.map(|fraction| Blots {
            fraction,
            colour: self.blot_kind,
            layout: self.blot_layout,
            spare: self.spare.clone(),
        });
        params.marks.patches.clone_from(&self.patch);
    }
}
