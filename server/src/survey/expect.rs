use super::row::Row;
use figment::Figment;
use figment::providers::{Format, Toml};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Stands in a folder beside its conditions.
pub const FILE: &str = "expect.toml";

/// What a folder's conditions must come to, by their names.
pub struct Expected {
    folder: PathBuf,
    conditions: BTreeMap<String, Bounds>,
}

/// Of a condition that is not named: read as many as may be, misread none.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Bounds {
    least_read: u32,
    most_misread: u32,
}

impl Expected {
    /// # Errors
    /// The file cannot be read, or says something unknown.
    pub fn within(folder: &Path) -> Result<Expected, Box<figment::Error>> {
        let file = folder.join(FILE);
        let conditions = match file.exists() {
            true => Figment::from(Toml::file_exact(file)).extract()?,
            false => BTreeMap::new(),
        };
        Ok(Expected {
            folder: folder.to_owned(),
            conditions,
        })
    }

    /// How a condition falls short of what is expected of it.
    pub fn shortfalls(&mut self, row: &Row) -> Vec<String> {
        let name = &row.condition;
        let bounds = self.conditions.remove(name).unwrap_or_default();
        let least = (row.read < bounds.least_read).then(|| {
            let (read, least) = (row.read, bounds.least_read);
            format!("{name}: {read} read, expected are {least} or more")
        });
        let most = (row.misread > bounds.most_misread).then(|| {
            let (misread, most) = (row.misread, bounds.most_misread);
            format!("{name}: {misread} misread, allowed are {most}")
        });
        least.into_iter().chain(most).collect()
    }

    /// The conditions that were not there.
    pub fn missing(self) -> Vec<String> {
        let folder = self.folder.display();
        let names = self.conditions.into_keys();
        names
            .map(|name| format!("{folder}: no condition is called {name}"))
            .collect()
    }
}
