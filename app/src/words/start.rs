//! The start page and its upload form.

use super::texts;
use report::Lang;

texts! {
    TITLE = "証明書のうら面を確認する", "Verify the back of a certificate";
    LEAD_1 = "コンビニで発行された住民票の写しなどの、うら面の画像（スクランブル画像）から、発行されたときのおもて面を復元します。", "From the scrambled image on the back of a certificate printed at a convenience store, this site restores the front as it was issued.";
    LEAD_2 = "復元されたおもて面と手元の紙を見比べて、書きかえられていないかを確かめてください。", "Compare the restored front with the paper in your hand to see that nothing was altered.";
    UPLOAD = "ファイルを送信する", "Send the scan";
    FILE_LABEL = "うら面をスキャンしたファイル", "Scan of the back";
    FILE_HINT = "JPEG・PNG・TIFF・WebP・PDF。証明書が複数ページのときは、全ページをまとめて選べます。", "JPEG, PNG, TIFF, WebP or PDF. If the certificate has several pages, choose them all together.";
    CHOOSE = "ファイルを選ぶ", "Choose files";
    DROP = "ここへドロップ、または貼り付けもできます", "or drop or paste them here";
    SUBMIT = "確認する", "Verify";
    NOTHING_KEPT = "送信した画像も復元した画像も、このサイトには保存されません。結果はその場限りです。", "Neither what you send nor what is restored is kept on this site. The result is shown once.";
    REMOVE = "取り消す", "Remove";
    CANCEL = "中止する", "Cancel";
    SENDING = "送信しています", "Sending";
    READING = "読み取っています。このままお待ちください。", "Reading. Please wait.";
    SO_FAR = "ここまでの結果（すべて読み取ると、全体の結果を表示します）", "So far (the whole result follows when all is read)";
    CANCELLED = "中止しました。ファイルは選ばれたままです。", "Cancelled. The files are still chosen.";
    SCAN_TITLE = "スキャンのしかた", "How to scan";
    SCAN_BACK = "うら面（細かい白黒の模様がある面）", "The back: the side with the fine black-and-white pattern";
    SCAN_A4 = "A4 サイズ、原寸（拡大・縮小なし）", "A4, actual size, not scaled";
    SCAN_DPI = "300 dpi、カラーまたはグレー", "300 dpi, colour or gray";
    SCAN_SCANNER = "写真ではなく、スキャナーや複合機で", "A scanner or copier, rather than a photo";
    SCAN_MORE = "スキャナーの設定を図で見る", "The scanner’s settings in pictures";
    NOT_JLIS = "J-LIS（地方公共団体情報システム機構）の仕組みで発行されたコンビニ交付の証明書は、このサイトでは読み取れません。J-LIS の問合せサイトで確認してください。", "Certificates issued through J-LIS’s own system cannot be read here. Check those at J-LIS’s own verification site.";
    SAMPLES = "見本で試す", "Try it with a specimen";
    SAMPLES_LEAD = "手元に証明書がなくても、押すだけで試せます。人物も住所も架空です。", "No certificate at hand? One click shows a result. All people and addresses are fictitious.";
    SAMPLE_SCAN = "スキャン画像", "Ready scan";
    SAMPLE_PDF = "印刷用PDF", "Print-ready PDF";
    COARSE_NEXT = "読み取れないことがあります。300 dpi でスキャンし直してください。このまま送ることもできます。", "It may not be readable. Scan again at 300 dpi. You may also send it as it is.";
    TRY = "この見本で試す", "Try this specimen";
    NO_FILE = "ファイルを選んでください", "Choose a file first";
    NETWORK_TITLE = "サイトにつながりません", "The site cannot be reached";
    NETWORK_WHY = "送信の途中で通信が切れました。証明書についての判定ではありません。", "The connection was lost while sending. This says nothing about the certificate.";
    NETWORK_NEXT = "ネットワークを確かめて、もう一度「確認する」を押してください。ファイルは選ばれたままです。", "Check the network and press “Verify” again. The files are still chosen.";
}

/// Said of a file whose header has too few pixels.
pub fn coarse(dpi: u32, lang: Lang) -> String {
    match lang {
        Lang::Ja => format!("この画像の解像度は、およそ {dpi} dpi です"),
        Lang::En => format!("This picture has about {dpi} dpi"),
    }
}

/// How many come first, while an upload waits for its turn.
pub fn waiting(ahead: usize, lang: Lang) -> String {
    match (lang, ahead) {
        (Lang::Ja, 0) => "次の順番です。このままお待ちください。".to_owned(),
        (Lang::Ja, _) => format!("順番を待っています。前に {ahead} 件あります。"),
        (Lang::En, 0) => "Next in line. Please wait.".to_owned(),
        (Lang::En, _) => format!("Waiting in line: {ahead} before you."),
    }
}

/// How much has been read.
pub fn pages_read(pages: u32, lang: Lang) -> String {
    match (lang, pages) {
        (Lang::Ja, _) => format!("{pages} ページ読み取りました"),
        (Lang::En, 1) => "1 page read".to_owned(),
        (Lang::En, _) => format!("{pages} pages read"),
    }
}

pub fn comparing(front: u32, of: u32, lang: Lang) -> String {
    match lang {
        Lang::Ja => format!("おもて面を照合しています（{front} / {of} 枚目）"),
        Lang::En => format!("Comparing the fronts: {front} of {of}"),
    }
}

/// How far sending is, for eyes and screen readers.
pub fn sending(percent: u32, lang: Lang) -> String {
    format!("{} {percent}%", SENDING.say(lang))
}
