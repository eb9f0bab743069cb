//! 住民票の写し of a family of four.

use crate::paper::Paper;

struct Person {
    kana: &'static str,
    name: &'static str,
    born: &'static str,
    sex: &'static str,
    relation: &'static str,
    resident_since: &'static str,
    former_address: &'static str,
}

const ADDRESS: &str = "見本県見本市中央一丁目２番３号　見本ハイツ４０５号室";
const REGISTERED: &str = "見本県見本市本町二丁目１５番地";

const FAMILY: [Person; 4] = [
    Person {
        kana: "ミホン　タロウ",
        name: "見本　太郎",
        born: "昭和５８年４月１２日",
        sex: "男",
        relation: "世帯主",
        resident_since: "平成２４年３月２８日",
        former_address: "架空県架空市北区緑町３丁目８番１０－２０２号",
    },
    Person {
        kana: "ミホン　ハナコ",
        name: "見本　花子",
        born: "昭和６０年１１月３日",
        sex: "女",
        relation: "妻",
        resident_since: "平成２４年３月２８日",
        former_address: "架空県架空市北区緑町３丁目８番１０－２０２号",
    },
    Person {
        kana: "ミホン　イチロウ",
        name: "見本　一郎",
        born: "平成２５年７月１９日",
        sex: "男",
        relation: "子",
        resident_since: "平成２５年７月１９日",
        former_address: "（出生により住民となる）",
    },
    Person {
        kana: "ミホン　サクラ",
        name: "見本　さくら",
        born: "平成２８年２月２９日",
        sex: "女",
        relation: "子",
        resident_since: "平成２８年２月２９日",
        former_address: "（出生により住民となる）",
    },
];

const LEFT: f32 = 16.0;
const WIDTH: f32 = 178.0;
const ROW: f32 = 7.6;
/// Where the columns of a row begin: label, value, label, value.
const COLUMNS: [f32; 4] = [0.0, 30.0, 104.0, 130.0];

pub fn draw(paper: &mut Paper) {
    paper.specimen_stamp();
    paper.centered(105.0, 37.0, 20.0, "住　民　票　の　写　し");
    paper.right(LEFT + WIDTH, 28.0, 9.0, "１／１ページ");
    paper.text(LEFT, 45.5, 9.5, "（世帯全員）");
    paper.right(LEFT + WIDTH, 45.5, 9.5, "見本県見本市");

    paper.frame(LEFT, 48.0, WIDTH, 2.0 * ROW, 1.2);
    row(paper, 48.0, ["住所", ADDRESS, "", ""]);
    row(
        paper,
        48.0 + ROW,
        ["世帯主", "見本　太郎", "世帯番号", "００００９９９－０１"],
    );

    let mut y = 48.0 + 2.0 * ROW + 3.0;
    for (person, number) in FAMILY.iter().zip(["１", "２", "３", "４"]) {
        y = block(paper, y, person, number) + 2.0;
    }
    certify(paper, y + 6.0);
}

fn block(paper: &mut Paper, top: f32, person: &Person, number: &str) -> f32 {
    let name = format!("{}　（{}）", person.name, person.kana);
    let relation = format!("{number}　{}", person.relation);
    let rows = [
        ["氏名", name.as_str(), "番号・続柄", relation.as_str()],
        ["生年月日", person.born, "性別", person.sex],
        [
            "住民となった日",
            person.resident_since,
            "住所を定めた日",
            person.resident_since,
        ],
        ["本籍", REGISTERED, "筆頭者", "見本　太郎"],
        [
            "前住所",
            person.former_address,
            "届出日",
            person.resident_since,
        ],
        ["個人番号", "（記載省略）", "住民票コード", "（記載省略）"],
    ];
    let height = ROW * rows.len() as f32;
    for (k, fields) in rows.into_iter().enumerate() {
        row(paper, top + ROW * k as f32, fields);
    }
    paper.frame(LEFT, top, WIDTH, height, 1.2);
    top + height
}

fn row(paper: &mut Paper, top: f32, fields: [&str; 4]) {
    let base = top + 5.2;
    paper.line([LEFT, top + ROW], [LEFT + WIDTH, top + ROW], 0.5);
    for (k, (column, field)) in COLUMNS.into_iter().zip(fields).enumerate() {
        if field.is_empty() {
            continue;
        }
        let x = LEFT + column;
        if k > 0 {
            paper.line([x, top], [x, top + ROW], 0.5);
        }
        if k % 2 == 0 {
            let width = if k == 0 { 26.0 } else { 22.0 };
            let size = if field.chars().count() > 6 { 8.0 } else { 9.0 };
            paper.spread(x + 2.0, base, width, size, field);
        } else {
            let alone = fields[2].is_empty();
            let width = if alone {
                140.0
            } else {
                [0.0, 70.0, 0.0, 44.0][k]
            };
            paper.within(x + 2.0, base, width, 10.0, field);
        }
    }
}

fn certify(paper: &mut Paper, y: f32) {
    paper.text(
        22.0,
        y,
        10.5,
        "この写しは、世帯全員の住民票の原本と相違ないことを証明する。",
    );
    paper.text(30.0, y + 9.0, 10.5, "令和８年１１月２０日");
    paper.text(92.0, y + 9.0, 10.5, "見本県見本市長");
    paper.text(126.0, y + 9.5, 14.0, "見　本　次　郎");
    paper.office_seal(166.0, y - 3.0, 21.0, ["見本市", "長之印"]);
    paper.text(16.0, 285.0, 7.5, "整理番号　０００００００１－９９００１９　　手数料　３００円　　発行場所　コンビニエンスストア見本店");
}
