use crate::comparison::comparison;
use crate::pictures::front_png;
use report::{
    Certificate, Checks, Contact, DifferenceKind, Evidence, Headline, Measures, Outcome, Picture,
    Place, Problem, ProblemCode, Sheet, Tile,
};

pub fn certificate(headline: Headline) -> Certificate {
    let checks = checks(headline);
    let opened = checks.content == Outcome::Passed;
    let text = |text: &str| opened.then(|| text.to_owned());
    Certificate {
        headline,
        set: "5f0c21a9d3e84b7796aa10bcd2e4f018".into(),
        number: "L4GC-DKOT".into(),
        pages: if headline == Headline::SetIncomplete {
            3
        } else {
            1
        },
        missing: if headline == Headline::SetIncomplete {
            vec![2, 3]
        } else {
            vec![]
        },
        issuer_number: 1,
        issuer: Some("見本証明書交付センター".into()),
        municipality: text("999999"),
        municipality_name: text("見本市"),
        contact: opened.then(contact),
        kind: text("residence-record"),
        issued_at: text("2026-11-21T14:05:00+09:00"),
        specimen: true,
        checks,
        receipt: None,
        sheets: vec![sheet(headline, opened)],
        problems: match headline {
            Headline::SetIncomplete => vec![Problem::new(ProblemCode::PagesMissing)],
            _ => vec![],
        },
    }
}

fn contact() -> Contact {
    Contact {
        phone: "03-0000-0000".into(),
        url: Some("https://mihon.example.lg.jp/".into()),
    }
}

pub fn set_of_two() -> Certificate {
    let one = certificate(Headline::BackAuthentic);
    let second = one.sheets.iter().map(|sheet| Sheet {
        index: 2,
        file: 1,
        ..sheet.clone()
    });
    let sheets = one.sheets.iter().cloned().chain(second).collect();
    Certificate {
        pages: 2,
        sheets,
        ..one
    }
}

/// Whose front the machine leaves to the reader: something was added, something is hidden.
pub fn front_left_open() -> Certificate {
    let one = certificate(Headline::BackAuthentic);
    let front = Place { file: 1, page: 1 };
    let codes = [ProblemCode::FrontAddedTo, ProblemCode::FrontPartlyCompared];
    let sheet = |sheet: Sheet| Sheet {
        front: Some(front),
        comparison: Some(comparison(&[DifferenceKind::Added], true)),
        problems: codes.map(|code| front.problem(code)).into(),
        ..sheet
    };
    Certificate {
        checks: Checks {
            front_agrees: Outcome::CannotTell,
            ..one.checks
        },
        sheets: one.sheets.into_iter().map(sheet).collect(),
        ..one
    }
}

fn checks(headline: Headline) -> Checks {
    use Outcome::*;
    let fine = Checks {
        readable: Passed,
        content: Passed,
        issuer: Passed,
        complete: Passed,
        ..Checks::default()
    };
    match headline {
        Headline::CannotTell => Checks {
            readable: CannotTell,
            complete: CannotTell,
            ..Checks::default()
        },
        Headline::Rejected => Checks {
            content: Failed,
            complete: Passed,
            readable: Passed,
            ..Checks::default()
        },
        Headline::FrontDiffers => Checks {
            front_agrees: Failed,
            ..fine
        },
        Headline::SetIncomplete => Checks {
            complete: Failed,
            ..fine
        },
        Headline::BackAuthentic => fine,
        Headline::ContentAgrees => Checks {
            front_agrees: Passed,
            ..fine
        },
    }
}

fn sheet(headline: Headline, opened: bool) -> Sheet {
    let code = match headline {
        Headline::CannotTell => Some(ProblemCode::TooMuchDestroyed),
        Headline::Rejected => Some(ProblemCode::ContentRejected),
        _ => None,
    };
    let comparison = match headline {
        Headline::FrontDiffers => Some(comparison(&DifferenceKind::ALL, true)),
        Headline::ContentAgrees => Some(comparison(&[], false)),
        _ => None,
    };
    let altered = (headline == Headline::FrontDiffers).then(|| {
        let front = Place { file: 1, page: 1 };
        front.problem(ProblemCode::FrontAltered)
    });
    let front = Picture {
        width: 2480,
        height: 3508,
        dpi: 300,
        png: Some(front_png()),
    };
    Sheet {
        file: 0,
        page: 1,
        index: 1,
        front: comparison.as_ref().map(|_| Place { file: 1, page: 1 }),
        comparison,
        measures: Measures {
            dpi: 300.1,
            rotation: 0.4,
            corrected: 1234,
            cells: 485_865,
            margin: 0.97,
        },
        picture: opened.then_some(front),
        verified_before: Some(false),
        earlier: None,
        evidence: evidence(headline),
        problems: code
            .map(|code| Problem::new(code).in_file(0).on_page(1))
            .into_iter()
            .chain(altered)
            .collect(),
    }
}

fn evidence(headline: Headline) -> Evidence {
    let rect = |x: f32, y: f32, w: f32, h: f32| [[x, y], [x + w, y], [x + w, y + h], [x, y + h]];
    let (columns, rows) = (12, 15);
    let tile = |i: usize| {
        let (x, y) = ((i % columns) as f32, (i / columns) as f32);
        let hurt = headline == Headline::CannotTell && (x - 6.0).powi(2) + (y - 7.0).powi(2) < 22.0;
        let quality = if hurt {
            0.1
        } else if (i * 7).is_multiple_of(31) {
            0.6
        } else {
            0.95
        };
        Tile {
            corners: rect(0.05 + x * 0.075, 0.04 + y * 0.055, 0.075, 0.055),
            quality,
        }
    };
    Evidence {
        marks: vec![[0.05, 0.04], [0.95, 0.04], [0.05, 0.865], [0.95, 0.865]],
        labels: vec![rect(0.06, 0.88, 0.12, 0.084), rect(0.82, 0.05, 0.12, 0.084)],
        tiles: (0..columns * rows).map(tile).collect(),
    }
}
