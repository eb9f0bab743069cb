pub mod keygen;
pub mod lists;
pub mod press;

use clap::{Parser, Subcommand};

/// What the person at the terminal is told; nobody matches on it.
pub type Fault = Box<dyn std::error::Error>;

/// Turns a certificate's PDF into a print-ready PDF: every page gets a back that carries it.
#[derive(Parser)]
#[command(
    version,
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    after_help = "Examples:\n  \
        press juminhyo.pdf -o print.pdf --demo\n  \
        press juminhyo.pdf -o print.pdf --issuer issuer.key --escrow escrow.bundle \\\n      \
            --site-key site.pub --kind residence-record --preview previews\n  \
        press keygen --issuer 1 --name 見本証明書交付センター --specimen \\\n      \
            --municipality 990019=見本県見本市 -o issuer.key\n  \
        press revoke --issuer issuer.key --list revoked.list --reason misprint SHEET"
)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub press: Option<press::Arguments>,
}

#[derive(Subcommand)]
pub enum Command {
    /// Makes an issuing centre's signing key, and the card that registers it at the site
    Keygen(keygen::Arguments),
    /// Adds sheets to the issuer's signed list of revoked ones
    Revoke(lists::Revoke),
    /// Adds sheets to the issuer's signed list of issued ones, which still count should another
    /// of its signing keys be compromised
    Issued(lists::Arguments),
}
