//! Command line: which page, under which conditions, to which file.

mod damage;
mod device;
mod folder;
mod print;
mod value;

use clap::{CommandFactory, FromArgMatches, Parser};
use folder::Catalogue;
use print::{behind, print};
use printscan::{Error, Format, Params, Preset, Scan, simulate};
use std::path::PathBuf;
use value::{Pages, choice};

/// Print a page and scan it again, in simulation.
///
/// Ghostscript turns a page into the dots of a 600 dpi printer; printing, what happens
/// to paper, and scanning are then simulated. The same seed gives the same picture.
#[derive(Parser)]
#[command(version, after_help = EXAMPLES)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
struct Cli {
    /// PDF file, or a PNG whose pixels are the dots of a 600 dpi printer
    input: PathBuf,

    /// File to write: .png .jpg .webp, or for any number of pages .tif .pdf
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,

    /// Page to print, from 1, or "all"; may be given several times
    #[arg(long, default_value = "1")]
    page: Vec<Pages>,

    /// Conditions to start from; other options replace single ones
    #[arg(long, default_value = "office", value_parser = choice(Preset::ALL.map(|p| (p.name(), p))))]
    preset: Preset,

    /// Seed of everything random; each further page takes the next one
    #[arg(long, default_value_t = 1)]
    seed: u64,

    /// JPEG quality, also inside PDF, 1 to 100 [default: the preset's]
    #[arg(long)]
    quality: Option<u8>,

    /// Print what was drawn from the seed
    #[arg(long)]
    describe: bool,

    #[command(flatten)]
    device: device::Device,

    #[command(flatten)]
    damage: damage::Damage,
}

const EXAMPLES: &str = "\
Examples:
  printscan OUT.pdf --page 2 --preset office --seed 7 -o scan.jpg
  printscan OUT.pdf --page 2 --preset clean --dpi 150 --mode gray -o scan.png
  printscan OUT.pdf --page all --preset poor -o both-sides.pdf
  printscan OUT.pdf --page 2 --mode bw --threshold text -o fax-like.tif
  printscan OUT.pdf --page 2 --rotate 180 --fold 2 --fold-jump 1 --stamp 1 -o folded.jpg
  printscan OUT.pdf --page 2 --blot-fraction 0.35 --blot-kind black --blot-layout scattered -o blots.jpg
  printscan OUT.pdf --page 2 --patch 170,10,30,30,white -o no-second-label.jpg
  printscan OUT.pdf --page 2 --preset photo --megapixels 8 -o photo.jpg
  printscan catalogue OUT.pdf --seeds 20 -o conditions";

/// Carries out the command line of this process.
pub(crate) fn run() -> Result<(), String> {
    let command = Cli::command().subcommand(Catalogue::command());
    let matches = command.get_matches();
    match matches.subcommand() {
        Some((_, catalogue)) => Catalogue::from_arg_matches(catalogue)
            .unwrap_or_else(|error| error.exit())
            .fill(),
        None => one_file(&Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit())),
    }
}

fn one_file(cli: &Cli) -> Result<(), String> {
    let extension = cli
        .output
        .extension()
        .and_then(|ending| ending.to_str())
        .unwrap_or("");
    let format = Format::from_extension(extension).ok_or_else(|| {
        format!(
            "{}: what file is this? Use .png .jpg .tif .pdf .webp",
            cli.output.display()
        )
    })?;
    let mut params = cli.preset.params();
    cli.device.apply(&mut params)?;
    cli.damage.apply(&mut params);
    let scans = scans(cli, &params).map_err(|error| format!("{}: {error}", cli.input.display()))?;
    let quality = cli.quality.unwrap_or(params.jpeg_quality);
    let file = printscan::encode(&scans, format, quality).map_err(|error| error.to_string())?;
    std::fs::write(&cli.output, file).map_err(|error| format!("{}: {error}", cli.output.display()))
}

fn scans(cli: &Cli, params: &Params) -> Result<Vec<Scan>, Error> {
    let mut scans = Vec::new();
    for pages in &cli.page {
        match *pages {
            Pages::One(page) => scans.push(scan(cli, params, page, scans.len())?),
            Pages::All => {
                for page in 1.. {
                    match scan(cli, params, page, scans.len()) {
                        Ok(scan) => scans.push(scan),
                        Err(Error::NoSuchPage(_)) if page > 1 => break,
                        Err(error) => return Err(error),
                    }
                }
            }
        }
    }
    Ok(scans)
}

fn scan(cli: &Cli, params: &Params, page: u32, done: usize) -> Result<Scan, Error> {
    let front = print(&cli.input, page)?;
    let shows = params.paper.show_through_percent.high > 0.0;
    let other_side = if shows {
        behind(&cli.input, page)?
    } else {
        None
    };
    let seed = cli.seed.wrapping_add(done as u64);
    if cli.describe {
        println!("page {page}, seed {seed}: {:#?}", params.draw(seed));
    }
    simulate(&front, other_side.as_ref(), params, seed)
}
