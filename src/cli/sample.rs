//! `thalweg sample DIR`: the invented basin.

use super::args::Sample;
use super::outcome::{Outcome, print, print_json};
use crate::sample;

pub(super) fn run(args: &Sample) -> Result<Outcome, Outcome> {
    let written = sample::write(&args.dir).map_err(|error| {
        Outcome::Failed(
            format!("{error}: {}", args.dir.display()),
            Some("name a folder that may be written".to_owned()),
        )
    })?;
    if args.json {
        print_json(
            &serde_json::json!({ "dir": args.dir, "files": written.files, "bytes": written.bytes }),
        )?;
    } else {
        print(&format!(
            "wrote {} files, {} bytes, to {}",
            written.files,
            written.bytes,
            args.dir.display()
        ));
    }
    Ok(Outcome::Done)
}
