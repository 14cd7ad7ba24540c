//! What became of every reading of a file: sums, extremes, and what a re-issue changed. The figures beside the
//! exports were added up by hand.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use std::fs;
use std::path::Path;

use thalweg::domain::{Cause, Differences, Findings, Instant, SeriesReceipt};
use thalweg::engine::{Control, FileImport, ImportReport, Selection, Workspace};

const BASIN: &str = r#"
schema = "basin/1"
name = "Rill"
as_of = "2026-02-01T06:00:00Z"
clock = "UTC"
water_year_start_month = 10
languages = ["en"]
agreements = []
[[party]]
id = "UP"
name = "Upland"
clock = "UTC"
[[station]]
id = "gate"
name = "The Gate"
state = "UP"
river = "Rill"
km = 10.0
kind = "gauge"
[[station]]
id = "hill"
name = "Hill"
state = "UP"
river = "Rill"
km = 5.0
kind = "rain"
[[source]]
id = "tidy"
state = "UP"
agency = "Upland Water"
folder = "exports/tidy"
stations = { "G1" = "gate", "R1" = "hill" }
late_after_h = 48.0
silent_after_h = 96.0
"#;

/// At 03 h the same value twice, at 06 h two that contradict each other, and a station that nobody knows.
const FIRST: &str = "\
station_id,timestamp,value,unit,quality,quantity
G1,2026-01-01T00:00:00Z,10,m3/s,P,discharge
G1,2026-01-01T01:00:00Z,12.5,m3/s,P,discharge
G1,2026-01-01T02:00:00Z,11,m3/s,P,discharge
G1,2026-01-01T03:00:00Z,9,m3/s,P,discharge
G1,2026-01-01T03:00:00Z,9,m3/s,P,discharge
G1,2026-01-01T04:00:00Z,8,m3/s,P,discharge
G1,2026-01-01T06:00:00Z,3,m3/s,P,discharge
G1,2026-01-01T06:00:00Z,4,m3/s,P,discharge
R1,2026-01-01T00:00:00Z,0.5,mm,P,rain
R1,2026-01-01T01:00:00Z,,mm,P,rain
R1,2026-01-01T02:00:00Z,2.25,mm,P,rain
XX,2026-01-01T10:00:00Z,1,m3/s,P,discharge
";

/// 00 h is new, 01 h is as before, 02 h is revised by -3, 03 h is withdrawn, 04 h is absent, 05 h is new.
const AGAIN: &str = "\
station_id,timestamp,value,unit,quality,quantity
G1,2025-12-31T23:00:00Z,7,m3/s,P,discharge
G1,2026-01-01T01:00:00Z,12.5,m3/s,P,discharge
G1,2026-01-01T02:00:00Z,8,m3/s,P,discharge
G1,2026-01-01T03:00:00Z,,m3/s,P,discharge
G1,2026-01-01T05:00:00Z,7.5,m3/s,P,discharge
";

fn basin() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("folder");
    fs::create_dir_all(folder.path().join("exports/tidy")).expect("folder");
    fs::write(folder.path().join("basin.toml"), BASIN).expect("written");
    folder
}

fn send(root: &Path, name: &str, text: &str) {
    fs::write(root.join("exports/tidy").join(name), text).expect("written");
}

fn import(workspace: &Workspace) -> ImportReport {
    workspace
        .import(&Selection::All, &Control::new())
        .expect("import")
}

fn file<'a>(files: &'a [FileImport], name: &str) -> &'a FileImport {
    let found = files.iter().find(|file| file.file.ends_with(name));
    found.expect("the file")
}

fn series<'a>(file: &'a FileImport, station: &str) -> &'a SeriesReceipt {
    let found = file
        .series
        .iter()
        .find(|series| series.station_in_file == station);
    found.unwrap_or_else(|| panic!("no {station} in {file:?}"))
}

fn at(text: &str) -> Instant {
    Instant::parse(text).expect("instant")
}

fn has(findings: &Findings, cause: Cause, words: &str) -> bool {
    findings
        .iter()
        .any(|finding| finding.cause == cause && finding.message.contains(words))
}

#[test]
fn sums_and_extremes_before_and_after_differ_by_what_was_set_aside() {
    let folder = basin();
    send(folder.path(), "a.csv", FIRST);
    let (workspace, _) = Workspace::open(folder.path()).expect("open");
    let report = import(&workspace);
    let file = file(&report.files, "a.csv");
    let receipt = file.receipt;
    assert_eq!(
        (receipt.read, receipt.kept, receipt.rejected),
        (12, 7, 3),
        "{receipt}"
    );
    assert_eq!((receipt.duplicate, receipt.missing), (1, 1), "{receipt}");
    assert!(receipt.balances());

    let gate = series(file, "G1");
    assert_eq!(gate.before.n, 8);
    assert_eq!(gate.before.sum, Some(66.5));
    assert_eq!(gate.after.sum, Some(50.5));
    assert_eq!(gate.set_aside.sum, Some(16.0));
    let (least, most) = (
        gate.after.min.expect("least"),
        gate.after.max.expect("most"),
    );
    assert_eq!((least.value, least.line), (8.0, 7));
    assert_eq!(
        (most.value, most.line, most.time),
        (12.5, 3, Some(at("2026-01-01T01:00:00Z")))
    );
    let statuses = gate.statuses;
    assert_eq!((statuses.provisional, statuses.doubtful), (5, 0));

    let hill = series(file, "R1");
    assert_eq!((hill.before.sum, hill.after.sum), (Some(2.75), Some(2.75)));
    assert_eq!((hill.before.n, hill.missing), (2, 1));

    let unknown = series(file, "XX");
    assert_eq!((unknown.station.as_ref(), unknown.before.n), (None, 1));
}

#[test]
fn a_re_issue_is_compared_with_what_was_known_and_survives_a_restart() {
    let folder = basin();
    send(folder.path(), "a.csv", FIRST);
    let (workspace, _) = Workspace::open(folder.path()).expect("open");
    import(&workspace);
    send(folder.path(), "b.csv", AGAIN);
    let report = import(&workspace);
    let again = file(&report.files, "b.csv");
    let check = |found: &Differences| {
        let counts = (found.added, found.revised, found.unchanged);
        assert_eq!(counts, (2, 2, 1));
        assert_eq!((found.withdrawn, found.absent), (1, 2));
        assert_eq!(
            found.absent_span,
            Some((at("2026-01-01T00:00:00Z"), at("2026-01-01T04:00:00Z")))
        );
        let largest = found.largest.expect("a change");
        assert_eq!(
            (largest.old, largest.new, largest.line, largest.time),
            (11.0, 8.0, 4, at("2026-01-01T02:00:00Z"))
        );
    };
    check(&series(again, "G1").differences);
    assert!(has(&again.findings, Cause::Revised, "are not in this file"));
    let said = again
        .findings
        .iter()
        .find(|finding| finding.message.contains("differ"));
    let hint = said.and_then(|said| said.hint.clone()).expect("a hint");
    assert!(hint.contains("by name"), "{hint}");

    // Nothing was deleted, and a second reading changes nothing.
    drop(workspace);
    let (workspace, _) = Workspace::open(folder.path()).expect("open again");
    let remembered = workspace.receipts();
    assert_eq!(remembered.len(), 2);
    check(&series(file(&remembered, "b.csv"), "G1").differences);
    assert_eq!(
        series(file(&remembered, "a.csv"), "G1").before.sum,
        Some(66.5)
    );
}

#[test]
fn a_station_that_basin_toml_learns_later_is_read_then() {
    let folder = basin();
    send(folder.path(), "a.csv", FIRST);
    let (workspace, _) = Workspace::open(folder.path()).expect("open");
    import(&workspace);
    drop(workspace);
    let text = BASIN.replace("\"R1\" = \"hill\"", "\"R1\" = \"hill\", \"XX\" = \"gate\"");
    fs::write(folder.path().join("basin.toml"), text).expect("written");
    let (workspace, _) = Workspace::open(folder.path()).expect("open");
    let report = import(&workspace);
    assert_eq!(file(&report.files, "a.csv").receipt.rejected, 2);
}

/// The profile of an agency that dates its exports.
const DATED: &str = r#"
agency = "Upland Water"
about = "made for a test"
shape = "long"
delimiter = ";"
clock = "unstated"
issued = { after = "Exported:", patterns = ["dd.mm.yyyy HH:MM", "dd.mm.yyyy"] }
[recognise]
lines = ["Exported:"]
header = ["site", "when", "flow"]
[station]
column = "site"
[time]
column = "when"
patterns = ["yyyy-mm-dd HH:MM"]
[[series]]
column = "flow"
quantity = "discharge"
unit = "m3/s"
"#;

#[test]
fn of_exports_that_state_when_they_were_made_the_later_one_counts_whatever_its_name() {
    let folder = basin();
    let root = folder.path();
    fs::create_dir_all(root.join("formats")).expect("folder");
    fs::write(root.join("formats/up-dated.toml"), DATED).expect("written");
    let text = BASIN.replace("late_after_h", "clock = \"UTC\"\nlate_after_h");
    fs::write(root.join("basin.toml"), text).expect("written");
    let export = |date: &str, flow: &str| {
        format!(
            "Exported: {date}\nsite;when;flow\nG1;2026-01-01 00:00;{flow}\nG1;2026-01-01 01:00;4\n"
        )
    };
    send(root, "a.csv", &export("03.02.2026 10:00", "9"));
    send(root, "b.csv", &export("01.02.2026", "5"));
    let (workspace, findings) = Workspace::open(root).expect("open");
    assert!(findings.is_empty(), "{findings:?}");
    let report = import(&workspace);
    let names: Vec<&str> = report.files.iter().map(|file| file.file.as_str()).collect();
    assert_eq!(names, ["exports/tidy/b.csv", "exports/tidy/a.csv"]);
    let newer = file(&report.files, "a.csv");
    assert_eq!(newer.issued, Some(at("2026-02-03T10:00:00Z")));
    let largest = series(newer, "G1").differences.largest.expect("a change");
    assert_eq!((largest.old, largest.new), (5.0, 9.0));

    // One that is older still and comes later is taken in, and a warning says so.
    send(root, "c.csv", &export("02.02.2026", "6"));
    let report = import(&workspace);
    let older = file(&report.files, "c.csv");
    assert!(
        has(&older.findings, Cause::Revised, "was taken in before it"),
        "{older:?}"
    );
}

#[test]
fn a_faulty_profile_of_the_basin_is_named_and_blocks_nothing() {
    let folder = basin();
    let root = folder.path();
    fs::create_dir_all(root.join("formats")).expect("folder");
    fs::write(root.join("formats/bad.toml"), "agency = 1\n").expect("written");
    fs::write(root.join("formats/up-dated.toml"), DATED).expect("written");
    let (_, findings) = Workspace::open(root).expect("open");
    let check = |findings: &Findings| {
        let named: Vec<&str> = findings
            .iter()
            .filter_map(|finding| finding.file.as_deref())
            .collect();
        assert_eq!(named, ["formats/bad.toml"], "{findings:?}");
    };
    check(&findings);
    check(&thalweg::engine::check_basin(root).expect("checked"));
}

/// Daily means, readings of a moment and rain, with every kind of quality.
const MIXED: &str = "\
station_id,timestamp,value,unit,quality,quantity
G1,2026-01-01T00:00:00Z,10.125,m3/s,approved estimated,mean discharge
G1,2026-01-02T00:00:00Z,,m3/s,approved,mean discharge
G1,2026-01-03T00:00:00Z,-0.1,m3/s,provisional suspect,mean discharge
G1,2026-01-01T00:15:00Z,1.23,m,raw,stage
G1,2026-01-01T00:30:00Z,1.24,m,provisional corrected bad,stage
R1,2026-01-01T01:00:00Z,0.1,mm,approved,rain
R1,2026-01-01T02:00:00Z,0,mm,approved,rain
";

#[test]
fn what_is_exported_reads_back_as_the_same_readings() {
    let folder = basin();
    send(folder.path(), "a.csv", MIXED);
    let (workspace, _) = Workspace::open(folder.path()).expect("open");
    let report = import(&workspace);
    assert_eq!(report.files[0].receipt.kept, 6, "{report:?}");

    let other = basin();
    for (n, key) in workspace.keys().iter().enumerate() {
        let series = workspace.series(key).expect("series");
        let mut bytes = Vec::new();
        thalweg::report::csv(&thalweg::present::tidy_sheet(&series), &mut bytes).expect("csv");
        let text = String::from_utf8(bytes).expect("text");
        send(other.path(), &format!("{n}.csv"), &text);
    }
    let (back, _) = Workspace::open(other.path()).expect("open");
    import(&back);
    assert_eq!(workspace.keys().len(), 3);
    assert_eq!(workspace.keys(), back.keys());
    for key in workspace.keys() {
        let readings = |workspace: &Workspace| {
            let series = workspace.series(&key).expect("series");
            let columns = series.columns();
            let bits: Vec<u64> = columns.value.iter().map(|value| value.to_bits()).collect();
            (columns.time.clone(), bits, columns.quality.clone())
        };
        assert_eq!(readings(&workspace), readings(&back), "{key}");
    }
}
