//! Every text is there in both languages and says something different in each.

use app::words;
use report::{By, Check, Detail, Edge, Front, Headline, Infrared, Lang, Outcome, ProblemCode};
use std::collections::HashSet;

fn is_japanese(text: &str) -> bool {
    text.chars()
        .any(|c| ('\u{3040}'..='\u{30ff}').contains(&c) || ('\u{4e00}'..='\u{9fff}').contains(&c))
}

#[track_caller]
fn both(ja: &str, en: &str) {
    assert!(is_japanese(ja), "no Japanese: {ja:?}");
    assert!(
        !en.trim().is_empty() && !is_japanese(en),
        "no English: {en:?} for {ja:?}"
    );
}

#[test]
fn every_problem_has_title_why_and_next_in_both_languages() {
    for &code in ProblemCode::ALL {
        let [ja, en] = Lang::ALL.map(|lang| words::problem(code, None, lang));
        both(ja.title, en.title);
        both(&ja.why, &en.why);
        both(ja.next, en.next);
    }
}

/// Behind the reason, in the reader's language.
#[test]
fn figures_and_places_are_said_in_both_languages() {
    let edges = vec![Edge::Top, Edge::Right, Edge::Bottom, Edge::Left];
    let details = [
        (ProblemCode::ResolutionTooLow, Detail::Dpi(96), "96", "96"),
        (
            ProblemCode::SheetCropped,
            Detail::Edges(edges),
            "上端・右端・下端・左端",
            "top, right, bottom, left",
        ),
        (ProblemCode::GlassDirty, Detail::FromLeft(30), "30", "30"),
    ];
    for (code, detail, in_ja, in_en) in details {
        let [ja, en] = Lang::ALL.map(|lang| words::problem(code, Some(&detail), lang).why);
        both(&ja, &en);
        assert!(ja.contains(in_ja) && en.contains(in_en), "{ja} {en}");
        assert!(en.starts_with(&*words::problem(code, None, Lang::En).why));
    }
}

#[test]
fn no_two_problems_share_a_title() {
    for lang in Lang::ALL {
        let titles: HashSet<_> = ProblemCode::ALL
            .iter()
            .map(|&code| words::problem(code, None, lang).title)
            .collect();
        assert_eq!(titles.len(), ProblemCode::ALL.len());
    }
}

#[test]
fn no_two_headlines_share_a_title() {
    for lang in Lang::ALL {
        let titles: HashSet<_> = Headline::ALL
            .iter()
            .map(|&one| words::headline(one, lang).title)
            .collect();
        assert_eq!(titles.len(), Headline::ALL.len());
    }
    for one in Headline::ALL {
        let [ja, en] = Lang::ALL.map(|lang| words::headline(one, lang));
        both(ja.title, en.title);
        both(ja.meaning, en.meaning);
    }
}

/// An unreadable back must not sound forged, nor a forged one unreadable.
#[test]
fn cannot_tell_and_rejected_do_not_borrow_each_other_s_words() {
    for lang in Lang::ALL {
        let rejected = words::headline(Headline::Rejected, lang).title;
        let unsure = words::headline(Headline::CannotTell, lang).title;
        assert!(!rejected.contains(words::outcome(Outcome::CannotTell, lang)));
        assert!(!unsure.contains(words::outcome(Outcome::Failed, lang)));
    }
}

#[test]
fn every_outcome_of_every_check_is_said_in_both_languages() {
    use Outcome::*;
    for outcome in [Passed, Failed, CannotTell, NotDone] {
        both(
            words::outcome(outcome, Lang::Ja),
            words::outcome(outcome, Lang::En),
        );
        for check in Check::ALL {
            let [ja, en] = Lang::ALL.map(|lang| words::check(check, outcome, lang));
            both(ja.name, en.name);
            both(ja.says, en.says);
        }
    }
}

#[test]
fn every_answer_on_a_receipt_is_said_in_both_languages() {
    use words::receipt;
    for by in [By::Machine, By::Clerk, By::Nobody] {
        both(receipt::by(by, Lang::Ja), receipt::by(by, Lang::En));
    }
    for front in [Front::Agrees, Front::Differs, Front::NotCompared] {
        both(receipt::front(front).ja, receipt::front(front).en);
    }
    for infrared in [Infrared::Seen, Infrared::NotSeen, Infrared::NotLooked] {
        both(
            receipt::infrared(infrared).ja,
            receipt::infrared(infrared).en,
        );
    }
    for headline in Headline::ALL {
        both(
            receipt::headline(headline, Lang::Ja),
            receipt::headline(headline, Lang::En),
        );
    }
}

#[test]
fn every_kind_the_press_knows_has_a_name() {
    let kinds = [
        "residence-record",
        "seal-registration",
        "tax",
        "family-register",
        "family-register-individual",
        "supplementary-register",
        "other",
    ];
    for kind in kinds {
        both(&words::kind(kind, Lang::Ja), &words::kind(kind, Lang::En));
    }
    assert_eq!(words::kind("fishing-licence", Lang::Ja), "fishing-licence");
}

#[test]
fn times_are_said_in_the_reader_s_calendar() {
    let at = |time, lang| words::issued_at(time, lang);
    assert_eq!(
        at("2026-11-21T14:05:09+09:00", Lang::Ja),
        "令和8年（2026年）11月21日 14時05分"
    );
    assert_eq!(
        at("2026-11-21T14:05:09+09:00", Lang::En),
        "21 November 2026, 14:05 (Japan time)"
    );
    assert_eq!(
        at("2019-05-01T00:00:00+09:00", Lang::Ja),
        "令和元年（2019年）5月1日 00時00分"
    );
    assert_eq!(
        at("2019-04-30T23:59:59+09:00", Lang::Ja),
        "2019年4月30日 23時59分"
    );
    for odd in [
        "",
        "yesterday",
        "2026-11-21T14:05:09Z",
        "2026-13-01T00:00:00+09:00",
        "2026-11-21T+09:00",
    ] {
        assert_eq!(at(odd, Lang::Ja), odd);
    }
}

#[test]
fn figures_are_readable() {
    assert_eq!(words::number(485_865), "485,865");
    assert_eq!(words::number(12), "12");
    assert_eq!(words::number(1_000_000), "1,000,000");
    assert_eq!(words::size(50 << 20), "50 MB");
    assert_eq!(words::size(1), "1 B");
    assert_eq!(words::size(1_572_864), "1.5 MB");
    assert_eq!(words::degrees(-0.04, Lang::En), "0.0° clockwise");
    assert_eq!(words::margin(0.97, Lang::Ja), "十分（97%）");
    assert_eq!(words::margin(f32::NAN, Lang::En), "none (0%)");
}
