//! Every text on screen, Japanese and English side by side.

mod catalogue;
pub mod compare;
mod detail;
mod facts;
pub mod help;
pub mod paper;
mod problems;
pub mod receipt;
pub mod report_page;
pub mod start;
mod time;

pub use catalogue::{CheckWords, HeadlineWords, check, headline, headline_of, outcome};
pub use facts::{degrees, files_label, kind, limits, margin, number, page_of, size};
pub use problems::{ProblemWords, problem};
pub use time::issued_at;

use report::Lang;

/// One text in every language of the site. The fields are the only way to make one, so
/// a missing language does not compile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text {
    pub ja: &'static str,
    pub en: &'static str,
}

impl Text {
    pub const fn say(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Ja => self.ja,
            Lang::En => self.en,
        }
    }
}

/// Short for a [`Text`], for tables.
const fn t(ja: &'static str, en: &'static str) -> Text {
    Text { ja, en }
}

macro_rules! texts {
    ($($name:ident = $ja:literal, $en:literal;)*) => {
        $(pub const $name: $crate::words::Text = $crate::words::Text { ja: $ja, en: $en };)*
    };
}
use texts;

texts! {
    SITE = "うら面の確認", "Check the back";
    SITE_LONG = "コンビニ交付の証明書 問合せサイト", "Verification of certificates printed at convenience stores";
    SPECIMEN = "見本", "Specimen";
    SKIP = "本文へ移動", "Skip to main content";
    NAV = "サイト内の移動", "Site";
    NAV_START = "確認する", "Verify";
    NAV_HELP = "使い方と限界", "How it works, and its limits";
    FOOTER_API = "システムから使う（API定義）", "For systems (API definition)";
    FOOTER_RECEIPT = "照会結果票を確かめる", "Verify a receipt";
    FOOTER_KEPT = "アップロードされた画像も、復元した画像も保存しません。", "Neither uploads nor restored pictures are kept.";
    NEXT = "次にすること", "What to do next";
    BACK_TO_START = "最初のページへ", "Go to the start page";
    VERIFY_ANOTHER = "別の証明書を確認する", "Verify another certificate";
}

/// The link to the other language, written in that language.
pub fn switch(to: Lang, leaves_report: bool) -> (&'static str, &'static str) {
    let name = t("日本語", "English");
    let label = match leaves_report {
        false => t("日本語でこのページを表示", "Show this page in English"),
        true => t(
            "日本語（スクリプトが使えないときは、結果が消えて最初のページに移ります）",
            "English (without scripts: goes to the start page, and this result is lost)",
        ),
    };
    (name.say(to), label.say(to))
}
