//! Fictitious certificates to try the site with, laid into the data folder by
//! `cargo xtask serve`; a site without the folder offers none.

use crate::state::State;
use crate::verify::Upload;
use app::Sample;
use serde::Deserialize;
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

/// Where the samples are served.
pub const PATH: &str = "/samples";

pub fn folder(data: &Path) -> PathBuf {
    data.join("samples")
}

/// One line of `samples.json`: `SLUG.pdf` is the print-ready PDF and `SLUG.jpg` the scan.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    slug: String,
    kind: String,
}

/// Those of `samples.json` whose files are there, in its order.
pub fn list(data: &Path) -> Vec<Sample> {
    let folder = folder(data);
    let Ok(file) = File::open(folder.join("samples.json")) else {
        return Vec::new();
    };
    let entries: Vec<Entry> =
        serde_json::from_reader(BufReader::new(file)).unwrap_or_else(|error| {
            tracing::warn!(%error, "samples.json cannot be read");
            Vec::new()
        });
    let is_there = |entry: &Entry| {
        ["pdf", "jpg"]
            .iter()
            .all(|ending| folder.join(format!("{}.{ending}", entry.slug)).is_file())
    };
    entries.into_iter().filter(is_there).map(sample).collect()
}

/// The scan of a sample that the start page offers.
pub async fn scan(site: &State, slug: &str) -> Option<Upload> {
    // Only a name on the list becomes part of a path.
    let mut offered = site.pages.samples.iter();
    let sample = offered.find(|sample| sample.slug == slug)?;
    let name = format!("{}.jpg", sample.slug);
    let path = folder(&site.config.data).join(&name);
    let bytes = tokio::fs::read(path).await.ok()?;
    Some(Upload::new(Some(name), bytes))
}

fn sample(Entry { slug, kind }: Entry) -> Sample {
    Sample {
        pdf: format!("{PATH}/{slug}.pdf"),
        scan: format!("{PATH}/{slug}.jpg"),
        slug,
        kind,
    }
}
