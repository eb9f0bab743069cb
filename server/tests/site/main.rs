//! The site in a process of its own, asked over HTTP: real decoders, real database, real
//! sheets. One binary, because linking it five times costs more than running it.

mod access;
mod advice;
mod auditor;
mod batch;
mod blackbox;
mod common;
mod custody;
mod definition;
mod fronts;
mod live;
mod operation;
mod problems;
mod receipts;
mod records;
mod survey;
mod verification;
mod walkthrough;
mod web;
