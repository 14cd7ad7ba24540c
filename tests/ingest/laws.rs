//! Laws of reading: what was written comes back, two halves make the whole, a cut costs only what it cuts.
//!
//! `PROPTEST_CASES=100000 cargo test --release --test ingest laws::` is the long run.

use std::collections::BTreeMap;

use proptest::prelude::*;
use thalweg::archive::{Archive, AsOf, Batch, ImportedFile};
use thalweg::domain::{Clock, Findings, Instant, Quantity, Severity};
use thalweg::harmonise::{Declared, resolve};
use thalweg::ingest::{Profiles, RawTable, read};

use crate::common::fixture;
use crate::expected::EXPECT;
use crate::written::{Dialect, Reading, Written, dialects, rows};

/// Few cases, unless the environment says how many.
fn config(few: u32) -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok());
    ProptestConfig {
        cases: cases.unwrap_or(few),
        failure_persistence: None,
        max_shrink_iters: 20_000,
        ..ProptestConfig::default()
    }
}

fn of(dialect: &Dialect) -> Profiles {
    let mut profiles = Profiles::default();
    let text = dialect.profile();
    let added = profiles.add("xx-written", &text);
    assert!(added.is_ok(), "{added:?}\n{text}");
    profiles
}

fn tables(bytes: &[u8], profiles: &Profiles) -> (Vec<RawTable>, Findings) {
    let mut findings = Findings::new();
    let tables = read(bytes, "a.csv", profiles, None, &mut findings);
    for table in &tables {
        assert!(table.receipt.balances(), "{}", table.receipt);
    }
    (tables, findings)
}

/// The readings of a table, ordered by line and column.
fn told(tables: &[RawTable]) -> Vec<Reading> {
    let mut all = Vec::new();
    for series in tables.iter().flat_map(|table| &table.series) {
        for row in 0..series.time.len() {
            all.push(Reading {
                station: series.station.clone(),
                second: series.quantity == Quantity::Discharge,
                time: series.time[row],
                value: Some(series.value[row]).filter(|value| !value.is_nan()),
                line: series.line[row],
                column: series.column[row],
            });
        }
    }
    all.sort_by_key(|reading| (reading.line, reading.column));
    all
}

fn shown(written: &Written) -> String {
    String::from_utf8_lossy(&written.bytes[..written.bytes.len().min(3_000)]).into_owned()
}

proptest! {
    #![proptest_config(config(96))]

    #[test]
    fn a_random_table_in_a_random_dialect_comes_back(dialect in dialects(), rows in rows()) {
        let written = dialect.write(&rows);
        let (tables, findings) = tables(&written.bytes, &of(&dialect));
        let context = || format!("{findings:?}\n{}\n{}", dialect.profile(), shown(&written));
        prop_assert_eq!(tables.len(), 1, "{}", context());
        let expect: Vec<Reading> = written.readings.concat();
        prop_assert_eq!(told(&tables), expect.clone(), "{}", context());
        let missing = expect.iter().filter(|reading| reading.value.is_none()).count() as u64;
        let receipt = tables[0].receipt;
        prop_assert_eq!(
            (receipt.read, receipt.missing, receipt.rejected),
            (expect.len() as u64, missing, 0),
            "{}", context()
        );
        prop_assert!(findings.iter().all(|it| it.severity != Severity::Error), "{}", context());
    }

    #[test]
    fn a_cut_costs_no_complete_row_of_any_dialect(dialect in dialects(), rows in rows(), cut in 0_usize..65_536) {
        let written = dialect.write(&rows);
        let cut = written.bytes.len() * cut / 65_536;
        let complete = written.row_ends.iter().filter(|&&end| end <= cut).count();
        let (tables, findings) = tables(&written.bytes[..cut], &of(&dialect));
        if complete > 0 {
            let expect: Vec<Reading> = written.readings[..complete].concat();
            let mut read = told(&tables);
            let last = expect.last().map_or(0, |reading| reading.line);
            let behind = read.iter().filter(|reading| reading.line > last).count();
            read.retain(|reading| reading.line <= last);
            prop_assert_eq!(read, expect, "cut at {}: {:?}\n{}\n{}", cut, findings, dialect.profile(), shown(&written));
            prop_assert!(behind <= 2, "more than the row that was cut");
        }
    }
}

proptest! {
    // Each case writes archives to the disk.
    #![proptest_config(ProptestConfig { max_shrink_iters: 100, ..config(6) })]

    #[test]
    fn two_halves_make_the_archive_of_the_whole(
        dialect in dialects(), rows in rows(), at in 0_usize..60, overlap in 0_usize..3, swapped: bool,
    ) {
        let dialect = dialect.ended();
        let profiles = of(&dialect);
        let at = at % (rows.len() + 1);
        let mut halves = [
            dialect.write(&rows[..(at + overlap).min(rows.len())]),
            dialect.write(&rows[at..]),
        ];
        if swapped {
            halves.reverse();
        }
        let whole = archived(&[&dialect.write(&rows).bytes], &profiles);
        let both = archived(&[&halves[0].bytes, &halves[1].bytes], &profiles);
        prop_assert_eq!(whole, both, "{}", shown(&halves[0]));
    }
}

/// Cuts all over every fixture: of lines, no complete one is lost; of a document, nothing is read that the whole does
/// not say.
#[test]
fn a_cut_of_a_fixture_costs_only_what_it_cuts() {
    for expect in &EXPECT {
        let whole = fixture(expect.file);
        let shipped = Profiles::shipped();
        let (all, _) = tables(&whole, &shipped);
        let is_document = all[0].facts.delimiter.is_empty();
        let all = told(&all);
        let first = all.iter().map(|reading| reading.line).min().unwrap();
        let step = 1 + whole.len() / 120;
        for cut in (0..whole.len()).step_by(step) {
            let (tables, findings) = tables(&whole[..cut], &shipped);
            let read = told(&tables);
            let complete =
                u32::try_from(whole[..cut].iter().filter(|&&byte| byte == b'\n').count()).unwrap();
            let context = || format!("{} cut at {cut}: {findings:?}", expect.file);
            if is_document {
                assert!(read.iter().all(|it| all.contains(it)), "{}", context());
            } else if complete >= first {
                let lost = all
                    .iter()
                    .find(|it| it.line <= complete && !read.contains(it));
                assert_eq!(lost, None, "{}", context());
            }
        }
    }
}

/// What an archive holds after these files, one import each: series by series, instant, value and quality.
fn archived(files: &[&[u8]], profiles: &Profiles) -> BTreeMap<String, Vec<String>> {
    let dir = tempfile::tempdir().unwrap();
    let mut archive = Archive::open(dir.path()).unwrap();
    for (n, bytes) in files.iter().enumerate() {
        let mut findings = Findings::new();
        let tables = read(bytes, &format!("{n}.csv"), profiles, None, &mut findings);
        let mut batch = Batch {
            series: Vec::new(),
            files: Vec::new(),
            at: Instant::from_millis(1_700_000_000_000 + n as i64),
        };
        for table in &tables {
            let declared = Declared {
                clock: Clock::parse("UTC+01:00"),
                ..Declared::default()
            };
            let harmonised = resolve(table, &declared, &mut findings);
            batch.files.push(ImportedFile {
                file: table.file.clone(),
                sha256: table.sha256.clone(),
                profile: table.profile.clone(),
                receipt: harmonised.receipt,
                series: Vec::new(),
                issued: None,
                bytes: table.bytes.clone(),
                findings: Findings::new(),
            });
            batch.series.extend(harmonised.series);
        }
        archive.append(&batch).unwrap();
    }
    let mut held: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for key in archive.keys() {
        let series = archive.series(&key, None, AsOf::Latest).unwrap();
        let columns = series.columns();
        let rows = (0..columns.len())
            .map(|row| {
                format!(
                    "{} {} {}",
                    columns.time[row], columns.value[row], columns.quality[row]
                )
            })
            .collect();
        held.insert(key.to_string(), rows);
    }
    held
}
