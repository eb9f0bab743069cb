use crate::log::time;
use record::{KeyedHash, Seen, Verifications, earlier, verifications};

/// A use so many minutes after the start.
fn seen((minutes, upload): (u64, u8)) -> Seen {
    seconds(minutes * 60, upload)
}

fn seconds(seconds: u64, upload: u8) -> Seen {
    Seen {
        time: time(seconds),
        upload: KeyedHash([upload; 32]),
    }
}

fn is(found: Option<Verifications>, expected: (u64, u64, u64)) {
    let (count, first, last) = expected;
    let (first, last) = (time(first * 60), time(last * 60));
    assert_eq!(found, Some(Verifications { count, first, last }));
}

#[test]
fn repeats_of_one_upload_within_ten_minutes_count_once() {
    assert_eq!(verifications([]), None);
    is(verifications([(0, 1), (10, 1)].map(seen)), (1, 0, 0));
    is(
        verifications([(0, 1), (5, 2), (10, 1)].map(seen)),
        (2, 0, 5),
    );
    is(verifications([(11, 1), (0, 1)].map(seen)), (2, 0, 11));
    // Not for ever: ten minutes from the one that counted.
    is(
        verifications([(0, 1), (9, 1), (18, 1), (27, 1)].map(seen)),
        (2, 0, 18),
    );
    let just_after = [seconds(0, 1), seconds(601, 1)];
    assert_eq!(verifications(just_after).unwrap().count, 2);
    // Two uploads at once are two.
    is(verifications([(3, 1), (3, 2)].map(seen)), (2, 3, 3));
}

#[test]
fn a_page_loaded_again_was_not_verified_before() {
    assert_eq!(earlier(seen((9, 1)), [(0, 1)].map(seen)), None);
    assert_eq!(earlier(seen((9, 1)), []), None);
    is(earlier(seen((11, 1)), [(0, 1)].map(seen)), (1, 0, 0));
    is(earlier(seen((9, 2)), [(0, 1)].map(seen)), (1, 0, 0));
    is(
        earlier(seen((99, 1)), [(0, 1), (50, 2), (95, 1)].map(seen)),
        (2, 0, 50),
    );
    // What came later is not earlier.
    assert_eq!(earlier(seen((9, 1)), [(30, 2)].map(seen)), None);
}
