//! The pages about receipts.

use super::{Saved, Verified, qr};
use crate::language;
use crate::problem::{self, Refusal};
use crate::state::SiteState;
use crate::{upload, web};
use app::{SlipView, View, render_slip};
use axum::Extension;
use axum::extract::{Form, FromRequest, Multipart, Request, State};
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_LANGUAGE};
use axum::response::{Html, IntoResponse, Redirect, Response};
use report::{Answers, Front, Infrared, Lang, ProblemCode};
use serde::Deserialize;

/// Bytes of a posted receipt. One about twenty files and forty certificates is half of it.
const MOST: u64 = 64 << 10;

/// GET `/{lang}/receipt`: where a receipt is verified.
pub async fn page(State(site): State<SiteState>, Extension(lang): Extension<Lang>) -> Response {
    web::page(lang, View::Receipt, &site)
}

/// GET of the address that only answers a POST.
pub async fn to_page(Extension(lang): Extension<Lang>) -> Redirect {
    Redirect::to(&format!("/{}/receipt", lang.tag()))
}

/// What the report's form asks.
#[derive(Deserialize)]
struct Asked {
    receipt: String,
    #[serde(default)]
    front: Front,
    #[serde(default)]
    infrared: Infrared,
}

/// POST `/{lang}/receipt`: the page to print, with what the clerk declares.
pub async fn slip(
    State(site): State<SiteState>,
    Extension(lang): Extension<Lang>,
    request: Request,
) -> Response {
    let saved = asked(request, &site).await;
    answer(lang, &site, saved, false)
}

async fn asked(request: Request, site: &SiteState) -> Result<Saved, Refusal> {
    let request = upload::small(request, MOST, &site.config).await?;
    let Form(asked) = Form::<Asked>::from_request(request, &())
        .await
        .map_err(|_| ProblemCode::ReceiptMalformed)?;
    let answers = Answers {
        front: asked.front,
        infrared: asked.infrared,
    };
    site.receipts.declare(asked.receipt, answers)
}

/// POST `/{lang}/receipt/verify`: what the receipt says, if it is this site's and whole.
pub async fn verify(
    State(site): State<SiteState>,
    Extension(lang): Extension<Lang>,
    request: Request,
) -> Response {
    let saved = sent(request, &site).await;
    answer(lang, &site, saved, true)
}

/// The file, or else the text.
async fn sent(request: Request, site: &SiteState) -> Result<Saved, Refusal> {
    let malformed = || Refusal::from(ProblemCode::ReceiptMalformed);
    let request = upload::small(request, MOST, &site.config).await?;
    let mut form = Multipart::from_request(request, &())
        .await
        .map_err(|_| malformed())?;
    let mut text = String::new();
    while let Some(field) = form.next_field().await.map_err(|_| malformed())? {
        if text.trim().is_empty() && matches!(field.name(), Some("file" | "text")) {
            text = field.text().await.map_err(|_| malformed())?;
        }
    }
    Ok(text.parse()?)
}

fn answer(lang: Lang, site: &SiteState, saved: Result<Saved, Refusal>, was_sent: bool) -> Response {
    let html = saved.and_then(|saved| {
        let slip = view(&saved, site.receipts.verify(&saved)?, was_sent)?;
        render_slip(lang, &slip, &site.pages).map_err(Refusal::internal)
    });
    match html {
        Ok(html) => {
            let headers = [
                (CONTENT_LANGUAGE, language::header(lang)),
                (CACHE_CONTROL, HeaderValue::from_static("no-store")),
            ];
            (headers, Html(html)).into_response()
        }
        Err(refusal) => problem::page(lang, refusal, &site.pages),
    }
}

fn view(saved: &Saved, verified: Verified, was_sent: bool) -> Result<SlipView, Refusal> {
    let Verified {
        receipt,
        declaration,
    } = verified;
    Ok(SlipView {
        receipt,
        declaration,
        saved: serde_json::to_string_pretty(saved).map_err(Refusal::internal)?,
        receipt_code: qr::svg(&saved.receipt),
        declaration_code: saved.declaration.as_deref().and_then(qr::svg),
        was_sent,
    })
}
