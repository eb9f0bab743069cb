//! A printed sheet without keys: random bytes stand in for the ciphertext (見本).

#![allow(dead_code)] // each binary that includes this uses a part of it

use printscan::{Mode, Params, Print, Scan};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sheet::{Label, Layout, Profile, Sealed, SheetId};

pub struct Printed {
    pub label: Label,
    pub sealed: Sealed,
    pub cells: Vec<u8>,
    pub print: Print,
}

/// A sheet before it is printed.
pub struct Sheet {
    pub label: Label,
    pub sealed: Sealed,
    pub cells: Vec<u8>,
}

pub fn printed(profile: Profile, seed: u64) -> Printed {
    let Sheet {
        label,
        sealed,
        cells,
    } = sealed(profile, seed);
    let print = print_of(&label, Layout::of(profile), &cells);
    Printed {
        label,
        sealed,
        cells,
        print,
    }
}

pub fn sealed(profile: Profile, seed: u64) -> Sheet {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let sheet = SheetId {
        set: rng.random(),
        index: 1,
    };
    let label = Label {
        issuer: 1,
        escrow_key: 1,
        sheet,
        pages: 1,
        profile,
    };
    let layout = Layout::of(profile);
    let mut encapsulated_key = [0; Sealed::KEY_LEN];
    rng.fill(&mut encapsulated_key);
    let mut ciphertext = vec![0; layout.capacity() - Sealed::FRAME_OVERHEAD];
    rng.fill(&mut ciphertext[..]);
    let sealed = Sealed {
        encapsulated_key,
        ciphertext,
    };
    let cells = sheet::encode(&label, layout, &sealed).unwrap();
    Sheet {
        label,
        sealed,
        cells,
    }
}

pub fn print_of(label: &Label, layout: &Layout, cells: &[u8]) -> Print {
    let page = sheet::draw(label, "uramen.example", layout, cells).unwrap();
    Print::drawn(page.width, page.height, |x, y| page.is_black(x, y))
}

/// The scan as gray pixels.
pub fn gray(print: &Print, params: &Params, seed: u64) -> (u32, u32, Vec<u8>) {
    let scan = printscan::simulate(print, None, params, seed).unwrap();
    let (width, height) = (scan.width as u32, scan.height as u32);
    (width, height, luma(scan))
}

fn luma(scan: Scan) -> Vec<u8> {
    if scan.mode != Mode::Color {
        return scan.pixels;
    }
    let weigh =
        |p: &[u8]| (u32::from(p[0]) * 77 + u32::from(p[1]) * 150 + u32::from(p[2]) * 29) >> 8;
    scan.pixels
        .chunks_exact(3)
        .map(|p| weigh(p) as u8)
        .collect()
}
