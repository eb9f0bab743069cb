//! 印鑑登録証明書 with the impression of a seal.

use crate::paper::Paper;

const LEFT: f32 = 25.0;
const WIDTH: f32 = 160.0;
const TOP: f32 = 70.0;

pub fn draw(paper: &mut Paper) {
    paper.specimen_stamp();
    paper.centered(105.0, 52.0, 24.0, "印　鑑　登　録　証　明　書");

    paper.frame(LEFT, TOP, WIDTH, 110.0, 1.4);
    paper.line([LEFT + 62.0, TOP], [LEFT + 62.0, TOP + 110.0], 0.7);
    paper.spread(LEFT + 18.0, TOP + 9.0, 26.0, 12.0, "印影");
    paper.line([LEFT, TOP + 13.0], [LEFT + 62.0, TOP + 13.0], 0.7);
    seal(paper, [LEFT + 31.0, TOP + 58.0]);

    let rows = [
        ("登録番号", "第９９－０１２３４５号"),
        ("登録年月日", "平成２４年４月２日"),
        ("氏名", "見本　太郎"),
        ("旧氏・通称", "＊＊＊＊＊＊＊＊"),
        ("生年月日", "昭和５８年４月１２日"),
        ("性別", "男"),
        ("住所", "見本県見本市中央一丁目２番３号"),
        ("", "見本ハイツ４０５号室"),
        ("備考", "＊＊＊＊＊＊＊＊"),
    ];
    let step = 110.0 / rows.len() as f32;
    for (k, (label, value)) in rows.into_iter().enumerate() {
        let y = TOP + step * k as f32;
        if k > 0 && !label.is_empty() {
            paper.line([LEFT + 62.0, y], [LEFT + WIDTH, y], 0.7);
        }
        paper.spread(LEFT + 65.0, y + 8.0, 22.0, 10.0, label);
        paper.text(LEFT + 92.0, y + 8.0, 12.0, value);
    }
    paper.line([LEFT + 89.0, TOP], [LEFT + 89.0, TOP + 110.0], 0.7);

    paper.text(
        32.0,
        200.0,
        13.0,
        "この写しは、登録されている印影と相違ないことを証明する。",
    );
    paper.text(40.0, 218.0, 12.0, "令和８年１１月２０日");
    paper.text(66.0, 234.0, 13.0, "見本県見本市長");
    paper.text(110.0, 235.0, 17.0, "見　本　次　郎");
    paper.office_seal(158.0, 220.0, 24.0, ["見本市", "長之印"]);
    paper.text(
        25.0,
        270.0,
        8.0,
        "この証明書は、印鑑登録原票に基づき作成したものです。改ざんされたものは無効です。",
    );
    paper.text(
        25.0,
        275.0,
        8.0,
        "整理番号　０００００００２－９９００１９　　手数料　３００円　　１通",
    );
}

/// A round seal of 18 mm with four carved characters, two columns read from the right, and
/// the small gaps that ink leaves.
fn seal(paper: &mut Paper, center: [f32; 2]) {
    let radius = 9.0;
    paper.circle(center[0], center[1], radius, 2.2);
    let size = [radius * 0.72, radius * 0.74];
    let columns = [(0.03, ["見", "本"]), (-0.75, ["太", "郎"])];
    for (dx, characters) in columns {
        for (dy, character) in [-0.76, 0.02].into_iter().zip(characters) {
            let at = [center[0] + radius * dx, center[1] + radius * dy];
            paper.carved(at, size, 0.55, character);
        }
    }
}
