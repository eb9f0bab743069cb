//! The binary, as a person at a terminal meets it.

use crate::bench::{Bench, HOST, specimen_path};
use data_encoding::HEXLOWER;
use ed25519_dalek::{Signer, SigningKey};
use escrow::{Escrow, KeyEncryptionKey};
use sheet::cards::{EscrowBundle, IssuerCard};
use sheet::lists::{ListKind, Reason, parse_sheet};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

fn press(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_press"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("URAMEN_DATA")
        .output()
        .unwrap()
}

fn success(output: Output) -> String {
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

fn failure(output: Output) -> String {
    assert!(
        !output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stdout)
    );
    String::from_utf8(output.stderr).unwrap()
}

const KEYGEN: [&str; 10] = [
    "keygen",
    "--issuer",
    "1",
    "--name",
    "見本証明書交付センター",
    "--specimen",
    "--municipality",
    "990019=見本県見本市",
    "-o",
    "issuer.key",
];

fn site_key() -> SigningKey {
    SigningKey::from_bytes(b"site key of a sample, not secret")
}

fn site_public() -> String {
    HEXLOWER.encode(site_key().verifying_key().as_bytes())
}

/// A folder with keys as the centre makes them and a bundle as the site answers.
fn centre() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    success(press(folder.path(), &KEYGEN));
    let card = fs::read(folder.path().join("issuer.card.json")).unwrap();
    let card: IssuerCard = serde_json::from_slice(&card).unwrap();
    let mut escrow = Escrow::new(KeyEncryptionKey::create(folder.path().join("kek")).unwrap());
    escrow.register(card).unwrap();
    escrow.create_key(1, 1).unwrap();
    let bundle = escrow.bundle(1, 1, HOST).unwrap();
    let bundle = bundle.signed(|message| site_key().sign(message).to_bytes());
    fs::write(
        folder.path().join("escrow.bundle"),
        serde_json::to_vec(&bundle).unwrap(),
    )
    .unwrap();
    fs::write(
        folder.path().join("site.pub"),
        format!("{}\n", site_public()),
    )
    .unwrap();
    folder
}

#[test]
fn from_keys_to_paper() {
    let folder = centre();
    let key = folder.path().join("issuer.key");
    assert_eq!(key.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    assert!(
        failure(press(folder.path(), &KEYGEN)).contains("issuer.key"),
        "it was replaced"
    );

    let front = specimen_path("koseki-2p");
    let front = front.to_str().unwrap();
    let keys = [
        "--issuer",
        "issuer.key",
        "--escrow",
        "escrow.bundle",
        "--site-key",
        "site.pub",
    ];
    let more = ["--kind", "family-register", "--preview", "seen"];
    let arguments = [&[front, "-o", "out.pdf"][..], &keys, &more].concat();
    let summary = success(press(folder.path(), &arguments));
    assert!(
        summary.contains("page 1 of 2: 300 dpi") && summary.contains("page 2 of 2: 300 dpi"),
        "{summary}"
    );

    let info = crate::tools::pdfinfo(&folder.path().join("out.pdf"));
    assert!(
        info.lines()
            .any(|l| l.starts_with("Pages:") && l.ends_with(" 4")),
        "{info}"
    );
    for page in ["seen/page-1.png", "seen/page-2.png"] {
        let png = fs::read(folder.path().join(page)).unwrap();
        assert!(png.starts_with(b"\x89PNG"), "{page}");
        // IHDR: width, height, one bit a pixel, gray.
        assert_eq!(
            png[16..26],
            [0, 0, 0x09, 0xb0, 0, 0, 0x0d, 0xb4, 1, 0],
            "{page}"
        );
    }
}

#[test]
fn the_demonstration_is_one_flag() {
    let centre = centre();
    let demo = centre.path().join("data/demo");
    fs::create_dir_all(&demo).unwrap();
    for file in ["issuer.key", "escrow.bundle"] {
        fs::copy(centre.path().join(file), demo.join(file)).unwrap();
    }
    let front = specimen_path("inkan");
    let arguments = [front.to_str().unwrap(), "-o", "out.pdf", "--demo"];
    success(press(centre.path(), &arguments));
    assert!(centre.path().join("out.pdf").exists());

    let elsewhere = tempfile::tempdir().unwrap();
    let told = failure(press(elsewhere.path(), &arguments));
    assert!(
        told.contains("cargo xtask serve") && told.contains("issuer.key"),
        "{told}"
    );
    let data = centre.path().join("data");
    let mut with_data = arguments.to_vec();
    with_data.extend(["--data", data.to_str().unwrap()]);
    success(press(elsewhere.path(), &with_data));
}

#[test]
fn nothing_is_lost_when_it_fails() {
    let folder = centre();
    fs::write(folder.path().join("front.pdf"), "no PDF").unwrap();
    fs::write(folder.path().join("out.pdf"), "older").unwrap();
    let keys = [
        "--issuer",
        "issuer.key",
        "--escrow",
        "escrow.bundle",
        "--unsigned",
    ];
    let before = fs::read_dir(folder.path()).unwrap().count();

    let told = failure(press(
        folder.path(),
        &[&["front.pdf", "-o", "out.pdf"][..], &keys].concat(),
    ));
    assert!(told.contains("not a PDF"), "{told}");
    assert_eq!(fs::read(folder.path().join("out.pdf")).unwrap(), b"older");

    let told = failure(press(
        folder.path(),
        &[&["front.pdf", "-o", "./front.pdf"][..], &keys].concat(),
    ));
    assert!(told.contains("overwrite"), "{told}");
    let told = failure(press(
        folder.path(),
        &[&["none.pdf", "-o", "out.pdf"][..], &keys].concat(),
    ));
    assert!(told.contains("none.pdf"), "{told}");
    assert_eq!(
        fs::read_dir(folder.path()).unwrap().count(),
        before,
        "something was left behind"
    );
}

#[test]
fn half_a_command_is_explained() {
    let folder = centre();
    for (arguments, wanted) in [
        (&["front.pdf", "-o", "out.pdf"][..], "--demo"),
        (
            &["front.pdf", "-o", "out.pdf", "--issuer", "issuer.key"],
            "--escrow",
        ),
        (
            &[
                "front.pdf",
                "-o",
                "out.pdf",
                "--demo",
                "--issuer",
                "issuer.key",
            ],
            "cannot be used with",
        ),
        (&["--demo", "-o", "out.pdf"], "FRONT.pdf"),
        (
            &["front.pdf", "-o", "out.pdf", "--demo", "--kind", "passport"],
            "residence-record",
        ),
        (&[], "FRONT.pdf"),
    ] {
        let told = failure(press(folder.path(), arguments));
        assert!(told.contains(wanted), "{arguments:?}: {told}");
    }
}

/// On the bundle's way to the centre, someone puts in a key of his own.
#[test]
fn bundle_with_a_swapped_key_is_refused() {
    let (folder, other) = (centre(), centre());
    let read = |centre: &TempDir| {
        let json = fs::read(centre.path().join("escrow.bundle")).unwrap();
        serde_json::from_slice::<EscrowBundle>(&json).unwrap()
    };
    let (genuine, foreign) = (read(&folder), read(&other));
    let front = specimen_path("inkan");
    let press_with = |bundle: &EscrowBundle, site: &[&str]| {
        let json = serde_json::to_vec(bundle).unwrap();
        fs::write(folder.path().join("escrow.bundle"), json).unwrap();
        let keys = ["--issuer", "issuer.key", "--escrow", "escrow.bundle"];
        let front = [front.to_str().unwrap(), "-o", "out.pdf"];
        press(folder.path(), &[&front[..], &keys, site].concat())
    };
    let pinned = ["--site-key", &site_public()];
    let swapped = EscrowBundle {
        public: foreign.public.clone(),
        ..genuine.clone()
    };
    let signed_by_him = swapped
        .clone()
        .signed(|message| SigningKey::from_bytes(&[9; 32]).sign(message).to_bytes());
    let (host, signature) = ("elsewhere.example".into(), None);
    for wrong in [
        swapped,
        signed_by_him,
        EscrowBundle {
            host,
            ..genuine.clone()
        },
        EscrowBundle {
            escrow_key: 2,
            ..genuine.clone()
        },
    ] {
        let told = failure(press_with(&wrong, &pinned));
        assert!(told.contains("signature is not the site's"), "{told}");
    }
    let unsigned = EscrowBundle {
        signature,
        ..genuine.clone()
    };
    assert!(failure(press_with(&unsigned, &pinned)).contains("not signed"));
    for no_key in ["", "site.pdf", "00"] {
        failure(press_with(&genuine, &["--site-key", no_key]));
    }
    let told = failure(press_with(&genuine, &[]));
    assert!(told.contains("--site-key"), "{told}");
    assert!(!folder.path().join("out.pdf").exists());
    success(press_with(&genuine, &pinned));
    success(press_with(&unsigned, &["--unsigned"]));
}

#[test]
fn misprint_is_revoked_at_the_site() {
    let folder = centre();
    let card = fs::read(folder.path().join("issuer.card.json")).unwrap();
    let card: IssuerCard = serde_json::from_slice(&card).unwrap();
    let now = card.signing_key.valid_from;
    let mut site = Escrow::new(KeyEncryptionKey::load(folder.path().join("kek")).unwrap());
    site.register(card).unwrap();
    let key = ["--issuer", "issuer.key", "--list", "revoked.list"];
    let revoke = |reason: &[&str]| {
        press(
            folder.path(),
            &[&["revoke"][..], &key, &["--reason"], reason].concat(),
        )
    };
    let sheet = |first: &str| format!("{first}2d736574206f662073616d706c6573/1");
    let mut import = || {
        let list = fs::read(folder.path().join("revoked.list")).unwrap();
        site.import_list(ListKind::Revoked, 1, &list, now).unwrap()
    };
    assert!(success(revoke(&["misprint", &sheet("61")])).contains("list 1 with 1 sheets"));
    assert_eq!(import().sheets.len(), 1);
    assert!(success(revoke(&["misdelivery", &sheet("62")])).contains("list 2 with 2 sheets"));
    let listed = import().sheets;
    let reasons: Vec<_> = listed.iter().map(|listed| listed.reason.unwrap()).collect();
    assert_eq!(reasons, Reason::ALL);
    assert_eq!(Some(listed[1].sheet()), parse_sheet(&sheet("62")));

    assert!(failure(revoke(&["misprint", "XXXX-XXXX"])).contains("names no sheet"));
    let path = folder.path().join("revoked.list");
    let mut altered = fs::read(&path).unwrap();
    altered[40] ^= 1;
    fs::write(&path, altered).unwrap();
    assert!(failure(revoke(&["misprint", &sheet("63")])).contains("not a list"));
    let issued = ["issued", "--issuer", "issuer.key", "--list", "revoked.list"];
    failure(press(
        folder.path(),
        &[&issued[..], &[&sheet("63")]].concat(),
    ));
    let issued = ["issued", "--issuer", "issuer.key", "--list", "issued.list"];
    success(press(
        folder.path(),
        &[&issued[..], &[&sheet("63")]].concat(),
    ));
    let list = fs::read(folder.path().join("issued.list")).unwrap();
    site.import_list(ListKind::Issued, 1, &list, now).unwrap();
}

#[test]
fn a_data_folder_in_the_environment_does_not_disturb_keygen() {
    let folder = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_press"))
        .args(KEYGEN)
        .current_dir(folder.path())
        .env("URAMEN_DATA", "elsewhere")
        .output()
        .unwrap();
    success(output);
}

#[test]
fn a_contact_reaches_the_card_only_if_it_can_be_called() {
    let keygen = |contact: &str| {
        let folder = tempfile::tempdir().unwrap();
        let output = press(
            folder.path(),
            &[&KEYGEN[..], &["--contact", contact]].concat(),
        );
        (folder, output)
    };
    let (folder, output) = keygen("990019=03-0000-0000,https://mihon.example.lg.jp/");
    success(output);
    let card = fs::read(folder.path().join("issuer.card.json")).unwrap();
    let card: IssuerCard = serde_json::from_slice(&card).unwrap();
    let contact = card.municipalities[0].contact.as_ref().unwrap();
    let told = (contact.phone.as_str(), contact.url.as_deref());
    assert_eq!(told, ("03-0000-0000", Some("https://mihon.example.lg.jp/")));
    for (contact, why) in [
        ("131016=03-0000-0000", "--contact 131016"),
        ("990019=ask us", "990019"),
        ("990019=03-0000-0000,http://mihon.example.lg.jp/", "https"),
    ] {
        let (folder, output) = keygen(contact);
        let told = failure(output);
        assert!(told.contains(why), "{contact}: {told}");
        assert!(!folder.path().join("issuer.key").exists(), "{contact}");
    }
}

#[test]
fn one_key_for_several_municipalities_must_be_told_which() {
    let bench = Bench::new();
    let folder = tempfile::tempdir().unwrap();
    success(press(
        folder.path(),
        &[&KEYGEN[..], &["--municipality", "131016=東京都千代田区"]].concat(),
    ));
    let bundle = serde_json::to_vec(&bench.bundle).unwrap();
    fs::write(folder.path().join("escrow.bundle"), bundle).unwrap();
    let front = specimen_path("inkan");
    let arguments = [
        front.to_str().unwrap(),
        "-o",
        "out.pdf",
        "--issuer",
        "issuer.key",
        "--escrow",
        "escrow.bundle",
        "--unsigned",
    ];
    let told = failure(press(folder.path(), &arguments));
    assert!(
        told.contains("--municipality") && told.contains("131016"),
        "{told}"
    );
    success(press(
        folder.path(),
        &[&arguments[..], &["--municipality", "131016"]].concat(),
    ));
    let told = failure(press(
        folder.path(),
        &[&arguments[..], &["--municipality", "131017"]].concat(),
    ));
    assert!(told.contains("131017"), "{told}");
}
