//! Fronts that are printed and scanned (見本), unaltered or altered.

#![allow(dead_code)] // each binary that includes this uses a part of it

pub mod draw;
pub mod form;

pub use draw::Face;

use compare::{Comparison, Kind, NotComparable, Page};
use form::{Alteration, Class, Form};
use krilla::text::Font;
use printscan::{Mode, Params, Print};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sheet::Picture;

/// What is restored from a back, and what is printed on the front of the same paper.
pub struct Sample {
    pub restored: Picture,
    pub print: Print,
    pub alterations: Vec<Alteration>,
}

/// A gray page that owns its pixels.
pub struct Gray {
    pub width: u32,
    pub height: u32,
    pub pixels: Vec<u8>,
}

pub struct Source {
    font: Font,
    pub form: Form,
    rng: ChaCha8Rng,
}

impl Source {
    pub fn new(face: Face, seed: u64) -> Source {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        Source {
            font: draw::font(face),
            form: form::form(&mut rng),
            rng,
        }
    }

    pub fn restored(&self, dpi: u32) -> Picture {
        picture(&draw::pdf(&self.form, &self.font, false), dpi)
    }

    pub fn print(&self) -> Print {
        print(&draw::pdf(&self.form, &self.font, true))
    }

    pub fn altered(&mut self, wanted: &[(Class, f32)]) -> (Print, Vec<Alteration>) {
        let (form, alterations) = form::alter(&self.form, &mut self.rng, wanted);
        (print(&draw::pdf(&form, &self.font, true)), alterations)
    }

    /// About ten alterations, which classes depends on the seed.
    pub fn wanted(&mut self) -> Vec<(Class, f32)> {
        let rng = &mut self.rng;
        let mut size = || form::SIZES[rng.random::<u32>() as usize % form::SIZES.len()];
        let mut wanted = vec![(Class::LineRemoved, size()), (Class::Name, size())];
        wanted.extend([(Class::LineAdded, size())]);
        wanted.extend([(); 3].map(|()| (Class::Replaced, size())));
        wanted.extend([(); 4].map(|()| (Class::LookAlike, size())));
        wanted.extend([(Class::SealMoved, 0.0), (Class::Pen, 0.0)]);
        wanted
    }
}

/// A page of the press's specimens: what is restored from its back, and its front.
pub fn specimen(page: u64, dpi: u32) -> (Picture, Print) {
    const PAGES: [(&str, usize); 6] = [
        ("inkan", 0),
        ("juminhyo-family", 0),
        ("kazei", 0),
        ("koseki", 0),
        ("koseki-2p", 0),
        ("koseki-2p", 1),
    ];
    let (name, index) = PAGES[page as usize % PAGES.len()];
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../press/specimens");
    let pdf = std::fs::read(format!("{folder}/{name}.pdf")).expect("a specimen");
    let restored = picture(&draw::embedded(&pdf, index, false), dpi);
    (restored, print(&draw::embedded(&pdf, index, true)))
}

/// Rendered and thresholded as the press does it.
pub fn picture(pdf: &[u8], dpi: u32) -> Picture {
    let page = pages::pdf::render(pdf, dpi).expect("PDFium").remove(0);
    Picture::from_gray(page.width, page.height, dpi, &page.gray).expect("a page")
}

pub fn print(pdf: &[u8]) -> Print {
    printscan::print_pdf_bytes(pdf, 1).expect("Ghostscript")
}

/// As the scan's file gives it back.
pub fn scanned(print: &Print, params: &Params, seed: u64) -> Gray {
    let scan = printscan::simulate(print, None, params, seed).expect("a scan");
    let (width, height) = (scan.width as u32, scan.height as u32);
    let pixels = if matches!(scan.mode, Mode::Bw(_)) {
        scan.pixels
    } else {
        let jpeg = printscan::encode(&[scan], printscan::Format::Jpeg, params.jpeg_quality);
        decoded(&jpeg.expect("a JPEG file"))
    };
    Gray {
        width,
        height,
        pixels,
    }
}

fn decoded(jpeg: &[u8]) -> Vec<u8> {
    let mut pixels = Vec::new();
    pages::decode(
        jpeg,
        &pages::Limits::default(),
        pages::Wanted::default(),
        &mut |page| {
            pixels = page.gray;
            std::ops::ControlFlow::Break(())
        },
    )
    .expect("a JPEG file");
    pixels
}

pub fn compared(restored: &Picture, page: &Gray) -> Result<Comparison, NotComparable> {
    let page = Page {
        width: page.width,
        height: page.height,
        pixels: &page.pixels,
    };
    compare::compare(restored, page)
}

/// What was only added counts as found where an alteration only adds; elsewhere the front must
/// be called altered.
pub fn is_found(comparison: &Comparison, alteration: &Alteration) -> bool {
    alteration.places.iter().all(|place| {
        comparison.differences.iter().any(|difference| {
            let [left, top, right, bottom] = difference.area.mm;
            let meets = left < place[2] && right > place[0] && top < place[3] && bottom > place[1];
            let only_added = matches!(alteration.class, Class::LineAdded | Class::Pen);
            meets && (only_added || difference.kind != Kind::Added)
        })
    })
}
