//! Forecasts that others made, from the folder that the entry names.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::domain::{ExternalForecast, ForecastEntry, Instant};
use crate::engine::analysis::Matter;
use crate::ingest::forecasts::forecasts;

/// Those of an entry, the newest issue of each source that was out at the as-of instant; then what could not be read.
pub(super) fn of_entry(
    matter: &Matter<'_>,
    entry: &ForecastEntry,
) -> (Vec<ExternalForecast>, Vec<String>) {
    let Some(folder) = &entry.external else {
        return (Vec::new(), Vec::new());
    };
    let mut newest: BTreeMap<String, ExternalForecast> = BTreeMap::new();
    let mut unread = Vec::new();
    for path in files(matter, folder, &mut unread) {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let source = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let read = std::fs::read(&path).map_err(|error| error.to_string());
        match read.and_then(|bytes| forecasts(&bytes, &source, entry.quantity)) {
            Err(why) => unread.push(format!("{folder}/{name}: {why}")),
            Ok(found) => {
                let own = found.into_iter().filter(|one| {
                    is_of(&one.station, entry) && is_out(&one.forecast, matter.as_of)
                });
                for one in own {
                    keep(&mut newest, one.forecast);
                }
            }
        }
    }
    (newest.into_values().collect(), unread)
}

fn files(matter: &Matter<'_>, folder: &str, unread: &mut Vec<String>) -> Vec<PathBuf> {
    let listed = match std::fs::read_dir(matter.root.join(folder)) {
        Ok(listed) => listed,
        Err(error) => {
            unread.push(format!("{folder}: {error}"));
            return Vec::new();
        }
    };
    let mut paths: Vec<PathBuf> = listed
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.is_file())
        .collect();
    paths.sort();
    paths
}

/// A file that names no station is about the entry's own.
fn is_of(station: &str, entry: &ForecastEntry) -> bool {
    station.is_empty() || station == entry.station.as_str()
}

fn is_out(forecast: &ExternalForecast, as_of: Instant) -> bool {
    forecast.issued <= as_of
}

fn keep(newest: &mut BTreeMap<String, ExternalForecast>, forecast: ExternalForecast) {
    let known = newest.get(&forecast.source);
    if known.is_none_or(|known| known.issued < forecast.issued) {
        newest.insert(forecast.source.clone(), forecast);
    }
}
