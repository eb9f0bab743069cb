//! `cargo xtask test`: every check and test, from formatting to the browser.

use crate::demo::Demo;
use crate::postgres::Postgres;
use crate::{Binaries, is_installed, pdfium, require, run, site};
use anyhow::{Context, Result, bail};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// What the tests need that comes from Debian: a program, and its package.
const NEEDED: [(&str, &str); 12] = [
    ("chromium", "chromium"),
    ("gs", "ghostscript"),
    ("pdftoppm", "poppler-utils"),
    ("cmake", "cmake"),
    ("nasm", "nasm"),
    ("softhsm2-util", "softhsm2"),
    ("pg_ctlcluster", "postgresql"),
    ("curl", "curl"),
    ("jq", "jq"),
    ("python3", "python3-venv"),
    ("node", "nodejs"),
    ("npm", "npm"),
];

pub fn test(root: &Path, only_browser: bool) -> Result<()> {
    require("testing", &NEEDED)?;
    pdfium::fetch(root)?;
    if !only_browser {
        checks(root)?;
    }
    end_to_end(root)?;
    println!("\nall passed");
    Ok(())
}

/// Everything that needs no browser.
fn checks(root: &Path) -> Result<()> {
    step("formatting", cargo(root).args(["fmt", "--all", "--check"]))?;
    step(
        "lints",
        cargo(root).args([
            "clippy",
            "--workspace",
            "--all-targets",
            // Which nothing else builds.
            "--features",
            "scan/probe",
            "--",
            "-D",
            "warnings",
        ]),
    )?;
    licences(root)?;
    step("tests", cargo(root).args(["test", "--workspace"]))?;
    on_postgres(root)
}

/// The site's tests once more, on the other database. What needs none is left out.
fn on_postgres(root: &Path) -> Result<()> {
    let (server, crashing) = (Postgres::start()?, Postgres::start()?);
    let mut tests = cargo(root);
    // Of the whole workspace, which is built with these features already.
    tests.args(["test", "--workspace", "--test", "site", "--"]);
    tests.args(["--skip", "blackbox", "--skip", "survey", "--skip", "advice"]);
    step(
        "tests on PostgreSQL",
        tests
            .env("URAMEN_TEST_POSTGRES", server.address())
            .env("URAMEN_TEST_CRASHING_POSTGRES", crashing.address())
            .env("URAMEN_TEST_CRASH", crashing.crash()),
    )
}

/// A tool of its own, which takes minutes to build: run where it is, named where it is not.
fn licences(root: &Path) -> Result<()> {
    if !is_installed("cargo-deny") {
        println!("\nlicences are not checked without: cargo install cargo-deny --locked");
        return Ok(());
    }
    // Those of other systems, too, which no build here has fetched.
    run(cargo(root).args(["fetch", "--locked"]))?;
    let check = ["deny", "--offline", "check", "bans", "licenses", "sources"];
    step("licences", cargo(root).args(check))
}

/// The browser tests, against a site of their own.
fn end_to_end(root: &Path) -> Result<()> {
    let folder = root.join("end2end");
    step(
        "browser packages",
        Command::new("npm").arg("ci").current_dir(&folder),
    )?;
    let bundle = site::build(root)?.path;
    let binaries = Binaries::build(root, false)?;
    let temporary = tempfile::tempdir()?;
    let demo = Demo {
        root,
        binaries: &binaries,
        data: temporary.path().join("data"),
    };
    demo.make_keys()?;
    demo.make_samples()?;
    let shown = temporary.path().join("site");
    site::with_gallery(root, &bundle, &shown)?;
    let cases = temporary.path().join("cases");
    make_cases(&demo, &cases)?;

    let site = ["--address-per-minute", "0", "--token-per-minute", "0"];
    let (_server, url) = Server::start(demo.uramen().arg("--site").arg(shown).args(site))?;
    let mut playwright = Command::new("npx");
    playwright.args(["playwright", "test"]).current_dir(&folder);
    step(
        "browser tests",
        playwright
            .env("URAMEN_URL", &url)
            .env("URAMEN_CASES", &cases),
    )?;
    api(root, &demo, &url, &cases.join("office.jpg"))
}

/// The API's definition, held against the running site; and a client that is generated from it.
fn api(root: &Path, demo: &Demo, url: &str, scan: &Path) -> Result<()> {
    let folder = root.join("end2end/api");
    let tools = python_tools(root, &folder.join("requirements.txt"))?;
    let tool = |name: &str| Command::new(tools.join("bin").join(name));
    let token = demo.token(&["verify", "records", "issuers"])?;
    let definition = format!("{url}/api/v1/openapi.json");

    let mut schemathesis = tool("schemathesis");
    schemathesis.current_dir(&folder);
    // By the environment: a command line is seen by everyone on the machine.
    schemathesis.env("URAMEN_TOKEN", &token);
    step(
        "the API against its definition",
        schemathesis.args(["run", &definition, "--no-color"]),
    )?;

    let generated = demo.data.join("client");
    let mut generate = tool("openapi-python-client");
    generate.args(["generate", "--url", &definition, "--meta", "none"]);
    generate.arg("--config").arg(folder.join("client.yml"));
    step(
        "generating a client",
        generate
            .arg("--output-path")
            .arg(generated.join("uramen_client")),
    )?;
    let mut client = tool("python");
    client
        .arg(folder.join("client.py"))
        .arg(url)
        .env("URAMEN_TOKEN", &token)
        .arg(scan);
    step("the generated client", client.env("PYTHONPATH", generated))
}

/// Python packages in an environment of their own, taken up from an earlier run.
fn python_tools(root: &Path, requirements: &Path) -> Result<PathBuf> {
    let tools = root.join("target/api-tools");
    if !tools.join("bin/python").exists() {
        let mut venv = Command::new("python3");
        step("Python packages", venv.args(["-m", "venv"]).arg(&tools))?;
    }
    let mut pip = Command::new(tools.join("bin/pip"));
    pip.args(["install", "--quiet", "--disable-pip-version-check", "-r"]);
    run(pip.arg(requirements))?;
    Ok(tools)
}

/// The scans that `end2end/README.md` lists.
fn make_cases(demo: &Demo, cases: &Path) -> Result<()> {
    println!("making the scans for the browser tests");
    fs::create_dir_all(cases)?;
    let case = |name: &str| cases.join(name);
    let key = demo.data.join("demo/issuer.key");

    demo.press(
        "juminhyo-family",
        "residence-record",
        &key,
        &case("one.pdf"),
    )?;
    demo.scan(&case("one.pdf"), 2, "office", &case("office.jpg"))?;
    demo.press("koseki-2p", "family-register", &key, &case("two.pdf"))?;
    demo.scan(&case("two.pdf"), 2, "office", &case("set-1.jpg"))?;
    demo.scan(&case("two.pdf"), 4, "office", &case("set-2.jpg"))?;
    demo.scan(&case("two.pdf"), 1, "office", &case("set-1-front.jpg"))?;
    demo.scan(&case("two.pdf"), 3, "office", &case("set-2-front.jpg"))?;
    demo.scan(&case("one.pdf"), 1, "office", &case("form.png"))?;

    // A stranger who has the site's public key and takes the issuer's name and number.
    let stranger = case("stranger.key");
    demo.keygen(&stranger)?;
    demo.press(
        "juminhyo-family",
        "residence-record",
        &stranger,
        &case("forged.pdf"),
    )?;
    demo.scan(&case("forged.pdf"), 2, "clean", &case("rejected.png"))?;

    let whole = fs::read(case("office.jpg"))?;
    fs::write(case("broken.jpg"), whole.split_at(whole.len() / 2).0)?;
    Ok(())
}

/// A running site, stopped when dropped.
struct Server(Child);

impl Server {
    /// On a free port; returns when it listens, with its address.
    fn start(uramen: &mut Command) -> Result<(Server, String)> {
        let quiet = ["--log-format", "json", "--log", "warn,server::serve=info"];
        uramen
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(quiet)
            .stderr(Stdio::piped());
        let mut server = Server(uramen.spawn().context("the site does not start")?);
        let mut log = BufReader::new(server.0.stderr.take().context("the site has no log")?);
        let mut line = String::new();
        while log.read_line(&mut line)? > 0 {
            if let Some((_, rest)) = line.split_once(r#""address":""#) {
                let address = rest.split('"').next().unwrap_or_default();
                let url = format!("http://{address}");
                // Read on, or a full pipe would stop the site.
                std::thread::spawn(move || std::io::copy(&mut log, &mut std::io::stderr()));
                return Ok((server, url));
            }
            line.clear();
        }
        bail!("the site ended before it listened")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn cargo(root: &Path) -> Command {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(root);
    cargo
}

fn step(name: &str, command: &mut Command) -> Result<()> {
    println!("\n== {name}");
    run(command).with_context(|| format!("{name} failed"))
}
