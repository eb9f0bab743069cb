use crate::log::{Log, ORIGIN};
use record::{Error, Head, LogKey, Verifier};

/// The example of Go's `sumdb/note`.
const PETER: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const PETER_SIGNS: &str =
    "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
const PETER_SAYS: &str = "\
If you think cryptography is the answer to your problem,
then you don't know what your problem is.

— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
";

#[test]
fn keys_and_signatures_are_those_of_go() {
    let key = LogKey::parse(PETER_SIGNS).unwrap();
    assert_eq!(key.verifier().to_string(), PETER);

    let verifier = Verifier::parse(PETER).unwrap();
    // Signed, and no checkpoint; altered, it is not even signed.
    let opened = verifier.open(PETER_SAYS);
    assert!(matches!(opened, Err(Error::NotACheckpoint)), "{opened:?}");
    let altered = verifier.open(&PETER_SAYS.replace("don't", "do"));
    assert!(matches!(altered, Err(Error::OtherKey(_))), "{altered:?}");
}

#[test]
fn a_new_key_comes_back_from_its_text() {
    let (key, text) = LogKey::create(ORIGIN).unwrap();
    let again = LogKey::parse(&format!("{}\n", *text)).unwrap();
    let head = Log::of(3).tree.head();
    assert_eq!(key.sign(head).unwrap(), again.sign(head).unwrap());
    assert_eq!(key.verifier().to_string(), again.verifier().to_string());
    assert!(!format!("{key:?}").contains("PRIVATE"));
    let other = LogKey::create(ORIGIN).unwrap().0;
    assert_ne!(key.verifier().to_string(), other.verifier().to_string());

    for refused in ["", "two words", "a+b"] {
        assert!(matches!(LogKey::create(refused), Err(Error::NotAKey)));
    }
    let at = text.len() - 20;
    let digit = if text[at..].starts_with('A') {
        "B"
    } else {
        "A"
    };
    let other_seed = text[..at].to_owned() + digit + &text[at + 1..];
    let renamed = text.replace("lg.jp", "lg.example");
    for refused in [&text[1..], &text[..text.len() - 4], &renamed, &other_seed] {
        assert!(matches!(LogKey::parse(refused), Err(Error::NotAKey)));
    }
}

#[test]
fn a_checkpoint_of_another_key_or_another_log_is_refused() {
    let log = Log::of(5);
    let verifier = log.key.verifier();
    assert_eq!(verifier.open(&log.note()).unwrap().head(), log.tree.head());

    // Another key under the same name.
    let other = Log::of(5);
    assert!(matches!(
        verifier.open(&other.note()),
        Err(Error::OtherKey(_))
    ));

    // Another log under another name, and its note with our name put in.
    let (elsewhere, _) = LogKey::create("other.example.lg.jp/record").unwrap();
    let note = elsewhere.sign(log.tree.head()).unwrap();
    assert!(matches!(verifier.open(&note), Err(Error::OtherKey(_))));
    let renamed = note.replace("other.example.lg.jp/record", ORIGIN);
    assert!(matches!(verifier.open(&renamed), Err(Error::OtherKey(_))));

    // Ours, of a larger tree than was signed; and a line more.
    for (from, to) in [("\n5\n", "\n6\n"), ("\n\n", "\nextension\n\n")] {
        let note = log.note().replace(from, to);
        assert!(matches!(verifier.open(&note), Err(Error::OtherKey(_))));
    }
}

#[test]
fn there_is_one_empty_tree() {
    let log = Log::new();
    assert_eq!(log.checkpoint().head().size, 0);
    let root = Log::of(1).tree.head().root;
    let note = log.key.sign(Head { size: 0, root }).unwrap();
    let opened = log.key.verifier().open(&note);
    assert!(matches!(opened, Err(Error::NotACheckpoint)), "{opened:?}");
}

/// A key that signs for more than one log: `sumdb/note` allows it.
#[test]
fn another_origin_under_our_own_key_is_refused() {
    let log = Log::of(5);
    let signer = signed_note::StandardSigner::new(PETER_SIGNS).unwrap();
    let Head { size, root } = log.tree.head();
    let text = format!("{ORIGIN}\n{size}\n{root}\n");
    let mut note = signed_note::Note::new(text.as_bytes(), &[]).unwrap();
    note.add_sigs(&[&signer]).unwrap();
    let note = String::from_utf8(note.to_bytes()).unwrap();
    let opened = Verifier::parse(PETER).unwrap().open(&note);
    let Err(Error::OtherLog { expected, found }) = opened else {
        panic!("{opened:?}")
    };
    assert_eq!((&expected[..], &found[..]), ("PeterNeumann", ORIGIN));
}

#[test]
fn a_witness_may_sign_too() {
    let log = Log::of(5);
    let cosigned = log.note() + PETER_SAYS.lines().last().unwrap() + "\n";
    let opened = log.key.verifier().open(&cosigned).unwrap();
    assert_eq!(opened, log.checkpoint());
}
