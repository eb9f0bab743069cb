use crate::press::Press;
use escrow::{Escrow, KekError, KeyEncryptionKey, PassphraseHeader, SecretString};
use escrow::{secret_from_environment, secret_from_file};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use tempfile::TempDir;

fn passphrase() -> SecretString {
    SecretString::from("見本の合い言葉は長く、しかも覚えやすい")
}

fn made() -> (TempDir, PathBuf, KeyEncryptionKey) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("escrow.kek.json");
    let kek = KeyEncryptionKey::create_with_passphrase(&path, &passphrase()).unwrap();
    (folder, path, kek)
}

#[test]
fn same_passphrase_is_the_same_key() {
    let (_folder, path, kek) = made();
    let mut site = Escrow::new(kek);
    site.register(Press::new(1, 1).card()).unwrap();
    let key = site.create_key(1, 1).unwrap();
    let again = KeyEncryptionKey::load_with_passphrase(&path, &passphrase()).unwrap();
    assert_eq!(again.id(), key.kek);
    Escrow::new(again).add_key(key).unwrap();
    assert_ne!(made().2.id(), site.kek_id(), "another salt");
}

#[test]
fn another_passphrase_is_told_as_such() {
    let (_folder, path, _) = made();
    let other = SecretString::from("見本の合い言葉は長く、しかも覚えにくい");
    let refused = KeyEncryptionKey::load_with_passphrase(&path, &other).unwrap_err();
    assert!(
        matches!(refused, KekError::Passphrase { .. }),
        "{refused:?}"
    );
    for secret in ["見本", "覚え"] {
        assert!(!format!("{refused} {refused:?} {other:?}").contains(secret));
    }
    let short = SecretString::from("十四文字では短すぎるのです。");
    let refused = KeyEncryptionKey::create_with_passphrase(path.with_file_name("x"), &short);
    assert!(matches!(refused, Err(KekError::ShortPassphrase)));
    let refused = KeyEncryptionKey::create_with_passphrase(&path, &passphrase());
    assert!(
        matches!(refused, Err(KekError::Io { .. })),
        "an older header is left alone"
    );
}

#[test]
fn altered_header_is_told() {
    let (_folder, path, _) = made();
    let header: PassphraseHeader = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    assert_eq!(
        (header.memory_kib, header.passes, header.lanes),
        (65_536, 3, 1)
    );
    let load = |header: &PassphraseHeader| {
        fs::write(&path, serde_json::to_vec(header).unwrap()).unwrap();
        KeyEncryptionKey::load_with_passphrase(&path, &passphrase())
    };
    let (passes, lanes) = (header.passes - 1, 17);
    let weaker = PassphraseHeader {
        passes,
        ..header.clone()
    };
    assert!(matches!(load(&weaker), Err(KekError::Passphrase { .. })));
    let memory_kib = u32::MAX;
    for absurd in [
        PassphraseHeader {
            memory_kib,
            ..header.clone()
        },
        PassphraseHeader {
            lanes,
            ..header.clone()
        },
        PassphraseHeader {
            salt: "00".into(),
            ..header.clone()
        },
    ] {
        assert!(
            matches!(load(&absurd), Err(KekError::Header { .. })),
            "{absurd:?}"
        );
    }
    load(&header).unwrap();
}

#[test]
fn secret_comes_from_one_line_of_a_private_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pin");
    let read = |text: &str| {
        fs::write(&path, text).unwrap();
        secret_from_file(&path)
    };
    read("").unwrap_err();
    fs::set_permissions(&path, PermissionsExt::from_mode(0o600)).unwrap();
    for (text, is_secret) in [
        ("4649", true),
        ("4649\n", true),
        ("4649\r\n", true),
        ("", false),
        ("\n", false),
        ("4649\n4649\n", false),
        (&"4".repeat(2000), false),
    ] {
        assert_eq!(read(text).is_ok(), is_secret, "{text:?}");
    }
    fs::set_permissions(&path, PermissionsExt::from_mode(0o644)).unwrap();
    assert!(matches!(
        secret_from_file(&path),
        Err(KekError::Exposed { .. })
    ));
    assert!(matches!(
        secret_from_environment("URAMEN_NO_SUCH_VARIABLE"),
        Err(KekError::NoVariable { .. })
    ));
}
