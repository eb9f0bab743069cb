//! `uramen record`: the record for whoever checks it, and the check itself.

use crate::config::Config;
use crate::folder::{Folder, FolderError};
use clap::{Args, Subcommand};
use record::{Checkpoint, Hash, Verifier};
use std::error::Error;
use std::fs::{self, File};
use std::io::{self, BufReader, Write};
use std::path::{Path, PathBuf};

/// Lines that are read from the database at once.
const BATCH: u32 = 1000;

#[derive(Subcommand)]
pub enum RecordCommand {
    /// Write the entries, one a line, as they are in the tree
    Export(Export),
    /// Write the record's checkpoint: its size and root, signed
    Checkpoint,
    /// Write the public key that checkpoints are verified with
    Key,
    /// Prove that an entry is in the record, or that the record continues an older one
    Prove(Prove),
    /// Verify an export. Needs neither database nor keys of the site
    Verify(Verify),
}

#[derive(Args)]
pub struct Export {
    /// Write the hash of each leaf in base64 instead, as the database keeps them
    #[arg(long)]
    leaves: bool,
}

#[derive(Args)]
#[group(required = true, multiple = false)]
pub struct Prove {
    /// The index of an entry, from 0
    #[arg(long, value_name = "INDEX")]
    entry: Option<u64>,
    /// The size of an older checkpoint
    #[arg(long, value_name = "SIZE")]
    since: Option<u64>,
}

#[derive(Args)]
pub struct Verify {
    /// The entries, as `uramen record export` wrote them
    entries: PathBuf,
    /// Their checkpoint
    #[arg(long, value_name = "FILE")]
    checkpoint: PathBuf,
    /// The site's public key, as `uramen record key` wrote it
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// A checkpoint that was kept elsewhere; may be repeated
    #[arg(long, value_name = "FILE")]
    kept: Vec<PathBuf>,
    /// Hashes of the leaves, of the database or of a copy that was kept
    #[arg(long, value_name = "FILE")]
    leaves: Option<PathBuf>,
}

impl RecordCommand {
    /// # Errors
    /// The record cannot be used, or does not hold; the message names the first entry at fault.
    pub async fn run(self, config: &Config) -> Result<(), Box<dyn Error>> {
        if let RecordCommand::Verify(verify) = self {
            return verify.run();
        }
        let folder = Folder::open(config).await?;
        match self {
            RecordCommand::Export(export) => export.run(&folder).await?,
            RecordCommand::Checkpoint => print!("{}", folder.record.newest().checkpoint),
            RecordCommand::Key => println!("{}", folder.record.verifier()),
            RecordCommand::Prove(prove) => prove.run(&folder).await?,
            RecordCommand::Verify(_) => (),
        }
        Ok(())
    }
}

impl Export {
    /// Up to the checkpoint that was taken when this began.
    async fn run(self, folder: &Folder) -> Result<(), Box<dyn Error>> {
        let (mut out, mut next) = (io::stdout().lock(), 0);
        let size = folder.record.newest().size;
        while next < size {
            let most = BATCH.min(u32::try_from(size - next).unwrap_or(BATCH));
            let lines = folder.database.record_lines(next, most).await?;
            for (line, leaf) in &lines {
                match self.leaves {
                    true => writeln!(out, "{leaf}")?,
                    false => writeln!(out, "{line}")?,
                }
            }
            next += lines.len() as u64;
            if lines.is_empty() {
                return Err(format!("the database lacks the entries from {next} on").into());
            }
        }
        Ok(())
    }
}

impl Prove {
    async fn run(self, folder: &Folder) -> Result<(), Box<dyn Error>> {
        let newest = folder.record.newest();
        let json = match (self.entry, self.since) {
            (Some(index), _) => {
                serde_json::to_string_pretty(&newest.prove_entry(&folder.database, index).await?)
            }
            (None, since) => {
                let since = since.unwrap_or_default();
                serde_json::to_string_pretty(&newest.prove_since(&folder.database, since).await?)
            }
        };
        println!("{}", json?);
        Ok(())
    }
}

impl Verify {
    fn run(self) -> Result<(), Box<dyn Error>> {
        let verifier = Verifier::parse(&read(&self.key)?)?;
        let open = |file: &PathBuf| open(&verifier, file);
        let checkpoint = open(&self.checkpoint)?;
        let kept = self.kept.iter().map(open).collect::<Result<Vec<_>, _>>()?;
        let leaves = self.leaves.as_deref().map_or(Ok(Vec::new()), leaves)?;
        let entries = File::open(&self.entries).map_err(FolderError::at(&self.entries))?;
        let figures = record::verify(BufReader::new(entries), &checkpoint, &kept, &leaves)?;
        println!("{}", serde_json::to_string_pretty(&figures)?);
        Ok(())
    }
}

fn open(verifier: &Verifier, file: &Path) -> Result<Checkpoint, Box<dyn Error>> {
    Ok(verifier
        .open(&read(file)?)
        .map_err(|error| format!("{}: {error}", file.display()))?)
}

fn leaves(file: &Path) -> Result<Vec<Hash>, Box<dyn Error>> {
    let text = read(file)?;
    let hashes = text.lines().map(Hash::parse_hash);
    let hashes = hashes.collect::<Result<_, _>>();
    Ok(hashes.map_err(|_| format!("{}: not a hash in base64 a line", file.display()))?)
}

fn read(file: &Path) -> Result<String, FolderError> {
    fs::read_to_string(file).map_err(FolderError::at(file))
}
