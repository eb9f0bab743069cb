use crate::{Checks, Comparison, Headline, Place, Problem};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The answer to one upload.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Report {
    /// A random id, also in the server's log; it leads to nothing stored.
    pub id: String,
    /// The worst of the certificates' headlines; `cannot-tell` where there is no certificate.
    pub headline: Headline,
    pub certificates: Vec<Certificate>,
    /// Problems of files and pages on which no sheet was identified.
    pub problems: Vec<Problem>,
    /// What was verified and how it ended, without content, signed by the site: a compact JWS
    /// (RFC 7515, RFC 8037). Where the site has signed one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipt: Option<String>,
}

impl Report {
    /// Every problem of the report, for putting it into the reader's language.
    pub fn problems_mut(&mut self) -> impl Iterator<Item = &mut Problem> {
        let certificates = self.certificates.iter_mut();
        let theirs = certificates.flat_map(Certificate::problems_mut);
        self.problems.iter_mut().chain(theirs)
    }
}

/// All uploaded sheets of one set, which is one certificate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Certificate {
    pub headline: Headline,
    /// The set id, 32 hexadecimal digits.
    pub set: String,
    /// The number printed in the sheets' legend, made of the set id: `XXXX-XXXX`.
    pub number: String,
    /// Of how many pages the set consists.
    pub pages: u8,
    /// The pages of the set that were not uploaded or not opened, from 1.
    pub missing: Vec<u8>,
    /// The issuing centre's number, as the label has it.
    pub issuer_number: u16,
    /// The name of the issuing centre, where it is registered here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// 全国地方公共団体コード of the municipality, six digits; only of opened content.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub municipality: Option<String>,
    /// Its name, where the issuing centre has registered it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub municipality_name: Option<String>,
    /// Where the municipality answers questions about certificates, where the issuing centre has
    /// registered that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<Contact>,
    /// The certificate's kind, a kebab-case word such as `residence-record`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Time of issue, RFC 3339 with Japan's offset.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued_at: Option<String>,
    /// Issued for demonstration (見本) by a demo issuer.
    pub specimen: bool,
    pub checks: Checks,
    /// In a batch, a receipt of this certificate alone; in a report there is one for all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipt: Option<String>,
    pub sheets: Vec<Sheet>,
    /// Problems of the set as a whole.
    pub problems: Vec<Problem>,
}

/// How people reach a municipality.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Contact {
    /// A telephone number: digits, spaces, `-`, `+`, `(` and `)`.
    pub phone: String,
    /// An `https` address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

impl Certificate {
    /// Its own problems and those of its sheets.
    pub fn problems_mut(&mut self) -> impl Iterator<Item = &mut Problem> {
        let sheets = self.sheets.iter_mut();
        let theirs = sheets.flat_map(|sheet| sheet.problems.iter_mut());
        self.problems.iter_mut().chain(theirs)
    }
}

/// One uploaded sheet whose label was read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Sheet {
    /// Which uploaded file, from 0.
    pub file: usize,
    /// Which page of that file, from 1.
    pub page: u32,
    /// Which page of the set, from 1.
    pub index: u8,
    /// The page that shows the paper's other side, in the same file or, of files of one page each,
    /// in another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub front: Option<Place>,
    /// What came of comparing that page with the restored front; `None` where it was not, or could
    /// not be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comparison: Option<Comparison>,
    pub measures: Measures,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub picture: Option<Picture>,
    /// Of a sheet that opened: whether an earlier verification opened it, too. Repeats of one
    /// upload within ten minutes count as one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verified_before: Option<bool>,
    /// The same for an auditor: how often, and when first and last. `None` for anybody else,
    /// and where there was none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub earlier: Option<Earlier>,
    pub evidence: Evidence,
    pub problems: Vec<Problem>,
}

/// The verifications of a sheet before this one, never by whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Earlier {
    pub count: u64,
    /// RFC 3339, in UTC.
    pub first: String,
    /// RFC 3339, in UTC.
    pub last: String,
}

/// Figures of one reading.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Measures {
    /// Resolution of the scan measured between the marks, dots per inch.
    pub dpi: f32,
    /// Rotation of the sheet in the scan, degrees clockwise, -180 to 180.
    pub rotation: f32,
    /// Cells that the code corrected.
    pub corrected: u32,
    /// Cells that carry coded bits.
    pub cells: u32,
    /// What is left before the sheet becomes unreadable: 1 for a perfect scan, 0 at the limit.
    pub margin: f32,
}

/// The restored front.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Picture {
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    pub dpi: u32,
    /// A 1-bit PNG in base64; in the API only on request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub png: Option<String>,
}

/// Sizes only: whatever is printed for debugging ends in a log one day.
impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(
            f,
            "Picture({} x {}, {} dpi)",
            self.width, self.height, self.dpi
        )
    }
}

/// Where on the uploaded page things were found, in fractions of the page's width and height.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Evidence {
    /// Centres of the registration marks that were found, x and y.
    pub marks: Vec<[f32; 2]>,
    /// Corners of the labels that were read.
    pub labels: Vec<[[f32; 2]; 4]>,
    /// How well each part of the grid was read.
    pub tiles: Vec<Tile>,
}

/// One tile of the grid.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Tile {
    /// Corners, clockwise from the sheet's top left.
    pub corners: [[f32; 2]; 4],
    /// 1 where every cell was read clearly, 0 where nothing was.
    pub quality: f32,
}
