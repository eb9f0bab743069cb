//! The browser's half of the site: the bundle in `target/site`.

use crate::{run, style};
use anyhow::{Context, Result, bail};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};
use wasm_bindgen_cli_support::Bindgen;

/// A finished bundle.
pub struct SiteDir {
    /// What is served under `/`: `pkg/` and the files of `public/`.
    pub path: PathBuf,
}

/// Builds the bundle of the checkout at `root` into `target/site`. What has not changed is
/// not built again.
pub fn build(root: &Path) -> Result<SiteDir> {
    let site = root.join("target/site");
    let pkg = site.join("pkg");
    fs::create_dir_all(&pkg)?;
    // First, for it fetches the packages of which wasm-opt is one.
    let style = style::build(root)?;
    let wasm = compile(root)?;
    if newer(&wasm, &pkg.join("uramen_bg.wasm")) {
        bind(&wasm, &pkg)?;
        optimise(root, &pkg.join("uramen_bg.wasm"))?;
    }
    copy_folder(&root.join("app/js"), &pkg)?;
    fs::write(pkg.join("uramen.css"), style)?;
    compress(root, &pkg)?;
    copy_folder(&root.join("public"), &site)?;
    Ok(SiteDir { path: site })
}

/// Compiles `app` for the browser, in a target folder of its own: the outer cargo may hold
/// the lock of the other.
fn compile(root: &Path) -> Result<PathBuf> {
    let target = root.join("target/wasm");
    let status = cargo()
        .current_dir(root)
        .args([
            "build",
            "--package",
            "app",
            "--lib",
            "--target",
            "wasm32-unknown-unknown",
        ])
        .args([
            "--profile",
            "wasm",
            "--no-default-features",
            "--features",
            "hydrate",
            "--target-dir",
        ])
        .arg(&target)
        .status()
        .context("cargo does not start")?;
    if !status.success() {
        bail!(
            "the browser's half does not build (is the target there? `rustup target add wasm32-unknown-unknown`)"
        );
    }
    Ok(target.join("wasm32-unknown-unknown/wasm/app.wasm"))
}

/// Cargo without what an outer cargo, a build script or a coverage run put into the
/// environment for native code.
fn cargo() -> Command {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for (name, _) in env::vars_os() {
        let inherited = name.to_str().is_some_and(|name| {
            matches!(
                name,
                "RUSTFLAGS" | "CARGO_ENCODED_RUSTFLAGS" | "CARGO_TARGET_DIR"
            ) || ["CARGO_CFG_", "CARGO_FEATURE_", "CARGO_PROFILE_"]
                .iter()
                .any(|prefix| name.starts_with(prefix))
        });
        if inherited {
            cargo.env_remove(name);
        }
    }
    cargo
}

fn bind(wasm: &Path, pkg: &Path) -> Result<()> {
    Bindgen::new()
        .input_path(wasm)
        .web(true)?
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .out_name("uramen")
        .generate(pkg)
        .context("wasm-bindgen refused the browser's half")
}

/// Makes the bundle smaller where `npm ci` in `end2end` has brought wasm-opt; the site
/// works without it. On Rust's current output older releases of it fail, hence the pin there.
fn optimise(root: &Path, wasm: &Path) -> Result<()> {
    let tool = root.join("end2end/node_modules/.bin/wasm-opt");
    if !tool.exists() {
        return Ok(());
    }
    let small = wasm.with_extension("opt");
    let status = Command::new(&tool)
        .arg("-Oz")
        // What Rust emits and every supported browser takes; more would be used, too.
        .args([
            "--enable-bulk-memory",
            "--enable-multivalue",
            "--enable-mutable-globals",
        ])
        .args([
            "--enable-nontrapping-float-to-int",
            "--enable-reference-types",
            "--enable-sign-ext",
        ])
        .arg(wasm)
        .arg("-o")
        .arg(&small)
        .status()
        .context("wasm-opt does not start")?;
    if !status.success() {
        bail!("wasm-opt refused the browser's half");
    }
    fs::rename(small, wasm)?;
    Ok(())
}

/// Node is here, for it brought the stylesheet's tokens.
fn compress(root: &Path, pkg: &Path) -> Result<()> {
    let script = root.join("xtask/src/compress.mjs");
    run(Command::new("node").arg(script).arg(pkg))
}

/// A bundle for the browser tests: with every page and message of the site under `gallery`.
pub fn with_gallery(root: &Path, bundle: &Path, to: &Path) -> Result<()> {
    copy_folder(bundle, to)?;
    let mut gallery = Command::new(env!("CARGO"));
    gallery.args(["run", "--quiet", "--package", "app", "--example", "gallery"]);
    run(gallery.arg("--").arg(to.join("gallery")).current_dir(root))
}

/// Whether `made` has to be made again from `source`.
fn newer(source: &Path, made: &Path) -> bool {
    let time = |path: &Path| fs::metadata(path).and_then(|data| data.modified()).ok();
    match (time(source), time(made)) {
        (Some(source), Some(made)) => source > made,
        _ => true,
    }
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        match entry.file_type()?.is_dir() {
            true => copy_folder(&entry.path(), &target)?,
            false => copy(&entry.path(), &target)?,
        }
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to)
        .with_context(|| format!("copying {} to {}", from.display(), to.display()))?;
    Ok(())
}
