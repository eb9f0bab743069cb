//! `API.md`, run as whoever reads it would.

use crate::common::{Site, database, label, paper};
use std::fs;
use std::path::Path;
use std::process::Command;

const TEXT: &str = include_str!("../../API.md");

#[test]
fn every_command_of_the_walkthrough_does_what_it_says() {
    let site = Site::start();
    let folder = tempfile::tempdir().unwrap();
    let scan = folder.path().join("scan.png");
    fs::write(&scan, paper::genuine(&site, &label(1, 1, 1)).png()).unwrap();
    let mut blocks = TEXT.split("```sh\n").skip(1);
    let commands: Option<Vec<&str>> = blocks.try_fold(Vec::new(), |mut all, block| {
        all.push(block.split_once("```")?.0);
        Some(all)
    });
    let script = format!("set -euo pipefail\n{}", commands.unwrap().concat());

    let uramen = Path::new(env!("CARGO_BIN_EXE_uramen"));
    let path = std::env::var("PATH").unwrap();
    let path = format!("{}:{path}", uramen.parent().unwrap().display());
    let mut bash = Command::new("bash");
    bash.args(["-c", &script]).current_dir(folder.path());
    bash.env("PATH", path).env("URAMEN_DATA", site.data.path());
    bash.env("URAMEN", format!("http://{}", site.address));
    bash.env("SCAN", &scan);
    if let Some(address) = database::address(site.data.path()) {
        bash.env("URAMEN_DATABASE", address);
    }
    let output = bash.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}\n{error}");
    assert!(
        fs::read(folder.path().join("front.png"))
            .unwrap()
            .starts_with(b"\x89PNG")
    );
}
