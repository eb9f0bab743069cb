//! What the site and the issuing centre hand each other: public halves only.

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
}
