//! 課税証明書: mostly numbers.

use crate::paper::Paper;

const LEFT: f32 = 16.0;
const WIDTH: f32 = 178.0;
const ROW: f32 = 7.1;

const INCOME: [(&str, &str, &str); 9] = [
    ("給与", "６，８２０，０００", "５，０３８，０００"),
    ("営業等", "０", "０"),
    ("農業", "０", "０"),
    ("不動産", "９６０，０００", "４１２，５００"),
    ("利子・配当", "２４，８００", "２４，８００"),
    ("公的年金等", "０", "０"),
    ("一時・雑（その他）", "１５０，０００", "１５０，０００"),
    ("総所得金額等", "７，９５４，８００", "５，６２５，３００"),
    ("合計所得金額", "", "５，６２５，３００"),
];

const DEDUCTIONS: [(&str, &str); 12] = [
    ("社会保険料", "９８７，６５４"),
    ("小規模企業共済等", "２７６，０００"),
    ("生命保険料", "７０，０００"),
    ("地震保険料", "１５，２００"),
    ("医療費", "４３，２１０"),
    ("障害者", "０"),
    ("配偶者", "３３０，０００"),
    ("扶養", "０"),
    ("基礎", "４３０，０００"),
    ("雑損", "０"),
    ("寄附金（税額控除）", "４８，０００"),
    ("所得控除額合計", "２，１５２，０６４"),
];

const TAX: [(&str, &str, &str); 7] = [
    ("課税標準額", "３，４７３，０００", "３，４７３，０００"),
    ("算出所得割額", "２０８，３８０", "１３８，９２０"),
    ("調整控除額", "１，５００", "１，０００"),
    ("税額控除額", "２８，８００", "１９，２００"),
    ("所得割額", "１７８，０００", "１１８，７００"),
    ("均等割額", "３，０００", "１，０００"),
    ("年税額", "１８１，０００", "１１９，７００"),
];

pub fn draw(paper: &mut Paper) {
    paper.specimen_stamp();
    paper.centered(105.0, 38.0, 19.0, "令和８年度　市民税・県民税　課税証明書");
    paper.right(LEFT + WIDTH, 46.0, 9.5, "（令和７年分所得）　単位：円");

    person(paper, 49.0);
    let top = 49.0 + 3.0 * ROW + 3.0;
    income(paper, top);
    deductions(paper, top);
    tax(paper, top + 14.0 * ROW + 3.0);

    let y = 243.0;
    paper.text(LEFT, y - 1.5, 8.5, "扶養親族等の数：　同一生計配偶者　有　　一般　０人　　特定　０人　　老人　０人　　１６歳未満　２人");
    paper.text(22.0, y + 9.0, 11.0, "上記のとおり相違ないことを証明する。");
    paper.text(30.0, y + 19.0, 11.0, "令和８年１１月２０日");
    paper.text(86.0, y + 19.0, 11.0, "見本県見本市長");
    paper.text(122.0, y + 19.5, 15.0, "見　本　次　郎");
    paper.office_seal(166.0, y + 5.0, 22.0, ["見本市", "長之印"]);
    paper.text(LEFT, 280.0, 7.5, "整理番号　０００００００４－９９００１９　　手数料　３００円　　※　この証明書に記載のない所得はありません。");
}

fn person(paper: &mut Paper, top: f32) {
    let rows = [
        (
            "住所（賦課期日現在）",
            "見本県見本市中央一丁目２番３号　見本ハイツ４０５号室",
        ),
        ("現住所", "同上"),
        ("氏名・生年月日", "見本　太郎　　　　昭和５８年４月１２日生"),
    ];
    for (k, (label, value)) in rows.into_iter().enumerate() {
        let y = top + ROW * k as f32;
        paper.text(LEFT + 2.0, y + 5.1, 9.0, label);
        paper.text(LEFT + 48.0, y + 5.1, 10.0, value);
        paper.line([LEFT, y + ROW], [LEFT + WIDTH, y + ROW], 0.5);
    }
    paper.line([LEFT + 45.0, top], [LEFT + 45.0, top + 3.0 * ROW], 0.5);
    paper.frame(LEFT, top, WIDTH, 3.0 * ROW, 1.2);
}

fn income(paper: &mut Paper, top: f32) {
    let width = 104.0;
    heading(
        paper,
        LEFT,
        top,
        width,
        &[("所得の種類", 17.0), ("収入金額", 52.0), ("所得金額", 87.0)],
    );
    for (k, (label, gross, net)) in INCOME.into_iter().enumerate() {
        let y = top + ROW * (k + 1) as f32;
        paper.text(LEFT + 2.0, y + 5.1, 9.0, label);
        paper.right(LEFT + 68.0, y + 5.1, 9.0, gross);
        paper.right(LEFT + 102.0, y + 5.1, 9.0, net);
        paper.line([LEFT, y + ROW], [LEFT + width, y + ROW], 0.5);
    }
    let y = top + ROW * 10.0;
    for (line, text) in [
        "給与支払者　見本商事株式会社（他１か所）",
        "源泉徴収税額　１８３，２００　　　　配当割額　１，２４０",
        "繰越損失　なし　　　　　　　　　　　株式等譲渡所得割額　０",
        "分離課税に係る所得（土地建物・株式・先物取引・山林・退職）　なし",
    ]
    .into_iter()
    .enumerate()
    {
        paper.text(LEFT + 2.0, y + 5.1 + ROW * line as f32 * 0.95, 8.5, text);
    }
    for x in [34.0, 70.0] {
        paper.line([LEFT + x, top], [LEFT + x, y], 0.5);
    }
    paper.frame(LEFT, top, width, 14.0 * ROW, 1.2);
}

fn deductions(paper: &mut Paper, top: f32) {
    let (left, width) = (LEFT + 107.0, WIDTH - 107.0);
    heading(
        paper,
        left,
        top,
        width,
        &[("所得控除", 20.0), ("金額", 54.0)],
    );
    for (k, (label, amount)) in DEDUCTIONS.into_iter().enumerate() {
        let y = top + ROW * (k + 1) as f32;
        paper.text(left + 2.0, y + 5.1, 9.0, label);
        paper.right(left + width - 2.0, y + 5.1, 9.5, amount);
        paper.line([left, y + ROW], [left + width, y + ROW], 0.5);
    }
    paper.line([left + 38.0, top], [left + 38.0, top + 13.0 * ROW], 0.5);
    paper.text(
        left + 2.0,
        top + 13.0 * ROW + 5.1,
        8.0,
        "控除対象配偶者　有・同居老親等　無",
    );
    paper.frame(left, top, width, 14.0 * ROW, 1.2);
}

fn tax(paper: &mut Paper, top: f32) {
    heading(
        paper,
        LEFT,
        top,
        WIDTH,
        &[("税額", 30.0), ("市民税", 92.0), ("県民税", 150.0)],
    );
    for (k, (label, city, prefecture)) in TAX.into_iter().enumerate() {
        let y = top + ROW * (k + 1) as f32;
        paper.spread(LEFT + 6.0, y + 5.1, 48.0, 9.5, label);
        paper.right(LEFT + 116.0, y + 5.1, 10.0, city);
        paper.right(LEFT + 174.0, y + 5.1, 10.0, prefecture);
        paper.line([LEFT, y + ROW], [LEFT + WIDTH, y + ROW], 0.5);
    }
    for x in [60.0, 120.0] {
        paper.line([LEFT + x, top], [LEFT + x, top + 8.0 * ROW], 0.5);
    }
    paper.frame(LEFT, top, WIDTH, 8.0 * ROW, 1.2);
}

fn heading(paper: &mut Paper, left: f32, top: f32, width: f32, titles: &[(&str, f32)]) {
    for (title, x) in titles {
        paper.centered(left + x, top + 5.1, 9.0, title);
    }
    paper.line([left, top + ROW], [left + width, top + ROW], 1.0);
}
