//! What the fields of an entry hold. Each has one text, the one that it is written as.

use crate::Error;
use data_encoding::HEXLOWER;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// RFC 3339 in UTC, always with six decimals: `2026-04-01T00:00:00.000000Z`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Time(Timestamp);

impl Time {
    pub fn timestamp(self) -> Timestamp {
        self.0
    }
}

/// Cut to whole microseconds, so that a time equals what is read back.
impl From<Timestamp> for Time {
    fn from(time: Timestamp) -> Time {
        Time(Timestamp::from_microsecond(time.as_microsecond()).unwrap_or(time))
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.6}", self.0)
    }
}

impl FromStr for Time {
    type Err = Error;

    fn from_str(text: &str) -> Result<Time, Error> {
        let time = text.parse::<Timestamp>().map(Time::from).ok();
        time.filter(|time| time.to_string() == text)
            .ok_or(Error::NotAField("a time in UTC with six decimals"))
    }
}

/// Who asks for a sheet to be opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Actor {
    /// A visitor of the pages: `web`.
    Web,
    /// A caller of the API without a token: `api`.
    Caller,
    /// A caller of the API: `api:` and the token's id, never the token.
    Api(TokenId),
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Actor::Web => f.write_str("web"),
            Actor::Caller => f.write_str("api"),
            Actor::Api(token) => write!(f, "api:{token}"),
        }
    }
}

impl FromStr for Actor {
    type Err = Error;

    fn from_str(text: &str) -> Result<Actor, Error> {
        match text.strip_prefix("api:") {
            Some(token) => token.parse().map(Actor::Api),
            None if text == "web" => Ok(Actor::Web),
            None if text == "api" => Ok(Actor::Caller),
            None => Err(Error::NotAField(
                "an actor: `web`, `api`, or `api:` and an id",
            )),
        }
    }
}

/// What an API token is called: 1 to 64 of `A-Z a-z 0-9 - _`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TokenId(String);

impl fmt::Display for TokenId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for TokenId {
    type Err = Error;

    fn from_str(text: &str) -> Result<TokenId, Error> {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        if (1..=64).contains(&text.len()) && text.bytes().all(plain) {
            Ok(TokenId(text.to_owned()))
        } else {
            Err(Error::NotAField("an id of 1 to 64 letters, digits, - or _"))
        }
    }
}

/// HMAC-SHA-256 under a key that is not in the record: of a sheet's id, or of an upload's
/// bytes. 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct KeyedHash(pub [u8; 32]);

impl fmt::Display for KeyedHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&HEXLOWER.encode(&self.0))
    }
}

impl FromStr for KeyedHash {
    type Err = Error;

    fn from_str(text: &str) -> Result<KeyedHash, Error> {
        let bytes = HEXLOWER.decode(text.as_bytes()).ok();
        bytes
            .and_then(|bytes| bytes.try_into().ok())
            .map(KeyedHash)
            .ok_or(Error::NotAField("64 lower-case hexadecimal digits"))
    }
}

/// What an act of custody was done to, such as `issuer 1 key 2`: 1 to 200 bytes without
/// control characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Subject(String);

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Subject {
    type Err = Error;

    fn from_str(text: &str) -> Result<Subject, Error> {
        if (1..=200).contains(&text.len()) && !text.chars().any(char::is_control) {
            Ok(Subject(text.to_owned()))
        } else {
            Err(Error::NotAField("a subject of 1 to 200 bytes on one line"))
        }
    }
}

/// serde's way to and from the texts above.
macro_rules! as_text {
    ($($field:ty),*) => {$(
        impl From<$field> for String {
            fn from(field: $field) -> String {
                field.to_string()
            }
        }

        impl TryFrom<String> for $field {
            type Error = Error;

            fn try_from(text: String) -> Result<$field, Error> {
                text.parse()
            }
        }
    )*};
}

as_text!(Time, Actor, KeyedHash, Subject);
