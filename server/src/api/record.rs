//! The record of key uses, for auditors: as the commands have it.

use super::definition::{self, Asked};
use super::{answer, refuse};
use crate::problem::Refusal;
use crate::records::{Consistency, Inclusion, RecordError};
use crate::state::SiteState;
use axum::Json;
use axum::extract::rejection::{JsonRejection, QueryRejection};
use axum::extract::{Query, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use record::{Entry, Error, Use};
use report::{Earlier, ProblemCode};
use serde::{Deserialize, Serialize};
use sheet::lists::parse_sheet;
use utoipa::{IntoParams, ToSchema};

/// Entries that one answer holds at most, and that are looked at for them.
const MOST: u32 = 1000;
const MOST_LOOKED_AT: u64 = 20_000;
/// What every reader of JSON takes as it is (RFC 8259, section 6).
const MOST_EXACT: u64 = (1 << 53) - 1;

/// The record's checkpoint.
///
/// Its size and root, signed: a C2SP signed note. Keep one from time to time, and have the
/// record proved to continue it.
#[utoipa::path(
    get,
    tag = "record",
    path = "/api/v1/record/checkpoint",
    params(Asked, definition::Preferred),
    responses((status = 200, description = "A signed note", body = String, content_type = "text/plain; charset=utf-8"), definition::Refusals),
    security((), ("token" = ["records"])),
)]
pub async fn checkpoint(State(site): State<SiteState>, uri: Uri, headers: HeaderMap) -> Response {
    match site.verifier.records.newest_of_all().await {
        Ok(newest) => text(newest.checkpoint),
        Err(error) => refuse(&uri, &headers, Refusal::internal(error)),
    }
}

/// The public key that checkpoints are verified with.
///
/// Get it once, from somewhere else as well, and keep it: whoever can put in a key of his own
/// can put in a record of his own.
#[utoipa::path(
    get,
    tag = "record",
    path = "/api/v1/record/key",
    params(Asked, definition::Preferred),
    responses((status = 200, description = "A verifier key of C2SP signed-note", body = String, content_type = "text/plain; charset=utf-8"), definition::Refusals),
    security((), ("token" = ["records"])),
)]
pub async fn key(State(site): State<SiteState>) -> Response {
    text(format!("{}\n", site.verifier.records.verifier()))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Filter {
    /// The first entry, from 0.
    #[serde(default)]
    #[param(maximum = 9007199254740991_u64)]
    from: u64,
    /// How many entries are wanted at most.
    #[serde(default = "most")]
    #[param(minimum = 1, maximum = 1000, default = 1000)]
    limit: u32,
    /// Only entries of this kind.
    #[param(inline)]
    kind: Option<Kind>,
    /// Only uses of this issuer's keys.
    #[param(maximum = 65535)]
    issuer: Option<u16>,
    /// Only uses by this caller: `web`, `api`, or `api:` and a token's id.
    actor: Option<String>,
    /// Only entries of this time or later.
    #[param(value_type = Option<String>, format = DateTime)]
    since: Option<Timestamp>,
    /// Only entries before this time.
    #[param(value_type = Option<String>, format = DateTime)]
    until: Option<Timestamp>,
    /// The language of titles and explanations, before what `Accept-Language` prefers.
    #[param(inline, schema_with = definition::languages)]
    #[serde(default, rename = "lang")]
    _lang: Option<String>,
}

fn most() -> u32 {
    MOST
}

/// What an entry is about.
#[derive(Clone, Copy, PartialEq, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    /// An escrow key is about to be used.
    Use,
    /// How a use ended.
    Outcome,
    /// Something was done to keys, issuers or tokens.
    Custody,
}

/// A part of the record.
#[derive(Serialize, ToSchema)]
pub struct Entries {
    entries: Vec<Indexed>,
    /// Where to go on; missing at the record's end.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<u64>,
}

/// An entry and where it stands.
#[derive(Serialize, ToSchema)]
struct Indexed {
    /// From 0.
    index: u64,
    /// Compact JSON, byte for byte as it is hashed.
    line: String,
}

/// Entries of the record, in their order.
#[utoipa::path(
    get,
    tag = "record",
    path = "/api/v1/record/entries",
    params(Filter, definition::Preferred),
    responses((status = 200, description = "Entries", body = Entries), definition::Refusals),
    security(("token" = ["records"])),
)]
pub async fn entries(
    State(site): State<SiteState>,
    filter: Result<Query<Filter>, QueryRejection>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let found = async {
        let Query(filter) = filter.map_err(|_| ProblemCode::RequestInvalid)?;
        find(&site, filter).await
    };
    answer(&uri, &headers, found.await)
}

async fn find(site: &SiteState, filter: Filter) -> Result<Entries, Refusal> {
    if !(1..=MOST).contains(&filter.limit) || filter.from > MOST_EXACT {
        return Err(ProblemCode::RequestInvalid.into());
    }
    let newest = site.verifier.records.newest_of_all().await;
    let size = newest.map_err(Refusal::internal)?.size;
    let (mut next, mut entries) = (filter.from, Vec::new());
    let end = size.min(next.saturating_add(MOST_LOOKED_AT));
    while next < end && entries.len() < filter.limit as usize {
        let lines = site.database.record_lines(next, MOST).await;
        let lines = lines.map_err(Refusal::internal)?;
        if lines.is_empty() {
            return Err(Refusal::internal(
                "the database lacks entries of the record",
            ));
        }
        for (line, _) in lines {
            if next == end || entries.len() == filter.limit as usize {
                break;
            }
            let entry = Entry::parse(&line).map_err(Refusal::internal)?;
            if filter.admits(&entry) {
                entries.push(Indexed { index: next, line });
            }
            next += 1;
        }
    }
    Ok(Entries {
        entries,
        next: (next < size).then_some(next),
    })
}

impl Filter {
    fn admits(&self, entry: &Entry) -> bool {
        let (kind, used) = match entry {
            Entry::Use(used) => (Kind::Use, Some(used)),
            Entry::Outcome(_) => (Kind::Outcome, None),
            Entry::Custody(_) => (Kind::Custody, None),
        };
        let is_use_with = |holds: &dyn Fn(&Use) -> bool| used.is_some_and(holds);
        let (issuer, actor) = (self.issuer, self.actor.as_deref());
        let time = entry.time().timestamp();
        self.kind.is_none_or(|wanted| wanted == kind)
            && issuer.is_none_or(|issuer| is_use_with(&|used| used.issuer == issuer))
            && actor.is_none_or(|actor| is_use_with(&|used| used.actor.to_string() == actor))
            && self.since.is_none_or(|since| time >= since)
            && self.until.is_none_or(|until| time < until)
    }
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// The index of the entry, from 0.
    index: u64,
}

/// Prove that an entry is in the record.
#[utoipa::path(
    get,
    tag = "record",
    path = "/api/v1/record/inclusion",
    params(Which, Asked, definition::Preferred),
    responses((status = 200, description = "The entry, a checkpoint, and the hashes between them (RFC 6962, section 2.1.1)", body = Inclusion), definition::Refusals),
    security(("token" = ["records"])),
)]
pub async fn inclusion(
    State(site): State<SiteState>,
    which: Result<Query<Which>, QueryRejection>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let proof = async {
        let Query(Which { index }) = which.map_err(|_| ProblemCode::RequestInvalid)?;
        let newest = site.verifier.records.newest_of_all().await;
        let newest = newest.map_err(Refusal::internal)?;
        let proof = newest.prove_entry(&site.database, index).await;
        proof.map_err(absent)
    };
    answer(&uri, &headers, proof.await)
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Since {
    /// The size that the kept checkpoint tells.
    size: u64,
}

/// Prove that the record continues an older one.
#[utoipa::path(
    get,
    tag = "record",
    path = "/api/v1/record/consistency",
    params(Since, Asked, definition::Preferred),
    responses((status = 200, description = "A checkpoint, and the hashes that show it to continue the older one (RFC 6962, section 2.1.2)", body = Consistency), definition::Refusals),
    security(("token" = ["records"])),
)]
pub async fn consistency(
    State(site): State<SiteState>,
    since: Result<Query<Since>, QueryRejection>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let proof = async {
        let Query(Since { size }) = since.map_err(|_| ProblemCode::RequestInvalid)?;
        let newest = site.verifier.records.newest_of_all().await;
        let newest = newest.map_err(Refusal::internal)?;
        let proof = newest.prove_since(&site.database, size).await;
        proof.map_err(absent)
    };
    answer(&uri, &headers, proof.await)
}

/// A sheet, as it is asked for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SheetName {
    /// The set id in hexadecimal, `/`, and which page of the set, from 1.
    #[schema(pattern = "^[0-9a-f]{32}/([1-9]|[1-9][0-9]|1[0-9]{2}|2[0-4][0-9]|25[0-5])$")]
    sheet: String,
}

/// How often a sheet was verified.
#[derive(Serialize, ToSchema)]
pub struct Verifications {
    /// Missing: never.
    #[serde(skip_serializing_if = "Option::is_none")]
    verifications: Option<Earlier>,
}

/// How often a sheet was verified, and when.
///
/// Never by whom; repeats of one upload within ten minutes count once. The sheet travels in the
/// body, where no proxy writes it into a log.
#[utoipa::path(
    post,
    tag = "record",
    path = "/api/v1/record/verifications",
    params(Asked, definition::Preferred),
    request_body = SheetName,
    responses((status = 200, description = "Count and times", body = Verifications), definition::Refusals),
    security(("token" = ["records"])),
)]
pub async fn verifications(
    State(site): State<SiteState>,
    uri: Uri,
    headers: HeaderMap,
    name: Result<Json<SheetName>, JsonRejection>,
) -> Response {
    let told = async {
        let Json(name) = name.map_err(|_| ProblemCode::RequestInvalid)?;
        let sheet = parse_sheet(&name.sheet).ok_or(ProblemCode::RequestInvalid)?;
        let told = site.verifier.records.verifications(&sheet).await;
        let told = told.map_err(Refusal::internal)?;
        Ok::<_, Refusal>(Verifications {
            verifications: told.map(crate::verify::earlier),
        })
    };
    answer(&uri, &headers, told.await)
}

fn absent(error: Error) -> Refusal {
    match error {
        Error::NotInTree { .. } => ProblemCode::NotInRecord.into(),
        other => Refusal::internal(RecordError::from(other)),
    }
}

fn text(text: String) -> Response {
    ([(CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}
