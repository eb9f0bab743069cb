//! The command line.

use crate::access::TokenCommand;
use crate::config::Config;
use crate::custody::{IssuerChange, KeyCommand};
use crate::folder::{Folder, FolderError};
use crate::receipts::ReceiptCommand;
use crate::records::RecordCommand;
use crate::survey::{self, Survey};
use crate::{issuers, logs, serve};
use clap::{Arg, Args, CommandFactory, FromArgMatches, Parser, Subcommand};
use sheet::cards::IssuerCard;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The verification website for the backs of certificates.
///
/// Without a command it serves. Every setting is a flag, an environment variable, or a line
/// of the file that `--config` names.
#[derive(Parser)]
#[command(name = "uramen", version)]
struct Cli {
    #[command(flatten)]
    config: Config,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Run the site
    Serve,
    /// Register issuing centres; a running site takes note within seconds
    #[command(subcommand)]
    Issuer(IssuerCommand),
    /// Make, list, end, move and back up escrow keys
    #[command(subcommand)]
    Key(KeyCommand),
    /// Make, list and revoke tokens for callers of the API
    #[command(subcommand)]
    Token(TokenCommand),
    /// Show, prove and verify the record of key uses
    #[command(subcommand)]
    Record(RecordCommand),
    /// Verify receipts
    #[command(subcommand)]
    Receipt(ReceiptCommand),
    /// Read folders of scans and tell what comes back under each capture condition
    Survey(Survey),
}

#[derive(Subcommand)]
enum IssuerCommand {
    /// Register an issuing centre, or one more of its signing keys
    Add(AddIssuer),
    /// List the registered issuing centres
    List,
    #[command(flatten)]
    Change(IssuerChange),
}

#[derive(Args)]
struct AddIssuer {
    /// The issuer's card, as `press keygen` writes it
    card: PathBuf,
    /// Where to write the public half of the issuer's escrow key, for `press --escrow`
    #[arg(long, value_name = "FILE")]
    bundle: PathBuf,
}

/// Runs the command line of this process.
pub fn run() -> ExitCode {
    let matches = command().get_matches();
    let done = Cli::from_arg_matches(&matches)
        .map_err(Into::into)
        .and_then(|Cli { config, command }| {
            let config = config.with_file(&matches)?;
            match command {
                Some(Command::Survey(survey)) => Ok(survey.end(&config)),
                Some(Command::Issuer(command)) => wait_for(issuer(command, &config)),
                Some(Command::Key(command)) => wait_for(command.run(&config)),
                Some(Command::Token(command)) => wait_for(command.run(&config)),
                Some(Command::Record(command)) => wait_for(command.run(&config)),
                Some(Command::Receipt(command)) => command.run().map(|()| ExitCode::SUCCESS),
                Some(Command::Serve) | None => wait_for(serve(config)),
            }
        });
    done.unwrap_or_else(|error| {
        eprintln!("uramen: {error}");
        ExitCode::FAILURE
    })
}

/// With the settings that a survey does not heed left out of its help.
fn command() -> clap::Command {
    let command = Cli::command();
    let settings = command.get_arguments().filter(|a| a.is_global_set());
    let unheeded: Vec<Arg> = settings
        .filter(|a| !survey::SETTINGS.contains(&a.get_id().as_str()))
        .map(|a| a.clone().hide(true))
        .collect();
    command.mut_subcommand("survey", |survey| survey.args(unheeded))
}

fn wait_for(
    done: impl Future<Output = Result<(), Box<dyn Error>>>,
) -> Result<ExitCode, Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let done = runtime.block_on(done);
    // Whoever is still at work has had the time that stopping gives.
    runtime.shutdown_background();
    done.map(|()| ExitCode::SUCCESS)
}

async fn serve(config: Config) -> Result<(), Box<dyn Error>> {
    logs::start(&config)?;
    serve::serve(config).await
}

async fn issuer(command: IssuerCommand, config: &Config) -> Result<(), Box<dyn Error>> {
    match command {
        IssuerCommand::Add(AddIssuer { card, bundle }) => add_issuer(config, &card, &bundle).await,
        IssuerCommand::List => list_issuers(config).await,
        IssuerCommand::Change(change) => change.run(config).await,
    }
}

async fn add_issuer(config: &Config, card: &Path, bundle: &Path) -> Result<(), Box<dyn Error>> {
    let text = fs::read(card).map_err(FolderError::at(card))?;
    let card: IssuerCard =
        serde_json::from_slice(&text).map_err(|error| FolderError::at(card)(error.into()))?;
    let (number, name) = (card.issuer, card.name.clone());
    let mut folder = Folder::open(config).await?;
    let key = issuers::add(&mut folder, card).await?;
    folder.write_bundle(number, key, &config.host, bundle)?;
    println!(
        "registered issuer {number} ({name}); the public half of its escrow key {key} is in {}",
        bundle.display()
    );
    Ok(())
}

async fn list_issuers(config: &Config) -> Result<(), Box<dyn Error>> {
    for card in Folder::open(config).await?.custody.cards {
        let specimen = if card.specimen { " (見本)" } else { "" };
        println!(
            "{}\t{}{specimen}\tsigning key {}",
            card.issuer, card.name, card.signing_key.kid
        );
    }
    Ok(())
}
