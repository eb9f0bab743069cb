//! One verification.

use super::{definition, say};
use crate::access::{Caller, Scope};
use crate::desk::{self, Order};
use crate::language;
use crate::logs::Logged;
use crate::problem;
use crate::state::SiteState;
use crate::upload;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, Request, State};
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_LANGUAGE};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use report::{Lang, ProblemCode, Report};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Parameters {
    /// `png`: with the restored front of each opened sheet, as a 1-bit PNG in base64.
    #[param(inline)]
    picture: Option<Picture>,
}

impl Parameters {
    pub fn order(self, caller: Caller) -> Order {
        Order {
            history: caller.may(Scope::Records),
            actor: caller.actor,
            pictures: self.picture.is_some(),
            displays: false,
        }
    }
}

#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Picture {
    Png,
}

/// What is sent.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(
    dead_code,
    reason = "for the definition; the upload is read as it arrives"
)]
pub struct UploadForm {
    /// Scans of the backs of certificates: JPEG, PNG, TIFF, WebP or PDF. Repeat the field for
    /// several files; pages of one certificate may be in one file or in several.
    #[schema(value_type = Vec<String>, format = Binary, min_items = 1)]
    file: Vec<u8>,
}

/// Verify the scanned backs of certificates.
///
/// Whatever the upload holds, the answer is a report: `headline` says what it comes to, for
/// each certificate and for all. Nothing sent is kept.
#[utoipa::path(
    post,
    tag = "verification",
    path = "/api/v1/verifications",
    params(
        Parameters,
        definition::Asked,
        definition::Preferred,
    ),
    request_body(content = UploadForm, content_type = "multipart/form-data"),
    responses((status = 200, description = "A report, whatever its headline", body = Report), definition::Refusals),
    security((), ("token" = ["verify"])),
)]
pub async fn verify(
    State(site): State<SiteState>,
    Extension(caller): Extension<Caller>,
    parameters: Result<Query<Parameters>, QueryRejection>,
    request: Request,
) -> Response {
    let lang = language::asked(request.uri(), request.headers());
    let Ok(Query(parameters)) = parameters else {
        upload::discard(request.into_body(), &site.config).await;
        return problem::json(lang, ProblemCode::RequestInvalid.into());
    };
    match desk::serve(site, request, parameters.order(caller)).await {
        Ok(served) => answer(lang, served.answer.report),
        Err(refusal) => problem::json(lang, refusal),
    }
}

fn answer(lang: Lang, mut report: Report) -> Response {
    report.problems_mut().for_each(|problem| say(problem, lang));
    let logged = Logged::answered(&report);
    let mut response = Json(report).into_response();
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(CONTENT_LANGUAGE, language::header(lang));
    response.extensions_mut().insert(logged);
    response
}
