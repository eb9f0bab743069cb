//! A site that offers samples of these kinds: for tests, and for the gallery.

use app::{LimitsShown, Sample, Site};

pub fn site(kinds: &[&str]) -> Site {
    let sample = |kind: &&str| Sample {
        slug: (*kind).into(),
        pdf: format!("/samples/{kind}.pdf"),
        scan: format!("/samples/{kind}.jpg"),
        kind: (*kind).into(),
    };
    Site {
        pkg: "/pkg".into(),
        limits: LimitsShown {
            bytes: 50 << 20,
            files: 10,
            pages: 20,
        },
        public_key: "a5".repeat(32),
        samples: kinds.iter().map(sample).collect(),
    }
}
