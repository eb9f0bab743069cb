//! The language of an answer.

use axum::extract::Query;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::{HeaderMap, HeaderValue, Uri};
use report::{Lang, ProblemCode};
use serde::Deserialize;

/// What `Accept-Language` prefers among the site's languages; Japanese where it says nothing.
pub fn preferred(headers: &HeaderMap) -> Lang {
    let mut best = (Lang::default(), 0.0);
    let lines = headers
        .get_all(ACCEPT_LANGUAGE)
        .iter()
        .filter_map(|line| line.to_str().ok());
    for range in lines.flat_map(|line| line.split(',')) {
        let mut parts = range.split(';').map(str::trim);
        let lang = parts.next().and_then(Lang::from_tag);
        let weight = parts
            .find_map(|part| part.strip_prefix("q=")?.parse().ok())
            .unwrap_or(1.0);
        if let Some(lang) = lang.filter(|_| weight > best.1) {
            best = (lang, weight);
        }
    }
    best.0
}

/// What a caller of the API asks for by the parameter `lang`, or else prefers.
pub fn asked(uri: &Uri, headers: &HeaderMap) -> Lang {
    let lang = parameter(uri).ok().flatten();
    lang.unwrap_or_else(|| preferred(headers))
}

/// # Errors
/// `request-invalid`: a language that the site does not speak, or a query that is none.
pub fn parameter(uri: &Uri) -> Result<Option<Lang>, ProblemCode> {
    #[derive(Deserialize)]
    struct Parameter {
        lang: Option<String>,
    }
    let query = Query::<Parameter>::try_from_uri(uri);
    let Query(Parameter { lang }) = query.map_err(|_| ProblemCode::RequestInvalid)?;
    let known = |lang: String| exact(&lang).ok_or(ProblemCode::RequestInvalid);
    lang.map(known).transpose()
}

/// The language that a path begins with, or else what the reader prefers.
pub fn of_path(path: &str, headers: &HeaderMap) -> Lang {
    let first = path.trim_start_matches('/').split('/').next();
    first.and_then(exact).unwrap_or_else(|| preferred(headers))
}

/// The value of `Content-Language`.
pub fn header(lang: Lang) -> HeaderValue {
    HeaderValue::from_static(lang.tag())
}

fn exact(tag: &str) -> Option<Lang> {
    Lang::ALL.into_iter().find(|lang| lang.tag() == tag)
}
