//! Without a command: the main job on the sample basin. The window, or, where there is no display, the same
//! evaluation printed and the dashboard drawn.

use std::path::{Path, PathBuf};

use super::evaluate::{open_imported, text};
use super::open;
use super::outcome::{Outcome, print, say, say_findings};
use super::render::Picture;
use crate::engine::Request;
use crate::present::Preset;
use crate::{app, draw, sample};

pub(super) fn run() -> Result<Outcome, Outcome> {
    let basin = first_basin()?;
    let why = match app::has_display() {
        Ok(()) => match open::window(&basin) {
            Ok(()) => return Ok(Outcome::Done),
            Err(error) => error.to_string(),
        },
        Err(why) => why,
    };
    without_display(&basin)?;
    say(&format!("No window: {why}"));
    Ok(Outcome::Done)
}

/// The sample basin beside the program's own project; else the basin that was open last; else a sample in the
/// user's own folder, written when it is not there yet.
fn first_basin() -> Result<PathBuf, Outcome> {
    let beside = Path::new("sample_data");
    if beside.join("basin.toml").is_file() {
        return Ok(beside.to_path_buf());
    }
    if let Some(last) = app::last_basin() {
        return Ok(last);
    }
    let home = std::env::var_os("HOME")
        .or_else(|| std::env::var_os("USERPROFILE"))
        .map_or_else(std::env::temp_dir, PathBuf::from);
    let dir = home.join("Thalweg").join("sample");
    if !dir.join("basin.toml").is_file() {
        say(&format!("writing the sample basin to {}", dir.display()));
        sample::write(&dir).map_err(|error| {
            Outcome::Failed(
                format!("{error}: {}", dir.display()),
                Some(
                    "write it elsewhere with `thalweg sample DIR`, then `thalweg open DIR`"
                        .to_owned(),
                ),
            )
        })?;
    }
    Ok(dir)
}

fn without_display(basin: &Path) -> Result<(), Outcome> {
    let (workspace, findings) = open_imported(basin)?;
    let evaluation = workspace.evaluate(&Request::default())?;
    say_findings(&findings);
    print(&text(&evaluation));
    for (name, theme) in [
        ("dashboard.png", draw::Theme::Dark),
        ("dashboard-light.png", draw::Theme::Light),
    ] {
        let out = basin.join("pictures").join(name);
        let picture = Picture {
            size: (1920, 1080),
            scale: 1.0,
            theme,
            preset: Preset::Week,
            languages: None,
        };
        picture.write(&evaluation, &out)?;
        print(&format!("Dashboard: {}", out.display()));
    }
    Ok(())
}
