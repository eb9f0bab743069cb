//! Keys and issuers over their lives, by the command line, as an operator leads them.

use crate::common::site::{keygen, register};
use crate::common::{Site, does_not_start, export, label, on, paper, refused, told};
use serde_json::Value;
use sheet::lists::{ListKind, ListedSheet, Reason};
use std::fs;
use std::path::Path;
use std::time::Duration;

fn key(site: &Site, arguments: &[&str]) -> String {
    told(on(site.data.path()).arg("key").args(arguments))
}

fn issuer(site: &Site, arguments: &[&str]) -> String {
    told(on(site.data.path()).arg("issuer").args(arguments))
}

/// Headline, and the first problem of the certificate or of its sheet.
fn verdict(site: &Site, upload: &[u8]) -> (String, String) {
    let report = site.verify(&[upload]);
    let certificate = &report["certificates"][0];
    let code = |value: &Value| value["problems"][0]["code"].as_str().map(str::to_owned);
    let problem = code(certificate).or_else(|| code(&certificate["sheets"][0]));
    let headline = report["headline"].as_str().unwrap().to_owned();
    (headline, problem.unwrap_or_default())
}

fn verdict_is(site: &Site, upload: &[u8], headline: &str, problem: &str) {
    assert_eq!(verdict(site, upload), (headline.into(), problem.into()));
}

#[test]
fn a_key_is_retired_revoked_and_destroyed() {
    let mut site = Site::start();
    let upload = paper::genuine(&site, &label(1, 1, 1)).png();
    verdict_is(&site, &upload, "back-authentic", "");

    key(&site, &["retire", "1", "1"]);
    site.kill_and_restart();
    // Issued before today.
    verdict_is(&site, &upload, "back-authentic", "");
    let bundle = site.data.path().join("again");
    let again = [
        "key",
        "export",
        "1",
        "1",
        "--bundle",
        bundle.to_str().unwrap(),
    ];
    assert!(refused(on(site.data.path()).args(again)).contains("no active key"));

    key(&site, &["revoke", "1", "1"]);
    site.kill_and_restart();
    verdict_is(&site, &upload, "cannot-tell", "escrow-key-revoked");

    let destroy = ["key", "destroy", "1", "1", "--confirm"];
    let error = refused(on(site.data.path()).args(destroy).arg("yes"));
    assert!(error.contains("issuer 1 key 1"), "{error}");
    key(&site, &["destroy", "1", "1", "--confirm", "issuer 1 key 1"]);
    site.kill_and_restart();
    verdict_is(&site, &upload, "cannot-tell", "escrow-key-destroyed");

    let record = export(site.data.path());
    for event in ["key-created", "key-retired", "key-revoked", "key-destroyed"] {
        let line = format!(r#""what":"{event}","subject":"issuer 1 key 1""#);
        assert!(record.contains(&line), "{event}");
    }
}

#[test]
fn a_running_site_takes_note_of_what_a_command_changes() {
    let site = Site::start();
    let upload = paper::genuine(&site, &label(1, 1, 1)).png();
    verdict_is(&site, &upload, "back-authentic", "");
    key(&site, &["revoke", "1", "1"]);
    becomes(&site, &upload, "escrow-key-revoked");
}

#[test]
fn a_site_whose_keys_were_rewrapped_goes_on_and_takes_note_all_the_same() {
    let site = Site::start();
    let upload = paper::genuine(&site, &label(1, 1, 1)).png();
    let [kek, bundle] = ["other.kek", "second"].map(|name| site.data.path().join(name));
    let (kek, bundle) = (kek.to_str().unwrap(), bundle.to_str().unwrap());
    key(&site, &["rewrap", "--to", kek]);
    // Which it could not unwrap.
    key(&site, &["--kek", kek, "create", "1", "--bundle", bundle]);
    verdict_is(&site, &upload, "back-authentic", "");
    key(&site, &["--kek", kek, "revoke", "1", "1"]);
    becomes(&site, &upload, "escrow-key-revoked");
}

/// A running site takes note within seconds.
fn becomes(site: &Site, upload: &[u8], problem: &str) {
    let tries = std::iter::repeat_with(|| {
        std::thread::sleep(Duration::from_millis(500));
        verdict(site, upload).1 == problem
    });
    assert!(tries.take(60).any(|noticed| noticed));
}

#[test]
fn what_was_issued_after_its_keys_retirement_is_rejected() {
    let mut site = Site::start();
    key(&site, &["retire", "1", "1"]);
    site.kill_and_restart();
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let content = sheet::Content {
        issued_at: now.unwrap().as_secs() + 86_400,
        ..paper::content(&paper::front(1))
    };
    let label = label(1, 1, 1);
    let sealed = press::seal(&content, &label, &site.issuer, &site.bundle).unwrap();
    let upload = paper::sealed_paper(&label, &sealed).png();
    verdict_is(&site, &upload, "rejected", "escrow-key-retired");
}

#[test]
fn the_next_key_comes_with_a_bundle_that_the_site_signed() {
    let site = Site::start();
    let file = site.data.path().join("second");
    key(&site, &["create", "1", "--bundle", file.to_str().unwrap()]);
    let bundle = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
    let site_key = key(&site, &["site"]);
    press::check_bundle(&bundle, &site_key).unwrap();
    assert_eq!(bundle.escrow_key, 2);
    let swapped = sheet::cards::EscrowBundle {
        public: site.bundle.public.clone(),
        ..bundle
    };
    press::check_bundle(&swapped, &site_key).unwrap_err();
    assert_eq!(key(&site, &["list"]).lines().count(), 2);
}

#[test]
fn an_issuer_is_never_handed_a_key_that_was_retired() {
    let site = Site::start();
    assert_eq!(site.bundle.escrow_key, 1);
    key(&site, &["retire", "1", "1"]);
    assert_eq!(register(site.data.path(), &keygen(1)).escrow_key, 2);
    assert_eq!(register(site.data.path(), &keygen(1)).escrow_key, 2);
}

#[test]
fn keys_move_under_a_passphrase_and_the_old_file_opens_nothing() {
    let mut site = Site::start();
    let upload = paper::genuine(&site, &label(1, 1, 1)).png();
    let header = site.data.path().join("kek.json");
    let kek = format!("passphrase:{}", header.display());
    let data = site.data.path().to_owned();
    let with = |arguments: &[&str], passphrase: &str| {
        let mut command = on(&data);
        command.args(arguments).env("URAMEN_KEK_SECRET", passphrase);
        command
    };
    let passphrase = "mihon no aikotoba, 26 mojī";
    told(&mut with(&["key", "rewrap", "--to", &kek], passphrase));
    site.kill();
    let kek = ["--kek", &kek];
    // By the old key, by none, by a wrong passphrase: it does not start and says why.
    does_not_start(&mut on(&data));
    let error = does_not_start(on(&data).args(kek).env_remove("URAMEN_KEK_SECRET"));
    assert!(error.contains("URAMEN_KEK_SECRET"), "{error}");
    let error = does_not_start(&mut with(&kek, "mihon no machigai desu"));
    assert!(
        error.contains("passphrase") && !error.contains("machigai"),
        "{error}"
    );

    let site = site.restarted_with(|command| {
        command.args(kek).env("URAMEN_KEK_SECRET", passphrase);
    });
    verdict_is(&site, &upload, "back-authentic", "");
}

#[test]
fn keys_move_onto_a_token_and_open_nothing_without_it() {
    let mut site = Site::start();
    let upload = paper::genuine(&site, &label(1, 1, 1)).png();
    let folder = site.data.path().to_owned();
    let conf = softhsm(&folder);
    let pin = private(&folder, "pin", "4649-mihon");
    let module = "module-path=/usr/lib/softhsm/libsofthsm2.so";
    // RFC 7512; the label is "mihon 見本".
    let token = "token=mihon%20%E8%A6%8B%E6%9C%AC;object=escrow";
    let kek = format!("pkcs11:{token}?{module}&pin-source=file:{pin}");
    let rewrap = ["key", "rewrap", "--to", &kek];
    told(on(&folder).args(rewrap).env("SOFTHSM2_CONF", &conf));
    site.kill();

    let inline = format!("pkcs11:{token}?{module}&pin-value=4649-mihon");
    let error = does_not_start(on(&folder).args(["--kek", &inline]));
    assert!(
        error.contains("pin-source") && !error.contains("4649"),
        "{error}"
    );
    let error = does_not_start(
        on(&folder)
            .args(["--kek", &kek])
            .env_remove("SOFTHSM2_CONF"),
    );
    assert!(
        error.contains("token") && !error.contains("4649"),
        "{error}"
    );

    let site = site.restarted_with(|command| {
        command.args(["--kek", &kek]).env("SOFTHSM2_CONF", &conf);
    });
    verdict_is(&site, &upload, "back-authentic", "");
    assert!(!site.stop().contains("4649"));
}

/// A token of its own; the file that its module finds it by.
fn softhsm(folder: &Path) -> String {
    let tokens = folder.join("tokens");
    fs::create_dir(&tokens).unwrap();
    let conf = folder.join("softhsm2.conf");
    fs::write(
        &conf,
        format!("directories.tokendir = {}\n", tokens.display()),
    )
    .unwrap();
    let mut init = std::process::Command::new("softhsm2-util");
    init.args(["--init-token", "--free", "--label", "mihon 見本"]);
    init.args(["--pin", "4649-mihon", "--so-pin", "so-mihon"]);
    told(init.env("SOFTHSM2_CONF", &conf));
    conf.to_str().unwrap().into()
}

/// A file for its owner alone.
fn private(folder: &Path, name: &str, secret: &str) -> String {
    let file = folder.join(name);
    fs::write(&file, secret).unwrap();
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o600);
    fs::set_permissions(&file, mode).unwrap();
    file.to_str().unwrap().into()
}

#[test]
fn a_custodian_restores_the_keys_of_a_lost_database() {
    let site = Site::start();
    let upload = paper::genuine(&site, &label(1, 1, 1)).png();
    let (public, identity) = custodian(site.data.path());
    let backup = site.data.path().join("keys.age");
    let file = backup.to_str().unwrap();
    key(&site, &["backup", "--custodian", &public, "-o", file]);
    let text = fs::read_to_string(&backup).unwrap();
    assert!(text.starts_with("-----BEGIN AGE ENCRYPTED FILE-----"));

    // Another site, with the issuer's card and without its key.
    let other = tempfile::tempdir().unwrap();
    let card = site.data.path().join("card.json");
    let bundle = other.path().join("bundle");
    let add = [
        "issuer",
        "add",
        card.to_str().unwrap(),
        "--bundle",
        bundle.to_str().unwrap(),
    ];
    told(on(other.path()).args(add));
    // The key that registration made has the number; a site that lost all starts with none.
    crate::common::database::execute(other.path(), "DELETE FROM escrow_keys");
    let restore = ["key", "restore", file, "--identity", &identity];
    assert!(told(on(other.path()).args(restore)).contains("1 keys"));
    let other = Site::on_folder(other, &site);
    verdict_is(&other, &upload, "back-authentic", "");
}

/// A custodian's age key: what is public, and the file of what is not.
fn custodian(folder: &Path) -> (String, String) {
    // The example of the age specification's test vectors is no secret of anybody's.
    let (public, secret) = (
        "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj",
        "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX",
    );
    (public.into(), private(folder, "custodian.key", secret))
}

#[test]
fn a_revoked_sheet_and_a_compromised_key_are_told_apart() {
    let mut site = Site::start();
    let uploads = [1, 2].map(|set| paper::genuine(&site, &label(set, 1, 1)).png());
    // A list counts as long as the key that signed it does: the issuer's next one signs.
    let next_key = keygen(1);
    register(site.data.path(), &next_key);
    let list = |kind, sheets: Vec<ListedSheet>| {
        let (_, signed) = press::next_list(&next_key, kind, None, sheets).unwrap();
        let file = site.data.path().join("list");
        fs::write(&file, signed).unwrap();
        file.to_str().unwrap().to_owned()
    };
    let listed = |set, reason| ListedSheet::new(label(set, 1, 1).sheet, reason);
    let revoked = vec![listed(1, Some(Reason::Misprint))];
    let file = list(ListKind::Revoked, revoked);
    issuer(&site, &["import", "1", "revoked", &file]);
    // A list counts for what it says, not for what it is called.
    refused(on(site.data.path()).args(["issuer", "import", "1", "issued", &file]));
    let issued = list(ListKind::Issued, vec![listed(2, None)]);
    issuer(&site, &["import", "1", "issued", &issued]);
    site.kill_and_restart();
    verdict_is(&site, &uploads[0], "rejected", "sheet-revoked");
    verdict_is(&site, &uploads[1], "back-authentic", "");

    let kid = site.issuer.card().signing_key.kid.clone();
    issuer(&site, &["compromise", "1", &kid]);
    site.kill_and_restart();
    let unlisted = paper::genuine(&site, &label(3, 1, 1)).png();
    verdict_is(&site, &unlisted, "rejected", "signing-key-compromised");
    verdict_is(&site, &uploads[1], "back-authentic", "");
}
