use crate::Profile;
use data_encoding::BASE32_NOPAD;

/// What both QR codes say: which sheet this is and which key opens it. 24 bytes, big-endian:
/// version 1, profile 1, issuer 2, escrow key 2, set 16, index 1, pages 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    /// The issuing centre's number at this site.
    pub issuer: u16,
    /// Which of that issuer's escrow keys opens the sheet.
    pub escrow_key: u16,
    pub sheet: SheetId,
    /// Of how many pages the set consists, 1 or more.
    pub pages: u8,
    pub profile: Profile,
}

/// Names one sheet: a random set id, and which of the set's pages it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SheetId {
    pub set: [u8; 16],
    /// From 1.
    pub index: u8,
}

impl SheetId {
    /// What people compare: the set id's first 40 bits in base32, `XXXX-XXXX`, as printed in
    /// the legend and shown in the report.
    pub fn number(&self) -> String {
        let (short, _) = self.set.split_at(5);
        let digits = BASE32_NOPAD.encode(short);
        let (left, right) = digits.split_at(4);
        format!("{left}-{right}")
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LabelError {
    /// Not one of this system's labels: no fragment, not base32, or not 24 bytes.
    #[error("not a label of this system")]
    Foreign,
    #[error("label of version {0}")]
    Version(u8),
    /// A version we read that says something impossible.
    #[error("label contradicts itself")]
    Invalid,
    #[error("the site's address is too long for the label")]
    TooLong,
}

impl Label {
    pub const VERSION: u8 = 1;
    pub const LEN: usize = 24;

    pub fn to_bytes(&self) -> [u8; Label::LEN] {
        let mut bytes = [0; Label::LEN];
        let [issuer, key] = [self.issuer.to_be_bytes(), self.escrow_key.to_be_bytes()];
        let head = [Label::VERSION, self.profile.dots() as u8];
        let tail = [self.sheet.index, self.pages];
        let fields = head
            .into_iter()
            .chain(issuer)
            .chain(key)
            .chain(self.sheet.set)
            .chain(tail);
        bytes
            .iter_mut()
            .zip(fields)
            .for_each(|(to, from)| *to = from);
        bytes
    }

    pub fn from_bytes(bytes: &[u8]) -> Result<Label, LabelError> {
        let &[version, dots, i0, i1, k0, k1, ref set @ .., index, pages] = bytes else {
            return Err(LabelError::Foreign);
        };
        let set: [u8; 16] = set.try_into().map_err(|_| LabelError::Foreign)?;
        if version != Label::VERSION {
            return Err(LabelError::Version(version));
        }
        if index == 0 || index > pages {
            return Err(LabelError::Invalid);
        }
        Ok(Label {
            issuer: u16::from_be_bytes([i0, i1]),
            escrow_key: u16::from_be_bytes([k0, k1]),
            sheet: SheetId { set, index },
            pages,
            profile: Profile::from_dots(dots).ok_or(LabelError::Invalid)?,
        })
    }

    /// The text of the QR code: the site's address and the label, in base32 (RFC 4648) as
    /// the fragment, which a browser never sends. Upper case, because QR codes pack it tighter.
    pub fn to_url(&self, host: &str) -> String {
        format!(
            "HTTPS://{}/#{}",
            host.to_uppercase(),
            BASE32_NOPAD.encode(&self.to_bytes())
        )
    }

    /// Whatever stands before the `#` is not looked at: who prints an address is not proof.
    pub fn from_url(text: &str) -> Result<Label, LabelError> {
        let (_, fragment) = text.split_once('#').ok_or(LabelError::Foreign)?;
        let bytes = BASE32_NOPAD
            .decode(fragment.as_bytes())
            .map_err(|_| LabelError::Foreign)?;
        Label::from_bytes(&bytes)
    }
}
