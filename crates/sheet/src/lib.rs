#![doc = include_str!("../README.md")]
#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

pub mod cards;
mod code;
mod content;
mod draw;
mod frame;
mod interleave;
mod label;
pub mod layout;
mod ldpc;
pub mod lists;
mod picture;
mod threshold;

pub use code::{Repairs, Unreadable, decode, encode};
pub use content::{Content, ContentError, Kind, Mask, Municipality};
pub use draw::{Bitmap, draw};
pub use frame::{Sealed, seal_info, sign_aad};
pub use label::{Label, LabelError, SheetId};
pub use layout::{Layout, Profile};
pub use picture::{Codec, Packed, Picture, PictureError};
