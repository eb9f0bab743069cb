//! A PostgreSQL server of its own for the tests, gone when they are over.

use crate::run;
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

pub struct Postgres {
    programs: PathBuf,
    folder: TempDir,
    /// PostgreSQL refuses to run as root: then its own user runs it.
    is_root: bool,
}

impl Postgres {
    /// On a socket in a temporary folder, reached from this machine alone.
    pub fn start() -> Result<Postgres> {
        let folder = tempfile::tempdir()?;
        let owner = fs::metadata("/proc/self").map(|own| std::os::unix::fs::MetadataExt::uid(&own));
        let server = Postgres {
            programs: programs().context("PostgreSQL is missing: apt-get install postgresql")?,
            is_root: owner? == 0,
            folder,
        };
        if server.is_root {
            run(Command::new("chown")
                .arg("postgres")
                .arg(server.folder.path()))?;
        }
        let mut initdb = server.program("initdb");
        initdb.args(["--auth=trust", "--username=postgres", "--encoding=UTF8"]);
        run(initdb
            .args(["--no-locale", "--no-sync", "-D"])
            .arg(server.data()))?;
        let options = format!(
            "-k {} -c listen_addresses= -c max_connections=300",
            server.folder.path().display()
        );
        let log = server.folder.path().join("log");
        let mut start = server.program("pg_ctl");
        start.arg("-D").arg(server.data()).arg("-o").arg(options);
        run(start.arg("-l").arg(log).args(["-w", "start"]))?;
        Ok(server)
    }

    /// For sqlx.
    pub fn address(&self) -> String {
        let folder = self.folder.path().display();
        format!("postgres://postgres@localhost/postgres?host={folder}")
    }

    /// What ends it as a power cut does, and starts it again.
    pub fn crash(&self) -> String {
        let mut restart = self.program("pg_ctl");
        restart.arg("-D").arg(self.data()).arg("-l");
        restart.arg(self.folder.path().join("log"));
        restart.args(["-m", "immediate", "-w", "restart"]);
        let program = restart.get_program().to_string_lossy();
        let words = restart.get_args().map(|word| word.to_string_lossy());
        let words: Vec<_> = std::iter::once(program).chain(words).collect();
        words.join(" ")
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn program(&self, name: &str) -> Command {
        let program = self.programs.join(name);
        let mut command = if self.is_root {
            let mut runuser = Command::new("runuser");
            runuser.args(["-u", "postgres", "--"]).arg(program);
            runuser
        } else {
            Command::new(program)
        };
        command.current_dir("/");
        command
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let mut stop = self.program("pg_ctl");
        let stop = stop.arg("-D").arg(self.data());
        let _ = stop.args(["-m", "immediate", "stop"]).status();
    }
}

/// Debian keeps them beside others of their kind, by version.
fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?;
    let folders = versions.flatten().map(|version| version.path().join("bin"));
    folders.filter(|folder| has_server(folder)).max()
}

fn has_server(folder: &Path) -> bool {
    folder.join("initdb").exists()
}
