//! What a token's library wants, and what it says.

use super::{CipherError, KekError, NONCE_LEN, TAG_LEN};
use cryptoki::context::{CInitializeArgs, CInitializeFlags, Function, Pkcs11};
use cryptoki::error::{Error, RvError};
use cryptoki::mechanism::aead::GcmParams;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, PercentEncode, utf8_percent_encode};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// The module of that path, initialised: that is done once in a process, and ends with it.
pub(super) fn module(path: &Path) -> Result<Pkcs11, KekError> {
    static MODULES: Mutex<BTreeMap<PathBuf, Pkcs11>> = Mutex::new(BTreeMap::new());
    let path = path.canonicalize().map_err(super::private::at(path))?;
    let mut modules = MODULES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(module) = modules.get(&path) {
        return Ok(module.clone());
    }
    let module = Pkcs11::new(&path).map_err(told)?;
    match module.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK)) {
        Ok(()) | Err(Error::Pkcs11(RvError::CryptokiAlreadyInitialized, _)) => {}
        Err(error) => return Err(told(error)),
    }
    modules.insert(path, module.clone());
    Ok(module)
}

pub(super) fn gcm<'a>(
    nonce: &'a mut [u8; NONCE_LEN],
    aad: &'a [u8],
) -> Result<GcmParams<'a>, Error> {
    GcmParams::new(nonce, aad, (TAG_LEN as u64 * 8).into())
}

pub(super) fn has_ended(error: &Error) -> bool {
    use RvError::*;
    matches!(
        error,
        Error::Pkcs11(
            SessionClosed
                | SessionHandleInvalid
                | UserNotLoggedIn
                | KeyHandleInvalid
                | ObjectHandleInvalid
                | DeviceRemoved
                | TokenNotPresent,
            _
        )
    )
}

/// The tag does not hold. PKCS#11 names no value for it, so tokens differ.
pub(super) fn is_refusal(error: &Error) -> bool {
    use RvError::*;
    matches!(
        error,
        Error::Pkcs11(
            EncryptedDataInvalid
                | EncryptedDataLenRange
                | SignatureInvalid
                | GeneralError
                | FunctionFailed,
            Function::Decrypt
        )
    )
}

pub(super) fn unavailable(error: Error) -> CipherError {
    CipherError::Unavailable(told(error))
}

pub(super) fn told(error: Error) -> KekError {
    KekError::Token {
        cause: error.to_string(),
    }
}

/// What RFC 3986 leaves as it is, for RFC 7512.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

pub(super) fn percent(text: &str) -> PercentEncode<'_> {
    utf8_percent_encode(text, RESERVED)
}
