use std::process::ExitCode;

fn main() -> ExitCode {
    // Before configuration or keys are read: a worker must never hold them.
    pages::worker::run_if_worker(server::reading::look);
    server::cli::run()
}
