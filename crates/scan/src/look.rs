use crate::Look;
use crate::gray::Plane;

/// What a page without a sheet looks like.
pub(crate) fn of(plane: &Plane) -> Look {
    let _ = plane;
    Look::Other
}
