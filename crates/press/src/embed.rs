use crate::front::{self, Front, HEIGHT, WIDTH};
use crate::strip::Strip;
use crate::typeface::Typeface;
use crate::{Error, Options, PressedPage, tint};
use krilla::metadata::Metadata;
use lopdf::{Document, Object, ObjectId, Stream, dictionary};
use sheet::Bitmap;

/// Fronts and backs in turn, for a duplex printer.
pub(crate) fn pdf(
    front: &Front,
    pages: &[PressedPage],
    options: &Options,
    typeface: &Typeface,
) -> Result<Vec<u8>, Error> {
    let drawn = draw(front, pages, options, typeface)?;
    let backs = pages.iter().map(|page| &page.back);
    finish(&drawn, backs).map_err(|e| Error::Pdf(e.to_string()))
}

/// All but the cells.
fn draw(
    front: &Front,
    pages: &[PressedPage],
    options: &Options,
    typeface: &Typeface,
) -> Result<Vec<u8>, Error> {
    let card = options.issuer.card();
    let word = if card.specimen { "見本" } else { "複写" };
    let mut document = front.new_document();
    for (index, pressed) in pages.iter().enumerate() {
        let mut page = document.start_page_with(front::a4());
        let mut surface = page.surface();
        tint::draw(&mut surface, typeface, word);
        front.draw(&mut surface, index);
        surface.finish();
        page.finish();

        let mut page = document.start_page_with(front::a4());
        let mut surface = page.surface();
        let strip = Strip {
            label: &pressed.label,
            host: &options.escrow.host,
            issuer: &card.name,
            specimen: card.specimen,
        };
        strip.draw(&mut surface, typeface)?;
        surface.finish();
        page.finish();
    }
    document.set_metadata(Metadata::new().creator("Uramen press".into()));
    document.finish().map_err(|e| Error::Pdf(e.to_string()))
}

/// Lays the cells under the strips as images of one bit a dot, and asks for duplex printing
/// at original size; neither can be said through the library that drew the rest.
fn finish<'a>(drawn: &[u8], backs: impl Iterator<Item = &'a Bitmap>) -> lopdf::Result<Vec<u8>> {
    let mut document = Document::load_mem(drawn)?;
    let back_pages: Vec<ObjectId> = document
        .get_pages()
        .into_values()
        .skip(1)
        .step_by(2)
        .collect();
    for (page, back) in back_pages.into_iter().zip(backs) {
        lay_under(&mut document, page, back)?;
    }
    document.catalog_mut()?.set(
        "ViewerPreferences",
        dictionary! {
            "Duplex" => "DuplexFlipLongEdge",
            "PrintScaling" => "None",
            "PickTrayByPDFSize" => true,
        },
    );
    let mut pdf = Vec::new();
    document.save_to(&mut pdf)?;
    Ok(pdf)
}

fn lay_under(document: &mut Document, page: ObjectId, back: &Bitmap) -> lopdf::Result<()> {
    let mut image = image(back);
    image.compress()?;
    let image = document.add_object(image);
    document.add_xobject(page, "Back", image)?;
    let place = format!("q {WIDTH} 0 0 {HEIGHT} 0 0 cm /Back Do Q\n");
    let place = document.add_object(Stream::new(dictionary! {}, place.into_bytes()));
    let page = document.get_dictionary_mut(page)?;
    let mut contents = vec![Object::Reference(place)];
    match page.get(b"Contents")? {
        Object::Array(streams) => contents.extend(streams.iter().cloned()),
        stream => contents.push(stream.clone()),
    }
    page.set("Contents", contents);
    Ok(())
}

fn image(back: &Bitmap) -> Stream {
    let dictionary = dictionary! {
        "Type" => "XObject",
        "Subtype" => "Image",
        "Width" => back.width,
        "Height" => back.height,
        "ColorSpace" => "DeviceGray",
        "BitsPerComponent" => 1,
        // In the bitmap 1 is toner.
        "Decode" => vec![Object::Integer(1), Object::Integer(0)],
        "Interpolate" => false,
    };
    Stream::new(dictionary, back.bits.clone())
}
