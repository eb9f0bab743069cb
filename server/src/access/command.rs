//! `uramen token`: who may call the API.

use super::token::{self, Grant, Scope, Token};
use crate::config::Config;
use crate::folder::Folder;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
use jiff::{SignedDuration, Timestamp};
use record::{CustodyEvent, TokenId};
use std::error::Error;

#[derive(Subcommand)]
pub enum TokenCommand {
    /// Make a token and write it to standard output; it is not shown again
    Create(Create),
    /// List the tokens: id, name, scopes, and until when they are good
    List,
    /// End a token at once
    Revoke {
        /// The token's id, as `uramen token list` shows it
        id: TokenId,
    },
}

#[derive(Args)]
pub struct Create {
    /// For whom it is, for your own list
    #[arg(long)]
    name: String,
    /// What it allows; may be repeated
    #[arg(long, required = true, value_parser = scopes())]
    scope: Vec<Scope>,
    /// Days until it expires
    #[arg(long, default_value_t = 365, value_parser = clap::value_parser!(u16).range(1..=3660))]
    days: u16,
}

fn scopes() -> impl TypedValueParser<Value = Scope> {
    PossibleValuesParser::new(Scope::ALL.map(Scope::slug)).try_map(|slug| slug.parse::<Scope>())
}

impl TokenCommand {
    /// # Errors
    /// The data folder cannot be used, or there is no such token.
    pub async fn run(self, config: &Config) -> Result<(), Box<dyn Error>> {
        let mut folder = Folder::open(config).await?;
        match self {
            TokenCommand::Create(create) => create.run(&mut folder).await,
            TokenCommand::List => {
                for grant in folder.database.tokens().await? {
                    println!("{grant}");
                }
                Ok(())
            }
            TokenCommand::Revoke { id } => revoke(&mut folder, &id).await,
        }
    }
}

impl Create {
    async fn run(mut self, folder: &mut Folder) -> Result<(), Box<dyn Error>> {
        self.scope.sort_unstable();
        self.scope.dedup();
        let token = Token::new()?;
        let grant = Grant {
            id: token::new_id()?,
            name: self.name.replace(char::is_control, " "),
            scopes: self.scope,
            expires_at: Timestamp::now() + SignedDuration::from_hours(24 * i64::from(self.days)),
            revoked_at: None,
        };
        let subject = format!("token {}", grant.id);
        folder.note(CustodyEvent::TokenCreated, &subject).await?;
        let hash = token::hash_of(token.reveal());
        folder.database.add_token(&grant, &hash).await?;
        eprintln!("{grant}");
        println!("{}", token.reveal());
        Ok(())
    }
}

async fn revoke(folder: &mut Folder, id: &TokenId) -> Result<(), Box<dyn Error>> {
    let tokens = folder.database.tokens().await?;
    if !tokens.iter().any(|grant| grant.id == *id) {
        return Err(format!("there is no token {id}").into());
    }
    let subject = format!("token {id}");
    folder.note(CustodyEvent::TokenRevoked, &subject).await?;
    folder.database.revoke_token(id).await?;
    println!("token {id} is revoked, from now on and on every node");
    Ok(())
}
