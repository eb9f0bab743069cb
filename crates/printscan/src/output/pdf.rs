use super::{bits, failed, jpeg, size};
use crate::{Error, Mode, Scan};
use pdf_writer::{Content, Filter, Finish, Name, Pdf, Rect, Ref};

const CATALOG: Ref = Ref::new(1);
const PAGES: Ref = Ref::new(2);
const PICTURE: Name = Name(b"Picture");

/// One page for each picture, as large as its pixels and resolution say.
pub(super) fn encode(scans: &[Scan], quality: u8) -> Result<Vec<u8>, Error> {
    let mut pdf = Pdf::new();
    pdf.catalog(CATALOG).pages(PAGES);
    let count = i32::try_from(scans.len()).map_err(failed)?;
    let page = |at: i32| Ref::new(3 * at + 3);
    pdf.pages(PAGES).kids((0..count).map(page)).count(count);
    for (at, scan) in (0..count).zip(scans) {
        write_page(&mut pdf, page(at).get(), scan, quality)?;
    }
    Ok(pdf.finish())
}

fn write_page(pdf: &mut Pdf, id: i32, scan: &Scan, quality: u8) -> Result<(), Error> {
    let [page, content, picture] = [0, 1, 2].map(|at| Ref::new(id + at));
    let points = |pixels: usize| pixels as f32 * 72.0 / scan.dpi;
    let (width, height) = (points(scan.width), points(scan.height));
    let mut writer = pdf.page(page);
    writer
        .parent(PAGES)
        .media_box(Rect::new(0.0, 0.0, width, height))
        .contents(content);
    writer.resources().x_objects().pair(PICTURE, picture);
    writer.finish();
    let mut drawing = Content::new();
    drawing
        .transform([width, 0.0, 0.0, height, 0.0, 0.0])
        .x_object(PICTURE);
    pdf.stream(content, &drawing.finish());
    write_picture(pdf, picture, scan, quality)
}

fn write_picture(pdf: &mut Pdf, id: Ref, scan: &Scan, quality: u8) -> Result<(), Error> {
    let side = |pixels: u32| i32::try_from(pixels).map_err(failed);
    let (width, height) = size(scan)?;
    let (width, height) = (side(width)?, side(height)?);
    let one_bit = matches!(scan.mode, Mode::Bw(_));
    let data = if one_bit {
        bits::group4(scan)
    } else {
        jpeg::encode(scan, quality)?
    };
    let mut image = pdf.image_xobject(id, &data);
    image
        .width(width)
        .height(height)
        .bits_per_component(if one_bit { 1 } else { 8 });
    match scan.mode {
        Mode::Color => image.color_space().device_rgb(),
        Mode::Gray | Mode::Bw(_) => image.color_space().device_gray(),
    };
    if one_bit {
        image.filter(Filter::CcittFaxDecode);
        image.decode_parms().k(-1).columns(width).rows(height);
    } else {
        image.filter(Filter::DctDecode);
    }
    Ok(())
}
