//! Clocks, gaps, folds, days and intervals.

use thalweg::domain::{Cause, Clock, DayRule, LabelSide, Severity, StampMark, Statistic, Step};
use thalweg::ingest::RawClock;

use super::{harmonised, instants, raw_series, source};

#[test]
fn the_clock_is_the_files_or_the_basins_and_never_a_guess() {
    let mez = Clock::Fixed(60);
    for (raw, basin, expect, said) in [
        (RawClock::Instants, Some(mez), Some("12:00"), None),
        (RawClock::Stated(mez), None, Some("11:00"), None),
        (RawClock::Stated(mez), Some(mez), Some("11:00"), None),
        (
            RawClock::Stated(mez),
            Some(Clock::Fixed(120)),
            Some("10:00"),
            Some(Severity::Warning),
        ),
        (RawClock::Assumed(mez), None, Some("11:00"), None),
        (
            RawClock::Assumed(mez),
            Some(Clock::Fixed(120)),
            Some("10:00"),
            None,
        ),
        (RawClock::Unstated, Some(mez), Some("11:00"), None),
        (RawClock::Unstated, None, None, Some(Severity::Error)),
    ] {
        let mut series = raw_series(&[("2026-01-01 12:00", 1.0)]);
        series.clock = raw;
        let mut source = source();
        source.clock = basin;
        let (done, findings) = harmonised(series, &source);
        let got = (!done.series.is_empty()).then(|| instants(&done)[0].clone());
        let expect = expect.map(|hour| format!("2026-01-01T{hour}:00Z"));
        assert_eq!(got, expect, "{raw:?} {basin:?}");
        let severity = findings.iter().next().map(|finding| finding.severity);
        assert_eq!(severity, said, "{raw:?} {basin:?}");
    }
}

struct Case {
    stamps: &'static [&'static str],
    instants: &'static [&'static str],
    lost: u64,
    cause: Option<Cause>,
}

/// Europe/Lisbon put its clocks forward on 2026-03-29 at 01:00 UTC and back on 2025-10-26 at 01:00 UTC: by hand.
const LISBON: [Case; 5] = [
    Case {
        stamps: &["2026-03-29 00:30", "2026-03-29 01:30", "2026-03-29 02:30"],
        instants: &["2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z"],
        lost: 1,
        cause: Some(Cause::TimeGap),
    },
    Case {
        stamps: &[
            "2025-10-26 00:30",
            "2025-10-26 01:30",
            "2025-10-26 01:30",
            "2025-10-26 02:30",
        ],
        instants: &[
            "2025-10-25T23:30:00Z",
            "2025-10-26T00:30:00Z",
            "2025-10-26T01:30:00Z",
            "2025-10-26T02:30:00Z",
        ],
        lost: 0,
        cause: None,
    },
    Case {
        stamps: &["2025-10-26 00:30", "2025-10-26 01:30", "2025-10-26 02:30"],
        instants: &["2025-10-25T23:30:00Z", "2025-10-26T02:30:00Z"],
        lost: 1,
        cause: Some(Cause::TimeFold),
    },
    // Both passes, the second with a hole: the step back says which is which.
    Case {
        stamps: &[
            "2025-10-26 01:00",
            "2025-10-26 01:30",
            "2025-10-26 01:00",
            "2025-10-26 02:00",
        ],
        instants: &[
            "2025-10-26T00:00:00Z",
            "2025-10-26T00:30:00Z",
            "2025-10-26T01:00:00Z",
            "2025-10-26T02:00:00Z",
        ],
        lost: 0,
        cause: None,
    },
    // Newest first: the later pass comes first in the file.
    Case {
        stamps: &[
            "2025-10-26 02:00",
            "2025-10-26 01:30",
            "2025-10-26 01:00",
            "2025-10-26 01:30",
            "2025-10-26 01:00",
            "2025-10-26 00:30",
        ],
        instants: &[
            "2025-10-25T23:30:00Z",
            "2025-10-26T00:00:00Z",
            "2025-10-26T00:30:00Z",
            "2025-10-26T01:00:00Z",
            "2025-10-26T01:30:00Z",
            "2025-10-26T02:00:00Z",
        ],
        lost: 0,
        cause: None,
    },
];

#[test]
fn gap_and_fold_of_lisbon() {
    for case in LISBON {
        let mut n = 0.0;
        let rows: Vec<(&str, f64)> = case
            .stamps
            .iter()
            .map(|stamp| {
                n += 1.0;
                (*stamp, n)
            })
            .collect();
        let mut series = raw_series(&rows);
        series.clock = RawClock::Stated(Clock::parse("Europe/Lisbon").unwrap());
        let (done, findings) = harmonised(series, &source());
        assert_eq!(instants(&done), case.instants, "{:?}", case.stamps);
        assert_eq!(done.receipt.ambiguous_time, case.lost, "{:?}", case.stamps);
        let columns = done.series[0].columns();
        let is_newest_first = case.stamps[0] > case.stamps[case.stamps.len() - 1];
        let is_in_order = if is_newest_first {
            columns.line.is_sorted_by(|a, b| a > b)
        } else {
            columns.line.is_sorted()
        };
        assert!(
            is_in_order,
            "each pass keeps its own readings: {:?}",
            columns.line
        );
        // That both passes are told apart by their order is a note.
        let found = findings.iter().find(|it| it.severity > Severity::Note);
        let notes = findings
            .iter()
            .filter(|it| it.severity == Severity::Note && it.cause == Cause::TimeFold);
        let is_ordered = case.lost == 0 && case.cause.is_none() && case.stamps.len() > 3;
        assert_eq!(notes.count() > 0, is_ordered, "{findings:?}");
        assert_eq!(found.map(|finding| finding.cause), case.cause);
        if let Some(finding) = found {
            assert_eq!(finding.line, Some(3), "the second row is on line 3");
            assert!(finding.text.as_deref().unwrap().ends_with("01:30"));
        }
    }
}

/// Days by hand: eHYD stamps the start of its day, KNMI the date of its end.
#[test]
fn a_day_is_known_by_its_end() {
    let seven = DayRule {
        begins_at: 7 * 60,
        label: LabelSide::Start,
    };
    let eight = DayRule {
        begins_at: 8 * 60,
        label: LabelSide::End,
    };
    let ended = DayRule {
        begins_at: 0,
        label: LabelSide::End,
    };
    let mez = Clock::Fixed(60);
    for (stamp, mark, day, clock, expect) in [
        // Discharge day 00–00 MEZ, stamped 00:00 at its start.
        (
            "2026-01-05 00:00",
            StampMark::Start,
            DayRule::MIDNIGHT,
            mez,
            "2026-01-05T23:00:00Z",
        ),
        // Rain day 07–07 MEZ, stamped 07:00 at its start.
        (
            "2026-01-05 07:00",
            StampMark::Start,
            seven,
            mez,
            "2026-01-06T06:00:00Z",
        ),
        // Rain day 08–08 UTC, named by the date it ends on.
        (
            "2026-01-05",
            StampMark::End,
            eight,
            Clock::UTC,
            "2026-01-05T08:00:00Z",
        ),
        // A date alone, midnight to midnight.
        (
            "2026-01-05",
            StampMark::End,
            DayRule::MIDNIGHT,
            Clock::UTC,
            "2026-01-06T00:00:00Z",
        ),
        // A day stamped with the midnight that ends it.
        (
            "2026-01-06 00:00",
            StampMark::End,
            ended,
            Clock::UTC,
            "2026-01-06T00:00:00Z",
        ),
        // The day on which Vienna puts its clocks forward has 23 hours and ends at 22:00 UTC.
        (
            "2026-03-29",
            StampMark::Start,
            DayRule::MIDNIGHT,
            Clock::parse("Europe/Vienna").unwrap(),
            "2026-03-29T22:00:00Z",
        ),
    ] {
        let mut series = raw_series(&[(stamp, 1.0)]);
        series.step = Some(Step::Day);
        series.statistic = Statistic::Mean;
        series.stamp = mark;
        series.day = day;
        series.clock = RawClock::Stated(clock);
        let (done, findings) = harmonised(series.clone(), &source());
        assert_eq!(instants(&done), [expect], "{stamp} {day:?}");
        assert!(findings.is_empty());

        // What the basin says of the day stands above what the profile says.
        series.day = DayRule::MIDNIGHT;
        let mut source = source();
        source.day = Some(day);
        assert_eq!(instants(&harmonised(series, &source).0), [expect]);
    }
}

#[test]
fn an_interval_below_a_day_is_known_by_its_end_and_a_moment_by_itself() {
    for (statistic, mark, expect) in [
        (Statistic::Sum, StampMark::Start, "2026-01-01T01:00:00Z"),
        (Statistic::Sum, StampMark::Middle, "2026-01-01T00:30:00Z"),
        (Statistic::Sum, StampMark::End, "2026-01-01T00:00:00Z"),
        (Statistic::Mean, StampMark::Start, "2026-01-01T01:00:00Z"),
        (
            Statistic::Instantaneous,
            StampMark::Start,
            "2026-01-01T00:00:00Z",
        ),
    ] {
        let mut series = raw_series(&[("2026-01-01 00:00", 1.0), ("2026-01-01 01:00", 2.0)]);
        series.step = None;
        series.statistic = statistic;
        series.stamp = mark;
        let (done, _) = harmonised(series, &source());
        assert_eq!(done.series[0].key.step, Step::Minutes(60), "inferred");
        assert_eq!(instants(&done)[0], expect, "{statistic:?} {mark:?}");
    }
}
