//! A page under every condition of the catalogue: a folder to survey a reader with.

use super::print::{behind, print};
use clap::Parser;
use clap::builder::PossibleValuesParser;
use printscan::{Condition, Format, Print};
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Fill a folder with scans of a page under every condition of the catalogue
#[derive(Parser)]
#[command(name = "catalogue")]
pub(crate) struct Catalogue {
    /// PDF file, or a PNG whose pixels are the dots of a 600 dpi printer
    input: PathBuf,

    /// Folder to fill: FOLDER/CONDITION/SEED.jpg
    #[arg(short, long, value_name = "FOLDER")]
    output: PathBuf,

    /// Page to print, from 1 [default: 2, the back; of a PNG 1]
    #[arg(long)]
    page: Option<u32>,

    /// Scans of each condition, with the seeds from 0
    #[arg(long, value_name = "N", default_value_t = 3)]
    seeds: u64,

    /// Only this condition; may be given several times
    #[arg(long, value_name = "NAME", value_parser = PossibleValuesParser::new(names()))]
    only: Vec<String>,

    /// Side of the page's cells in dots: leaves out what only larger ones are asked to survive
    #[arg(long, value_name = "DOTS")]
    cell: Option<u32>,

    /// What the page holds, put into the files' names: SEED.HOLDS.jpg
    #[arg(long, value_parser = eight_digits)]
    holds: Option<String>,
}

/// Lives as long as the command line does, which is as long as the process.
fn names() -> Vec<&'static str> {
    let all = printscan::catalogue().into_iter();
    all.map(|condition| &*condition.name.leak()).collect()
}

fn eight_digits(text: &str) -> Result<String, &'static str> {
    let is_hex = text.len() == 8 && text.bytes().all(|b| b.is_ascii_hexdigit());
    match is_hex {
        true => Ok(text.to_owned()),
        false => Err("eight hexadecimal digits are needed"),
    }
}

impl Catalogue {
    /// Fills the folder, on all cores.
    pub fn fill(&self) -> Result<(), String> {
        let named = |error| format!("{}: {error}", self.input.display());
        let is_png = self.input.extension().is_some_and(|e| e == "png");
        let page = self.page.unwrap_or(if is_png { 1 } else { 2 });
        let front = print(&self.input, page).map_err(named)?;
        let other_side = behind(&self.input, page).map_err(named)?;
        let conditions = self.conditions();
        let all = conditions.len() * self.seeds as usize;
        let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let work = || {
            loop {
                let turn = next.fetch_add(1, Ordering::Relaxed);
                let seed = turn as u64 % self.seeds.max(1);
                let Some(condition) = conditions.get(turn / self.seeds.max(1) as usize) else {
                    return Ok(());
                };
                self.scan(condition, seed, &front, other_side.as_ref())?;
                tell(done.fetch_add(1, Ordering::Relaxed) + 1, all);
            }
        };
        let cores = thread::available_parallelism().map_or(1, usize::from);
        thread::scope(|scope| {
            let workers: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
            let mut ends = workers.into_iter().map(thread::ScopedJoinHandle::join);
            ends.try_for_each(|end| end.unwrap_or_else(|_| Err("a scan came to no end".into())))
        })
    }

    fn conditions(&self) -> Vec<Condition> {
        let mut all = printscan::catalogue();
        all.retain(|c| self.only.is_empty() || self.only.contains(&c.name));
        all.retain(|c| self.cell.is_none_or(|dots| dots >= c.least_cell));
        all
    }

    fn scan(
        &self,
        condition: &Condition,
        seed: u64,
        front: &Print,
        other_side: Option<&Print>,
    ) -> Result<(), String> {
        let params = &condition.params;
        let file = printscan::simulate(front, other_side, params, seed)
            .and_then(|scan| printscan::encode(&[scan], Format::Jpeg, params.jpeg_quality))
            .map_err(|error| format!("{}: {error}", condition.name))?;
        let holds = self.holds.iter().map(|holds| format!(".{holds}"));
        let name = format!("{seed:03}{}.jpg", holds.collect::<String>());
        write(&self.output.join(&condition.name), &name, &file)
    }
}

fn write(folder: &Path, name: &str, file: &[u8]) -> Result<(), String> {
    let path = folder.join(name);
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(&path, file))
        .map_err(|error| format!("{}: {error}", path.display()))
}

/// On a terminal, how many scans are done.
fn tell(done: usize, all: usize) {
    let mut terminal = std::io::stderr().lock();
    if terminal.is_terminal() {
        let end = if done == all { "\n" } else { "" };
        // A terminal that is gone misses nothing.
        let _ = write!(terminal, "\r{done} of {all}{end}").and_then(|()| terminal.flush());
    }
}
