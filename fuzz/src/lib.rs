//! What is fuzzed. The crates' smoke tests include the same modules by path.

pub mod cells;
pub mod content;
pub mod file;
pub mod label;
pub mod pixels;
