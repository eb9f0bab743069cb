//! Writes every page of the site as an HTML file: for translators and for looking at.
//!
//! `cargo run -p app --example gallery -- target/site/gallery`, and a running site serves them
//! as `/gallery/ja/start.html` and so on; `/gallery/messages.html` has every message. All
//! content is made up (見本).

mod messages;

use app::{
    LimitsShown, PageView, Paper, ReportView, Sample, Site, SlipView, View, render, render_slip,
};
use report::{
    Answers, Area, By, Certificate, Checks, Comparison, Declaration, DeclaredOnly, Detail,
    Difference, DifferenceKind, Edge, Evidence, FileDigest, Front, Headline, Infrared, Lang,
    Measures, Outcome, Picture, Place, Problem, ProblemCode, Receipt, ReceiptCertificate,
    RecordPlace, Rect, Report, Sheet, Tile,
};
use std::{env, error::Error, fs, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = env::args().nth(1).ok_or("usage: gallery FOLDER")?;
    for lang in Lang::ALL {
        let here = Path::new(&folder).join(lang.tag());
        fs::create_dir_all(&here)?;
        let render = |(name, view)| (name, render(lang, view, &site()));
        let slip = ("slip".to_owned(), render_slip(lang, &slip(), &site())?);
        for (name, html) in views().into_iter().map(render).chain([slip]) {
            fs::write(here.join(format!("{name}.html")), html)?;
        }
    }
    fs::write(
        Path::new(&folder).join("messages.html"),
        messages::messages(),
    )?;
    Ok(())
}

fn site() -> Site {
    let sample = |kind: &str| Sample {
        slug: kind.into(),
        pdf: format!("/samples/{kind}.pdf"),
        scan: format!("/samples/{kind}.jpg"),
        kind: kind.into(),
    };
    Site {
        pkg: "/pkg".into(),
        limits: LimitsShown {
            bytes: 50 << 20,
            files: 10,
            pages: 20,
        },
        public_key: "a5".repeat(32),
        samples: ["residence-record", "seal-registration", "family-register"]
            .map(sample)
            .into(),
    }
}

fn views() -> Vec<(String, View)> {
    let mut views = vec![
        ("start".to_owned(), View::Start),
        ("help".to_owned(), View::Help),
        ("receipt".to_owned(), View::Receipt),
    ];
    for headline in Headline::ALL {
        views.push((
            format!("report-{}", headline.slug()),
            shown(vec![certificate(headline)], vec![]),
        ));
    }
    let two = vec![
        certificate(Headline::BackAuthentic),
        certificate(Headline::SetIncomplete),
    ];
    let elsewhere = vec![
        Problem::new(ProblemCode::SheetNotFound)
            .in_file(1)
            .on_page(1),
    ];
    views.push(("report-two".to_owned(), shown(two, elsewhere)));
    views.push(("report-set".to_owned(), shown(vec![set_of_two()], vec![])));
    let mut file = shown(vec![certificate(Headline::BackAuthentic)], vec![]);
    if let View::Report(shown) = &mut file {
        shown.paper = Paper::File;
    }
    views.push(("report-file".to_owned(), file));
    for &code in ProblemCode::ALL {
        views.push((format!("problem-{}", code.slug()), View::Problem(code)));
        let inside = vec![Problem::new(code).in_file(1).on_page(1).with(detail(code))];
        views.push((
            format!("report-problem-{}", code.slug()),
            shown(vec![], inside),
        ));
    }
    views
}

/// A receipt that nobody signed.
fn slip() -> SlipView {
    let time = "2026-11-22T14:05:09+09:00";
    let receipt = Receipt {
        version: Receipt::VERSION,
        site: "uramen.example".into(),
        time: time.into(),
        software: "uramen 0.1.0".into(),
        policy: Headline::POLICY,
        report: "5f0c21a9d3e84b7796aa10bcd2e4f018".into(),
        files: vec![FileDigest {
            sha256: "5f".repeat(32),
            bytes: 1_234_567,
        }],
        headline: Headline::BackAuthentic,
        certificates: vec![ReceiptCertificate::from(&certificate(
            Headline::BackAuthentic,
        ))],
        problems: vec![ProblemCode::PageBlank],
        record: RecordPlace {
            entries: vec![12, 13],
            checkpoint: "uramen.example/record\n14\n".into(),
        },
    };
    let declaration = Declaration {
        version: Receipt::VERSION,
        receipt: "a9".repeat(32),
        time: time.into(),
        status: DeclaredOnly::DeclaredNotChecked,
        by: By::Clerk,
        answers: Answers {
            front: Front::Agrees,
            infrared: Infrared::NotLooked,
        },
    };
    SlipView {
        receipt,
        declaration: Some(declaration),
        saved: "{}".into(),
        receipt_code: None,
        declaration_code: None,
        was_sent: false,
    }
}

/// A figure or place for those that have one.
fn detail(code: ProblemCode) -> Option<Detail> {
    match code {
        ProblemCode::ResolutionTooLow => Some(Detail::Dpi(96)),
        ProblemCode::SheetCropped => Some(Detail::Edges(vec![Edge::Top, Edge::Left])),
        ProblemCode::GlassDirty => Some(Detail::FromLeft(30)),
        _ => None,
    }
}

fn shown(certificates: Vec<Certificate>, problems: Vec<Problem>) -> View {
    let headline = certificates
        .iter()
        .map(|c| c.headline)
        .min()
        .unwrap_or(Headline::CannotTell);
    let compared = certificates
        .iter()
        .flat_map(|one| &one.sheets)
        .any(|sheet| sheet.front.is_some());
    let report = Report {
        id: "01JD8Y3KQ5".into(),
        headline,
        certificates,
        problems,
        receipt: Some("e30.e30.AAAA".into()),
    };
    let pages = vec![page(0), if compared { face() } else { page(1) }];
    View::Report(Box::new(ReportView {
        report,
        paper: Paper::InHand,
        file_names: vec![Some("うら面 (見本).jpg".into()), Some("form.png".into())],
        pages,
    }))
}

fn certificate(headline: Headline) -> Certificate {
    let checks = checks(headline);
    let opened = checks.content == Outcome::Passed;
    let text = |text: &str| opened.then(|| text.to_owned());
    Certificate {
        headline,
        set: "5f0c21a9d3e84b7796aa10bcd2e4f018".into(),
        number: "L4GC-DKOT".into(),
        pages: if headline == Headline::SetIncomplete {
            3
        } else {
            1
        },
        missing: if headline == Headline::SetIncomplete {
            vec![2, 3]
        } else {
            vec![]
        },
        issuer_number: 1,
        issuer: Some("見本証明書交付センター".into()),
        municipality: text("999999"),
        municipality_name: text("見本市"),
        kind: text("residence-record"),
        issued_at: text("2026-11-21T14:05:00+09:00"),
        specimen: true,
        checks,
        receipt: None,
        sheets: vec![sheet(headline, opened)],
        problems: match headline {
            Headline::SetIncomplete => vec![Problem::new(ProblemCode::PagesMissing)],
            _ => vec![],
        },
    }
}

fn set_of_two() -> Certificate {
    let one = certificate(Headline::BackAuthentic);
    let second = one.sheets.iter().map(|sheet| Sheet {
        index: 2,
        file: 1,
        ..sheet.clone()
    });
    let sheets = one.sheets.iter().cloned().chain(second).collect();
    Certificate {
        pages: 2,
        sheets,
        ..one
    }
}

fn checks(headline: Headline) -> Checks {
    use Outcome::*;
    let fine = Checks {
        readable: Passed,
        content: Passed,
        issuer: Passed,
        complete: Passed,
        ..Checks::default()
    };
    match headline {
        Headline::CannotTell => Checks {
            readable: CannotTell,
            complete: CannotTell,
            ..Checks::default()
        },
        Headline::Rejected => Checks {
            content: Failed,
            complete: Passed,
            readable: Passed,
            ..Checks::default()
        },
        Headline::FrontDiffers => Checks {
            front_agrees: Failed,
            ..fine
        },
        Headline::SetIncomplete => Checks {
            complete: Failed,
            ..fine
        },
        Headline::BackAuthentic => fine,
        Headline::ContentAgrees => Checks {
            front_agrees: Passed,
            ..fine
        },
    }
}

fn sheet(headline: Headline, opened: bool) -> Sheet {
    let code = match headline {
        Headline::CannotTell => Some(ProblemCode::TooMuchDestroyed),
        Headline::Rejected => Some(ProblemCode::ContentRejected),
        _ => None,
    };
    let front = Picture {
        width: 2480,
        height: 3508,
        dpi: 300,
        png: Some(front_png()),
    };
    Sheet {
        file: 0,
        page: 1,
        index: 1,
        front: comparison(headline).map(|_| Place { file: 1, page: 1 }),
        comparison: comparison(headline),
        measures: Measures {
            dpi: 300.1,
            rotation: 0.4,
            corrected: 1234,
            cells: 485_865,
            margin: 0.97,
        },
        picture: opened.then_some(front),
        verified_before: Some(false),
        earlier: None,
        evidence: evidence(headline),
        problems: code
            .map(|code| Problem::new(code).in_file(0).on_page(1))
            .into_iter()
            .collect(),
    }
}

fn evidence(headline: Headline) -> Evidence {
    let rect = |x: f32, y: f32, w: f32, h: f32| [[x, y], [x + w, y], [x + w, y + h], [x, y + h]];
    let (columns, rows) = (12, 15);
    let tile = |i: usize| {
        let (x, y) = ((i % columns) as f32, (i / columns) as f32);
        let hurt = headline == Headline::CannotTell && (x - 6.0).powi(2) + (y - 7.0).powi(2) < 22.0;
        let quality = if hurt {
            0.1
        } else if (i * 7).is_multiple_of(31) {
            0.6
        } else {
            0.95
        };
        Tile {
            corners: rect(0.05 + x * 0.075, 0.04 + y * 0.055, 0.075, 0.055),
            quality,
        }
    };
    Evidence {
        marks: vec![[0.05, 0.04], [0.95, 0.04], [0.05, 0.865], [0.95, 0.865]],
        labels: vec![rect(0.06, 0.88, 0.12, 0.084), rect(0.82, 0.05, 0.12, 0.084)],
        tiles: (0..columns * rows).map(tile).collect(),
    }
}

fn page(file: usize) -> PageView {
    let (width, height) = (620, 877);
    let noise = (0..width * height).scan(7u32, |state, _| {
        *state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        Some(if *state >> 31 == 0 { 40 } else { 230 })
    });
    let gray: Vec<u8> = noise.collect();
    PageView {
        file,
        page: 1,
        width,
        height,
        jpeg: jpeg(&gray, width as u16, height as u16),
        evidence: Evidence::default(),
    }
}

fn jpeg(gray: &[u8], width: u16, height: u16) -> Vec<u8> {
    let mut jpeg = Vec::new();
    let encoder = jpeg_encoder::Encoder::new(&mut jpeg, 60);
    // A picture of this size cannot be refused.
    encoder
        .encode(gray, width, height, jpeg_encoder::ColorType::Luma)
        .expect("encoded");
    jpeg
}

/// Where the front lies on the made-up upload: its corner, and its edges to the right and down.
const ORIGIN: [f32; 2] = [0.03, 0.02];
const RIGHT: [f32; 2] = [0.94, 0.012];
const DOWN: [f32; 2] = [-0.014, 0.95];

fn comparison(headline: Headline) -> Option<Comparison> {
    let at = |x: f32, y: f32| {
        let (u, v) = (x / 210.0, y / 297.0);
        [0, 1].map(|axis| ORIGIN[axis] + u * RIGHT[axis] + v * DOWN[axis])
    };
    let on_page = |p: Rect| {
        let (right, bottom) = (p.x + p.width, p.y + p.height);
        [
            at(p.x, p.y),
            at(right, p.y),
            at(right, bottom),
            at(p.x, bottom),
        ]
    };
    let rect = |x, y, width, height| Rect {
        x,
        y,
        width,
        height,
    };
    let difference = |kind, place| Difference {
        kind,
        place,
        on_page: on_page(place),
    };
    let differences = match headline {
        Headline::FrontDiffers => vec![
            difference(DifferenceKind::Missing, rect(40.0, 68.0, 30.0, 6.0)),
            difference(DifferenceKind::Added, rect(120.0, 118.0, 14.0, 5.0)),
            difference(DifferenceKind::Changed, rect(80.0, 190.0, 5.0, 5.0)),
        ],
        Headline::ContentAgrees => vec![],
        _ => return None,
    };
    let stain = rect(150.0, 230.0, 22.0, 14.0);
    Some(Comparison {
        differences,
        unjudged: vec![Area {
            place: stain,
            on_page: on_page(stain),
        }],
        corners: [
            at(0.0, 0.0),
            at(210.0, 0.0),
            at(210.0, 297.0),
            at(0.0, 297.0),
        ],
    })
}

/// The upload of that front: askew, without some of its print and with some more.
fn face() -> PageView {
    let (width, height) = (1240_usize, 1754_usize);
    let det = RIGHT[0] * DOWN[1] - RIGHT[1] * DOWN[0];
    let shade = |at: usize| {
        let x = (at % width) as f32 / width as f32 - ORIGIN[0];
        let y = (at / width) as f32 / height as f32 - ORIGIN[1];
        let u = (x * DOWN[1] - y * DOWN[0]) / det * 210.0;
        let v = (y * RIGHT[0] - x * RIGHT[1]) / det * 297.0;
        let missing = (40.0..70.0).contains(&u) && (68.0..74.0).contains(&v);
        let added = (120.0..134.0).contains(&u) && (118.0..123.0).contains(&v);
        let pixel = |mm: f32| (mm / 25.4 * 300.0).max(0.0) as usize;
        let ink = added || (!missing && is_ink(pixel(u), pixel(v)));
        if ink { 60_u8 } else { 235 }
    };
    let gray: Vec<u8> = (0..width * height).map(shade).collect();
    PageView {
        width: width as u32,
        height: height as u32,
        jpeg: jpeg(&gray, width as u16, height as u16),
        ..page(1)
    }
}

/// Of a form-like page.
fn is_ink(x: usize, y: usize) -> bool {
    let column = x / 8;
    let line = y % 240 < 6 && (300..3200).contains(&y);
    let text = y % 240 > 90 && y % 240 < 150 && (300..3100).contains(&y);
    (30..280).contains(&column)
        && (line || (text && column % 9 < 6 && !(y / 5 + column).is_multiple_of(3)))
}

fn front_png() -> String {
    let (width, height) = (2480_u32, 3508_u32);
    let stride = width.div_ceil(8) as usize;
    let mut rows = vec![0xff_u8; stride * height as usize];
    for (y, row) in rows.chunks_mut(stride).enumerate() {
        for (column, byte) in row.iter_mut().enumerate() {
            if is_ink(column * 8, y) {
                *byte = 0;
            }
        }
    }
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, width, height);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    let mut writer = encoder.write_header().expect("header");
    writer.write_image_data(&rows).expect("rows");
    writer.finish().expect("finished");
    data_encoding::BASE64.encode(&out)
}
