use crate::wrap::{self, Kem};
use crate::{CardError, Issuer, KeyEncryptionKey, KeyError, KeyState, SigningKeyState, WrappedKey};
use data_encoding::HEXLOWER;
use hpke::Kem as _;
use sheet::cards::{EscrowBundle, IssuerCard};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;
use zeroize::Zeroize;

/// The issuers, their escrow keys in wrapped form, and the key that unwraps them.
#[derive(Clone)]
pub struct Escrow {
    pub(crate) kek: Arc<KeyEncryptionKey>,
    issuers: BTreeMap<u16, Issuer>,
    /// By issuer and escrow key number.
    keys: BTreeMap<(u16, u16), WrappedKey>,
}

impl Escrow {
    pub fn new(kek: impl Into<Arc<KeyEncryptionKey>>) -> Escrow {
        Escrow {
            kek: kek.into(),
            issuers: BTreeMap::new(),
            keys: BTreeMap::new(),
        }
    }

    /// Registers an issuer, or one more signing key of an issuer already registered: then the
    /// later card's names are used and its municipalities are added. The same card twice
    /// changes nothing.
    ///
    /// # Errors
    /// A card that is not well-formed, or that contradicts what is registered; nothing is
    /// changed then.
    pub fn register(&mut self, card: IssuerCard) -> Result<(), CardError> {
        let issuer = Issuer::from_card(card)?;
        match self.issuers.entry(issuer.number()) {
            Entry::Vacant(place) => drop(place.insert(issuer)),
            Entry::Occupied(mut place) => place.get_mut().merge(issuer)?,
        }
        Ok(())
    }

    /// Makes an escrow key of a registered issuer from the operating system's randomness and
    /// takes it up. Keep the wrapped key before handing out its [`Escrow::bundle`]: what was
    /// sealed to a key that is lost stays sealed.
    ///
    /// # Errors
    /// An issuer that is not registered, a number in use, no randomness.
    pub fn create_key(&mut self, issuer: u16, escrow_key: u16) -> Result<WrappedKey, KeyError> {
        self.issuer(issuer).ok_or(KeyError::IssuerUnknown(issuer))?;
        let key = wrap::create(&self.kek, issuer, escrow_key)?;
        // Unwraps it once: no key goes into use that could not be opened with again.
        self.add_key(key.clone())?;
        Ok(key)
    }

    /// Takes up a key that was kept.
    ///
    /// # Errors
    /// A key that this key encryption key does not unwrap, a public half that is not its own,
    /// a number in use; a destroyed key that is still there.
    pub fn add_key(&mut self, key: WrappedKey) -> Result<(), KeyError> {
        let (issuer, escrow_key) = (key.issuer, key.escrow_key);
        if let KeyState::Destroyed { .. } = key.state {
            if !key.wrapped.is_empty() {
                return Err(KeyError::Format { issuer, escrow_key });
            }
        } else if wrap::public_bytes(&Kem::sk_to_pk(&wrap::unwrap(&self.kek, &key)?)) != key.public
        {
            return Err(KeyError::PublicHalf { issuer, escrow_key });
        }
        match self.keys.entry((issuer, escrow_key)) {
            Entry::Vacant(place) => drop(place.insert(key)),
            Entry::Occupied(_) => return Err(KeyError::Taken { issuer, escrow_key }),
        }
        Ok(())
    }

    /// Retires, revokes or destroys an escrow key, and returns it as it is to be kept from now
    /// on. A destroyed key is gone from here, and from the database and its backups once they
    /// are gone too.
    ///
    /// # Errors
    /// No such key, or a step back.
    pub fn change_key(
        &mut self,
        issuer: u16,
        escrow_key: u16,
        to: KeyState,
    ) -> Result<&WrappedKey, KeyError> {
        let key = self.keys.get_mut(&(issuer, escrow_key));
        let key = key.ok_or(KeyError::Unknown { issuer, escrow_key })?;
        let from = key.state;
        if !from.may_become(to) {
            return Err(KeyError::State {
                issuer,
                escrow_key,
                from,
                to,
            });
        }
        key.state = to;
        if let KeyState::Destroyed { .. } = to {
            key.wrapped.zeroize();
        }
        Ok(key)
    }

    /// Retires a signing key of an issuer, or declares it compromised: at the time of that, and
    /// again when the site starts. `kid` is its identifier, in hexadecimal.
    ///
    /// # Errors
    /// No such issuer or key, or a step back.
    pub fn change_signing_key(
        &mut self,
        issuer: u16,
        kid: &str,
        to: SigningKeyState,
    ) -> Result<(), CardError> {
        match self.issuer_mut(issuer) {
            Some(issuer) => issuer.change(kid, to),
            None => Err(CardError::KidUnknown {
                number: issuer,
                kid: kid.to_owned(),
            }),
        }
    }

    /// All escrow keys, by issuer and number, whatever their state.
    pub fn keys(&self) -> impl Iterator<Item = &WrappedKey> {
        self.keys.values()
    }

    /// All keys under another key encryption key, for the caller to keep in the present ones'
    /// place, all or none, and to start again with `to`. This escrow stays as it is.
    ///
    /// # Errors
    /// A key encryption key that cannot be used.
    pub fn rewrap(&self, to: &KeyEncryptionKey) -> Result<Vec<WrappedKey>, KeyError> {
        let rewrapped = |key: &WrappedKey| match key.state {
            KeyState::Destroyed { .. } => Ok(WrappedKey {
                kek: to.id().to_owned(),
                ..key.clone()
            }),
            state => {
                let private = wrap::unwrap(&self.kek, key)?;
                let key = wrap::wrap(to, key.issuer, key.escrow_key, &private)?;
                Ok(WrappedKey { state, ..key })
            }
        };
        self.keys().map(rewrapped).collect()
    }

    /// What the issuing centre needs to seal to this key; `None` if there is no such key, or
    /// none that is active. `host` is the site's address without scheme. Hand it out with the site's signature:
    /// [`EscrowBundle::signed`].
    pub fn bundle(&self, issuer: u16, escrow_key: u16, host: &str) -> Option<EscrowBundle> {
        let key = self.key(issuer, escrow_key)?;
        (key.state == KeyState::Active).then(|| EscrowBundle {
            issuer,
            escrow_key,
            host: host.to_owned(),
            public: HEXLOWER.encode(&key.public),
            signature: None,
        })
    }

    /// [`KeyEncryptionKey::id`] of the key in use.
    pub fn kek_id(&self) -> &str {
        self.kek.id()
    }

    /// All issuers, by number.
    pub fn issuers(&self) -> impl Iterator<Item = &Issuer> {
        self.issuers.values()
    }

    pub fn issuer(&self, number: u16) -> Option<&Issuer> {
        self.issuers.get(&number)
    }

    pub(crate) fn issuer_mut(&mut self, number: u16) -> Option<&mut Issuer> {
        self.issuers.get_mut(&number)
    }

    pub(crate) fn key(&self, issuer: u16, escrow_key: u16) -> Option<&WrappedKey> {
        self.keys.get(&(issuer, escrow_key))
    }
}
