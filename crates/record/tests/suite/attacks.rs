//! What the offline verifier says of a record that somebody changed.

use crate::log::{Log, entry};
use record::{Change, Checkpoint, Fault, Figures, Hash, verify};

const SIZE: u64 = 100;

/// The lines' places after an attack: `None` is an invented entry.
fn attacked(attack: impl FnOnce(&mut Vec<Option<u64>>)) -> Vec<String> {
    let mut places: Vec<Option<u64>> = (0..SIZE).map(Some).collect();
    attack(&mut places);
    let line = |place: Option<u64>| entry(place.unwrap_or(5000)).to_string();
    places.into_iter().map(line).collect()
}

fn told(
    lines: &[String],
    checkpoint: &Checkpoint,
    kept: &[Checkpoint],
    leaves: &[Hash],
) -> Result<Figures, Fault> {
    verify(lines.join("\n").as_bytes(), checkpoint, kept, leaves)
}

#[track_caller]
fn is_first(told: Result<Figures, Fault>, at: u64, what: Change) {
    let Err(Fault::First { index, change }) = told else {
        panic!("{told:?}")
    };
    assert_eq!((index, change), (at, what));
}

#[track_caller]
fn is_between(told: Result<Figures, Fault>, start: u64, end: u64) {
    let Err(Fault::Between { from, to }) = told else {
        panic!("{told:?}")
    };
    assert_eq!((from, to), (start, end));
}

/// Whoever rewrites the record has its key too: entries, hashes and checkpoint are new.
fn resigned(log: &Log, lines: &[String]) -> (Checkpoint, Vec<Hash>) {
    let entries: Vec<_> = lines
        .iter()
        .map(|line| record::Entry::parse(line).unwrap())
        .collect();
    let mut forged = Log::new();
    forged.append(&entries);
    let note = log.key.sign(forged.tree.head()).unwrap();
    let checkpoint = log.key.verifier().open(&note).unwrap();
    (checkpoint, forged.leaves())
}

#[test]
fn entries_changed_beside_their_hashes_are_named() {
    let log = Log::of(SIZE);
    let (checkpoint, leaves) = (log.checkpoint(), log.leaves());
    let named = |lines: Vec<String>| told(&lines, &checkpoint, &[], &leaves);
    for at in [0, 1, 62, 63, 64, 98, 99] {
        let index = at as usize;
        let altered = attacked(|lines| lines[index] = None);
        is_first(named(altered), at, Change::Altered);
        let dropped = attacked(|lines| lines.retain(|line| *line != Some(at)));
        is_first(named(dropped), at, Change::Dropped);
        let added = attacked(|lines| lines.insert(index, None));
        is_first(named(added), at, Change::Added);
    }
    let swapped = attacked(|lines| lines.swap(30, 70));
    is_first(named(swapped), 30, Change::Reordered { by: 40 });
    let moved_down = attacked(|lines| {
        let line = lines.remove(30);
        lines.push(line);
    });
    is_first(named(moved_down), 30, Change::Reordered { by: 69 });
    let moved_up = attacked(|lines| {
        let line = lines.remove(70);
        lines.insert(30, line);
    });
    is_first(named(moved_up), 30, Change::Reordered { by: 1 });
}

#[test]
fn of_several_changes_the_first_is_named() {
    let log = Log::of(SIZE);
    let (checkpoint, leaves) = (log.checkpoint(), log.leaves());
    let named = |lines: Vec<String>| told(&lines, &checkpoint, &[], &leaves);
    let lines = attacked(|lines| {
        lines[80] = None;
        lines.swap(50, 60);
        lines.remove(20);
    });
    is_first(named(lines), 20, Change::Dropped);
    // An old entry once more in the place of another: nothing was moved.
    let lines = attacked(|lines| lines[40] = Some(10));
    is_first(named(lines), 40, Change::Altered);
    let lines = attacked(|lines| lines.truncate(97));
    is_first(named(lines), 97, Change::Dropped);
    let lines = attacked(|lines| lines.push(None));
    is_first(named(lines), 100, Change::Added);
    is_first(named(Vec::new()), 0, Change::Dropped);
}

#[test]
fn without_leaf_hashes_checkpoints_narrow_it_down() {
    let log = Log::of(SIZE);
    let altered = attacked(|lines| lines[47] = None);
    let checkpoint = log.checkpoint();
    is_between(told(&altered, &checkpoint, &[], &[]), 0, 100);
    let kept = [64, 10, 47, 48].map(|size| log.checkpoint_at(size));
    is_between(told(&altered, &checkpoint, &kept[..1], &[]), 0, 64);
    is_between(told(&altered, &checkpoint, &kept[..2], &[]), 10, 64);
    is_between(told(&altered, &checkpoint, &kept, &[]), 47, 48);

    // Lines at the end are missing: the first of them, if the rest is vouched for.
    let cut = attacked(|lines| lines.truncate(64));
    is_between(told(&cut, &checkpoint, &kept[1..], &[]), 48, 65);
    is_first(told(&cut, &checkpoint, &kept, &[]), 64, Change::Dropped);
    let longer = attacked(|lines| lines.push(None));
    is_first(told(&longer, &checkpoint, &[], &[]), 100, Change::Added);
}

#[test]
fn a_record_rewritten_and_signed_anew_contradicts_what_was_kept() {
    let log = Log::of(SIZE);
    let lines = attacked(|lines| lines.retain(|line| *line != Some(47)));
    let (forged, forged_leaves) = resigned(&log, &lines);
    // With nothing kept elsewhere nobody can tell.
    let figures = told(&lines, &forged, &[], &forged_leaves).unwrap();
    assert_eq!(figures.entries, 99);
    assert_eq!(figures.stray_outcomes.len(), 51 - 25);

    let kept = [10, 30, 64].map(|size| log.checkpoint_at(size));
    is_between(told(&lines, &forged, &kept, &forged_leaves), 30, 64);
    // Nor do the forger's own hashes accuse a later one.
    let mut again = lines.clone();
    again[90] = entry(5000).to_string();
    is_between(told(&again, &forged, &kept, &forged_leaves), 30, 64);
    // The forger's checkpoint vouches for nothing, even below the kept ones.
    let cut = lines[..50].to_vec();
    let (forged, _) = resigned(&log, &cut);
    is_between(told(&cut, &forged, &kept, &[]), 30, 51);
    is_between(told(&cut, &forged, &kept[2..], &[]), 0, 51);
}

#[test]
fn a_kept_copy_names_what_was_rewritten() {
    let log = Log::of(SIZE);
    let copy = log.leaves()[..64].to_vec();
    let kept = [log.checkpoint_at(64)];
    let lines = attacked(|lines| lines.retain(|line| *line != Some(47)));
    let (forged, _) = resigned(&log, &lines);
    is_first(told(&lines, &forged, &kept, &copy), 47, Change::Dropped);
    let lines = attacked(|lines| lines[5] = None);
    let (forged, _) = resigned(&log, &lines);
    is_first(told(&lines, &forged, &kept, &copy), 5, Change::Altered);
    // Without its checkpoint the copy proves nothing, and still contradicts.
    let told = told(&lines, &forged, &[], &copy);
    assert!(
        matches!(told, Err(Fault::LeavesDiffer { index: 5 })),
        "{told:?}"
    );
}

#[test]
fn forged_leaf_hashes_do_not_accuse_a_good_entry() {
    let log = Log::of(SIZE);
    let mut leaves = log.leaves();
    leaves.swap(3, 4);
    let lines = attacked(|_| ());
    let said = told(&lines, &log.checkpoint(), &[], &leaves);
    assert!(
        matches!(said, Err(Fault::LeavesDiffer { index: 3 })),
        "{said:?}"
    );
    // Nor do they lead away from a bad one.
    let lines = attacked(|lines| lines[47] = None);
    let kept = [log.checkpoint_at(30)];
    is_between(told(&lines, &log.checkpoint(), &kept, &leaves), 30, 100);
}

#[test]
fn a_record_that_holds_says_so_whatever_is_kept() {
    let log = Log::of(SIZE);
    let lines = attacked(|_| ());
    let kept = [0, 1, 64, 99, 100].map(|size| log.checkpoint_at(size));
    let figures = told(&lines, &log.checkpoint(), &kept, &log.leaves()).unwrap();
    assert_eq!((figures.entries, figures.uses), (100, 50));
    assert_eq!(figures.without_outcome, [] as [u64; 0]);
    // With a line's end at the end, too; a checkpoint older than a kept one is no fault.
    let text = lines.join("\n") + "\n";
    verify(text.as_bytes(), &kept[2], &kept, &[]).unwrap();
    let none = verify(&b""[..], &kept[0], &[], &[]).unwrap();
    assert_eq!(none, Figures::default());
}

#[test]
fn lines_that_are_no_entries_are_found_and_cost_no_memory() {
    let log = Log::of(SIZE);
    let (checkpoint, leaves) = (log.checkpoint(), log.leaves());
    let broken = ["", "{}", "\u{fffd}", "  ", &"x".repeat(3_000_000)];
    for line in broken {
        let mut lines = attacked(|_| ());
        lines[33] = line.to_owned();
        let told = told(&lines, &checkpoint, &[], &leaves);
        is_first(told, 33, Change::Altered);
    }
    // However long, it is one line.
    let mut lines = attacked(|lines| lines.swap(20, 60));
    lines[33] = "x".repeat(3_000_000);
    let said = told(&lines, &checkpoint, &[], &leaves);
    is_first(said, 20, Change::Reordered { by: 40 });
    let windows = attacked(|_| ()).join("\r\n");
    let told = verify(windows.as_bytes(), &checkpoint, &[], &leaves);
    is_first(told, 0, Change::Altered);
}

#[test]
fn a_fault_is_told_in_a_sentence() {
    let log = Log::of(SIZE);
    let lines = attacked(|lines| lines.swap(30, 70));
    let first = told(&lines, &log.checkpoint(), &[], &log.leaves()).unwrap_err();
    assert_eq!(
        first.to_string(),
        "entry 30 (line 31) was reordered: it stands 40 lines further down"
    );
    let kept = [log.checkpoint_at(16)];
    let between = told(&lines, &log.checkpoint(), &kept, &[]).unwrap_err();
    assert_eq!(
        between.to_string(),
        "one of the entries 16 to 99 (lines 17 to 100) is the first that was altered, dropped \
         or reordered"
    );
}
