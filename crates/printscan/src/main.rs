//! The command `printscan`.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    match cli::run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("printscan: {message}");
            ExitCode::FAILURE
        }
    }
}
