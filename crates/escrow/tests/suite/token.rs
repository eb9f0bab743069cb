//! A real token: SoftHSM. Its module finds its tokens by an environment variable, so the tests
//! marked as ignored run in a process of their own, which `on_a_token_of_their_own` starts.

use crate::press::{FROM, Press, content, label, open, seal};
use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::error::{Error, RvError};
use cryptoki::mechanism::Mechanism;
use cryptoki::object::{Attribute, AttributeType, ObjectHandle};
use cryptoki::session::{Session, UserType};
use escrow::{Escrow, KekError, KeyEncryptionKey, KeyError, OpenError, SecretString, TokenKey};
use std::path::Path;
use std::process::Command;
use std::{env, fs, thread};

const MODULE: &str = "/usr/lib/softhsm/libsofthsm2.so";
const TOKEN: &str = "mihon 見本";
const PIN: &str = "4649-mihon";

#[test]
fn on_a_token_of_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let tokens = folder.path().join("tokens");
    fs::create_dir(&tokens).unwrap();
    let conf = folder.path().join("softhsm2.conf");
    // A wrong PIN, which a test tries, is an error to the module and no news here.
    let lines = format!(
        "directories.tokendir = {}\nlog.level = ERROR\n",
        tokens.display()
    );
    fs::write(&conf, lines).unwrap();
    let pins = ["--pin", PIN, "--so-pin", "so-mihon"];
    let made = Command::new("softhsm2-util")
        .args(["--init-token", "--free", "--label", TOKEN])
        .args(pins)
        .env("SOFTHSM2_CONF", &conf)
        .output()
        .expect("softhsm2-util is missing: apt-get install softhsm2");
    assert!(made.status.success(), "{made:?}");
    let tested = Command::new(env::current_exe().unwrap())
        .args(["token::", "--ignored", "--test-threads=1"])
        .env("SOFTHSM2_CONF", &conf)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&tested.stdout);
    assert!(tested.status.success(), "{told}");
    assert!(told.contains("5 passed"), "{told}");
}

fn address(key: &str) -> TokenKey {
    TokenKey {
        module: MODULE.into(),
        token: TOKEN.into(),
        key: key.into(),
        pin: SecretString::from(PIN),
    }
}

/// Another user of the same process's token.
fn session() -> Session {
    let module = Pkcs11::new(MODULE).unwrap();
    initialise(&module);
    let slot = module.get_slots_with_initialized_token().unwrap()[0];
    let session = module.open_rw_session(slot).unwrap();
    match session.login(UserType::User, Some(&SecretString::from(PIN))) {
        Ok(()) | Err(Error::Pkcs11(RvError::UserAlreadyLoggedIn, _)) => session,
        Err(error) => panic!("{error}"),
    }
}

fn initialise(module: &Pkcs11) {
    match module.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK)) {
        Ok(()) | Err(Error::Pkcs11(RvError::CryptokiAlreadyInitialized, _)) => {}
        Err(error) => panic!("{error}"),
    }
}

fn find(session: &Session, key: &str) -> ObjectHandle {
    let label = Attribute::Label(key.as_bytes().to_vec());
    session.find_objects(&[label]).unwrap()[0]
}

fn opens(site: &Escrow, press: &Press) -> bool {
    let message = press.sign(&label(1), &content(FROM).to_cbor());
    open(site, &label(1), &seal(site, &label(1), &message)).is_ok()
}

#[test]
#[ignore = "run by on_a_token_of_their_own"]
fn key_stays_on_its_token_and_opens_after_a_restart() {
    let press = Press::new(1, 1);
    let mut site = Escrow::new(KeyEncryptionKey::create_on_token(address("one")).unwrap());
    site.register(press.card()).unwrap();
    let key = site.create_key(1, 1).unwrap();
    assert_eq!(
        key.kek,
        "pkcs11:token=mihon%20%E8%A6%8B%E6%9C%AC;object=one;type=secret-key"
    );
    assert_eq!((key.wrapped.len(), key.wrapped[0]), (61, 1));
    assert!(opens(&site, &press));

    let mut again = Escrow::new(KeyEncryptionKey::load_from_token(address("one")).unwrap());
    again.register(press.card()).unwrap();
    again.add_key(key).unwrap();
    assert!(opens(&again, &press));

    let session = session();
    let on_token = find(&session, "one");
    let value = session.get_attributes(on_token, &[AttributeType::Value]);
    assert!(
        !matches!(value.as_deref(), Ok([Attribute::Value(_)])),
        "the key left its token"
    );
    let asked = [
        AttributeType::Extractable,
        AttributeType::Sensitive,
        AttributeType::Local,
    ];
    let found = session.get_attributes(on_token, &asked).unwrap();
    let wanted = [
        Attribute::Extractable(false),
        Attribute::Sensitive(true),
        Attribute::Local(true),
    ];
    assert_eq!(found, wanted);
}

#[test]
#[ignore = "run by on_a_token_of_their_own"]
fn altered_or_foreign_wrapping_is_refused() {
    let mut site = Escrow::new(KeyEncryptionKey::create_on_token(address("two")).unwrap());
    site.register(Press::new(1, 1).card()).unwrap();
    let key = site.create_key(1, 1).unwrap();
    let mut again = Escrow::new(KeyEncryptionKey::load_from_token(address("two")).unwrap());
    for byte in 1..key.wrapped.len() {
        let mut altered = key.clone();
        altered.wrapped[byte] ^= 1;
        let (issuer, escrow_key) = (1, 1);
        let refused = again.add_key(altered);
        assert_eq!(
            refused,
            Err(KeyError::Wrapping { issuer, escrow_key }),
            "byte {byte}"
        );
    }
    let mut renumbered = key.clone();
    renumbered.escrow_key = 2;
    assert!(matches!(
        again.add_key(renumbered),
        Err(KeyError::Wrapping { .. })
    ));

    let other = KeyEncryptionKey::create_on_token(address("three")).unwrap();
    let refused = Escrow::new(other).add_key(key.clone());
    assert!(matches!(refused, Err(KeyError::OtherKek { kek, .. }) if kek == key.kek));
    again.add_key(key).unwrap();
}

#[test]
#[ignore = "run by on_a_token_of_their_own"]
fn session_that_was_closed_is_opened_again() {
    let press = Press::new(1, 1);
    let mut site = Escrow::new(KeyEncryptionKey::create_on_token(address("four")).unwrap());
    site.register(press.card()).unwrap();
    site.create_key(1, 1).unwrap();
    for _ in 0..2 {
        // Ends every session of the process.
        Pkcs11::new(MODULE).unwrap().finalize().unwrap();
        initialise(&Pkcs11::new(MODULE).unwrap());
        assert!(opens(&site, &press));
    }
    session().logout().unwrap();
    assert!(opens(&site, &press));

    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| assert!((0..10).all(|_| opens(&site, &press))));
        }
    });

    // The token's key is gone: that is told, and not as a sheet that is refused.
    let (session, sealed) = (self::session(), {
        let message = press.sign(&label(1), &content(FROM).to_cbor());
        seal(&site, &label(1), &message)
    });
    session.destroy_object(find(&session, "four")).unwrap();
    let told = open(&site, &label(1), &sealed).err();
    assert!(
        matches!(told, Some(OpenError::Kek(KeyError::Kek { .. }))),
        "{told:?}"
    );
}

#[test]
#[ignore = "run by on_a_token_of_their_own"]
fn key_that_could_leave_its_token_is_refused() {
    let session = session();
    let template = |label: &str, extractable| {
        [
            Attribute::Label(label.as_bytes().to_vec()),
            Attribute::ValueLen(32.into()),
            Attribute::Token(true),
            Attribute::Private(true),
            Attribute::Sensitive(true),
            Attribute::Extractable(extractable),
            Attribute::Encrypt(true),
            Attribute::Decrypt(true),
        ]
    };
    let make = |label, extractable| {
        let template = template(label, extractable);
        session
            .generate_key(&Mechanism::AesKeyGen, &template)
            .unwrap()
    };
    make("extractable", true);
    let refused = KeyEncryptionKey::load_from_token(address("extractable"));
    assert!(
        matches!(refused, Err(KekError::Extractable { .. })),
        "{refused:?}"
    );

    make("twins", false);
    make("twins", false);
    let refused = KeyEncryptionKey::load_from_token(address("twins"));
    assert!(
        matches!(refused, Err(KekError::TokenKeys { found: 2, .. })),
        "{refused:?}"
    );
    let refused = KeyEncryptionKey::create_on_token(address("twins"));
    assert!(
        matches!(refused, Err(KekError::TokenKeys { found: 2, .. })),
        "{refused:?}"
    );
}

#[test]
#[ignore = "run by on_a_token_of_their_own"]
fn mistakes_are_told_and_no_pin_is() {
    let error = |address| KeyEncryptionKey::load_from_token(address).unwrap_err();
    let none = error(address("none"));
    assert!(
        matches!(none, KekError::TokenKeys { found: 0, .. }),
        "{none:?}"
    );
    let token = error(TokenKey {
        token: "another".into(),
        ..address("none")
    });
    assert!(
        matches!(&token, KekError::NoToken { label } if label == "another"),
        "{token:?}"
    );
    let module = error(TokenKey {
        module: Path::new("/nowhere.so").into(),
        ..address("none")
    });
    assert!(matches!(module, KekError::Io { .. }), "{module:?}");
    let pin = error(TokenKey {
        pin: SecretString::from("0000-mihon"),
        ..address("none")
    });
    assert!(matches!(pin, KekError::Pin), "{pin:?}");
    for text in [format!("{pin} {pin:?}"), format!("{:?}", address("none"))] {
        assert!(!text.contains("mihon\""), "{text}");
        assert!(!text.contains("0000") && !text.contains("4649"), "{text}");
    }
}
