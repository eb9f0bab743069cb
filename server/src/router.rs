//! Every address of the site.

use crate::access::{self, Rule, Scope};
use crate::api::record;
use crate::state::SiteState;
use crate::{api, health, logs, receipts, samples, web};
use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{MethodRouter, get, post};
use axum::{Extension, Router};
use report::Lang;
use std::path::PathBuf;
use tower_http::compression::CompressionLayer;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

pub fn router(site: SiteState) -> Router {
    let samples = files(samples::folder(&site.config.data), &site);
    // The bundle in `/pkg` and what stands beside it; and what is nowhere.
    let others = files(site.config.site.clone(), &site);
    let router = Router::new()
        .route("/", get(web::choose_language))
        .merge(in_language(Lang::Ja, &site))
        .merge(in_language(Lang::En, &site))
        .route(
            "/api/v1/verifications",
            admitted(&site, Rule::Open(Scope::Verify), upload(post(api::verify))),
        )
        .route(
            "/api/v1/batches",
            admitted(
                &site,
                // Long work: only for callers who can be told from each other.
                Rule::Token(Scope::Verify),
                upload(post(api::verify_batch)),
            ),
        )
        .route(
            "/api/v1/record/checkpoint",
            admitted(&site, Rule::Open(Scope::Records), get(record::checkpoint)),
        )
        .route(
            "/api/v1/record/key",
            admitted(&site, Rule::Open(Scope::Records), get(record::key)),
        )
        .merge(for_auditors(&site))
        .route("/api/v1/openapi.json", compressed(get(api::definition)))
        .route("/problems/{code}", get(web::explain_problem))
        .nest_service(samples::PATH, samples)
        .route("/healthz", get(health::live))
        .route("/readyz", get(health::ready))
        .fallback_service(compressed(others))
        .method_not_allowed_fallback(web::method_not_allowed);
    with_security(router)
        .layer(site.config.client_ip.clone().into_extension())
        .layer(from_fn(logs::log))
        .with_state(site)
}

/// What only callers with a token are told.
fn for_auditors(site: &SiteState) -> Router<SiteState> {
    let records = |route| admitted(site, Rule::Token(Scope::Records), route);
    let issuers = |route| admitted(site, Rule::Token(Scope::Issuers), route);
    let most = usize::try_from(site.config.max_bytes).unwrap_or(usize::MAX);
    Router::new()
        .route("/api/v1/record/entries", records(get(record::entries)))
        .route("/api/v1/record/inclusion", records(get(record::inclusion)))
        .route(
            "/api/v1/record/consistency",
            records(get(record::consistency)),
        )
        .route(
            "/api/v1/record/verifications",
            records(post(record::verifications)),
        )
        .route("/api/v1/issuers", issuers(get(api::issuers::list)))
        .route(
            "/api/v1/issuers/{issuer}/lists/{kind}",
            issuers(post(api::issuers::import).layer(DefaultBodyLimit::max(most))),
        )
}

/// The pages, which begin with their language.
fn in_language(lang: Lang, site: &SiteState) -> Router<SiteState> {
    let at = |page: &str| format!("/{}{page}", lang.tag());
    Router::new()
        .route(&at(""), get(web::to_start))
        .route(&at("/"), compressed(get(web::start)))
        .route(&at("/help"), compressed(get(web::help)))
        .route(
            &at("/verify"),
            counted(site, upload(post(web::verify)).get(web::to_start)),
        )
        .route(
            &at("/samples/{slug}"),
            counted(site, post(web::verify_sample).get(web::to_start)),
        )
        .route(
            &at("/receipt"),
            counted(
                site,
                upload(compressed(get(receipts::page)).post(receipts::slip)),
            ),
        )
        .route(
            &at("/receipt/verify"),
            counted(
                site,
                upload(compressed(post(receipts::verify).get(receipts::to_page))),
            ),
        )
        .layer(Extension(lang))
}

/// An upload counts its bytes itself, and refuses them in its own words.
fn upload(route: MethodRouter<SiteState>) -> MethodRouter<SiteState> {
    route.layer(DefaultBodyLimit::disable())
}

/// For callers who keep to this rule.
fn admitted(
    site: &SiteState,
    rule: Rule,
    route: MethodRouter<SiteState>,
) -> MethodRouter<SiteState> {
    route.layer(from_fn_with_state((site.clone(), rule), access::admit))
}

/// For visitors of the pages.
fn counted(site: &SiteState, route: MethodRouter<SiteState>) -> MethodRouter<SiteState> {
    route.layer(from_fn_with_state(site.clone(), access::count))
}

/// Not for reports: they are mostly pictures.
fn compressed<S: Clone + Send + Sync + 'static>(route: MethodRouter<S>) -> MethodRouter<S> {
    route.layer(CompressionLayer::new())
}

fn files(folder: PathBuf, site: &SiteState) -> MethodRouter {
    let files = ServeDir::new(folder)
        .append_index_html_on_directories(false)
        .precompressed_br()
        .call_fallback_on_method_not_allowed(true)
        .fallback(web::not_found.with_state(site.clone()));
    axum::routing::any_service(files)
}

/// The pages have neither inline script nor inline style; their pictures are `data:` URLs or
/// the sender's own file.
const CONTENT_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
     img-src 'self' data: blob:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

fn with_security(router: Router<SiteState>) -> Router<SiteState> {
    let headers = [
        (CONTENT_SECURITY_POLICY, CONTENT_POLICY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (X_FRAME_OPTIONS, "DENY"),
        (REFERRER_POLICY, "no-referrer"),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(), geolocation=(), microphone=()",
        ),
        // Files may be kept, but are asked for again: their names do not change.
        (CACHE_CONTROL, "no-cache"),
    ];
    headers.into_iter().fold(router, |router, (name, value)| {
        router.layer(SetResponseHeaderLayer::if_not_present(
            name,
            HeaderValue::from_static(value),
        ))
    })
}
