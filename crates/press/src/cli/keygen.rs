use super::Fault;
use crate::files;
use clap::Args;
use jiff::{Timestamp, ToSpan, tz::TimeZone};
use press::NewIssuer;
use sheet::cards::{Contact, MunicipalityCard};
use std::path::PathBuf;

#[derive(Args)]
pub struct Arguments {
    /// The issuer's number on labels, as the site will register it
    #[arg(long, value_name = "NUMBER")]
    issuer: u16,
    /// The issuing centre's name, printed on every back
    #[arg(long)]
    name: String,
    /// For demonstration: everything the key signs is marked 見本
    #[arg(long)]
    specimen: bool,
    /// A municipality it issues for; repeatable
    #[arg(long, value_name = "CODE=NAME", value_parser = municipality)]
    municipality: Vec<MunicipalityCard>,
    /// Where that municipality answers questions about certificates, for the site's reports;
    /// repeatable
    #[arg(long, value_name = "CODE=PHONE[,URL]", value_parser = contact)]
    contact: Vec<(String, Contact)>,
    /// For how many years from now the key signs
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u8).range(1..=30))]
    years: u8,
    /// The secret key file, mode 0600; must not exist. The card for the site goes beside it,
    /// with the ending `.card.json`
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

pub fn run(mut arguments: Arguments) -> Result<(), Fault> {
    for (code, contact) in arguments.contact {
        let mut all = arguments.municipality.iter_mut();
        let its = all.find(|municipality| municipality.code == code);
        let its =
            its.ok_or_else(|| format!("--contact {code}: no --municipality has this code"))?;
        if its.contact.replace(contact).is_some() {
            return Err(format!("--contact {code}: given twice").into());
        }
    }
    let now = Timestamp::now().to_zoned(TimeZone::UTC);
    let until = now.checked_add(i16::from(arguments.years).years())?;
    let issuer = press::keygen(NewIssuer {
        issuer: arguments.issuer,
        name: arguments.name,
        specimen: arguments.specimen,
        municipalities: arguments.municipality,
        valid_from: u64::try_from(now.timestamp().as_second())?,
        valid_until: u64::try_from(until.timestamp().as_second())?,
    })?;
    let (key, card) = (
        &arguments.output,
        arguments.output.with_extension("card.json"),
    );
    issuer.save(key).map_err(files::at(key))?;
    files::replace(&card, &serde_json::to_vec_pretty(issuer.card())?)?;
    println!(
        "{}: secret; keep it where only the press can read it",
        key.display()
    );
    println!("{}: register this at the site", card.display());
    Ok(())
}

fn municipality(text: &str) -> Result<MunicipalityCard, String> {
    let (code, name) = text
        .split_once('=')
        .ok_or("give it as CODE=NAME, such as 990019=見本県見本市")?;
    Ok(MunicipalityCard {
        code: code.into(),
        name: name.into(),
        contact: None,
    })
}

fn contact(text: &str) -> Result<(String, Contact), String> {
    let (code, reached) = text
        .split_once('=')
        .ok_or("give it as CODE=PHONE or CODE=PHONE,URL, such as 990019=03-0000-0000")?;
    let (phone, url) = match reached.split_once(',') {
        Some((phone, url)) => (phone, Some(url.to_owned())),
        None => (reached, None),
    };
    let phone = phone.to_owned();
    Ok((code.to_owned(), Contact { phone, url }))
}
