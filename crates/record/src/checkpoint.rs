use crate::{Error, Head};
use data_encoding::BASE64;
use ed25519_dalek::SigningKey;
use signed_note::{Note, StandardSigner, StandardVerifier, VerifierList, key_id};
use std::fmt;
use tlog_tiles::EMPTY_HASH;
use zeroize::Zeroizing;

/// The type byte of an Ed25519 key in C2SP signed-note.
const ED25519: u8 = 1;

/// The tree that a log says it has, its signature and origin checked. Only [`Verifier::open`]
/// makes one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Checkpoint(Head);

impl Checkpoint {
    pub fn head(&self) -> Head {
        self.0
    }
}

/// Signs a log's checkpoints (C2SP tlog-checkpoint, signed-note). The key's name is the log's
/// origin, `<host>/record`.
pub struct LogKey {
    signer: StandardSigner,
    verifier: Verifier,
}

impl LogKey {
    /// A new key, and its text to be kept secret (see [`LogKey::parse`]).
    ///
    /// # Errors
    /// [`Error::NotAKey`] for an origin that is empty or has white space or `+` in it,
    /// [`Error::NoRandomness`].
    pub fn create(origin: &str) -> Result<(LogKey, Zeroizing<String>), Error> {
        let mut seed = Zeroizing::new([0; 32]);
        getrandom::fill(&mut *seed).map_err(|_| Error::NoRandomness)?;
        let id = key_id(origin, &public(&seed));
        let typed = Zeroizing::new([&[ED25519], &seed[..]].concat());
        let key = Zeroizing::new(BASE64.encode(&typed));
        let text = Zeroizing::new(format!("PRIVATE+KEY+{origin}+{id:08x}+{}", *key));
        Ok((LogKey::parse(&text)?, text))
    }

    /// From `PRIVATE+KEY+<origin>+<key id>+<base64>`, as Go's `sumdb/note` writes it. White
    /// space around it is a file's.
    ///
    /// # Errors
    /// [`Error::NotAKey`].
    pub fn parse(text: &str) -> Result<LogKey, Error> {
        let text = text.trim();
        let signer = StandardSigner::new(text).map_err(|_| Error::NotAKey)?;
        Ok(LogKey {
            signer,
            verifier: verifier_of(text).ok_or(Error::NotAKey)?,
        })
    }

    /// The public half.
    pub fn verifier(&self) -> &Verifier {
        &self.verifier
    }

    /// The checkpoint as a signed note: the same head always gives the same text.
    ///
    /// # Errors
    /// [`Error::NotAKey`] if the key does not sign.
    pub fn sign(&self, head: Head) -> Result<String, Error> {
        let text = tlog_tiles::Checkpoint::new(self.verifier.origin(), head.size, head.root, "")
            .map_err(|_| Error::NotAKey)?;
        let mut note = Note::new(&text.to_bytes(), &[]).map_err(|_| Error::NotAKey)?;
        note.add_sigs(&[&self.signer]).map_err(|_| Error::NotAKey)?;
        String::from_utf8(note.to_bytes()).map_err(|_| Error::NotAKey)
    }
}

/// Says whose key it is, never the key.
impl fmt::Debug for LogKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LogKey({})", self.verifier)
    }
}

/// Opens a log's checkpoints. Its text is `<origin>+<key id>+<base64>`, as Go's `sumdb/note`
/// writes it: origin and key in one, so that neither is taken for another's.
#[derive(Clone)]
pub struct Verifier {
    key: StandardVerifier,
    text: String,
}

impl Verifier {
    /// # Errors
    /// [`Error::NotAKey`].
    pub fn parse(text: &str) -> Result<Verifier, Error> {
        let text = text.trim().to_owned();
        let key = StandardVerifier::new(&text).map_err(|_| Error::NotAKey)?;
        Ok(Verifier { key, text })
    }

    pub fn origin(&self) -> &str {
        signed_note::Verifier::name(&self.key)
    }

    /// Signatures by others, such as witnesses, are left alone.
    ///
    /// # Errors
    /// [`Error::NotACheckpoint`] for another text, [`Error::OtherKey`] unless this key signed
    /// it, [`Error::OtherLog`] for a checkpoint of another origin.
    pub fn open(&self, note: &str) -> Result<Checkpoint, Error> {
        let note = Note::from_bytes(note.as_bytes()).map_err(|_| Error::NotACheckpoint)?;
        note.verify(&VerifierList::new(vec![Box::new(self.key.clone())]))
            .map_err(|_| Error::OtherKey(self.text.clone()))?;
        let text =
            tlog_tiles::Checkpoint::from_bytes(note.text()).map_err(|_| Error::NotACheckpoint)?;
        if text.origin() != self.origin() {
            return Err(Error::OtherLog {
                expected: self.origin().to_owned(),
                found: text.origin().to_owned(),
            });
        }
        let (size, root) = (text.size(), *text.hash());
        // There is one empty tree.
        if size == 0 && root != EMPTY_HASH {
            return Err(Error::NotACheckpoint);
        }
        Ok(Checkpoint(Head { size, root }))
    }
}

impl fmt::Display for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Verifier({self})")
    }
}

/// The public half of a signer's text. `signed_note` keeps it to itself.
fn verifier_of(text: &str) -> Option<Verifier> {
    let mut parts = text.splitn(5, '+').skip(2);
    let (origin, id, key) = (parts.next()?, parts.next()?, parts.next()?);
    let typed = Zeroizing::new(BASE64.decode(key.as_bytes()).ok()?);
    let (_, seed) = typed.split_first()?;
    let public = BASE64.encode(&public(seed.try_into().ok()?));
    Verifier::parse(&format!("{origin}+{id}+{public}")).ok()
}

/// Type byte and public key.
fn public(seed: &[u8; 32]) -> Vec<u8> {
    let public = SigningKey::from_bytes(seed).verifying_key();
    [&[ED25519], &public.as_bytes()[..]].concat()
}
