//! The one table from what went wrong to what is said about it.

use crate::language;
use crate::logs::Logged;
use app::{Site, View, words};
use axum::Json;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE,
};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use escrow::OpenError;
use report::{Detail, Edge, Lang, ProblemCode};
use scan::{Cause, Edges, Look, ScanError};
use serde::Serialize;
use std::borrow::Cow;
use std::error::Error;
use std::sync::Arc;
use std::time::Duration;
use utoipa::ToSchema;

/// After which a busy site may be asked again.
const BUSY: Duration = Duration::from_secs(9);

/// The status of a problem that stands in a report's place; `None` for those that are told
/// within a report.
pub fn status(code: ProblemCode) -> Option<StatusCode> {
    use ProblemCode::*;
    Some(match code {
        FileMissing | UploadMalformed | RequestInvalid => StatusCode::BAD_REQUEST,
        ReceiptMalformed | ReceiptInvalid | DeclarationInvalid => StatusCode::BAD_REQUEST,
        UploadTooLarge | TooManyFiles | TooManyPages | PictureTooLarge => {
            StatusCode::PAYLOAD_TOO_LARGE
        }
        TokenMissing | TokenInvalid | TokenExpired => StatusCode::UNAUTHORIZED,
        ScopeMissing => StatusCode::FORBIDDEN,
        TooManyRequests => StatusCode::TOO_MANY_REQUESTS,
        TookTooLong | Busy => StatusCode::SERVICE_UNAVAILABLE,
        ListRefused => StatusCode::CONFLICT,
        NotFound | NotInRecord => StatusCode::NOT_FOUND,
        MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
        Internal => StatusCode::INTERNAL_SERVER_ERROR,
        FileEmpty | FileTypeUnknown | FileDamaged | FileEncrypted => return None,
        SheetNotFound | PageBlank | FrontUploaded | NotOurSheet | PageMirrored => return None,
        SheetCropped | ResolutionTooLow | ScanThresholded | OutOfFocus => return None,
        UnevenLight | GlassDirty => return None,
        LabelNotFound | LabelUnreadable | LabelForeign | LabelsDiffer => return None,
        VersionUnknown | HostUnlisted => return None,
        TooMuchDestroyed | IssuerUnknown | EscrowKeyUnknown => return None,
        EscrowKeyRevoked | EscrowKeyDestroyed | EscrowKeyRetired => return None,
        ContentRejected | MunicipalityUnlisted | SigningKeyNotValid => return None,
        SigningKeyCompromised | SheetRevoked => return None,
        FrontAltered | FrontAddedTo | FrontPartlyCompared | FrontNotCompared => return None,
        PagesMissing | PagesMixed | PageRepeated => return None,
    })
}

/// Of a file that gave no more pages.
pub fn of_decoding(error: &pages::Error) -> ProblemCode {
    match error {
        pages::Error::Empty => ProblemCode::FileEmpty,
        pages::Error::UnknownType | pages::Error::Unsupported { .. } => {
            ProblemCode::FileTypeUnknown
        }
        pages::Error::Damaged { .. } | pages::Error::Crashed(_) => ProblemCode::FileDamaged,
        pages::Error::Encrypted => ProblemCode::FileEncrypted,
        pages::Error::TooManyPages { .. } => ProblemCode::TooManyPages,
        pages::Error::TooManyPixels { .. } => ProblemCode::PictureTooLarge,
        pages::Error::TookTooLong { .. } => ProblemCode::TookTooLong,
        // The site's own faults, and what a later version of `pages` may add.
        _ => ProblemCode::Internal,
    }
}

/// Of a page on which no sheet was identified.
pub fn of_scan(error: &ScanError) -> ProblemCode {
    match error {
        ScanError::NoSheet(Look::Blank) => ProblemCode::PageBlank,
        ScanError::NoSheet(Look::Print) => ProblemCode::FrontUploaded,
        ScanError::NoSheet(Look::Cells) => ProblemCode::NotOurSheet,
        ScanError::NoSheet(Look::Other) => ProblemCode::SheetNotFound,
        ScanError::Mirrored => ProblemCode::PageMirrored,
        ScanError::NoLabel => ProblemCode::LabelNotFound,
        ScanError::LabelUnreadable => ProblemCode::LabelUnreadable,
        ScanError::ForeignLabel => ProblemCode::LabelForeign,
        ScanError::LabelsDiffer => ProblemCode::LabelsDiffer,
        ScanError::LabelVersion(_) => ProblemCode::VersionUnknown,
    }
}

/// Of what spoils a page, with its figure or place.
pub fn of_cause(cause: &Cause) -> (ProblemCode, Option<Detail>) {
    match *cause {
        Cause::Resolution { dpi } => {
            let dpi = Detail::Dpi(dpi.round() as u32);
            (ProblemCode::ResolutionTooLow, Some(dpi))
        }
        Cause::Cropped(edges) => (ProblemCode::SheetCropped, Some(Detail::Edges(list(edges)))),
        Cause::Threshold => (ProblemCode::ScanThresholded, None),
        Cause::Focus => (ProblemCode::OutOfFocus, None),
        Cause::Light => (ProblemCode::UnevenLight, None),
        Cause::Streak { at } => {
            let place = Detail::FromLeft((at * 100.0).round() as u32);
            (ProblemCode::GlassDirty, Some(place))
        }
    }
}

fn list(edges: Edges) -> Vec<Edge> {
    let all = [
        (edges.top, Edge::Top),
        (edges.right, Edge::Right),
        (edges.bottom, Edge::Bottom),
        (edges.left, Edge::Left),
    ];
    all.into_iter()
        .filter_map(|(is_cut, edge)| is_cut.then_some(edge))
        .collect()
}

/// Of a sheet that was read and did not open.
pub fn of_opening<R>(error: &OpenError<R>) -> ProblemCode {
    match error {
        OpenError::IssuerUnknown => ProblemCode::IssuerUnknown,
        OpenError::KeyUnknown => ProblemCode::EscrowKeyUnknown,
        OpenError::KeyRevoked { .. } => ProblemCode::EscrowKeyRevoked,
        OpenError::KeyDestroyed { .. } => ProblemCode::EscrowKeyDestroyed,
        OpenError::Rejected => ProblemCode::ContentRejected,
        OpenError::SigningKeyCompromised { .. } => ProblemCode::SigningKeyCompromised,
        OpenError::KeyRetired { .. } => ProblemCode::EscrowKeyRetired,
        OpenError::SheetRevoked(_) => ProblemCode::SheetRevoked,
        OpenError::Record(_) | OpenError::Kek(_) => ProblemCode::Internal,
    }
}

/// Why a request gets no report.
#[derive(Clone, Debug)]
pub struct Refusal {
    pub code: ProblemCode,
    /// For the log; never holds content.
    pub cause: Option<Arc<dyn Error + Send + Sync>>,
    /// When it makes sense to try again.
    pub wait: Option<Duration>,
}

impl Refusal {
    pub fn internal(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Refusal {
        Refusal {
            code: ProblemCode::Internal,
            cause: Some(Arc::from(cause.into())),
            wait: None,
        }
    }

    pub fn too_many(wait: Duration) -> Refusal {
        Refusal {
            wait: Some(wait),
            ..ProblemCode::TooManyRequests.into()
        }
    }
}

impl From<ProblemCode> for Refusal {
    fn from(code: ProblemCode) -> Refusal {
        let is_passing = status(code) == Some(StatusCode::SERVICE_UNAVAILABLE);
        Refusal {
            code,
            cause: None,
            wait: is_passing.then_some(BUSY),
        }
    }
}

/// A problem that stands in a report's place, as RFC 9457 has it.
#[derive(Serialize, ToSchema)]
pub struct ProblemDetails {
    /// `/problems/` and the code: a page that explains it.
    #[serde(rename = "type")]
    about: String,
    /// A few words, in the language asked for.
    title: &'static str,
    /// The HTTP status.
    status: u16,
    /// Why.
    detail: Cow<'static, str>,
    /// The one next step.
    next: &'static str,
    code: ProblemCode,
}

impl ProblemDetails {
    pub fn of(code: ProblemCode, lang: Lang) -> ProblemDetails {
        let words = words::problem(code, None, lang);
        ProblemDetails {
            about: format!("/problems/{}", code.slug()),
            title: words.title,
            status: status_or_internal(code).as_u16(),
            detail: words.why,
            next: words.next,
            code,
        }
    }
}

fn status_or_internal(code: ProblemCode) -> StatusCode {
    status(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// Refuses a request of the API.
pub fn json(lang: Lang, refusal: Refusal) -> Response {
    let status = status_or_internal(refusal.code);
    let details = ProblemDetails::of(refusal.code, lang);
    let content_type = [(
        CONTENT_TYPE,
        HeaderValue::from_static("application/problem+json"),
    )];
    dress(
        lang,
        refusal,
        (status, content_type, Json(details)).into_response(),
    )
}

/// Refuses a request of a browser.
pub fn page(lang: Lang, refusal: Refusal, site: &Site) -> Response {
    let status = status_or_internal(refusal.code);
    let html = app::render(lang, View::Problem(refusal.code), site);
    dress(lang, refusal, (status, Html(html)).into_response())
}

fn dress(lang: Lang, refusal: Refusal, mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(CONTENT_LANGUAGE, language::header(lang));
    if let Some(wait) = refusal.wait {
        headers.insert(RETRY_AFTER, (wait.as_secs() + 1).into());
    }
    if let Some(challenge) = challenge(refusal.code) {
        headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
    }
    response.extensions_mut().insert(Logged::refused(refusal));
    response
}

/// What RFC 6750 wants to be said of a token.
fn challenge(code: ProblemCode) -> Option<&'static str> {
    Some(match code {
        ProblemCode::TokenMissing => r#"Bearer realm="uramen""#,
        ProblemCode::TokenInvalid | ProblemCode::TokenExpired => {
            r#"Bearer realm="uramen", error="invalid_token""#
        }
        ProblemCode::ScopeMissing => r#"Bearer realm="uramen", error="insufficient_scope""#,
        _ => return None,
    })
}
