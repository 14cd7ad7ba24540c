//! `thalweg open BASIN`: the window.

use std::path::Path;

use super::args::Open;
use super::outcome::{Outcome, print};
use crate::app::{self, AppError, Start};

pub(super) fn run(args: &Open) -> Result<Outcome, Outcome> {
    app::has_display().map_err(|why| {
        Outcome::Failed(
            why,
            Some("`thalweg evaluate` and `thalweg render` need no display".to_owned()),
        )
    })?;
    if args.exit_after_first_frame {
        let probe = app::first_frame(&args.basin).map_err(|error| failed(&error))?;
        print(&serde_json::json!({ "first_frame_ms": probe.since_start_ms, "frame_cpu_ms": probe.frame_cpu_ms }).to_string());
        return Ok(Outcome::Done);
    }
    window(&args.basin).map_err(|error| failed(&error))?;
    Ok(Outcome::Done)
}

/// Opens the window and returns when it is closed.
pub(super) fn window(basin: &Path) -> Result<(), AppError> {
    app::run(Start::new(basin))
}

fn failed(error: &AppError) -> Outcome {
    Outcome::Failed(error.to_string(), error.hint())
}
