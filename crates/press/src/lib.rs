#![doc = include_str!("../README.md")]

mod bundle;
mod embed;
mod error;
mod fit;
mod front;
mod issuer;
mod lists;
mod seal;
mod strip;
mod tint;
mod typeface;

pub use bundle::check_bundle;
pub use error::Error;
pub use issuer::{Issuer, NewIssuer, keygen};
pub use lists::next_list;
pub use seal::seal;

use fit::Fitted;
use front::Front;
use sheet::cards::EscrowBundle;
use sheet::{Bitmap, Codec, Content, Kind, Label, Mask, Municipality, Picture, SheetId};
use typeface::Typeface;

/// What is sealed beside the pictures, and by and to whom.
pub struct Options<'a> {
    pub issuer: &'a Issuer,
    pub escrow: &'a EscrowBundle,
    pub kind: Kind,
    /// One of those on the issuer's card.
    pub municipality: Municipality,
    /// Seconds since 1970-01-01T00:00:00Z.
    pub issued_at: u64,
    /// Where a 個人番号 stands: the site hides it.
    pub masks: &'a [FrontMask],
}

/// A rectangle of a page of the certificate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FrontMask {
    /// From 1.
    pub page: usize,
    /// Millimetres from the page's left and top edge.
    pub x: f32,
    pub y: f32,
    /// Millimetres.
    pub width: f32,
    pub height: f32,
}

impl FrontMask {
    /// No smaller: a digit's edge would tell.
    fn in_pixels(&self, dpi: u32) -> Mask {
        let pixels = |mm: f32| mm * dpi as f32 / 25.4;
        let (left, top) = (pixels(self.x) as u32, pixels(self.y) as u32);
        let end = |from: f32, length: f32| pixels(from + length).ceil() as u32;
        Mask {
            x: left,
            y: top,
            width: end(self.x, self.width).saturating_sub(left),
            height: end(self.y, self.height).saturating_sub(top),
        }
    }
}

/// A certificate as one print-ready PDF: front, back, front, back …
pub struct Pressed {
    pub pdf: Vec<u8>,
    /// One for each page of the certificate, in order.
    pub pages: Vec<PressedPage>,
}

/// One sheet of paper.
pub struct PressedPage {
    pub label: Label,
    /// What the site will restore, bit for bit.
    pub picture: Picture,
    pub codec: Codec,
    /// Bytes of the frame, of which `capacity` fit.
    pub frame: usize,
    pub capacity: usize,
    /// Marks, cells and labels of the back, without the strip's legend and box.
    pub back: Bitmap,
}

/// Turns every page of a certificate into a front and a back. All pages become one set.
///
/// # Errors
/// Nothing is pressed unless every page can be; see [`Error`].
pub fn press(front: &[u8], options: &Options) -> Result<Pressed, Error> {
    check(options)?;
    let typeface = Typeface::embedded()?;
    let front = Front::open(front)?;
    check_masks(options.masks, front.pages())?;
    let set = random_set()?;
    let content = |page, picture| content(page, picture, options);
    let fitted = fit::fit(&front, content, options.issuer)?;

    let count = fitted.len();
    let pages = u8::try_from(count).map_err(|_| Error::TooManyPages { pages: count })?;
    let sheets = (1..=pages).map(|index| SheetId { set, index });
    let pages = sheets
        .zip(fitted)
        .map(|(sheet, fitted)| press_page(fitted, sheet, pages, options))
        .collect::<Result<Vec<_>, _>>()?;

    let pdf = embed::pdf(&front, &pages, options, &typeface)?;
    Ok(Pressed { pdf, pages })
}

fn press_page(
    fitted: Fitted,
    sheet: SheetId,
    pages: u8,
    options: &Options,
) -> Result<PressedPage, Error> {
    let card = options.issuer.card();
    let label = Label {
        issuer: card.issuer,
        escrow_key: options.escrow.escrow_key,
        sheet,
        pages,
        profile: fitted.layout.profile,
    };
    let sealed = seal(&fitted.content, &label, options.issuer, options.escrow)?;
    let layout = fitted.layout;
    let cells = sheet::encode(&label, layout, &sealed).ok_or(Error::Encoder)?;
    Ok(PressedPage {
        label,
        picture: fitted.picture,
        codec: fitted.content.picture.codec,
        frame: sheet::Sealed::FRAME_OVERHEAD + sealed.ciphertext.len(),
        capacity: layout.capacity(),
        back: sheet::draw(&label, &options.escrow.host, layout, &cells)?,
    })
}

fn content(page: usize, picture: sheet::Packed, options: &Options) -> Content {
    let masks = options.masks.iter().filter(|mask| mask.page == page);
    let masks: Vec<Mask> = masks.map(|mask| mask.in_pixels(picture.dpi)).collect();
    Content {
        municipality: options.municipality,
        kind: options.kind,
        issued_at: options.issued_at,
        masks: (!masks.is_empty()).then_some(masks),
        infrared: None,
        picture,
    }
}

/// What the site would refuse, or could not name, is not printed in the first place.
fn check(options: &Options) -> Result<(), Error> {
    let card = options.issuer.card();
    if options.escrow.issuer != card.issuer {
        let (escrow, issuer) = (options.escrow.issuer, card.issuer);
        return Err(Error::OtherIssuer { escrow, issuer });
    }
    let code = options.municipality.to_string();
    if !card.municipalities.iter().any(|m| m.code == code) {
        return Err(Error::Municipality { code });
    }
    let valid = card.signing_key.valid_from..=card.signing_key.valid_until;
    if !valid.contains(&options.issued_at) {
        return Err(Error::KeyNotValid);
    }
    Ok(())
}

/// One that is not on the paper was meant to hide something else.
fn check_masks(masks: &[FrontMask], pages: usize) -> Result<(), Error> {
    let hides = |mask: &FrontMask| {
        let starts_inside = (0.0..A4.0).contains(&mask.x) && (0.0..A4.1).contains(&mask.y);
        let is_area = [mask.width, mask.height]
            .iter()
            .all(|side| side.is_finite() && *side > 0.0);
        (1..=pages).contains(&mask.page) && starts_inside && is_area
    };
    match masks.iter().find(|mask| !hides(mask)) {
        Some(&FrontMask { page, .. }) => Err(Error::Mask { page, pages }),
        None => Ok(()),
    }
}

/// Millimetres.
const A4: (f32, f32) = (210.0, 297.0);

fn random_set() -> Result<[u8; 16], Error> {
    let mut set = [0; 16];
    getrandom::fill(&mut set).map_err(|_| Error::Randomness)?;
    Ok(set)
}
