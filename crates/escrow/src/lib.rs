#![doc = include_str!("../README.md")]
#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod issuer;
mod kek;
mod open;
mod signature;
mod store;
mod wrap;

pub use issuer::{CardError, Issuer};
pub use kek::{KekError, KeyEncryptionKey};
pub use open::{KeyUse, OpenError, Opened};
pub use store::Escrow;
pub use wrap::{KeyError, WrappedKey};
