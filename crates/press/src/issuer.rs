use crate::Error;
use crate::typeface::Typeface;
use data_encoding::{HEXLOWER, HEXLOWER_PERMISSIVE};
use ed25519_dalek::{Signature, Signer, SigningKey};
use serde::{Deserialize, Serialize};
use sheet::Municipality;
use sheet::cards::{Contact, IssuerCard, MunicipalityCard, VerifyingCard};
use std::fmt;
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use zeroize::{Zeroize, Zeroizing};

/// An issuing centre's card and the signing key that belongs to it. Never an opening key.
pub struct Issuer {
    card: IssuerCard,
    kid: Vec<u8>,
    key: SigningKey,
}

/// Who shall issue.
#[derive(Clone, Debug)]
pub struct NewIssuer {
    /// The number under which the site will register it.
    pub issuer: u16,
    pub name: String,
    /// Made for demonstration: everything it signs is 見本.
    pub specimen: bool,
    pub municipalities: Vec<MunicipalityCard>,
    /// Seconds since 1970-01-01T00:00:00Z.
    pub valid_from: u64,
    pub valid_until: u64,
}

/// Makes a signing key from the operating system's randomness.
///
/// # Errors
/// A name that cannot be printed, or a municipality whose code or contact is none.
pub fn keygen(new: NewIssuer) -> Result<Issuer, Error> {
    Typeface::embedded()?.check(&new.name)?;
    for municipality in &new.municipalities {
        let code = &municipality.code;
        Municipality::parse(code).ok_or_else(|| Error::MunicipalityCode { code: code.clone() })?;
        if !municipality.contact.as_ref().is_none_or(Contact::is_valid) {
            return Err(Error::Contact { code: code.clone() });
        }
    }
    let mut seed = Zeroizing::new([0; 32]);
    getrandom::fill(seed.as_mut()).map_err(|_| Error::Randomness)?;
    let key = SigningKey::from_bytes(&seed);
    let public = key.verifying_key().to_bytes();
    // Part of the public key itself: nobody has to keep a register of names.
    let kid = public[..Issuer::KID_LEN].to_vec();
    let card = IssuerCard {
        issuer: new.issuer,
        name: new.name,
        specimen: new.specimen,
        signing_key: VerifyingCard {
            kid: HEXLOWER.encode(&kid),
            public: HEXLOWER.encode(&public),
            valid_from: new.valid_from,
            valid_until: new.valid_until,
        },
        municipalities: new.municipalities,
    };
    Ok(Issuer { card, kid, key })
}

/// The secret file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyFile {
    card: IssuerCard,
    /// The Ed25519 private key (RFC 8032), 32 bytes, hexadecimal.
    seed: String,
}

impl Drop for KeyFile {
    fn drop(&mut self) {
        self.seed.zeroize();
    }
}

impl Issuer {
    const KID_LEN: usize = 8;

    /// The public half, for registration at the site.
    pub fn card(&self) -> &IssuerCard {
        &self.card
    }

    /// COSE `kid`.
    pub fn kid(&self) -> &[u8] {
        &self.kid
    }

    pub(crate) fn sign(&self, message: &[u8]) -> [u8; Signature::BYTE_SIZE] {
        self.key.sign(message).to_bytes()
    }

    /// # Errors
    /// [`Error::KeyFile`], which never quotes the file.
    pub fn from_json(json: &[u8]) -> Result<Issuer, Error> {
        let file: KeyFile = serde_json::from_slice(json)
            .map_err(|_| Error::KeyFile("not as `press keygen` wrote it"))?;
        let hex = |text: &str| HEXLOWER_PERMISSIVE.decode(text.as_bytes());
        let seed = Zeroizing::new(
            hex(&file.seed).map_err(|_| Error::KeyFile("the seed is not hexadecimal"))?,
        );
        let seed = <&[u8; 32]>::try_from(seed.as_slice())
            .map_err(|_| Error::KeyFile("the seed is not 32 bytes"))?;
        let key = SigningKey::from_bytes(seed);
        let public = hex(&file.card.signing_key.public);
        if !public.is_ok_and(|public| public == key.verifying_key().as_bytes()) {
            return Err(Error::KeyFile("card and seed do not belong together"));
        }
        let kid = hex(&file.card.signing_key.kid)
            .map_err(|_| Error::KeyFile("the kid is not hexadecimal"))?;
        Ok(Issuer {
            card: file.card.clone(),
            kid,
            key,
        })
    }

    /// Writes the secret file, readable by its owner only; an existing file is left alone.
    ///
    /// # Errors
    /// [`io::ErrorKind::AlreadyExists`] among others.
    pub fn save(&self, path: &Path) -> io::Result<()> {
        let folder = path
            .parent()
            .filter(|p| !p.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        let seed = HEXLOWER.encode(self.key.as_bytes());
        let json = KeyFile {
            card: self.card.clone(),
            seed,
        };
        let json = Zeroizing::new(serde_json::to_vec_pretty(&json)?);
        // Temporary files are made with mode 0600.
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(&json)?;
        file.as_file().sync_all()?;
        file.persist_noclobber(path)?;
        File::open(folder)?.sync_all()
    }
}

/// The card only.
impl fmt::Debug for Issuer {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.debug_struct("Issuer")
            .field("card", &self.card)
            .finish_non_exhaustive()
    }
}
