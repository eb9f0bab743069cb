use serde::{Deserialize, Serialize};

/// An uploaded front, compared by machine with the restored one. What neither list names
/// agrees.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Comparison {
    /// In reading order.
    pub differences: Vec<Difference>,
    /// Parts that could not be judged: they neither agree nor differ.
    pub unjudged: Vec<Area>,
    /// Corners of the restored front on the uploaded page, clockwise from the front's top left:
    /// x and y in fractions of the page's width and height, as it lies in the file.
    pub corners: [[f32; 2]; 4],
}

impl Comparison {
    /// Whether printed ink is missing or changed. What was added alone alters nothing: offices
    /// stamp and note.
    pub fn is_altered(&self) -> bool {
        let mut kinds = self.differences.iter().map(|difference| difference.kind);
        kinds.any(|kind| kind != DifferenceKind::Added)
    }
}

/// Ink that the two fronts do not share.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Difference {
    pub kind: DifferenceKind,
    pub place: Rect,
    /// The same place on the uploaded page, said like [`Comparison::corners`].
    pub on_page: [[f32; 2]; 4],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum DifferenceKind {
    /// Printed when it was issued, and not on the paper.
    Missing,
    /// On the paper, and not printed when it was issued.
    Added,
    /// Both at one place.
    Changed,
}

impl DifferenceKind {
    pub const ALL: [DifferenceKind; 3] = [
        DifferenceKind::Missing,
        DifferenceKind::Added,
        DifferenceKind::Changed,
    ];

    /// The stable kebab-case word.
    pub fn slug(self) -> &'static str {
        match self {
            DifferenceKind::Missing => "missing",
            DifferenceKind::Added => "added",
            DifferenceKind::Changed => "changed",
        }
    }
}

/// A part of the front.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Area {
    pub place: Rect,
    /// The same place on the uploaded page, said like [`Comparison::corners`].
    pub on_page: [[f32; 2]; 4],
}

/// A place on the restored front, in millimetres from its top left.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Rect {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}
