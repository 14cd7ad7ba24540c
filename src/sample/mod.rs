//! The invented Arvena basin, from a seed: what the window shows first, and what the tests read.

mod basin_file;
mod catchment;
mod clock;
mod dialects;
mod exports;
mod math;
mod measured;
mod network;
mod plants;
mod readme;
mod river;
mod rng;
mod routing;
mod truth;
mod weather;
mod works;

use std::io;
use std::path::Path;

pub use truth::{Truth, truth};

/// What was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Written {
    /// Number of files.
    pub files: usize,
    /// Sum of their sizes.
    pub bytes: u64,
}

/// Every file of the sample: its path below the basin's folder, parted by `/`, and its bytes. Sorted by path; the
/// same on every machine.
pub fn files() -> Vec<(String, Vec<u8>)> {
    let exports = exports::all(&truth());
    let text = |path: &str, text: &str| (path.to_owned(), text.as_bytes().to_vec());
    let mut files = vec![
        text("README.md", &readme::text(&exports)),
        text("agreements/arvena-2011.toml", ACCORD),
        text("agreements/facts.toml", FACTS),
        text("basin.toml", &basin_file::text()),
        text("forecasts/bresk-national.csv", FORECAST),
    ];
    files.extend(exports.into_iter().map(|file| (file.path, file.bytes)));
    files.sort();
    files
}

/// The invented agreement of the basin's states.
const ACCORD: &str = include_str!("../../assets/sample/arvena-2011.toml");

/// The declaration of its dry year.
const FACTS: &str = include_str!("../../assets/sample/facts.toml");

/// What an invented service forecast for one of its gauges.
const FORECAST: &str = include_str!("../../assets/sample/bresk-national.csv");

/// Writes the sample into a folder, which is made if it is not there. A file of the same name is replaced; no
/// other file is touched.
///
/// # Errors
/// When a folder or a file cannot be written.
pub fn write(dir: &Path) -> io::Result<Written> {
    let files = files();
    let mut bytes = 0;
    for (path, content) in &files {
        let target = dir.join(path);
        if let Some(folder) = target.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(target, content)?;
        bytes += content.len() as u64;
    }
    Ok(Written {
        files: files.len(),
        bytes,
    })
}
