//! A reader in another language, written from the specification (`tests/reader`), reads what is
//! drawn here, and computes the vectors anew.

use data_encoding::HEXLOWER;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sheet::{Label, Layout, Profile, Sealed, SheetId};
use std::io::Write;
use std::process::{Command, Stdio};

#[test]
fn the_python_reader_reads_the_largest_and_the_smallest_cells() {
    for (seed, profile) in [(1, Profile::Dots8), (2, Profile::Dots6)] {
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

        let layout = Layout::of(profile);
        let cells = sheet::encode(&label, layout, &sealed).unwrap();
        let page = sheet::draw(&label, "uramen.example", layout, &cells).unwrap();
        let told = [
            &label.to_bytes()[..],
            &sealed.encapsulated_key,
            &sealed.ciphertext,
        ];
        let expected = told.map(|bytes| HEXLOWER.encode(bytes) + "\n").concat();
        assert!(python("read", &page.bits) == expected, "{profile:?}");
    }
}

#[test]
fn the_python_reader_computes_the_same_vectors() {
    let told = python("check", &[]);
    // Of the nine files two are inputs, which it decodes.
    assert_eq!(told.lines().count(), 7, "{told}");
}

/// What the reader prints; it fails if anything is not as it should be.
fn python(what: &str, input: &[u8]) -> String {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/reader");
    let mut python = Command::new("python3")
        .args(["-B", script, what])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3 is installed");
    // A reader that fails early does not take all of it: its own message says more.
    let _ = python.stdin.take().unwrap().write_all(input);
    let output = python.wait_with_output().unwrap();
    assert!(output.status.success(), "the reader failed");
    String::from_utf8(output.stdout).unwrap()
}
