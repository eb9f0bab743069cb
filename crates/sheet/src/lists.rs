//! What an issuing centre declares about sheets of its own, apart from printing them.

use crate::{Label, SheetId};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// A list that its issuer only adds to. Deterministic CBOR (RFC 8949, section 4.2.1), a map of
/// 1 issuer, 2 number, 3 sheets; it travels as the payload of an untagged COSE_Sign1 (RFC
/// 9052) by one of the issuer's signing keys, with [`ListKind::aad`] as `external_aad`.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct SheetList {
    #[n(1)]
    pub issuer: u16,
    /// Counts the lists of one kind by one signing key, from 1: each holds all of the one
    /// before.
    #[n(2)]
    pub number: u64,
    /// Ascending by sheet, none twice.
    #[n(3)]
    pub sheets: Vec<ListedSheet>,
}

/// An array of the set id, the page's index in the set, and for a revoked sheet the reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct ListedSheet {
    #[cbor(n(0), with = "minicbor::bytes")]
    set: [u8; 16],
    #[n(1)]
    index: u8,
    #[n(2)]
    pub reason: Option<Reason>,
}

/// What a list says of its sheets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ListKind {
    /// They shall not count any more.
    Revoked,
    /// They were made by the issuer: once one of its signing keys is compromised, what else
    /// that key signed is not believed.
    Issued,
}

/// Why a sheet was revoked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Reason {
    /// 印刷の誤り
    #[n(1)]
    Misprint,
    /// 誤交付: handed to someone it was not for.
    #[n(2)]
    Misdelivery,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a list of that kind, or not as it is written here")]
pub struct NoList;

impl ListedSheet {
    pub fn new(sheet: SheetId, reason: Option<Reason>) -> ListedSheet {
        let SheetId { set, index } = sheet;
        ListedSheet { set, index, reason }
    }

    pub fn sheet(&self) -> SheetId {
        let ListedSheet { set, index, .. } = *self;
        SheetId { set, index }
    }
}

impl ListKind {
    pub const ALL: [ListKind; 2] = [ListKind::Revoked, ListKind::Issued];

    /// As commands and the record name it.
    pub fn slug(self) -> &'static str {
        match self {
            ListKind::Revoked => "revoked",
            ListKind::Issued => "issued",
        }
    }

    /// The kind of this name.
    pub fn parse(slug: &str) -> Option<ListKind> {
        ListKind::ALL.into_iter().find(|kind| kind.slug() == slug)
    }

    /// COSE's `external_aad`: a list of one kind is none of the other, and no sheet.
    pub fn aad(self) -> &'static [u8] {
        match self {
            ListKind::Revoked => b"uramen/v1/revoked",
            ListKind::Issued => b"uramen/v1/issued",
        }
    }
}

impl Reason {
    pub const ALL: [Reason; 2] = [Reason::Misprint, Reason::Misdelivery];

    pub fn slug(self) -> &'static str {
        match self {
            Reason::Misprint => "misprint",
            Reason::Misdelivery => "misdelivery",
        }
    }
}

impl SheetList {
    /// The next list: all of this one and `sheets`. Who is listed already stays as listed.
    pub fn next(mut self, sheets: impl IntoIterator<Item = ListedSheet>) -> SheetList {
        self.sheets.extend(sheets);
        // Stable: of one sheet the earlier entry comes first and is kept.
        self.sheets.sort_by_key(ListedSheet::sheet);
        self.sheets.dedup_by_key(|listed| listed.sheet());
        self.number = self.number.saturating_add(1);
        self
    }

    pub fn to_cbor(&self) -> Vec<u8> {
        // Writing to memory cannot fail.
        minicbor::to_vec(self).unwrap_or_default()
    }

    /// Refuses whatever `to_cbor` would have written otherwise, and entries that are out of
    /// order or not of this kind.
    pub fn from_cbor(kind: ListKind, bytes: &[u8]) -> Result<SheetList, NoList> {
        let list: SheetList = minicbor::decode(bytes).map_err(|_| NoList)?;
        let with_reason = kind == ListKind::Revoked;
        let is_ours = |listed: &ListedSheet| listed.reason.is_some() == with_reason;
        let is_canonical = list.to_cbor() == bytes;
        (is_canonical
            && list.number > 0
            && list.sheets.iter().all(is_ours)
            && list.sheets.is_sorted_by(|a, b| a.sheet() < b.sheet()))
        .then_some(list)
        .ok_or(NoList)
    }
}

/// A sheet as people hand it on: the text of its QR code, or `SET/INDEX` with the whole set id
/// in hexadecimal.
pub fn parse_sheet(text: &str) -> Option<SheetId> {
    if let Ok(label) = Label::from_url(text) {
        return Some(label.sheet);
    }
    let (set, index) = text.split_once('/')?;
    let set = data_encoding::HEXLOWER_PERMISSIVE
        .decode(set.as_bytes())
        .ok()?;
    let index = index.parse().ok().filter(|&index| index > 0)?;
    Some(SheetId {
        set: set.try_into().ok()?,
        index,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(first: u8, reason: Option<Reason>) -> ListedSheet {
        let mut set = *b"\0-set of samples";
        set[0] = first;
        ListedSheet::new(SheetId { set, index: 1 }, reason)
    }

    fn empty() -> SheetList {
        SheetList {
            issuer: 258,
            number: 0,
            sheets: vec![],
        }
    }

    /// Written by hand from RFC 8949.
    #[test]
    fn list_is_the_documented_bytes() {
        let list = empty().next([listed(b'a', Some(Reason::Misdelivery))]);
        let expected = [
            b"\xa3\x01\x19\x01\x02\x02\x01\x03\x81\x83\x50".as_slice(),
            b"a-set of samples\x01\x02",
        ]
        .concat();
        assert_eq!(list.to_cbor(), expected);
        assert_eq!(SheetList::from_cbor(ListKind::Revoked, &expected), Ok(list));
        assert_eq!(
            SheetList::from_cbor(ListKind::Issued, &expected),
            Err(NoList)
        );
        let issued = empty().next([listed(b'a', None)]).to_cbor();
        assert_eq!(issued.len(), expected.len() - 1);
        assert!(SheetList::from_cbor(ListKind::Issued, &issued).is_ok());
        assert_eq!(
            SheetList::from_cbor(ListKind::Revoked, &issued),
            Err(NoList)
        );
    }

    #[test]
    fn next_list_keeps_what_was_listed() {
        let [misprint, misdelivery] = Reason::ALL.map(Some);
        let first = empty().next([listed(b'b', misprint)]);
        let second = first.next([listed(b'b', misdelivery), listed(b'a', misdelivery)]);
        assert_eq!(second.number, 2);
        assert_eq!(
            second.sheets,
            [listed(b'a', misdelivery), listed(b'b', misprint)]
        );
    }

    #[test]
    fn other_encodings_are_refused() {
        let sheets = vec![listed(b'a', None), listed(b'b', None)];
        let list = SheetList {
            number: 1,
            sheets,
            ..empty()
        };
        let bytes = list.to_cbor();
        let mut unsorted = list.clone();
        unsorted.sheets.reverse();
        let mut twice = list.clone();
        twice.sheets[1] = twice.sheets[0];
        for wrong in [
            unsorted.to_cbor(),
            twice.to_cbor(),
            SheetList { number: 0, ..list }.to_cbor(),
            [bytes.as_slice(), &[0]].concat(),
            bytes[..bytes.len() - 1].to_vec(),
            vec![],
        ] {
            assert_eq!(SheetList::from_cbor(ListKind::Issued, &wrong), Err(NoList));
        }
    }

    #[test]
    fn sheet_is_read_from_its_qr_code_or_its_numbers() {
        let sheet = listed(b'a', None).sheet();
        let label = Label {
            issuer: 1,
            escrow_key: 1,
            sheet,
            pages: 1,
            profile: crate::Profile::Dots8,
        };
        assert_eq!(
            parse_sheet(&label.to_url("toiawase.example.lg.jp")),
            Some(sheet)
        );
        let hex = "612d736574206f662073616d706c6573";
        assert_eq!(parse_sheet(&format!("{hex}/1")), Some(sheet));
        for wrong in ["", hex, &format!("{hex}/0"), &format!("{hex}/256"), "61/1"] {
            assert_eq!(parse_sheet(wrong), None, "{wrong}");
        }
    }
}
