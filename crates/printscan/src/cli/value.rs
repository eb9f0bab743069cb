//! Values that options take.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use printscan::{Colour, Patch, Rect};
use std::str::FromStr;

/// Which page or pages of the document.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Pages {
    One(u32),
    All,
}

impl FromStr for Pages {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match (text, text.parse()) {
            ("all", _) => Ok(Self::All),
            (_, Ok(page)) if page > 0 => Ok(Self::One(page)),
            _ => Err("a page number from 1, or \"all\"".into()),
        }
    }
}

/// A parser for one of several names.
pub(crate) fn choice<T, const N: usize>(
    names: [(&'static str, T); N],
) -> impl TypedValueParser<Value = T>
where
    T: Copy + Send + Sync + 'static,
{
    PossibleValuesParser::new(names.map(|(name, _)| name)).try_map(move |text: String| {
        let found = names.into_iter().find(|(name, _)| *name == text);
        found.map(|(_, value)| value).ok_or("no such value")
    })
}

pub(crate) const COLOURS: [(&str, Colour); 6] = [
    ("white", Colour::White),
    ("black", Colour::Black),
    ("gray", Colour::Gray),
    ("red", Colour::Red),
    ("blue", Colour::Blue),
    ("mixed", Colour::Mixed),
];

/// `X,Y` in mm.
pub(crate) fn pair(text: &str) -> Result<[f32; 2], String> {
    numbers(text).ok_or_else(|| "two numbers are needed, in mm: X,Y".into())
}

/// `X,Y,W,H` in mm.
pub(crate) fn rect(text: &str) -> Result<Rect, String> {
    let [x, y, width, height] =
        numbers(text).ok_or("four numbers are needed, in mm: X,Y,WIDTH,HEIGHT")?;
    Ok(Rect {
        x,
        y,
        width,
        height,
    })
}

/// Exactly `N` numbers between commas.
fn numbers<const N: usize>(text: &str) -> Option<[f32; N]> {
    let numbers: Option<Vec<f32>> = text
        .split(',')
        .map(|part| part.trim().parse().ok())
        .collect();
    numbers?.try_into().ok()
}

/// `X,Y,W,H` or `X,Y,W,H,COLOUR`.
pub(crate) fn patch(text: &str) -> Result<Patch, String> {
    let Some((place, name)) = text
        .rsplit_once(',')
        .filter(|_| text.split(',').count() == 5)
    else {
        return Ok(Patch {
            place: rect(text)?,
            colour: Colour::White,
        });
    };
    let colour = COLOURS.into_iter().find(|(known, _)| *known == name);
    let (_, colour) = colour.ok_or_else(|| format!("\"{name}\" is no colour"))?;
    Ok(Patch {
        place: rect(place)?,
        colour,
    })
}
