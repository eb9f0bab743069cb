use super::Site;
use press::Issuer;
use printscan::{Format, Mode, Scan, Threshold};
use qrcode::{Color, EcLevel, QrCode, Version};
use sheet::cards::EscrowBundle;
use sheet::layout::{GRID, LABEL_MODULE, LABEL_MODULES, LABEL_QUIET, LABELS, Rect};
use sheet::{
    Bitmap, Content, Kind, Label, Layout, Municipality, Picture, Profile, Sealed, SheetId,
};

/// 2026-04-01T09:30:00+09:00
pub const ISSUED_AT: u64 = 1_775_003_400;

/// A back as a faultless scanner at 300 dpi sees it: each pixel is two by two dots.
#[derive(Clone)]
pub struct Paper {
    width: u32,
    height: u32,
    pixels: Vec<u8>,
}

/// A label of the registered issuer and its escrow key.
pub fn label(set: u8, index: u8, pages: u8) -> Label {
    let sheet = SheetId {
        set: [set; 16],
        index,
    };
    Label {
        issuer: 1,
        escrow_key: 1,
        sheet,
        pages,
        profile: Profile::Dots8,
    }
}

/// A front with marks of its own.
pub fn front(seed: u32) -> Picture {
    let (width, height) = (2480, 3508);
    let ink = |x: u32, y: u32| {
        (x / 40 * 7 + y / 60 * 13 + seed).is_multiple_of(5) && x % 40 < 30 && y % 60 < 8
    };
    let gray: Vec<u8> = (0..width * height)
        .map(|i| if ink(i % width, i / width) { 0 } else { 255 })
        .collect();
    Picture::from_gray(width, height, 300, &gray).unwrap()
}

pub fn content(front: &Picture) -> Content {
    Content {
        municipality: Municipality::parse("990019").unwrap(),
        kind: Kind::ResidenceRecord,
        issued_at: ISSUED_AT,
        masks: None,
        infrared: None,
        picture: front.pack().unwrap(),
    }
}

/// A genuine sheet of the site's issuer.
pub fn genuine(site: &Site, label: &Label) -> Paper {
    sealed_paper(
        label,
        &press::seal(&content(&front(1)), label, &site.issuer, &site.bundle).unwrap(),
    )
}

/// A sheet by anybody, sealed under one label and printed with the same.
pub fn sheet_by(issuer: &Issuer, bundle: &EscrowBundle, content: &Content, label: &Label) -> Paper {
    sealed_paper(label, &press::seal(content, label, issuer, bundle).unwrap())
}

/// Papers as one file of several pages.
pub fn document(format: Format, papers: &[&Paper]) -> Vec<u8> {
    let scan = |paper: &&Paper| paper.scan(Mode::Gray);
    let scans: Vec<Scan> = papers.iter().map(scan).collect();
    printscan::encode(&scans, format, 85).unwrap()
}

pub fn sealed_paper(label: &Label, sealed: &Sealed) -> Paper {
    let layout = Layout::of(label.profile);
    let cells = sheet::encode(label, layout, sealed).expect("it fits");
    Paper::scanned(&sheet::draw(label, "uramen.example", layout, &cells).unwrap())
}

impl Paper {
    pub fn blank() -> Paper {
        Paper::gray(255)
    }

    pub fn gray(level: u8) -> Paper {
        Paper {
            width: 2480,
            height: 3508,
            pixels: vec![level; 2480 * 3508],
        }
    }

    /// Of one bit a pixel, as a scanner sends it.
    pub fn black_and_white(&self, format: Format) -> Vec<u8> {
        let mut scan = self.scan(Mode::Bw(Threshold::Otsu));
        for pixel in &mut scan.pixels {
            *pixel = if *pixel < 128 { 0 } else { 255 };
        }
        printscan::encode(&[scan], format, 85).unwrap()
    }

    fn scan(&self, mode: Mode) -> Scan {
        Scan {
            width: self.width as usize,
            height: self.height as usize,
            dpi: 300.0,
            mode,
            pixels: self.pixels.clone(),
        }
    }

    /// A front that was printed without any ground.
    pub fn of_picture(picture: &Picture) -> Paper {
        let stride = picture.width.div_ceil(8) as usize;
        let is_black =
            |x: usize, y: usize| picture.bits[y * stride + x / 8] >> (7 - x % 8) & 1 == 1;
        assert_eq!((picture.width, picture.height), (2480, 3508));
        Paper::drawn(is_black).softened()
    }

    /// Ink does not end where a pixel does.
    fn softened(mut self) -> Paper {
        let width = self.width as usize;
        let sharp = std::mem::take(&mut self.pixels);
        let row = |y: usize| &sharp[y * width..][..width];
        let last = self.height as usize - 1;
        for y in 0..=last {
            let rows = row(y.max(1) - 1)
                .iter()
                .zip(row((y + 1).min(last)))
                .zip(row(y));
            let columns: Vec<u16> = rows
                .map(|((&a, &c), &b)| u16::from(a) + 2 * u16::from(b) + u16::from(c))
                .collect();
            let mean = |x: usize| {
                let at = |x: usize| columns[x.min(width - 1)];
                (at(x.max(1) - 1) + 2 * at(x) + at(x + 1)) / 16
            };
            self.pixels.extend((0..width).map(|x| mean(x) as u8));
        }
        self
    }

    /// Dark pixels within; the place is in dots, as of a grid.
    pub fn ink(&self, rect: Rect) -> usize {
        let rows = self.pixels.chunks(self.width as usize);
        let [x, y, width, height] =
            [rect.x, rect.y, rect.width, rect.height].map(|dots| dots as usize / 2);
        let rows = rows.skip(y).take(height);
        rows.flat_map(|row| row.iter().skip(x).take(width))
            .filter(|pixel| **pixel < 128)
            .count()
    }

    /// Lines of strokes, as on a front.
    pub fn form() -> Paper {
        let is_ink = |x: usize, y: usize| {
            let in_line = y % 120 < 40 && (200..2200).contains(&x);
            in_line && (x % 50 < 4 || (y % 120 % 13 < 2 && x % 50 < 36))
        };
        Paper::drawn(is_ink)
    }

    /// Cells of another system: a pattern that never repeats, without marks.
    pub fn other_cells() -> Paper {
        let is_black = |x: usize, y: usize| {
            let cell = (x / 5) as u64 * 4_096 + (y / 5) as u64;
            let mixed = cell.wrapping_mul(0x9e37_79b9_7f4a_7c15);
            let mixed = (mixed ^ mixed >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let is_inside = (120..2360).contains(&x) && (120..3380).contains(&y);
            is_inside && mixed >> 63 == 1
        };
        Paper::drawn(is_black)
    }

    fn drawn(is_black: impl Fn(usize, usize) -> bool) -> Paper {
        let mut paper = Paper::blank();
        for (k, pixel) in paper.pixels.iter_mut().enumerate() {
            *pixel = if is_black(k % 2480, k / 2480) { 0 } else { 255 };
        }
        paper
    }

    /// Each pixel by its level and its place, from 0 to 1 across and down.
    pub fn map(mut self, level: impl Fn(f32, f32, f32) -> f32) -> Paper {
        let (width, height) = (self.width as f32, self.height as f32);
        for (row, line) in self.pixels.chunks_mut(self.width as usize).enumerate() {
            for (column, pixel) in line.iter_mut().enumerate() {
                let (x, y) = (column as f32 / width, row as f32 / height);
                *pixel = level(f32::from(*pixel), x, y) as u8;
            }
        }
        self
    }

    /// Without so many pixels on the left.
    pub fn cut_on_the_left(self, columns: usize) -> Paper {
        let rows = self.pixels.chunks(self.width as usize);
        Paper {
            width: self.width - columns as u32,
            height: self.height,
            pixels: rows.flat_map(|row| &row[columns..]).copied().collect(),
        }
    }

    /// One pixel for each square of so many.
    pub fn shrunk(self, by: usize) -> Paper {
        let (width, height) = (self.width as usize / by, self.height as usize / by);
        let mean = |k: usize| {
            let (left, top) = (k % width * by, k / width * by);
            let square = (0..by * by).map(|i| (left + i % by, top + i / by));
            let sum: u32 = square
                .map(|(x, y)| u32::from(self.pixels[y * self.width as usize + x]))
                .sum();
            (sum / (by * by) as u32) as u8
        };
        Paper {
            pixels: (0..width * height).map(mean).collect(),
            width: width as u32,
            height: height as u32,
        }
    }

    /// Each pixel takes what `of` makes of those up to `reach` beside it, and again of those
    /// above and below.
    pub fn spread(self, reach: usize, of: impl Fn(&[u8]) -> u8) -> Paper {
        self.spread_across(reach, &of)
            .turned()
            .spread_across(reach, &of)
            .turned()
    }

    fn spread_across(mut self, reach: usize, of: impl Fn(&[u8]) -> u8) -> Paper {
        for row in self.pixels.chunks_mut(self.width as usize) {
            let before = row.to_vec();
            for (x, pixel) in row.iter_mut().enumerate() {
                let beside = x.saturating_sub(reach)..(x + reach + 1).min(before.len());
                *pixel = of(&before[beside]);
            }
        }
        self
    }

    /// Columns as rows.
    fn turned(self) -> Paper {
        let (width, height) = (self.width as usize, self.height as usize);
        let pixel = |k: usize| self.pixels[k % height * width + k / height];
        Paper {
            width: self.height,
            height: self.width,
            pixels: (0..width * height).map(pixel).collect(),
        }
    }

    pub fn scanned(dots: &Bitmap) -> Paper {
        let (width, height) = (dots.width / 2, dots.height / 2);
        let pixel = |x: u32, y: u32| {
            let four = [(0, 0), (1, 0), (0, 1), (1, 1)];
            let black = four
                .iter()
                .filter(|(dx, dy)| dots.is_black(2 * x + dx, 2 * y + dy))
                .count();
            255 - (black * 255 / 4) as u8
        };
        let pixels = (0..height)
            .flat_map(|y| (0..width).map(move |x| pixel(x, y)))
            .collect();
        Paper {
            width,
            height,
            pixels,
        }
    }

    /// Fills a rectangle, given in dots, with one gray.
    pub fn fill(mut self, rect: Rect, gray: u8) -> Paper {
        for y in rect.y / 2..(rect.y + rect.height) / 2 {
            for x in rect.x / 2..(rect.x + rect.width) / 2 {
                self.pixels[(y * self.width + x) as usize] = gray;
            }
        }
        self
    }

    /// A gray stain over this share of the grid's height.
    pub fn stained(self, share: f32) -> Paper {
        let height = (GRID.height as f32 * share) as u32;
        let y = GRID.y + (GRID.height - height) / 2;
        self.fill(
            Rect {
                x: GRID.x + 200,
                y,
                width: GRID.width - 400,
                height,
            },
            128,
        )
    }

    pub fn without_labels(self) -> Paper {
        LABELS
            .into_iter()
            .fold(self, |paper, rect| paper.fill(rect, 255))
    }

    /// Another QR code in place of one of the two labels.
    pub fn with_code(self, which: usize, text: &str) -> Paper {
        let rect = LABELS[which];
        let code = QrCode::with_version(text, Version::Normal(5), EcLevel::Q).unwrap();
        let mut paper = self.fill(rect, 255);
        for (k, color) in (0..).zip(code.to_colors()) {
            let (column, row) = (k % LABEL_MODULES, k / LABEL_MODULES);
            let at = |offset: u32, n: u32| offset + (LABEL_QUIET + n) * LABEL_MODULE;
            let (x, y) = (at(rect.x, column), at(rect.y, row));
            if color == Color::Dark {
                paper = paper.fill(
                    Rect {
                        x,
                        y,
                        width: LABEL_MODULE,
                        height: LABEL_MODULE,
                    },
                    0,
                );
            }
        }
        paper
    }

    pub fn png(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, self.width, self.height);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_compression(png::Compression::Fast);
        encoder
            .write_header()
            .unwrap()
            .write_image_data(&self.pixels)
            .unwrap();
        bytes
    }
}

/// The pixels of a 1-bit PNG, 1 = black, packed as [`Picture`] packs them.
pub fn bits_of_png(bytes: &[u8]) -> (u32, u32, Vec<u8>) {
    let mut reader = png::Decoder::new(std::io::Cursor::new(bytes))
        .read_info()
        .unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    assert_eq!(
        (info.color_type, info.bit_depth),
        (png::ColorType::Grayscale, png::BitDepth::One)
    );
    (
        info.width,
        info.height,
        pixels[..info.buffer_size()]
            .iter()
            .map(|byte| !byte)
            .collect(),
    )
}
