use crate::seal::sign;
use crate::{Error, Issuer};
use coset::{CborSerializable, CoseSign1};
use sheet::lists::{ListKind, ListedSheet, SheetList};

/// The issuer's next list of revoked or issued sheets, signed: everything in `before`, which
/// is the signed list before it if there is one, and `sheets`.
///
/// # Errors
/// [`Error::List`] if `before` is not as this issuer's key signed it: what someone else put
/// into the file is not signed now.
pub fn next_list(
    issuer: &Issuer,
    kind: ListKind,
    before: Option<&[u8]>,
    sheets: impl IntoIterator<Item = ListedSheet>,
) -> Result<(SheetList, Vec<u8>), Error> {
    let none_yet = SheetList {
        issuer: issuer.card().issuer,
        number: 0,
        sheets: Vec::new(),
    };
    let before = before.map_or(Ok(none_yet), |bytes| read(issuer, kind, bytes))?;
    let list = before.next(sheets);
    let signed = sign(list.to_cbor(), kind.aad(), issuer)?;
    Ok((list, signed))
}

fn read(issuer: &Issuer, kind: ListKind, bytes: &[u8]) -> Result<SheetList, Error> {
    let message = CoseSign1::from_slice(bytes).map_err(|_| Error::List)?;
    let payload = message.payload.ok_or(Error::List)?;
    // Ed25519 signs the same bytes in the same way: signed again, it must be what it was.
    if sign(payload.clone(), kind.aad(), issuer)? != bytes {
        return Err(Error::List);
    }
    SheetList::from_cbor(kind, &payload).map_err(|_| Error::List)
}
