//! Draws the certificates' fronts in `crates/press/specimens`: fictitious people of a
//! fictitious town, marked 見本.
//!
//! `cargo run -p press --example specimens -- FONT OUTPUT_FOLDER`, where FONT is Debian's
//! `/usr/share/fonts/opentype/ipaexfont-mincho/ipaexm.ttf` (package fonts-ipaexfont-mincho).
//! Only the glyphs in use are embedded, so nobody else needs the font.

mod inkan;
mod juminhyo;
mod kazei;
mod koseki;
mod paper;

use krilla::Document;
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use paper::{Face, Paper};
use std::error::Error;
use std::path::Path;

type Draw = Box<dyn Fn(&mut Paper)>;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [font, folder] = arguments.as_slice() else {
        return Err("usage: specimens FONT OUTPUT_FOLDER".into());
    };
    let face = Face::new(std::fs::read(font)?).ok_or("not a font")?;
    let specimens: [(&str, Vec<Draw>); 5] = [
        ("juminhyo-family", vec![Box::new(juminhyo::draw)]),
        ("inkan", vec![Box::new(inkan::draw)]),
        ("koseki", vec![Box::new(|paper| koseki::draw(paper, 1, 1))]),
        (
            "koseki-2p",
            vec![
                Box::new(|paper| koseki::draw(paper, 1, 2)),
                Box::new(|paper| koseki::draw(paper, 2, 2)),
            ],
        ),
        ("kazei", vec![Box::new(kazei::draw)]),
    ];
    for (name, pages) in specimens {
        let pdf = pdf(&face, &pages)?;
        println!("{name}: {} bytes", pdf.len());
        std::fs::write(Path::new(folder).join(format!("{name}.pdf")), pdf)?;
    }
    Ok(())
}

type Failure = Box<dyn Error>;

fn pdf(face: &Face, pages: &[Draw]) -> Result<Vec<u8>, Failure> {
    let mut document = Document::new();
    for draw in pages {
        // A4 as most programs write it.
        let settings = PageSettings::from_wh(595.28, 841.89).ok_or("no page size")?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        draw(&mut Paper::new(&mut surface, face));
    }
    document.set_metadata(Metadata::new().title("見本".into()));
    Ok(document.finish().map_err(|e| e.to_string())?)
}
