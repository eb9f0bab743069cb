use super::{Text, t};
use crate::Paper;
use report::{Check, Headline, Lang, Outcome};

/// One sentence about the paper, and what it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeadlineWords {
    pub title: &'static str,
    pub meaning: &'static str,
}

/// The words for a headline.
pub fn headline(headline: Headline, lang: Lang) -> HeadlineWords {
    let [title, meaning] = headline_texts(headline).map(|text| text.say(lang));
    HeadlineWords { title, meaning }
}

/// The same, where it depends on what the reader has.
pub fn headline_of(of: Headline, paper: Paper, lang: Lang) -> HeadlineWords {
    let [title, meaning] = match (of, paper) {
        (Headline::BackAuthentic, Paper::File) => [
            t(
                "うら面は本物です。届いたおもて面と今、見比べてください",
                "The back is authentic. Compare now with the front you were sent",
            ),
            t(
                "下の復元されたおもて面が、発行されたときの内容です。届いたおもて面と一字ずつ同じか、見比べるまで確認は終わりません。",
                "The restored front below is what was issued. The check is complete only when you have compared it, character by character, with the front you were sent.",
            ),
        ]
        .map(|text| text.say(lang)),
        _ => return headline(of, lang),
    };
    HeadlineWords { title, meaning }
}

fn headline_texts(headline: Headline) -> [Text; 2] {
    match headline {
        Headline::Rejected => [
            t(
                "この証明書のうら面は認められません",
                "The back of this certificate is rejected",
            ),
            t(
                "うら面のデータは傷なく読み取れましたが、交付センターが発行したものと一致しません。",
                "Its data was read without damage, and it is not what an issuing centre issued.",
            ),
        ],
        Headline::CannotTell => [
            t("判定できません", "Cannot tell"),
            t(
                "本物とも偽物とも言えません。下の「次にすること」をご覧ください。",
                "It is neither proved genuine nor forged. See “What to do next” below.",
            ),
        ],
        Headline::FrontDiffers => [
            t(
                "おもて面が、発行されたときと違います",
                "The front differs from what was issued",
            ),
            t(
                "うら面は本物ですが、おもて面の印字が変えられているか、失われています。",
                "The back is authentic, but print on the front was changed or is missing.",
            ),
        ],
        Headline::SetIncomplete => [
            t(
                "ページがそろっていません",
                "The certificate is not complete",
            ),
            t(
                "確認できたページは本物ですが、足りないページ、または別の証明書のページがあります。",
                "The pages that were checked are authentic, but pages are missing or mixed.",
            ),
        ],
        Headline::BackAuthentic => [
            t(
                "うら面は本物です。手元の紙と今、見比べてください",
                "The back is authentic. Compare now with the paper in your hand",
            ),
            t(
                "下の復元されたおもて面が、発行されたときの内容です。手元の紙のおもて面と一字ずつ同じか、見比べるまで確認は終わりません。",
                "The restored front below is what was issued. The check is complete only when you have compared it, character by character, with the front of your paper.",
            ),
        ],
        Headline::ContentAgrees => [
            t(
                "内容は発行されたときと一致します",
                "The content agrees with what was issued",
            ),
            t(
                "うら面は本物で、おもて面の内容も復元した画像と一致しました。",
                "The back is authentic and the front was compared with the restored picture.",
            ),
        ],
    }
}

/// A check's name, and what its outcome means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CheckWords {
    pub name: &'static str,
    pub says: &'static str,
}

/// The words for a check that ended so.
pub fn check(check: Check, outcome: Outcome, lang: Lang) -> CheckWords {
    CheckWords {
        name: check_name(check).say(lang),
        says: check_says(check, outcome).say(lang),
    }
}

/// The word that stands beside an outcome's shape.
pub fn outcome(outcome: Outcome, lang: Lang) -> &'static str {
    match outcome {
        Outcome::Passed => t("確認できました", "Passed"),
        Outcome::Failed => t("問題があります", "Failed"),
        Outcome::CannotTell => t("判定できません", "Cannot tell"),
        Outcome::NotDone => t("確認していません", "Not checked"),
    }
    .say(lang)
}

fn check_name(check: Check) -> Text {
    match check {
        Check::Readable => t("読み取り", "Readable"),
        Check::Content => t("内容（封印と署名）", "Content (seal and signature)"),
        Check::Issuer => t("発行者", "Issuer"),
        Check::Complete => t("ページのそろい", "All pages"),
        Check::FrontAgrees => t("おもて面との一致", "Front agrees"),
        Check::Originality => t("原本性", "Originality"),
    }
}

fn check_says(check: Check, outcome: Outcome) -> Text {
    use Outcome::*;
    match (check, outcome) {
        (Check::Readable, Passed) => t(
            "すべて読み取れ、読み誤りがないことを検査符号で確かめました。",
            "All of it was read, and the checksum shows no misreading.",
        ),
        (Check::Readable, Failed | CannotTell) => t(
            "読み取れない部分が多く、復元できません。",
            "Too much could not be read to restore the front.",
        ),
        (Check::Readable, NotDone) => t(
            "読み取りまで進みませんでした。",
            "Reading did not get that far.",
        ),
        (Check::Content, Passed) => t(
            "封印が開き、交付センターの署名が正しいことを確かめました。",
            "The seal opened and the issuing centre’s signature holds.",
        ),
        (Check::Content, Failed) => t(
            "封印または署名が合いません。",
            "The seal or the signature does not hold.",
        ),
        (Check::Content, CannotTell) => t(
            "封印を開けないか、内容が登録と合わないため、判定できません。",
            "The seal could not be opened here, or what it holds does not fit what is registered.",
        ),
        (Check::Content, NotDone) => t(
            "封印を開くところまで進みませんでした。",
            "The seal was not reached.",
        ),
        (Check::Issuer, Passed) => t(
            "登録された交付センターで、鍵は発行の時点で有効でした。",
            "The issuing centre is registered, and its key was good at the time of issue.",
        ),
        (Check::Issuer, Failed) => t(
            "署名した鍵は、発行の時点で有効ではありませんでした。",
            "The signing key was not good at the time of issue.",
        ),
        (Check::Issuer, CannotTell) => t(
            "交付センターまたはその鍵が、このサイトに登録されていません。",
            "The issuing centre or its key is not registered here.",
        ),
        (Check::Issuer, NotDone) => t(
            "発行者の確認まで進みませんでした。",
            "The issuer was not reached.",
        ),
        (Check::Complete, Passed) => t(
            "すべてのページがそろっています。",
            "All pages are here, and none of another certificate.",
        ),
        (Check::Complete, Failed) => t(
            "足りないページ、または別の証明書のページがあります。",
            "Pages are missing or belong to another certificate.",
        ),
        (Check::Complete, CannotTell) => t(
            "全部のページを確かめられません。",
            "Whether all pages are here cannot be told.",
        ),
        (Check::Complete, NotDone) => t(
            "ページの確認まで進みませんでした。",
            "The pages were not reached.",
        ),
        (Check::FrontAgrees, Passed) => t(
            "手元のおもて面と、復元したおもて面が一致しました。",
            "The paper’s front says what the restored front says.",
        ),
        (Check::FrontAgrees, Failed) => t(
            "手元のおもて面が、復元したおもて面と違います。",
            "The paper’s front differs from the restored front.",
        ),
        (Check::FrontAgrees, CannotTell) => t(
            "おもて面が一致するか、判定できません。",
            "Whether the front agrees cannot be told.",
        ),
        (Check::FrontAgrees, NotDone) => t(
            "まだだれも見比べていません。",
            "Nobody has compared it yet.",
        ),
        (Check::Originality, Passed | Failed | CannotTell | NotDone) => t(
            "原本かコピーかは、このサイトでは判定しません。紙そのものを確かめてください。",
            "Original or copy is never decided here. Look at the paper itself.",
        ),
    }
}
