//! A past flood, played: a copy of a basin whose exports are cut at an instant, and what its agencies send from then
//! on, in their own dialects, at its time.
//!
//! Every reading arrives at the end of its interval. Lines come as the agency wrote them; where a line holds readings
//! of many days, those to come are left empty. A file that is no text of lines arrives whole with its last reading.

mod export;
mod spike;
mod text;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use export::{Export, Reading};

use super::{EngineError, basin_file, formats};
use crate::domain::{Basin, Cause, Exercise, Finding, Findings, Instant, StationId};

/// A feed that dies: nothing of the station arrives that is later than this.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Silence {
    /// Station.
    pub station: StationId,
    /// Instant of its last reading.
    pub at: Instant,
}

/// A false value in place of a reading.
#[derive(Clone, Debug, PartialEq)]
pub struct Spike {
    /// Station.
    pub station: StationId,
    /// Instant of the reading.
    pub at: Instant,
    /// SI: m, m³/s, mm.
    pub value: f64,
}

/// What is to be played.
#[derive(Clone, Debug, PartialEq)]
pub struct ReplayPlan {
    /// When the exercise begins: what was known then is there from the beginning.
    pub from: Instant,
    /// When it ends.
    pub to: Instant,
    /// Feeds that die.
    pub silences: Vec<Silence>,
    /// False values.
    pub spikes: Vec<Spike>,
}

/// A flood that is being played into a folder.
pub struct Replay {
    root: PathBuf,
    basin_text: String,
    plan: ReplayPlan,
    exports: Vec<(Export, BTreeSet<Instant>)>,
    /// Up to when everything has been delivered.
    delivered: Instant,
}

impl Replay {
    /// Copies the basin in `basin` to the new folder `to`, with every export as it was at the beginning.
    ///
    /// # Errors
    /// When there is no basin, `to` holds something already, the plan names a station or a reading that is not there,
    /// or the disk refuses.
    pub fn prepare(basin: &Path, to: &Path, plan: ReplayPlan) -> Result<Self, EngineError> {
        let (known, _) = basin_file::load(basin)?;
        check(&plan, &known, to)?;
        let mut exports = read(basin, &known, &plan)?;
        for spike in &plan.spikes {
            spike::put(&mut exports, spike).map_err(|finding| refuse(*finding))?;
        }
        let path = basin.join(basin_file::FILE);
        let basin_text =
            std::fs::read_to_string(&path).map_err(|error| EngineError::File(path, error))?;
        for folder in ["agreements", "formats"] {
            copy(&basin.join(folder), &to.join(folder))?;
        }
        for export in &exports {
            if let Some((path, bytes)) = export.before(plan.from) {
                write(&to.join(path), &bytes)?;
            }
        }
        for source in &known.sources {
            let folder = to.join(source.kind.folder());
            std::fs::create_dir_all(&folder).map_err(|error| EngineError::File(folder, error))?;
        }
        let in_play = |at: &Instant| plan.from < *at && *at <= plan.to;
        let exports = exports
            .into_iter()
            .map(|export| {
                let arrivals = export.arrivals().into_iter().filter(in_play).collect();
                (export, arrivals)
            })
            .collect();
        Ok(Self {
            root: to.to_path_buf(),
            basin_text: as_exercise(&basin_text),
            delivered: plan.from,
            exports,
            plan,
        })
    }

    /// Writes the `basin.toml` of the exercise, which begins when our clocks show `began`.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn begin(&self, began: Instant, speed: f64) -> Result<Exercise, EngineError> {
        let exercise = Exercise {
            start: self.plan.from,
            began,
            speed,
            end: Some(self.plan.to),
        };
        let stamp = |at: Instant| at.utc().format("%Y-%m-%dT%H:%M:%S%.fZ");
        let text = format!(
            "{}\n# Nothing of this is happening: a past flood, played by `thalweg replay`.\n[exercise]\nstart = \"{}\"\nbegan = \"{}\"\nspeed = {speed:?}\nend = \"{}\"\n",
            self.basin_text.trim_end(),
            stamp(exercise.start),
            stamp(exercise.began),
            stamp(self.plan.to),
        );
        write(&self.root.join(basin_file::FILE), text.as_bytes())?;
        Ok(exercise)
    }

    /// When the next reading arrives; `None` when nothing more comes.
    pub fn next_arrival(&self) -> Option<Instant> {
        let after = |arrivals: &BTreeSet<Instant>| {
            let mut later = arrivals.range((
                std::ops::Bound::Excluded(self.delivered),
                std::ops::Bound::Unbounded,
            ));
            later.next().copied()
        };
        self.exports
            .iter()
            .filter_map(|(_, arrivals)| after(arrivals))
            .min()
    }

    /// Hands over what arrives up to `until`; gives the files that were written, each whole.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn deliver(&mut self, until: Instant) -> Result<Vec<PathBuf>, EngineError> {
        let until = until.min(self.plan.to);
        let mut files = Vec::new();
        if until <= self.delivered {
            return Ok(files);
        }
        let span = (
            std::ops::Bound::Excluded(self.delivered),
            std::ops::Bound::Included(until),
        );
        for (export, arrivals) in &self.exports {
            if arrivals.range(span).next().is_none() {
                continue;
            }
            if let Some((path, bytes)) = export.since(self.plan.from, until) {
                let path = self.root.join(path);
                write(&path, &bytes)?;
                files.push(path);
            }
        }
        self.delivered = until;
        Ok(files)
    }
}

fn refuse(finding: Finding) -> EngineError {
    EngineError::Replay([finding].into_iter().collect())
}

fn check(plan: &ReplayPlan, basin: &Basin, to: &Path) -> Result<(), EngineError> {
    let mut findings = Findings::new();
    let mut fault = |message: String, hint: &str| {
        findings.push(Finding::error(Cause::Configuration, message).hint(hint));
    };
    if plan.from >= plan.to {
        let why = format!(
            "it would end at {}, before it begins at {}",
            plan.to, plan.from
        );
        fault(why, "name an end that is later than the beginning");
    }
    let silenced = plan.silences.iter().map(|silence| &silence.station);
    for station in silenced.chain(plan.spikes.iter().map(|spike| &spike.station)) {
        if basin.station(station).is_none() {
            let known: Vec<&str> = basin.stations.iter().map(|own| own.id.as_str()).collect();
            fault(
                format!("no station of this basin has the id \"{station}\""),
                &format!("name one of {}", known.join(", ")),
            );
        }
    }
    let is_used = std::fs::read_dir(to).is_ok_and(|mut entries| entries.next().is_some());
    if is_used {
        fault(
            format!("the folder holds something already: {}", to.display()),
            "name a new folder; an exercise never mixes with what is there",
        );
    }
    if findings.is_empty() {
        Ok(())
    } else {
        Err(EngineError::Replay(findings))
    }
}

/// Every export of every source, in the order of sources and names.
fn read(dir: &Path, basin: &Basin, plan: &ReplayPlan) -> Result<Vec<Export>, EngineError> {
    let mut ignored = Findings::new();
    let profiles = formats::of_basin(dir, &mut ignored);
    let mut exports = Vec::new();
    for source in &basin.sources {
        let reading = Reading {
            basin,
            source,
            profiles: &profiles,
            silences: &plan.silences,
        };
        for path in super::import::files_of(&dir.join(source.kind.folder()))? {
            let bytes =
                std::fs::read(&path).map_err(|error| EngineError::File(path.clone(), error))?;
            exports.push(Export::read(&path, bytes, &reading));
        }
    }
    Ok(exports)
}

/// The text of a `basin.toml` without what an exercise must not have: the instant of the original, feeds that would
/// bring what happens now, and an exercise of its own.
fn as_exercise(text: &str) -> String {
    let mut kept = String::new();
    let mut table = "";
    for line in text.lines() {
        let trimmed = line.trim();
        if trimmed.starts_with('[') {
            table = trimmed;
        }
        let key = trimmed.split('=').next().unwrap_or_default().trim();
        let is_dropped = match table {
            "" => key == "as_of",
            "[[source]]" => matches!(key, "feed" | "every_min"),
            other => other == "[exercise]",
        };
        if !is_dropped {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

/// Copies the files of a folder, and of those below; one that is not there has none.
fn copy(from: &Path, to: &Path) -> Result<(), EngineError> {
    let Ok(entries) = std::fs::read_dir(from) else {
        return Ok(());
    };
    for entry in entries.flatten() {
        let path = entry.path();
        let target = to.join(entry.file_name());
        if path.is_dir() {
            copy(&path, &target)?;
        } else {
            let bytes =
                std::fs::read(&path).map_err(|error| EngineError::File(path.clone(), error))?;
            write(&target, &bytes)?;
        }
    }
    Ok(())
}

/// Writes a file whole or not at all: whoever watches the folder never sees half of it.
fn write(path: &Path, bytes: &[u8]) -> Result<(), EngineError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let draft = path.with_file_name(format!(".{name}.part"));
    let written = match path.parent() {
        Some(folder) => std::fs::create_dir_all(folder),
        None => Ok(()),
    };
    written
        .and_then(|()| std::fs::write(&draft, bytes))
        .and_then(|()| std::fs::rename(&draft, path))
        .map_err(|error| EngineError::File(path.to_path_buf(), error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exercise_asks_no_feed_and_forgets_its_origin() {
        let text = "name = \"a\"\nas_of = \"2026-06-14T06:00:00Z\"\n[[source]]\nid = \"s\"\nfeed = \"https://x\"\nevery_min = 15\nfolder = \"exports/s\"\n[exercise]\nspeed = 2.0\n";
        assert_eq!(
            as_exercise(text),
            "name = \"a\"\n[[source]]\nid = \"s\"\nfolder = \"exports/s\"\n"
        );
    }
}
