//! The binary: see `parlor --help`.

use std::process::ExitCode;

/// Gives memory back that thousands of short-lived requests would leave in pieces.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    parlor::cli::run()
}
