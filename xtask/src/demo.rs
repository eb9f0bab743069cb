//! `cargo xtask serve`: the site with a demo issuer and samples, all of it 見本.

use crate::{Binaries, is_installed, pdfium, run, site};
use anyhow::{Result, ensure};
use clap::Args;
use std::fs;
use std::os::unix::fs::DirBuilderExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

#[derive(Args)]
pub struct Serve {
    /// Build for speed, which takes longer
    #[arg(long)]
    release: bool,
    /// The port on this machine
    #[arg(long, default_value_t = 3000)]
    port: u16,
}

/// Builds everything and runs the site until it is interrupted.
pub fn serve(root: &Path, options: &Serve) -> Result<()> {
    pdfium::fetch(root)?;
    let bundle = site::build(root)?.path;
    let binaries = Binaries::build(root, options.release)?;
    let demo = Demo {
        root,
        binaries: &binaries,
        data: root.join("data"),
    };
    demo.make_keys()?;
    demo.make_samples()?;

    println!(
        "\n    http://127.0.0.1:{}/\n\nCtrl-C stops the site.\n",
        options.port
    );
    let address = format!("127.0.0.1:{}", options.port);
    let mut server = demo.uramen();
    server
        .arg("serve")
        .args(["--listen", &address])
        .arg("--site")
        .arg(bundle);
    // In this process's place, so that whatever stops this command stops the site.
    Err(server.exec().into())
}

/// A data folder with a demo issuer.
pub struct Demo<'a> {
    pub root: &'a Path,
    pub binaries: &'a Binaries,
    pub data: PathBuf,
}

/// The certificates of `crates/press/specimens` that the start page offers.
const SAMPLES: [(&str, &str); 4] = [
    ("juminhyo-family", "residence-record"),
    ("inkan", "seal-registration"),
    ("koseki", "family-register"),
    ("kazei", "tax"),
];

impl Demo<'_> {
    /// The site's binary, on this data folder.
    pub fn uramen(&self) -> Command {
        let mut command = self.binaries.command(self.root, "uramen");
        command.arg("--data").arg(&self.data);
        command
    }

    /// The issuer's signing key and the site's escrow key, unless they are there.
    pub fn make_keys(&self) -> Result<()> {
        let folder = self.data.join("demo");
        let (key, bundle) = (folder.join("issuer.key"), folder.join("escrow.bundle"));
        // As the site makes it when it comes first: for its owner alone.
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&folder)?;
        if !key.exists() {
            self.keygen(&key)?;
        }
        if !bundle.exists() {
            let card = key.with_extension("card.json");
            run(self
                .uramen()
                .args(["issuer", "add"])
                .arg(card)
                .arg("--bundle")
                .arg(bundle))?;
        }
        Ok(())
    }

    /// A signing key of the demo issuer's name and number.
    pub fn keygen(&self, key: &Path) -> Result<()> {
        let mut press = self.binaries.command(self.root, "press");
        press.args([
            "keygen",
            "--issuer",
            "1",
            "--name",
            "見本証明書交付センター",
            "--specimen",
        ]);
        run(press
            .args(["--municipality", "990019=見本県見本市"])
            .args(["--contact", "990019=03-0000-0000"])
            .arg("-o")
            .arg(key))
    }

    /// A token for callers of the API.
    pub fn token(&self, scopes: &[&str]) -> Result<String> {
        let mut create = self.uramen();
        create.args(["token", "create", "--name", "見本"]);
        create.args(scopes.iter().flat_map(|scope| ["--scope", scope]));
        let output = create.stderr(Stdio::inherit()).output()?;
        ensure!(output.status.success(), "{create:?}: {}", output.status);
        Ok(String::from_utf8(output.stdout)?.trim().to_owned())
    }

    /// Presses a specimen with an issuer's key.
    pub fn press(&self, specimen: &str, kind: &str, key: &Path, output: &Path) -> Result<()> {
        let front = self
            .root
            .join("crates/press/specimens")
            .join(specimen)
            .with_extension("pdf");
        let mut press = self.binaries.command(self.root, "press");
        press.arg(front).args(["--kind", kind, "--issuer"]).arg(key);
        run(press
            .args(["--unsigned", "--escrow"])
            .arg(self.data.join("demo/escrow.bundle"))
            .arg("-o")
            .arg(output))
    }

    /// Prints and scans one page of a pressed certificate.
    pub fn scan(&self, pressed: &Path, page: u32, preset: &str, output: &Path) -> Result<()> {
        let mut printscan = self.binaries.command(self.root, "printscan");
        printscan.arg(pressed).args([
            "--page",
            &page.to_string(),
            "--preset",
            preset,
            "--seed",
            "7",
        ]);
        run(printscan.arg("-o").arg(output))
    }

    /// What the start page offers: print-ready PDFs and ready scans.
    pub fn make_samples(&self) -> Result<()> {
        let folder = self.data.join("samples");
        if folder.join("samples.json").exists() {
            return Ok(());
        }
        if !is_installed("gs") {
            println!(
                "no samples: they are printed by Ghostscript, which is missing: apt-get install ghostscript"
            );
            return Ok(());
        }
        println!("making the samples");
        fs::create_dir_all(&folder)?;
        let key = self.data.join("demo/issuer.key");
        for (name, kind) in SAMPLES {
            let pressed = folder.join(name).with_extension("pdf");
            self.press(name, kind, &key, &pressed)?;
            self.scan(&pressed, 2, "office", &pressed.with_extension("jpg"))?;
        }
        // Last: with it the site takes them for complete.
        let entries =
            SAMPLES.map(|(slug, kind)| format!(r#"  {{ "slug": "{slug}", "kind": "{kind}" }}"#));
        fs::write(
            folder.join("samples.json"),
            format!("[\n{}\n]\n", entries.join(",\n")),
        )?;
        Ok(())
    }
}
