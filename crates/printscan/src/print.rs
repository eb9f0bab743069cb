//! The printed page: dots of a 600 dpi printer.

use crate::Error;
use std::io::{BufRead, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// Resolution of the printer.
pub const DOTS_PER_INCH: u32 = 600;

/// One side of a sheet as the printer's dots, at 600 dpi: A4 is 4960 × 7016.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Print {
    pub width: usize,
    pub height: usize,
    /// One byte for each dot, row by row: 1 = toner, 0 = paper.
    pub dots: Vec<u8>,
}

impl Print {
    /// A page without any toner.
    pub fn blank(width: usize, height: usize) -> Self {
        Self {
            width,
            height,
            dots: vec![0; width * height],
        }
    }

    /// A page with toner on the dots, by column and row, of which this is true.
    pub fn drawn(width: u32, height: u32, is_black: impl Fn(u32, u32) -> bool) -> Self {
        let mut print = Self::blank(width as usize, height as usize);
        for (dot, k) in print.dots.iter_mut().zip(0..) {
            *dot = u8::from(is_black(k % width, k / width));
        }
        print
    }

    /// A page from a PNG file whose pixels are the dots; darker than middle gray is
    /// toner.
    ///
    /// # Errors
    ///
    /// [`Error::Print`] when this is no PNG file.
    pub fn from_png(bytes: &[u8]) -> Result<Self, Error> {
        let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
        decoder.set_transformations(png::Transformations::normalize_to_color8());
        let mut reader = decoder.read_info().map_err(not_a_png)?;
        let size = reader
            .output_buffer_size()
            .ok_or(Error::Print("too large".into()))?;
        let mut pixels = vec![0; size];
        let info = reader.next_frame(&mut pixels).map_err(not_a_png)?;
        let samples = info.color_type.samples();
        // The first channel will do: these are black-and-white pictures.
        let dots = pixels
            .chunks_exact(samples)
            .map(|pixel| u8::from(pixel[0] < 128))
            .collect();
        Ok(Self {
            width: info.width as usize,
            height: info.height as usize,
            dots,
        })
    }

    /// Size of the paper, in mm.
    pub(crate) fn size_mm(&self) -> (f32, f32) {
        (
            self.width as f32 * MM_PER_DOT,
            self.height as f32 * MM_PER_DOT,
        )
    }

    /// Left, top, right and bottom of all toner, in dots; the whole page if blank.
    pub(crate) fn bounds(&self) -> [usize; 4] {
        let (mut left, mut right) = (self.width, 0);
        let (mut top, mut bottom) = (self.height, 0);
        for (y, row) in self.dots.chunks_exact(self.width).enumerate() {
            let Some(first) = row.iter().position(|&dot| dot != 0) else {
                continue;
            };
            let last = row.iter().rposition(|&dot| dot != 0).unwrap_or(first);
            (left, right) = (left.min(first), right.max(last + 1));
            (top, bottom) = (top.min(y), y + 1);
        }
        if left < right {
            [left, top, right, bottom]
        } else {
            [0, 0, self.width, self.height]
        }
    }

    pub(crate) fn check(&self) -> Result<(), Error> {
        let side = 64..=crate::random::ROW;
        let sized = side.contains(&self.width) && side.contains(&self.height);
        if !sized || self.dots.len() != self.width * self.height {
            let size = format!(
                "{} × {} dots in {} bytes",
                self.width,
                self.height,
                self.dots.len()
            );
            return Err(Error::Print(size));
        }
        Ok(())
    }
}

pub(crate) const MM_PER_DOT: f32 = 25.4 / DOTS_PER_INCH as f32;

/// Prints one page (counted from 1) of a PDF file with Ghostscript.
///
/// # Errors
///
/// [`Error::NoGhostscript`], [`Error::Ghostscript`] when it cannot read the file, and
/// [`Error::NoSuchPage`].
pub fn print_pdf(path: impl AsRef<Path>, page: u32) -> Result<Print, Error> {
    // Opened here for a plain message; Ghostscript's own is a page of stack dump.
    std::fs::File::open(&path)?;
    let child = ghostscript(page, path.as_ref().as_os_str(), Stdio::null())?;
    collect(child, page)
}

/// Prints one page (counted from 1) of a PDF file held in memory.
///
/// # Errors
///
/// As [`print_pdf`].
pub fn print_pdf_bytes(pdf: &[u8], page: u32) -> Result<Print, Error> {
    let mut child = ghostscript(page, "-".as_ref(), Stdio::piped())?;
    let stdin = child.stdin.take();
    std::thread::scope(|scope| {
        // A broken pipe means that Ghostscript gave up; `collect` says why.
        scope.spawn(move || stdin.map(|mut pipe| pipe.write_all(pdf)));
        collect(child, page)
    })
}

fn ghostscript(page: u32, input: &std::ffi::OsStr, stdin: Stdio) -> Result<Child, Error> {
    let mut command = Command::new("gs");
    command.args(["-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=pbmraw"]);
    command.args([format!("-r{DOTS_PER_INCH}"), format!("-dFirstPage={page}")]);
    command.args([format!("-dLastPage={page}")]);
    // Messages must not end up between the dots.
    command
        .args(["-sstdout=%stderr", "-sOutputFile=-"])
        .arg(input);
    command
        .stdin(stdin)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command.spawn().map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Error::NoGhostscript,
        _ => Error::Io(error),
    })
}

fn collect(child: Child, page: u32) -> Result<Print, Error> {
    let output = child.wait_with_output()?;
    if !output.status.success() {
        let message = String::from_utf8_lossy(&output.stderr);
        let first = message.lines().find(|line| !line.trim().is_empty());
        return Err(Error::Ghostscript(
            first.unwrap_or("no message").trim().to_owned(),
        ));
    }
    if output.stdout.is_empty() {
        return Err(Error::NoSuchPage(page));
    }
    from_pbm(&output.stdout).ok_or(Error::Ghostscript("no raster came out".into()))
}

/// Reads a raw PBM as Ghostscript writes it: `P4`, a comment, the size, then the bits.
fn from_pbm(mut bytes: &[u8]) -> Option<Print> {
    let mut numbers = Vec::new();
    let mut line = String::new();
    bytes.read_line(&mut line).ok()?;
    if line.trim_end() != "P4" {
        return None;
    }
    while numbers.len() < 2 {
        line.clear();
        if bytes.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if !line.starts_with('#') {
            numbers.extend(
                line.split_whitespace()
                    .map_while(|word| word.parse::<usize>().ok()),
            );
        }
    }
    let (width, height) = (numbers[0], numbers[1]);
    let mut row = vec![0; width.div_ceil(8)];
    let mut dots = Vec::with_capacity(width * height);
    for _ in 0..height {
        bytes.read_exact(&mut row).ok()?;
        dots.extend((0..width).map(|x| (row[x / 8] >> (7 - x % 8)) & 1));
    }
    Some(Print {
        width,
        height,
        dots,
    })
}

fn not_a_png(error: png::DecodingError) -> Error {
    Error::Print(format!("not a PNG file ({error})"))
}
