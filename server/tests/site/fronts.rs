//! The paper's front, beside the restored one.

use crate::common::{Paper, Site, paper};
use lopdf::{Stream, dictionary};
use press::{Options, PressedPage};
use printscan::Format;
use serde_json::Value;
use sheet::layout::Rect;
use sheet::{Kind, Municipality};

/// Both sides of a certificate, as a perfect scanner sees them.
struct Sides {
    front: Paper,
    back: Paper,
}

fn sides(site: &Site, specimen: &str) -> Sides {
    papers(site, specimen).remove(0)
}

/// The papers of a certificate, one for each page.
fn papers(site: &Site, specimen: &str) -> Vec<Sides> {
    let sides = |page: &PressedPage| Sides {
        front: Paper::of_picture(&page.picture),
        back: Paper::scanned(&page.back),
    };
    pressed(site, specimen).iter().map(sides).collect()
}

fn pressed(site: &Site, specimen: &str) -> Vec<PressedPage> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/press/specimens");
    let front = std::fs::read(format!("{folder}/{specimen}.pdf")).unwrap();
    let options = Options {
        issuer: &site.issuer,
        escrow: &site.bundle,
        kind: Kind::Other,
        municipality: Municipality::parse("990019").unwrap(),
        issued_at: paper::ISSUED_AT,
        masks: &[],
    };
    press::press(&front, &options).unwrap().pages
}

/// In dots of 600 dpi.
fn square_of_a_centimetre((x, y): (u32, u32)) -> Rect {
    let [x, y, side] = [x, y, 10].map(|mm| mm * 6000 / 254);
    Rect {
        x,
        y,
        width: side,
        height: side,
    }
}

/// The square centimetre with most ink of those less than a third black, which are no seal; in
/// millimetres from the left and the top.
fn text(front: &Paper) -> (u32, u32) {
    let ink = |at: &(u32, u32)| front.ink(square_of_a_centimetre(*at));
    let all = (2..27).flat_map(|y| (2..18).map(move |x| (x * 10, y * 10)));
    let text = all.filter(|at| ink(at) < 118 * 118 / 3);
    text.max_by_key(ink).unwrap()
}

impl Sides {
    /// With a square centimetre of print gone.
    fn altered(&self) -> Paper {
        let place = square_of_a_centimetre(text(&self.front));
        self.front.clone().fill(place, 255)
    }
}

/// The only certificate.
fn certificate(report: &Value) -> &Value {
    let certificates = report["certificates"].as_array().unwrap();
    assert_eq!(certificates.len(), 1);
    &certificates[0]
}

/// The headline, the check, and what the sheet's problems are.
fn told(report: &Value) -> [String; 3] {
    let certificate = certificate(report);
    let problems = certificate["sheets"][0]["problems"].as_array().unwrap();
    let codes = problems.iter().map(|p| p["code"].as_str().unwrap());
    [
        certificate["headline"].as_str().unwrap().to_owned(),
        certificate["checks"]["front-agrees"]
            .as_str()
            .unwrap()
            .to_owned(),
        codes.collect::<Vec<_>>().join(" "),
    ]
}

fn kinds(report: &Value) -> Vec<&str> {
    let comparison = &certificate(report)["sheets"][0]["comparison"];
    let differences = comparison["differences"].as_array().unwrap();
    differences
        .iter()
        .map(|d| d["kind"].as_str().unwrap())
        .collect()
}

fn duplex(papers: &[&Paper]) -> Vec<u8> {
    paper::document(Format::Tiff, papers)
}

#[test]
fn a_front_as_it_was_issued_agrees_wherever_it_stands_in_the_upload() {
    let site = Site::start();
    let Sides { front, back } = sides(&site, "inkan");
    let [front_file, back_file] = [&front, &back].map(Paper::png);
    let uploads: [&[&[u8]]; 4] = [
        &[&duplex(&[&front, &back])],
        &[&duplex(&[&back, &front])],
        &[&front_file, &back_file],
        &[&back_file, &front_file],
    ];
    for (upload, at) in uploads.into_iter().zip([(0, 1), (0, 2), (0, 1), (1, 1)]) {
        let report = site.verify(upload);
        assert_eq!(told(&report), ["content-agrees", "passed", ""]);
        assert_eq!(kinds(&report), [""; 0]);
        assert_eq!(report["problems"].as_array().unwrap().len(), 0);
        let front = &certificate(&report)["sheets"][0]["front"];
        assert_eq!(
            (&front["file"], &front["page"]),
            (&at.0.into(), &at.1.into())
        );
    }
}

#[test]
fn erased_print_is_told_with_its_place() {
    let site = Site::start();
    let sides = sides(&site, "juminhyo-family");
    let upload = duplex(&[&sides.altered(), &sides.back]);
    let report = site.verify(&[&upload]);
    assert_eq!(told(&report), ["front-differs", "failed", "front-altered"]);
    assert!(kinds(&report).contains(&"missing"));

    // Every ring touches the square, and the square is all ringed.
    let (x, y) = text(&sides.front);
    let (x, y) = (f64::from(x), f64::from(y));
    let comparison = &certificate(&report)["sheets"][0]["comparison"];
    for difference in comparison["differences"].as_array().unwrap() {
        let [left, top, width, height] =
            ["x", "y", "width", "height"].map(|side| difference["place"][side].as_f64().unwrap());
        assert!(left < x + 10.0 && left + width > x, "{difference}");
        assert!(top < y + 10.0 && top + height > y, "{difference}");
        // On the page, which was not turned: its corners in fractions of A4.
        let corner: [f64; 2] = serde_json::from_value(difference["on_page"][0].clone()).unwrap();
        let expected = [left / 210.0, top / 297.0];
        let off = |k: usize| (corner[k] - expected[k]).abs();
        assert!(off(0) < 0.01 && off(1) < 0.01, "{difference}");
    }
}

/// What a viewer does not show is not on the paper, whatever the file holds.
#[test]
fn print_that_a_pdf_hides_is_missing() {
    let site = Site::start();
    let sides = sides(&site, "inkan");
    let scanned = paper::document(Format::Pdf, &[&sides.front, &sides.back]);
    let report = site.verify(&[&scanned]);
    assert_eq!(told(&report), ["content-agrees", "passed", ""]);
    let hidden = with_soft_mask(&scanned, 1, text(&sides.front));
    let report = site.verify(&[&hidden]);
    assert_eq!(told(&report), ["front-differs", "failed", "front-altered"]);
    assert!(kinds(&report).contains(&"missing"));

    // On a later paper.
    let other = papers(&site, "kazei").remove(0);
    let pages = [&other.front, &other.back, &sides.front, &sides.back];
    let scanned = paper::document(Format::Pdf, &pages);
    let hidden = with_soft_mask(&scanned, 3, text(&sides.front));
    let headlines = |report: Value| {
        let certificates = report["certificates"].as_array().unwrap().clone();
        let headlines = certificates.into_iter().map(|c| c["headline"].clone());
        headlines.collect::<Vec<_>>()
    };
    assert_eq!(headlines(site.verify(&[&scanned])), ["content-agrees"; 2]);
    let expected = ["content-agrees", "front-differs"];
    assert_eq!(headlines(site.verify(&[&hidden])), expected);
}

/// The picture of a page without a square centimetre of it (ISO 32000-2, 11.6.5.2).
fn with_soft_mask(pdf: &[u8], page: u32, (x, y): (u32, u32)) -> Vec<u8> {
    let mut document = lopdf::Document::load_mem(pdf).unwrap();
    // A millimetre for each pixel of the mask.
    let is_hidden =
        |at: u32| (x..x + 10).contains(&(at % 210)) && (y..y + 10).contains(&(at / 210));
    let alpha = (0..210 * 297).map(|at| if is_hidden(at) { 0 } else { 255 });
    let of_mask = dictionary! {
        "Type" => "XObject",
        "Subtype" => "Image",
        "Width" => 210,
        "Height" => 297,
        "ColorSpace" => "DeviceGray",
        "BitsPerComponent" => 8,
    };
    let mask = document.add_object(Stream::new(of_mask, alpha.collect()));
    let page = document.get_pages()[&page];
    let image = document.get_page_images(page).unwrap()[0].id;
    let image = document
        .get_object_mut(image)
        .unwrap()
        .as_stream_mut()
        .unwrap();
    image.dict.set("SMask", mask);
    let mut hidden = Vec::new();
    document.save_to(&mut hidden).unwrap();
    hidden
}

#[test]
fn what_was_added_is_shown_and_left_to_the_reader() {
    let site = Site::start();
    let Sides { front, back } = sides(&site, "inkan");
    // A solid mark on the empty foot of the page.
    let stamped = front.fill(square_of_a_centimetre((150, 270)), 60);
    let report = site.verify(&[&duplex(&[&stamped, &back])]);
    let expected = ["back-authentic", "cannot-tell", "front-added-to"];
    assert_eq!(told(&report), expected);
    assert_eq!(kinds(&report), ["added"]);
}

#[test]
fn a_streak_across_the_page_leaves_open_what_stands_there() {
    let site = Site::start();
    let Sides { front, back } = sides(&site, "inkan");
    // Half a millimetre of gray, from edge to edge.
    let streak = Rect {
        x: 0,
        y: 270 * 6000 / 254,
        width: 4960,
        height: 12,
    };
    let report = site.verify(&[&duplex(&[&front.fill(streak, 140), &back])]);
    let expected = ["back-authentic", "cannot-tell", "front-partly-compared"];
    assert_eq!(told(&report), expected);
    assert_eq!(kinds(&report), [""; 0]);
}

#[test]
fn another_papers_front_is_not_told_to_agree_nor_to_differ() {
    let site = Site::start();
    let front = sides(&site, "kazei").front;
    let back = sides(&site, "inkan").back;
    let report = site.verify(&[&duplex(&[&front, &back])]);
    let expected = ["back-authentic", "cannot-tell", "front-not-compared"];
    assert_eq!(told(&report), expected);
}

#[test]
fn a_front_too_coarse_to_compare_is_told_with_its_resolution() {
    let site = Site::start();
    let Sides { front, back } = sides(&site, "inkan");
    let report = site.verify(&[&front.shrunk(2).png(), &back.png()]);
    let expected = ["back-authentic", "cannot-tell", "front-not-compared"];
    assert_eq!(told(&report), expected);
    let problem = &certificate(&report)["sheets"][0]["problems"][0];
    assert_eq!(problem["detail"], serde_json::json!({ "dpi": 150 }));
}

/// Its threshold eats and fills strokes: every genuine front would seem altered.
#[test]
fn a_front_in_black_and_white_alone_is_not_told_to_differ() {
    let site = Site::start();
    let Sides { front, back } = sides(&site, "inkan");
    let expected = ["back-authentic", "cannot-tell", "front-not-compared"];
    for format in [Format::Tiff, Format::Pdf] {
        let front = front.black_and_white(format);
        assert_eq!(told(&site.verify(&[&front, &back.png()])), expected);
    }
}

/// Two papers of one certificate and one of another, each side after the other, in one file or in
/// a file for each.
#[test]
fn each_front_of_whole_papers_is_compared() {
    let site = Site::start();
    let [first, second] = &papers(&site, "koseki-2p")[..] else {
        panic!("two pages")
    };
    let other = sides(&site, "inkan");
    let altered = second.altered();
    for (second_front, set, differs) in [
        (&second.front, "content-agrees", false),
        (&altered, "front-differs", true),
    ] {
        let (a, b, c) = (first, second, &other);
        let pages = [&a.front, &a.back, second_front, &b.back, &c.front, &c.back];
        let files = pages.map(Paper::png);
        let upload: Vec<&[u8]> = files.iter().map(Vec::as_slice).collect();
        for (upload, fronts) in [
            (&[&duplex(&pages)[..]][..], [(0, 1), (0, 3), (0, 5)]),
            (&upload, [(0, 1), (2, 1), (4, 1)]),
        ] {
            let report = site.verify(upload);
            assert_eq!(report["problems"].as_array().unwrap().len(), 0);
            let [one, two] = &report["certificates"].as_array().unwrap()[..] else {
                panic!("{report}")
            };
            assert_eq!(one["headline"], set);
            assert_eq!(two["headline"], "content-agrees");
            let sheets = [&one["sheets"][0], &one["sheets"][1], &two["sheets"][0]];
            for (k, (sheet, front)) in sheets.into_iter().zip(fronts).enumerate() {
                let at = (&sheet["front"]["file"], &sheet["front"]["page"]);
                assert_eq!(at, (&front.0.into(), &front.1.into()));
                let differences = sheet["comparison"]["differences"].as_array().unwrap();
                assert_eq!(!differences.is_empty(), differs && k == 1);
            }
        }
    }
}

/// Fronts of one form in the wrong order seem altered, as most of their print agrees; and while
/// one paper's is somebody else's, another's may be, too.
#[test]
fn where_a_front_is_beside_another_papers_back_none_agrees_or_differs() {
    let site = Site::start();
    let picture = &pressed(&site, "inkan")[0].picture;
    let (left, top) = text(&Paper::of_picture(picture));
    let [left, top] = [left, top].map(|mm| mm as usize * 3000 / 254);
    let mut alike = picture.clone();
    let stride = alike.width.div_ceil(8) as usize;
    for row in alike.bits.chunks_mut(stride).skip(top).take(118) {
        row[left / 8..left / 8 + 15].fill(0);
    }
    let papers = [picture, &alike].map(Paper::of_picture);
    let [one, other] = [(picture, 1), (&alike, 2)].map(|(picture, set)| {
        let (content, label) = (paper::content(picture), paper::label(set, 1, 1));
        paper::sheet_by(&site.issuer, &site.bundle, &content, &label)
    });
    let stranger = sides(&site, "kazei").back;
    for pages in [
        [&papers[0], &other, &papers[1], &one],
        [&papers[0], &one, &papers[1], &stranger],
    ] {
        let report = site.verify(&[&duplex(&pages)]);
        assert_eq!(report["headline"], "back-authentic");
        let certificates = report["certificates"].as_array().unwrap();
        assert_eq!(certificates.len(), 2);
        // To the first paper's front something may have been added.
        for (certificate, front) in certificates.iter().zip(["not-done", "cannot-tell"]) {
            let sheet = &certificate["sheets"][0];
            assert_eq!(sheet["comparison"], Value::Null);
            assert_eq!(certificate["checks"]["front-agrees"], front);
        }
        let problem = &certificates[1]["sheets"][0]["problems"][0];
        assert_eq!(problem["code"], "front-not-compared");
    }
}

/// A good front would stand in for an altered one.
#[test]
fn with_a_page_more_than_whole_papers_nothing_is_compared() {
    let site = Site::start();
    let sides = sides(&site, "inkan");
    let (altered, Sides { front, back }) = (sides.altered(), &sides);
    let good = duplex(&[front, back]);
    let uploads: [&[&[u8]]; 3] = [
        &[&duplex(&[&altered, back, front, back])],
        &[&duplex(&[front, &altered, back])],
        &[&altered.png(), &good],
    ];
    for upload in uploads {
        let report = site.verify(upload);
        assert_eq!(report["headline"], "back-authentic");
        let certificate = certificate(&report);
        assert_eq!(certificate["checks"]["front-agrees"], "not-done");
        assert_eq!(certificate["sheets"][0]["comparison"], Value::Null);
    }
}

/// Rings would tell digit by digit what is hidden; and a front of 200 dpi has lost strokes that the
/// paper has.
#[test]
fn a_certificate_that_hides_a_number_or_is_coarse_is_not_compared() {
    let site = Site::start();
    let front = paper::front(1);
    let masks = vec![sheet::Mask {
        x: 1000,
        y: 1000,
        width: 400,
        height: 60,
    }];
    let hiding = sheet::Content {
        masks: Some(masks),
        ..paper::content(&front)
    };
    let mut coarse = front.clone();
    coarse.dpi = 200;
    for (set, content) in [(1, hiding), (2, paper::content(&coarse))] {
        let label = paper::label(set, 1, 1);
        let back = paper::sheet_by(&site.issuer, &site.bundle, &content, &label);
        let report = site.verify(&[&duplex(&[&Paper::of_picture(&front), &back])]);
        assert_eq!(told(&report), ["back-authentic", "not-done", ""]);
        assert_eq!(certificate(&report)["sheets"][0]["comparison"], Value::Null);
    }
}
