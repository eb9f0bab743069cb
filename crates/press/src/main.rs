//! `press FRONT.pdf -o OUT.pdf …`, `press keygen …`, `press revoke …` and `press issued …`

mod cli;
mod files;

use clap::Parser;
use cli::{Cli, Command};
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let done = match (cli.command, cli.press) {
        (Some(Command::Keygen(arguments)), _) => cli::keygen::run(arguments),
        (Some(Command::Revoke(arguments)), _) => cli::lists::revoke(arguments),
        (Some(Command::Issued(arguments)), _) => cli::lists::issued(arguments),
        (None, Some(arguments)) => cli::press::run(arguments),
        // clap asks for the one or the other.
        (None, None) => Ok(()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("press: {}", files::chain(fault.as_ref()));
            ExitCode::FAILURE
        }
    }
}
