//! The report page.

use super::texts;
use report::Lang;

texts! {
    NOT_KEPT = "この結果はどこにも保存されません。再読み込みや「戻る」、ページの移動で消えます。", "This result is kept nowhere: reloading, going back or leaving the page loses it.";
    NOT_KEPT_FIRST = "記録が必要なときは、その前に", "If you have to file it, first";
    NOT_KEPT_END = "ことができます。", ".";
    SPECIMEN = "これは見本です。実在の証明書ではありません。", "This is a specimen, not a real certificate.";
    CERTIFICATE = "証明書", "Certificate";
    FACTS = "証明書について", "About the certificate";
    KIND = "種類", "Kind";
    ISSUED_AT = "発行日時", "Time of issue";
    MUNICIPALITY = "市区町村（団体コード）", "Municipality (code)";
    ISSUER = "交付センター", "Issuing centre";
    PAGES = "ページ数", "Pages";
    EARLIER = "これまでの照会", "Earlier inquiries";
    EARLIER_NONE = "初めて", "none";
    EARLIER_SOME = "以前にも照会あり", "verified before";
    NUMBER = "うら面の番号", "Number on the back";
    REPORT_ID = "結果の番号", "Report";
    UNKNOWN = "わかりません", "not known";
    CHECKS = "確認したこと", "What was checked";
    OTHER_PAGES = "うら面を確認できなかったページ", "Pages without a readable back";
    UPLOADED = "アップロードされたうら面", "The back, as uploaded";
    UPLOADED_PAGE = "アップロードされたページ", "The page, as uploaded";
    RESTORED = "復元されたおもて面", "The front, restored";
    RESTORED_NOTE = "発行されたときの内容です。手元の紙と見比べてください。", "This is what was issued. Compare it with the paper.";
    UPLOADED_NOTE = "お送りいただいたファイルの画像です。", "The picture from the file you sent.";
    NOT_RESTORED = "おもて面は復元されていません", "No front was restored";
    NO_PICTURE = "このページの画像は表示できません", "This page’s picture cannot be shown";
    PAGES_OF_SET = "この証明書のページ", "The pages of this certificate";
    PAGE_HERE = "確認できました", "checked";
    PAGE_MISSING = "ありません", "not here";
    ENLARGE = "拡大して並べる", "Enlarge";
    OVERLAY = "読み取りの様子を重ねる", "Show how it was read";
    LEGEND = "図の見かた", "What the marks mean";
    LEGEND_MARK = "見つかった目印", "registration mark found";
    LEGEND_LABEL = "読めた QRコード", "QR code read";
    LEGEND_GOOD = "よく読めた部分", "read well";
    LEGEND_FAIR = "一部が読みにくい部分", "read in part";
    LEGEND_POOR = "ほとんど読めない部分", "hardly read";
    DPI = "解像度", "Resolution";
    ROTATION = "傾き", "Rotation";
    CORRECTED = "訂正した点", "Corrected cells";
    MARGIN = "読み取りの余裕", "Margin left";
}

/// Names a certificate among several.
pub fn certificate(number: usize, of: usize, lang: Lang) -> String {
    match lang {
        Lang::Ja => format!("証明書 {number}（全 {of} 件）"),
        Lang::En => format!("Certificate {number} of {of}"),
    }
}

/// Says which uploaded page this is.
pub fn place(file: &str, page: u32, lang: Lang) -> String {
    match lang {
        Lang::Ja => format!("{file}・{page} ページ目"),
        Lang::En => format!("{file}, page {page}"),
    }
}

/// A file without a name, from 0.
pub fn nameless(file: usize, lang: Lang) -> String {
    let number = file + 1;
    match lang {
        Lang::Ja => format!("ファイル {number}"),
        Lang::En => format!("File {number}"),
    }
}

/// The pages that are not here.
pub fn missing(pages: &[u8], lang: Lang) -> String {
    let list: Vec<String> = pages.iter().map(u8::to_string).collect();
    match lang {
        Lang::Ja => format!("足りないページ：{}", list.join("、")),
        Lang::En => format!("Missing: {}", list.join(", ")),
    }
}

/// How many pages there are, and how many were opened.
pub fn pages(of: u8, missing: usize, lang: Lang) -> String {
    let here = usize::from(of).saturating_sub(missing);
    match lang {
        Lang::Ja => format!("全 {of} ページのうち {here} ページを確認"),
        Lang::En => format!("{here} of {of} checked"),
    }
}

/// The alternative text of the restored front.
pub fn restored_alt(kind: Option<&str>, page: &str, lang: Lang) -> String {
    let name = kind.map_or_else(String::new, |kind| super::kind(kind, lang).into_owned());
    match lang {
        Lang::Ja => format!("復元されたおもて面の画像 {name} {page}"),
        Lang::En => format!("Restored front: {name}, {page}"),
    }
}

/// The alternative text of an uploaded page.
pub fn uploaded_alt(place: &str, lang: Lang) -> String {
    match lang {
        Lang::Ja => format!("アップロードされた画像 {place}"),
        Lang::En => format!("Uploaded picture: {place}"),
    }
}

/// What the drawing over the upload shows.
pub fn overlay(marks: usize, labels: usize, poor: usize, tiles: usize, lang: Lang) -> String {
    match lang {
        Lang::Ja => format!(
            "読み取りの様子：目印 {marks} か所、QRコード {labels} か所、{tiles} 区画のうち読みにくい区画 {poor}"
        ),
        Lang::En => format!(
            "How it was read: {marks} marks, {labels} QR codes, {poor} of {tiles} parts read badly"
        ),
    }
}

/// Corrected cells of all cells.
pub fn corrected(corrected: u32, cells: u32, lang: Lang) -> String {
    let [corrected, cells] = [corrected, cells].map(|n| super::number(n.into()));
    match lang {
        Lang::Ja => format!("{cells} 点のうち {corrected} 点"),
        Lang::En => format!("{corrected} of {cells}"),
    }
}

/// The resolution of the restored front.
pub fn resolution(width: u32, height: u32, dpi: u32, lang: Lang) -> String {
    match lang {
        Lang::Ja => format!("{width} × {height} 画素、{dpi} dpi、白黒2値"),
        Lang::En => format!("{width} × {height} pixels, {dpi} dpi, black and white"),
    }
}

/// A page of a set, by its number.
pub fn page_number(page: u8, lang: Lang) -> String {
    match lang {
        Lang::Ja => format!("{page} ページ目"),
        Lang::En => format!("Page {page}"),
    }
}
