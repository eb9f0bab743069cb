use crate::words::compare as text;
use leptos::prelude::*;
use report::{Area, Comparison, Difference, Lang, Picture};

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

/// The side of a ring: its element's id.
pub fn ring_id(id: &str, key: &str) -> String {
    format!("ring-{id}-{key}")
}

pub fn entry_id(id: &str, key: &str) -> String {
    format!("difference-{id}-{key}")
}

/// The keys of the rings: `1`, `2`, … of the differences, `u1`, `u2`, … of what was not judged.
pub fn keys(comparison: &Comparison) -> impl Iterator<Item = (String, Ringed<'_>)> {
    let differences = comparison.differences.iter().enumerate();
    let unjudged = comparison.unjudged.iter().enumerate();
    differences
        .map(|(i, one)| (format!("{}", i + 1), Ringed::Difference(one)))
        .chain(unjudged.map(|(i, one)| (format!("u{}", i + 1), Ringed::Unjudged(one))))
}

#[derive(Clone, Copy)]
pub enum Ringed<'a> {
    Difference(&'a Difference),
    Unjudged(&'a Area),
}

impl Ringed<'_> {
    pub fn class(self) -> &'static str {
        match self {
            Ringed::Difference(one) => one.kind.slug(),
            Ringed::Unjudged(_) => "unjudged",
        }
    }

    fn on_page(self) -> [[f32; 2]; 4] {
        match self {
            Ringed::Difference(one) => one.on_page,
            Ringed::Unjudged(one) => one.on_page,
        }
    }

    fn place(self) -> report::Rect {
        match self {
            Ringed::Difference(one) => one.place,
            Ringed::Unjudged(one) => one.place,
        }
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
        let rings = keys(self.comparison)
            .map(|(key, ringed)| self.ring(&key, ringed, corners(ringed), mm, is_front))
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
    fn ring(
        self,
        key: &str,
        ringed: Ringed,
        corners: [[f32; 2]; 4],
        mm: f32,
        is_front: bool,
    ) -> AnyView {
        let number = key.trim_start_matches('u');
        let label = text::ring(
            number.parse().unwrap_or_default(),
            matches!(ringed, Ringed::Difference(_)),
            self.lang,
        );
        let grown = grown(corners, MARGIN * mm);
        // Outside the corner, so that it covers no ink of the place.
        let [x, y] = grown[0].map(|at| (at - 0.7 * DISC * mm).max(DISC * mm));
        let says = match ringed {
            Ringed::Difference(_) => number.to_owned(),
            Ringed::Unjudged(_) => "?".to_owned(),
        };
        view! {
            <a
                class=format!("ring {}", ringed.class())
                id=is_front.then(|| ring_id(self.id, key))
                data-ring=key.to_owned()
                href=format!("#{}", entry_id(self.id, key))
                tabindex="-1"
                aria-label=label
            >
                <polygon class="around" points=points(grown) />
                <circle class="disc" cx=format!("{x:.1}") cy=format!("{y:.1}") r=format!("{:.1}", DISC * mm) />
                <text x=format!("{x:.1}") y=format!("{:.1}", y + 2.0 * mm) font-size=format!("{:.1}", 5.6 * mm) aria-hidden="true">
                    {says}
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
