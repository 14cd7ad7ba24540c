//! Every file of the folder of real exports against figures that were found without this program.
//!
//! `tests/real_exports.toml` says what stands in each file. Each is inspected in place, through the command line: first
//! without a word, then, where questions are asked, with the answers of the table to just those questions. Counts and
//! instants must be exact; least, largest and sum agree to one part in a thousand million. A file that holds no series
//! must give no reading, and a finding that says so.
//!
//! An entry marked `pending` is not read yet. It is printed loudly, and fails once it passes, so that it is unmarked.
//!
//! Runs when `THALWEG_REAL` names the folder, and says so when not:
//! `THALWEG_REAL=… cargo test --release --test real_exports -- --nocapture`. `THALWEG_REAL_ONLY=text` looks only at
//! the files whose path holds the text, and prints what the program said of them.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test stops at the first surprise and says when it did not run"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;
use serde_json::Value;
use thalweg::domain::Findings;
use thalweg::ingest::{Profiles, read};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Exports {
    file: Vec<Entry>,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Export,
    Snapshot,
    Peaks,
    Metadata,
    NotAnExport,
}

impl Kind {
    /// Whether a refusal with a finding is as good as the figures.
    fn may_be_refused(self) -> bool {
        matches!(self, Self::Snapshot | Self::Peaks)
    }

    fn has_series(self) -> bool {
        !matches!(self, Self::Metadata | Self::NotAnExport)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    path: String,
    kind: Kind,
    #[serde(default)]
    pending: bool,
    #[serde(default)]
    answers: BTreeMap<String, String>,
    lines: Option<usize>,
    receipt: Option<BTreeMap<String, u64>>,
    #[serde(default)]
    total: Vec<Total>,
    #[serde(default)]
    series: Vec<Expected>,
    // For the reader of the table.
    #[serde(rename = "why")]
    _why: Option<String>,
    #[serde(rename = "unread")]
    _unread: Option<Vec<String>>,
    #[serde(rename = "trap")]
    _trap: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Total {
    quantity: String,
    n_series: u64,
    n_values: u64,
    n_missing: u64,
    min: f64,
    max: f64,
    sum: f64,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Station {
    One(String),
    AnyOf(Vec<String>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    station: Station,
    #[serde(default)]
    any_station: bool,
    #[serde(default)]
    optional: bool,
    not_statistic: Option<String>,
    quantity: String,
    n_values: u64,
    n_missing: u64,
    min: f64,
    max: f64,
    sum: f64,
    first: Option<String>,
    last: Option<String>,
    // For the reader of the table.
    #[serde(rename = "unit_in_file")]
    _unit_in_file: Option<String>,
    #[serde(rename = "first_stamp")]
    _first_stamp: Option<String>,
    #[serde(rename = "last_stamp")]
    _last_stamp: Option<String>,
}

impl Expected {
    fn name(&self) -> String {
        let station = match &self.station {
            Station::One(one) => one,
            Station::AnyOf(several) => several.first().expect("a name"),
        };
        format!("{} of {station}", self.quantity)
    }

    fn is_meant(&self, series: &Value) -> bool {
        let read = series["station"].as_str().unwrap_or_default();
        let is_station = self.any_station
            || match &self.station {
                Station::One(one) => one == read,
                Station::AnyOf(several) => several.iter().any(|one| one == read),
            };
        is_station && series["quantity"] == *self.quantity
    }

    fn differences(&self, series: &Value) -> Vec<String> {
        let mut told = Vec::new();
        let mut say = |key: &str, told_by_file: String| {
            told.push(format!(
                "{} {key} {}, not {told_by_file}",
                self.name(),
                series[key]
            ));
        };
        for (key, n) in [("n_values", self.n_values), ("n_missing", self.n_missing)] {
            if series[key].as_u64() != Some(n) {
                say(key, n.to_string());
            }
        }
        for (key, figure) in [("min", self.min), ("max", self.max), ("sum", self.sum)] {
            if !is_close(&series[key], figure) {
                say(key, figure.to_string());
            }
        }
        for (key, instant) in [("first", &self.first), ("last", &self.last)] {
            if let Some(instant) = instant
                && series[key] != **instant
            {
                say(key, instant.clone());
            }
        }
        if let Some(statistic) = &self.not_statistic
            && series["statistic"] == **statistic
        {
            say("statistic", "that one".to_owned());
        }
        told
    }
}

fn is_close(read: &Value, figure: f64) -> bool {
    read.as_f64()
        .is_some_and(|read| (read - figure).abs() <= 1e-9 * figure.abs().max(1e-3))
}

fn inspect(file: &Path, answers: &[(String, String)]) -> Result<Vec<Value>, String> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_thalweg"));
    command.arg("inspect").arg(file).arg("--json");
    for (key, answer) in answers {
        command.arg("--set").arg(format!("{key}={answer}"));
    }
    let output = command.output().expect("the program starts");
    let document: Value = serde_json::from_slice(&output.stdout).map_err(|_| {
        format!(
            "no report with {answers:?}: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        )
    })?;
    Ok(document["files"].as_array().cloned().unwrap_or_default())
}

/// What the program said of an entry.
struct Said {
    reports: Vec<Value>,
    answered: Vec<(String, String)>,
    was_recognised: bool,
}

impl Said {
    fn all<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a Value> {
        self.reports
            .iter()
            .flat_map(move |report| report[key].as_array().into_iter().flatten())
    }

    fn asked(&self) -> Vec<String> {
        let keys: BTreeSet<String> = self
            .all("questions")
            .filter_map(|question| question["key"].as_str().map(str::to_owned))
            .collect();
        keys.into_iter().collect()
    }

    /// Series with at least one value.
    fn series(&self) -> Vec<&Value> {
        self.all("series")
            .filter(|series| series["n_values"].as_u64() > Some(0))
            .collect()
    }

    fn how(&self) -> String {
        let mut how = match (self.series().is_empty(), self.was_recognised) {
            (true, true) => "recognised, nothing read",
            (true, false) => "not read",
            (false, true) => "recognised",
            (false, false) => "proposed",
        }
        .to_owned();
        if !self.answered.is_empty() {
            let keys: Vec<&str> = self.answered.iter().map(|(key, _)| key.as_str()).collect();
            how.push_str(&format!(", answered {}", keys.join(" ")));
        }
        how
    }
}

/// Inspects an entry, and answers what is asked for as long as there is something new to answer.
fn said(folder: &Path, entry: &Entry) -> Result<Said, String> {
    let (outer, _) = entry.path.split_once('!').unwrap_or((&entry.path, ""));
    let file = folder.join(outer);
    let whole = folder.join(&entry.path).to_string_lossy().into_owned();
    let mut answered: Vec<(String, String)> = Vec::new();
    loop {
        let mut reports = inspect(&file, &answered)?;
        if entry.path.contains('!') {
            reports.retain(|report| report["file"] == *whole);
            if reports.is_empty() {
                return Err("no report about this member".to_owned());
            }
        }
        let said = Said {
            was_recognised: reports.iter().any(|report| report["recognised"] == true),
            reports,
            answered: answered.clone(),
        };
        let mut new: Vec<(String, String)> = said
            .asked()
            .iter()
            .flat_map(|key| answers(entry, key))
            .collect();
        new.retain(|answer| !answered.contains(answer));
        if new.is_empty() || !entry.kind.has_series() {
            return Ok(said);
        }
        answered.extend(new);
    }
}

/// The answers to a question: that of its key, those of its parts (`unit.Qls` for `unit`), or for a part that has none
/// of its own that of the whole.
fn answers(entry: &Entry, key: &str) -> Vec<(String, String)> {
    let is_part = |of: &str| {
        of.strip_prefix(key)
            .is_some_and(|rest| rest.starts_with('.'))
    };
    let mut found: Vec<(String, String)> = entry
        .answers
        .iter()
        .filter(|(of, _)| *of == key || is_part(of))
        .map(|(of, answer)| (of.clone(), answer.clone()))
        .collect();
    if let (true, Some((whole, _))) = (found.is_empty(), key.split_once('.')) {
        let general = entry.answers.get(whole);
        found.extend(general.map(|answer| (key.to_owned(), answer.clone())));
    }
    found
}

fn differences(entry: &Entry, said: &Said) -> Vec<String> {
    let read = said.series();
    let mut told = receipts(entry, said);
    if !entry.kind.has_series() {
        told.extend(read.iter().map(|series| extra(series)));
    } else if !(entry.kind.may_be_refused() && read.is_empty()) {
        told.extend(series_differences(entry, &read));
        told.extend(entry.total.iter().flat_map(|total| sums(total, &read)));
    }
    if entry.kind == Kind::Export && entry.series.is_empty() && !said.was_recognised {
        told.push("no profile knows it".to_owned());
    }
    if read.is_empty() && said.all("findings").next().is_none() {
        told.push("nothing is read and no finding says why".to_owned());
    }
    told
}

/// A profile that was drafted is saved with a basin: there it must claim the same file, and alone.
fn saved(folder: &Path, entry: &Entry, said: &Said) -> Vec<String> {
    let (outer, _) = entry.path.split_once('!').unwrap_or((&entry.path, ""));
    let bytes = std::fs::read(folder.join(outer)).expect("the file");
    let drafts = said.reports.iter().filter(|report| {
        report["series"]
            .as_array()
            .is_some_and(|series| !series.is_empty())
    });
    let mut told = Vec::new();
    for draft in drafts.map(|report| &report["proposed"]) {
        let (Some(id), Some(text)) = (draft["id"].as_str(), draft["toml"].as_str()) else {
            continue;
        };
        let mut profiles = Profiles::shipped();
        if let Err(finding) = profiles.add(id, text) {
            told.push(format!("the draft does not read back: {finding}"));
            continue;
        }
        let mut findings = Findings::new();
        let tables = read(&bytes, outer, &profiles, None, &mut findings);
        if !tables.iter().any(|table| table.profile.as_str() == id) {
            told.push(format!(
                "the saved draft {id} does not claim its own file: {findings:?}"
            ));
        }
    }
    told
}

fn series_differences(entry: &Entry, read: &[&Value]) -> Vec<String> {
    let mut told = Vec::new();
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    for expected in &entry.series {
        let best = (0..read.len())
            .filter(|at| !taken.contains(at) && expected.is_meant(read[*at]))
            .min_by_key(|at| expected.differences(read[*at]).len());
        match best {
            Some(at) => {
                taken.insert(at);
                told.extend(expected.differences(read[at]));
            }
            None if expected.optional => {}
            None => told.push(format!("no {}", expected.name())),
        }
    }
    if entry.total.is_empty() {
        told.extend(
            (0..read.len())
                .filter(|at| !taken.contains(at))
                .map(|at| extra(read[at])),
        );
    }
    told
}

fn extra(series: &Value) -> String {
    format!(
        "read, but not in the file as such: {} of {}, {} values from {} to {}",
        series["quantity"], series["station"], series["n_values"], series["min"], series["max"]
    )
}

fn sums(total: &Total, read: &[&Value]) -> Vec<String> {
    let of: Vec<&Value> = read
        .iter()
        .copied()
        .filter(|series| series["quantity"] == *total.quantity)
        .collect();
    let figures = |key: &'static str| of.iter().filter_map(move |series| series[key].as_f64());
    let count = |key: &'static str| -> u64 { of.iter().filter_map(|it| it[key].as_u64()).sum() };
    let mut told = Vec::new();
    for (what, read, meant) in [
        ("series", of.len() as u64, total.n_series),
        ("values", count("n_values"), total.n_values),
    ] {
        if read != meant {
            told.push(format!("{read} {what} of {}, not {meant}", total.quantity));
        }
    }
    // A series of gaps alone may stand in the report or not.
    if count("n_missing") > total.n_missing {
        told.push(format!("more gaps of {} than the file has", total.quantity));
    }
    for (what, read, meant) in [
        ("min", figures("min").reduce(f64::min), total.min),
        ("max", figures("max").reduce(f64::max), total.max),
        ("sum", Some(figures("sum").sum()), total.sum),
    ] {
        if !is_close(&read.into(), meant) {
            told.push(format!(
                "{what} of all {} {read:?}, not {meant}",
                total.quantity
            ));
        }
    }
    told
}

fn receipts(entry: &Entry, said: &Said) -> Vec<String> {
    let mut told = Vec::new();
    let mut sum: BTreeMap<&str, u64> = BTreeMap::new();
    for report in &said.reports {
        let count = |key: &str| report["receipt"][key].as_u64().expect("a count");
        let keys = ["kept", "rejected", "duplicate", "ambiguous_time", "missing"];
        if count("read") != keys.iter().map(|key| count(key)).sum::<u64>() {
            told.push(format!(
                "the receipt does not balance: {}",
                report["receipt"]
            ));
        }
        for key in keys.into_iter().chain(["read"]) {
            *sum.entry(key).or_default() += count(key);
        }
    }
    for (key, meant) in entry.receipt.iter().flatten() {
        let read = sum.get(key.as_str()).copied().unwrap_or_default();
        if read != *meant {
            told.push(format!("receipt: {key} {read}, not {meant}"));
        }
    }
    told
}

fn lines(bytes: &[u8]) -> usize {
    let ends = bytes
        .iter()
        .enumerate()
        .filter(|&(at, &byte)| {
            byte == b'\n' || (byte == b'\r' && bytes.get(at + 1) != Some(&b'\n'))
        })
        .count();
    ends + usize::from(!matches!(bytes.last(), None | Some(b'\n' | b'\r')))
}

fn look(folder: &Path, entry: &Entry) -> (String, Vec<String>) {
    let said = match said(folder, entry) {
        Ok(said) => said,
        Err(why) => return ("failed".to_owned(), vec![why]),
    };
    if std::env::var_os("THALWEG_REAL_ONLY").is_some() {
        println!(
            "{}",
            serde_json::to_string_pretty(&said.reports).expect("text")
        );
    }
    let mut told = differences(entry, &said);
    told.extend(saved(folder, entry, &said));
    (said.how(), told)
}

fn table() -> Vec<Entry> {
    let text = include_str!("real_exports.toml");
    let Exports { mut file } = toml::from_str(text).unwrap_or_else(|error| panic!("{error}"));
    if let Ok(only) = std::env::var("THALWEG_REAL_ONLY") {
        file.retain(|entry| entry.path.contains(&only));
    }
    file
}

#[test]
fn every_real_file_is_read_as_it_stands() {
    let entries = table();
    let Some(folder) = std::env::var_os("THALWEG_REAL").map(PathBuf::from) else {
        println!("NOT RUN: real exports, since THALWEG_REAL names no folder");
        return;
    };
    let mut bad = Vec::new();
    let mut pending = Vec::new();
    let (mut exports, mut good, mut unasked) = (0, 0, 0);
    for entry in &entries {
        if let Some(meant) = entry.lines.filter(|_| !entry.path.contains('!')) {
            let bytes = std::fs::read(folder.join(&entry.path)).expect("the file");
            assert_eq!(lines(&bytes), meant, "{} is another file", entry.path);
        }
        let (how, told) = look(&folder, entry);
        let is_good = told.is_empty();
        if entry.kind == Kind::Export {
            exports += 1;
            good += usize::from(is_good);
            unasked += usize::from(is_good && !how.contains("answered"));
        }
        let verdict = match (is_good, entry.pending) {
            (true, false) => "ok",
            (false, true) => "PENDING",
            (true, true) => {
                bad.push(format!("{}: passes, so unmark it", entry.path));
                "PENDING, BUT PASSES"
            }
            (false, false) => {
                bad.push(format!("{}: {}", entry.path, told.join("; ")));
                "DIFFERS"
            }
        };
        if entry.pending && !is_good {
            pending.push(entry.path.as_str());
        }
        println!("{verdict:8} {} ({how}) {}", entry.path, shown(&told));
    }
    println!(
        "{good} of {exports} exports as expected, {unasked} of them without a question; {} of {} files in all; \
         {} PENDING",
        entries.len() - bad.len() - pending.len(),
        entries.len(),
        pending.len()
    );
    assert!(bad.is_empty(), "\n{}", bad.join("\n"));
}

/// The first differences, for a line of a list.
fn shown(told: &[String]) -> String {
    let mut text = told.iter().take(2).cloned().collect::<Vec<_>>().join("; ");
    if told.len() > 2 {
        text.push_str(&format!("; and {} more", told.len() - 2));
    }
    text
}
