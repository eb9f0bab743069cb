#![doc = include_str!("../README.md")]
#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod backup;
mod issuer;
mod kek;
mod lists;
mod open;
mod signature;
mod signing_key;
mod state;
mod store;
mod wrap;

pub use backup::BackupError;
pub use issuer::{CardError, Issuer};
pub use kek::{
    KekError, KeyEncryptionKey, PassphraseHeader, TokenKey, read_private, secret_from_environment,
    secret_from_file, write_private,
};
pub use lists::ListError;
pub use open::{KeyUse, OpenError, Opened};
/// Passphrases and PINs: erased when dropped, never printed.
pub use secrecy::SecretString;
pub use state::{KeyState, SigningKeyState};
pub use store::Escrow;
pub use wrap::{KeyError, WrappedKey};
