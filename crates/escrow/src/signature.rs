use crate::{Issuer, Opened};
use coset::{CborSerializable, CoseSign1, HeaderBuilder, ProtectedHeader, iana::Algorithm};
use ed25519_dalek::Signature;
use sheet::{Content, Label, sign_aad};

/// Checks an untagged COSE_Sign1 (RFC 9052, section 4.2) against the issuer's own signing
/// keys, then reads its payload.
pub(crate) fn check(bytes: &[u8], label: &Label, issuer: &Issuer) -> Option<Opened> {
    let message = CoseSign1::from_slice(bytes).ok()?;
    let kid = &message.protected.header.key_id;
    let key = issuer.signing_key(kid)?;
    if plain(&message).to_vec().ok()? != bytes {
        return None;
    }
    let signature = Signature::from_slice(&message.signature).ok()?;
    let signed = message.tbs_data(&sign_aad(&label.to_bytes()));
    key.public.verify_strict(&signed, &signature).ok()?;
    let content = Content::from_cbor(message.payload.as_deref()?).ok()?;
    let was_valid = key.period.contains(&content.issued_at);
    Some(Opened::new(content, was_valid))
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
