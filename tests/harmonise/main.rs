//! Agency's words → ours: stations, units, instants, duplicates, receipts and quality control.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

mod quality;
mod time;

use std::sync::Arc;

use proptest::prelude::*;
use thalweg::domain::{
    Basin, Cause, Clock, DayRule, FileHash, Findings, Instant, Party, PartyId, ProfileId, Quality,
    Quantity, Receipt, Severity, Source, SourceId, SourceKind, StampMark, Station, StationId,
    StationKind, Statistic, Step, Unit,
};
use thalweg::harmonise::{Declared, Harmonised, Question, harmonise, resolve};
use thalweg::ingest::{CellColumns, FileFacts, RawClock, RawSeries, RawTable};

fn station(id: &str) -> Station {
    Station {
        id: StationId::new(id),
        name: id.to_owned(),
        state: PartyId::new("AV"),
        river: "Arvena".to_owned(),
        river_km: 1.0,
        tidal: false,
        kind: StationKind::Gauge,
        datum: None,
        gauge_zero: None,
        levels: Vec::new(),
        rain_levels: Vec::new(),
        twin: None,
        border: None,
        uncertainty: None,
    }
}

fn source() -> Source {
    Source {
        id: SourceId::new("av-daily"),
        state: PartyId::new("AV"),
        agency: "Avaria Hydrographic Service".to_owned(),
        kind: SourceKind::Folder("exports/av-daily".to_owned()),
        profile: None,
        clock: None,
        day: None,
        units: Vec::new(),
        stations: vec![("207196".to_owned(), StationId::new("grenzau"))],
        late_after_minutes: 60,
        silent_after_minutes: 120,
    }
}

fn basin() -> Basin {
    Basin {
        name: "Arvena".to_owned(),
        as_of: None,
        exercise: None,
        clock: Clock::UTC,
        water_year_start_month: 10,
        parties: vec![Party {
            id: PartyId::new("AV"),
            name: "Avaria".to_owned(),
            clock: Clock::UTC,
        }],
        stations: vec![station("grenzau"), station("foz")],
        reaches: Vec::new(),
        sources: vec![source()],
        forecasts: Vec::new(),
        agreements: Vec::new(),
        subcatchments: Vec::new(),
        sending: thalweg::domain::cap::Sending::default(),
        languages: Vec::new(),
    }
}

/// A stage series of station 207196 in cm, stamped on a clock that the file states to be UTC.
fn raw_series(rows: &[(&str, f64)]) -> RawSeries {
    let n = u32::try_from(rows.len()).unwrap();
    RawSeries {
        station: "207196".to_owned(),
        station_name: Some("Grenzau".to_owned()),
        quantity: Quantity::Stage,
        statistic: Statistic::Instantaneous,
        step: Some(Step::Minutes(15)),
        unit: "cm".to_owned(),
        clock: RawClock::Stated(Clock::UTC),
        stamp: StampMark::End,
        day: DayRule::MIDNIGHT,
        cells: CellColumns::default(),
        time: rows.iter().map(|(stamp, _)| at(stamp)).collect(),
        value: rows.iter().map(|(_, value)| *value).collect(),
        flag: vec![0; rows.len()],
        line: (2..n + 2).collect(),
        column: vec![2; rows.len()],
    }
}

/// Milliseconds of a stamp as if it were UTC.
fn at(stamp: &str) -> i64 {
    let text = if stamp.len() == 10 {
        format!("{stamp}T00:00:00Z")
    } else {
        format!("{}:00Z", stamp.replace(' ', "T"))
    };
    Instant::parse(&text).expect("test stamp").millis()
}

fn table(series: Vec<RawSeries>) -> RawTable {
    let cells = series.iter().flat_map(|series| &series.value);
    let (mut read, mut missing) = (0, 0);
    for value in cells {
        read += 1;
        missing += u64::from(value.is_nan());
    }
    RawTable {
        file: "a.csv".to_owned(),
        sha256: FileHash::of(b"a"),
        bytes: Arc::from(&b"a"[..]),
        profile: ProfileId::new("test"),
        facts: FileFacts::default(),
        issued: None,
        series,
        flags: vec![String::new()],
        qualities: vec![Quality::PROVISIONAL],
        receipt: Receipt {
            read,
            kept: read - missing,
            missing,
            ..Receipt::default()
        },
    }
}

/// When the files are taken in.
fn now() -> Instant {
    Instant::parse("2026-07-01T00:00:00Z").unwrap()
}

fn harmonised(series: RawSeries, source: &Source) -> (Harmonised, Findings) {
    let mut findings = Findings::new();
    let done = harmonise(&table(vec![series]), &basin(), source, now(), &mut findings);
    assert!(done.receipt.balances(), "{}", done.receipt);
    (done, findings)
}

/// Instants of the only series.
fn instants(done: &Harmonised) -> Vec<String> {
    let [series] = &done.series[..] else {
        panic!("one series, not {}", done.series.len());
    };
    let time = &series.columns().time;
    time.iter()
        .map(|&time| Instant::from_millis(time).to_string())
        .collect()
}

fn causes(findings: &Findings) -> Vec<Cause> {
    findings.iter().map(|finding| finding.cause).collect()
}

#[test]
fn a_reading_becomes_ours() {
    let (done, findings) = harmonised(
        raw_series(&[("2026-01-01 00:00", 127.4), ("2026-01-01 00:15", f64::NAN)]),
        &source(),
    );
    assert!(findings.is_empty(), "{findings:?}");
    let series = &done.series[0];
    assert_eq!(
        series.key.to_string(),
        "grenzau/stage/15min/instantaneous/av-daily"
    );
    assert_eq!(series.columns().value[0], 1.274);
    assert!(
        series.columns().value[1].is_nan(),
        "no value stays no value"
    );
    assert_eq!(series.reading(0).unwrap().line, 2);
    assert_eq!(
        done.receipt,
        Receipt {
            read: 2,
            kept: 1,
            missing: 1,
            ..Receipt::default()
        }
    );
}

#[test]
fn an_unknown_station_is_rejected_and_the_entry_to_write_is_named() {
    let mut series = raw_series(&[("2026-01-01 00:00", 1.0), ("2026-01-01 00:15", f64::NAN)]);
    series.station = "0207999".to_owned();
    let (done, findings) = harmonised(series, &source());
    assert!(done.series.is_empty());
    assert_eq!((done.receipt.rejected, done.receipt.missing), (1, 1));
    assert_eq!(causes(&findings), [Cause::UnknownStation]);
    let finding = findings.iter().next().unwrap();
    assert_eq!(finding.severity, Severity::Error);
    assert_eq!(finding.file.as_deref(), Some("a.csv"));
    let hint = finding.hint.as_deref().unwrap();
    assert!(
        hint.contains("\"0207999\" =") && hint.contains("av-daily"),
        "{hint}"
    );
}

#[test]
fn one_unknown_station_is_named_once_for_all_its_series() {
    let mut stage = raw_series(&[("2026-01-01 00:00", 1.0)]);
    stage.station = "x".to_owned();
    let mut flow = stage.clone();
    flow.quantity = Quantity::Discharge;
    flow.unit = "m³/s".to_owned();
    let mut findings = Findings::new();
    let done = harmonise(
        &table(vec![stage, flow]),
        &basin(),
        &source(),
        now(),
        &mut findings,
    );
    assert_eq!(done.receipt.rejected, 2);
    assert_eq!(causes(&findings), [Cause::UnknownStation]);
}

#[test]
fn units_come_from_the_file_or_the_basin_and_a_contradiction_is_said() {
    let flow = |unit: &str| {
        let mut series = raw_series(&[("2026-01-01 00:00", 1000.0)]);
        series.quantity = Quantity::Discharge;
        series.unit = unit.to_owned();
        series
    };
    let says = |unit| {
        let mut source = source();
        source.units = vec![(Quantity::Discharge, unit)];
        source
    };
    // 1000 ft³/s = 28.316846592 m³/s, by the definition of the foot.
    for (text, source, value, expect) in [
        ("m³/s", source(), Some(1000.0), vec![]),
        ("ft3/s", source(), Some(28.316_846_592), vec![]),
        (
            "",
            says(Unit::CubicFootPerSecond),
            Some(28.316_846_592),
            vec![],
        ),
        (
            "m³/s",
            says(Unit::LitrePerSecond),
            Some(1.0),
            vec![Cause::HeaderDisagrees],
        ),
        ("", source(), None, vec![Cause::UnknownUnit]),
        ("furlong", source(), None, vec![Cause::UnknownUnit]),
        ("cm", source(), None, vec![Cause::UnknownUnit]),
    ] {
        let (done, findings) = harmonised(flow(text), &source);
        let got = done.series.first().map(|series| series.columns().value[0]);
        assert_eq!(got, value, "{text}");
        assert_eq!(causes(&findings), expect, "{text}");
        assert_eq!(done.receipt.rejected, u64::from(value.is_none()), "{text}");
    }
}

#[test]
fn of_two_values_for_an_instant_neither_is_taken_in_and_both_lines_are_named() {
    let (done, findings) = harmonised(
        raw_series(&[
            ("2026-01-01 00:00", 1.0),
            ("2026-01-01 00:15", 2.0),
            ("2026-01-01 00:15", 2.0),
            ("2026-01-01 00:30", f64::NAN),
            ("2026-01-01 00:30", 3.0),
            ("2026-01-01 00:00", 9.0),
        ]),
        &source(),
    );
    let columns = done.series[0].columns();
    assert_eq!(columns.value, [0.02, 0.03]);
    assert_eq!(columns.line, [3, 6]);
    let receipt = done.receipt;
    assert_eq!(
        (
            receipt.kept,
            receipt.rejected,
            receipt.duplicate,
            receipt.missing
        ),
        (2, 2, 1, 1)
    );
    let told: Vec<(Severity, Cause, Option<u32>)> = findings
        .iter()
        .map(|it| (it.severity, it.cause, it.line))
        .collect();
    assert_eq!(
        told,
        [
            (Severity::Note, Cause::BadTime, Some(7)),
            (Severity::Note, Cause::Duplicate, Some(4)),
            (Severity::Error, Cause::Duplicate, Some(2)),
            (Severity::Error, Cause::Duplicate, Some(7)),
        ]
    );
    let last = findings.iter().last().unwrap();
    assert!(last.message.contains("lines 2 and 7"), "{last}");
}

/// An hour's steps from the first of a day, then the given stamps.
fn hourly_and(more: &[&str]) -> RawSeries {
    let hours: Vec<String> = (0..20)
        .map(|hour| format!("2026-06-01 {hour:02}:00"))
        .collect();
    let rows: Vec<(&str, f64)> = hours
        .iter()
        .map(String::as_str)
        .chain(more.iter().copied())
        .map(|stamp| (stamp, 1.0))
        .collect();
    raw_series(&rows)
}

#[test]
fn times_that_no_clock_can_have_shown_are_refused() {
    for (more, rejected) in [
        // The zeros of clocks, years from the record.
        (&["1970-01-01 00:00", "2000-01-01 00:10"][..], 2),
        // Later than the import.
        (&["2099-01-01 00:00"], 1),
        // The next hour of the record, and one that left a hole.
        (&["2026-06-01 20:00"], 0),
        (&["2026-06-02 06:00"], 0),
    ] {
        let (done, findings) = harmonised(hourly_and(more), &source());
        assert_eq!(done.receipt.rejected, rejected, "{more:?} {findings:?}");
        let errors = findings.iter().filter(|it| it.severity == Severity::Error);
        assert_eq!(errors.count() as u64, rejected, "{findings:?}");
    }
    // A record that goes on through the zeros of clocks is a record.
    let days: Vec<String> = (1..=28)
        .map(|day| format!("1970-01-{day:02} 00:00"))
        .collect();
    let rows: Vec<(&str, f64)> = days.iter().map(|day| (day.as_str(), 1.0)).collect();
    assert_eq!(harmonised(raw_series(&rows), &source()).0.receipt.kept, 28);
}

#[test]
fn an_id_that_looks_like_a_known_one_is_told_apart() {
    for (id, words) in [
        ("207196\u{200b}", "U+200B"),
        ("gr\u{435}nzau", "U+0435"),
        ("00207196", "\"207196\" is known"),
        ("../x", "no file name"),
    ] {
        let mut series = raw_series(&[("2026-01-01 00:00", 1.0)]);
        series.station = id.to_owned();
        let (done, findings) = harmonised(series, &source());
        assert_eq!(done.receipt.rejected, 1, "{id:?}");
        let said = findings.iter().next().unwrap().to_string();
        assert!(said.contains(words), "{said}");
        assert!(!said.contains('\u{200b}'), "{said}");
    }
}

#[test]
fn without_a_basin_what_a_person_must_say_is_asked() {
    let mut series = raw_series(&[("2026-01-01 00:00", 127.4)]);
    series.clock = RawClock::Unstated;
    let raw = table(vec![series]);
    let mut findings = Findings::new();
    let asked = resolve(&raw, &Declared::default(), &mut findings);
    let station = "207196".to_owned();
    assert_eq!(asked.questions, [Question::Clock { station }]);
    assert_eq!(asked.receipt.rejected, 1);
    assert!(findings.has_errors());

    let answers = Declared {
        clock: Some(Clock::Fixed(60)),
        day: None,
    };
    let done = resolve(&raw, &answers, &mut Findings::new());
    assert!(done.questions.is_empty());
    assert_eq!(
        done.series[0].key.to_string(),
        "207196/stage/15min/instantaneous/file"
    );
    assert_eq!(instants(&done), ["2025-12-31T23:00:00Z"]);
}

proptest! {
    /// Whatever stands in a file, every reading is accounted for, and rows of a series are sorted and unique.
    #[test]
    fn receipts_balance(
        rows in prop::collection::vec((0i64..400, prop::option::weighted(0.8, 0u8..5)), 0..80),
        clock in prop::sample::select(vec!["UTC", "Europe/Lisbon", "America/Santiago"]),
        station in prop::sample::select(vec!["207196", "foz", "nowhere"]),
        unit in prop::sample::select(vec!["cm", "m", ""]),
        mark in prop::sample::select(vec![StampMark::End, StampMark::Start, StampMark::Middle]),
        // Both changes of the clock in Lisbon, and one in Santiago.
        around in prop::sample::select(vec!["2026-03-28", "2025-10-25", "2025-09-06"]),
    ) {
        let mut series = raw_series(&[]);
        series.station = station.to_owned();
        series.unit = unit.to_owned();
        series.stamp = mark;
        series.statistic = Statistic::Mean;
        series.clock = RawClock::Stated(Clock::parse(clock).unwrap());
        let start = at(around);
        for (n, (quarter, value)) in rows.iter().enumerate() {
            series.time.push(start + quarter * 15 * 60_000);
            series.value.push(value.map_or(f64::NAN, f64::from));
            series.flag.push(0);
            series.line.push(u32::try_from(n).unwrap() + 2);
            series.column.push(2);
        }
        let (done, findings) = harmonised(series, &source());
        let receipt = done.receipt;
        prop_assert_eq!(receipt.read, rows.len() as u64);
        let mut kept = 0;
        for series in &done.series {
            prop_assert!(series.columns().time.is_sorted_by(|a, b| a < b));
            kept += series.columns().value.iter().filter(|value| !value.is_nan()).count();
        }
        prop_assert_eq!(receipt.kept, kept as u64);
        prop_assert!(receipt.rejected == 0 || findings.has_errors());
        let is_said = |cause| findings.iter().any(|finding| finding.cause == cause);
        prop_assert!(receipt.ambiguous_time == 0 || is_said(Cause::TimeGap) || is_said(Cause::TimeFold));
        prop_assert!(receipt.duplicate == 0 || is_said(Cause::Duplicate));
    }
}
