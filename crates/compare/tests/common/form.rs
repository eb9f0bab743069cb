//! A certificate-like form (見本) with text of all sizes, and ways to alter it.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// Sizes of type that recall is told for, in points.
pub const SIZES: [f32; 6] = [6.0, 7.0, 8.0, 9.0, 10.5, 12.0];

#[derive(Clone, Debug)]
pub struct Field {
    /// Left end of the base line, in mm from the top left.
    pub x: f32,
    pub y: f32,
    pub size: f32,
    pub text: Vec<char>,
    pub is_name: bool,
}

#[derive(Clone, Debug)]
pub struct Form {
    pub fields: Vec<Field>,
    /// Rules: from, to, width in points.
    pub rules: Vec<([f32; 2], [f32; 2], f32)>,
    /// Centre of the round seal.
    pub seal: [f32; 2],
    /// Strokes of a pen, and their width in mm.
    pub pens: Vec<(Vec<[f32; 2]>, f32)>,
}

/// Left, top, right and bottom, in mm.
pub type Area = [f32; 4];

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    Replaced,
    LookAlike,
    Name,
    LineRemoved,
    LineAdded,
    SealMoved,
    Pen,
}

impl Class {
    pub const ALL: [Class; 7] = [
        Class::Replaced,
        Class::LookAlike,
        Class::Name,
        Class::LineRemoved,
        Class::LineAdded,
        Class::SealMoved,
        Class::Pen,
    ];
}

#[derive(Clone, Debug)]
pub struct Alteration {
    pub class: Class,
    pub what: String,
    /// 0 where there is no text.
    pub size: f32,
    pub places: Vec<Area>,
}

pub const LOOK_ALIKES: [(char, char); 10] = [
    ('一', '二'),
    ('は', 'ば'),
    ('大', '犬'),
    ('３', '８'),
    ('１', '７'),
    ('二', '一'),
    ('ば', 'は'),
    ('犬', '大'),
    ('3', '8'),
    ('1', '7'),
];

const KANJI: &str = "見本県市中央町丁目番号室氏名生年月日住所平成昭和令年世帯主続柄長男女筆頭者前届出記載省略太郎花子次三四五六七八九十百千万東西南北山川田村林森石水火木金土高橋佐藤鈴渡辺伊加吉小松井上下内外新古明正文武光清春夏秋冬国民健康保険税証課額控除所得収入給与配偶者扶養";
const NAMES: &str = "佐藤鈴木高橋田中渡辺伊藤山本中村小林加藤吉太郎花子次健恵美智子真由翔優";
const KANA: &str = "のにをはがでとしたるこれすいうものとおり";
const DIGITS: &str = "０１２３４５６７８９";
const HALF: &str = "0123456789";

fn pick(rng: &mut ChaCha8Rng, from: &str) -> char {
    let all: Vec<char> = from.chars().collect();
    all[rng.random::<u32>() as usize % all.len()]
}

fn between(rng: &mut ChaCha8Rng, low: f32, high: f32) -> f32 {
    low + (high - low) * rng.random::<f32>()
}

pub const LEFT: f32 = 18.0;
pub const WIDTH: f32 = 174.0;

impl Field {
    pub fn em(&self) -> f32 {
        self.size * 25.4 / 72.0
    }

    pub fn advance(&self, c: char) -> f32 {
        self.em() * if c.is_ascii() { 0.56 } else { 1.0 }
    }

    /// Of characters `from..to`.
    pub fn area(&self, from: usize, to: usize) -> Area {
        let left: f32 = self.text[..from].iter().map(|&c| self.advance(c)).sum();
        let width: f32 = self.text[from..to].iter().map(|&c| self.advance(c)).sum();
        let em = self.em();
        [
            self.x + left,
            self.y - 0.88 * em,
            self.x + left + width,
            self.y + 0.12 * em,
        ]
    }
}

pub fn form(rng: &mut ChaCha8Rng) -> Form {
    let mut form = Form {
        fields: Vec::new(),
        rules: Vec::new(),
        seal: [168.0, 262.0],
        pens: Vec::new(),
    };
    let mut field = |x: f32, y: f32, size: f32, text: &str| {
        form.fields.push(Field {
            x,
            y,
            size,
            text: text.chars().collect(),
            is_name: false,
        });
    };
    field(18.0, 20.0, 20.0, "見本");
    field(60.0, 32.0, 18.0, "住民票の写し（見本）");
    field(
        22.0,
        255.0,
        10.5,
        "この写しは、世帯全員の住民票の原本と相違ないことを証明する。",
    );
    field(30.0, 266.0, 10.5, "令和８年１１月２０日");
    field(92.0, 266.0, 12.0, "見本県見本市長　見本次郎");
    field(
        18.0,
        284.0,
        7.5,
        "整理番号　０００００００１－９９００１９　　手数料　３００円　　発行場所　コンビニエンスストア見本店",
    );
    let mut y = 40.0;
    let mut rules = vec![([LEFT, y], [LEFT + WIDTH, y], 0.7)];
    let top = y;
    let pitch = between(rng, 0.0, 1.2);
    for block in 0..4 {
        for size in SIZES {
            let em = size * 25.4 / 72.0;
            let row = (em * 1.5).max(3.6) + 0.8 + pitch;
            let base = y + row / 2.0 + em * 0.38;
            let label: String = (0..3).map(|_| pick(rng, KANJI)).collect();
            form.fields.push(Field {
                x: LEFT + 2.0,
                y: base,
                size,
                text: label.chars().collect(),
                is_name: false,
            });
            let is_name = block == 1;
            let x = LEFT + 20.0;
            let text = if is_name {
                let name: String = (0..4).map(|_| pick(rng, NAMES)).collect();
                name.chars().collect()
            } else {
                let count = (WIDTH - 40.0) / em * between(rng, 0.5, 1.0);
                value(rng, count as usize)
            };
            form.fields.push(Field {
                x,
                y: base,
                size,
                text,
                is_name,
            });
            y += row;
            // Some rows share a box.
            if rng.random::<f32>() < 0.7 {
                rules.push(([LEFT, y], [LEFT + WIDTH, y], 0.5));
            }
        }
        y += 2.0;
    }
    for x in [LEFT, LEFT + 18.0, LEFT + WIDTH] {
        rules.push(([x, top], [x, y], 0.7));
    }
    form.rules = rules;
    form
}

/// Text in which every character that has a look-alike is sure to come.
fn value(rng: &mut ChaCha8Rng, count: usize) -> Vec<char> {
    (0..count.max(8))
        .map(|k| match k % 5 {
            0 => LOOK_ALIKES[rng.random::<u32>() as usize % LOOK_ALIKES.len()].0,
            1 => pick(rng, KANA),
            2 if rng.random() => pick(rng, DIGITS),
            2 => pick(rng, HALF),
            3 if rng.random::<f32>() < 0.2 => '　',
            _ => pick(rng, KANJI),
        })
        .collect()
}

/// Alters the form in some ways, not two on one field.
pub fn alter(
    form: &Form,
    rng: &mut ChaCha8Rng,
    wanted: &[(Class, f32)],
) -> (Form, Vec<Alteration>) {
    let mut altered = form.clone();
    let mut used = vec![false; form.fields.len()];
    // The heading, and what stands at the foot.
    used[..6].fill(true);
    let mut all = Vec::new();
    for &(class, size) in wanted {
        let alteration = match class {
            Class::SealMoved => seal_moved(&mut altered, rng),
            Class::Pen => pen(&mut altered, rng, &all),
            Class::LineAdded => line_added(&mut altered, rng, size),
            _ => text(&mut altered, &mut used, rng, class, size),
        };
        all.extend(alteration);
    }
    (altered, all)
}

fn text(
    form: &mut Form,
    used: &mut [bool],
    rng: &mut ChaCha8Rng,
    class: Class,
    size: f32,
) -> Option<Alteration> {
    let fits = |k: usize, field: &Field| {
        let long = field.text.len() > 4;
        !used[k]
            && field.size == size
            && match class {
                Class::Name => field.is_name,
                Class::LineRemoved => true,
                _ => long,
            }
    };
    // A line that was added is altered no further.
    let fields: Vec<usize> = (0..used.len())
        .filter(|&k| fits(k, &form.fields[k]))
        .collect();
    if fields.is_empty() {
        return None;
    }
    let chosen = fields[rng.random::<u32>() as usize % fields.len()];
    used[chosen] = true;
    let field = &mut form.fields[chosen];
    let (places, what) = match class {
        Class::Replaced => {
            let at = loop {
                let at = rng.random::<u32>() as usize % field.text.len();
                if !"　".contains(field.text[at]) && !field.text[at].is_ascii() {
                    break at;
                }
            };
            let old = field.text[at];
            field.text[at] = loop {
                let new = if DIGITS.contains(old) {
                    pick(rng, DIGITS)
                } else {
                    pick(rng, KANJI)
                };
                if new != old {
                    break new;
                }
            };
            (
                vec![field.area(at, at + 1)],
                format!("{old}→{}", field.text[at]),
            )
        }
        Class::LookAlike => {
            let start = rng.random::<u32>() as usize % LOOK_ALIKES.len();
            let (at, new) = (0..LOOK_ALIKES.len()).find_map(|k| {
                let (old, new) = LOOK_ALIKES[(start + k) % LOOK_ALIKES.len()];
                let at = field.text.iter().position(|&c| c == old)?;
                Some((at, new))
            })?;
            let old = field.text[at];
            field.text[at] = new;
            (vec![field.area(at, at + 1)], format!("{old}→{new}"))
        }
        Class::Name => {
            let old: String = field.text.iter().collect();
            for c in field.text.iter_mut().skip(2) {
                let old = *c;
                while *c == old {
                    *c = pick(rng, NAMES);
                }
            }
            let new: String = field.text.iter().collect();
            (
                vec![field.area(2, field.text.len())],
                format!("{old}→{new}"),
            )
        }
        _ => {
            let area = field.area(0, field.text.len());
            field.text.clear();
            (vec![area], "removed".to_owned())
        }
    };
    Some(Alteration {
        class,
        what,
        size,
        places,
    })
}

fn line_added(form: &mut Form, rng: &mut ChaCha8Rng, size: f32) -> Option<Alteration> {
    let field = Field {
        x: between(rng, 20.0, 60.0),
        y: 275.0,
        size,
        text: (0..12).map(|_| pick(rng, KANJI)).collect(),
        is_name: false,
    };
    let place = field.area(0, 12);
    form.fields.push(field);
    Some(Alteration {
        class: Class::LineAdded,
        what: "added".to_owned(),
        size,
        places: vec![place],
    })
}

fn seal_moved(form: &mut Form, rng: &mut ChaCha8Rng) -> Option<Alteration> {
    let old = form.seal;
    let angle = between(rng, 0.0, std::f32::consts::TAU);
    let far = between(rng, 1.0, 8.0);
    form.seal = [old[0] + far * angle.cos(), old[1] + far * angle.sin()];
    let around = |[x, y]: [f32; 2]| [x - 9.0, y - 9.0, x + 9.0, y + 9.0];
    Some(Alteration {
        class: Class::SealMoved,
        what: format!("{far:.1} mm"),
        size: 0.0,
        places: vec![around(old), around(form.seal)],
    })
}

/// Beside what else was altered, so that each is found by itself.
fn pen(form: &mut Form, rng: &mut ChaCha8Rng, others: &[Alteration]) -> Option<Alteration> {
    let (points, place) = loop {
        let (points, place) = stroke(rng);
        let meets = |o: &Area| {
            place[0] < o[2] + 2.0
                && place[2] > o[0] - 2.0
                && place[1] < o[3] + 2.0
                && place[3] > o[1] - 2.0
        };
        if !others.iter().any(|other| other.places.iter().any(meets)) {
            break (points, place);
        }
    };
    form.pens.push((points, between(rng, 0.3, 0.6)));
    Some(Alteration {
        class: Class::Pen,
        what: "a stroke".to_owned(),
        size: 0.0,
        places: vec![place],
    })
}

/// A line of 12 to 40 mm that wanders, and the area it takes.
fn stroke(rng: &mut ChaCha8Rng) -> (Vec<[f32; 2]>, Area) {
    let mut at = [between(rng, 30.0, 150.0), between(rng, 45.0, 220.0)];
    let mut heading = between(rng, 0.0, std::f32::consts::TAU);
    let steps = between(rng, 12.0, 40.0) as usize;
    let mut points = vec![at];
    for _ in 0..steps {
        heading += between(rng, -0.3, 0.3);
        at = [at[0] + heading.cos(), at[1] + heading.sin()];
        points.push(at);
    }
    let side = |k: usize, pick: fn(f32, f32) -> f32, start: f32| {
        points.iter().map(|p| p[k]).fold(start, pick)
    };
    let place = [
        side(0, f32::min, 1e9),
        side(1, f32::min, 1e9),
        side(0, f32::max, -1e9),
        side(1, f32::max, -1e9),
    ];
    (points, place)
}
