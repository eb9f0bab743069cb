//! Tokens of callers of the API.

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use jiff::Timestamp;
use record::TokenId;
use sha2::{Digest, Sha256};
use std::fmt;
use std::str::FromStr;
use zeroize::Zeroizing;

/// What a token allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Verify, one upload or a batch.
    Verify,
    /// Read and prove the record; know how often a sheet was verified.
    Records,
    /// See issuers, and hand in the lists that they signed.
    Issuers,
}

impl Scope {
    pub const ALL: [Scope; 3] = [Scope::Verify, Scope::Records, Scope::Issuers];

    pub fn slug(self) -> &'static str {
        match self {
            Scope::Verify => "verify",
            Scope::Records => "records",
            Scope::Issuers => "issuers",
        }
    }
}

#[derive(Debug, thiserror::Error)]
#[error("not one of the scopes `verify`, `records` and `issuers`")]
pub struct NoScope;

impl FromStr for Scope {
    type Err = NoScope;

    fn from_str(slug: &str) -> Result<Scope, NoScope> {
        let scope = Scope::ALL.into_iter().find(|scope| scope.slug() == slug);
        scope.ok_or(NoScope)
    }
}

/// The secret that a caller sends: `uramen_`, by which scanners for leaked secrets know it, and
/// 32 random bytes in base64url. Told once, when it is made.
pub struct Token(Zeroizing<String>);

impl Token {
    pub fn new() -> Result<Token, getrandom::Error> {
        let mut secret = Zeroizing::new([0; 32]);
        getrandom::fill(&mut *secret)?;
        let text = Zeroizing::new(BASE64URL_NOPAD.encode(&*secret));
        Ok(Token(Zeroizing::new(format!("uramen_{}", *text))))
    }

    pub fn reveal(&self) -> &str {
        &self.0
    }
}

/// What tokens are looked up by. They are random and long: nothing is gained by hashing slowly,
/// and a lookup by hash leaks nothing of the token by its time.
pub fn hash_of(token: &str) -> [u8; 32] {
    Sha256::digest(token).into()
}

/// What is kept of a token beside its hash.
#[derive(Clone, Debug)]
pub struct Grant {
    pub id: TokenId,
    /// For whom it was made, in an operator's words.
    pub name: String,
    pub scopes: Vec<Scope>,
    pub expires_at: Timestamp,
    pub revoked_at: Option<Timestamp>,
}

impl Grant {
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.revoked_at.is_some() || self.expires_at <= now
    }
}

/// Eight hexadecimal digits: says nothing of the token.
pub fn new_id() -> Result<TokenId, Box<dyn std::error::Error>> {
    let mut id = [0; 4];
    getrandom::fill(&mut id)?;
    Ok(HEXLOWER.encode(&id).parse()?)
}

impl fmt::Display for Grant {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let scopes: Vec<&str> = self.scopes.iter().map(|scope| scope.slug()).collect();
        let (id, name, scopes) = (&self.id, &self.name, scopes.join(" "));
        write!(f, "{id}\t{name}\t{scopes}\t")?;
        match self.revoked_at {
            Some(at) => write!(f, "revoked {at:.0}"),
            None => write!(f, "until {:.0}", self.expires_at),
        }
    }
}
