#![doc = include_str!("../README.md")]

mod demo;
mod pdfium;
mod postgres;
mod site;
mod style;
mod test;

use anyhow::{Context, Result, bail};
use clap::{Parser, Subcommand};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The project's commands.
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build everything and run the site with demo keys and samples
    Serve(demo::Serve),
    /// Run every check and test, the browser's too
    Test {
        /// Only the browser's
        #[arg(long)]
        browser: bool,
    },
    /// Build the browser's half of the site into target/site
    Site,
}

fn main() -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .context("xtask stands in the workspace")?;
    match Cli::parse().command {
        Task::Serve(options) => demo::serve(root, &options),
        Task::Test { browser } => test::test(root, browser),
        Task::Site => {
            println!("{}", site::build(root)?.path.display());
            Ok(())
        }
    }
}

/// Runs a command to its end; that it fails is an error that shows it.
fn run(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .with_context(|| format!("{:?} does not start", command.get_program()))?;
    if !status.success() {
        // The program alone: arguments and environment may hold a token.
        bail!("{:?}: {status}", command.get_program());
    }
    Ok(())
}

/// Ends with the line that installs what is missing of these programs and their packages.
fn require(for_what: &str, needed: &[(&str, &str)]) -> Result<()> {
    let missing: Vec<&str> = needed
        .iter()
        .filter(|(program, _)| !is_installed(program))
        .map(|(_, package)| *package)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    bail!(
        "{for_what} needs more: apt-get install {}",
        missing.join(" ")
    )
}

/// Whether a program is installed.
fn is_installed(program: &str) -> bool {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&paths).any(|folder| folder.join(program).is_file())
}

/// The binaries of the workspace, built.
struct Binaries {
    folder: PathBuf,
}

impl Binaries {
    /// Builds what runs the demo: the profile of the tests unless `release`, so that both
    /// share their artefacts; what touches pixels is optimised in either.
    fn build(root: &Path, release: bool) -> Result<Binaries> {
        // Of libjpeg-turbo.
        require("building", &[("cmake", "cmake"), ("nasm", "nasm")])?;
        let mut cargo = Command::new(env!("CARGO"));
        cargo.current_dir(root).args([
            "build",
            "--package",
            "server",
            "--package",
            "press",
            "--package",
            "printscan",
        ]);
        if release {
            cargo.arg("--release");
        }
        run(&mut cargo)?;
        let target =
            std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
        let folder = target.join(if release { "release" } else { "debug" });
        // Beside the binaries, where they look for it when nobody tells them.
        let library = folder.join("libpdfium.so");
        if !library.exists() {
            fs::copy(root.join("target/pdfium/libpdfium.so"), library)?;
        }
        Ok(Binaries { folder })
    }

    /// `name` with the environment that cargo would give it.
    fn command(&self, root: &Path, name: &str) -> Command {
        let mut command = Command::new(self.folder.join(name));
        command
            .current_dir(root)
            .env("URAMEN_PDFIUM", root.join("target/pdfium/libpdfium.so"));
        command
    }
}
