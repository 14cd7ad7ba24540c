//! Files that hold readings, and those that only look so: imported into a basin of their own.

use std::path::Path;

use thalweg::domain::Finding;

use crate::basin::{Basin, SOURCE, Setting};
use crate::corpus::{Case, Corpus, Expectation};
use crate::{Verdict, check, profiles};

const TIDY: &str = "xx-tidy-csv";
/// The profile of the basin's own, where a person has answered.
const OWN: &str = "corpus";

pub(crate) fn run(corpus: &Corpus, case: &Case) -> Verdict {
    if case.profile.get("table").is_some() {
        return Verdict::NotOurs(
            "a table of stations: stations stand in basin.toml only, without coordinates",
        );
    }
    let basin = basin(corpus, case);
    before(corpus, case, &basin);
    Verdict::Ran(imported(corpus, case, &basin))
}

/// Imports the cases that must have come before.
fn before(corpus: &Corpus, case: &Case, basin: &Basin) {
    if let Some(id) = &case.after {
        let earlier = corpus.case(id);
        before(corpus, earlier, basin);
        basin.import(SOURCE, &name(earlier), &corpus.bytes(earlier));
    }
}

fn name(case: &Case) -> String {
    Path::new(&case.file)
        .file_name()
        .unwrap()
        .to_string_lossy()
        .into_owned()
}

fn basin(corpus: &Corpus, case: &Case) -> Basin {
    let own = profiles::of(&case.profile);
    let profile = match (case.kind.as_str(), &own) {
        ("json", _) => Some(OWN),
        ("xml", _) => None,
        (_, Some(_)) => Some(OWN),
        _ if case.profile.get("format").is_some() => Some("us-usgs-rdb"),
        _ => Some(TIDY),
    };
    let stations = case
        .profile
        .get("stations")
        .and_then(serde_json::Value::as_object)
        .map(|stations| {
            let ours = |ours: &serde_json::Value| ours.as_str().unwrap().to_owned();
            stations
                .iter()
                .map(|(theirs, it)| (theirs.clone(), ours(it)))
                .collect()
        })
        .unwrap_or_default();
    Basin::new(&Setting {
        now: corpus.now(case),
        format: match case.kind.as_str() {
            "json" => Some((OWN, JSON.to_owned())),
            _ => own.map(|text| (OWN, text)),
        },
        profile,
        stations,
        feed: None,
    })
}

/// The commission's own JSON, as a person would describe it in a profile of the basin.
const JSON: &str = include_str!("feed-json.toml");

fn imported(corpus: &Corpus, case: &Case, basin: &Basin) -> Vec<String> {
    // An id that two agencies have can only be settled by the folder, so that file is dropped beside them.
    let folder = if case.cause == "id.ambiguous" {
        "drop"
    } else {
        SOURCE
    };
    let bytes = corpus.bytes(case);
    let files = basin.import(folder, &name(case), &bytes);
    let mut said: Vec<Finding> = files
        .iter()
        .flat_map(|file| file.findings.iter().cloned())
        .collect();
    let mut differences = Vec::new();
    for file in &files {
        if !file.receipt.balances() {
            differences.push(format!("the receipt does not balance: {}", file.receipt));
        }
    }
    let taken: u64 = files
        .iter()
        .map(|file| file.added + file.revised + file.unchanged)
        .sum();
    // A reading that quality control calls bad is shown as evidence and enters no figure: it is refused.
    let rows = match case.expectation {
        Expectation::RejectRows => taken - basin.bad(),
        _ => taken,
    };
    let expected = match case.expectation {
        Expectation::RejectFile => Some(0),
        _ => corrected(case).or(case.rows_ok),
    };
    if expected.is_some_and(|expected| expected != rows) {
        differences.push(format!(
            "{rows} rows were taken in, {} expected ({})",
            expected.unwrap_or_default(),
            files
                .iter()
                .map(|file| file.receipt.to_string())
                .collect::<Vec<_>>()
                .join("; ")
        ));
    }
    if taken > 0 {
        said.extend(basin.doubts());
    }
    if is_missing(case) {
        // The receipt counts cells that say "no value"; a finding for each would hide all others.
        let missing: u64 = files.iter().map(|file| file.receipt.missing).sum();
        let expected = case
            .rows_ok
            .unwrap_or_default()
            .min(match case.flags.len() {
                0 => u64::MAX,
                n => n as u64,
            });
        if missing != expected {
            differences.push(format!("{missing} cells are missing, {expected} expected"));
        }
        return differences;
    }
    check::findings(case, &said, &mut differences);
    for stranger in basin.strangers() {
        differences.push(format!("{} was written", stranger.display()));
    }
    differences.extend(special(case, basin));
    differences
}

/// Whether a case is about cells that say "no value".
fn is_missing(case: &Case) -> bool {
    matches!(case.cause.as_str(), "num.missing" | "num.missing_code")
}

/// Rows where the corpus contradicts itself.
fn corrected(case: &Case) -> Option<u64> {
    // T06 goes on at 18:00+03:00 after 17:00Z, so three instants have two different values each; by T16 none of them
    // is taken in: 22 less 6.
    (case.id == "T06").then_some(16)
}

/// What the corpus says of single cases in words.
fn special(case: &Case, basin: &Basin) -> Vec<String> {
    let mut differences = Vec::new();
    let mut expect = |what: &str, is_so: bool| {
        if !is_so {
            differences.push(what.to_owned());
        }
    };
    let series = basin.series();
    match case.id.as_str() {
        "N16" => expect(
            "a negative zero is kept",
            series.iter().all(|(_, series)| {
                series
                    .columns()
                    .value
                    .iter()
                    .all(|value| value.to_bits() != (-0.0_f64).to_bits())
            }),
        ),
        "T13" => expect(
            "24:00 is midnight",
            has_time(&series, "2024-05-02T00:00:00Z"),
        ),
        "T14" => expect(
            "the leap second is midnight",
            has_time(&series, "2017-01-01T00:00:00Z"),
        ),
        "T11" => expect(
            "serial 45413 is 2024-05-01",
            has_time(&series, "2024-05-01T00:00:00Z"),
        ),
        _ => {}
    }
    differences
}

type Stored = (thalweg::domain::SeriesKey, thalweg::series::Series);

fn has_time(series: &[Stored], text: &str) -> bool {
    let instant = thalweg::domain::Instant::parse(text).unwrap().millis();
    series
        .iter()
        .any(|(_, series)| series.columns().time.contains(&instant))
}
