//! A reader in another language, written from the specification, reads what is drawn here.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sheet::{Label, Layout, Profile, Sealed, SheetId};
use std::io::Write;
use std::process::{Command, Stdio};

#[test]
fn the_python_reader_reads_every_profile() {
    for (seed, profile) in (1..).zip(Profile::ALL) {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let sheet = SheetId {
            set: rng.random(),
            index: 2,
        };
        let label = Label {
            issuer: 3,
            escrow_key: 4,
            sheet,
            pages: 2,
            profile,
        };
        let mut sealed = Sealed {
            encapsulated_key: [0; Sealed::KEY_LEN],
            ciphertext: vec![0; 20_000],
        };
        rng.fill(&mut sealed.encapsulated_key);
        rng.fill(&mut sealed.ciphertext[..]);

        let layout = Layout::new(profile);
        let cells = sheet::encode(&label, &layout, &sealed).unwrap();
        let page = sheet::draw(&label, "uramen.example", &layout, &cells).unwrap();
        let pbm = [b"P4\n4960 7016\n".as_slice(), &page.bits].concat();
        let expected = format!(
            "{}\n{}\n",
            hex(&sealed.encapsulated_key),
            hex(&sealed.ciphertext)
        );
        assert_eq!(read(&hex(&label.to_bytes()), &pbm), expected, "{profile:?}");
    }
}

fn read(label: &str, pbm: &[u8]) -> String {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/reader.py");
    let mut python = Command::new("python3")
        .args([script, label])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3 is installed");
    let mut input = python.stdin.take().unwrap();
    input.write_all(pbm).unwrap();
    drop(input);
    let output = python.wait_with_output().unwrap();
    assert!(output.status.success(), "the reader failed");
    String::from_utf8(output.stdout).unwrap()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
