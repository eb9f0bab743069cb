#![doc = include_str!("../README.md")]
#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

pub mod upload;
pub mod words;

#[cfg(feature = "ssr")]
mod document;
#[cfg(feature = "ssr")]
mod drawings;
#[cfg(feature = "ssr")]
mod help;
#[cfg(feature = "ssr")]
mod problem;
#[cfg(feature = "ssr")]
mod receipt;
#[cfg(feature = "ssr")]
mod report_page;
#[cfg(feature = "ssr")]
mod site;
#[cfg(feature = "ssr")]
mod slip;
#[cfg(feature = "ssr")]
mod start;

#[cfg(feature = "ssr")]
pub use document::render;
#[cfg(feature = "ssr")]
pub use site::{PageView, ReportView, Sample, Site, View};
#[cfg(feature = "ssr")]
pub use slip::{SlipView, render_slip};

use serde::{Deserialize, Serialize};

/// What may be sent at once, as the pages say it and the form checks it before sending.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LimitsShown {
    /// Bytes of one request.
    pub bytes: u64,
    pub files: u32,
    pub pages: u32,
}

/// What the uploader has to go by: asked once, with the upload.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Paper {
    #[default]
    InHand,
    /// A file only: there is no originality to check.
    File,
}

impl Paper {
    /// The form's field.
    pub const FIELD: &str = "paper";

    /// As the form sends it.
    pub fn slug(self) -> &'static str {
        match self {
            Paper::InHand => "in-hand",
            Paper::File => "file",
        }
    }

    /// Whatever else is sent stands for the paper: then nothing is left unasked.
    pub fn from_slug(slug: &str) -> Paper {
        match slug {
            "file" => Paper::File,
            _ => Paper::InHand,
        }
    }
}

/// Prepares the browser's half; the islands are called one by one afterwards, by `start.js`.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
