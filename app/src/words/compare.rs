//! Comparing the uploaded front with the restored one.

use super::{Text, t, texts};
use report::{DifferenceKind, Lang, Rect};

texts! {
    FACE = "アップロードされたおもて面", "The front, as uploaded";
    TOOLS = "見比べる道具", "Tools for comparing";
    VIEW = "見かた", "View";
    SIDE = "並べる", "Side by side";
    SWIPE = "めくる", "Swipe";
    DIFFERENCE = "重ねて差を見る", "Difference";
    ZOOM_OUT = "縮小", "Zoom out";
    ZOOM_IN = "拡大", "Zoom in";
    ZOOM_FIT = "全体", "Whole page";
    TURN = "回転", "Turn";
    LENS = "拡大鏡", "Magnifier";
    SPLIT = "境目の位置", "Where the two meet";
    SPLIT_NOTE = "境目の左は復元されたおもて面、右はアップロードされたおもて面です。", "Left of the line is the restored front, right of it the uploaded one.";
    COLOURS_BOTH = "黒：両方にある印字", "Black: print on both";
    COLOURS_RESTORED = "青：発行されたときだけにある印字", "Blue: only as issued";
    COLOURS_UPLOADED = "赤茶：アップロードされた紙だけにある印字", "Red-brown: only on the uploaded paper";
    KEYS = "画像の上では、矢印キーで移動、＋ と − で拡大・縮小、0 で全体表示です。", "On a picture: arrow keys move it, + and − zoom, 0 shows the whole page.";
    BACK_ONLY = "画面の中だけでは、おもて面を確かめられません", "The screen alone cannot check the front";
    BACK_ONLY_WHY = "送られたのは、うら面だけです。復元されたおもて面を、画面の画像ではなく、手元の紙のおもて面と見比べてください。おもて面もスキャンして、両面だけを順に送ると、サイトが違いに印をつけます。", "Only the back was sent. Compare the restored front with the front of the paper in your hand, not with a picture on the screen. Scan the front as well and send both sides alone, in order, and the site rings what differs.";
    NOT_COMPARED = "おもて面は、機械では照合していません。左右の画像を見比べてください。機械で照合するのは、10枚までの用紙の両面だけが順に送られ、個人番号を隠した証明書も、240 dpi より粗く復元された証明書もないときだけです。", "The fronts were not compared by machine. Compare the two pictures yourself. The site compares only where both sides of up to ten papers, and nothing else, were sent in order none hides a 個人番号 and none was restored at less than 240 dpi.";
    NONE_FOUND = "機械の照合では、印字の違いは見つかりませんでした", "Compared by machine: no difference in print was found";
    UNJUDGED = "判定できなかった部分", "Parts that could not be judged";
    UNJUDGED_NOTE = "汚れや読み取りのため、一致とも不一致とも言えない部分です。ご自分の目で見比べてください。", "Stains or the scan leave open whether these agree. Compare them with your own eyes.";
    READING = "うら面の読み取りの記録", "How the back was read";
}

/// What the machine found, as the list's heading.
pub fn found(count: usize, lang: Lang) -> String {
    match (lang, count) {
        (Lang::Ja, _) => format!("印字の違いが {count} か所あります"),
        (Lang::En, 1) => "Print differs in 1 place".to_owned(),
        (Lang::En, _) => format!("Print differs in {count} places"),
    }
}

pub fn kind(kind: DifferenceKind) -> Text {
    match kind {
        DifferenceKind::Missing => t("印字が消えている", "Print is missing"),
        DifferenceKind::Added => t("印字が加わっている", "Print was added"),
        DifferenceKind::Changed => t("印字が変わっている", "Print was changed"),
    }
}

/// Names a ring among the differences, or among the parts that could not be judged.
pub fn ring(number: usize, judged: bool, lang: Lang) -> String {
    let name = match judged {
        true => t("違い", "Difference"),
        false => t("判定できなかった部分", "Not judged"),
    };
    format!("{} {number}", name.say(lang))
}

/// Where on the front, and how large.
pub fn place(rect: &Rect, lang: Lang) -> String {
    let [x, y] = [rect.x, rect.y].map(|mm| mm.max(0.0).round());
    let [width, height] = [rect.width, rect.height].map(|mm| mm.max(1.0).round());
    match lang {
        Lang::Ja => {
            format!("上から {y} mm、左から {x} mm（幅 {width} mm、高さ {height} mm）")
        }
        Lang::En => {
            format!("{y} mm from the top, {x} mm from the left ({width} mm wide, {height} mm high)")
        }
    }
}
