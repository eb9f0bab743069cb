//! The stylesheet: the design system's tokens that it names, and the stylesheet itself.

use crate::run;
use anyhow::{Context, Result, bail};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Within `end2end`, where npm packages are pinned.
const TOKENS: &str = "node_modules/@digital-go-jp/design-tokens/dist/tokens.css";

/// What is served as `uramen.css`.
pub fn build(root: &Path) -> Result<String> {
    let tokens = fs::read_to_string(tokens(root)?)?;
    let style = fs::read_to_string(root.join("style/main.css"))?;
    let used = used(&style);
    let mut own = String::from(
        "/* デジタル庁デザインシステム, @digital-go-jp/design-tokens, MIT, (c) 2023 デジタル庁 */\n:root {\n",
    );
    for name in used {
        let line = tokens.lines().find(|line| {
            line.trim_start()
                .strip_prefix(name)
                .is_some_and(|rest| rest.starts_with(':'))
        });
        let Some(line) = line else {
            bail!("the stylesheet names {name}, which the design system does not have");
        };
        own.push_str(line);
        own.push('\n');
    }
    Ok(own + "}\n" + &style)
}

/// The names of the tokens that a stylesheet takes from the design system.
fn used(style: &str) -> BTreeSet<&str> {
    let uses = style.split("var(").skip(1);
    uses.filter_map(|rest| rest.split([')', ',']).next())
        .filter(|name| name.starts_with("--color-"))
        .collect()
}

/// Fetched once, with the other npm packages.
fn tokens(root: &Path) -> Result<PathBuf> {
    let folder = root.join("end2end");
    let tokens = folder.join(TOKENS);
    if !tokens.exists() {
        println!("fetching the npm packages");
        run(Command::new("npm").arg("ci").current_dir(&folder))
            .context("the design system's tokens come by npm: apt-get install nodejs npm")?;
    }
    Ok(tokens)
}
