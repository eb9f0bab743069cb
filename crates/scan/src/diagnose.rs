use crate::{Evidence, Gray};

/// What most likely spoils a page whose marks, label or cells could not be read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cause {
    /// Too few pixels to a cell.
    Resolution { dpi: f32 },
    /// Part of the sheet lies beyond the page.
    Cropped(Edges),
    /// Pure black and white, by a threshold that lost the cells: a fax, a text mode.
    Threshold,
    /// Black and white have run into each other.
    Focus,
    /// A reflection or a shadow.
    Light,
    /// A dirty glass: a line along the feed, this far from the page's left edge, 0 to 1.
    Streak { at: f32 },
}

/// Edges of the page, as it lies in the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Edges {
    pub top: bool,
    pub right: bool,
    pub bottom: bool,
    pub left: bool,
}

/// Looks once more at a page that was not read; `None` where nothing stands out.
pub fn diagnose(page: Gray, evidence: &Evidence) -> Option<Cause> {
    let _ = (page, evidence);
    None
}
