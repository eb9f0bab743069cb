use std::process::ExitCode;

/// It keeps freed memory for a second: an upload goes through three buffers, and with the usual allocator
/// each is taken from the kernel anew, page by page, which is a millisecond or two of a verification's fifty.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    server::cli::run()
}
