//! The invented Arvena basin, from a seed: what the window shows first, and what the tests read.

use std::io;
use std::path::Path;

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
    Vec::new()
}

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
