//! The receipt (照会結果票): the form that asks for it, the page itself, and where it is verified.

use super::{Text, t, texts};
use report::{By, Front, Headline, Infrared, Lang, ReceiptPages};

texts! {
    TITLE = "照会結果票", "Verification receipt";

    MAKE = "照会結果票を作る", "Make a receipt";
    MAKE_LEAD = "この照会で確認したことを、サイトの署名をつけて A4 1枚にまとめます。氏名や画像など、証明書の内容は入りません。", "One signed A4 page that says what was verified here. It holds nothing of the certificate’s content.";
    MAKE_SEVERAL = "証明書が複数あるときは、全部についてお答えください。", "With several certificates, answer for all of them.";
    MAKE_NEW_TAB = "新しいタブで開きます。", "It opens in a new tab.";
    FRONT = "手元の紙と、復元されたおもて面", "The paper’s front and the restored front";
    INFRARED = "赤外線で見た偽造防止検出画像", "The anti-forgery image under infra-red";

    VERIFY = "照会結果票を確かめる", "Verify a receipt";
    VERIFY_LEAD = "照会結果票が、このサイトの発行したもので、書きかえられていないことを確かめます。", "See whether a receipt is this site’s, and whether it was altered.";
    VERIFY_FILE = "保存した照会結果票のファイル（.json）", "The file of the receipt as it was saved (.json)";
    VERIFY_TEXT = "または、印刷されたQRコードの文字", "Or the text of its printed QR codes";
    VERIFY_TEXT_HINT = "「サイトが検証した事項」のQRコードを先に、申告のQRコードがあればその後に、行を分けて入れてください。", "The code under “What the site verified” first, then the declaration’s, if there is one, on a line of its own.";
    VERIFY_SUBMIT = "確かめる", "Verify";
    OFFLINE = "このサイトを使わずに確かめる", "Verify without this site";
    OFFLINE_LEAD = "このサイトの署名の公開鍵（Ed25519）です。保存したファイルは、次のコマンドでも確かめられます。", "This is the public key (Ed25519) that the site signs with. A saved file is also verified by this command.";

    VERIFIED = "署名を確かめました。この照会結果票は、このサイトが発行したもので、書きかえられていません。", "The signatures hold: this receipt is this site’s, and it was not altered.";
    PRINT = "ブラウザーの印刷で、A4 の紙に印刷してください。サイトには保存されません。", "Print it on A4 with your browser. The site does not keep it.";
    SAVE = "署名つきデータを保存する（JSON）", "Save the signed data (JSON)";
    BY_SITE = "サイトが検証した事項", "What the site verified";
    DECLARED = "申告（サイトは確認していません）", "Declared (not checked by the site)";
    DECLARED_NONE = "申告はありません。", "Nothing was declared.";
    SITE = "サイト", "Site";
    TIME = "照会日時", "Verified at";
    DECLARED_BY = "申告した者", "Declared by";
    DECLARED_AT = "申告日時", "Declared at";
    SOFTWARE = "ソフトウェアと判定規則の版", "Software, and version of the rules";
    FILES = "照会したファイル（SHA-256）", "Files (SHA-256)";
    SET = "証明書の識別番号", "Set id";
    CHECK = "確認したこと", "Check";
    OUTCOME = "結果", "Result";
    WHO = "確認した者", "Checked by";
    PROBLEMS = "見つかった問題", "Problems found";
    RECORD = "鍵の使用の記録", "Record of key uses";
    CODE = "照会結果票のQRコード", "QR code of the receipt";
    CODE_DECLARED = "申告のQRコード", "QR code of the declaration";
    CODE_ABSENT = "データが長いため、QRコードはありません。保存したファイルで確かめてください。", "Too long for a QR code: verify it by the saved file.";
    ORIGINALITY = "このサイトで確認していないこと", "What was not checked";
    NOT_CHECKED = "原本かコピーかは、サイトでは判定していません。うら面をていねいにコピーしたものも同じ結果になります。地紋・色・印影の色は比べていません。", "Whether the paper is the original or a copy was not decided: a careful photocopy of the back gives the same result. Tints and colours were not compared.";
    HOW = "この票の確かめ方", "How to verify this page";
}

/// How the reader reaches the page that verifies. The address is typed by hand: whoever forges
/// a page can also print a link.
pub fn how(site: &str, lang: Lang) -> String {
    match lang {
        Lang::Ja => format!(
            "ブラウザーに {site} と入力してサイトを開き、「照会結果票を確かめる」で、QRコードの文字か保存したファイルを送ってください。紙面の文字だけでは、署名を確かめたことになりません。"
        ),
        Lang::En => format!(
            "Type {site} into a browser, open “Verify a receipt”, and send the text of the QR codes or the saved file. What is printed here proves nothing by itself."
        ),
    }
}

/// A headline as a fact on file: it no longer asks the reader to compare.
pub fn headline(headline: Headline, lang: Lang) -> &'static str {
    match headline {
        Headline::BackAuthentic => t(
            "うら面は本物です。おもて面の一致は、サイトでは確認していません",
            "The back is authentic. The site has not confirmed that the front agrees",
        )
        .say(lang),
        other => super::headline(other, lang).title,
    }
}

pub fn by(by: By, lang: Lang) -> &'static str {
    match by {
        By::Machine => t("機械（サイト）", "machine (the site)"),
        By::Clerk => t("窓口の担当者", "the clerk"),
        By::Nobody => t("なし", "nobody"),
    }
    .say(lang)
}

pub fn front(front: Front) -> Text {
    match front {
        Front::Agrees => t("一致", "agree"),
        Front::Differs => t("不一致", "differ"),
        Front::NotCompared => t("見比べていない", "not compared"),
    }
}

pub fn infrared(infrared: Infrared) -> Text {
    match infrared {
        Infrared::Seen => t("見えた", "seen"),
        Infrared::NotSeen => t("見えなかった", "not seen"),
        Infrared::NotLooked => t("見ていない", "not looked for"),
    }
}

/// The pages of a set that were verified.
pub fn pages(pages: &ReceiptPages, lang: Lang) -> String {
    let list: Vec<String> = pages.here.iter().map(u8::to_string).collect();
    let of = pages.of;
    match (lang, list.is_empty()) {
        (Lang::Ja, true) => format!("全 {of} ページ、確認できたページなし"),
        (Lang::Ja, false) => format!("全 {of} ページのうち {}", list.join("、")),
        (Lang::En, true) => format!("none of {of}"),
        (Lang::En, false) => format!("{} of {of}", list.join(", ")),
    }
}

/// The entries of the record that are about this verification.
pub fn entries(entries: &[u64], lang: Lang) -> String {
    let list: Vec<String> = entries.iter().map(u64::to_string).collect();
    match (lang, list.is_empty()) {
        (Lang::Ja, true) => "鍵は使われていません。".to_owned(),
        (Lang::Ja, false) => format!("項目 {}", list.join("、")),
        (Lang::En, true) => "No key was used.".to_owned(),
        (Lang::En, false) => format!("Entries {}", list.join(", ")),
    }
}

/// The software and the version of its rules.
pub fn software(software: &str, policy: u32, lang: Lang) -> String {
    match lang {
        Lang::Ja => format!("{software}、判定規則 第{policy}版"),
        Lang::En => format!("{software}, rules version {policy}"),
    }
}
