use crate::log::{Log, entry};
use record::{Anchor, Error, Tree, check_anchor};
use std::fs;

#[test]
fn the_anchor_is_what_was_written_last() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("anchor");
    let anchor = Anchor::new(&path);
    let mut log = Log::new();
    assert_eq!(anchor.read(log.key.verifier()).unwrap(), None);

    for index in 0..3 {
        log.append(&[entry(index)]);
        anchor.write(&log.note()).unwrap();
        let read = anchor.read(log.key.verifier()).unwrap();
        assert_eq!(read, Some(log.checkpoint()));
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);

    // Cut short, or of somebody else: an error, never "no anchor".
    fs::write(&path, &log.note()[..20]).unwrap();
    assert!(matches!(
        anchor.read(log.key.verifier()),
        Err(Error::NotACheckpoint)
    ));
    fs::write(&path, Log::of(3).note()).unwrap();
    assert!(matches!(
        anchor.read(log.key.verifier()),
        Err(Error::OtherKey(_))
    ));
}

#[test]
fn a_tree_that_continues_its_anchor_is_accepted() {
    let log = Log::of(40);
    for size in 0..=40 {
        let anchor = log.checkpoint_at(size);
        check_anchor(Some(&anchor), log.tree.head(), log.reader()).unwrap();
    }
    check_anchor(None, Tree::default().head(), Log::new().reader()).unwrap();
}

#[test]
fn a_database_copied_back_to_yesterday_is_refused() {
    let log = Log::of(40);
    let yesterday = Tree::load(31, log.reader()).unwrap().head();
    let told = check_anchor(Some(&log.checkpoint()), yesterday, log.reader());
    let Err(
        error @ Error::Smaller {
            anchored: 40,
            found: 31,
        },
    ) = told
    else {
        panic!("{told:?}")
    };
    let told = error.to_string();
    assert!(told.contains("40") && told.contains("31"), "{told}");
}

/// The same entries but the one at `changed`.
fn rewritten(size: u64, changed: u64) -> Log {
    let mut log = Log::new();
    let other = |index| {
        if index == changed {
            index + 1000
        } else {
            index
        }
    };
    let entries: Vec<_> = (0..size).map(|index| entry(other(index))).collect();
    log.append(&entries);
    log
}

#[test]
fn another_tree_is_refused_whatever_its_size() {
    let anchor = Log::of(40).checkpoint();
    for size in [40, 41, 64, 100] {
        for changed in [0, 17, 39] {
            let log = rewritten(size, changed);
            let told = check_anchor(Some(&anchor), log.tree.head(), log.reader());
            assert!(matches!(told, Err(Error::DifferentTree { .. })), "{told:?}");
        }
    }
    // What came after the anchor is not its business.
    let log = rewritten(64, 40);
    check_anchor(Some(&anchor), log.tree.head(), log.reader()).unwrap();
}

#[test]
fn a_lost_anchor_is_told_and_so_are_lost_hashes() {
    let mut log = Log::of(40);
    let told = check_anchor(None, log.tree.head(), log.reader());
    assert!(matches!(told, Err(Error::AnchorMissing { size: 40 })));

    let anchor = log.checkpoint_at(21);
    let head = log.tree.head();
    log.stored.pop();
    log.stored.truncate(35);
    let told = check_anchor(Some(&anchor), head, log.reader());
    let Err(Error::Storage(cause)) = told else {
        panic!("{told:?}")
    };
    assert_eq!(cause.to_string(), "no such hash");
    assert!(matches!(
        Tree::load(40, log.reader()),
        Err(Error::Storage(_))
    ));
}
