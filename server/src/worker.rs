//! `uramen-worker`, which the site starts for each upload and which reads it: an executable of its
//! own, so that of the site's code it holds only this, and starts as fast as it can.

use std::process::ExitCode;

/// A new process takes a page's memory for the first time: this asks the kernel for it in pieces
/// of two megabytes instead of four kilobytes, which is a sixth of the time of reading a page.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    pages::worker::run_if_worker(server::reading::look);
    eprintln!("uramen-worker is started by uramen, and does nothing by itself.");
    ExitCode::from(2)
}
