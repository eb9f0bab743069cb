use app::PageView;
use report::Evidence;

pub fn page(file: usize) -> PageView {
    let (width, height) = (620, 877);
    let noise = (0..width * height).scan(7u32, |state, _| {
        *state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        Some(if *state >> 31 == 0 { 40 } else { 230 })
    });
    let gray: Vec<u8> = noise.collect();
    PageView {
        file,
        page: 1,
        width,
        height,
        jpeg: jpeg(&gray, width as u16, height as u16),
        evidence: Evidence::default(),
    }
}

pub fn jpeg(gray: &[u8], width: u16, height: u16) -> Vec<u8> {
    let mut jpeg = Vec::new();
    let encoder = jpeg_encoder::Encoder::new(&mut jpeg, 60);
    // A picture of this size cannot be refused.
    encoder
        .encode(gray, width, height, jpeg_encoder::ColorType::Luma)
        .expect("encoded");
    jpeg
}

/// Of a form-like page.
pub fn is_ink(x: usize, y: usize) -> bool {
    let column = x / 8;
    let line = y % 240 < 6 && (300..3200).contains(&y);
    let text = y % 240 > 90 && y % 240 < 150 && (300..3100).contains(&y);
    (30..280).contains(&column)
        && (line || (text && column % 9 < 6 && !(y / 5 + column).is_multiple_of(3)))
}

pub fn front_png() -> String {
    let (width, height) = (2480_u32, 3508_u32);
    let stride = width.div_ceil(8) as usize;
    let mut rows = vec![0xff_u8; stride * height as usize];
    for (y, row) in rows.chunks_mut(stride).enumerate() {
        for (column, byte) in row.iter_mut().enumerate() {
            if is_ink(column * 8, y) {
                *byte = 0;
            }
        }
    }
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, width, height);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    let mut writer = encoder.write_header().expect("header");
    writer.write_image_data(&rows).expect("rows");
    writer.finish().expect("finished");
    data_encoding::BASE64.encode(&out)
}
