//! Where a passphrase or a PIN comes from when nobody is there to type it.

use super::KekError;
use super::private::read_private;
use secrecy::SecretString;
use std::path::Path;

/// Longer than any passphrase, and than any PIN that PKCS#11 takes.
const LONGEST: usize = 1024;

/// One line of text from a file that only its owner may read (mode 600 or 400); a line break
/// at its end is not part of it.
///
/// # Errors
/// A file that cannot be read or is exposed to others, or that holds no such line.
pub fn secret_from_file(path: impl AsRef<Path>) -> Result<SecretString, KekError> {
    let path = path.as_ref();
    let bytes = read_private(path)?;
    let line = std::str::from_utf8(&bytes).map_or("", |text| text.trim_end_matches(['\r', '\n']));
    if line.is_empty() || line.contains(['\r', '\n', '\0']) || bytes.len() >= LONGEST {
        return Err(KekError::NoSecret {
            path: path.to_owned(),
        });
    }
    Ok(SecretString::from(line))
}

/// The text of an environment variable. Whoever may read the process's environment has it
/// too, so a file is the better place.
///
/// # Errors
/// A variable that is not set, empty or not text.
pub fn secret_from_environment(name: &str) -> Result<SecretString, KekError> {
    match std::env::var(name) {
        Ok(text) if !text.is_empty() => Ok(SecretString::from(text)),
        _ => Err(KekError::NoVariable { name: name.into() }),
    }
}
