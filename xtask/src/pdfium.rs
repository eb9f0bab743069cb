//! PDFium: one pinned library file in `target/pdfium`.

use crate::run;
use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};
use std::path::Path;
use std::process::Command;
use std::{fs, io};

/// SHA-256 of `libpdfium.so` in the wheel, for the machines that `pdfium.txt` knows.
const LIBRARIES: [(&str, &str); 2] = [
    (
        "x86_64",
        "c76dc0f7839644bfa7c3e3107a6068df714e339c861bb7d4519907b821d427f9",
    ),
    (
        "aarch64",
        "4378615ad9710397c96c112611be9018629bbfe38805d91a2663a534b99c28ca",
    ),
];

/// Brings `target/pdfium/libpdfium.so`, unless it is there.
pub fn fetch(root: &Path) -> Result<()> {
    let machine = std::env::consts::ARCH;
    let Some((_, expected)) = LIBRARIES.into_iter().find(|(name, _)| *name == machine) else {
        bail!("no PDFium is pinned for {machine} machines");
    };
    let folder = root.join("target/pdfium");
    let library = folder.join("libpdfium.so");
    if hash(&library).is_ok_and(|found| found == expected) {
        return Ok(());
    }
    println!("fetching PDFium");
    let unpacked = folder.join("wheel");
    download(root, &unpacked)?;
    let fetched = unpacked.join("pypdfium2_raw/libpdfium.so");
    if hash(&fetched)? != expected {
        bail!("the wheel of PDFium is the pinned one, but the library inside is not");
    }
    fs::rename(&fetched, &library)?;
    fs::remove_dir_all(&unpacked)?;
    Ok(())
}

fn download(root: &Path, into: &Path) -> Result<()> {
    let has_pip = python()
        .args(["-m", "pip", "--version"])
        .output()
        .is_ok_and(|output| output.status.success());
    if !has_pip {
        bail!("PDFium comes by pip, which is missing: apt-get install python3-pip");
    }
    if into.exists() {
        fs::remove_dir_all(into)?;
    }
    fs::create_dir_all(into)?;
    let pinned = root.join("xtask/pdfium.txt");
    let mut pip = python();
    pip.args([
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-deps",
        "--only-binary=:all:",
        "--require-hashes",
        "-r",
    ]);
    run(pip.arg(pinned).arg("-d").arg(into))?;
    let wheel = fs::read_dir(into)?
        .next()
        .context("pip brought nothing")??
        .path();
    run(python().args(["-m", "zipfile", "-e"]).arg(wheel).arg(into))
}

fn python() -> Command {
    Command::new("python3")
}

fn hash(file: &Path) -> io::Result<String> {
    let mut hasher = Sha256::new();
    hasher.update(fs::read(file)?);
    Ok(hasher
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect())
}
