use crate::picture::Packed;
use minicbor::{Decode, Encode};
use std::fmt;

/// What is signed and sealed: deterministic CBOR (RFC 8949, section 4.2.1), a map of
/// 1 municipality, 2 kind, 3 time of issue, 4 masks, 5 infra-red code, 6 picture.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Content {
    #[n(1)]
    pub municipality: Municipality,
    #[n(2)]
    pub kind: Kind,
    /// Seconds since 1970-01-01T00:00:00Z.
    #[n(3)]
    pub issued_at: u64,
    /// Where a 個人番号 stands, if anywhere.
    #[n(4)]
    pub masks: Option<Vec<Mask>>,
    /// What an infra-red camera sees in the 偽造防止検出画像, if it carries a code.
    #[cbor(n(5), with = "minicbor::bytes")]
    pub infrared: Option<Vec<u8>>,
    #[n(6)]
    pub picture: Packed,
}

/// A rectangle of the picture, in its pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Mask {
    #[n(0)]
    pub x: u32,
    #[n(1)]
    pub y: u32,
    #[n(2)]
    pub width: u32,
    #[n(3)]
    pub height: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the content contradicts itself")]
pub struct ContentError;

/// 全国地方公共団体コード: five digits and a check digit (JIS X 0401, 0402).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Encode, Decode)]
#[cbor(transparent)]
pub struct Municipality(#[n(0)] u32);

impl Municipality {
    pub fn parse(digits: &str) -> Option<Municipality> {
        let is_code = digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_digit());
        let code = Municipality(digits.parse().ok().filter(|_| is_code)?);
        code.is_valid().then_some(code)
    }

    fn is_valid(self) -> bool {
        self.0 < 1_000_000 && self.0 % 10 == self.check_digit()
    }

    /// Weights 6 to 2 from the left, 11 minus the sum's remainder by 11, of which the last
    /// digit counts.
    fn check_digit(self) -> u32 {
        let digits = [10, 100, 1_000, 10_000, 100_000].map(|unit| self.0 / unit % 10);
        let sum: u32 = digits
            .iter()
            .zip(2..)
            .map(|(digit, weight)| digit * weight)
            .sum();
        (11 - sum % 11) % 10
    }
}

impl fmt::Display for Municipality {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{:06}", self.0)
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $number:literal, $slug:literal;)*) => {
        /// What certificate this is. Numbers and words are never reused.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
        #[cbor(index_only)]
        pub enum Kind { $($(#[$doc])* #[n($number)] $name,)* }

        impl Kind {
            pub const ALL: &[Kind] = &[$(Kind::$name,)*];

            pub fn slug(self) -> &'static str {
                match self { $(Kind::$name => $slug,)* }
            }
        }
    };
}

kinds! {
    /// 住民票の写し
    ResidenceRecord = 1, "residence-record";
    /// 印鑑登録証明書
    SealRegistration = 2, "seal-registration";
    /// 課税証明書, 所得証明書 and the like
    Tax = 3, "tax";
    /// 戸籍全部事項証明書
    FamilyRegister = 4, "family-register";
    /// 戸籍個人事項証明書
    FamilyRegisterIndividual = 5, "family-register-individual";
    /// 戸籍の附票の写し
    SupplementaryRegister = 6, "supplementary-register";
    /// 住民票記載事項証明書
    ResidenceStatement = 7, "residence-statement";
    Other = 255, "other";
}

impl Kind {
    pub fn from_slug(slug: &str) -> Option<Kind> {
        Kind::ALL.iter().copied().find(|k| k.slug() == slug)
    }
}

impl Content {
    pub fn to_cbor(&self) -> Vec<u8> {
        // Writing to memory cannot fail.
        minicbor::to_vec(self).unwrap_or_default()
    }

    /// Refuses whatever `to_cbor` would have written otherwise: one content, one encoding.
    pub fn from_cbor(bytes: &[u8]) -> Result<Content, ContentError> {
        let content: Content = minicbor::decode(bytes).map_err(|_| ContentError)?;
        let is_canonical = content.to_cbor() == bytes;
        (is_canonical && content.municipality.is_valid())
            .then_some(content)
            .ok_or(ContentError)
    }
}
