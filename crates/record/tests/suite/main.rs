//! Expected values are RFC 6962's (`src/rfc6962.rs`), Go's `sumdb/note`'s, those of a Python
//! implementation (`vectors/make.py`, `reader`) or `ct-merkle`'s. All data is fictitious (見本).

mod anchor;
mod attacks;
mod checkpoint;
mod entry;
mod export;
mod log;
mod peers;
mod verifications;
