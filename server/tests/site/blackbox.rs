//! Certificates pressed, printed, scanned and read: the specimens' PDFs through the press,
//! Ghostscript as the printer, the simulated scanner, a file. Then through the API, to the
//! last pixel; and through `uramen survey`, under the conditions that are hard.

use crate::common::Site;
use crate::common::site::{keygen, register, survey};
use data_encoding::BASE64;
use press::{Issuer, Options, Pressed};
use printscan::{Format, Mode, Params, Preset, Print, Scan, Span, Threshold};
use serde_json::Value;
use sheet::cards::EscrowBundle;
use sheet::{Kind, Municipality, Picture};
use std::fs;
use std::path::Path;

/// 2026-04-01T09:30:00+09:00
const ISSUED_AT: u64 = 1_775_003_400;

const COLOR: Mode = Mode::Color;
const GRAY: Mode = Mode::Gray;
const BW: Mode = Mode::Bw(Threshold::Otsu);

/// How the back of a specimen is captured for the API, and as which file. Each specimen has
/// cells of another size.
struct Upload {
    specimen: &'static str,
    preset: Preset,
    degrees: f32,
    mode: Mode,
    format: Format,
}

const fn office(specimen: &'static str, degrees: f32, mode: Mode, format: Format) -> Upload {
    Upload {
        specimen,
        preset: Preset::Office,
        degrees,
        mode,
        format,
    }
}

const UPLOADS: [Upload; 7] = [
    Upload {
        preset: Preset::Clean,
        ..office("inkan", 0.0, COLOR, Format::Png)
    },
    office("inkan", 90.0, COLOR, Format::Jpeg),
    office("inkan", 180.0, BW, Format::Pdf),
    office("juminhyo-family", -3.0, COLOR, Format::Pdf),
    office("juminhyo-family", 270.0, GRAY, Format::Webp),
    office("koseki", 3.0, BW, Format::Tiff),
    office("koseki", 0.0, GRAY, Format::Jpeg),
];

#[test]
fn what_was_pressed_comes_back_to_the_last_pixel() {
    let site = Site::start();
    for specimen in ["inkan", "juminhyo-family", "koseki"] {
        let pressed = press(&site.issuer, &site.bundle, specimen);
        let [front, back] = sides(&pressed);
        let uploads = UPLOADS.iter().filter(|upload| upload.specimen == specimen);
        for (seed, upload) in (0..).zip(uploads) {
            let mut params = upload.preset.params();
            params.capture.rotation_deg = Span::fixed(upload.degrees);
            params.capture.mode = upload.mode;
            let scan = printscan::simulate(&back, Some(&front), &params, seed).unwrap();
            let file = printscan::encode(&[scan], upload.format, params.jpeg_quality).unwrap();
            let (mode, format) = (upload.mode, upload.format);
            let report = site.verify(&[&file]);
            assert!(
                is_restored(&report, &pressed, "back-authentic"),
                "{specimen} {mode:?} {format:?}"
            );
        }
    }
}

/// Of the catalogue, for each size of cells.
const CONDITIONS: [(&str, &[&str]); 3] = [
    (
        "inkan",
        &[
            "poor",
            "harsh",
            "photo",
            "office-150dpi",
            "office-dither",
            "office-marks-lost",
        ],
    ),
    (
        "juminhyo-family",
        &[
            "photo-8mpx",
            "office-200dpi",
            "office-cropped",
            "office-black-spots",
            "office-marks-lost-diagonal",
        ],
    ),
    (
        "koseki",
        &["harsh", "office-text", "office-jpeg30", "office-white-area"],
    ),
];

#[test]
fn sheets_are_read_under_every_condition_and_nothing_where_there_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let keys = tempfile::tempdir().unwrap();
    let issuer = keygen(1);
    let bundle = register(keys.path(), &issuer);
    for (specimen, conditions) in CONDITIONS {
        let pressed = press(&issuer, &bundle, specimen);
        let holds = holds(&pressed);
        let [front, back] = sides(&pressed);
        for condition in conditions {
            let mut all = printscan::catalogue().into_iter();
            let params = all.find(|c| c.name == *condition).unwrap().params;
            let name = format!("{condition}/{specimen}.{holds}.jpg");
            save(folder.path(), &name, &back, Some(&front), &params);
        }
    }
    let expected = pages_without_a_sheet(folder.path());

    let (code, rows) = survey(folder.path(), &[]);
    for row in &rows {
        let name = row["condition"].as_str().unwrap();
        assert_eq!(row["misread"], 0, "{row}");
        match expected.iter().find(|(none, _)| *none == name) {
            Some((_, problem)) => assert_eq!(row["problems"][problem], 1, "{row}"),
            None => assert_eq!(row["read"], row["pages"], "{row}"),
        }
    }
    let pages: u64 = rows.iter().map(|row| row["pages"].as_u64().unwrap()).sum();
    assert_eq!((code, pages), (0, 15 + expected.len() as u64));
}

/// One condition each, and the problem that is told.
fn pages_without_a_sheet(folder: &Path) -> Vec<(&'static str, &'static str)> {
    let text = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../crates/press/specimens/koseki.pdf"
    );
    let noise = |x: u32, y: u32| {
        let cell = u64::from(x / 11) * 4_096 + u64::from(y / 11);
        let mixed = cell.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (mixed ^ mixed >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 63 == 1
    };
    let from_center = |v: u32, pitch: u32| (v % pitch).abs_diff(pitch / 2).pow(2);
    let pages = [
        (
            "none-text",
            printscan::print_pdf(text, 1).unwrap(),
            "front-uploaded",
        ),
        (
            "none-form",
            print(|x, y| x % 230 < 6 || y % 140 < 6),
            "front-uploaded",
        ),
        (
            "none-halftone",
            print(|x, y| (x % 16).pow(2) + (y % 16).pow(2) < x / 22),
            "sheet-not-found",
        ),
        (
            "none-discs",
            print(|x, y| from_center(x, 150) + from_center(y, 150) < 2700),
            "sheet-not-found",
        ),
        // From edge to edge they look like cells that are cut off.
        ("none-codes", qr_codes(), "sheet-cropped"),
        ("none-noise", print(noise), "sheet-cropped"),
        ("none-blank", print(|_, _| false), "page-blank"),
    ];
    let office = Preset::Office.params();
    for (name, page, _) in &pages {
        save(folder, &format!("{name}/page.jpg"), page, None, &office);
    }
    pages.map(|(name, _, problem)| (name, problem)).to_vec()
}

/// A scan, as a JPEG in a folder of a condition.
fn save(folder: &Path, name: &str, page: &Print, behind: Option<&Print>, params: &Params) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let scan = printscan::simulate(page, behind, params, 5).unwrap();
    let file = printscan::encode(&[scan], Format::Jpeg, params.jpeg_quality).unwrap();
    fs::write(path, file).unwrap();
}

/// What a survey says of the press's own document, which is free of any fault.
fn holds(pressed: &Pressed) -> String {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("pressed.pdf"), &pressed.pdf).unwrap();
    let (_, rows) = survey(folder.path(), &["-v"]);
    let each = rows[0]["each"].as_array().unwrap();
    let back = each.iter().find(|page| page["page"] == 2).unwrap();
    back["holds"].as_str().unwrap().to_owned()
}

#[test]
fn both_sides_of_two_sheets_in_one_document() {
    let site = Site::start();
    let pressed = press(&site.issuer, &site.bundle, "koseki-2p");
    // In colour, four uncompressed pages are more than the site takes at once.
    let mut params = Preset::Office.params();
    params.capture.mode = GRAY;
    let prints: Vec<Print> = (1..=4)
        .map(|page| printscan::print_pdf_bytes(&pressed.pdf, page).unwrap())
        .collect();
    let scans: Vec<Scan> = (0..4)
        .map(|k| printscan::simulate(&prints[k], Some(&prints[k ^ 1]), &params, k as u64).unwrap())
        .collect();
    for format in [Format::Tiff, Format::Pdf] {
        let report = site.verify(&[&printscan::encode(&scans, format, 85).unwrap()]);
        assert!(
            is_restored(&report, &pressed, "content-agrees"),
            "{format:?}"
        );
        // The fronts are where they belong, and no problem.
        assert_eq!(report["problems"], serde_json::json!([]), "{format:?}");
        let sheets = report["certificates"][0]["sheets"].as_array().unwrap();
        let fronts = sheets.iter().map(|sheet| &sheet["front"]["page"]);
        assert_eq!(fronts.collect::<Vec<_>>(), [1, 3], "{format:?}");
    }
}

#[test]
fn the_press_s_own_document_is_read_as_it_is() {
    let site = Site::start();
    let pressed = press(&site.issuer, &site.bundle, "juminhyo-family");
    let report = site.verify(&[&pressed.pdf]);
    // Its two sides are one paper's, and nobody printed or scanned them.
    assert!(is_restored(&report, &pressed, "content-agrees"));
}

fn press(issuer: &Issuer, escrow: &EscrowBundle, specimen: &str) -> Pressed {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/press/specimens");
    let front = std::fs::read(format!("{folder}/{specimen}.pdf")).unwrap();
    let options = Options {
        issuer,
        escrow,
        kind: Kind::Other,
        municipality: Municipality::parse("990019").unwrap(),
        issued_at: ISSUED_AT,
        masks: &[],
    };
    press::press(&front, &options).unwrap()
}

/// Front and back, as printed.
fn sides(pressed: &Pressed) -> [Print; 2] {
    [1, 2].map(|page| printscan::print_pdf_bytes(&pressed.pdf, page).unwrap())
}

/// Whether the certificate was restored, under this headline. A restored page that is not the pressed one, and a
/// genuine sheet that is called rejected, fail the test whatever the condition.
fn is_restored(report: &Value, pressed: &Pressed, headline: &str) -> bool {
    assert_ne!(report["headline"], "rejected");
    let certificates = report["certificates"].as_array().unwrap();
    assert!(certificates.len() <= 1);
    let sheets = certificates
        .iter()
        .flat_map(|c| c["sheets"].as_array().unwrap());
    let mut restored = 0;
    for sheet in sheets.filter(|sheet| sheet["picture"].is_object()) {
        let index = sheet["index"].as_u64().unwrap() as usize;
        let png = BASE64
            .decode(sheet["picture"]["png"].as_str().unwrap().as_bytes())
            .unwrap();
        assert!(
            pixels(&png) == expected(&pressed.pages[index - 1].picture),
            "a misread page {index}"
        );
        restored += 1;
    }
    report["headline"] == headline && restored == pressed.pages.len()
}

/// Width, height, and one byte a pixel: 0 black, 1 white.
fn pixels(png: &[u8]) -> (u32, u32, Vec<u8>) {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(png));
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().unwrap();
    let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut bytes).unwrap();
    let (width, height) = (reader.info().width, reader.info().height);
    (
        width,
        height,
        bytes.into_iter().map(|level| level / 255).collect(),
    )
}

fn expected(picture: &Picture) -> (u32, u32, Vec<u8>) {
    let rows = picture
        .bits
        .chunks_exact(picture.width.div_ceil(8) as usize);
    let pixels = rows
        .flat_map(|row| (0..picture.width as usize).map(|x| 1 - (row[x / 8] >> (7 - x % 8) & 1)));
    (picture.width, picture.height, pixels.collect())
}

fn print(ink: impl Fn(u32, u32) -> bool) -> Print {
    Print::drawn(4960, 7016, ink)
}

/// A page full of codes of another system.
fn qr_codes() -> Print {
    let code = qrcode::QrCode::new("https://example.com/another-system").unwrap();
    let (side, colors) = (code.width() as u32, code.to_colors());
    let module = 16;
    let pitch = (side + 8) * module;
    print(|x, y| {
        let (column, row) = (x % pitch / module, y % pitch / module);
        let at = (row * side + column) as usize;
        column < side && row < side && colors[at] == qrcode::Color::Dark
    })
}
