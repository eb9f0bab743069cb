//! Registering issuing centres and their escrow keys.

use crate::folder::{Folder, FolderError};
use record::CustodyEvent;
use sheet::cards::{EscrowBundle, IssuerCard};

/// The escrow key that every issuer gets with its registration.
const KEY: u16 = 1;

/// Registers a card, makes the issuer's escrow key if it has none, and tells the key's public
/// half. `host` is the site's address as printed on sheets.
///
/// # Errors
/// A card that contradicts itself or what is registered; nothing of it is kept then.
pub async fn add(
    folder: &mut Folder,
    card: IssuerCard,
    host: &str,
) -> Result<Option<EscrowBundle>, FolderError> {
    let issuer = card.issuer;
    folder.escrow.register(card.clone())?;
    let subject = format!("issuer {issuer} signing key {}", card.signing_key.kid);
    folder.note(CustodyEvent::IssuerAdded, &subject).await?;
    folder.database.add_issuer_card(&card).await?;
    if !folder.escrow.keys().any(|key| key.issuer == issuer) {
        // Kept before its public half is handed out: what is sealed to a lost key stays sealed.
        let key = folder.escrow.create_key(issuer, KEY)?;
        let subject = format!("issuer {issuer} key {KEY}");
        folder.note(CustodyEvent::KeyCreated, &subject).await?;
        folder.database.keep_escrow_keys(&[key]).await?;
    }
    Ok(folder.bundle(issuer, KEY, host))
}
