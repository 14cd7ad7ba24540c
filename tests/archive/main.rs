//! What the commission keeps: round trips, revisions, damage, crashes, two programs at once.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops at the first surprise"
)]

mod revisions;
mod safety;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use thalweg::archive::{Appended, Archive, ArchiveError, AsOf, Batch, FileOutcome, ImportedFile};
use thalweg::domain::{
    FileHash, Instant, ProfileId, Quality, Quantity, Receipt, Review, SeriesKey, SourceId,
    StationId, Statistic, Step,
};
use thalweg::series::{Columns, FileOrigin, Series};

const QUARTER: i64 = 15 * 60_000;

fn key(station: &str) -> SeriesKey {
    SeriesKey {
        station: StationId::new(station),
        quantity: Quantity::Stage,
        step: Step::Minutes(15),
        statistic: Statistic::Instantaneous,
        source: SourceId::new("av-live"),
    }
}

fn instant(text: &str) -> Instant {
    Instant::parse(text).expect("test instant")
}

/// A file of one station: a row for each quarter-hour number and value, NaN for "no value".
struct Export {
    station: &'static str,
    text: String,
    rows: Vec<(i64, f64)>,
    quality: Quality,
}

impl Export {
    fn new(station: &'static str, rows: &[(i64, f64)]) -> Self {
        let mut text = format!("station;{station}\n");
        for (quarter, value) in rows {
            text.push_str(&format!("{quarter};{value}\n"));
        }
        Self {
            station,
            text,
            rows: rows.to_vec(),
            quality: Quality::PROVISIONAL,
        }
    }

    fn approved(mut self) -> Self {
        self.quality.review = Review::Approved;
        self
    }

    fn hash(&self) -> FileHash {
        FileHash::of(self.text.as_bytes())
    }

    fn file(&self) -> ImportedFile {
        let missing = self.rows.iter().filter(|(_, value)| value.is_nan()).count() as u64;
        let read = self.rows.len() as u64;
        ImportedFile {
            file: format!("exports/{}.csv", self.station),
            sha256: self.hash(),
            profile: ProfileId::new("test"),
            receipt: Receipt {
                read,
                kept: read - missing,
                missing,
                ..Receipt::default()
            },
            series: Vec::new(),
            issued: None,
            bytes: Arc::from(self.text.as_bytes()),
            findings: thalweg::domain::Findings::new(),
        }
    }

    fn series(&self) -> Series {
        let n = u32::try_from(self.rows.len()).unwrap();
        let len = self.rows.len();
        let columns = Columns {
            time: self
                .rows
                .iter()
                .map(|(quarter, _)| quarter * QUARTER)
                .collect(),
            value: self.rows.iter().map(|(_, value)| *value).collect(),
            quality: vec![self.quality.pack(); len],
            flag: (0..len).map(|row| u16::from(row % 3 == 1)).collect(),
            file: vec![0; len],
            line: (2..n + 2).collect(),
            column: vec![2; len],
            revision: vec![0; len],
        };
        Series::new(
            key(self.station),
            columns,
            Arc::from([Arc::from(""), Arc::from("Eis")]),
            Arc::from([FileOrigin {
                file: format!("exports/{}.csv", self.station),
                sha256: self.hash(),
            }]),
        )
    }
}

fn batch(exports: &[Export], at: &str) -> Batch {
    Batch {
        series: exports.iter().map(Export::series).collect(),
        files: exports.iter().map(Export::file).collect(),
        at: instant(at),
    }
}

fn counts(outcome: &FileOutcome) -> (u64, u64, u64) {
    (outcome.added, outcome.revised, outcome.unchanged)
}

fn append(archive: &mut Archive, exports: &[Export], at: &str) -> Appended {
    archive.append(&batch(exports, at)).expect("append")
}

/// Quarter-hour number, value as text, revision, line, file: everything a reading is.
fn readings(archive: &Archive, station: &str, as_of: AsOf) -> Vec<String> {
    let series = archive.series(&key(station), None, as_of).expect("series");
    (0..series.len())
        .map(|row| {
            let columns = series.columns();
            let place = series.reading(row).unwrap();
            format!(
                "{} {} q{} {:?} r{} {}:{}:{} {}",
                columns.time[row] / QUARTER,
                columns.value[row],
                columns.quality[row],
                series.flags[usize::from(columns.flag[row])],
                place.revision,
                place.file,
                place.line,
                place.column,
                &place.sha256.as_str()[..8],
            )
        })
        .collect()
}

/// Values by quarter-hour number.
fn values(archive: &Archive, station: &str, as_of: AsOf) -> Vec<(i64, f64)> {
    let series = archive.series(&key(station), None, as_of).expect("series");
    let columns = series.columns();
    let times = columns.time.iter().map(|time| time / QUARTER);
    times.zip(columns.value.iter().copied()).collect()
}

/// Every file of the archive with its bytes, but for the lock.
fn content(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut open = vec![dir.to_owned()];
    let mut files = BTreeMap::new();
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if !path
                .file_name()
                .unwrap()
                .to_string_lossy()
                .starts_with("lock")
            {
                files.insert(path.clone(), fs::read(&path).unwrap());
            }
        }
    }
    files
}

fn temporary() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

#[test]
fn what_goes_in_comes_out_exactly_even_after_opening_again() {
    let dir = temporary();
    let rows = [
        (0, 1.274),
        (1, f64::NAN),
        (2, -0.5),
        (3, 35.2 * 0.028_316_846_592),
        (4, 1e-7),
        (7, 60.0),
    ];
    let export = Export::new("grenzau", &rows);
    let decimals = Export::new("dravec", &[(0, 1.274), (1, 1.28), (2, f64::NAN), (3, 12.0)]);
    let hash = &export.hash().as_str()[..8].to_owned();
    let mut archive = Archive::open(dir.path()).unwrap();
    append(&mut archive, &[export, decimals], "2026-06-14T06:00:00Z");
    drop(archive);

    let archive = Archive::open(dir.path()).unwrap();
    let q = Quality::PROVISIONAL.pack();
    let expect = [
        format!("0 1.274 q{q} \"\" r1 exports/grenzau.csv:2:2 {hash}"),
        format!("1 NaN q{q} \"Eis\" r1 exports/grenzau.csv:3:2 {hash}"),
        format!("2 -0.5 q{q} \"\" r1 exports/grenzau.csv:4:2 {hash}"),
        format!(
            "3 {} q{q} \"\" r1 exports/grenzau.csv:5:2 {hash}",
            rows[3].1
        ),
        format!("4 0.0000001 q{q} \"Eis\" r1 exports/grenzau.csv:6:2 {hash}"),
        format!("7 60 q{q} \"\" r1 exports/grenzau.csv:7:2 {hash}"),
    ];
    assert_eq!(readings(&archive, "grenzau", AsOf::Latest), expect);
    let decimals = values(&archive, "dravec", AsOf::Latest);
    assert_eq!(decimals[1], (1, 1.28));
    assert!(decimals[2].1.is_nan());
    assert_eq!(archive.keys(), [key("dravec"), key("grenzau")]);
    assert_eq!(
        (
            archive.facts().revision,
            archive.facts().files,
            archive.facts().readings
        ),
        (1, 2, 10)
    );
    assert!(archive.verify().is_empty(), "{:?}", archive.verify());
}

#[test]
fn the_line_of_a_reading_is_the_agencys_own() {
    let dir = temporary();
    let mut archive = Archive::open(dir.path()).unwrap();
    append(
        &mut archive,
        &[Export::new("grenzau", &[(0, 1.5), (1, 2.5)])],
        "2026-01-01",
    );
    let series = archive.series(&key("grenzau"), None, AsOf::Latest).unwrap();
    let reading = archive.reading(&series, 1).unwrap().unwrap();
    assert_eq!(reading.text, "1;2.5");
    assert_eq!(
        archive.raw_line(&reading.sha256, 1).unwrap(),
        "station;grenzau"
    );
    let error = archive.raw_line(&reading.sha256, 99).unwrap_err();
    assert!(
        matches!(error, ArchiveError::NoSuchLine { line: 99, .. }),
        "{error}"
    );
}
