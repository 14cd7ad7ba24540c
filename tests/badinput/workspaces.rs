//! Faults of a basin's own file. The corpus writes them in keys of its own, so each is written here in ours, true to
//! the reason that the corpus gives.

use std::fs;

use tempfile::TempDir;
use thalweg::domain::{Cause, Finding, Findings, Severity};
use thalweg::engine::{EngineError, Workspace};
use thalweg::feeds::{Client, Policy};

use crate::Verdict;
use crate::check;
use crate::corpus::{Case, Corpus, Expectation};

const BASIN: &str = r#"schema = "basin/1"
name = "Lower Danube"
clock = "UTC"
water_year_start_month = 10
languages = ["en"]
agreements = []
[[party]]
id = "RO"
name = "Romania"
clock = "UTC"
[[party]]
id = "BG"
name = "Bulgaria"
clock = "UTC"
[[station]]
id = "RO-10021"
name = "Bazias"
state = "RO"
river = "Danube"
km = 1.0
kind = "gauge"
levels = [ { name = "Warn", rank = 1, discharge_m3s = 5000.0 }, { name = "Alarm", rank = 2, discharge_m3s = 9000.0 } ]
[[source]]
id = "f1"
state = "RO"
agency = "Agency"
folder = "exports/f1"
late_after_h = 6.0
silent_after_h = 48.0
"#;

const AGREEMENT: &str = r#"
schema = "treaty/1"
station = [ { id = "RO-10021" } ]
[treaty]
id = "small"
title = "Small accord"
parties = [ { id = "RO", name = "Romania" }, { id = "BG", name = "Bulgaria" } ]
unit = "m3/s"
clock = { tz = "UTC", day_start = "00:00", day_start_stated = true }
[calendar]
days = { kind = "split_month", starts = [1, 4] }
[[rule]]
id = "half"
kind = "split"
article = "Art. 1"
input = { series = "RO-10021", calendar = "days", eval = "period_mean" }
bands = [ { from = 0, RO = [0, 0.55], BG = [0, 0.5] } ]
[ledger]
bg = { entitlement = "half.BG", delivered = "RO-10021", carry = "none" }
"#;

/// The fault of a case in our keys, and the line on which it then stands.
fn text(corpus: &Corpus, case: &Case) -> (Vec<u8>, Option<u32>) {
    let replaced = |from: &str, to: &str| {
        assert!(BASIN.contains(from), "{from}");
        (BASIN.replacen(from, to, 1).into_bytes(), None)
    };
    let first = |line: &str| (format!("{line}\n{BASIN}").into_bytes(), None);
    let last = |lines: &str| (format!("{BASIN}{lines}\n").into_bytes(), None);
    let name = "name = \"Lower Danube\"";
    let at = |(bytes, _): (Vec<u8>, Option<u32>), line| (bytes, Some(line));
    match case.id.as_str() {
        "W00" => last(""),
        "W01" => replaced(
            "late_after_h = 6.0",
            &format!("late_after_h = {}", 1_u128 << 70),
        ),
        "W02" => replaced("9000.0", "1e999"),
        "W03" => replaced("5000.0", "nan"),
        "W04" => at(replaced("clock = \"UTC\"", "name = \"other\""), 3),
        "W05" => first(&format!("x = {}{}", "[".repeat(10_000), "]".repeat(10_000))),
        "W06" => first(&format!("{} = 1", vec!["a"; 5000].join("."))),
        "W07" => {
            let mut bytes = replaced(name, "name = \"D@n\"").0;
            let place = bytes.iter().position(|byte| *byte == b'@').unwrap();
            bytes[place] = 0xe3;
            (bytes, Some(2))
        }
        "W08" => at(replaced(name, "name = \"a\0b\""), 2),
        "W09" => at(replaced("basin/1", "basin/99"), 1),
        "W10" => replaced("levels = [", "levles = ["),
        "W11" => replaced("5000.0", "99000.0"),
        _ if case.cause.starts_with("ws.url.") => {
            let address = original(corpus, case, "url");
            last(&format!("feed = \"{address}\"\nevery_min = 5.0"))
        }
        "W23" | "W24" | "W25" => {
            let path = original(corpus, case, "path");
            replaced("folder = \"exports/f1\"", &format!("folder = '{path}'"))
        }
        "W26" => last("api_key = \"SECRET-DO-NOT-LOG-7f3a\""),
        "W27" => last("feed = \"https://data.example/feed.csv\"\nevery_min = 0.0"),
        "W28" => last("[hooks]\non_alarm = \"powershell -enc AAAA\""),
        "W29" => at(first("since = 2024-02-30"), 1),
        "W30" => first("include = [\"basin.toml\"]"),
        "W31" => (Vec::new(), None),
        "W32" => (b"schema = \"basin/1\"\nname = \"Lower Da".to_vec(), None),
        "W33" => replaced("agreements = []", "agreements = [\"small\"]"),
        other => panic!("{other} has no fault in our keys"),
    }
}

/// What the corpus itself writes behind a key.
fn original(corpus: &Corpus, case: &Case, key: &str) -> String {
    let text = String::from_utf8(corpus.bytes(case)).unwrap();
    let table: toml::Table = text.parse().unwrap();
    let inner = table
        .get("feed")
        .and_then(|feeds| feeds.get(0))
        .or_else(|| table.get("archive"))
        .unwrap();
    inner
        .get(key)
        .and_then(toml::Value::as_str)
        .unwrap()
        .to_owned()
}

pub(crate) fn run(corpus: &Corpus, case: &Case) -> Verdict {
    let dir = TempDir::new().unwrap();
    let (bytes, line) = text(corpus, case);
    fs::write(dir.path().join("basin.toml"), &bytes).unwrap();
    fs::create_dir_all(dir.path().join("exports/f1")).unwrap();
    fs::create_dir_all(dir.path().join("agreements")).unwrap();
    fs::write(dir.path().join("agreements/small.toml"), AGREEMENT).unwrap();
    fs::write(dir.path().join("small.toml"), AGREEMENT).unwrap();
    // Plain http is allowed for these, so that it is their address that must be refused.
    let hosts = [
        "169.254.169.254",
        "[fd00:ec2::254]",
        "[::ffff:a9fe:a9fe]",
        "127.0.0.1",
    ];
    let policy = Policy {
        plain_http_hosts: hosts.map(str::to_owned).into(),
        ..Policy::polling()
    };
    let (is_open, said) = opened(dir.path(), policy);
    let mut differences = Vec::new();
    let mut case = case.clone();
    case.line = line;
    match case.expectation {
        // A misspelt key could switch a warning off, so here it hinders opening; nothing is ever rewritten.
        Expectation::AcceptFlagged => {
            let is_named = said.iter().any(|finding| {
                finding.cause == Cause::Configuration
                    && finding
                        .hint
                        .as_ref()
                        .is_some_and(|hint| hint.contains("levels"))
            });
            if !is_named {
                differences.push(format!("the key is not named: {}", check::all(&said)));
            }
        }
        Expectation::Accept => {
            if !is_open {
                differences.push(check::all(&said));
            }
        }
        _ => check::findings(&case, &said, &mut differences),
    }
    if fs::read(dir.path().join("basin.toml")).unwrap() != bytes {
        differences.push("the file was rewritten".to_owned());
    }
    Verdict::Ran(differences)
}

/// What is said when the folder is opened and its feeds are polled, as the window does.
fn opened(dir: &std::path::Path, policy: Policy) -> (bool, Vec<Finding>) {
    match Workspace::open(dir) {
        Ok((workspace, findings)) => {
            let mut said: Vec<Finding> = findings.into_iter().collect();
            let client = Client::new(policy).unwrap();
            let report = workspace.poll_feeds(&client, &thalweg::engine::Control::default());
            // That a feed brings nothing is a warning; for a refused address it is final.
            said.extend(report.findings.into_iter().map(|finding| Finding {
                severity: Severity::Error,
                ..finding
            }));
            (true, said)
        }
        Err(EngineError::Basin(findings)) => (false, findings.into_iter().collect()),
        Err(other) => {
            let finding = Finding::error(Cause::Storage, other.to_string());
            (false, Findings::from_iter([finding]).into_iter().collect())
        }
    }
}
