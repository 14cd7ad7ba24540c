//! The command line: one function a subcommand. Data goes to stdout, talk to stderr; exit 0 done, 1 done with
//! findings that matter, 2 could not be done.

mod adopt;
mod agreement;
mod agreement_text;
mod args;
mod cap;
mod check;
mod compute;
mod compute_text;
mod evaluate;
mod explain;
mod export;
mod import;
mod inspect;
mod main_job;
mod open;
mod outcome;
mod render;
mod replay;
mod report;
mod sample;
mod study;
mod study_text;
mod table;

use std::process::ExitCode;

use clap::Parser as _;

use args::{Cli, Command};
use outcome::Outcome;

/// Parses the arguments and runs the command.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let outcome = match cli.command {
        None => main_job::run(),
        Some(Command::Inspect(args)) => inspect::run(&args),
        Some(Command::Export(args)) => export::run(&args),
        Some(Command::Import(args)) => import::run(&args),
        Some(Command::Check(args)) => check::run(&args),
        Some(Command::Evaluate(args)) => evaluate::run(&args),
        Some(Command::Explain(args)) => explain::run(&args),
        Some(Command::Agreement(args)) => agreement::run(&args),
        Some(Command::Compute(args)) => compute::run(&args),
        Some(Command::Study(args)) => study::run(&args),
        Some(Command::Render(args)) => render::run(&args),
        Some(Command::Cap(args)) => cap::run(&args),
        Some(Command::Report(args)) => report::run(&args),
        Some(Command::Replay(args)) => replay::run(&args),
        Some(Command::Sample(args)) => sample::run(&args),
        Some(Command::Open(args)) => open::run(&args),
    };
    outcome.unwrap_or_else(Outcome::from).report()
}
