//! The headline for each combination that design and API promise, and the stable words.

use report::Outcome::{self, *};
use report::{Check, Checks, Headline, Lang, Problem, ProblemCode};
use std::collections::HashSet;

fn checks(readable: Outcome, content: Outcome, issuer: Outcome) -> Checks {
    Checks {
        readable,
        content,
        issuer,
        complete: Passed,
        front_agrees: NotDone,
        originality: NotDone,
    }
}

#[test]
fn the_first_headline_that_holds() {
    let good = checks(Passed, Passed, Passed);
    let cases = [
        (good, Headline::BackAuthentic),
        (checks(Failed, NotDone, NotDone), Headline::CannotTell),
        (checks(Passed, CannotTell, CannotTell), Headline::CannotTell),
        (checks(Passed, Passed, CannotTell), Headline::CannotTell),
        (checks(Passed, Failed, NotDone), Headline::Rejected),
        (checks(Passed, Passed, Failed), Headline::Rejected),
        (
            Checks {
                complete: Failed,
                ..good
            },
            Headline::SetIncomplete,
        ),
        (
            Checks {
                complete: CannotTell,
                ..good
            },
            Headline::SetIncomplete,
        ),
        (
            Checks {
                front_agrees: Failed,
                ..good
            },
            Headline::FrontDiffers,
        ),
        (
            Checks {
                front_agrees: Failed,
                complete: Failed,
                ..good
            },
            Headline::FrontDiffers,
        ),
        (
            Checks {
                front_agrees: Passed,
                ..good
            },
            Headline::ContentAgrees,
        ),
        (
            Checks {
                front_agrees: Passed,
                complete: Failed,
                ..good
            },
            Headline::SetIncomplete,
        ),
        // One page of a set is proved wrong, another cannot be read: no stain hides a forgery.
        (checks(Failed, Failed, NotDone), Headline::Rejected),
    ];
    for (checks, headline) in cases {
        assert_eq!(Headline::of(&checks), headline, "{checks:?}");
    }
}

#[test]
fn originality_never_decides() {
    for originality in [Passed, Failed, CannotTell] {
        let checks = Checks {
            originality,
            ..checks(Passed, Passed, Passed)
        };
        assert_eq!(Headline::of(&checks), Headline::BackAuthentic);
    }
}

#[test]
fn only_proof_gives_a_good_headline() {
    let all = [Passed, Failed, CannotTell, NotDone];
    for readable in all {
        for content in all {
            for issuer in all {
                let headline = Headline::of(&checks(readable, content, issuer));
                let is_good = matches!(headline, Headline::BackAuthentic | Headline::ContentAgrees);
                assert_eq!(is_good, [readable, content, issuer] == [Passed; 3]);
            }
        }
    }
}

#[test]
fn words_in_json_are_the_stable_ones() {
    for code in ProblemCode::ALL {
        let json = serde_json::to_value(Problem::new(*code)).unwrap();
        assert_eq!(json["code"], code.slug());
        assert!(
            code.slug()
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b == b'-'),
            "{}",
            code.slug()
        );
    }
    let distinct: HashSet<_> = ProblemCode::ALL.iter().map(|c| c.slug()).collect();
    assert_eq!(distinct.len(), ProblemCode::ALL.len());
    for headline in Headline::ALL {
        assert_eq!(serde_json::to_value(headline).unwrap(), headline.slug());
    }
    let checks = serde_json::to_value(checks(Passed, CannotTell, Failed)).unwrap();
    let expected = serde_json::json!({
        "readable": "passed", "content": "cannot-tell", "issuer": "failed", "complete": "passed",
        "front-agrees": "not-done", "originality": "not-done",
    });
    assert_eq!(checks, expected);
    for check in Check::ALL {
        assert_eq!(serde_json::to_value(check).unwrap(), check.slug());
        assert!(checks.get(check.slug()).is_some(), "{}", check.slug());
    }
}

#[test]
fn languages_by_tag() {
    assert_eq!(Lang::from_tag("ja"), Some(Lang::Ja));
    assert_eq!(Lang::from_tag("EN-gb"), Some(Lang::En));
    assert_eq!(Lang::from_tag("de"), None);
}
