use super::Fault;
use crate::files;
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use press::Issuer;
use sheet::lists::{ListKind, ListedSheet, Reason, parse_sheet};
use std::io;
use std::path::PathBuf;

#[derive(Args)]
pub struct Revoke {
    /// Why they shall not count any more
    #[arg(long, value_parser = reasons())]
    reason: Reason,
    #[command(flatten)]
    arguments: Arguments,
}

#[derive(Args)]
pub struct Arguments {
    /// The issuing centre's signing key, from `press keygen`
    #[arg(long, value_name = "KEYFILE")]
    issuer: PathBuf,
    /// The signed list for the site; made if it is not there, else added to
    #[arg(long, value_name = "FILE")]
    list: PathBuf,
    /// The text of a back's QR code, or SET/INDEX as `press` has told; lines of standard input
    /// when there are none
    #[arg(value_name = "SHEET")]
    sheets: Vec<String>,
}

pub fn revoke(Revoke { reason, arguments }: Revoke) -> Result<(), Fault> {
    add(ListKind::Revoked, arguments, Some(reason))
}

pub fn issued(arguments: Arguments) -> Result<(), Fault> {
    add(ListKind::Issued, arguments, None)
}

fn add(kind: ListKind, arguments: Arguments, reason: Option<Reason>) -> Result<(), Fault> {
    let issuer = Issuer::from_json(&files::read(&arguments.issuer)?)?;
    let texts = match arguments.sheets.is_empty() {
        true => io::stdin().lines().collect::<Result<_, _>>()?,
        false => arguments.sheets,
    };
    let listed = |text: &String| {
        let sheet = parse_sheet(text.trim());
        let sheet = sheet.ok_or_else(|| format!("`{text}` names no sheet"))?;
        Ok(ListedSheet::new(sheet, reason))
    };
    let sheets: Vec<ListedSheet> = texts.iter().map(listed).collect::<Result<_, Fault>>()?;
    let path = &arguments.list;
    let before = path.exists().then(|| files::read(path)).transpose()?;
    let (list, signed) = press::next_list(&issuer, kind, before.as_deref(), sheets)?;
    files::replace(path, &signed)?;
    println!(
        "{}: list {} with {} sheets",
        path.display(),
        list.number,
        list.sheets.len()
    );
    Ok(())
}

fn reasons() -> impl TypedValueParser<Value = Reason> {
    PossibleValuesParser::new(Reason::ALL.map(Reason::slug)).map(|slug| {
        match slug == Reason::Misprint.slug() {
            true => Reason::Misprint,
            false => Reason::Misdelivery,
        }
    })
}
