//! The API's definition, OpenAPI 3.1, made from the code.

use crate::problem::{self, ProblemDetails};
use app::words;
use axum::Json;
use report::{Lang, ProblemCode};
use serde_json::json;
use std::collections::BTreeMap;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{
    ContentBuilder, Object, ObjectBuilder, Ref, RefOr, Response, ResponseBuilder, Type,
};
use utoipa::{IntoParams, IntoResponses, Modify, OpenApi, openapi};

/// GET `/api/v1/openapi.json`
pub async fn definition() -> Json<utoipa::openapi::OpenApi> {
    Json(Definition::openapi())
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Uramen",
        description = "Verifies scanned backs of certificates printed at convenience stores.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0"),
    ),
    paths(
        super::verify::verify,
        super::batch::verify_batch,
        super::record::checkpoint,
        super::record::key,
        super::record::entries,
        super::record::inclusion,
        super::record::consistency,
        super::record::verifications,
        super::issuers::list,
        super::issuers::import,
    ),
    components(schemas(ProblemDetails)),
    modifiers(&Tokens)
)]
struct Definition;

/// How callers name themselves.
struct Tokens;

impl Modify for Tokens {
    fn modify(&self, definition: &mut openapi::OpenApi) {
        let scheme = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some(
                "A token of the site's operator. Its scopes: verify, records, issuers.",
            ))
            .build();
        let components = definition.components.get_or_insert_default();
        components.add_security_scheme("token", SecurityScheme::Http(scheme));
    }
}

/// How every part of the API is asked for a language.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "for the definition; `language::asked` reads it")]
pub struct Asked {
    /// The language of titles and explanations, before what `Accept-Language` prefers.
    #[param(inline, schema_with = languages)]
    lang: Option<String>,
}

#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[allow(dead_code, reason = "for the definition; `language::asked` reads it")]
pub struct Preferred {
    /// Preferred language of titles and explanations, `ja` or `en`.
    #[param(rename = "accept-language")]
    accept_language: Option<String>,
}

/// Every problem that stands in a report's place, by its status.
pub struct Refusals;

impl IntoResponses for Refusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let mut by_status: BTreeMap<String, Vec<ProblemCode>> = BTreeMap::new();
        for &code in ProblemCode::ALL {
            if let Some(status) = problem::status(code).filter(|_| !is_about_receipts(code)) {
                by_status
                    .entry(status.as_str().to_owned())
                    .or_default()
                    .push(code);
            }
        }
        by_status
            .into_iter()
            .map(|(status, codes)| (status, response(&codes).into()))
            .collect()
    }
}

/// Of pages, which the API does not have.
fn is_about_receipts(code: ProblemCode) -> bool {
    use ProblemCode::*;
    matches!(code, ReceiptMalformed | ReceiptInvalid | DeclarationInvalid)
}

fn response(codes: &[ProblemCode]) -> Response {
    let line = |code: &ProblemCode| {
        format!(
            "- `{}`: {}",
            code.slug(),
            words::problem(*code, None, Lang::En).why
        )
    };
    let lines: Vec<String> = codes.iter().map(line).collect();
    let body = ContentBuilder::new()
        .schema(Some(Ref::from_schema_name("ProblemDetails")))
        .build();
    ResponseBuilder::new()
        .description(lines.join("\n"))
        .content("application/problem+json", body)
        .build()
}

pub fn languages() -> Object {
    let words = Lang::ALL.map(|lang| json!(lang.tag()));
    let builder = ObjectBuilder::new().schema_type(Type::String);
    builder.enum_values(Some(words)).build()
}
