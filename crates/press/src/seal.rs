use crate::{Error, Issuer};
use coset::{CborSerializable, CoseSign1Builder, HeaderBuilder, iana};
use data_encoding::HEXLOWER_PERMISSIVE;
use hpke::aead::AesGcm256;
use hpke::kdf::HkdfSha256;
use hpke::kem::DhP256HkdfSha256;
use hpke::{Deserializable, Kem, OpModeS, Serializable};
use sheet::cards::EscrowBundle;
use sheet::{Content, Label, Sealed};

/// Bytes that sealing adds to the signed content: the tag of AES-256-GCM.
const TAG_LEN: usize = 16;

/// Signs the content for this label (COSE_Sign1, RFC 9052) and encrypts it to the escrow
/// key (HPKE base mode, RFC 9180). Randomness comes from the operating system.
///
/// # Errors
/// [`Error::EscrowKey`] if the bundle's key is no key.
pub fn seal(
    content: &Content,
    label: &Label,
    issuer: &Issuer,
    escrow: &EscrowBundle,
) -> Result<Sealed, Error> {
    let label = label.to_bytes();
    let signed = sign(content.to_cbor(), &sheet::sign_aad(&label), issuer)?;
    let (key, ciphertext) = hpke::single_shot_seal::<AesGcm256, HkdfSha256, DhP256HkdfSha256>(
        &OpModeS::Base,
        &public_key(escrow)?,
        &sheet::seal_info(),
        &signed,
        &label,
    )
    .map_err(|_| Error::Encoder)?;
    let encapsulated_key = key
        .to_bytes()
        .as_slice()
        .try_into()
        .map_err(|_| Error::Encoder)?;
    Ok(Sealed {
        encapsulated_key,
        ciphertext,
    })
}

/// Bytes of the frame that carries this content; no label changes it.
pub(crate) fn frame_len(content: &Content, issuer: &Issuer) -> Result<usize, Error> {
    let signed = sign(
        content.to_cbor(),
        &sheet::sign_aad(&[0; Label::LEN]),
        issuer,
    )?;
    Ok(signed.len() + TAG_LEN + Sealed::FRAME_OVERHEAD)
}

/// An untagged COSE_Sign1 by the issuer's key.
pub(crate) fn sign(payload: Vec<u8>, aad: &[u8], issuer: &Issuer) -> Result<Vec<u8>, Error> {
    let protected = HeaderBuilder::new()
        .algorithm(iana::Algorithm::EdDSA)
        .key_id(issuer.kid().to_vec())
        .build();
    CoseSign1Builder::new()
        .protected(protected)
        .payload(payload)
        .create_signature(aad, |message| issuer.sign(message).to_vec())
        .build()
        .to_vec()
        .map_err(|_| Error::Encoder)
}

fn public_key(escrow: &EscrowBundle) -> Result<<DhP256HkdfSha256 as Kem>::PublicKey, Error> {
    let point = HEXLOWER_PERMISSIVE
        .decode(escrow.public.as_bytes())
        .map_err(|_| Error::EscrowKey)?;
    Deserializable::from_bytes(&point).map_err(|_| Error::EscrowKey)
}
