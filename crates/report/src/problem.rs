use serde::{Deserialize, Serialize};

macro_rules! problem_codes {
    ($($(#[$doc:meta])* $name:ident = $slug:literal,)*) => {
        /// Why a check did not pass, or why no report could be made. The words are stable:
        /// they are never renamed and never reused.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(rename_all = "kebab-case")]
        pub enum ProblemCode {
            $($(#[$doc])* $name,)*
        }

        impl ProblemCode {
            pub const ALL: &[ProblemCode] = &[$(ProblemCode::$name,)*];

            /// The stable kebab-case word.
            pub fn slug(self) -> &'static str {
                match self { $(ProblemCode::$name => $slug,)* }
            }
        }
    };
}

problem_codes! {
    // No report could be made: the request itself.
    /// No `file` field, or only empty ones.
    FileMissing = "file-missing",
    /// The request is not well-formed multipart.
    UploadMalformed = "upload-malformed",
    /// More bytes than the site takes in one request.
    UploadTooLarge = "upload-too-large",
    /// More files than the site takes in one request.
    TooManyFiles = "too-many-files",
    /// More pages than the site takes in one request.
    TooManyPages = "too-many-pages",
    /// A page with more pixels than the site decodes.
    PictureTooLarge = "picture-too-large",
    /// The time for one request ran out.
    TookTooLong = "took-too-long",
    /// The site is working on as many uploads as it can.
    Busy = "busy",
    /// The address, or the token, asks more often than the site allows.
    TooManyRequests = "too-many-requests",
    /// This part of the API asks for a token.
    TokenMissing = "token-missing",
    /// No such token, or not in a form that one is sent in.
    TokenInvalid = "token-invalid",
    /// The token has expired or was revoked.
    TokenExpired = "token-expired",
    /// The token does not allow this.
    ScopeMissing = "scope-missing",
    /// Parameters or body are not as the API's definition has them.
    RequestInvalid = "request-invalid",
    /// The record has no such entry, or never had that size.
    NotInRecord = "not-in-record",
    /// A list that its issuer did not sign, or not with a key that is good, or an old one.
    ListRefused = "list-refused",
    /// No such address.
    NotFound = "not-found",
    /// The address does not take this method.
    MethodNotAllowed = "method-not-allowed",
    /// What was sent is no receipt, or one of a version that is not known here.
    ReceiptMalformed = "receipt-malformed",
    /// The receipt was altered, or another site's key signed it.
    ReceiptInvalid = "receipt-invalid",
    /// The declaration under a receipt was altered, belongs to another receipt, or compares
    /// a front that was never restored.
    DeclarationInvalid = "declaration-invalid",
    /// A failure of the site, not of the upload.
    Internal = "internal",

    // About one uploaded file.
    /// Zero bytes.
    FileEmpty = "file-empty",
    /// Neither an image we decode nor a PDF.
    FileTypeUnknown = "file-type-unknown",
    /// The file ends too early or contradicts itself.
    FileDamaged = "file-damaged",
    /// A PDF that asks for a password.
    FileEncrypted = "file-encrypted",

    // About one page.
    /// Nothing on the page looks like the back of a certificate.
    SheetNotFound = "sheet-not-found",
    /// Nothing is printed on the page.
    PageBlank = "page-blank",
    /// Text, forms or drawings on light paper: perhaps the front.
    FrontUploaded = "front-uploaded",
    /// Cells without this system's marks and pilots: perhaps a sheet of J-LIS.
    NotOurSheet = "not-our-sheet",
    /// The page is seen as in a mirror.
    PageMirrored = "page-mirrored",
    /// Part of the sheet lies beyond the page.
    SheetCropped = "sheet-cropped",
    /// Too few pixels to a cell.
    ResolutionTooLow = "resolution-too-low",
    /// Pure black and white that lost the cells: a fax, a text mode.
    ScanThresholded = "scan-thresholded",
    /// Black and white have run into each other.
    OutOfFocus = "out-of-focus",
    /// A reflection or a shadow.
    UnevenLight = "uneven-light",
    /// A line along the feed.
    GlassDirty = "glass-dirty",
    /// The registration marks are there, both labels are not.
    LabelNotFound = "label-not-found",
    /// A label stands where it should and cannot be read.
    LabelUnreadable = "label-unreadable",
    /// A QR code stands at the label's place that is not this system's.
    LabelForeign = "label-foreign",
    /// The two labels name different sheets.
    LabelsDiffer = "labels-differ",
    /// A label of a version this site does not read.
    VersionUnknown = "version-unknown",
    /// The label was read, too many cells were not.
    TooMuchDestroyed = "too-much-destroyed",

    // About a sheet that was read.
    /// The label leads to a host that is none of this site's.
    HostUnlisted = "host-unlisted",
    /// The issuing centre on the label is not registered here.
    IssuerUnknown = "issuer-unknown",
    /// The escrow key on the label is not held here.
    EscrowKeyUnknown = "escrow-key-unknown",
    EscrowKeyRevoked = "escrow-key-revoked",
    EscrowKeyDestroyed = "escrow-key-destroyed",
    EscrowKeyRetired = "escrow-key-retired",
    /// The seal or the signature does not hold.
    ContentRejected = "content-rejected",
    /// Signed for a municipality that the issuing centre does not issue for.
    MunicipalityUnlisted = "municipality-unlisted",
    /// Signed with a key that was not valid at the time of issue.
    SigningKeyNotValid = "signing-key-not-valid",
    SigningKeyCompromised = "signing-key-compromised",
    SheetRevoked = "sheet-revoked",
    /// On the paper's front, printed ink is missing or was changed.
    FrontAltered = "front-altered",
    /// On the paper's front there is ink that was not printed when it was issued.
    FrontAddedTo = "front-added-to",
    /// Parts of the front could not be judged.
    FrontPartlyCompared = "front-partly-compared",
    /// The paper's other side is no scan of the restored front, or too poor a one.
    FrontNotCompared = "front-not-compared",
    /// Pages of the set were not uploaded.
    PagesMissing = "pages-missing",
    /// Pages of several sets were uploaded together and at least one set is incomplete.
    PagesMixed = "pages-mixed",
    /// The same page of a set was uploaded more than once.
    PageRepeated = "page-repeated",
}

/// The figure or the place that belongs to a problem.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Detail {
    /// Of `resolution-too-low` and, where that was the reason, `front-not-compared`: dots per
    /// inch, estimated.
    Dpi(u32),
    /// Of `sheet-cropped`: the edges of the page, as it lies in the file, at which the sheet
    /// is cut off.
    Edges(Vec<Edge>),
    /// Of `glass-dirty`: where the line runs, from the page's left edge, in percent of its
    /// width.
    FromLeft(u32),
}

/// An edge of the page, as it lies in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Edge {
    Top,
    Right,
    Bottom,
    Left,
}

/// A problem as said to a reader: where it is, what it is, why, and the one next step.
/// The texts are empty until the server puts them in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    pub code: ProblemCode,
    /// Which uploaded file, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<usize>,
    /// Which page of that file, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<Detail>,
    pub title: String,
    pub why: String,
    pub next: String,
}

impl Problem {
    pub fn new(code: ProblemCode) -> Problem {
        Problem {
            code,
            file: None,
            page: None,
            detail: None,
            title: String::new(),
            why: String::new(),
            next: String::new(),
        }
    }

    pub fn in_file(self, file: usize) -> Problem {
        Problem {
            file: Some(file),
            ..self
        }
    }

    pub fn on_page(self, page: u32) -> Problem {
        Problem {
            page: Some(page),
            ..self
        }
    }
    pub fn with(self, detail: impl Into<Option<Detail>>) -> Problem {
        Problem {
            detail: detail.into(),
            ..self
        }
    }
}
