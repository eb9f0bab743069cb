//! The pictures of a report, and what is drawn over them.

use crate::made_up::{PNG, compared, one, seen, site};
use app::{render, words};
use report::{Comparison, Difference, DifferenceKind, Headline, Lang, Rect};

/// 2480 by 3508 pixels at 300 dpi are 210 mm by 297 mm.
#[test]
fn a_difference_is_ringed_on_both_fronts_and_listed() {
    let difference = Difference {
        kind: DifferenceKind::Missing,
        place: Rect {
            x: 40.0,
            y: 60.0,
            width: 20.0,
            height: 5.0,
        },
        on_page: [[0.2, 0.2], [0.3, 0.2], [0.3, 0.22], [0.2, 0.22]],
    };
    let comparison = Comparison {
        differences: vec![difference],
        unjudged: vec![],
        corners: [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]],
    };
    let html = render(Lang::Ja, compared(comparison), &site());
    let html = seen(&html);
    assert_eq!(html.matches("class=\"ring missing\"").count(), 2);
    assert!(html.contains("points=\"38.4,58.4 61.6,58.4 61.6,66.6 38.4,66.6\""));
    assert!(html.contains("上から 60 mm、左から 40 mm（幅 20 mm、高さ 5 mm）"));
    assert!(html.contains("data-corners=\"[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]\""));
}

#[test]
fn no_difference_is_said_and_modes_are_offered() {
    let comparison = Comparison {
        differences: vec![],
        unjudged: vec![],
        corners: [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]],
    };
    let html = render(Lang::En, compared(comparison), &site());
    assert!(html.contains("no difference in print was found") && html.contains("value=\"swipe\""));
    let alone = render(Lang::En, one(Headline::BackAuthentic, Some(PNG)), &site());
    assert!(alone.contains("Only the back was sent") && !alone.contains("value=\"swipe\""));
}

#[test]
fn evidence_is_drawn_where_it_was_found() {
    let html = render(Lang::Ja, one(Headline::BackAuthentic, Some(PNG)), &site());
    // A quarter across and half down a page of 100 by 200.
    assert!(html.contains("viewBox=\"0 0 100 200\""));
    assert!(html.contains("cx=\"25.0\" cy=\"100.0\""));
}

#[test]
fn the_restored_front_is_there_only_when_it_was_given() {
    let with = render(Lang::En, one(Headline::BackAuthentic, Some(PNG)), &site());
    assert!(with.contains(&format!("src=\"data:image/png;base64,{PNG}\"")));
    assert!(with.contains("Restored front: Seal registration certificate, page 1 of 1"));
    let without = render(Lang::En, one(Headline::Rejected, None), &site());
    assert!(!without.contains("data:image/png"));
    assert!(without.contains(words::report_page::NOT_RESTORED.say(Lang::En)));
    // The upload itself is shown in both.
    for html in [with, without] {
        assert!(html.contains("src=\"data:image/jpeg;base64,/9j/\""));
    }
}
