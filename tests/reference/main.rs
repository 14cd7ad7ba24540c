//! Reference vectors: figures made by other programs, by published tables or by hand, one JSON a case.
//!
//! Each vector has one owner, a function that runs the indicator as `compute` does and holds every expected figure
//! against it at the tolerance that the vector states. Vectors whose data are in the public domain lie in
//! `tests/fixtures/reference`; `THALWEG_REFERENCE` names a folder with further ones, which are read in place.
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test stops at the first surprise, and says what it did not run"
)]

mod drought;
mod flood;
mod forecast;
mod frequency;
mod rain;
mod records;
mod series;
mod stats;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;
use thalweg::indicators::catalogue::{self, Input, Points, Settings};

/// A vector and the folder that its CSV files lie in.
pub(crate) struct Vector {
    /// The JSON.
    pub(crate) json: Value,
    folder: PathBuf,
}

/// The name of a vector and what proves it.
pub(crate) type Owner = (&'static str, fn(&Vector));

fn owners() -> BTreeMap<&'static str, fn(&Vector)> {
    let families = [
        flood::OWNERS,
        rain::OWNERS,
        records::OWNERS,
        forecast::OWNERS,
        frequency::OWNERS,
        drought::OWNERS,
        stats::OWNERS,
    ];
    families.into_iter().flatten().copied().collect()
}

impl Vector {
    /// The value at a JSON pointer, which must be there.
    pub(crate) fn at(&self, pointer: &str) -> &Value {
        let found = self.json.pointer(pointer);
        found.unwrap_or_else(|| panic!("the vector has nothing at {pointer}"))
    }

    /// The number at a JSON pointer.
    pub(crate) fn number(&self, pointer: &str) -> f64 {
        number(self.at(pointer))
    }

    /// The numbers at a JSON pointer; null is NaN.
    pub(crate) fn numbers(&self, pointer: &str) -> Vec<f64> {
        self.at(pointer)
            .as_array()
            .unwrap()
            .iter()
            .map(number)
            .collect()
    }

    /// A CSV beside the vector: header, then rows of fields.
    pub(crate) fn csv(&self, name: &str) -> (Vec<String>, Vec<Vec<String>>) {
        let text = std::fs::read_to_string(self.folder.join(name)).unwrap();
        let fields = |line: &str| {
            line.split(',')
                .map(|field| field.trim_matches('"').to_owned())
                .collect()
        };
        let mut lines = text
            .lines()
            .filter(|line| !line.starts_with('#'))
            .map(fields);
        (lines.next().unwrap(), lines.collect())
    }
}

/// A number, with null as NaN.
pub(crate) fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or(f64::NAN)
}

/// Runs an indicator as `compute` does.
pub(crate) fn compute(name: &str, series: Vec<Points>, set: &[(&str, &str)]) -> Value {
    compute_input(
        name,
        &Input {
            series,
            ..Input::default()
        },
        set,
    )
}

/// [`compute`] on series and columns of words.
pub(crate) fn compute_input(name: &str, input: &Input, set: &[(&str, &str)]) -> Value {
    let indicator =
        catalogue::find(name).unwrap_or_else(|| panic!("no indicator is called {name}"));
    let given: Vec<(String, String)> = set
        .iter()
        .map(|(key, value)| ((*key).into(), (*value).into()))
        .collect();
    let settings = Settings::new(indicator.settings, &given).unwrap();
    let computed = (indicator.run)(input, &settings).unwrap_or_else(|why| panic!("{name}: {why}"));
    Value::Object(computed.result)
}

/// Fails unless two numbers are equal within `absolute` plus `relative` of the expected one; NaN equals NaN.
pub(crate) fn close(what: &str, found: f64, expected: f64, (absolute, relative): (f64, f64)) {
    let is_close = (found.is_nan() && expected.is_nan())
        || (found - expected).abs() <= absolute + relative * expected.abs();
    assert!(is_close, "{what}: {found} is not {expected}");
}

/// [`close`] for each of a list.
pub(crate) fn all_close(what: &str, found: &[f64], expected: &[f64], tolerance: (f64, f64)) {
    assert_eq!(found.len(), expected.len(), "{what}: number of values");
    for (n, (found, expected)) in found.iter().zip(expected).enumerate() {
        close(&format!("{what}, {n}"), *found, *expected, tolerance);
    }
}

/// Every vector of a folder.
fn vectors(folder: &Path) -> Vec<(String, Vector)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "json") {
            let text = std::fs::read_to_string(&path).unwrap();
            let json = serde_json::from_str(&text).unwrap();
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            found.push((
                name,
                Vector {
                    json,
                    folder: folder.to_path_buf(),
                },
            ));
        }
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found
}

fn prove(folder: &Path) {
    let owners = owners();
    let vectors = vectors(folder);
    assert!(!vectors.is_empty(), "{} holds no vector", folder.display());
    let mut failed = Vec::new();
    for (name, vector) in &vectors {
        let Some(owner) = owners.get(name.as_str()) else {
            failed.push(format!("{name}: no owner proves this vector"));
            continue;
        };
        let proof = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| owner(vector)));
        if let Err(panic) = proof {
            let text = panic.downcast_ref::<String>().cloned();
            let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
            failed.push(format!("{name}: {}", text.unwrap_or_default()));
        }
    }
    assert!(
        failed.is_empty(),
        "{} of {} vectors fail:\n{}",
        failed.len(),
        vectors.len(),
        failed.join("\n")
    );
    eprintln!("{} vectors hold", vectors.len());
}

#[test]
fn every_vector_of_the_project_has_an_owner_and_holds() {
    prove(Path::new("tests/fixtures/reference"));
}

#[test]
fn every_vector_beside_the_project_has_an_owner_and_holds() {
    let Some(folder) = std::env::var_os("THALWEG_REFERENCE") else {
        eprintln!("NOT RUN: THALWEG_REFERENCE names no folder of further vectors");
        return;
    };
    prove(Path::new(&folder));
}
