//! What only the paper can show, and what to do when it does not agree.

use super::{Text, t, texts};
use crate::Paper;
use report::{Headline, Lang};

texts! {
    QUESTION = "証明書は手元にありますか", "Is the certificate in your hand?";
    IN_HAND = "紙が手元にある", "I have the paper";
    IN_HAND_NOTE = "窓口や郵便で受け取った", "It was handed in or came by post";
    FILE = "ファイルだけを受け取った", "I was sent a file only";
    FILE_NOTE = "メールなどで届いた。原本かどうかは確かめられません", "It came by e-mail or the like. Whether there is an original cannot be checked";

    TITLE = "手元の紙で確かめること", "What to check on the paper";
    LEAD = "うら面をていねいにコピーしたものも、同じように復元されます。次のことはサイトでは確認していません。紙を見て答えると、照会結果票に申告として残ります。", "A careful photocopy of the back is restored just the same. The site has not checked what follows. Look at the paper; your answers go into the receipt as declared.";
    FILE_TITLE = "このサイトで確認していないこと", "What was not checked";
    FILE_LEAD = "受け取ったのがファイルだけなので、原本性（紙が原本かコピーか）は確かめられません。原本が必要な手続きでは、紙の提出を求めてください。", "With a file alone there is no paper whose originality could be checked. Where the original is required, ask for the paper.";
    FRONT_HOW = "復元されたおもて面と、一字ずつ見比べます。地紋・色・印影の色は復元されません。", "Compare it with the restored front, character by character. Tints and colours are not restored.";
    COPY = "けん制文字が浮き出ていないか", "No copy-warning lettering?";
    COPY_HOW = "コピーした紙には「複写」などの文字が浮かびあがります。原本では見えません。", "On a photocopy, letters such as 複写 appear in the background. On the original they do not.";
    COPY_ORIGINAL = "原本", "Original";
    COPY_COPY = "コピー", "Photocopy";
    COPY_PICTURE = "左：原本の地紋に文字は見えない。右：コピーした紙には「複写」の文字が浮かびあがる。", "Left: no letters in the original’s background. Right: on a photocopy the letters 複写 appear.";
    INFRARED_HOW = "うら面の下のわくを、赤外線の写るカメラ（ドライブレコーダーや防犯カメラなど）で見ます。肉眼で見える画像とは別の画像が見えるのが、原本の特徴です。", "Look at the box at the bottom of the back with a camera that sees infra-red (a drive recorder, a security camera). A sign of an original: another image appears than the one you see by eye.";
    INFRARED_PICTURE = "左：肉眼で見える画像。右：赤外線カメラでは、別の画像が見える。", "Left: the image seen by eye. Right: with an infra-red camera another image appears.";
    BY_EYE = "肉眼", "By eye";
    BY_CAMERA = "赤外線カメラ", "Infra-red camera";
    TINTS = "内容が今も変わっていないかどうかは、わかりません。復元されるのは、発行されたときの内容です。", "Whether the facts have changed since is not known: what is restored is what was issued.";

    DIFFERS = "一致しないとき", "If it does not agree";
    DIFFERS_HOLD = "手続きを進めず、紙を返す前にコピーを取ります。この結果だけで偽造と決めつけないでください。", "Do not proceed, and copy the paper before you give it back. This result alone does not make anybody a forger.";
    DIFFERS_SAY = "相手には、こう伝えます。「機械で内容を確認できませんでした。発行した市区町村に問い合わせますので、お待ちください。」", "Tell the person: “The content could not be confirmed by machine. We will ask the municipality that issued it; please wait.”";
    PHONE_LOOK_UP = "電話番号は、紙に書かれたものではなく、その市区町村の公式サイトで調べてください。", "Take the telephone number from the municipality’s own site, not from the paper.";
    PHONE_REGISTERED = "発行者がこのサイトに登録した次の番号にかけます。紙に書かれた番号にはかけないでください。", "Use this number, which the issuing centre has registered with the site, not one printed on the paper.";
    OFFICIAL_SITE = "公式サイト（新しいタブで開きます）", "Official site (opens in a new tab)";
    DIFFERS_RECORD = "下で「不一致」を選び、照会結果票を印刷して、紙のコピーと一緒に保管します。", "Choose “differ” below, print the receipt, and file it with the copy of the paper.";
    DIFFERS_RECORD_ONLY = "照会結果票を印刷して、紙のコピーと一緒に保管します。", "Print the receipt and file it with the copy of the paper.";
    FILE_IT = "記録を残す", "Put it on file";
}

/// Whom to ask, and what.
pub fn ask(municipality: Option<&str>, number: Option<&str>, lang: Lang) -> String {
    let who = match (lang, municipality) {
        (Lang::Ja, Some(name)) => format!("{name}の証明書の窓口"),
        (Lang::Ja, None) => "発行した市区町村の証明書の窓口".to_owned(),
        (Lang::En, Some(name)) => format!("the certificate office of {name}"),
        (Lang::En, None) => "the certificate office of the municipality that issued it".to_owned(),
    };
    let what = match (lang, number) {
        (Lang::Ja, Some(number)) => format!("うら面の番号「{number}」と発行日時"),
        (Lang::Ja, None) => "証明書の種類と発行日時".to_owned(),
        (Lang::En, Some(number)) => {
            format!("the number on the back ({number}) and the time of issue")
        }
        (Lang::En, None) => "the kind of certificate and the time of issue".to_owned(),
    };
    match lang {
        Lang::Ja => format!("{who}に電話し、{what}を伝えて、発行したかどうかを確かめます。"),
        Lang::En => format!("Call {who}, give {what}, and ask whether it was issued."),
    }
}

/// The one next step after a headline; a reading that failed has its own in its problem.
pub fn next(headline: Headline, paper: Paper) -> Option<Text> {
    Some(match (headline, paper) {
        (Headline::CannotTell, _) => return None,
        (Headline::Rejected, _) => t(
            "この証明書で手続きを進めず、発行した市区町村に確かめてください。",
            "Do not proceed with this certificate. Ask the municipality that issued it.",
        ),
        (Headline::FrontDiffers, _) => t(
            "印のついた所を手元の紙で見てください。違っていれば手続きを進めず、発行した市区町村に確かめてください。",
            "Look at the ringed places on the paper. If they differ, do not proceed and ask the municipality that issued it.",
        ),
        (Headline::SetIncomplete, _) => t(
            "足りないページのうら面をスキャンし、全ページをまとめて送ってください。",
            "Scan the backs of the missing pages and send all pages together.",
        ),
        (Headline::BackAuthentic, Paper::InHand) => t(
            "復元されたおもて面と手元の紙を見比べて、「一致」か「不一致」を選んでください。",
            "Compare the restored front with your paper, then choose “agree” or “differ”.",
        ),
        (Headline::BackAuthentic, Paper::File) => t(
            "復元されたおもて面と、届いたおもて面の画像を見比べて、「一致」か「不一致」を選んでください。",
            "Compare the restored front with the front you were sent, then choose “agree” or “differ”.",
        ),
        (Headline::ContentAgrees, Paper::InHand) => t(
            "紙が原本かどうかを、手元の紙で確かめてください。",
            "See on the paper itself whether it is the original.",
        ),
        (Headline::ContentAgrees, Paper::File) => t(
            "照会結果票を作って保管してください。原本が必要なときは、紙の提出を求めてください。",
            "Make a receipt and file it. Where the original is required, ask for the paper.",
        ),
    })
}
