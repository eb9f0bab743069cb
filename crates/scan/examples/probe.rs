//! Pictures of the stages of reading one scan, for whoever works on a stage:
//! `cargo run -p scan --features probe --example probe -- scan.jpg OUT-FOLDER`.
//!
//! A picture of a page is the page. Never point this at a real certificate.

use scan::probe::Picture;
use std::error::Error;
use std::fs::{self, File};
use std::io::BufWriter;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let (Some(scan), Some(folder)) = (arguments.next(), arguments.next()) else {
        return Err("probe SCAN OUT-FOLDER".into());
    };
    fs::create_dir_all(&folder)?;
    let mut failure = None;
    pages::decode(
        &fs::read(scan)?,
        &pages::Limits::default(),
        pages::Wanted::default(),
        &mut |page| match write(&page, &folder) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                failure = Some(error);
                ControlFlow::Break(())
            }
        },
    )?;
    failure.map_or(Ok(()), Err)
}

/// `OUT-FOLDER/PAGE-STAGE.png`
fn write(page: &pages::Page, folder: &Path) -> Result<(), Box<dyn Error>> {
    let pictures = scan::probe::pictures(scan::Gray {
        width: page.width,
        height: page.height,
        pixels: &page.gray,
    });
    for Picture {
        stage,
        width,
        height,
        rgb,
    } in pictures
    {
        let path = folder.join(format!("{}-{stage}.png", page.number));
        let file = BufWriter::new(File::create(&path)?);
        let mut encoder = png::Encoder::new(file, u32::try_from(width)?, u32::try_from(height)?);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_compression(png::Compression::Fast);
        encoder.write_header()?.write_image_data(&rgb)?;
        println!("{}", path.display());
    }
    Ok(())
}
