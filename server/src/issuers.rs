//! Registering issuing centres and their escrow keys.

use crate::folder::{Folder, FolderError};
use escrow::KeyState;
use record::CustodyEvent;
use sheet::cards::IssuerCard;

/// Registers a card, makes an escrow key if the issuer has none to seal to, and tells the
/// number of the newest.
///
/// # Errors
/// A card that contradicts itself or what is registered; nothing of it is kept then.
pub async fn add(folder: &mut Folder, card: IssuerCard) -> Result<u16, FolderError> {
    let issuer = card.issuer;
    folder.custody.escrow.register(card.clone())?;
    let subject = format!("issuer {issuer} signing key {}", card.signing_key.kid);
    folder.note(CustodyEvent::IssuerAdded, &subject).await?;
    folder.database.add_issuer_card(&card).await?;
    let keys = folder.custody.escrow.keys();
    let active = keys.filter(|key| key.issuer == issuer && key.state == KeyState::Active);
    match active.map(|key| key.escrow_key).max() {
        Some(newest) => Ok(newest),
        None => folder.create_key(issuer).await,
    }
}
