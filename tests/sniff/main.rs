//! Exports of agencies that no profile knows: what is read without a question, what is asked, and that the answered
//! draft reads every value, unit and instant. Stations and values are invented; what is expected was written down
//! from the rows by hand, before the program read them.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops at the first surprise"
)]

mod asked;
mod dialects;
mod grids;
mod languages;
mod layouts;
mod traps;

use std::collections::BTreeMap;

use thalweg::domain::{Findings, Instant, ProfileId, Severity};
use thalweg::harmonise::{Declared, resolve};
use thalweg::ingest::sniff::{Draft, draft};
use thalweg::ingest::{Profiles, read};

/// An export and what must come of it.
pub(crate) struct Case {
    /// Name of the file.
    pub(crate) file: &'static str,
    /// Its text.
    pub(crate) text: &'static str,
    /// What a person answers.
    pub(crate) answers: &'static [(&'static str, &'static str)],
    /// Keys of the questions that are asked before anybody answers, in order.
    pub(crate) asks: &'static [&'static str],
    /// Series: station, quantity, statistic, step, then `instant=value` in SI; `-` for no value.
    pub(crate) expect: &'static [&'static str],
}

/// What came of an export.
pub(crate) struct Seen {
    pub(crate) asked: Vec<String>,
    pub(crate) series: Vec<String>,
    pub(crate) findings: Findings,
    pub(crate) toml: String,
}

pub(crate) fn see(bytes: &[u8], file: &str, answers: &[(&str, &str)]) -> Seen {
    let mut drafted = draft(bytes, file).expect(file);
    let asked = drafted
        .questions()
        .iter()
        .map(|it| it.key.clone())
        .collect();
    for (key, text) in answers {
        drafted.answer(key, text).unwrap();
    }
    let mut findings: Findings = drafted.findings().iter().cloned().collect();
    let toml = drafted.to_toml();
    let series = if drafted.is_ready() {
        series(bytes, file, &drafted, &toml, &mut findings)
    } else {
        Vec::new()
    };
    Seen {
        asked,
        series,
        findings,
        toml,
    }
}

/// The series by the saved profile, which must be the drafted one, and must claim the file.
fn series(
    bytes: &[u8],
    file: &str,
    drafted: &Draft,
    toml: &str,
    findings: &mut Findings,
) -> Vec<String> {
    let mut saved = Profiles::default();
    saved.add(&drafted.id(), toml).unwrap();
    let id = ProfileId::new(drafted.id());
    assert_eq!(
        saved.get(&id).unwrap().rules,
        *drafted.rules(),
        "{file}: written and read\n{toml}"
    );
    let tables = read(bytes, file, &saved, None, findings);
    let mut told: BTreeMap<String, String> = BTreeMap::new();
    for table in &tables {
        assert!(table.receipt.balances(), "{file}: {}", table.receipt);
        let resolved = resolve(table, &Declared::default(), findings);
        assert!(resolved.receipt.balances(), "{file}: {}", resolved.receipt);
        for series in &resolved.series {
            let key = format!(
                "{} {} {} {}",
                series.key.station,
                series.key.quantity.word(),
                series.key.statistic.word(),
                series.key.step
            );
            let columns = series.columns();
            let readings: Vec<String> = (0..columns.len())
                .map(|row| {
                    let time = Instant::from_millis(columns.time[row])
                        .to_string()
                        .replace(":00Z", "Z")
                        .replace("T00:00Z", "");
                    let value = columns.value[row];
                    if value.is_nan() {
                        format!("{time}=-")
                    } else {
                        format!("{time}={value}")
                    }
                })
                .collect();
            told.insert(key, readings.join(" "));
        }
    }
    told.into_iter()
        .map(|(key, readings)| format!("{key} {readings}"))
        .collect()
}

/// Holds one export against what is expected.
pub(crate) fn check(case: &Case) -> Result<(), String> {
    let seen = see(case.text.as_bytes(), case.file, case.answers);
    let mut faults = Vec::new();
    if seen.asked != case.asks {
        faults.push(format!("asked {:?}, expected {:?}", seen.asked, case.asks));
    }
    if seen.series != case.expect {
        faults.push(format!(
            "read\n    {}\n  expected\n    {}",
            seen.series.join("\n    "),
            case.expect.join("\n    ")
        ));
    }
    if faults.is_empty() {
        return Ok(());
    }
    let errors: Vec<String> = seen
        .findings
        .iter()
        .filter(|it| it.severity != Severity::Note)
        .map(ToString::to_string)
        .collect();
    Err(format!(
        "{}: {}\n  findings {errors:#?}\n{}",
        case.file,
        faults.join("\n  "),
        if std::env::var_os("SHOW_TOML").is_some() {
            &seen.toml
        } else {
            ""
        }
    ))
}

/// Holds a table of exports.
pub(crate) fn check_all(cases: &[Case]) {
    let faults: Vec<String> = cases.iter().filter_map(|case| check(case).err()).collect();
    assert!(
        faults.is_empty(),
        "{} of {} exports\n{}",
        faults.len(),
        cases.len(),
        faults.join("\n\n")
    );
}
