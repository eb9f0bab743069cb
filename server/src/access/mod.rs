//! Who calls, what they may do, and how often.

mod command;
mod limit;
mod token;

pub use command::TokenCommand;
pub use limit::RateLimits;
pub use token::{Grant, Scope};

use crate::language;
use crate::problem::{self, Refusal};
use crate::state::SiteState;
use crate::upload;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::Method;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::Response;
use axum_client_ip::ClientIp;
use axum_extra::TypedHeader;
use axum_extra::headers::Authorization;
use axum_extra::headers::authorization::Bearer;
use jiff::Timestamp;
use limit::Standing;
use record::Actor;
use report::ProblemCode;

/// What a part of the API asks of its callers.
#[derive(Clone, Copy)]
pub enum Rule {
    /// A token, if one is sent, must allow this.
    Open(Scope),
    /// A token must be sent and allow this.
    Token(Scope),
}

/// Who calls the API. Its handlers take it as an `Extension`.
#[derive(Clone, Debug)]
pub struct Caller {
    pub actor: Actor,
    scopes: Vec<Scope>,
}

impl Caller {
    const UNKNOWN: Caller = Caller {
        actor: Actor::Caller,
        scopes: Vec::new(),
    };

    pub fn may(&self, scope: Scope) -> bool {
        self.scopes.contains(&scope)
    }
}

/// How the sender of a request stands with the limits, and what it comes to.
type Counted<T> = (Option<Standing>, Result<T, Refusal>);

/// Admits callers of the API to what is behind it.
pub async fn admit(
    State((site, rule)): State<(SiteState, Rule)>,
    request: Request,
    next: Next,
) -> Response {
    let (mut parts, body) = request.into_parts();
    let (standing, caller) = identify(&site, rule, &mut parts).await;
    let is_asked_well = language::parameter(&parts.uri).map_err(Refusal::from);
    let response = match caller.and_then(|caller| is_asked_well.map(|_| caller)) {
        Ok(caller) => {
            parts.extensions.insert(caller);
            next.run(Request::from_parts(parts, body)).await
        }
        Err(refusal) => {
            upload::discard(body, &site.config).await;
            let lang = language::asked(&parts.uri, &parts.headers);
            problem::json(lang, refusal)
        }
    };
    told(standing, response)
}

/// Counts what visitors of the pages send.
pub async fn count(State(site): State<SiteState>, request: Request, next: Next) -> Response {
    if request.method() != Method::POST {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    let (standing, counted) = count_address(&site, &mut parts).await;
    let response = match counted {
        Ok(()) => next.run(Request::from_parts(parts, body)).await,
        Err(refusal) => {
            upload::discard(body, &site.config).await;
            let lang = language::of_path(parts.uri.path(), &parts.headers);
            problem::page(lang, refusal, &site.pages)
        }
    };
    told(standing, response)
}

async fn identify(site: &SiteState, rule: Rule, parts: &mut Parts) -> Counted<Caller> {
    let sent = TypedHeader::<Authorization<Bearer>>::from_request_parts(parts, site).await;
    let caller = match (sent, rule) {
        (Ok(TypedHeader(token)), _) => match grant_of(site, token.token()).await {
            Ok(grant) => {
                let (standing, counted) = within(site.rates.token.count(&grant.id));
                return (standing, counted.and_then(|()| allow(grant, rule)));
            }
            Err(refusal) => Err(refusal),
        },
        (Err(header), Rule::Open(_)) if header.is_missing() => Ok(Caller::UNKNOWN),
        (Err(header), Rule::Token(_)) if header.is_missing() => {
            Err(ProblemCode::TokenMissing.into())
        }
        (Err(_), _) => Err(ProblemCode::TokenInvalid.into()),
    };
    // Trying tokens counts, too.
    let (standing, counted) = count_address(site, parts).await;
    (standing, counted.and(caller))
}

/// Asked of the database each time: a revoked token ends at once, on every node.
async fn grant_of(site: &SiteState, token: &str) -> Result<Grant, Refusal> {
    let found = site.database.token(&token::hash_of(token)).await;
    let grant = found.map_err(Refusal::internal)?;
    let grant = grant.ok_or(ProblemCode::TokenInvalid)?;
    match grant.is_over(Timestamp::now()) {
        true => Err(ProblemCode::TokenExpired.into()),
        false => Ok(grant),
    }
}

fn allow(grant: Grant, rule: Rule) -> Result<Caller, Refusal> {
    let (Rule::Open(scope) | Rule::Token(scope)) = rule;
    let Grant { id, scopes, .. } = grant;
    match scopes.contains(&scope) {
        true => Ok(Caller {
            actor: Actor::Api(id),
            scopes,
        }),
        false => Err(ProblemCode::ScopeMissing.into()),
    }
}

async fn count_address(site: &SiteState, parts: &mut Parts) -> Counted<()> {
    match ClientIp::from_request_parts(parts, site).await {
        Ok(ClientIp(address)) => within(site.rates.address.count(&address.into())),
        // By the setting there is a proxy, and this request came past it.
        Err(_) => (
            None,
            Err(Refusal::internal("no address where `client-ip` says")),
        ),
    }
}

fn within(standing: Option<Standing>) -> Counted<()> {
    let wait = standing.and_then(|standing| standing.wait);
    (
        standing,
        wait.map_or(Ok(()), |wait| Err(Refusal::too_many(wait))),
    )
}

fn told(standing: Option<Standing>, mut response: Response) -> Response {
    if let Some(standing) = standing {
        standing.tell(&mut response);
    }
    response
}
