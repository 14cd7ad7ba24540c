//! The command line: one function a subcommand. Data goes to stdout, talk to stderr; exit 0 done, 1 done with
//! findings that matter, 2 could not be done.

use std::process::ExitCode;

/// Parses the arguments and runs the command.
pub fn run() -> ExitCode {
    ExitCode::SUCCESS
}
