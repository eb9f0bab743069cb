//! Folders of scans, read as the site reads uploads: what comes back, by capture condition.
//!
//! ```text
//! folder  which files were captured under which condition
//! reader  decoded in a worker process, read, corrected   -> what each page came to
//! row     the condition's figures, as a line of the table or of JSON
//! expect  what a condition must come to
//! ```
//!
//! No key, database or network is touched, nothing is logged or written. What a page says
//! never reaches the output.

mod expect;
mod folder;
mod progress;
mod reader;
mod row;

use crate::config::Config;
use clap::Args;
use expect::Expected;
use folder::Condition;
use progress::Progress;
use reader::Reader;
use row::Row;
use std::error::Error;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// The settings that a survey heeds: the limits of an upload, and how many cores it takes.
pub const SETTINGS: [&str; 6] = [
    "config",
    "max_bytes",
    "max_pages",
    "max_pixels",
    "verify_seconds",
    "verifications",
];

#[derive(Args)]
#[command(after_long_help = EXPLAINED)]
pub struct Survey {
    /// Folders of scans: each sub-folder is one capture condition
    #[arg(required = true, value_name = "FOLDER")]
    folders: Vec<PathBuf>,
    /// Print a line of JSON for each condition
    #[arg(long)]
    json: bool,
    /// Tell each page too, by its file's name
    #[arg(short, long)]
    verbose: bool,
}

const EXPLAINED: &str = "\
Files may be of any format that the site takes; each of their pages counts. A folder
without sub-folders is one condition. Beside sub-folders, files are not looked at.

Columns: pages; pages read (label read and the frame's checksum holds); pages misread;
the least margin of those read (1 perfect, 0 the code's limit); mean milliseconds a page
to decode, to read, to correct (exact with --verifications 1); every problem's code and
count, those of files that gave no more pages too.

Misread is a page that says something else than what was printed. What was printed is
stated in the file's name: `003.1a2b3c4d.jpg` holds a sheet of which the first 4 bytes of
SHA-256 over the sealed ciphertext are 1a2b3c4d, as -v tells of a page that was read (of
the press's own PDF, too). For several pages, several such parts; a date between dots
would be taken for one. In a folder whose name begins with `none` whatever is read is
misread.

What must come back may be stated in FOLDER/expect.toml; no page may be misread unless
it is allowed there:

  [office]
  least_read = 20

  [known-to-hurt]
  least_read = 3
  most_misread = 1

Exit code: 0, or 1 where a condition falls short, or 2 where no survey could be made.";

impl Survey {
    /// Makes the survey; ends as grep does, 2 being trouble.
    pub fn end(&self, config: &Config) -> ExitCode {
        match self.run(config) {
            Ok(true) => ExitCode::SUCCESS,
            Ok(false) => ExitCode::from(1),
            Err(error) => {
                eprintln!("uramen: {error}");
                ExitCode::from(2)
            }
        }
    }

    /// Whether every condition came to what is expected of it.
    fn run(&self, config: &Config) -> Result<bool, Box<dyn Error>> {
        let reader = Reader::new(config)?;
        let progress = Progress::new();
        let mut out = io::stdout().lock();
        let mut is_met = true;
        if !self.json {
            writeln!(out, "{}", row::HEAD)?;
        }
        for folder in &self.folders {
            let mut expected = Expected::within(folder)?;
            for Condition { name, files } in folder::conditions(folder)? {
                let read = reader.read(&files, &|done| progress.show(&name, done, files.len()));
                progress.clear();
                let read = read.map_err(|error| format!("{name}: {error}"))?;
                let row = Row::of(name, &read, self.verbose);
                row.write(&mut out, self.json)?;
                is_met &= tell(expected.shortfalls(&row));
            }
            is_met &= tell(expected.missing());
        }
        Ok(is_met)
    }
}

/// Whether there is nothing to tell.
fn tell(shortfalls: Vec<String>) -> bool {
    for shortfall in &shortfalls {
        eprintln!("uramen: {shortfall}");
    }
    shortfalls.is_empty()
}
