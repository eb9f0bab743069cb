//! What the site and the issuing centre hand each other: public halves only.

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};

/// Written by `press keygen`, registered at the site: who issues, and the key its sheets
/// are signed with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IssuerCard {
    /// The issuer's number on labels.
    pub issuer: u16,
    pub name: String,
    /// Made for demonstration: everything it signs is 見本.
    #[serde(default)]
    pub specimen: bool,
    pub signing_key: VerifyingCard,
    /// The municipalities it issues for.
    #[serde(default)]
    pub municipalities: Vec<MunicipalityCard>,
}

/// An Ed25519 verifying key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VerifyingCard {
    /// COSE `kid`, hexadecimal.
    pub kid: String,
    /// 32 bytes, hexadecimal.
    pub public: String,
    /// Seconds since 1970-01-01T00:00:00Z; signatures of earlier issues are not accepted.
    pub valid_from: u64,
    /// Signatures of later issues are not accepted.
    pub valid_until: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MunicipalityCard {
    /// 全国地方公共団体コード, six digits.
    pub code: String,
    pub name: String,
    /// Where to ask about a certificate, if the municipality wants that shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Contact>,
}

/// How people reach a municipality.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// Digits, spaces, `-`, `+`, `(` and `)`.
    pub phone: String,
    /// An `https` address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

impl Contact {
    /// Whether both are what they should be: they stand in reports, to be called and followed.
    pub fn is_valid(&self) -> bool {
        let has_digits = self.phone.contains(|c: char| c.is_ascii_digit());
        let is_phone = |c: char| c.is_ascii_digit() || "+-() ".contains(c);
        let is_url =
            |url: &String| url.starts_with("https://") && !url.contains(char::is_whitespace);
        has_digits && self.phone.chars().all(is_phone) && self.url.as_ref().is_none_or(is_url)
    }
}

/// Written by the site, used by the press: the public half of one escrow key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EscrowBundle {
    pub issuer: u16,
    pub escrow_key: u16,
    /// The address printed in labels and legend, without scheme: `toiawase.example.lg.jp`.
    pub host: String,
    /// P-256, uncompressed point (SEC 1), hexadecimal.
    pub public: String,
    /// The site's Ed25519 signature (RFC 8032) of [`EscrowBundle::to_be_signed`], 64 bytes,
    /// hexadecimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<String>,
}

impl EscrowBundle {
    /// `uramen/v1/bundle` and, in deterministic CBOR (RFC 8949, section 4.2.1), an array of
    /// issuer, escrow key, host and public half, the last two as the texts they are.
    pub fn to_be_signed(&self) -> Vec<u8> {
        let fields = (self.issuer, self.escrow_key, &self.host, &self.public);
        // Writing to memory cannot fail.
        let cbor = minicbor::to_vec(fields).unwrap_or_default();
        [b"uramen/v1/bundle".as_slice(), &cbor].concat()
    }

    /// With the site's signature, made by whoever holds the site's key. Without it, someone on
    /// the bundle's way to the press could put in a key of his own and read every certificate.
    pub fn signed(self, sign: impl FnOnce(&[u8]) -> [u8; 64]) -> EscrowBundle {
        let signature = Some(HEXLOWER.encode(&sign(&self.to_be_signed())));
        EscrowBundle { signature, ..self }
    }
}
