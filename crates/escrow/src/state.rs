//! The states of keys. All times are seconds since 1970-01-01T00:00:00Z. A state only moves
//! on: what was told about a key is not taken back.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The state of an escrow key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case", deny_unknown_fields)]
pub enum KeyState {
    Active,
    /// Nothing is sealed to it any more; it opens what was issued up to then.
    Retired {
        at: u64,
    },
    /// It opens nothing.
    Revoked {
        at: u64,
    },
    /// The private half is gone; number and public half stay, so that neither comes again.
    Destroyed {
        at: u64,
    },
}

/// The state of an issuer's signing key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case", deny_unknown_fields)]
pub enum SigningKeyState {
    Active,
    /// It signs no more; what was issued up to then is good.
    Retired {
        at: u64,
    },
    /// Someone else may sign with it, and date it back: of what it signed, only the sheets
    /// that the issuer lists as issued are good. `at` is when that became known.
    Compromised {
        at: u64,
    },
}

impl KeyState {
    pub(crate) fn may_become(self, to: KeyState) -> bool {
        self.rank() < to.rank()
    }

    fn rank(self) -> u8 {
        match self {
            KeyState::Active => 0,
            KeyState::Retired { .. } => 1,
            KeyState::Revoked { .. } => 2,
            KeyState::Destroyed { .. } => 3,
        }
    }
}

impl SigningKeyState {
    pub(crate) fn may_become(self, to: SigningKeyState) -> bool {
        self.rank() < to.rank()
    }

    fn rank(self) -> u8 {
        match self {
            SigningKeyState::Active => 0,
            SigningKeyState::Retired { .. } => 1,
            SigningKeyState::Compromised { .. } => 2,
        }
    }
}

impl fmt::Display for KeyState {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(match self {
            KeyState::Active => "active",
            KeyState::Retired { .. } => "retired",
            KeyState::Revoked { .. } => "revoked",
            KeyState::Destroyed { .. } => "destroyed",
        })
    }
}

impl fmt::Display for SigningKeyState {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(match self {
            SigningKeyState::Active => "active",
            SigningKeyState::Retired { .. } => "retired",
            SigningKeyState::Compromised { .. } => "compromised",
        })
    }
}
