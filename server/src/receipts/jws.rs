//! JSON Web Signatures in their compact form (RFC 7515) with Ed25519 (RFC 8037), and with
//! nothing else: no algorithm is negotiated, and a header may ask for nothing. The libraries for
//! JWT bring RSA and the NIST curves along, and take headers that we refuse.

use crate::custody::SiteKey;
use data_encoding::BASE64URL_NOPAD;
use ed25519_dalek::{Signature, VerifyingKey};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

const ALGORITHM: &str = "EdDSA";

/// What is signed, by its media type without `application/`: neither is taken for the other.
#[derive(Clone, Copy, Debug)]
pub enum Typ {
    Receipt,
    Declaration,
}

impl Typ {
    fn word(self) -> &'static str {
        match self {
            Typ::Receipt => "uramen-receipt",
            Typ::Declaration => "uramen-declaration",
        }
    }
}

/// The protected header. A member that we do not know, `crit` among them, is refused.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    alg: String,
    kid: String,
    typ: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JwsError {
    #[error("it is no compact JWS")]
    Form,
    #[error("its header asks for another algorithm or type than this site's")]
    Header,
    #[error("it is signed by another key")]
    OtherKey,
    #[error("its signature does not hold: it was altered")]
    Signature,
}

/// # Errors
/// The payload does not become JSON.
pub fn sign(key: &SiteKey, typ: Typ, payload: &impl Serialize) -> serde_json::Result<String> {
    let header = Header {
        alg: ALGORITHM.to_owned(),
        kid: thumbprint(&key.verifying_key()),
        typ: typ.word().to_owned(),
    };
    let encode = |json: Vec<u8>| BASE64URL_NOPAD.encode(&json);
    let header = encode(serde_json::to_vec(&header)?);
    let payload = encode(serde_json::to_vec(payload)?);
    let signed = format!("{header}.{payload}");
    let signature = BASE64URL_NOPAD.encode(&key.sign(signed.as_bytes()));
    Ok(format!("{signed}.{signature}"))
}

/// The payload, once all of it holds.
///
/// # Errors
/// It is not what this key signed as this type.
pub fn open(jws: &str, typ: Typ, key: &VerifyingKey) -> Result<Vec<u8>, JwsError> {
    let (signed, signature) = jws.rsplit_once('.').ok_or(JwsError::Form)?;
    let (header, payload) = signed.split_once('.').ok_or(JwsError::Form)?;
    let header: Header = serde_json::from_slice(&decode(header)?).map_err(|_| JwsError::Header)?;
    if header.alg != ALGORITHM || header.typ != typ.word() {
        return Err(JwsError::Header);
    }
    if header.kid != thumbprint(key) {
        return Err(JwsError::OtherKey);
    }
    let signature = Signature::from_slice(&decode(signature)?).map_err(|_| JwsError::Form)?;
    key.verify_strict(signed.as_bytes(), &signature)
        .map_err(|_| JwsError::Signature)?;
    decode(payload)
}

/// Names a key: SHA-256 of its JSON Web Key (RFC 7638; RFC 8037, appendix A.3).
pub fn thumbprint(key: &VerifyingKey) -> String {
    let x = BASE64URL_NOPAD.encode(key.as_bytes());
    let jwk = format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}"#);
    BASE64URL_NOPAD.encode(&Sha256::digest(jwk))
}

fn decode(part: &str) -> Result<Vec<u8>, JwsError> {
    let decoded = BASE64URL_NOPAD.decode(part.as_bytes());
    decoded.map_err(|_| JwsError::Form)
}
