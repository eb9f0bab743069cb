//! `uramen key` and what changes an issuer after its registration.

use super::{KekSource, key_name, list_name, seconds_now};
use crate::config::Config;
use crate::folder::{Folder, FolderError};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
use escrow::{KeyState, SigningKeyState, secret_from_file};
use record::CustodyEvent;
use sheet::lists::ListKind;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

type Done = Result<(), Box<dyn Error>>;

#[derive(Subcommand)]
pub enum KeyCommand {
    /// List the escrow keys and their states
    List,
    /// Make an issuer's next escrow key
    Create {
        /// The issuer's number
        issuer: u16,
        /// Where to write the key's public half, signed by the site, for `press --escrow`
        #[arg(long, value_name = "FILE")]
        bundle: PathBuf,
    },
    /// Write a key's public half once more
    Export {
        #[command(flatten)]
        key: Which,
        /// Where to write it, signed by the site
        #[arg(long, value_name = "FILE")]
        bundle: PathBuf,
    },
    /// Nothing more is sealed to the key; it opens what was issued until now
    Retire(Which),
    /// The key opens nothing any more
    Revoke(Which),
    /// The key is gone for ever, and with it every sheet that was sealed to it
    Destroy {
        #[command(flatten)]
        key: Which,
        /// The key's name, such as `issuer 1 key 2`, to say that it is meant
        #[arg(long, value_name = "NAME")]
        confirm: String,
    },
    /// Wrap all keys under another key-encryption key, made where there is none
    Rewrap {
        /// What the setting `kek` will be from now on
        #[arg(long, value_name = "KEK")]
        to: KekSource,
    },
    /// Write all keys, encrypted to custodians
    Backup {
        /// A custodian's age public key, `age1…`; may be repeated, and each alone can restore
        #[arg(long, value_name = "KEY", required = true)]
        custodian: Vec<String>,
        /// Where to write it
        #[arg(long, short, value_name = "FILE")]
        output: PathBuf,
    },
    /// Take up the keys of a backup that are not here
    Restore {
        /// What `uramen key backup` wrote
        backup: PathBuf,
        /// A custodian's age private key
        #[arg(long, value_name = "FILE")]
        identity: PathBuf,
    },
    /// Write the public half of the key that the site signs with, for `press --site-key`
    /// and `uramen receipt verify --key`
    Site,
}

/// An escrow key.
#[derive(Args)]
pub struct Which {
    /// The issuer's number
    issuer: u16,
    /// The key's number
    key: u16,
}

impl Which {
    fn name(&self) -> String {
        key_name(self.issuer, self.key)
    }
}

/// What changes an issuer after its registration.
#[derive(Subcommand)]
pub enum IssuerChange {
    /// A signing key signs no more; what was issued until now is good
    Retire(SigningKey),
    /// Somebody else may sign with a key: only sheets on a list of issued ones are good
    Compromise(SigningKey),
    /// Take up a list that the issuer signed (`press revoke`, `press issued`)
    Import {
        /// The issuer's number
        issuer: u16,
        /// What the list says of its sheets
        #[arg(value_parser = kinds())]
        kind: ListKind,
        /// The signed list
        list: PathBuf,
    },
}

#[derive(Args)]
pub struct SigningKey {
    /// The issuer's number
    issuer: u16,
    /// The signing key, as `uramen issuer list` names it
    kid: String,
}

impl KeyCommand {
    pub async fn run(self, config: &Config) -> Done {
        let mut folder = Folder::open(config).await?;
        match self {
            KeyCommand::List => list(&folder),
            KeyCommand::Create { issuer, bundle } => {
                let key = folder.create_key(issuer).await?;
                export(&folder, &Which { issuer, key }, &config.host, &bundle)
            }
            KeyCommand::Export { key, bundle } => export(&folder, &key, &config.host, &bundle),
            KeyCommand::Retire(key) => {
                let state = KeyState::Retired { at: seconds_now() };
                change(&mut folder, key, CustodyEvent::KeyRetired, state).await
            }
            KeyCommand::Revoke(key) => {
                let state = KeyState::Revoked { at: seconds_now() };
                change(&mut folder, key, CustodyEvent::KeyRevoked, state).await
            }
            KeyCommand::Destroy { key, confirm } if confirm != key.name() => {
                Err(format!("to destroy it say: --confirm {:?}", key.name()).into())
            }
            KeyCommand::Destroy { key, .. } => {
                let state = KeyState::Destroyed { at: seconds_now() };
                change(&mut folder, key, CustodyEvent::KeyDestroyed, state).await
            }
            KeyCommand::Rewrap { to } => rewrap(&mut folder, &to).await,
            KeyCommand::Backup { custodian, output } => {
                backup(&mut folder, &custodian, &output).await
            }
            KeyCommand::Restore { backup, identity } => {
                restore(&mut folder, &backup, &identity).await
            }
            KeyCommand::Site => {
                println!("{}", folder.site_key.public());
                Ok(())
            }
        }
    }
}

fn list(folder: &Folder) -> Done {
    for key in folder.custody.escrow.keys() {
        let (issuer, number, state) = (key.issuer, key.escrow_key, key.state);
        println!("issuer {issuer} key {number}\t{state}");
    }
    Ok(())
}

fn export(folder: &Folder, which: &Which, host: &str, file: &Path) -> Done {
    folder.write_bundle(which.issuer, which.key, host, file)?;
    println!(
        "the public half of {} is in {}",
        which.name(),
        file.display()
    );
    Ok(())
}

async fn change(folder: &mut Folder, which: Which, what: CustodyEvent, to: KeyState) -> Done {
    let key = folder
        .custody
        .escrow
        .change_key(which.issuer, which.key, to)?
        .clone();
    folder.note(what, &which.name()).await?;
    folder.database.keep_escrow_keys(&[key]).await?;
    println!(
        "{}: {to}; a running site takes note within seconds",
        which.name()
    );
    Ok(())
}

async fn rewrap(folder: &mut Folder, to: &KekSource) -> Done {
    let kek = to.open(true)?;
    let keys = folder.custody.escrow.rewrap(&kek)?;
    folder.note(CustodyEvent::KeyRewrapped, "all keys").await?;
    folder.database.keep_escrow_keys(&keys).await?;
    println!(
        "{} keys are wrapped anew; from now on the setting `kek` must name that key; running \
         nodes go on with the old one until they are started again",
        keys.len()
    );
    Ok(())
}

async fn backup(folder: &mut Folder, custodians: &[String], output: &Path) -> Done {
    let custodians: Vec<&str> = custodians.iter().map(String::as_str).collect();
    let backup = folder.custody.escrow.backup(&custodians)?;
    folder.note(CustodyEvent::KeyBackup, "all keys").await?;
    escrow::write_private(output, backup.as_bytes())?;
    Ok(())
}

async fn restore(folder: &mut Folder, backup: &Path, identity: &Path) -> Done {
    let bytes = fs::read(backup).map_err(FolderError::at(backup))?;
    let keys = folder
        .custody
        .escrow
        .restore(&bytes, &secret_from_file(identity)?)?;
    folder
        .note(CustodyEvent::KeyRestored, &format!("{} keys", keys.len()))
        .await?;
    folder.database.keep_escrow_keys(&keys).await?;
    println!("{} keys were taken up", keys.len());
    Ok(())
}

impl IssuerChange {
    pub async fn run(self, config: &Config) -> Done {
        let mut folder = Folder::open(config).await?;
        match self {
            IssuerChange::Retire(key) => {
                let state = SigningKeyState::Retired { at: seconds_now() };
                signing_key(&mut folder, key, CustodyEvent::SigningKeyRetired, state).await
            }
            IssuerChange::Compromise(key) => {
                let state = SigningKeyState::Compromised { at: seconds_now() };
                signing_key(&mut folder, key, CustodyEvent::SigningKeyCompromised, state).await
            }
            IssuerChange::Import { issuer, kind, list } => {
                import(&mut folder, issuer, kind, &list).await
            }
        }
    }
}

async fn signing_key(
    folder: &mut Folder,
    SigningKey { issuer, kid }: SigningKey,
    what: CustodyEvent,
    to: SigningKeyState,
) -> Done {
    folder.custody.escrow.change_signing_key(issuer, &kid, to)?;
    folder
        .note(what, &format!("issuer {issuer} signing key {kid}"))
        .await?;
    folder.database.keep_signing_key(issuer, &kid, to).await?;
    println!("issuer {issuer}, signing key {kid}: {to}; a running site takes note within seconds");
    Ok(())
}

async fn import(folder: &mut Folder, issuer: u16, kind: ListKind, file: &Path) -> Done {
    let signed = fs::read(file).map_err(FolderError::at(file))?;
    let list = folder
        .custody
        .escrow
        .import_list(kind, issuer, &signed, seconds_now())?;
    let subject = list_name(issuer, kind, &list);
    folder.note(CustodyEvent::ListImported, &subject).await?;
    folder
        .database
        .keep_sheet_list(issuer, kind, &signed)
        .await?;
    println!(
        "{} {} sheets of issuer {issuer}; a running site takes note within seconds",
        list.sheets.len(),
        kind.slug()
    );
    Ok(())
}

fn kinds() -> impl TypedValueParser<Value = ListKind> {
    PossibleValuesParser::new(ListKind::ALL.map(ListKind::slug))
        .try_map(|slug| ListKind::parse(&slug).ok_or("no kind of list"))
}
