//! The binary, as a person at a terminal meets it.

use crate::bench::{Bench, HOST, specimen_path};
use escrow::{Escrow, KeyEncryptionKey};
use sheet::cards::IssuerCard;
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

/// A folder with keys as the centre makes them and a bundle as the site answers.
fn centre() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    success(press(folder.path(), &KEYGEN));
    let card = fs::read(folder.path().join("issuer.card.json")).unwrap();
    let card: IssuerCard = serde_json::from_slice(&card).unwrap();
    let mut escrow = Escrow::new(KeyEncryptionKey::create(folder.path().join("kek")).unwrap());
    escrow.register(card).unwrap();
    escrow.create_key(1, 1).unwrap();
    let bundle = serde_json::to_vec(&escrow.bundle(1, 1, HOST).unwrap()).unwrap();
    fs::write(folder.path().join("escrow.bundle"), bundle).unwrap();
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
    let keys = ["--issuer", "issuer.key", "--escrow", "escrow.bundle"];
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
    let keys = ["--issuer", "issuer.key", "--escrow", "escrow.bundle"];
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
