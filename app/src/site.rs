use crate::{LimitsShown, Paper};
use report::{Evidence, ProblemCode, Report};

/// What the pages need to know of the site they stand on.
#[derive(Clone, Debug)]
pub struct Site {
    /// Where the bundle (`uramen.js`, `uramen_bg.wasm`, `uramen.css`, `start.js`) is
    /// served, without a trailing slash; usually `/pkg`.
    pub pkg: String,
    pub limits: LimitsShown,
    pub samples: Vec<Sample>,
    /// The public half of the key that the site signs receipts with, in hexadecimal.
    pub public_key: String,
}

/// A fictitious certificate to try the site with.
#[derive(Clone, Debug)]
pub struct Sample {
    /// A kebab-case word, used in file names.
    pub slug: String,
    /// Address of the print-ready PDF.
    pub pdf: String,
    /// Address of the ready scan.
    pub scan: String,
    /// The certificate's kind, such as `residence-record`.
    pub kind: String,
}

/// The pages of the site.
#[derive(Clone, Debug)]
pub enum View {
    /// The upload form and the samples.
    Start,
    /// How to scan, what is proved and what is not.
    Help,
    /// The answer to an upload.
    Report(Box<ReportView>),
    /// Where a receipt is verified.
    Receipt,
    /// No answer could be made: for 4xx and 5xx.
    Problem(ProblemCode),
}

/// A report and the pages it is about.
#[derive(Clone, Debug)]
pub struct ReportView {
    pub report: Report,
    pub paper: Paper,
    /// How the uploader's browser named each file; never trusted.
    pub file_names: Vec<Option<String>>,
    /// Every uploaded page that was opened, in upload order.
    pub pages: Vec<PageView>,
}

/// One uploaded page, for showing.
#[derive(Clone, Debug)]
pub struct PageView {
    /// Which uploaded file, from 0.
    pub file: usize,
    /// Which page of that file, from 1.
    pub page: u32,
    /// Of the display picture, pixels.
    pub width: u32,
    /// Of the display picture, pixels.
    pub height: u32,
    /// The display picture, JPEG.
    pub jpeg: Vec<u8>,
    /// What was found on a page on which no sheet was identified.
    pub evidence: Evidence,
}

impl ReportView {
    /// Without the pictures themselves, only where they stand.
    pub(crate) fn words_only(&self) -> ReportView {
        let mut shown = self.clone();
        for page in &mut shown.pages {
            page.jpeg.clear();
        }
        let sheets = shown
            .report
            .certificates
            .iter_mut()
            .flat_map(|one| &mut one.sheets);
        for picture in sheets.filter_map(|sheet| sheet.picture.as_mut()) {
            picture.png = picture.png.as_ref().map(|_| String::new());
        }
        shown
    }
}
