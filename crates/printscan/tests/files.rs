//! Files, as other decoders see them.

mod common;

use common::cells;
use printscan::{Error, Format, Mode, Preset, Scan, Threshold, encode, simulate};
use std::io::Cursor;

fn scan(mode: Mode, seed: u64) -> Scan {
    let mut params = Preset::Office.params();
    params.capture.mode = mode;
    simulate(&cells(1203, 1600), None, &params, seed).unwrap()
}

const BW: Mode = Mode::Bw(Threshold::Otsu);

#[test]
fn png_carries_pixels_and_resolution() {
    for mode in [Mode::Color, Mode::Gray, BW] {
        let scan = scan(mode, 1);
        let file = encode(std::slice::from_ref(&scan), Format::Png, 90).unwrap();
        let mut decoder = png::Decoder::new(Cursor::new(file));
        decoder.set_transformations(png::Transformations::normalize_to_color8());
        let mut reader = decoder.read_info().unwrap();
        let density = reader.info().pixel_dims.unwrap();
        // 300 dots per inch are 11811 per metre.
        assert_eq!((density.xppu, density.unit), (11811, png::Unit::Meter));
        let depth = if mode == BW {
            png::BitDepth::One
        } else {
            png::BitDepth::Eight
        };
        assert_eq!(reader.info().bit_depth, depth);
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut pixels).unwrap();
        assert!(pixels == scan.pixels, "{mode:?}");
    }
}

#[test]
fn jpeg_carries_the_resolution_and_follows_the_quality() {
    let scan = scan(Mode::Color, 1);
    let fine = encode(std::slice::from_ref(&scan), Format::Jpeg, 90).unwrap();
    let coarse = encode(std::slice::from_ref(&scan), Format::Jpeg, 30).unwrap();
    assert!(coarse.len() * 2 < fine.len());
    // JFIF: after "JFIF\0" and the version, unit 1 (inch), then both densities.
    let jfif = fine
        .windows(5)
        .position(|bytes| bytes == b"JFIF\0")
        .unwrap();
    assert_eq!(fine[jfif + 7..jfif + 12], [1, 1, 0x2c, 1, 0x2c]);
    let mut decoder = zune_jpeg::JpegDecoder::new(Cursor::new(&fine));
    let pixels = decoder.decode().unwrap();
    assert_eq!(decoder.dimensions(), Some((scan.width, scan.height)));
    let far = pixels
        .iter()
        .zip(&scan.pixels)
        .filter(|(a, b)| a.abs_diff(**b) > 60)
        .count();
    assert!(far * 100 < pixels.len());
}

#[test]
fn tiff_carries_every_page_and_its_resolution() {
    for (mode, compression) in [(Mode::Color, 5), (Mode::Gray, 5), (BW, 4)] {
        let scans = [scan(mode, 1), scan(mode, 2)];
        let file = encode(&scans, Format::Tiff, 90).unwrap();
        let mut decoder = tiff::decoder::Decoder::new(Cursor::new(file)).unwrap();
        for (at, scan) in scans.iter().enumerate() {
            let mut tag = |tag| decoder.get_tag(tag).unwrap();
            let resolution = tag(tiff::tags::Tag::XResolution).into_u32_vec().unwrap();
            assert_eq!(resolution[0], 300 * resolution[1]);
            assert_eq!(tag(tiff::tags::Tag::ResolutionUnit).into_u16().unwrap(), 2);
            assert_eq!(
                tag(tiff::tags::Tag::Compression).into_u16().unwrap(),
                compression
            );
            let size = (scan.width as u32, scan.height as u32);
            assert_eq!(decoder.dimensions().unwrap(), size);
            let tiff::decoder::DecodingResult::U8(bytes) = decoder.read_image().unwrap() else {
                panic!("not 8 bits")
            };
            let pixels = if mode == BW {
                unpacked(&bytes, scan.width)
            } else {
                bytes
            };
            assert!(pixels == scan.pixels, "{mode:?}, page {at}");
            assert_eq!(decoder.more_images(), at == 0);
            if at == 0 {
                decoder.next_image().unwrap();
            }
        }
    }
}

/// Rows of bits, 1 = white as the decoder gives them.
fn unpacked(bytes: &[u8], width: usize) -> Vec<u8> {
    let rows = bytes.chunks_exact(width.div_ceil(8));
    rows.flat_map(|row| (0..width).map(|x| 255 * ((row[x / 8] >> (7 - x % 8)) & 1)))
        .collect()
}

#[test]
fn webp_is_lossless() {
    for mode in [Mode::Color, Mode::Gray] {
        let scan = scan(mode, 1);
        let file = encode(std::slice::from_ref(&scan), Format::Webp, 90).unwrap();
        let mut decoder = image_webp::WebPDecoder::new(Cursor::new(file)).unwrap();
        let mut pixels = vec![0; decoder.output_buffer_size().unwrap()];
        decoder.read_image(&mut pixels).unwrap();
        // The decoder gives gray pictures as RGB.
        let step = if mode == Mode::Gray { 3 } else { 1 };
        assert!(pixels.iter().step_by(step).eq(&scan.pixels), "{mode:?}");
    }
}

/// The page's size in points, and its picture.
fn pages(file: &[u8]) -> Vec<([f32; 2], lopdf::Stream)> {
    let document = lopdf::Document::load_mem(file).unwrap();
    let page = |id| {
        let size = document
            .get_dictionary(id)
            .unwrap()
            .get(b"MediaBox")
            .unwrap();
        let size = size.as_array().unwrap();
        let pictures = document.get_page_images(id).unwrap();
        assert_eq!(pictures.len(), 1);
        let stream = document
            .get_object(pictures[0].id)
            .unwrap()
            .as_stream()
            .unwrap()
            .clone();
        (
            [size[2].as_float().unwrap(), size[3].as_float().unwrap()],
            stream,
        )
    };
    document.page_iter().map(page).collect()
}

#[test]
fn pdf_pages_are_as_large_as_the_paper_and_hold_the_jpeg_itself() {
    let scans = [scan(Mode::Color, 1), scan(Mode::Gray, 2)];
    let file = encode(&scans, Format::Pdf, 70).unwrap();
    let pages = pages(&file);
    assert_eq!(pages.len(), 2);
    for (scan, (size, picture)) in scans.iter().zip(pages) {
        // 1203 × 1600 dots at 600 dpi, to half a pixel at 300.
        assert!(
            (size[0] - 144.36).abs() < 0.13 && (size[1] - 192.0).abs() < 0.13,
            "{size:?}"
        );
        assert_eq!(
            picture.dict.get(b"Filter").unwrap().as_name().unwrap(),
            b"DCTDecode"
        );
        let jpeg = encode(std::slice::from_ref(scan), Format::Jpeg, 70).unwrap();
        assert!(picture.content == jpeg);
    }
}

/// Rows of a fax as another decoder sees them.
struct Rows {
    width: usize,
    pixels: Vec<u8>,
}

impl hayro_ccitt::Decoder for Rows {
    fn push_row(&mut self, changes: &[u32]) {
        let row = (0..self.width).map(|x| {
            let black = changes.iter().filter(|&&at| at as usize <= x).count() % 2 == 1;
            if black { 0 } else { 255 }
        });
        self.pixels.extend(row);
    }
}

#[test]
fn the_fax_picture_of_a_pdf_is_exact_for_another_decoder() {
    let mut scan = scan(BW, 1);
    // A strip is enough: the naive decoder above takes its time.
    scan.height = 300;
    scan.pixels.truncate(scan.width * 300);
    let file = encode(std::slice::from_ref(&scan), Format::Pdf, 70).unwrap();
    let (_, picture) = pages(&file).remove(0);
    assert_eq!(
        picture.dict.get(b"Filter").unwrap().as_name().unwrap(),
        b"CCITTFaxDecode"
    );
    let settings = hayro_ccitt::DecodeSettings {
        columns: scan.width as u32,
        rows: 300,
        end_of_block: true,
        end_of_line: false,
        rows_are_byte_aligned: false,
        encoding: hayro_ccitt::EncodingMode::Group4,
        strict: true,
    };
    let mut rows = Rows {
        width: scan.width,
        pixels: Vec::new(),
    };
    let context = &mut hayro_ccitt::DecoderContext::new(settings);
    hayro_ccitt::decode(&picture.content, &mut rows, context).unwrap();
    assert!(rows.pixels == scan.pixels);
}

#[test]
fn several_pages_need_a_format_for_them() {
    let scans = [scan(Mode::Gray, 1), scan(Mode::Gray, 2)];
    for format in [Format::Png, Format::Jpeg, Format::Webp] {
        assert!(matches!(encode(&scans, format, 90), Err(Error::Params(_))));
    }
    assert!(matches!(
        encode(&[], Format::Pdf, 90),
        Err(Error::Params(_))
    ));
    assert!(matches!(
        encode(&scans, Format::Pdf, 0),
        Err(Error::Params(_))
    ));
}
