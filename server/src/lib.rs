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
pub mod custody;
pub mod database;
mod desk;
pub mod folder;
mod health;
mod issuers;
mod language;
mod live;
mod logs;
pub mod problem;
pub mod reading;
mod receipts;
pub mod records;
pub mod router;
mod samples;
mod serve;
mod state;
mod survey;
mod upload;
pub mod verify;
mod web;
