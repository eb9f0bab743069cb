//! 戸籍全部事項証明書: a full page of small type, the densest certificate there is.

use crate::paper::Paper;

/// A member of the family: the facts on the left of the page, and what happened to them.
struct Member {
    name: &'static str,
    facts: &'static [&'static str],
    events: &'static [Event],
}

struct Event {
    title: &'static str,
    lines: &'static [&'static str],
}

const LEFT: f32 = 13.0;
const WIDTH: f32 = 184.0;
const TOP: f32 = 46.0;
const LINE: f32 = 4.15;
const SIZE: f32 = 9.5;
/// Where the text of the right column begins.
const TEXT: f32 = 42.0;

const REGISTER: Event = Event {
    title: "戸籍事項",
    lines: &[
        "【編製日】平成２３年６月１８日　　【編製事由】婚姻の届出による",
        "【改製日】令和２年２月１日",
        "【改製事由】平成６年法務省令第５１号附則第２条第１項による改製",
        "【転籍日】令和４年９月５日　　【従前本籍】架空県架空市北区緑町三丁目８番地",
    ],
};

const FAMILY: [Member; 6] = [
    Member {
        name: "太郎",
        facts: &[
            "【生年月日】昭和５８年４月１２日　　【配偶者区分】夫",
            "【父】見本勇　　【母】見本和子　　【続柄】長男",
        ],
        events: &[
            Event {
                title: "出　　生",
                lines: &[
                    "【出生日】昭和５８年４月１２日　　【出生地】架空県架空市北区",
                    "【届出日】昭和５８年４月２０日　　【届出人】父　　【送付を受けた日】昭和５８年４月２３日",
                    "【受理者】架空県架空市北区長",
                ],
            },
            Event {
                title: "婚　　姻",
                lines: &[
                    "【婚姻日】平成２３年６月１８日　　【配偶者氏名】架空花子",
                    "【送付を受けた日】平成２３年６月２１日　　【受理者】見本県見本市長",
                    "【従前戸籍】架空県架空市北区緑町三丁目８番地　見本勇",
                ],
            },
        ],
    },
    Member {
        name: "花子",
        facts: &[
            "【生年月日】昭和６０年１１月３日　　【配偶者区分】妻",
            "【父】架空武　　【母】架空洋子　　【続柄】二女",
        ],
        events: &[
            Event {
                title: "出　　生",
                lines: &[
                    "【出生日】昭和６０年１１月３日　　【出生地】仮想県仮想市港町",
                    "【届出日】昭和６０年１１月１１日　　【届出人】父",
                    "【受理者】仮想県仮想市長",
                ],
            },
            Event {
                title: "婚　　姻",
                lines: &[
                    "【婚姻日】平成２３年６月１８日　　【配偶者氏名】見本太郎",
                    "【送付を受けた日】平成２３年６月２１日　　【受理者】見本県見本市長",
                    "【従前戸籍】仮想県仮想市港町二丁目１４番地　架空武",
                ],
            },
        ],
    },
    Member {
        name: "一郎",
        facts: &[
            "【生年月日】平成２５年７月１９日",
            "【父】見本太郎　　【母】見本花子　　【続柄】長男",
        ],
        events: &[Event {
            title: "出　　生",
            lines: &[
                "【出生日】平成２５年７月１９日　　【出生地】見本県見本市中央一丁目",
                "【届出日】平成２５年７月２６日　　【届出人】父　　【受理者】見本県見本市長",
            ],
        }],
    },
    Member {
        name: "さくら",
        facts: &[
            "【生年月日】平成２８年２月２９日",
            "【父】見本太郎　　【母】見本花子　　【続柄】長女",
        ],
        events: &[
            Event {
                title: "出　　生",
                lines: &[
                    "【出生日】平成２８年２月２９日　　【出生地】見本県見本市中央一丁目",
                    "【届出日】平成２８年３月７日　　【届出人】母　　【受理者】見本県見本市長",
                ],
            },
            Event {
                title: "名の変更",
                lines: &[
                    "【名の変更日】令和元年１２月１０日　　【従前の記録】【名】桜",
                    "【届出人】親権者父母　　【許可の裁判確定日】令和元年１１月２９日",
                ],
            },
        ],
    },
    Member {
        name: "健太",
        facts: &[
            "【生年月日】平成３０年１０月８日",
            "【父】架空健　　【母】架空美咲　　【続柄】二男",
            "【養父】見本太郎　　【養母】見本花子　　【続柄】養子",
        ],
        events: &[
            Event {
                title: "出　　生",
                lines: &[
                    "【出生日】平成３０年１０月８日　　【出生地】仮想県仮想市南町",
                    "【届出日】平成３０年１０月１５日　　【届出人】母　　【受理者】仮想県仮想市長",
                ],
            },
            Event {
                title: "養子縁組",
                lines: &[
                    "【縁組日】令和３年５月２４日　　【養父氏名】見本太郎　　【養母氏名】見本花子",
                    "【代諾者】親権者母　　【許可の審判確定日】令和３年５月１０日",
                    "【従前戸籍】仮想県仮想市南町五丁目２６番地　架空健　　【受理者】見本県見本市長",
                ],
            },
        ],
    },
    Member {
        name: "和子",
        facts: &[
            "【生年月日】昭和３１年８月２５日",
            "【父】仮名正　　【母】仮名キヨ　　【続柄】三女",
        ],
        events: &[
            Event {
                title: "出　　生",
                lines: &[
                    "【出生日】昭和３１年８月２５日　　【出生地】架空県架空郡山里村",
                    "【届出日】昭和３１年９月３日　　【届出人】父　　【受理者】架空県架空郡山里村長",
                ],
            },
            Event {
                title: "入　　籍",
                lines: &[
                    "【届出日】令和５年１月１６日　　【入籍事由】子の氏を称する入籍",
                    "【従前戸籍】架空県架空市北区緑町三丁目８番地　見本勇",
                ],
            },
        ],
    },
];

/// The second page of two goes on with the members that the first leaves.
pub fn draw(paper: &mut Paper, page: usize, pages: usize) {
    paper.specimen_stamp();
    paper.text(16.0, 35.0, 9.5, &format!("（{pages}の{page}）"));
    paper.centered(105.0, 38.0, 17.0, "全　部　事　項　証　明　書");
    paper.right(LEFT + WIDTH, 35.0, 9.5, "見本県見本市");

    let members: &[Member] = match (page, pages) {
        (1, 2) => &FAMILY[..3],
        (2, 2) => &FAMILY[3..],
        _ => &FAMILY[..5],
    };
    let mut y = TOP;
    if page == 1 {
        y = head(paper, y);
    }
    for member in members {
        y = draw_member(paper, y, member);
    }
    if page == pages {
        paper.right(LEFT + WIDTH - 3.0, y + 4.0, SIZE, "以下余白");
        y += 5.5;
    }
    paper.frame(LEFT, TOP, WIDTH, y - TOP, 1.2);
    paper.line([LEFT + TEXT - 3.0, TOP], [LEFT + TEXT - 3.0, y], 0.6);
    certify(paper, page, pages);
}

fn head(paper: &mut Paper, top: f32) -> f32 {
    let mut y = top;
    for (label, value) in [
        ("本籍", "見本県見本市本町二丁目１５番地"),
        ("氏名", "見本　太郎"),
    ] {
        paper.spread(LEFT + 4.0, y + 5.0, 24.0, 10.5, label);
        paper.text(LEFT + TEXT, y + 5.0, 11.0, value);
        y += 7.0;
        rule(paper, y, 0.6);
    }
    y = entry(paper, y, REGISTER.title, REGISTER.lines);
    rule(paper, y, 1.2);
    y
}

fn draw_member(paper: &mut Paper, top: f32, member: &Member) -> f32 {
    let name = format!("【名】{}", member.name);
    let facts: Vec<&str> = [name.as_str()]
        .into_iter()
        .chain(member.facts.iter().copied())
        .collect();
    let mut y = entry(paper, top, "戸籍に記録されている者", &facts);
    for event in member.events {
        rule(paper, y, 0.3);
        y = entry(paper, y, event.title, event.lines);
    }
    rule(paper, y, 0.9);
    y
}

fn entry(paper: &mut Paper, top: f32, title: &str, lines: &[&str]) -> f32 {
    let size = if title.chars().count() > 6 { 8.0 } else { SIZE };
    paper.text(LEFT + 3.0, top + LINE, size, title);
    let mut y = top;
    for line in lines {
        y += LINE;
        paper.within(LEFT + TEXT, y, WIDTH - TEXT - 2.0, SIZE, line);
    }
    y + 1.3
}

fn rule(paper: &mut Paper, y: f32, width: f32) {
    paper.line([LEFT, y], [LEFT + WIDTH, y], width);
}

fn certify(paper: &mut Paper, page: usize, pages: usize) {
    if page == pages {
        let text = "これは、戸籍に記録されている事項の全部を証明した書面である。";
        paper.text(18.0, 274.0, 10.0, text);
        paper.text(24.0, 281.0, 10.0, "令和８年１１月２０日");
        paper.text(80.0, 281.0, 10.0, "見本県見本市長");
        paper.text(112.0, 281.3, 13.0, "見　本　次　郎");
        paper.office_seal(158.0, 268.5, 19.0, ["見本市", "長之印"]);
    }
    paper.text(16.0, 289.0, 7.5, "発行番号　０００００００３－９９００１９");
}
