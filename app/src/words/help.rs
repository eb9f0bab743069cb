//! The help page, as data: the page only lays it out.

use super::{Text, t, texts};

texts! {
    TITLE = "使い方と限界", "How it works, and its limits";
    LEAD = "このサイトが証明できることと、できないこと。", "What this site proves, and what it cannot.";
    WORDS = "ことば", "Words";
    GLASS = "うら面を下にして、ガラスの角に合わせて平らに置きます。", "Lay the back face down, flat, into the corner of the glass.";
    GLASS_PICTURE = "スキャナーのガラスに、うら面を下にして置いた紙。", "A paper lying face down on a scanner’s glass.";
    SETTINGS = "A4、300 dpi、カラー、原寸（100 %）にします。「文字をくっきり」などの補正は切ります。", "Set A4, 300 dpi, colour, actual size (100 %). Turn off text enhancement and the like.";
    SETTINGS_PICTURE = "スキャンの設定：用紙サイズ A4、解像度 300 dpi、カラー、倍率 100 %、補正なし。", "Scan settings: paper A4, resolution 300 dpi, colour, scale 100 %, no enhancement.";
    EDGES = "四隅の丸い目印が全部写っていれば、読み取れます。", "All four round marks in the corners must be in the picture.";
    EDGES_PICTURE = "左：四隅の目印が写っている。右：下が切れていて読み取れない。", "Left: all four corner marks are there. Right: the bottom is cut off and cannot be read.";
    SET_SIZE = "用紙サイズ", "Paper";
    SET_DPI = "解像度", "Resolution";
    SET_COLOUR = "カラーモード", "Colour mode";
    SET_SCALE = "倍率", "Scale";
    SET_ENHANCE = "文字補正", "Enhance text";
    COLOUR = "カラー", "Colour";
    OFF = "切", "Off";
}

/// The part that has pictures.
pub const SCAN: &str = "scan";

/// One part of the help page.
pub struct Section {
    /// The fragment of its address.
    pub id: &'static str,
    pub title: Text,
    pub paragraphs: &'static [Text],
    pub points: &'static [Text],
}

/// The parts of the help page, in order.
pub const SECTIONS: [Section; 6] = [
    Section {
        id: SCAN,
        title: t("スキャンのしかた", "How to scan"),
        paragraphs: &[],
        points: &[
            t(
                "証明書のうら面（細かい白黒の模様と QRコードがある面）を下にして、スキャナーのガラスに平らに置きます。",
                "Lay the back (the side with the fine black-and-white pattern and the QR codes) flat on the scanner’s glass.",
            ),
            t(
                "A4・300 dpi・カラーまたはグレー・原寸で読み取ります。四辺が切れないようにしてください。",
                "Scan as A4 at 300 dpi, in colour or gray, at actual size, with no edge cut off.",
            ),
            t(
                "JPEG または PDF で保存します。PNG・TIFF・WebP も使えます。向きはそのままでかまいません。",
                "Save as JPEG or PDF; PNG, TIFF and WebP work too. The paper may lie in any direction.",
            ),
            t(
                "複数ページの証明書は、全ページのうら面を一度に送信します。",
                "If the certificate has several pages, send the backs of all of them at once.",
            ),
            t(
                "スマートフォンの写真は、ゆがみやぼけのために読み取れないことがあります。",
                "Photos taken with a phone may be too distorted or blurred to be read.",
            ),
        ],
    },
    Section {
        id: "proved",
        title: t("確認できること", "What is proved"),
        paragraphs: &[t(
            "うら面の模様には、発行されたときのおもて面が、暗号化され、交付センターの署名とともに印刷されています。",
            "The pattern on the back carries the front as it was issued, encrypted, with the issuing centre’s signature.",
        )],
        points: &[
            t(
                "うら面が、登録された交付センターの発行したものであること",
                "That the back was issued by a registered issuing centre",
            ),
            t(
                "復元されたおもて面が、発行されたときと一点も違わないこと",
                "That the restored front is exactly what was issued, to the last dot",
            ),
            t(
                "証明書のすべてのページがそろっていること",
                "That all pages of the certificate are here",
            ),
        ],
    },
    Section {
        id: "not-proved",
        title: t("確認できないこと", "What is not proved"),
        paragraphs: &[],
        points: &[
            t(
                "原本かコピーか。うら面をていねいにコピーしたものも、同じように復元されます。",
                "Whether the paper is the original. A careful photocopy of the back is restored just the same.",
            ),
            t(
                "手元の紙のおもて面。どの紙も両面を順に並べて（10枚まで）それだけを送ると、サイトが比べて違いに印をつけます（個人番号を隠した証明書を除く）。それ以外のときに見比べるのは、あなたです。",
                "The front of your paper. Where both sides of every paper are sent in order, of ten at most, and nothing else, the site rings what differs, unless one hides a 個人番号; otherwise it is you who compares.",
            ),
            t(
                "色・地紋。復元されるのは白黒の2値の画像です。",
                "Colours and tints. The restored picture is black and white only.",
            ),
            t(
                "証明書の内容が、今も変わっていないこと。わかるのは発行されたときの内容です。",
                "Whether the facts have changed since. It shows what was true at the time of issue.",
            ),
        ],
    },
    Section {
        id: "answers",
        title: t("結果の読み方", "How to read the result"),
        paragraphs: &[],
        points: &[
            t(
                "「うら面は本物です」：復元されたおもて面と手元の紙を、今見比べてください。",
                "“The back is authentic”: compare the restored front with your paper now.",
            ),
            t(
                "「ページがそろっていません」：足りないページのうら面も送信してください。",
                "“The certificate is not complete”: send the backs of the missing pages too.",
            ),
            t(
                "「判定できません」：本物とも偽物とも言えません。スキャンし直すと読めることがあります。",
                "“Cannot tell”: neither genuine nor forged. Scanning again often helps.",
            ),
            t(
                "「認められません」：データは傷なく読めたのに、発行されたものと一致しません。この紙だけで手続きを進めないでください。",
                "“Rejected”: the data was read without damage and is not what was issued. Do not rely on this paper.",
            ),
        ],
    },
    Section {
        id: "limits",
        title: t(
            "このサイトで読めない証明書",
            "Certificates that cannot be read here",
        ),
        paragraphs: &[
            t(
                "J-LIS（地方公共団体情報システム機構）の仕組みで発行されたコンビニ交付の証明書は、形式と鍵が公開されていないため、読み取れません。J-LIS の問合せサイトで確認してください。",
                "Certificates issued through J-LIS’s own system cannot be read: its format and keys are not public. Check those at J-LIS’s own verification site.",
            ),
            t(
                "証明書の QRコードをスマートフォンで読み取っても、確認はできません。このサイトのアドレスは、ご自分で入力してください。",
                "Reading the QR code with a phone verifies nothing. Type this site’s address yourself.",
            ),
        ],
        points: &[],
    },
    Section {
        id: "privacy",
        title: t(
            "保存しないこと、記録すること",
            "What is kept, and what is not",
        ),
        paragraphs: &[t(
            "アップロードされたファイルと復元した画像は、1回の確認のあいだだけメモリーにあり、保存されません。記録されるのは、鍵を使った日時と結果など、証明書の内容を含まないものだけです。",
            "Uploads and restored pictures are in memory for one verification and are not stored. What is recorded is when a key was used and how it ended, and nothing of what a certificate says.",
        )],
        points: &[],
    },
];

/// The words that the site uses, and what they mean.
pub const GLOSSARY: [(Text, Text); 7] = [
    (
        t("うら面・おもて面", "Back, front"),
        t(
            "証明書の紙の両面。おもて面に証明の内容、うら面にスクランブル画像があります。",
            "The two sides of a certificate’s paper. The front says what is certified, the back carries the scrambled image.",
        ),
    ),
    (
        t("スクランブル画像", "Scrambled image"),
        t(
            "おもて面を暗号化して印刷した、細かい白黒の模様。",
            "The front, encrypted and printed as a fine black-and-white pattern.",
        ),
    ),
    (
        t("目印", "Registration mark"),
        t(
            "うら面の位置を合わせるための、四隅の印。",
            "A printed mark in each corner from which the back’s position is found.",
        ),
    ),
    (
        t("交付センター", "Issuing centre"),
        t(
            "市区町村の証明書を、両面の印刷データにして署名するところ。",
            "It turns a municipality’s certificate into the two printed sides and signs them.",
        ),
    ),
    (
        t("封印・署名", "Seal, signature"),
        t(
            "封印は内容を読めないようにし、署名はだれが発行したかを証明します。",
            "The seal keeps the content from being read, the signature proves who issued it.",
        ),
    ),
    (
        t("けん制文字", "Copy-warning lettering"),
        t(
            "コピーすると浮かびあがる、地紋の中の文字。",
            "Letters hidden in the background that appear on a photocopy.",
        ),
    ),
    (
        t("照会結果票", "Verification receipt"),
        t(
            "照会したことと、その結果を、サイトの署名つきで1枚にしたもの。証明書の内容は入りません。申告の部分は、サイトが確認したことではありません。",
            "One signed page that says what was verified and how it ended, without the certificate’s content. What is declared on it was not checked by the site.",
        ),
    ),
];
