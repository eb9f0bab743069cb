#![doc = include_str!("../README.md")]
#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

pub mod access;
mod api;
pub mod cli;
mod clock;
pub mod config;
mod custody;
mod database;
mod desk;
mod folder;
mod health;
mod issuers;
mod language;
mod logs;
pub mod problem;
mod receipts;
mod records;
pub mod router;
mod samples;
mod serve;
mod state;
mod survey;
mod upload;
pub mod verify;
mod web;
