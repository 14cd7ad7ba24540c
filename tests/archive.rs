//! What the commission keeps: round trips, revisions, damage, crashes, two programs at once.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use proptest::prelude::*;
use thalweg::archive::{
    Access, Appended, Archive, ArchiveError, AsOf, Batch, FileOutcome, ImportedFile,
};
use thalweg::domain::{
    FileHash, Instant, Origin, Period, ProfileId, Quality, Quantity, Receipt, Reliability, Review,
    SeriesKey, Severity, SourceId, StationId, Statistic, Step,
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
            bytes: Arc::from(self.text.as_bytes()),
            findings: 0,
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

#[test]
fn importing_twice_is_importing_once() {
    let dir = temporary();
    let exports = || {
        [
            Export::new("grenzau", &[(0, 1.0), (1, f64::NAN)]),
            Export::new("dravec", &[(0, 2.0)]),
        ]
    };
    let mut archive = Archive::open(dir.path()).unwrap();
    let first = append(&mut archive, &exports(), "2026-01-01");
    assert_eq!(first.revision, Some(1));
    assert_eq!(counts(&first.files[0]), (2, 0, 0));
    let before = content(dir.path());
    for at in ["2026-01-01", "2026-02-01"] {
        let again = append(&mut archive, &exports(), at);
        assert_eq!(again.revision, None);
        assert!(again.files.iter().all(|file| file.is_known));
        assert_eq!(counts(&again.files[0]), (0, 0, 2));
        assert_eq!(content(dir.path()), before);
    }
    // The same readings in another file: the file is kept, no reading is stored again.
    let mut other = Export::new("grenzau", &[(0, 1.0), (1, f64::NAN)]);
    other.text.push_str("# printed again\n");
    let other = append(&mut archive, &[other], "2026-03-01");
    assert_eq!((other.revision, counts(&other.files[0])), (None, (0, 0, 2)));
    assert_eq!((archive.facts().files, archive.facts().revision), (3, 1));
}

#[test]
fn a_reissue_revises_and_the_past_stays_readable() {
    let dir = temporary();
    let mut archive = Archive::open(dir.path()).unwrap();
    let of = |rows: &[(i64, f64)]| [Export::new("grenzau", rows)];
    append(
        &mut archive,
        &of(&[(0, 1.0), (1, 2.0), (2, 3.0)]),
        "2026-01-01",
    );
    let second = append(
        &mut archive,
        &of(&[(0, 1.0), (1, 2.5), (2, f64::NAN), (3, 4.0)]),
        "2026-02-01",
    );
    assert_eq!(second.revision, Some(2));
    assert_eq!(counts(&second.files[0]), (1, 2, 1));
    let old = vec![(0, 1.0), (1, 2.0), (2, 3.0)];
    let archive = {
        drop(archive);
        Archive::open(dir.path()).unwrap()
    };
    assert_eq!(values(&archive, "grenzau", AsOf::Revision(1)), old);
    assert_eq!(
        values(&archive, "grenzau", AsOf::Instant(instant("2026-01-31"))),
        old
    );
    assert_eq!(values(&archive, "grenzau", AsOf::Revision(0)), vec![]);
    assert_eq!(
        values(&archive, "grenzau", AsOf::Instant(instant("2025-12-31"))),
        vec![]
    );
    let new = values(&archive, "grenzau", AsOf::Latest);
    assert_eq!(
        (new[1], new[3], new[2].1.is_nan()),
        ((1, 2.5), (3, 4.0), true)
    );
    let at = values(&archive, "grenzau", AsOf::Instant(instant("2026-02-01")));
    assert_eq!(at.len(), 4);

    let revised = archive.revised(&key("grenzau")).unwrap();
    let told: Vec<_> = revised
        .iter()
        .map(|one| {
            (
                one.time.millis() / QUARTER,
                one.old,
                one.old_revision,
                one.new,
                one.new_revision,
            )
        })
        .collect();
    assert_eq!(
        told,
        [(1, Some(2.0), 1, Some(2.5), 2), (2, Some(3.0), 1, None, 2)]
    );
}

#[test]
fn a_change_of_quality_alone_is_a_revision_and_losing_approval_is_counted() {
    let dir = temporary();
    let mut archive = Archive::open(dir.path()).unwrap();
    let rows = [(0, 1.0), (1, 2.0)];
    append(&mut archive, &[Export::new("grenzau", &rows)], "2026-01-01");
    let up = append(
        &mut archive,
        &[Export::new("grenzau", &rows).approved()],
        "2026-01-02",
    );
    assert_eq!(
        (counts(&up.files[0]), up.files[0].downgraded),
        ((0, 2, 0), 0)
    );
    let down = append(&mut archive, &[Export::new("grenzau", &rows)], "2026-01-03");
    assert_eq!(
        (counts(&down.files[0]), down.files[0].downgraded),
        ((0, 2, 0), 2)
    );
    let revised = archive.revised(&key("grenzau")).unwrap();
    assert_eq!(revised.len(), 4);
    assert_eq!(revised[0].new_quality.review, Review::Approved);
}

#[test]
fn overlapping_files_give_each_reading_once() {
    let dir = temporary();
    let mut archive = Archive::open(dir.path()).unwrap();
    let appended = append(
        &mut archive,
        &[
            Export::new("grenzau", &[(0, 1.0), (1, 2.0), (2, 3.0)]),
            Export::new("grenzau", &[(1, 2.0), (2, 3.5), (3, 4.0)]),
        ],
        "2026-01-01",
    );
    assert_eq!(counts(&appended.files[0]), (3, 0, 0));
    assert_eq!(counts(&appended.files[1]), (1, 1, 1));
    assert_eq!(
        values(&archive, "grenzau", AsOf::Latest),
        [(0, 1.0), (1, 2.0), (2, 3.5), (3, 4.0)]
    );
    // The reading that the later file of the same import replaced is kept below it.
    let revised = archive.revised(&key("grenzau")).unwrap();
    assert_eq!((revised[0].old, revised[0].new), (Some(3.0), Some(3.5)));
    assert_eq!(archive.facts().readings, 4);

    let period = Period::new(
        Instant::from_millis(QUARTER),
        Instant::from_millis(3 * QUARTER),
    );
    let part = archive
        .series(&key("grenzau"), Some(period), AsOf::Latest)
        .unwrap();
    assert_eq!(part.columns().value, [2.0, 3.5], "start is in, end is not");
}

#[test]
fn a_receipt_that_does_not_balance_or_a_file_without_bytes_stops_the_import() {
    let dir = temporary();
    let mut archive = Archive::open(dir.path()).unwrap();
    let mut lost = batch(&[Export::new("grenzau", &[(0, 1.0)])], "2026-01-01");
    lost.files[0].receipt.read += 1;
    let error = archive.append(&lost).unwrap_err();
    assert!(matches!(error, ArchiveError::Unbalanced { .. }), "{error}");
    let mut bare = batch(&[Export::new("grenzau", &[(0, 1.0)])], "2026-01-01");
    bare.files.clear();
    let error = archive.append(&bare).unwrap_err();
    assert!(matches!(error, ArchiveError::UnknownFile { .. }), "{error}");
    let mut other = batch(&[Export::new("grenzau", &[(0, 1.0)])], "2026-01-01");
    other.files[0].bytes = Arc::from(&b"something else"[..]);
    let error = archive.append(&other).unwrap_err();
    assert!(matches!(error, ArchiveError::UnknownFile { .. }), "{error}");
    assert_eq!(archive.facts().revision, 0);
    assert!(archive.keys().is_empty());
    assert!(content(dir.path()).is_empty());
}

#[test]
fn the_second_program_reads_and_is_told_who_writes() {
    let dir = temporary();
    let mut first = Archive::open(dir.path()).unwrap();
    assert_eq!(*first.access(), Access::Writer);
    append(
        &mut first,
        &[Export::new("grenzau", &[(0, 1.0)])],
        "2026-01-01",
    );
    let mut second = Archive::open(dir.path()).unwrap();
    let Access::ReadOnly { reason } = second.access() else {
        panic!("the first still writes");
    };
    let process = format!("process {}", std::process::id());
    assert!(reason.contains(&process), "{reason}");
    assert_eq!(values(&second, "grenzau", AsOf::Latest), [(0, 1.0)]);
    let error = second
        .append(&batch(&[Export::new("grenzau", &[(1, 1.0)])], "2026-01-01"))
        .unwrap_err();
    assert!(matches!(error, ArchiveError::ReadOnly { .. }), "{error}");

    append(
        &mut first,
        &[Export::new("grenzau", &[(1, 2.0)])],
        "2026-01-02",
    );
    second.refresh().unwrap();
    assert_eq!(
        values(&second, "grenzau", AsOf::Latest),
        [(0, 1.0), (1, 2.0)]
    );
    drop(first);
    drop(second);
    assert_eq!(*Archive::open(dir.path()).unwrap().access(), Access::Writer);
}

#[test]
fn a_folder_that_cannot_be_locked_is_read() {
    let dir = temporary();
    let mut archive = Archive::open(dir.path()).unwrap();
    append(
        &mut archive,
        &[Export::new("grenzau", &[(0, 1.0)])],
        "2026-01-01",
    );
    drop(archive);
    // As on a medium that may not be written to: the lock file cannot be opened.
    fs::remove_file(dir.path().join("lock")).unwrap();
    fs::create_dir(dir.path().join("lock")).unwrap();
    let archive = Archive::open(dir.path()).unwrap();
    assert!(matches!(archive.access(), Access::ReadOnly { .. }));
    assert_eq!(values(&archive, "grenzau", AsOf::Latest), [(0, 1.0)]);
}

/// A crash at any step leaves the archive before the import or after it.
#[test]
fn what_a_crash_leaves_is_no_part_of_the_archive() {
    let dir = temporary();
    let mut archive = Archive::open(dir.path()).unwrap();
    append(
        &mut archive,
        &[Export::new("grenzau", &[(0, 1.0)])],
        "2026-01-01",
    );
    let manifest = fs::read(dir.path().join("manifest.json")).unwrap();
    let journal = fs::read(dir.path().join("journal.jsonl")).unwrap();
    append(
        &mut archive,
        &[Export::new("grenzau", &[(1, 2.0)])],
        "2026-01-02",
    );
    let after = content(dir.path());
    drop(archive);
    let whole = after[&dir.path().join("journal.jsonl")].clone();

    // Died before the line was whole: segments lie there, the import never was.
    for cut in [journal.len() + 1, whole.len() - 1] {
        fs::write(dir.path().join("manifest.json"), &manifest).unwrap();
        fs::write(dir.path().join("journal.jsonl"), &whole[..cut]).unwrap();
        fs::write(dir.path().join("manifest.json.tmp"), b"{\"sch").unwrap();
        let mut archive = Archive::open(dir.path()).unwrap();
        assert_eq!(archive.facts().revision, 1);
        assert_eq!(values(&archive, "grenzau", AsOf::Latest), [(0, 1.0)]);
        assert_eq!(fs::read(dir.path().join("journal.jsonl")).unwrap(), journal);
        let notes = archive.verify();
        assert!(
            notes.iter().all(|note| note.severity == Severity::Note),
            "{notes:?}"
        );
        assert_eq!(
            notes.len(),
            2,
            "the segment and the raw file of the lost import"
        );
        // Importing again gives the archive that would have been.
        append(
            &mut archive,
            &[Export::new("grenzau", &[(1, 2.0)])],
            "2026-01-02",
        );
        assert!(!dir.path().join("manifest.json.tmp").exists());
        assert_eq!(content(dir.path()), after);
        drop(archive);
    }

    // Died between journal and manifest, or the manifest is gone: the journal tells all.
    for manifest in [Some(&manifest), None] {
        match manifest {
            Some(bytes) => fs::write(dir.path().join("manifest.json"), bytes).unwrap(),
            None => fs::remove_file(dir.path().join("manifest.json")).unwrap(),
        }
        let archive = Archive::open(dir.path()).unwrap();
        assert_eq!(archive.facts().revision, 2);
        assert!(archive.verify().is_empty());
        assert_eq!(content(dir.path()), after);
    }
}

/// Deterministic numbers, so that a failure can be seen again.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % n as u64).unwrap()
    }
}

#[test]
fn a_flipped_bit_anywhere_is_found_and_its_file_named() {
    let dir = temporary();
    let mut archive = Archive::open(dir.path()).unwrap();
    let rows: Vec<(i64, f64)> = (0..500u32)
        .map(|n| (i64::from(n), f64::from(n % 97) / 100.0))
        .collect();
    append(&mut archive, &[Export::new("grenzau", &rows)], "2026-01-01");
    append(
        &mut archive,
        &[Export::new("dravec", &rows[..20])],
        "2026-01-02",
    );
    let files: Vec<(PathBuf, Vec<u8>)> = content(dir.path()).into_iter().collect();
    assert!(archive.verify().is_empty());
    let mut dice = Dice(0x5eed_1234_abcd_0042);
    for _ in 0..600 {
        let (path, bytes) = &files[dice.below(files.len())];
        let mut flipped = bytes.clone();
        let at = dice.below(flipped.len());
        flipped[at] ^= 1 << dice.below(8);
        fs::write(path, &flipped).unwrap();
        let findings = archive.verify();
        let name = path.display().to_string();
        assert!(
            findings
                .iter()
                .any(|found| found.file.as_ref() == Some(&name)),
            "byte {at} of {name}: {findings:?}"
        );
        if path.extension().is_some_and(|end| end == "parquet") {
            let station = if name.contains("dravec") {
                "dravec"
            } else {
                "grenzau"
            };
            let error = archive
                .series(&key(station), None, AsOf::Latest)
                .expect_err("a damaged segment is never read");
            assert!(error.to_string().contains(&name), "{error}");
        }
        fs::write(path, bytes).unwrap();
    }
    assert!(archive.verify().is_empty());
}

#[test]
fn an_archive_of_a_newer_program_is_refused_by_name() {
    let dir = temporary();
    let mut archive = Archive::open(dir.path()).unwrap();
    append(
        &mut archive,
        &[Export::new("grenzau", &[(0, 1.0)])],
        "2026-01-01",
    );
    drop(archive);
    let path = dir.path().join("manifest.json");
    let text = fs::read_to_string(&path).unwrap();
    let (body, _) = text.split_once(",\n\"sha256\"").unwrap();
    let body = body.replace("archive/1", "archive/7");
    let seal = FileHash::of(body.as_bytes());
    fs::write(&path, format!("{body},\n\"sha256\":\"{seal}\"}}\n")).unwrap();
    let error = Archive::open(dir.path()).unwrap_err();
    assert!(
        matches!(&error, ArchiveError::Newer { schema, .. } if schema == "archive/7"),
        "{error}"
    );
}

#[test]
fn a_rewritten_past_is_found_by_whoever_kept_the_head() {
    let dir = temporary();
    let mut archive = Archive::open(dir.path()).unwrap();
    append(
        &mut archive,
        &[Export::new("grenzau", &[(0, 1.0)])],
        "2026-01-01",
    );
    let head = archive.head().clone();
    append(
        &mut archive,
        &[Export::new("grenzau", &[(1, 1.0)])],
        "2026-01-02",
    );
    let journal = fs::read_to_string(dir.path().join("journal.jsonl")).unwrap();
    let lines: Vec<&str> = journal.lines().collect();
    assert_eq!(FileHash::of(lines[0].as_bytes()), head);
    assert!(lines[1].contains(head.as_str()));
    let forged = journal.replacen("exports/grenzau.csv", "exports/grenzav.csv", 1);
    fs::write(dir.path().join("journal.jsonl"), forged).unwrap();
    assert!(archive.verify().has_errors());
}

/// A feed that is asked every quarter of an hour: a hundred small imports, and one reading that is revised.
#[test]
fn many_small_imports_stay_a_few_files_and_every_past_stays_readable() {
    let dir = temporary();
    let mut archive = Archive::open(dir.path()).unwrap();
    let value = |n: i64| f64::from(i32::try_from(n).unwrap()) / 100.0;
    for n in 0..100 {
        // Each payload holds the last three quarters; the newest is first wrong and then right.
        let rows: Vec<(i64, f64)> = (0.max(n - 2)..=n)
            .map(|quarter| {
                (
                    quarter,
                    value(quarter) + if quarter == n { 0.5 } else { 0.0 },
                )
            })
            .collect();
        append(&mut archive, &[Export::new("foz", &rows)], "2026-01-01");
    }
    let segments = content(&dir.path().join("data")).len();
    assert!(segments <= 24, "{segments} segments");
    assert_eq!(archive.facts().revision, 100);
    assert_eq!(archive.facts().readings, 100);
    assert!(archive.verify().is_empty(), "{:?}", archive.verify());
    let archive = {
        drop(archive);
        Archive::open(dir.path()).unwrap()
    };
    for known in [1u32, 23, 24, 25, 50, 99, 100] {
        let last = i64::from(known) - 1;
        let expect: Vec<(i64, f64)> = (0..=last)
            .map(|n| (n, value(n) + if n == last { 0.5 } else { 0.0 }))
            .collect();
        assert_eq!(
            values(&archive, "foz", AsOf::Revision(known)),
            expect,
            "{known}"
        );
    }
    assert_eq!(archive.revised(&key("foz")).unwrap().len(), 99);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// However a sequence of issues and re-issues is split into batches, the same can be read; and at every
    /// revision exactly what was known then.
    #[test]
    fn splitting_a_batch_changes_nothing_that_is_read(
        issues in prop::collection::vec(
            prop::collection::btree_map(0i64..12, prop::option::weighted(0.8, 0u8..3), 1..8),
            1..6,
        ),
        split in 0usize..6,
    ) {
        let exports = || -> Vec<Export> {
            issues
                .iter()
                .map(|issue| {
                    let rows: Vec<(i64, f64)> = issue
                        .iter()
                        .map(|(&quarter, value)| (quarter, value.map_or(f64::NAN, f64::from)))
                        .collect();
                    Export::new("grenzau", &rows)
                })
                .collect()
        };
        let told = |archive: &Archive, as_of| -> Vec<(i64, Option<u64>)> {
            values(archive, "grenzau", as_of)
                .into_iter()
                .map(|(quarter, value)| (quarter, (!value.is_nan()).then_some(value.to_bits())))
                .collect()
        };
        let (together, apart) = (temporary(), temporary());
        let mut one = Archive::open(together.path()).unwrap();
        append(&mut one, &exports(), "2026-01-01");
        let mut two = Archive::open(apart.path()).unwrap();
        let mut first = exports();
        let second = first.split_off(split.min(first.len()));
        append(&mut two, &first, "2026-01-01");
        append(&mut two, &second, "2026-01-01");
        prop_assert_eq!(told(&one, AsOf::Latest), told(&two, AsOf::Latest));

        // One by one, against a plain map as the truth.
        let dir = temporary();
        let mut each = Archive::open(dir.path()).unwrap();
        let mut truth: BTreeMap<i64, Option<u64>> = BTreeMap::new();
        let mut known = vec![(0, truth.clone())];
        for (issue, export) in issues.iter().zip(exports()) {
            let bits = |value: &Option<u8>| value.map(|value| f64::from(value).to_bits());
            truth.extend(issue.iter().map(|(&quarter, value)| (quarter, bits(value))));
            let appended = append(&mut each, &[export], "2026-01-01");
            if let Some(revision) = appended.revision {
                known.push((revision, truth.clone()));
            }
        }
        prop_assert_eq!(told(&each, AsOf::Latest), told(&one, AsOf::Latest));
        for (revision, truth) in known {
            let told = told(&each, AsOf::Revision(revision));
            prop_assert_eq!(told, truth.into_iter().collect::<Vec<_>>());
        }
    }

    /// Any quality and any float survive.
    #[test]
    fn any_reading_survives(value in any::<f64>(), scaled in -1_000_000i32..1_000_000, reliability in 0u8..3) {
        let dir = temporary();
        let mut archive = Archive::open(dir.path()).unwrap();
        let mut export = Export::new("grenzau", &[(0, value + 0.0), (1, f64::from(scaled) / 1000.0)]);
        export.quality = Quality {
            origin: Origin::Estimated,
            reliability: [Reliability::Good, Reliability::Suspect, Reliability::Bad][usize::from(reliability)],
            review: Review::Raw,
        };
        let quality = export.quality;
        append(&mut archive, &[export], "2026-01-01");
        let series = archive.series(&key("grenzau"), None, AsOf::Latest).unwrap();
        let columns = series.columns();
        prop_assert!(columns.value[0] == value || (columns.value[0].is_nan() && value.is_nan()));
        prop_assert_eq!(columns.value[1], f64::from(scaled) / 1000.0);
        prop_assert_eq!(Quality::unpack(columns.quality[1]), quality);
    }
}
