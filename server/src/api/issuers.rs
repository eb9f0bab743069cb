//! Issuers and the lists that they sign, for whoever manages them.

use super::answer;
use super::definition::{self, Asked};
use crate::problem::Refusal;
use crate::state::SiteState;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, PathRejection};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use escrow::Escrow;
use report::ProblemCode;
use serde::Serialize;
use sheet::lists::ListKind;
use utoipa::ToSchema;

/// The registered issuing centres.
#[derive(Serialize, ToSchema)]
pub struct Issuers {
    issuers: Vec<Issuer>,
}

/// An issuing centre, as it is known here.
#[derive(Serialize, ToSchema)]
struct Issuer {
    issuer: u16,
    name: String,
    /// Made for demonstration: everything it signs is 見本.
    specimen: bool,
    signing_keys: Vec<SigningKey>,
    escrow_keys: Vec<EscrowKey>,
}

/// A key that an issuing centre signs with.
#[derive(Serialize, ToSchema)]
struct SigningKey {
    /// COSE `kid`, hexadecimal.
    kid: String,
    /// What it may do, in words.
    state: String,
}

/// A key that an issuing centre seals to.
#[derive(Serialize, ToSchema)]
struct EscrowKey {
    escrow_key: u16,
    /// What it may do, in words.
    state: String,
}

/// List the issuing centres, with the states of their keys.
#[utoipa::path(
    get,
    tag = "issuers",
    operation_id = "list_issuers",
    path = "/api/v1/issuers",
    params(Asked, definition::Preferred),
    responses((status = 200, description = "All of them", body = Issuers), definition::Refusals),
    security(("token" = ["issuers"])),
)]
pub async fn list(State(site): State<SiteState>, uri: Uri, headers: HeaderMap) -> Response {
    let custody = site.verifier.custody.now();
    let issuers = custody
        .escrow
        .issuers()
        .map(|it| issuer(it, &custody.escrow));
    let issuers = issuers.collect();
    answer(&uri, &headers, Ok(Issuers { issuers }))
}

fn issuer(issuer: &escrow::Issuer, escrow: &Escrow) -> Issuer {
    let keys = escrow.keys().filter(|key| key.issuer == issuer.number());
    let signing_key = |(kid, state): (String, escrow::SigningKeyState)| SigningKey {
        kid,
        state: state.to_string(),
    };
    Issuer {
        issuer: issuer.number(),
        name: issuer.name().to_owned(),
        specimen: issuer.is_specimen(),
        signing_keys: issuer.signing_keys().map(signing_key).collect(),
        escrow_keys: keys
            .map(|key| EscrowKey {
                escrow_key: key.escrow_key,
                state: key.state.to_string(),
            })
            .collect(),
    }
}

/// A list that was taken up.
#[derive(Serialize, ToSchema)]
pub struct Imported {
    issuer: u16,
    /// Counts the lists of one kind by one signing key.
    number: u64,
    /// How many sheets are on it.
    sheets: usize,
}

/// Hand in a list that an issuing centre signed: of revoked sheets, or of those it issued.
///
/// It counts at once, here and within seconds on the site's other nodes.
#[utoipa::path(
    post,
    tag = "issuers",
    operation_id = "import_list",
    path = "/api/v1/issuers/{issuer}/lists/{kind}",
    params(
        ("issuer" = u16, Path, maximum = 65535, description = "The issuing centre's number"),
        ("kind" = String, Path, description = "What the list says of its sheets", pattern = "^(revoked|issued)$"),
        Asked,
        definition::Preferred,
    ),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "The signed list, as `press revoke` and `press issued` write it (COSE_Sign1, RFC 9052)"),
    responses((status = 200, description = "It was taken up", body = Imported), definition::Refusals),
    security(("token" = ["issuers"])),
)]
pub async fn import(
    State(site): State<SiteState>,
    path: Result<Path<(u16, String)>, PathRejection>,
    uri: Uri,
    headers: HeaderMap,
    signed: Result<Bytes, BytesRejection>,
) -> Response {
    let imported = async {
        let Path((issuer, kind)) = path.map_err(|_| ProblemCode::NotFound)?;
        let kind = ListKind::parse(&kind).ok_or(ProblemCode::NotFound)?;
        let signed = signed.map_err(|_| ProblemCode::UploadTooLarge)?;
        let (custody, records) = (&site.verifier.custody, &site.verifier.records);
        let list = custody.import(records, kind, issuer, &signed).await?;
        Ok::<_, Refusal>(Imported {
            issuer,
            number: list.number,
            sheets: list.sheets.len(),
        })
    };
    answer(&uri, &headers, imported.await)
}
