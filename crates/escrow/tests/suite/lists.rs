//! Revoked sheets, and the issued ones that outlive a compromised signing key.

use crate::press::{FROM, Press, UNTIL, content, label, open, seal, site};
use coset::{CborSerializable, CoseSign1Builder};
use ed25519_dalek::Signer;
use escrow::{Escrow, ListError, OpenError, SigningKeyState};
use sheet::lists::{ListKind, ListedSheet, Reason, SheetList};
use sheet::{Label, SheetId};

const AT: u64 = FROM + 1000;

fn signed(press: &Press, kind: ListKind, list: &SheetList) -> Vec<u8> {
    let aad: &[u8] = match kind {
        ListKind::Revoked => b"uramen/v1/revoked",
        ListKind::Issued => b"uramen/v1/issued",
    };
    CoseSign1Builder::new()
        .protected(press.header())
        .payload(list.to_cbor())
        .create_signature(aad, |message| {
            press.signing.sign(message).to_bytes().to_vec()
        })
        .build()
        .to_vec()
        .unwrap()
}

fn list(number: u64, sheets: &[(SheetId, Option<Reason>)]) -> SheetList {
    let sheets = sheets
        .iter()
        .map(|&(sheet, reason)| ListedSheet::new(sheet, reason));
    SheetList {
        issuer: 1,
        number,
        sheets: sheets.collect(),
    }
}

fn page(index: u8) -> Label {
    let mut label = label(1);
    label.sheet.index = index;
    label
}

/// What opening a page says that `press` issued.
fn told(site: &Escrow, press: &Press, page: &Label) -> Option<OpenError<std::convert::Infallible>> {
    let message = press.sign(page, &content(FROM).to_cbor());
    open(site, page, &seal(site, page, &message)).err()
}

#[test]
fn revoked_sheet_is_told_with_its_reason() {
    let press = Press::new(1, 1);
    let mut site = site(&[&press]);
    let misdelivered = list(1, &[(page(1).sheet, Some(Reason::Misdelivery))]);
    let bytes = signed(&press, ListKind::Revoked, &misdelivered);
    assert_eq!(
        site.import_list(ListKind::Revoked, 1, &bytes, AT),
        Ok(misdelivered)
    );
    let revoked = Some(OpenError::SheetRevoked(Reason::Misdelivery));
    assert_eq!(told(&site, &press, &page(1)), revoked);
    assert_eq!(told(&site, &press, &page(2)), None);
    // A stranger does not learn of it.
    assert_eq!(
        told(&site, &Press::new(1, 9), &page(1)),
        Some(OpenError::Rejected)
    );

    let mut again = crate::press::site(&[&press]);
    again
        .change_signing_key(1, "a001", SigningKeyState::Retired { at: AT })
        .unwrap();
    again.add_list(ListKind::Revoked, 1, &bytes).unwrap();
    assert_eq!(told(&again, &press, &page(1)), revoked, "after a restart");
}

#[test]
fn lists_only_add() {
    let press = Press::new(1, 1);
    let mut site = site(&[&press]);
    let (misprint, misdelivery) = (Some(Reason::Misprint), Some(Reason::Misdelivery));
    let first = signed(
        &press,
        ListKind::Revoked,
        &list(1, &[(page(1).sheet, misprint)]),
    );
    // Leaves the first one's sheet out, and would say otherwise of none.
    let second = signed(
        &press,
        ListKind::Revoked,
        &list(2, &[(page(2).sheet, misdelivery)]),
    );
    let mut import = |bytes: &[u8]| site.import_list(ListKind::Revoked, 1, bytes, AT).map(drop);
    import(&first).unwrap();
    import(&second).unwrap();
    for (number, replayed) in [(1, &first), (2, &second)] {
        assert_eq!(
            import(replayed),
            Err(ListError::NotNewer { number, taken: 2 })
        );
    }
    let other = signed(
        &press,
        ListKind::Revoked,
        &list(2, &[(page(3).sheet, misprint)]),
    );
    assert_eq!(
        import(&other),
        Err(ListError::NotNewer {
            number: 2,
            taken: 2
        })
    );
    let third = signed(
        &press,
        ListKind::Revoked,
        &list(3, &[(page(1).sheet, misdelivery)]),
    );
    import(&third).unwrap();
    assert_eq!(
        told(&site, &press, &page(1)),
        Some(OpenError::SheetRevoked(Reason::Misprint))
    );
    assert_eq!(
        told(&site, &press, &page(2)),
        Some(OpenError::SheetRevoked(Reason::Misdelivery))
    );
    assert_eq!(told(&site, &press, &page(3)), None);
}

#[test]
fn only_a_good_key_of_the_issuer_lists() {
    let (press, other) = (Press::new(1, 1), Press::new(2, 2));
    let mut site = site(&[&press, &other]);
    let sheets = list(1, &[(page(1).sheet, Some(Reason::Misprint))]);
    let genuine = signed(&press, ListKind::Revoked, &sheets);
    let mut altered = genuine.clone();
    altered[20] ^= 1;
    let issued = signed(&press, ListKind::Issued, &list(1, &[(page(1).sheet, None)]));
    let as_sheet = press.sign(&label(1), &sheets.to_cbor());
    for wrong in [
        signed(&Press::new(1, 9), ListKind::Revoked, &sheets),
        signed(&other, ListKind::Revoked, &sheets),
        altered,
        issued,
        as_sheet,
        sheets.to_cbor(),
        vec![],
    ] {
        let refused = site.import_list(ListKind::Revoked, 1, &wrong, AT);
        assert_eq!(refused, Err(ListError::Signature));
        assert_eq!(
            site.add_list(ListKind::Revoked, 1, &wrong),
            Err(ListError::Signature)
        );
    }
    // One issuer does not speak for another.
    let for_another = signed(&other, ListKind::Revoked, &sheets);
    let refused = site.import_list(ListKind::Revoked, 2, &for_another, AT);
    assert_eq!(refused, Err(ListError::Issuer { list: 1 }));

    for now in [FROM - 1, UNTIL + 1] {
        let refused = site.import_list(ListKind::Revoked, 1, &genuine, now);
        assert!(
            matches!(refused, Err(ListError::SigningKey { .. })),
            "{now}"
        );
    }
    for state in [
        SigningKeyState::Retired { at: AT },
        SigningKeyState::Compromised { at: AT },
    ] {
        site.change_signing_key(1, "a001", state).unwrap();
        let refused = site.import_list(ListKind::Revoked, 1, &genuine, AT);
        assert_eq!(refused, Err(ListError::SigningKey { state }));
    }
    assert_eq!(told(&site, &other, &label(2)), None);
}

#[test]
fn issued_sheets_outlive_a_compromised_key() {
    let (stolen, new) = (Press::new(1, 1), Press::new(1, 2));
    let mut site = site(&[&stolen, &new]);
    let compromised = SigningKeyState::Compromised { at: AT };
    site.change_signing_key(1, "a001", compromised).unwrap();
    let bytes = signed(&new, ListKind::Issued, &list(1, &[(page(1).sheet, None)]));
    site.import_list(ListKind::Issued, 1, &bytes, AT).unwrap();
    assert_eq!(told(&site, &stolen, &page(1)), None);
    let refused = Some(OpenError::SigningKeyCompromised { at: AT });
    assert_eq!(told(&site, &stolen, &page(2)), refused);
    assert_eq!(
        told(&site, &new, &page(2)),
        None,
        "the new key needs no list"
    );
    // What was listed can still be revoked.
    let misprint = list(1, &[(page(1).sheet, Some(Reason::Misprint))]);
    let bytes = signed(&new, ListKind::Revoked, &misprint);
    site.import_list(ListKind::Revoked, 1, &bytes, AT).unwrap();
    let revoked = Some(OpenError::SheetRevoked(Reason::Misprint));
    assert_eq!(told(&site, &stolen, &page(1)), revoked);
}

/// A thief who is not noticed yet would otherwise vouch for sheets he is going to make.
#[test]
fn compromised_key_does_not_vouch_for_itself() {
    let stolen = Press::new(1, 1);
    let mut site = site(&[&stolen]);
    let bytes = signed(
        &stolen,
        ListKind::Issued,
        &list(1, &[(page(1).sheet, None)]),
    );
    site.import_list(ListKind::Issued, 1, &bytes, AT).unwrap();
    assert_eq!(told(&site, &stolen, &page(1)), None);
    let compromised = SigningKeyState::Compromised { at: AT };
    site.change_signing_key(1, "a001", compromised).unwrap();
    let refused = Some(OpenError::SigningKeyCompromised { at: AT });
    assert_eq!(told(&site, &stolen, &page(1)), refused);
}
