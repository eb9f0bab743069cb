//! The receipt as a page to print (照会結果票): a document of its own, for it is filed away
//! from the site.

use crate::{
    Site,
    words::{self, receipt as text, report_page},
};
use askama::Template;
use data_encoding::BASE64;
use report::{Checked, Declaration, Lang, ProblemCode, Receipt};

/// A receipt whose signatures hold.
#[derive(Clone, Debug)]
pub struct SlipView {
    pub receipt: Receipt,
    pub declaration: Option<Declaration>,
    /// What is saved: the two with their signatures, JSON.
    pub saved: String,
    /// QR codes of the two, SVG; none where the text is too long for one.
    pub receipt_code: Option<String>,
    pub declaration_code: Option<String>,
    /// Whether the reader came to have it verified.
    pub was_sent: bool,
}

/// Renders the whole HTML document, for screen and A4 paper, with neither inline script nor
/// inline style.
///
/// # Errors
/// Only what writing to a string can fail with.
pub fn render_slip(lang: Lang, view: &SlipView, site: &Site) -> askama::Result<String> {
    let slip = Slip {
        lang,
        receipt: &view.receipt,
        declaration: view.declaration.as_ref(),
        save: data_url("application/json", &view.saved),
        receipt_code: view.receipt_code.as_deref().map(picture),
        declaration_code: view.declaration_code.as_deref().map(picture),
        was_sent: view.was_sent,
        pkg: &site.pkg,
    };
    slip.render()
}

#[derive(Template)]
#[template(path = "slip.html")]
struct Slip<'a> {
    lang: Lang,
    receipt: &'a Receipt,
    declaration: Option<&'a Declaration>,
    save: String,
    receipt_code: Option<String>,
    declaration_code: Option<String>,
    was_sent: bool,
    pkg: &'a str,
}

impl Slip<'_> {
    fn say(&self, text: words::Text) -> &'static str {
        text.say(self.lang)
    }

    fn time(&self, rfc3339: &str) -> String {
        words::issued_at(rfc3339, self.lang)
    }

    fn check(&self, checked: &Checked) -> &'static str {
        words::check(checked.check, checked.outcome, self.lang).name
    }

    fn is_specimen(&self) -> bool {
        let mut certificates = self.receipt.certificates.iter();
        certificates.any(|one| one.issuer.specimen)
    }

    fn problem(&self, code: &ProblemCode) -> &'static str {
        words::problem(*code, None, self.lang).title
    }
}

fn picture(svg: &str) -> String {
    data_url("image/svg+xml", svg)
}

fn data_url(media_type: &str, text: &str) -> String {
    format!(
        "data:{media_type};base64,{}",
        BASE64.encode(text.as_bytes())
    )
}
