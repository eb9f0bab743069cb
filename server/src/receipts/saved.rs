use super::ReceiptError;
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// A receipt as it is saved, sent and shown again: nothing of it is verified yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Saved {
    /// A compact JWS.
    pub receipt: String,
    /// A compact JWS that belongs to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declaration: Option<String>,
}

/// From the saved JSON, or from the one or two JWS themselves, apart from each other: that is
/// what a reader of the printed QR codes types.
impl FromStr for Saved {
    type Err = ReceiptError;

    fn from_str(text: &str) -> Result<Saved, ReceiptError> {
        let text = text.trim();
        if text.starts_with('{') {
            return serde_json::from_str(text).map_err(|_| ReceiptError::Form);
        }
        let mut words = text.split_whitespace().map(str::to_owned);
        let receipt = words.next().ok_or(ReceiptError::Form)?;
        let declaration = words.next();
        match words.next() {
            None => Ok(Saved {
                receipt,
                declaration,
            }),
            Some(_) => Err(ReceiptError::Form),
        }
    }
}
