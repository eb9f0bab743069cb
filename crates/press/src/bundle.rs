use crate::Error;
use data_encoding::HEXLOWER_PERMISSIVE as HEX;
use ed25519_dalek::{Signature, VerifyingKey};
use sheet::cards::EscrowBundle;

/// Checks an escrow bundle against the site's Ed25519 public key (32 bytes, hexadecimal),
/// which reached the issuing centre on another way than the bundle did.
///
/// # Errors
/// [`Error::SiteKey`], [`Error::BundleUnsigned`] or [`Error::BundleSignature`].
pub fn check_bundle(bundle: &EscrowBundle, site_key: &str) -> Result<(), Error> {
    let key = HEX.decode(site_key.trim().as_bytes()).ok();
    let key = key.and_then(|key| VerifyingKey::from_bytes(&key.try_into().ok()?).ok());
    let key = key.filter(|key| !key.is_weak()).ok_or(Error::SiteKey)?;
    let signature = bundle.signature.as_ref().ok_or(Error::BundleUnsigned)?;
    let signature = HEX.decode(signature.as_bytes()).ok();
    let signature = signature.and_then(|bytes| Signature::from_slice(&bytes).ok());
    key.verify_strict(
        &bundle.to_be_signed(),
        &signature.ok_or(Error::BundleSignature)?,
    )
    .map_err(|_| Error::BundleSignature)
}
