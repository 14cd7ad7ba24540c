//! How a basin was looked at last: `layout.json` in its folder, or in the person's own folder when that may not be
//! written. Nothing of it enters a figure, so a file that cannot be understood is set aside, not repaired.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::domain::StationId;
use crate::draw::ViewState;

const SCHEMA: &str = "layout/1";
const FILE: &str = "layout.json";

/// How a basin is looked at.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Look {
    schema: String,
    /// Panels, theme, language, span of time.
    pub state: ViewState,
    /// Stations whose lines are drawn; `None` leaves the choice to the view.
    pub shown: Option<Vec<StationId>>,
}

impl Look {
    /// The look that was saved for the basin in `root`, if there is one that can be understood.
    pub fn load(root: &Path) -> Option<Self> {
        places(root)
            .iter()
            .find_map(|place| fs::read_to_string(place).ok())
            .and_then(|text| serde_json::from_str::<Self>(&text).ok())
            .filter(|look| look.schema == SCHEMA)
    }

    /// Saves the look for the basin in `root`.
    ///
    /// # Errors
    /// Neither the basin's folder nor the person's own may be written.
    pub fn save(&self, root: &Path) -> io::Result<()> {
        let look = Self {
            schema: SCHEMA.to_owned(),
            ..self.clone()
        };
        let text = serde_json::to_string_pretty(&look).map_err(io::Error::other)?;
        let mut outcome = Err(io::Error::other("there is no folder to write to"));
        for place in places(root) {
            outcome = replace(&place, text.as_bytes());
            if outcome.is_ok() {
                break;
            }
        }
        outcome
    }
}

/// The basin that was open last, for a start without arguments.
pub fn last_basin() -> Option<PathBuf> {
    let text = fs::read_to_string(own_folder()?.join("last-basin.txt")).ok()?;
    let path = PathBuf::from(text.trim_end_matches('\n'));
    path.join("basin.toml").is_file().then_some(path)
}

/// Remembers the basin for the next start. Not being able to is no reason to bother anybody.
pub(super) fn remember_basin(root: &Path) {
    let written = own_folder()
        .zip(fs::canonicalize(root).ok())
        .map(|(own, root)| {
            replace(
                &own.join("last-basin.txt"),
                root.display().to_string().as_bytes(),
            )
        });
    drop(written);
}

fn places(root: &Path) -> Vec<PathBuf> {
    let own = own_folder().map(|own| {
        let full = fs::canonicalize(root).unwrap_or_else(|_| root.to_path_buf());
        let name: String = full
            .display()
            .to_string()
            .chars()
            .map(|c| if c.is_alphanumeric() { c } else { '-' })
            .collect();
        own.join("layouts").join(format!("{name}.json"))
    });
    std::iter::once(root.join(FILE)).chain(own).collect()
}

/// Where programs keep what belongs to a person, by the custom of the system.
fn own_folder() -> Option<PathBuf> {
    let variable = |name: &str| {
        std::env::var_os(name)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    };
    let base = if cfg!(target_os = "windows") {
        variable("APPDATA")
    } else if cfg!(target_os = "macos") {
        variable("HOME").map(|home| home.join("Library/Application Support"))
    } else {
        variable("XDG_CONFIG_HOME").or_else(|| variable("HOME").map(|home| home.join(".config")))
    };
    base.map(|base| base.join("thalweg"))
}

fn replace(place: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = place.parent()
        && !folder.is_dir()
    {
        fs::create_dir_all(folder)?;
    }
    let draft = place.with_extension("draft");
    fs::write(&draft, bytes)?;
    fs::rename(&draft, place)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::Theme;

    #[test]
    fn a_look_comes_back_and_a_foreign_file_is_set_aside() {
        let folder = tempfile::tempdir().expect("folder");
        let mut look = Look::default();
        look.state.theme = Theme::Dark;
        look.shown = Some(vec![StationId::new("dravec")]);
        look.save(folder.path()).expect("saved");
        let back = Look::load(folder.path()).expect("loaded");
        assert_eq!(back.state.theme, Theme::Dark);
        assert_eq!(back.shown, look.shown);

        fs::write(folder.path().join(FILE), "{\"schema\":\"layout/9\"}").expect("written");
        assert!(Look::load(folder.path()).is_none());
    }
}
