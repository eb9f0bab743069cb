//! Needs Ghostscript and poppler-utils: what the press writes is judged by others.

mod bench;
mod cli;
mod fronts;
mod keys;
mod paper;
mod roundtrip;
mod tools;
