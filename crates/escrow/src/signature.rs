use crate::Issuer;
use crate::signing_key::SigningKey;
use coset::{CborSerializable, CoseSign1, HeaderBuilder, ProtectedHeader, iana::Algorithm};
use ed25519_dalek::Signature;

/// What an issuer has signed.
pub(crate) struct Signed<'a> {
    pub kid: Vec<u8>,
    pub key: &'a SigningKey,
    pub payload: Vec<u8>,
}

/// Checks an untagged COSE_Sign1 (RFC 9052, section 4.2) against the issuer's own signing
/// keys, whatever their state.
pub(crate) fn verify<'a>(bytes: &[u8], aad: &[u8], issuer: &'a Issuer) -> Option<Signed<'a>> {
    let message = CoseSign1::from_slice(bytes).ok()?;
    let kid = message.protected.header.key_id.clone();
    let key = issuer.signing_key(&kid)?;
    if plain(&message).to_vec().ok()? != bytes {
        return None;
    }
    let signature = Signature::from_slice(&message.signature).ok()?;
    let signed = message.tbs_data(aad);
    key.public.verify_strict(&signed, &signature).ok()?;
    Some(Signed {
        kid,
        key,
        payload: message.payload?,
    })
}

/// The message with the headers that this format has and no others, in the shortest encoding.
/// A message that differs from it has critical headers, unprotected ones, another algorithm,
/// a tag, or slack that someone could hide things in.
fn plain(message: &CoseSign1) -> CoseSign1 {
    let kid = message.protected.header.key_id.clone();
    let header = HeaderBuilder::new()
        .algorithm(Algorithm::EdDSA)
        .key_id(kid)
        .build();
    CoseSign1 {
        protected: ProtectedHeader {
            original_data: None,
            header,
        },
        unprotected: Default::default(),
        payload: message.payload.clone(),
        signature: message.signature.clone(),
    }
}
