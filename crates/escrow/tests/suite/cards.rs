use crate::press::{FROM, Press, any_kek, content, is_rejected, label, open, seal, site};
use escrow::{CardError, Escrow, Issuer, KeyEncryptionKey};
use sheet::Municipality;
use sheet::cards::{Contact, IssuerCard, MunicipalityCard};

#[test]
fn issuer_is_known_by_what_its_card_says() {
    let site = site(&[&Press::new(1, 1)]);
    let issuer = site.issuer(1).unwrap();
    assert_eq!(
        (issuer.number(), issuer.name()),
        (1, "見本証明書交付センター1")
    );
    assert!(issuer.is_specimen());
    assert_eq!(
        issuer.municipality(Municipality::parse("131016").unwrap()),
        Some("見本区")
    );
    assert_eq!(
        issuer.municipality(Municipality::parse("011002").unwrap()),
        None
    );
    assert!(site.issuer(2).is_none());
}

#[test]
fn card_with_a_mistake_is_refused() {
    type Mistake = fn(&mut IssuerCard);
    let small_order =
        |card: &mut IssuerCard| card.signing_key.public = format!("01{}", "00".repeat(31));
    // y = 2: x² would be no square (RFC 8032, section 5.1.3).
    let no_point =
        |card: &mut IssuerCard| card.signing_key.public = format!("02{}", "00".repeat(31));
    let cases: [(Mistake, CardError); 10] = [
        (|card| card.name = "　 ".into(), CardError::Name),
        (|card| card.signing_key.kid = "".into(), CardError::Kid),
        (|card| card.signing_key.kid = "xy".into(), CardError::Kid),
        (
            |card| card.signing_key.kid = "00".repeat(Issuer::MOST_KID + 1),
            CardError::Kid,
        ),
        (
            |card| card.signing_key.public.truncate(62),
            CardError::SigningKey,
        ),
        (
            |card| card.signing_key.public.replace_range(0..1, "g"),
            CardError::SigningKey,
        ),
        (small_order, CardError::SigningKey),
        (no_point, CardError::SigningKey),
        (
            |card| card.signing_key.valid_from = card.signing_key.valid_until + 1,
            CardError::Period,
        ),
        (
            |card| card.municipalities[0].code = "131017".into(),
            CardError::Municipality {
                code: "131017".into(),
                name: "見本区".into(),
            },
        ),
    ];
    for (mistake, expected) in cases {
        let folder = tempfile::tempdir().unwrap();
        let mut site = Escrow::new(KeyEncryptionKey::create(folder.path().join("kek")).unwrap());
        let mut card = Press::new(1, 1).card();
        mistake(&mut card);
        assert_eq!(site.register(card), Err(expected));
        assert!(site.issuer(1).is_none());
    }
}

#[test]
fn contact_is_something_to_call_or_to_follow() {
    let municipality = Municipality::parse("131016").unwrap();
    let contact = |phone: &str, url: Option<&str>| {
        let mut site = Escrow::new(any_kek());
        let mut card = Press::new(1, 1).card();
        card.municipalities[0].contact = Some(Contact {
            phone: phone.into(),
            url: url.map(Into::into),
        });
        site.register(card).map(|()| {
            let issuer = site.issuer(1).unwrap();
            issuer.contact(municipality).cloned().unwrap()
        })
    };
    let url = "https://www.mihon.example.lg.jp/";
    let told = contact("03-0000-0000", Some(url)).unwrap();
    assert_eq!(
        (told.phone.as_str(), told.url.as_deref()),
        ("03-0000-0000", Some(url))
    );
    contact("+81 (3) 0000 0000", None).unwrap();
    for (phone, url) in [
        ("", None),
        ("-", None),
        ("03-0000-0000;ext=1", None),
        ("03-0000-0000", Some("http://www.mihon.example.lg.jp/")),
        ("03-0000-0000", Some("javascript:alert(1)")),
        ("03-0000-0000", Some("https://www.mihon.example.lg.jp/ x")),
    ] {
        let code = "131016".into();
        assert_eq!(
            contact(phone, url),
            Err(CardError::Contact { code }),
            "{phone} {url:?}"
        );
    }
}

#[test]
fn signing_keys_of_one_issuer_add_up() {
    let (old, new) = (Press::new(1, 1), Press::new(1, 2));
    let mut site = site(&[&old]);
    let sign = |press: &Press| press.sign(&label(1), &content(FROM).to_cbor());
    assert!(is_rejected(&site, &label(1), &sign(&new)));

    let mut card = new.card();
    card.name = "見本センター".into();
    card.municipalities = vec![MunicipalityCard {
        code: "011002".into(),
        name: "見本市".into(),
        contact: None,
    }];
    site.register(card.clone()).unwrap();
    site.register(card).unwrap();
    for press in [&old, &new] {
        assert!(open(&site, &label(1), &seal(&site, &label(1), &sign(press))).is_ok());
    }
    let issuer = site.issuer(1).unwrap();
    assert_eq!(issuer.name(), "見本センター");
    assert_eq!(
        issuer.municipality(Municipality::parse("131016").unwrap()),
        Some("見本区")
    );
    assert_eq!(
        issuer.municipality(Municipality::parse("011002").unwrap()),
        Some("見本市")
    );
}

#[test]
fn card_that_contradicts_an_earlier_one_changes_nothing() {
    let press = Press::new(1, 1);
    let mut site = site(&[&press]);
    let taken = || {
        Err(CardError::KidTaken {
            number: 1,
            kid: "a001".into(),
        })
    };

    let other_key = Press {
        kid: press.kid.clone(),
        ..Press::new(1, 2)
    };
    let mut card = other_key.card();
    card.name = "別".into();
    assert_eq!(site.register(card), taken());
    let mut card = press.card();
    card.signing_key.valid_until += 1;
    assert_eq!(site.register(card), taken());
    let mut card = Press::new(1, 3).card();
    card.specimen = false;
    assert_eq!(site.register(card), Err(CardError::Specimen { number: 1 }));

    assert_eq!(site.issuer(1).unwrap().name(), "見本証明書交付センター1");
    let payload = content(FROM).to_cbor();
    assert!(is_rejected(
        &site,
        &label(1),
        &other_key.sign(&label(1), &payload)
    ));
    assert!(is_rejected(
        &site,
        &label(1),
        &Press::new(1, 3).sign(&label(1), &payload)
    ));
}
