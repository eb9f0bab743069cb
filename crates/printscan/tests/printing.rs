//! Ghostscript as the printer, and the command.

use printscan::{Error, Print, print_pdf, print_pdf_bytes};
use std::path::Path;
use std::process::{Command, Output};

/// Two pages of 2 × 1 inches, each with one black square of half an inch: on page 1
/// half an inch from the left, on page 2 an inch; both touch the page's lower edge.
fn document() -> Vec<u8> {
    let mut pdf = b"%PDF-1.4\n".to_vec();
    let page = |content: u8| {
        format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 144 72]/Contents {content} 0 R>>")
    };
    let square = |x: u8| {
        let drawing = format!("{x} 0 36 36 re f");
        format!(
            "<</Length {}>>\nstream\n{drawing}\nendstream",
            drawing.len()
        )
    };
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Count 2/Kids[3 0 R 4 0 R]>>".to_owned(),
        page(5),
        page(6),
        square(36),
        square(72),
    ];
    let mut places = Vec::new();
    for (number, object) in (1..).zip(objects) {
        places.push(pdf.len());
        pdf.extend(format!("{number} 0 obj\n{object}\nendobj\n").bytes());
    }
    let xref = pdf.len();
    pdf.extend(b"xref\n0 7\n0000000000 65535 f \n");
    places
        .iter()
        .for_each(|place| pdf.extend(format!("{place:010} 00000 n \n").bytes()));
    pdf.extend(format!("trailer<</Size 7/Root 1 0 R>>\nstartxref\n{xref}\n%%EOF\n").bytes());
    pdf
}

/// Whether there is a printer on this machine; without one, the one useful thing is
/// that the error says how to get it.
fn has_printer() -> bool {
    if Command::new("gs").arg("--version").output().is_ok() {
        return true;
    }
    let error = print_pdf_bytes(&document(), 1).unwrap_err();
    assert!(error.to_string().contains("apt-get install ghostscript"));
    false
}

fn assert_square(print: &Print, left: usize) {
    assert_eq!((print.width, print.height), (1200, 600));
    for (at, &dot) in print.dots.iter().enumerate() {
        let (x, y) = (at % 1200, at / 1200);
        // Ghostscript paints any dot that a shape touches; allow it one at the edges.
        let surely = (left + 1..left + 299).contains(&x) && y > 300;
        let maybe = (left - 1..left + 301).contains(&x) && y >= 299;
        assert!(
            if dot == 1 { maybe } else { !surely },
            "dot ({x}, {y}) is {dot}"
        );
    }
}

#[test]
fn dots_are_where_the_document_says() {
    if !has_printer() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("document.pdf");
    std::fs::write(&path, document()).unwrap();
    assert_square(&print_pdf(&path, 1).unwrap(), 300);
    assert_square(&print_pdf_bytes(&document(), 2).unwrap(), 600);
    assert!(matches!(print_pdf(&path, 3), Err(Error::NoSuchPage(3))));
    assert!(matches!(
        print_pdf_bytes(b"no PDF", 1),
        Err(Error::Ghostscript(_))
    ));
    assert!(matches!(
        print_pdf(folder.path().join("none.pdf"), 1),
        Err(Error::Io(_))
    ));
}

fn command(folder: &Path, arguments: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_printscan"));
    command
        .current_dir(folder)
        .args(arguments.split_whitespace())
        .output()
        .unwrap()
}

#[test]
fn the_command_scans_all_pages_into_one_file() {
    if !has_printer() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("in.pdf"), document()).unwrap();
    let output = command(
        folder.path(),
        "in.pdf --page all --preset poor --mode gray -o out.tif",
    );
    assert!(output.status.success(), "{output:?}");
    let file = std::fs::File::open(folder.path().join("out.tif")).unwrap();
    let mut decoder = tiff::decoder::Decoder::new(file).unwrap();
    assert_eq!(decoder.dimensions().unwrap(), (600, 300));
    decoder.next_image().unwrap();
    assert!(!decoder.more_images());
}

#[test]
fn the_command_takes_a_png_of_dots() {
    let folder = tempfile::tempdir().unwrap();
    let file = std::fs::File::create(folder.path().join("dots.png")).unwrap();
    let mut encoder = png::Encoder::new(file, 1200, 600);
    encoder.set_color(png::ColorType::Grayscale);
    let mut writer = encoder.write_header().unwrap();
    // Black on the left half.
    let pixels: Vec<u8> = (0..1200 * 600)
        .map(|at| 255 * u8::from(at % 1200 >= 600))
        .collect();
    writer.write_image_data(&pixels).unwrap();
    writer.finish().unwrap();
    let run = |options: &str| command(folder.path(), &format!("dots.png {options}"));
    let output = run("--preset clean --mode bw --rotate 90 -o out.png");
    assert!(output.status.success(), "{output:?}");
    let bytes = std::fs::read(folder.path().join("out.png")).unwrap();
    let scan = Print::from_png(&bytes).unwrap();
    // The left half comes to lie above.
    assert_eq!((scan.width, scan.height), (300, 600));
    assert_eq!(
        (scan.dots[50 * 300 + 150], scan.dots[550 * 300 + 150]),
        (1, 0)
    );

    for (options, code, message) in [
        ("-o out.docx", 1, "what file is this"),
        ("--page 2 -o out.png", 1, "no page 2"),
        ("--megapixels 8 -o out.png", 1, "need --preset photo"),
        ("--blur 9 -o out.png", 1, "blur, mm is 9"),
        (
            "--preset awful -o out.png",
            2,
            "[possible values: clean, office",
        ),
        ("--page 1 --page 1 -o out.png", 1, "TIFF or PDF"),
        ("--patch 1,2,3 -o out.png", 2, "four numbers"),
    ] {
        let output = run(options);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{options}: {said}");
        assert!(said.contains(message), "{options}: {said}");
    }
}
