//! A key on a PKCS#11 token, version 2.40 or later.

use super::pkcs11::{gcm, has_ended, is_refusal, module, percent, told, unavailable};
use super::{CipherError, KekError, KeyEncryptionKey, NONCE_LEN};
use cryptoki::context::Pkcs11;
use cryptoki::error::{Error, RvError};
use cryptoki::mechanism::Mechanism;
use cryptoki::object::{Attribute, AttributeType, KeyType, ObjectClass, ObjectHandle};
use cryptoki::session::{Session, UserType};
use cryptoki::slot::Slot;
use secrecy::SecretString;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};
use zeroize::Zeroizing;

/// Where a token's key is, and the PIN that gives its use. `Debug` does not show the PIN.
#[derive(Clone, Debug)]
pub struct TokenKey {
    /// The token's PKCS#11 library, such as `/usr/lib/softhsm/libsofthsm2.so`.
    pub module: PathBuf,
    /// The token's label (`CKA_LABEL` of the token).
    pub token: String,
    /// The key's label.
    pub key: String,
    /// The user's PIN.
    pub pin: SecretString,
}

/// A token's key that has been found and is fit for use.
pub(super) struct Token {
    address: TokenKey,
    module: Pkcs11,
    /// One session, used by one thread at a time: wrapping is short.
    state: Mutex<State>,
}

enum State {
    Closed,
    Open(Session, ObjectHandle),
    /// Another attempt could lock the token.
    PinRefused,
}

impl KeyEncryptionKey {
    /// Takes the AES-256 key of that label on the token of that label.
    ///
    /// # Errors
    /// No such token or key, or several; a refused PIN; a key that can leave its token.
    pub fn load_from_token(address: TokenKey) -> Result<KeyEncryptionKey, KekError> {
        let token = Token::find(address)?;
        let mut state = token.lock();
        *state = token.open(|session| token.only_key(session))?;
        drop(state);
        Ok(KeyEncryptionKey::on(token))
    }

    /// Has the token make an AES-256 key that is sensitive and cannot be extracted.
    ///
    /// # Errors
    /// No such token; a refused PIN; a key of that label on it already (it is left as it is).
    pub fn create_on_token(address: TokenKey) -> Result<KeyEncryptionKey, KekError> {
        let token = Token::find(address)?;
        let mut state = token.lock();
        *state = token.open(|session| match token.keys(session)?.len() {
            0 => token.generate(session),
            found => Err(token.keys_found(found)),
        })?;
        drop(state);
        Ok(KeyEncryptionKey::on(token))
    }

    fn on(token: Token) -> KeyEncryptionKey {
        let TokenKey { token: on, key, .. } = &token.address;
        let id = format!(
            "pkcs11:token={};object={};type=secret-key",
            percent(on),
            percent(key)
        );
        KeyEncryptionKey {
            id,
            key: super::Key::OnToken(token),
        }
    }
}

impl Token {
    fn find(address: TokenKey) -> Result<Token, KekError> {
        let module = module(&address.module)?;
        let state = Mutex::new(State::Closed);
        Ok(Token {
            address,
            module,
            state,
        })
    }

    /// Ciphertext and tag. A token that insists on a nonce of its own writes it to `nonce`.
    pub fn encrypt(
        &self,
        nonce: &mut [u8; NONCE_LEN],
        msg: &[u8],
        aad: &[u8],
    ) -> Result<Vec<u8>, CipherError> {
        self.with_key(|session, key| {
            session.encrypt(&Mechanism::AesGcm(gcm(nonce, aad)?), key, msg)
        })
        .map_err(CipherError::Unavailable)?
        .map_err(unavailable)
    }

    pub fn decrypt(
        &self,
        mut nonce: [u8; NONCE_LEN],
        msg: &[u8],
        aad: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, CipherError> {
        self.with_key(|session, key| {
            session.decrypt(&Mechanism::AesGcm(gcm(&mut nonce, aad)?), key, msg)
        })
        .map_err(CipherError::Unavailable)?
        .map(Zeroizing::new)
        .map_err(|error| {
            if is_refusal(&error) {
                CipherError::Refused
            } else {
                unavailable(error)
            }
        })
    }

    /// Uses the key, and once more with a new session and login if the old one has ended: a
    /// token may be restarted, and any part of the process may close all sessions.
    fn with_key<T>(
        &self,
        mut job: impl FnMut(&Session, ObjectHandle) -> Result<T, Error>,
    ) -> Result<Result<T, Error>, KekError> {
        let mut state = self.lock();
        if let State::Open(session, key) = &*state {
            match job(session, *key) {
                Err(error) if has_ended(&error) => *state = State::Closed,
                done => return Ok(done),
            }
        }
        if let State::PinRefused = *state {
            return Err(KekError::Pin);
        }
        match self.open(|session| self.only_key(session)) {
            Ok(open) => *state = open,
            Err(error) => {
                if let KekError::Pin = error {
                    *state = State::PinRefused;
                }
                return Err(error);
            }
        }
        match &*state {
            State::Open(session, key) => Ok(job(session, *key)),
            _ => Err(KekError::Pin),
        }
    }

    fn open(
        &self,
        key: impl FnOnce(&Session) -> Result<ObjectHandle, KekError>,
    ) -> Result<State, KekError> {
        let session = self.module.open_rw_session(self.slot()?).map_err(told)?;
        match session.login(UserType::User, Some(&self.address.pin)) {
            // The login is the whole process's: another key of this token may hold it.
            Ok(()) | Err(Error::Pkcs11(RvError::UserAlreadyLoggedIn, _)) => {}
            Err(Error::Pkcs11(
                RvError::PinIncorrect
                | RvError::PinInvalid
                | RvError::PinLenRange
                | RvError::PinLocked,
                _,
            )) => return Err(KekError::Pin),
            Err(error) => return Err(told(error)),
        }
        let key = key(&session)?;
        Ok(State::Open(session, key))
    }

    /// Looked for at every opening: a slot's number may change.
    fn slot(&self) -> Result<Slot, KekError> {
        let slots = self
            .module
            .get_slots_with_initialized_token()
            .map_err(told)?;
        let label = &self.address.token;
        let is_ours = |slot: &Slot| {
            let info = self.module.get_token_info(*slot);
            info.is_ok_and(|info| info.label() == label)
        };
        let ours: Vec<Slot> = slots.into_iter().filter(is_ours).collect();
        match ours.as_slice() {
            [slot] => Ok(*slot),
            _ => Err(KekError::NoToken {
                label: label.clone(),
            }),
        }
    }

    fn keys(&self, session: &Session) -> Result<Vec<ObjectHandle>, KekError> {
        let template = [
            Attribute::Class(ObjectClass::SECRET_KEY),
            Attribute::KeyType(KeyType::AES),
            Attribute::Label(self.address.key.as_bytes().to_vec()),
        ];
        session.find_objects(&template).map_err(told)
    }

    fn only_key(&self, session: &Session) -> Result<ObjectHandle, KekError> {
        match self.keys(session)?.as_slice() {
            [key] => self.check(session, *key).map(|()| *key),
            keys => Err(self.keys_found(keys.len())),
        }
    }

    fn keys_found(&self, found: usize) -> KekError {
        KekError::TokenKeys {
            label: self.address.key.clone(),
            found,
        }
    }

    /// What a file's mode is for a file.
    fn check(&self, session: &Session, key: ObjectHandle) -> Result<(), KekError> {
        let wanted = [
            Attribute::AlwaysSensitive(true),
            Attribute::NeverExtractable(true),
        ];
        let asked = [
            AttributeType::AlwaysSensitive,
            AttributeType::NeverExtractable,
        ];
        let found = session.get_attributes(key, &asked).map_err(told)?;
        if wanted.iter().all(|wanted| found.contains(wanted)) {
            return Ok(());
        }
        Err(KekError::Extractable {
            label: self.address.key.clone(),
        })
    }

    fn generate(&self, session: &Session) -> Result<ObjectHandle, KekError> {
        let template = [
            Attribute::Label(self.address.key.as_bytes().to_vec()),
            Attribute::ValueLen((KeyEncryptionKey::LEN as u64).into()),
            Attribute::Token(true),
            Attribute::Private(true),
            Attribute::Sensitive(true),
            Attribute::Extractable(false),
            Attribute::Modifiable(false),
            Attribute::Encrypt(true),
            Attribute::Decrypt(true),
            Attribute::Wrap(false),
            Attribute::Unwrap(false),
        ];
        session
            .generate_key(&Mechanism::AesKeyGen, &template)
            .map_err(told)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // A panic elsewhere leaves at worst a session that has ended, which is told above.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
