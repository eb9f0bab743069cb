//! Every setting of the site: by flag, by environment or by file, in this order of
//! precedence.

use crate::custody::{KekSetting, KekSource};
use axum_client_ip::ClientIpSource;
use clap::parser::{ArgMatches, ValueSource};
use figment::Figment;
use figment::providers::{Format, Serialized, Toml};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

/// The host of a site that has not been told its own.
const UNNAMED: &str = "uramen.example";

/// What the site runs with. In a file the names are written with underscores.
#[derive(Clone, Debug, clap::Args, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[command(next_help_heading = "Settings")]
pub struct Config {
    /// A TOML file with any of these settings
    #[arg(
        long,
        global = true,
        env = "URAMEN_CONFIG",
        hide_env_values = true,
        value_name = "FILE"
    )]
    #[serde(skip)]
    pub config: Option<PathBuf>,

    /// Where to listen
    #[arg(
        long,
        global = true,
        env = "URAMEN_LISTEN",
        hide_env_values = true,
        default_value = "127.0.0.1:3000"
    )]
    pub listen: SocketAddr,

    /// The folder of the keys, the samples, and the database unless that is elsewhere
    #[arg(
        long,
        global = true,
        env = "URAMEN_DATA",
        hide_env_values = true,
        default_value = "data"
    )]
    pub data: PathBuf,

    /// The address of a PostgreSQL database, which several nodes may share, such as
    /// postgres://user@host/name; without it a SQLite file in the data folder is used
    #[arg(
        long,
        global = true,
        env = "URAMEN_DATABASE",
        hide_env_values = true,
        value_name = "URL"
    )]
    pub database: Option<String>,

    /// The key-encryption key, which wraps all escrow keys: a file's path (by default
    /// escrow.kek in the data folder), passphrase:FILE, or a PKCS#11 URI (RFC 7512)
    #[arg(
        long,
        global = true,
        env = "URAMEN_KEK",
        hide_env_values = true,
        value_name = "KEK"
    )]
    pub kek: Option<String>,

    /// The file that keeps the record's last checkpoint, best on another disk than the
    /// database; without it one in the data folder
    #[arg(
        long,
        global = true,
        env = "URAMEN_ANCHOR",
        hide_env_values = true,
        value_name = "FILE"
    )]
    pub anchor: Option<PathBuf>,

    /// The folder of the site's files: the bundle in `pkg`, and what stands beside it
    #[arg(
        long,
        global = true,
        env = "URAMEN_SITE",
        hide_env_values = true,
        default_value = "site"
    )]
    pub site: PathBuf,

    /// The site's address without scheme, as printed on every sheet
    #[arg(
        long,
        global = true,
        env = "URAMEN_HOST",
        hide_env_values = true,
        default_value = UNNAMED
    )]
    pub host: String,

    /// Further addresses that the QR codes of this site's sheets may lead to
    #[arg(
        long,
        global = true,
        env = "URAMEN_HOSTS",
        hide_env_values = true,
        value_name = "HOST",
        value_delimiter = ','
    )]
    pub hosts: Vec<String>,

    /// How the log is written
    #[arg(
        long,
        global = true,
        env = "URAMEN_LOG_FORMAT",
        hide_env_values = true,
        default_value = "text"
    )]
    pub log_format: LogFormat,

    /// What is logged: a filter as tracing-subscriber's EnvFilter reads it
    #[arg(
        long,
        global = true,
        env = "URAMEN_LOG",
        hide_env_values = true,
        default_value = "info"
    )]
    pub log: String,

    /// Bytes of one request
    #[arg(
        long,
        global = true,
        env = "URAMEN_MAX_BYTES",
        hide_env_values = true,
        default_value = "67108864"
    )]
    pub max_bytes: u64,

    /// Files of one request
    #[arg(
        long,
        global = true,
        env = "URAMEN_MAX_FILES",
        hide_env_values = true,
        default_value = "20"
    )]
    pub max_files: u32,

    /// Pages of one request, over all its files
    #[arg(
        long,
        global = true,
        env = "URAMEN_MAX_PAGES",
        hide_env_values = true,
        default_value = "40"
    )]
    pub max_pages: u32,

    /// Pages of one batch, over all its files
    #[arg(
        long,
        global = true,
        env = "URAMEN_MAX_BATCH_PAGES",
        hide_env_values = true,
        default_value = "1000"
    )]
    pub max_batch_pages: u32,

    /// Pixels of one page
    #[arg(
        long,
        global = true,
        env = "URAMEN_MAX_PIXELS",
        hide_env_values = true,
        default_value = "100000000"
    )]
    pub max_pixels: u64,

    /// Seconds in which an upload must have arrived
    #[arg(
        long,
        global = true,
        env = "URAMEN_RECEIVE_SECONDS",
        hide_env_values = true,
        default_value = "120"
    )]
    pub receive_seconds: u64,

    /// Seconds in which a received upload must be answered
    #[arg(
        long,
        global = true,
        env = "URAMEN_VERIFY_SECONDS",
        hide_env_values = true,
        default_value = "60"
    )]
    pub verify_seconds: u64,

    /// Seconds in which a received batch must be answered to its end
    #[arg(
        long,
        global = true,
        env = "URAMEN_BATCH_SECONDS",
        hide_env_values = true,
        default_value = "1800"
    )]
    pub batch_seconds: u64,

    /// Verifications at the same time; 0 is one for each core
    #[arg(
        long,
        global = true,
        env = "URAMEN_VERIFICATIONS",
        hide_env_values = true,
        default_value = "0"
    )]
    pub verifications: usize,

    /// Requests that may wait for their turn; more are refused as busy
    #[arg(
        long,
        global = true,
        env = "URAMEN_QUEUE",
        hide_env_values = true,
        default_value = "16"
    )]
    pub queue: usize,

    /// Uploads and calls of one address (of an IPv6 network of 64 bits) in a minute; 0 for any
    /// number
    #[arg(
        long,
        global = true,
        env = "URAMEN_ADDRESS_PER_MINUTE",
        hide_env_values = true,
        default_value = "300"
    )]
    pub address_per_minute: u32,

    /// Calls with one token in a minute; 0 for any number
    #[arg(
        long,
        global = true,
        env = "URAMEN_TOKEN_PER_MINUTE",
        hide_env_values = true,
        default_value = "600"
    )]
    pub token_per_minute: u32,

    /// Where a client's address stands: ConnectInfo, the connection's own; behind a proxy the
    /// field that it sets, such as RightmostXForwardedFor or XRealIp
    #[arg(
        long,
        global = true,
        env = "URAMEN_CLIENT_IP",
        hide_env_values = true,
        default_value = "ConnectInfo"
    )]
    pub client_ip: ClientIpSource,

    /// Seconds that requests in flight are given when the site is stopped
    #[arg(
        long,
        global = true,
        env = "URAMEN_SHUTDOWN_SECONDS",
        hide_env_values = true,
        default_value = "70"
    )]
    pub shutdown_seconds: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    Text,
    Json,
}

impl Config {
    /// Puts the file, if one is named, between the defaults and what flags and environment
    /// say. `matches` is what `self` was made from.
    ///
    /// # Errors
    /// The file is missing or no TOML, or one of its settings is unknown or of the wrong type.
    pub fn with_file(self, matches: &ArgMatches) -> Result<Config, Box<figment::Error>> {
        let Some(file) = self.config.clone() else {
            return Ok(self);
        };
        let is_default = |name: &str| {
            // A list without a default has no source.
            matches!(
                matches.value_source(name),
                None | Some(ValueSource::DefaultValue)
            )
        };
        let defaults = Serialized::defaults(&self);
        let all: BTreeMap<String, figment::value::Value> = Figment::from(&defaults).extract()?;
        let given: BTreeMap<_, _> = all
            .into_iter()
            .filter(|(name, _)| !is_default(name))
            .collect();
        let layers = Figment::from(&defaults)
            .merge(Toml::file_exact(file))
            .merge(Serialized::defaults(given));
        layers.extract().map_err(Box::new)
    }

    /// The hosts that labels may name, in lower case. None as long as the site has not been
    /// told its own: then every label would lead elsewhere.
    pub fn label_hosts(&self) -> Vec<String> {
        if self.host == UNNAMED && self.hosts.is_empty() {
            return Vec::new();
        }
        let all = self.hosts.iter().chain([&self.host]);
        all.map(|host| host.to_lowercase()).collect()
    }

    /// Where the key-encryption key comes from.
    ///
    /// # Errors
    /// A setting that says nothing usable.
    pub fn kek(&self) -> Result<KekSource, KekSetting> {
        let inside = || Ok(KekSource::File(self.data.join("escrow.kek")));
        self.kek.as_deref().map_or_else(inside, str::parse)
    }

    /// Where the record's last checkpoint is kept.
    pub fn anchor_file(&self) -> PathBuf {
        let inside = || self.data.join("record.checkpoint");
        self.anchor.clone().unwrap_or_else(inside)
    }

    pub fn receive_time(&self) -> Duration {
        Duration::from_secs(self.receive_seconds)
    }

    pub fn verify_time(&self) -> Duration {
        Duration::from_secs(self.verify_seconds)
    }

    pub fn batch_time(&self) -> Duration {
        Duration::from_secs(self.batch_seconds)
    }

    pub fn shutdown_time(&self) -> Duration {
        Duration::from_secs(self.shutdown_seconds)
    }

    /// How many verifications run at once, at least one.
    pub fn workers(&self) -> usize {
        match self.verifications {
            0 => std::thread::available_parallelism().map_or(1, usize::from),
            n => n,
        }
    }
}
