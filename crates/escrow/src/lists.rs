//! What issuers declare about their sheets: revoked ones, and issued ones.

use crate::signature::{self, Signed};
use crate::state::SigningKeyState;
use crate::{Escrow, Issuer};
use sheet::SheetId;
use sheet::lists::{ListKind, ListedSheet, Reason, SheetList};
use std::collections::{BTreeMap, BTreeSet};

/// What one issuer has declared. It only grows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lists {
    /// The highest number of each kind and signing key.
    numbers: BTreeMap<(ListKind, Vec<u8>), u64>,
    revoked: BTreeMap<SheetId, Reason>,
    /// By the `kid` of the key that signed the list: a list counts as long as its key does.
    issued: BTreeMap<Vec<u8>, BTreeSet<SheetId>>,
}

/// Why a list was not imported; nothing has changed then.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ListError {
    #[error("not a list of that kind, signed by a key of that issuer")]
    Signature,
    #[error("the list speaks for issuer {list}, who did not sign it")]
    Issuer { list: u16 },
    #[error("the list is signed by a key that is {state} or out of its period")]
    SigningKey { state: SigningKeyState },
    #[error("the list has number {number}; number {taken} is imported already")]
    NotNewer { number: u64, taken: u64 },
}

impl Escrow {
    /// Takes up a new list of an issuer at time `now`, and returns it for the caller to tell
    /// of. Keep `bytes`, and give them to [`Escrow::add_list`] when the site starts again.
    ///
    /// # Errors
    /// See [`ListError`]: only an active signing key within its period adds to the lists, and
    /// each list has a higher number than the one before.
    pub fn import_list(
        &mut self,
        kind: ListKind,
        issuer: u16,
        bytes: &[u8],
        now: u64,
    ) -> Result<SheetList, ListError> {
        let issuer = self.issuer_mut(issuer).ok_or(ListError::Signature)?;
        let (signed, list) = verify(kind, issuer, bytes)?;
        let state = signed.key.state;
        if state != SigningKeyState::Active || !signed.key.period.contains(&now) {
            return Err(ListError::SigningKey { state });
        }
        let (kid, number) = (signed.kid, list.number);
        match issuer.lists.numbers.get(&(kind, kid.clone())) {
            Some(&taken) if number <= taken => return Err(ListError::NotNewer { number, taken }),
            _ => issuer.lists.add(kind, kid, &list),
        }
        Ok(list)
    }

    /// Takes up a list that was kept, whatever has become of its signing key since. Order
    /// does not matter.
    ///
    /// # Errors
    /// A list that its issuer did not sign.
    pub fn add_list(&mut self, kind: ListKind, issuer: u16, bytes: &[u8]) -> Result<(), ListError> {
        let issuer = self.issuer_mut(issuer).ok_or(ListError::Signature)?;
        let (signed, list) = verify(kind, issuer, bytes)?;
        let kid = signed.kid;
        issuer.lists.add(kind, kid, &list);
        Ok(())
    }
}

fn verify<'a>(
    kind: ListKind,
    issuer: &'a Issuer,
    bytes: &[u8],
) -> Result<(Signed<'a>, SheetList), ListError> {
    let signed = signature::verify(bytes, kind.aad(), issuer).ok_or(ListError::Signature)?;
    let list = SheetList::from_cbor(kind, &signed.payload).map_err(|_| ListError::Signature)?;
    match list.issuer == issuer.number() {
        true => Ok((signed, list)),
        false => Err(ListError::Issuer { list: list.issuer }),
    }
}

impl Lists {
    fn add(&mut self, kind: ListKind, kid: Vec<u8>, list: &SheetList) {
        let number = self.numbers.entry((kind, kid.clone())).or_default();
        *number = list.number.max(*number);
        match kind {
            ListKind::Revoked => {
                for listed in &list.sheets {
                    let reason = listed.reason.unwrap_or(Reason::Misprint);
                    self.revoked.entry(listed.sheet()).or_insert(reason);
                }
            }
            ListKind::Issued => {
                let sheets = list.sheets.iter().map(ListedSheet::sheet);
                self.issued.entry(kid).or_default().extend(sheets);
            }
        }
    }

    pub(crate) fn revoked(&self, sheet: SheetId) -> Option<Reason> {
        self.revoked.get(&sheet).copied()
    }

    /// The `kid`s of the keys that signed lists with this sheet.
    pub(crate) fn issued(&self, sheet: SheetId) -> impl Iterator<Item = &[u8]> {
        let lists = self.issued.iter();
        lists.filter_map(move |(kid, sheets)| sheets.contains(&sheet).then_some(kid.as_slice()))
    }
}
