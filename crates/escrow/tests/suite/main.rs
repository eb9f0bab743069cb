//! Everything here is sealed, signed and wrapped by `hpke`, `coset`, `ed25519-dalek` and
//! `aes-gcm` called directly, or by other implementations (`vector`): never by this project's
//! press. All data is fictitious (見本).

mod backup;
mod cards;
mod cose;
mod custody;
mod kek;
mod lists;
mod open;
mod passphrase;
mod press;
mod states;
mod token;
mod vector;
