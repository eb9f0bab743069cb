//! Sheets of the site, as they are scanned.

use crate::common::{Site, label, paper};
use printscan::{Format, Params, Preset, Print};
use sheet::{Bitmap, Kind, Layout};

/// A file to upload, and the JPEG it is measured against.
pub struct Upload {
    pub file: Vec<u8>,
    pub jpeg: Vec<u8>,
}

/// What everything is measured against.
pub fn libjpeg_turbo(jpeg: &[u8]) {
    turbojpeg::decompress(jpeg, turbojpeg::PixelFormat::GRAY).expect("a JPEG");
}

pub fn office(site: &Site, seed: u64) -> Upload {
    scan(&genuine(site), &Preset::Office.params(), seed)
}

pub fn office_at(site: &Site, dpi: f32) -> Upload {
    let mut params = Preset::Office.params();
    params.scanner.dpi = dpi;
    scan(&genuine(site), &params, 1)
}

pub fn photo(site: &Site) -> Upload {
    scan(&genuine(site), &Preset::Photo.params(), 1)
}

pub fn harsh(site: &Site, seed: u64) -> Upload {
    scan(&genuine(site), &Preset::Harsh.params(), seed)
}

/// The same scan as a scanner puts it into a PDF.
pub fn scanned_pdf(site: &Site, office: &Upload) -> Upload {
    let params = Preset::Office.params();
    let page = printscan::simulate(&genuine(site), None, &params, 1).expect("a scan");
    let file = printscan::encode(&[page], Format::Pdf, params.jpeg_quality).expect("a PDF");
    let jpeg = office.jpeg.clone();
    Upload { file, jpeg }
}

/// What the press makes, never printed: an uploaded original. Measured against `office`.
pub fn drawn_pdf(site: &Site, office: &Upload) -> Upload {
    let front = include_bytes!("../../../crates/press/specimens/inkan.pdf");
    let options = press::Options {
        issuer: &site.issuer,
        escrow: &site.bundle,
        kind: Kind::SealRegistration,
        municipality: paper::content(&paper::front(1)).municipality,
        issued_at: paper::ISSUED_AT,
        masks: &[],
    };
    Upload {
        file: press::press(front, &options).expect("pressed").pdf,
        jpeg: office.jpeg.clone(),
    }
}

pub fn scan(print: &Print, params: &Params, seed: u64) -> Upload {
    let scan = printscan::simulate(print, None, params, seed).expect("a scan");
    let jpeg = printscan::encode(&[scan], Format::Jpeg, params.jpeg_quality).expect("a JPEG");
    Upload {
        file: jpeg.clone(),
        jpeg,
    }
}

fn genuine(site: &Site) -> Print {
    let label = label(1, 1, 1);
    let content = paper::content(&paper::front(1));
    let sealed = press::seal(&content, &label, &site.issuer, &site.bundle).expect("sealed");
    let layout = Layout::of(label.profile);
    let cells = sheet::encode(&label, layout, &sealed).expect("it fits");
    print(&sheet::draw(&label, "uramen.example", layout, &cells).expect("drawn"))
}

pub fn print(dots: &Bitmap) -> Print {
    Print::drawn(dots.width, dots.height, |x, y| dots.is_black(x, y))
}
