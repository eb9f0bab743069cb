//! Times as answers tell them: RFC 3339 with Japan's offset, to the second.

use jiff::Timestamp;
use jiff::tz::{Offset, offset};

const JAPAN: Offset = offset(9);

pub fn japanese(time: Timestamp) -> String {
    format!("{:.0}", time.display_with_offset(JAPAN))
}
