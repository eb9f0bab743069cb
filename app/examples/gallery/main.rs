//! Writes every page of the site as an HTML file: for translators and for looking at.
//!
//! `cargo run -p app --example gallery -- target/site/gallery`, and a running site serves them
//! as `/gallery/ja/start.html` and so on; `/gallery/messages.html` has every message. All
//! content is made up (見本).

mod certificate;
mod comparison;
mod messages;
mod pictures;
#[path = "../../tests/made_up/site.rs"]
mod site;
mod slip;

use app::{Paper, ReportView, View, render, render_slip};
use certificate::{certificate, front_left_open, set_of_two};
use report::{Certificate, Detail, Edge, Headline, Lang, Problem, ProblemCode, Report};
use std::{env, error::Error, fs, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = env::args().nth(1).ok_or("usage: gallery FOLDER")?;
    let site = site::site(&["residence-record", "seal-registration", "family-register"]);
    for lang in Lang::ALL {
        let here = Path::new(&folder).join(lang.tag());
        fs::create_dir_all(&here)?;
        let render = |(name, view)| (name, render(lang, view, &site));
        let slip = ("slip".to_owned(), render_slip(lang, &slip::slip(), &site)?);
        for (name, html) in views().into_iter().map(render).chain([slip]) {
            fs::write(here.join(format!("{name}.html")), html)?;
        }
    }
    fs::write(
        Path::new(&folder).join("messages.html"),
        messages::messages(),
    )?;
    Ok(())
}

fn views() -> Vec<(String, View)> {
    let mut views = vec![
        ("start".to_owned(), View::Start),
        ("help".to_owned(), View::Help),
        ("receipt".to_owned(), View::Receipt),
    ];
    for headline in Headline::ALL {
        views.push((
            format!("report-{}", headline.slug()),
            shown(vec![certificate(headline)], vec![]),
        ));
    }
    let two = vec![
        certificate(Headline::BackAuthentic),
        certificate(Headline::SetIncomplete),
    ];
    let elsewhere = vec![
        Problem::new(ProblemCode::SheetNotFound)
            .in_file(1)
            .on_page(1),
    ];
    views.push(("report-two".to_owned(), shown(two, elsewhere)));
    views.push(("report-set".to_owned(), shown(vec![set_of_two()], vec![])));
    views.push((
        "report-front-left-open".to_owned(),
        shown(vec![front_left_open()], vec![]),
    ));
    let mut file = shown(vec![certificate(Headline::BackAuthentic)], vec![]);
    if let View::Report(shown) = &mut file {
        shown.paper = Paper::File;
    }
    views.push(("report-file".to_owned(), file));
    for &code in ProblemCode::ALL {
        views.push((format!("problem-{}", code.slug()), View::Problem(code)));
        let inside = vec![Problem::new(code).in_file(1).on_page(1).with(detail(code))];
        views.push((
            format!("report-problem-{}", code.slug()),
            shown(vec![], inside),
        ));
    }
    views
}

/// A figure or place for those that have one.
fn detail(code: ProblemCode) -> Option<Detail> {
    match code {
        ProblemCode::ResolutionTooLow | ProblemCode::FrontNotCompared => Some(Detail::Dpi(96)),
        ProblemCode::SheetCropped => Some(Detail::Edges(vec![Edge::Top, Edge::Left])),
        ProblemCode::GlassDirty => Some(Detail::FromLeft(30)),
        _ => None,
    }
}

fn shown(certificates: Vec<Certificate>, problems: Vec<Problem>) -> View {
    let headline = certificates
        .iter()
        .map(|c| c.headline)
        .min()
        .unwrap_or(Headline::CannotTell);
    let compared = certificates
        .iter()
        .flat_map(|one| &one.sheets)
        .any(|sheet| sheet.front.is_some());
    let report = Report {
        id: "01JD8Y3KQ5".into(),
        headline,
        certificates,
        problems,
        receipt: Some("e30.e30.AAAA".into()),
    };
    let pages = vec![
        pictures::page(0),
        if compared {
            comparison::face()
        } else {
            pictures::page(1)
        },
    ];
    View::Report(Box::new(ReportView {
        report,
        paper: Paper::InHand,
        file_names: vec![Some("うら面 (見本).jpg".into()), Some("form.png".into())],
        pages,
    }))
}
