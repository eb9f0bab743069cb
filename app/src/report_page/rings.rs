use crate::words::compare as text;
use leptos::prelude::*;
use report::{Area, Comparison, Difference, Lang, Picture, Rect};

/// Around the ink, so that the ring does not cover it; millimetres.
const MARGIN: f32 = 1.6;
/// Of the disc that carries a ring's number, millimetres.
const DISC: f32 = 4.2;

/// What a ring leads to and is led to from: the list of the differences.
#[derive(Clone, Copy)]
pub struct Rings<'a> {
    pub lang: Lang,
    pub comparison: &'a Comparison,
    /// The sheet's, for the fragments.
    pub id: &'a str,
}

/// A place with a ring around it, and its number among its like, from 1.
#[derive(Clone, Copy)]
pub enum Ringed<'a> {
    Difference(usize, &'a Difference),
    Unjudged(usize, &'a Area),
}

/// What a comparison puts rings around.
pub fn ringed(comparison: &Comparison) -> impl Iterator<Item = Ringed<'_>> {
    let differences = (1..).zip(&comparison.differences);
    let unjudged = (1..).zip(&comparison.unjudged);
    differences
        .map(|(number, one)| Ringed::Difference(number, one))
        .chain(unjudged.map(|(number, one)| Ringed::Unjudged(number, one)))
}

impl Ringed<'_> {
    pub fn is_difference(self) -> bool {
        matches!(self, Ringed::Difference(..))
    }

    pub fn class(self) -> &'static str {
        match self {
            Ringed::Difference(_, one) => one.kind.slug(),
            Ringed::Unjudged(..) => "unjudged",
        }
    }

    /// By which ring and list know each other.
    pub fn key(self) -> String {
        match self {
            Ringed::Difference(number, _) => number.to_string(),
            Ringed::Unjudged(number, _) => format!("u{number}"),
        }
    }

    /// What stands on its disc.
    pub fn sign(self) -> String {
        match self {
            Ringed::Difference(number, _) => number.to_string(),
            Ringed::Unjudged(..) => "?".to_owned(),
        }
    }

    /// The id of its ring, on the sheet of this id.
    pub fn ring_id(self, sheet: &str) -> String {
        format!("ring-{sheet}-{}", self.key())
    }

    /// The id of its entry in the list.
    pub fn entry_id(self, sheet: &str) -> String {
        format!("difference-{sheet}-{}", self.key())
    }

    pub fn place(self) -> Rect {
        match self {
            Ringed::Difference(_, one) => one.place,
            Ringed::Unjudged(_, one) => one.place,
        }
    }

    fn on_page(self) -> [[f32; 2]; 4] {
        match self {
            Ringed::Difference(_, one) => one.on_page,
            Ringed::Unjudged(_, one) => one.on_page,
        }
    }

    fn label(self, lang: Lang) -> String {
        let (Ringed::Difference(number, _) | Ringed::Unjudged(number, _)) = self;
        text::ring(number, self.is_difference(), lang)
    }
}

impl Rings<'_> {
    /// Over the restored front.
    pub fn on_front(self, picture: &Picture) -> AnyView {
        let mm = |pixels: u32| pixels as f32 * 25.4 / picture.dpi.max(1) as f32;
        let corners = |ringed: Ringed| {
            let at = ringed.place();
            let (right, bottom) = (at.x + at.width, at.y + at.height);
            [[at.x, at.y], [right, at.y], [right, bottom], [at.x, bottom]]
        };
        self.drawn([mm(picture.width), mm(picture.height)], 1.0, corners, true)
    }

    /// Over the uploaded front, whose display picture has these proportions.
    pub fn on_page(self, width: u32, height: u32) -> AnyView {
        let (width, height) = (width.max(1) as f32, height.max(1) as f32);
        let corners = |ringed: Ringed| ringed.on_page().map(|[x, y]| [x * width, y * height]);
        // An A4 page is 210 mm wide.
        let mm = width.min(height) / 210.0;
        self.drawn([width, height], mm, corners, false)
    }

    fn drawn(
        self,
        [width, height]: [f32; 2],
        mm: f32,
        corners: impl Fn(Ringed) -> [[f32; 2]; 4],
        is_front: bool,
    ) -> AnyView {
        if ringed(self.comparison).next().is_none() {
            return ().into_any();
        }
        let rings = ringed(self.comparison)
            .map(|ringed| self.ring(ringed, corners(ringed), mm, is_front))
            .collect_view();
        view! {
            <svg
                class="rings"
                viewBox=format!("0 0 {width:.1} {height:.1}")
                role="group"
                aria-label=text::found(self.comparison.differences.len(), self.lang)
            >
                {rings}
            </svg>
        }
        .into_any()
    }

    /// Leads to its entry in the list; not a stop of the Tab key, for the list is.
    fn ring(self, ringed: Ringed, corners: [[f32; 2]; 4], mm: f32, is_front: bool) -> AnyView {
        let grown = grown(corners, MARGIN * mm);
        // Outside the corner, so that it covers no ink of the place.
        let [x, y] = grown[0].map(|at| (at - 0.7 * DISC * mm).max(DISC * mm));
        view! {
            <a
                class=format!("ring {}", ringed.class())
                id=is_front.then(|| ringed.ring_id(self.id))
                data-ring=ringed.key()
                href=format!("#{}", ringed.entry_id(self.id))
                tabindex="-1"
                aria-label=ringed.label(self.lang)
            >
                <polygon class="around" points=points(grown) />
                <circle class="disc" cx=format!("{x:.1}") cy=format!("{y:.1}") r=format!("{:.1}", DISC * mm) />
                <text x=format!("{x:.1}") y=format!("{:.1}", y + 2.0 * mm) font-size=format!("{:.1}", 5.6 * mm) aria-hidden="true">
                    {ringed.sign()}
                </text>
            </a>
        }
        .into_any()
    }
}

/// Moves each corner away from the middle by as much in either direction.
fn grown(corners: [[f32; 2]; 4], by: f32) -> [[f32; 2]; 4] {
    let middle = |axis: usize| corners.iter().filter_map(|c| c.get(axis)).sum::<f32>() / 4.0;
    let (x, y) = (middle(0), middle(1));
    corners.map(|[cx, cy]| [cx + by * (cx - x).signum(), cy + by * (cy - y).signum()])
}

fn points(corners: [[f32; 2]; 4]) -> String {
    corners.map(|[x, y]| format!("{x:.1},{y:.1}")).join(" ")
}
