//! What one verification costs, as a ratio to libjpeg-turbo decoding the same JPEG to gray
//! in the same run: `cargo bench -p server`.
//!
//! The page is one `office` scan, A4, 300 dpi, colour, JPEG. Figures are processor time, the
//! worker's included, per page; the whole is a running site that answers the API with the
//! restored picture. 見本 throughout.

#[path = "../tests/site/common/mod.rs"]
mod common;

use common::{File, Site, label, paper};
use pages::worker::Worker;
use printscan::{Format, Preset, Print};
use scan::Gray;
use sheet::{Bitmap, Layout};
use std::fs;
use std::time::Duration;

const ROUNDS: u32 = 12;

fn main() {
    let pdfium = std::env::var("URAMEN_PDFIUM").expect("cargo sets it");
    let worker = Worker {
        exe: env!("CARGO_BIN_EXE_uramen").into(),
        pdfium: Some(pdfium.into()),
    };
    let site = Site::start();
    let jpeg = office(&site);
    let limits = pages::Limits::default();

    let mut gray = None;
    let mut decode = |jpeg: &[u8]| {
        let mut keep = |page| {
            gray = Some(page);
            std::ops::ControlFlow::Continue(())
        };
        worker.decode(jpeg, &limits, &mut keep).expect("decodes");
    };
    decode(&jpeg);
    let decoding = cpu(own(), || decode(&jpeg));
    let page = gray.expect("a page");
    let plane = Gray {
        width: page.width,
        height: page.height,
        pixels: &page.gray,
    };
    let reading = scan::scan(plane).outcome.expect("a reading");
    let read = || sheet::decode(&reading.label, reading.layout, &reading.soft).expect("readable");
    let packed = paper::content(&paper::front(1)).picture;
    let restore = || {
        packed
            .unpack()
            .and_then(|picture| picture.to_png())
            .expect("a picture")
    };
    let verify = || {
        let answer = site.post(
            "/api/v1/verifications?picture=png",
            &[File {
                name: "a",
                bytes: &jpeg,
            }],
        );
        assert_eq!(answer.json()["headline"], "back-authentic");
    };

    let reference = cpu(own(), || {
        turbojpeg::decompress(&jpeg, turbojpeg::PixelFormat::GRAY).expect("a JPEG");
    });
    let rows = [
        ("libjpeg-turbo to gray", reference),
        ("decode in the worker", decoding),
        ("scan", cpu(own(), || drop(scan::scan(plane)))),
        ("correct", cpu(own(), || drop(read()))),
        ("restore and PNG", cpu(own(), || drop(restore()))),
        ("whole, by the API", cpu(site.process_id(), verify)),
    ];
    println!(
        "office, A4 300 dpi colour JPEG, {} KiB, mean of {ROUNDS}",
        jpeg.len() / 1024
    );
    for (stage, time) in rows {
        let ratio = time.as_secs_f64() / reference.as_secs_f64();
        println!(
            "{stage:24} {:7.1} ms {ratio:7.2}",
            time.as_secs_f64() * 1000.0
        );
    }
}

/// The scan of a genuine sheet of this site.
fn office(site: &Site) -> Vec<u8> {
    let label = label(1, 1, 1);
    let sealed = press::seal(
        &paper::content(&paper::front(1)),
        &label,
        &site.issuer,
        &site.bundle,
    )
    .expect("sealed");
    let layout = Layout::new(label.profile);
    let cells = sheet::encode(&label, &layout, &sealed).expect("it fits");
    let dots = sheet::draw(&label, "uramen.example", &layout, &cells).expect("drawn");
    let params = Preset::Office.params();
    let scan = printscan::simulate(&print(&dots), None, &params, 1).expect("a scan");
    printscan::encode(&[scan], Format::Jpeg, params.jpeg_quality).expect("a JPEG")
}

fn print(dots: &Bitmap) -> Print {
    let mut print = Print::blank(dots.width as usize, dots.height as usize);
    for (k, dot) in print.dots.iter_mut().enumerate() {
        *dot = u8::from(dots.is_black(k as u32 % dots.width, k as u32 / dots.width));
    }
    print
}

fn own() -> u32 {
    std::process::id()
}

/// Mean processor time that a process and its ended children spend on this.
fn cpu(process: u32, mut work: impl FnMut()) -> Duration {
    work();
    let before = spent(process);
    (0..ROUNDS).for_each(|_| work());
    (spent(process) - before) / ROUNDS
}

/// utime, stime, cutime and cstime of proc(5), in ticks of 10 ms.
fn spent(process: u32) -> Duration {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).expect("Linux");
    let (_, fields) = stat.rsplit_once(')').expect("a command in parentheses");
    let ticks = fields.split_whitespace().skip(11).take(4);
    Duration::from_millis(
        10 * ticks
            .map(|t| t.parse::<u64>().expect("a number"))
            .sum::<u64>(),
    )
}
