//! The pages, for browsers with and without JavaScript.

use crate::desk::{self, Order, Served};
use crate::language;
use crate::live;
use crate::logs::Logged;
use crate::problem::{self, Refusal};
use crate::samples;
use crate::state::SiteState;
use app::{PageView, ReportView, View};
use axum::Extension;
use axum::extract::{OriginalUri, Path, Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_LANGUAGE, VARY};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{Html, IntoResponse, Redirect, Response};
use record::Actor;
use report::{Lang, ProblemCode};

/// GET `/`
pub async fn choose_language(headers: HeaderMap) -> Response {
    let start = start_of(language::preferred(&headers));
    ([(VARY, "accept-language")], Redirect::to(&start)).into_response()
}

/// GET `/{lang}`, and of addresses that only answer a POST.
pub async fn to_start(Extension(lang): Extension<Lang>) -> Redirect {
    Redirect::to(&start_of(lang))
}

/// GET `/{lang}/`
pub async fn start(State(site): State<SiteState>, Extension(lang): Extension<Lang>) -> Response {
    page(lang, View::Start, &site)
}

/// GET `/{lang}/help`
pub async fn help(State(site): State<SiteState>, Extension(lang): Extension<Lang>) -> Response {
    page(lang, View::Help, &site)
}

/// POST `/{lang}/verify`: the report is the answer, and nothing of it is kept.
pub async fn verify(
    State(site): State<SiteState>,
    Extension(lang): Extension<Lang>,
    request: Request,
) -> Response {
    if live::is_asked(request.headers()) {
        return live::verify(lang, site, request).await;
    }
    let served = desk::serve(site.clone(), request, order()).await;
    answer(lang, &site, served)
}

/// POST `/{lang}/samples/{slug}`: the report on a sample's scan, for whoever has none.
pub async fn verify_sample(
    State(site): State<SiteState>,
    Extension(lang): Extension<Lang>,
    Path(slug): Path<String>,
) -> Response {
    let served = match samples::scan(&site, &slug).await {
        Some(file) => desk::serve_own(site.clone(), file, order()).await,
        None => Err(ProblemCode::NotFound.into()),
    };
    answer(lang, &site, served)
}

pub fn order() -> Order {
    Order {
        actor: Actor::Web,
        pictures: true,
        displays: true,
        history: false,
    }
}

fn answer(lang: Lang, site: &SiteState, served: Result<Served, Refusal>) -> Response {
    match served {
        Ok(served) => {
            let logged = Logged::answered(&served.answer.report);
            let mut response = page(lang, View::Report(Box::new(view(served))), site);
            response
                .headers_mut()
                .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
            response.extensions_mut().insert(logged);
            response
        }
        Err(refusal) => problem::page(lang, refusal, &site.pages),
    }
}

/// GET `/problems/{code}`: where the `type` of the API's problems leads.
pub async fn explain_problem(
    State(site): State<SiteState>,
    Path(code): Path<String>,
    headers: HeaderMap,
) -> Response {
    let lang = language::preferred(&headers);
    match ProblemCode::ALL.iter().find(|known| known.slug() == code) {
        Some(&code) => page(lang, View::Problem(code), &site),
        None => problem::page(lang, ProblemCode::NotFound.into(), &site.pages),
    }
}

pub async fn not_found(site: State<SiteState>, uri: OriginalUri, headers: HeaderMap) -> Response {
    refuse(ProblemCode::NotFound, site, uri, headers)
}

/// The router adds which methods are allowed.
pub async fn method_not_allowed(
    site: State<SiteState>,
    uri: OriginalUri,
    headers: HeaderMap,
) -> Response {
    refuse(ProblemCode::MethodNotAllowed, site, uri, headers)
}

fn refuse(
    code: ProblemCode,
    State(site): State<SiteState>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
) -> Response {
    if uri.path().starts_with("/api/") {
        problem::json(language::preferred(&headers), code.into())
    } else {
        problem::page(
            language::of_path(uri.path(), &headers),
            code.into(),
            &site.pages,
        )
    }
}

pub fn page(lang: Lang, view: View, site: &SiteState) -> Response {
    let html = Html(app::render(lang, view, &site.pages));
    ([(CONTENT_LANGUAGE, language::header(lang))], html).into_response()
}

pub fn view(served: Served) -> ReportView {
    let Served {
        answer,
        names,
        paper,
    } = served;
    let shown = answer.shown.into_iter().map(|shown| PageView {
        file: shown.place.file,
        page: shown.place.page,
        width: shown.display.width,
        height: shown.display.height,
        jpeg: shown.display.jpeg,
        evidence: shown.evidence.unwrap_or_default(),
    });
    ReportView {
        pages: shown.collect(),
        report: answer.report,
        paper,
        file_names: names,
    }
}

fn start_of(lang: Lang) -> String {
    format!("/{}/", lang.tag())
}
