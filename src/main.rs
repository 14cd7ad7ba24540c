//! The program: see the `cli` module.

use std::process::ExitCode;

fn main() -> ExitCode {
    thalweg::cli::run()
}
