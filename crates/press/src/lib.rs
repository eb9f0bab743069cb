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
use sheet::{Bitmap, Codec, Content, Kind, Label, Municipality, Picture, SheetId};
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
    let set = random_set()?;
    let fitted = fit::fit(&front, |picture| content(picture, options), options.issuer)?;

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

fn content(picture: sheet::Packed, options: &Options) -> Content {
    Content {
        municipality: options.municipality,
        kind: options.kind,
        issued_at: options.issued_at,
        masks: None,
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

fn random_set() -> Result<[u8; 16], Error> {
    let mut set = [0; 16];
    getrandom::fill(&mut set).map_err(|_| Error::Randomness)?;
    Ok(set)
}
