//! Under another key encryption key, and away to custodians and back.

use crate::press::{FROM, Press, any_kek, content, label, open, seal, site};
use age::secrecy::ExposeSecret;
use age::x25519::Identity;
use escrow::{BackupError, Escrow, KeyError, KeyState, SecretString, WrappedKey};

const AT: u64 = FROM + 1000;

/// Four keys of issuer 1: active, retired, revoked, destroyed.
fn full() -> (Press, Escrow) {
    let press = Press::new(1, 1);
    let mut site = site(&[&press]);
    for number in 2..=4 {
        site.create_key(1, number).unwrap();
    }
    site.change_key(1, 2, KeyState::Retired { at: AT }).unwrap();
    site.change_key(1, 3, KeyState::Revoked { at: AT }).unwrap();
    site.change_key(1, 4, KeyState::Destroyed { at: AT })
        .unwrap();
    (press, site)
}

fn opens(from: &Escrow, to: &Escrow, press: &Press) -> bool {
    let message = press.sign(&label(1), &content(FROM).to_cbor());
    open(to, &label(1), &seal(from, &label(1), &message)).is_ok()
}

/// Number, public half and state, by number.
fn told<'a>(keys: impl IntoIterator<Item = &'a WrappedKey>) -> Vec<(u16, Vec<u8>, KeyState)> {
    let told = |key: &WrappedKey| (key.escrow_key, key.public.clone(), key.state);
    keys.into_iter().map(told).collect()
}

fn custodian() -> (Identity, String, SecretString) {
    let identity = Identity::generate();
    let public = identity.to_public().to_string();
    let secret = SecretString::from(identity.to_string().expose_secret());
    (identity, public, secret)
}

fn empty(press: &Press) -> Escrow {
    let mut site = Escrow::new(any_kek());
    site.register(press.card()).unwrap();
    site
}

#[test]
fn rewrapped_keys_are_the_same_keys_under_another() {
    let (press, site) = full();
    let kek = any_kek();
    let rewrapped = site.rewrap(&kek).unwrap();
    assert_eq!(told(&rewrapped), told(site.keys()));
    assert!(rewrapped.iter().all(|key| key.kek == kek.id()));
    let old: Vec<_> = site.keys().cloned().collect();
    let mut again = Escrow::new(kek);
    again.register(press.card()).unwrap();
    assert!(matches!(
        again.add_key(old[0].clone()),
        Err(KeyError::OtherKek { .. })
    ));
    rewrapped
        .into_iter()
        .for_each(|key| again.add_key(key).unwrap());
    assert!(opens(&site, &again, &press));
    assert!(opens(&site, &site, &press), "the old one is as it was");
}

#[test]
fn each_custodian_restores_under_the_present_key() {
    let (press, site) = full();
    let (one, two) = (custodian(), custodian());
    let backup = site.backup(&[&one.1, &two.1]).unwrap();
    assert!(backup.starts_with("-----BEGIN AGE ENCRYPTED FILE-----\n"));
    for (_, _, secret) in [&one, &two] {
        let mut elsewhere = empty(&press);
        let restored = elsewhere.restore(backup.as_bytes(), secret).unwrap();
        assert_eq!(told(&restored), told(site.keys()));
        assert!(restored.iter().all(|key| key.kek == elsewhere.kek_id()));
        assert!(opens(&site, &elsewhere, &press));
        assert_eq!(elsewhere.restore(backup.as_bytes(), secret), Ok(vec![]));
    }
    let mut elsewhere = empty(&press);
    let refused = elsewhere.restore(backup.as_bytes(), &custodian().2);
    assert_eq!(refused, Err(BackupError::Decrypt));
    let cut = &backup.as_bytes()[..backup.len() / 2];
    assert_eq!(elsewhere.restore(cut, &one.2), Err(BackupError::Decrypt));
    assert_eq!(elsewhere.keys().count(), 0);
}

#[test]
fn old_backup_brings_nothing_back() {
    let press = Press::new(1, 1);
    let mut site = site(&[&press]);
    let (_, public, secret) = custodian();
    let backup = site.backup(&[&public]).unwrap();
    site.change_key(1, 1, KeyState::Destroyed { at: AT })
        .unwrap();
    assert_eq!(site.restore(backup.as_bytes(), &secret), Ok(vec![]));
    assert!(!opens(&crate::press::site(&[&press]), &site, &press));
    assert_eq!(
        site.keys().next().unwrap().state,
        KeyState::Destroyed { at: AT }
    );

    let mut other = crate::press::site(&[&press]);
    let refused = other.restore(backup.as_bytes(), &secret);
    assert_eq!(
        refused,
        Err(BackupError::Other {
            issuer: 1,
            escrow_key: 1
        })
    );
}

/// What is inside is plain JSON, as the README says; here with mistakes.
#[test]
fn archive_with_a_mistake_restores_nothing() {
    let (press, site) = full();
    let (identity, public, secret) = custodian();
    let backup = site.backup(&[&public]).unwrap();
    let clear = age::decrypt(&identity, backup.as_bytes()).unwrap();
    let archive: serde_json::Value = serde_json::from_slice(&clear).unwrap();
    assert_eq!(archive["format"], "uramen/v1/backup");
    assert_eq!(archive["keys"][0]["private"].as_str().unwrap().len(), 64);
    assert!(archive["keys"][3]["private"].is_null());

    let restore = |change: fn(&mut serde_json::Value)| {
        let mut archive = archive.clone();
        change(&mut archive);
        let clear = serde_json::to_vec(&archive).unwrap();
        let backup = age::encrypt(&identity.to_public(), &clear).unwrap();
        let mut elsewhere = empty(&press);
        let restored = elsewhere.restore(&backup, &secret).map(|keys| keys.len());
        assert_eq!(elsewhere.keys().count(), *restored.as_ref().unwrap_or(&0));
        restored
    };
    assert_eq!(restore(|_| {}), Ok(4));
    let swapped = restore(|a| a["keys"][0]["private"] = a["keys"][1]["private"].clone());
    let public_half = KeyError::PublicHalf {
        issuer: 1,
        escrow_key: 1,
    };
    assert_eq!(swapped, Err(BackupError::Key(public_half)));
    let mistakes: [fn(&mut serde_json::Value); 5] = [
        |a| a["format"] = "uramen/v2/backup".into(),
        |a| a["keys"][1] = a["keys"][0].clone(),
        |a| a["keys"][0]["private"] = "00".repeat(32).into(),
        |a| a["keys"][0]["private"] = serde_json::Value::Null,
        |a| a["keys"][3]["private"] = a["keys"][0]["private"].clone(),
    ];
    for mistake in mistakes {
        assert_eq!(restore(mistake), Err(BackupError::Format));
    }
}

#[test]
fn custodians_mistakes_are_told_and_no_key_is() {
    let (_, site) = full();
    assert_eq!(site.backup(&[]), Err(BackupError::NoCustodian));
    let (_, public, secret) = custodian();
    let refused = site.backup(&[&public, secret.expose_secret()]).unwrap_err();
    assert_eq!(refused, BackupError::Custodian { number: 2 });
    assert!(!format!("{refused} {refused:?}").contains("SECRET"));
    let half: String = secret.expose_secret().chars().take(40).collect();
    let mut site = site;
    let refused = site
        .restore(b"", &SecretString::from(half.as_str()))
        .unwrap_err();
    assert_eq!(refused, BackupError::Identity);
    assert!(!format!("{refused} {refused:?}").contains(&half));
}
