use sheet::{LabelError, PictureError};

/// Why nothing was pressed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    // The certificate's.
    #[error("the certificate is not a PDF that can be read")]
    NotAPdf,
    #[error("the certificate's PDF needs a password")]
    Encrypted,
    #[error(
        "page {page} is {width:.0} x {height:.0} mm: certificates are A4 portrait, 210 x 297 mm"
    )]
    NotA4 {
        page: usize,
        width: f32,
        height: f32,
    },
    #[error(
        "page {page} has form fields or annotations, which are not printed: \
         flatten the PDF first (for instance by printing it to a PDF)"
    )]
    Annotations { page: usize },
    #[error("{pages} pages: a set has at most 255")]
    TooManyPages { pages: usize },
    #[error("page {page} is too dense: {}", sizes(tried, *most))]
    TooDense {
        page: usize,
        /// Resolution in dpi, and bytes of the frame at it.
        tried: Vec<(u32, usize)>,
        /// Bytes that fit at the smallest cell.
        most: usize,
    },

    // The keys' and options'.
    #[error("the issuer's key file is damaged: {0}")]
    KeyFile(&'static str),
    #[error("the escrow bundle's public key is not a point of P-256, uncompressed, in hexadecimal")]
    EscrowKey,
    #[error("the site's key is not an Ed25519 public key, 32 bytes in hexadecimal")]
    SiteKey,
    #[error("the escrow bundle is not signed")]
    BundleUnsigned,
    #[error(
        "the escrow bundle's signature is not the site's: what is sealed to its key, someone \
         else may read"
    )]
    BundleSignature,
    #[error("not a list of that kind that this issuer's key signed; begin another with a new key")]
    List,
    #[error("the escrow bundle is for issuer {escrow}, the key file is of issuer {issuer}")]
    OtherIssuer { escrow: u16, issuer: u16 },
    #[error("the issuer's card does not name municipality {code}")]
    Municipality { code: String },
    #[error("{code} is not a municipality's code: six digits, of which the last checks the others")]
    MunicipalityCode { code: String },
    #[error(
        "municipality {code}: a contact's phone is ASCII digits, spaces and +-() alone, and its \
         address begins with https:// and has no spaces"
    )]
    Contact { code: String },
    #[error("the issuer's signing key is not valid at the time of issue")]
    KeyNotValid,
    #[error("the mask on page {page} hides nothing: the certificate's {pages} pages are A4")]
    Mask { page: usize, pages: usize },
    #[error("`{character}` cannot be printed: the legend's font has ASCII and JIS X 0208")]
    NoGlyph { character: char },
    #[error("`{text}` is too long for the legend")]
    LegendTooLong { text: String },
    #[error("the site's address does not fit the label")]
    Label(#[from] LabelError),

    // The machine's.
    #[error("the certificate cannot be rendered")]
    Render(#[from] pages::Error),
    #[error("the picture cannot be packed")]
    Picture(#[from] PictureError),
    #[error("the operating system gives no random bytes")]
    Randomness,
    #[error("encoding the sheet failed")]
    Encoder,
    #[error("writing the PDF failed: {0}")]
    Pdf(String),
}

fn sizes(tried: &[(u32, usize)], most: usize) -> String {
    let tried: Vec<String> = tried
        .iter()
        .map(|(dpi, bytes)| format!("{bytes} bytes at {dpi} dpi"))
        .collect();
    format!("{}; at most {most} fit on one back", tried.join(", "))
}
