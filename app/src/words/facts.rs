use super::t;
use crate::LimitsShown;
use report::Lang;
use std::borrow::Cow;

/// The name of a certificate's kind; a kind without one here is shown by its own word.
pub fn kind(kind: &str, lang: Lang) -> Cow<'_, str> {
    let text = match kind {
        "residence-record" => t("住民票の写し", "Residence record"),
        "seal-registration" => t("印鑑登録証明書", "Seal registration certificate"),
        "tax" => t("課税証明書", "Tax certificate"),
        "family-register" => t("戸籍全部事項証明書", "Family register, full"),
        "family-register-individual" => t("戸籍個人事項証明書", "Family register, individual"),
        "supplementary-register" => t("戸籍の附票の写し", "Supplementary family register"),
        "other" => t("その他の証明書", "Other certificate"),
        unknown => return Cow::Borrowed(unknown),
    };
    Cow::Borrowed(text.say(lang))
}

/// A whole number with its thousands apart.
pub fn number(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A size in bytes as people say it; megabytes are powers of 1024, as file managers show them.
pub fn size(bytes: u64) -> String {
    const KB: u64 = 1 << 10;
    const MB: u64 = 1 << 20;
    match bytes {
        b if b < KB => format!("{b} B"),
        b if b < MB => format!("{} KB", b.div_ceil(KB)),
        b if b.is_multiple_of(MB) => format!("{} MB", b / MB),
        b => format!("{:.1} MB", b as f64 / MB as f64),
    }
}

/// What may be sent at once.
pub fn limits(limits: &LimitsShown, lang: Lang) -> String {
    let LimitsShown {
        bytes,
        files,
        pages,
    } = *limits;
    let bytes = size(bytes);
    match lang {
        Lang::Ja => {
            format!("一度に送れるのは、合計 {bytes}、{files} ファイル、{pages} ページまでです。")
        }
        Lang::En => format!("At most {bytes} in total, {files} files and {pages} pages at once."),
    }
}

/// How many files were chosen, and their size together.
pub fn files_label(count: usize, bytes: u64, lang: Lang) -> String {
    let bytes = size(bytes);
    match (lang, count) {
        (Lang::Ja, _) => format!("選んだファイル：{count} 件（合計 {bytes}）"),
        (Lang::En, 1) => format!("1 file chosen ({bytes})"),
        (Lang::En, _) => format!("{count} files chosen ({bytes} in total)"),
    }
}

/// "Page i of n".
pub fn page_of(index: u8, pages: u8, lang: Lang) -> String {
    match lang {
        Lang::Ja => format!("{pages} ページ中 {index} ページ目"),
        Lang::En => format!("page {index} of {pages}"),
    }
}

/// A rotation, clockwise degrees.
pub fn degrees(rotation: f32, lang: Lang) -> String {
    // No "-0.0".
    let tenths = (rotation * 10.0).round() / 10.0 + 0.0;
    match lang {
        Lang::Ja => format!("右回りに {tenths:.1}°"),
        Lang::En => format!("{tenths:.1}° clockwise"),
    }
}

/// What is left before the sheet becomes unreadable, as a word and a number.
pub fn margin(margin: f32, lang: Lang) -> String {
    let word = match margin {
        m if m >= 0.7 => t("十分", "ample"),
        m if m >= 0.3 => t("余裕あり", "enough"),
        m if m > 0.0 => t("わずか", "slight"),
        _ => t("なし", "none"),
    };
    let percent = (margin.clamp(0.0, 1.0) * 100.0).round() as u32;
    match lang {
        Lang::Ja => format!("{}（{percent}%）", word.say(lang)),
        Lang::En => format!("{} ({percent}%)", word.say(lang)),
    }
}
