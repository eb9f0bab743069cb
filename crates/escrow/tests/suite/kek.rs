use crate::press::Press;
use escrow::{Escrow, KekError, KeyEncryptionKey};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

fn file(bytes: &[u8]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kek");
    fs::write(&path, bytes).unwrap();
    allow(&path, 0o600);
    (folder, path)
}

fn allow(path: &Path, mode: u32) {
    #[cfg(unix)]
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(mode)).unwrap();
}

#[test]
fn created_key_is_the_loaded_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kek");
    let mut site = Escrow::new(KeyEncryptionKey::create(&path).unwrap());
    site.register(Press::new(1, 1).card()).unwrap();
    let key = site.create_key(1, 1).unwrap();
    Escrow::new(KeyEncryptionKey::load(&path).unwrap())
        .add_key(key)
        .unwrap();
    assert_eq!(fs::read(&path).unwrap().len(), 32);
    let other = folder.path().join("other");
    KeyEncryptionKey::create(&other).unwrap();
    assert_ne!(fs::read(&path).unwrap(), fs::read(&other).unwrap());
}

#[test]
fn existing_file_is_left_alone() {
    let (_folder, path) = file(b"what is there already");
    let error = KeyEncryptionKey::create(&path).unwrap_err();
    assert!(
        matches!(error, KekError::Io { cause, .. } if cause.kind() == std::io::ErrorKind::AlreadyExists)
    );
    assert_eq!(fs::read(&path).unwrap(), b"what is there already");
}

#[cfg(unix)]
#[test]
fn file_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kek");
    KeyEncryptionKey::create(&path).unwrap();
    assert_eq!(
        fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o600
    );

    for open in [0o640, 0o620, 0o604, 0o602, 0o644] {
        allow(&path, open);
        let error = KeyEncryptionKey::load(&path).unwrap_err();
        assert!(
            matches!(error, KekError::Exposed { mode, .. } if mode == open),
            "{open:o}"
        );
        assert!(error.to_string().contains(&format!("{open:o}")));
    }
    allow(&path, 0o400);
    KeyEncryptionKey::load(&path).unwrap();
}

#[test]
fn file_that_is_no_key_is_told() {
    for length in [0, 31, 33, 64] {
        let (_folder, path) = file(&vec![b'K'; length as usize]);
        let error = KeyEncryptionKey::load(&path).unwrap_err();
        assert!(
            matches!(error, KekError::Length { found, .. } if found == length),
            "{length}"
        );
    }
    let folder = tempfile::tempdir().unwrap();
    let error = KeyEncryptionKey::load(folder.path()).unwrap_err();
    assert!(matches!(error, KekError::NotAFile { .. }));
    let error = KeyEncryptionKey::load(folder.path().join("none")).unwrap_err();
    assert!(
        matches!(error, KekError::Io { cause, .. } if cause.kind() == std::io::ErrorKind::NotFound)
    );
}

#[test]
fn nothing_printable_holds_a_key() {
    let (_folder, path) = file(&[b'K'; 32]);
    let kek = KeyEncryptionKey::load(&path).unwrap();
    let shown = format!("KeyEncryptionKey {{ id: {:?}, .. }}", kek.id());
    assert_eq!(format!("{kek:?}"), shown);
    let mut site = Escrow::new(kek);
    site.register(Press::new(1, 1).card()).unwrap();
    let mut key = site.create_key(1, 1).unwrap();
    assert_eq!(
        format!("{key:?}"),
        "WrappedKey { issuer: 1, escrow_key: 1, state: Active, .. }"
    );

    key.wrapped[20] ^= 1;
    let unwrapped = site.add_key(key).unwrap_err();
    let (_folder, path) = file(&[b'K'; 33]);
    let length = KeyEncryptionKey::load(&path).unwrap_err();
    for text in [
        format!("{unwrapped:?} {unwrapped}"),
        format!("{length:?} {length}"),
    ] {
        for trace in ["KK", "75, 75", "4b4b", "4B4B"] {
            assert!(!text.contains(trace), "{text}");
        }
    }
}
