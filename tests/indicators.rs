//! Daily values and indicators against figures made by others and by hand.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use chrono::NaiveDate;
use proptest::prelude::{prop, prop_assert, prop_assert_eq, proptest};
use thalweg::domain::{
    AllowedMissing, Clock, Completeness, DayRule, Instant, LabelSide, Origin, Period, Quality,
    Quantity, Reach, Reliability, Review, SeriesKey, SourceId, StationId, Statistic, Step,
    WarningLevel,
};
use thalweg::indicators::flood::crest::{Arrival, arrival, crest};
use thalweg::indicators::flood::rain::{NoRain, accumulation, accumulation_of};
use thalweg::indicators::flood::rate_of_rise::{NoRise, rate_of_rise};
use thalweg::indicators::flood::time_to_threshold::{hours_at_rate, time_to_threshold};
use thalweg::indicators::flood::travel_time::{self, Search, lag, stated_hours};
use thalweg::indicators::flood::warning::{Standing, Unknown, standing};
use thalweg::indicators::stats::{completeness, disagreement};
use thalweg::series::daily::{daily, time_weighted_mean};
use thalweg::series::gaps::{completeness as completeness_over, gaps};
use thalweg::series::grid::on_grid;
use thalweg::series::{Columns, Daily, DailyRule, Series};

const HOUR: i64 = 3_600_000;

/// What a series is, without its place.
type Kind = (Quantity, Step, Statistic);

const STAGE_15: Kind = (Quantity::Stage, Step::Minutes(15), Statistic::Instantaneous);
const FLOW_60: Kind = (
    Quantity::Discharge,
    Step::Minutes(60),
    Statistic::Instantaneous,
);
const FLOW_ANY: Kind = (
    Quantity::Discharge,
    Step::Irregular,
    Statistic::Instantaneous,
);
const FLOW_DAY: Kind = (Quantity::Discharge, Step::Day, Statistic::Mean);
const FLOW_MEAN_60: Kind = (Quantity::Discharge, Step::Minutes(60), Statistic::Mean);
const RAIN_60: Kind = (Quantity::Rain, Step::Minutes(60), Statistic::Sum);
const RAIN_DAY: Kind = (Quantity::Rain, Step::Day, Statistic::Sum);
const STORE_60: Kind = (
    Quantity::Storage,
    Step::Minutes(60),
    Statistic::Instantaneous,
);

fn at(text: &str) -> Instant {
    Instant::parse(&format!("{text}:00Z")).unwrap()
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn bad() -> Quality {
    Quality {
        reliability: Reliability::Bad,
        ..Quality::PROVISIONAL
    }
}

fn approved() -> Quality {
    Quality {
        review: Review::Approved,
        ..Quality::PROVISIONAL
    }
}

/// NaN is "no value".
fn series(kind: Kind, readings: &[(Instant, f64)]) -> Series {
    graded(
        kind,
        &readings
            .iter()
            .map(|&(time, value)| (time, value, Quality::PROVISIONAL))
            .collect::<Vec<_>>(),
    )
}

fn graded((quantity, step, statistic): Kind, readings: &[(Instant, f64, Quality)]) -> Series {
    let n = readings.len();
    let columns = Columns {
        time: readings.iter().map(|reading| reading.0.millis()).collect(),
        value: readings.iter().map(|reading| reading.1).collect(),
        quality: readings.iter().map(|reading| reading.2.pack()).collect(),
        flag: vec![0; n],
        file: vec![0; n],
        line: vec![1; n],
        column: vec![1; n],
        revision: vec![1; n],
    };
    let key = SeriesKey {
        station: StationId::new("g"),
        quantity,
        step,
        statistic,
        source: SourceId::new("s"),
    };
    Series::new(key, columns, [].into(), [].into())
}

/// One value a step from `start` on.
fn regular(kind: Kind, start: &str, values: &[f64]) -> Series {
    let minutes = i64::from(kind.1.minutes().unwrap());
    let start = at(start);
    let readings: Vec<_> = values
        .iter()
        .zip(0..)
        .map(|(&value, n)| (start.plus_minutes(n * minutes), value))
        .collect();
    series(kind, &readings)
}

fn rule(allowed: f64) -> DailyRule {
    DailyRule {
        clock: Clock::UTC,
        day: DayRule::MIDNIGHT,
        allowed_missing: AllowedMissing(allowed),
    }
}

fn close(value: f64, expect: f64, relative: f64) {
    assert!(
        (value - expect).abs() <= relative * expect.abs().max(1e-300),
        "{value} is not {expect}"
    );
}

/// The readings of an uneven record, made by others: the means below come from `traces` 0.7.0
/// (`TimeSeries.mean(interpolate="linear")`) and a trapezoid over 1-second steps.
fn uneven() -> Series {
    let readings = [
        ("2024-03-01T20:15", 40.0),
        ("2024-03-02T00:00", 42.5),
        ("2024-03-02T03:20", 55.0),
        ("2024-03-02T07:45", 180.0),
        ("2024-03-02T08:00", 210.0),
        ("2024-03-02T13:10", 160.0),
        ("2024-03-02T21:50", 95.0),
        ("2024-03-03T01:30", 88.0),
        ("2024-03-03T06:00", 80.0),
        ("2024-03-03T18:00", 71.0),
        ("2024-03-04T02:00", 66.0),
        ("2024-03-04T09:00", 64.0),
    ]
    .map(|(time, value)| (at(time), value));
    series(FLOW_ANY, &readings)
}

#[test]
fn a_time_weighted_mean_is_the_area_under_the_line() {
    let check = |from: &str, to: &str, gap: i64, mean: f64, coverage: f64| {
        let found = time_weighted_mean(&uneven(), Period::new(at(from), at(to)), gap).unwrap();
        close(found.mean, mean, 1e-10);
        close(found.coverage, coverage, 1e-10);
    };
    let any = 100 * HOUR;
    check(
        "2024-03-02T00:00",
        "2024-03-03T00:00",
        any,
        124.6830808080808,
        1.0,
    );
    check(
        "2024-03-03T00:00",
        "2024-03-04T00:00",
        any,
        76.37073863636364,
        1.0,
    );
    // Days of a clock two hours ahead: the border moves, and the mean with it.
    check(
        "2024-03-01T22:00",
        "2024-03-02T22:00",
        any,
        120.43813131313131,
        1.0,
    );
    check(
        "2024-03-02T22:00",
        "2024-03-03T22:00",
        any,
        78.44554924242425,
        1.0,
    );
    // Nothing is drawn across more than six hours.
    let (six, a, b) = (6 * HOUR, 0.6388888888888888, 0.25);
    check(
        "2024-03-02T00:00",
        "2024-03-03T00:00",
        six,
        123.0909090909091,
        a,
    );
    check(
        "2024-03-03T00:00",
        "2024-03-04T00:00",
        six,
        85.35795454545455,
        b,
    );
}

#[test]
fn an_irregular_record_gets_days_with_the_same_figures() {
    let found = daily(&uneven(), &rule(0.4)).unwrap();
    assert_eq!(found.start, date("2024-03-01"));
    assert_eq!(found.values.len(), 4);
    close(
        found.value(date("2024-03-02")).unwrap(),
        123.0909090909091,
        1e-10,
    );
    // 15.33 of 24 hours are covered, and 6 of 24.
    assert_eq!(found.completeness[1], Completeness::new(15, 24));
    assert_eq!(found.completeness[2], Completeness::new(6, 24));
    assert_eq!(found.value(date("2024-03-03")), None);
    assert_eq!(found.rows[1], (1, 8), "from midnight to the one after");
}

#[test]
fn an_hourly_day_by_hand() {
    // A straight rise from 0 at midnight to 24 at the next: the mean is 12, not the 12.5 of the readings.
    let rise: Vec<f64> = (0..=24).map(f64::from).collect();
    let found = daily(&regular(FLOW_60, "2024-05-01T00:00", &rise), &rule(0.0)).unwrap();
    assert_eq!(found.start, date("2024-05-01"));
    assert_eq!(found.values, [12.0]);
    assert_eq!(found.completeness, [Completeness::new(24, 24)]);
    assert_eq!(found.rows, [(0, 25)]);
}

#[test]
fn one_missing_reading_is_bridged_and_counted_but_a_long_gap_is_not_bridged() {
    let day = |missing: std::ops::Range<usize>, allowed| {
        let mut values = vec![7.0; 25];
        values[missing].fill(f64::NAN);
        daily(
            &regular(FLOW_60, "2024-05-01T00:00", &values),
            &rule(allowed),
        )
        .unwrap()
    };
    let check = |missing: std::ops::Range<usize>, allowed, present, value: f64| {
        let found = day(missing.clone(), allowed);
        let n = Completeness::new(present, 24);
        assert_eq!(found.completeness, [n], "{missing:?}");
        assert_eq!(found.values[0].to_bits(), value.to_bits(), "{missing:?}");
    };
    check(5..6, 0.0, 23, f64::NAN);
    check(5..6, 0.1, 23, 7.0);
    // Readings at 4 and 7 are three steps apart, which is bridged; at 4 and 8 they are four.
    check(5..7, 0.1, 22, 7.0);
    check(5..8, 0.1, 20, f64::NAN);
    check(5..8, 0.2, 20, 7.0);
    check(0..25, 1.0, 0, f64::NAN);
}

#[test]
fn a_gap_never_raises_a_day_by_what_lies_beyond_it() {
    // Low water, then a feed that is dead for a day, then a flood: no day may see the flood across the gap.
    let mut readings: Vec<(Instant, f64)> = (0..=24)
        .map(|hour| (at("2024-05-01T00:00").plus_minutes(hour * 60), 10.0))
        .collect();
    readings.extend((0..=24).map(|hour| (at("2024-05-03T00:00").plus_minutes(hour * 60), 900.0)));
    let found = daily(&series(FLOW_60, &readings), &rule(0.5)).unwrap();
    assert_eq!(found.values[0], 10.0);
    assert!(found.values[1].is_nan(), "{:?}", found.values);
    assert_eq!(found.values[2], 900.0);
    // The flood's first reading ends the dead day: it is counted, but no time is covered.
    assert_eq!(found.completeness[1].present, 0);
}

#[test]
fn a_bad_reading_never_enters_and_a_suspect_one_does() {
    let day = |quality: Quality| {
        let readings: Vec<_> = (0..=24)
            .map(|hour| {
                let time = at("2024-05-01T00:00").plus_minutes(hour * 60);
                let is_odd = hour == 9;
                let value = if is_odd { 1000.0 } else { 10.0 };
                (time, value, if is_odd { quality } else { approved() })
            })
            .collect();
        daily(&graded(FLOW_60, &readings), &rule(0.1)).unwrap()
    };
    let without = day(bad());
    assert_eq!(without.values, [10.0]);
    assert_eq!(without.completeness, [Completeness::new(23, 24)]);
    assert_eq!(without.approved, [true], "of what was used");
    let with = day(Quality::PROVISIONAL.suspect());
    // One hour up and one down: 990 × 2 h / 2 more, over 24 h.
    assert_eq!(with.values, [10.0 + 990.0 / 24.0]);
    assert_eq!(with.approved, [false]);
}

#[test]
fn interval_means_rain_and_storage_have_their_own_rules() {
    let hours: Vec<f64> = (1..=24).map(f64::from).collect();
    let check = |kind, expect: f64| {
        let found = daily(&regular(kind, "2024-05-01T01:00", &hours), &rule(0.0)).unwrap();
        assert_eq!(found.start, date("2024-05-01"));
        assert_eq!(found.values, [expect]);
        assert_eq!(found.rows, [(0, 24)]);
    };
    check(FLOW_MEAN_60, 12.5);
    check(RAIN_60, 300.0);
    check(STORE_60, 24.0);
    check((Quantity::Stage, Step::Minutes(60), Statistic::Max), 24.0);
    check((Quantity::Stage, Step::Minutes(60), Statistic::Min), 1.0);
}

#[test]
fn rain_with_a_missing_hour_is_no_total_unless_it_is_allowed_and_never_more() {
    let mut hours = vec![1.0; 24];
    hours[5] = f64::NAN;
    let rain = regular(RAIN_60, "2024-05-01T01:00", &hours);
    let strict = daily(&rain, &rule(0.0)).unwrap();
    assert!(strict.values[0].is_nan());
    assert_eq!(strict.completeness, [Completeness::new(23, 24)]);
    assert_eq!(daily(&rain, &rule(0.1)).unwrap().values, [23.0]);
    let none = regular(RAIN_60, "2024-05-01T01:00", &[f64::NAN; 24]);
    let dry = daily(&none, &rule(1.0)).unwrap();
    assert!(dry.values[0].is_nan(), "missing rain is not dry");
}

#[test]
fn a_storage_far_from_the_end_of_its_day_is_not_the_last_of_the_day() {
    let check = |hours: usize, expect: &[f64]| {
        let values: Vec<f64> = (1..=24).map(f64::from).take(hours).collect();
        let found = daily(&regular(STORE_60, "2024-05-01T01:00", &values), &rule(0.0)).unwrap();
        let known: Vec<f64> = found.values.into_iter().filter(|v| !v.is_nan()).collect();
        assert_eq!(known, expect, "{hours}");
    };
    check(24, &[24.0]);
    check(21, &[21.0]);
    check(20, &[]);
}

#[test]
fn daily_values_stay_on_their_dates() {
    let march = ["2024-03-30", "2024-03-31", "2024-04-01", "2024-04-02"];
    let lisbon = Clock::parse("Europe/Lisbon").unwrap();
    // Days of a clock with summer time, looked at from one an hour or two ahead, over the night of the change.
    let readings: Vec<_> = march
        .iter()
        .zip([1.0, 2.0, 3.0, 4.0])
        .map(|(day, value)| (DayRule::MIDNIGHT.day(date(day), lisbon).end, value))
        .collect();
    for clock in [
        "UTC",
        "UTC+01:00",
        "UTC+02:00",
        "Europe/Lisbon",
        "UTC-03:00",
    ] {
        let rule = DailyRule {
            clock: Clock::parse(clock).unwrap(),
            ..rule(0.0)
        };
        let found = daily(&series(FLOW_DAY, &readings), &rule).unwrap();
        assert_eq!(found.start, date("2024-03-30"), "{clock}");
        assert_eq!(found.values, [1.0, 2.0, 3.0, 4.0], "{clock}");
        assert_eq!(found.rows, [(0, 1), (1, 2), (2, 3), (3, 4)], "{clock}");
    }
}

#[test]
fn a_rain_day_keeps_its_agencys_date_under_its_agencys_rule() {
    let eight_to_eight = DayRule {
        begins_at: 480,
        label: LabelSide::End,
    };
    let days = ["2024-03-01", "2024-03-02"];
    let readings = days.map(|day| (eight_to_eight.day(date(day), Clock::UTC).end, 5.0));
    let own = DailyRule {
        day: eight_to_eight,
        ..rule(0.0)
    };
    let found = daily(&series(RAIN_DAY, &readings), &own).unwrap();
    assert_eq!(
        (found.start, found.values),
        (date("2024-03-01"), vec![5.0; 2])
    );
    // Under midnight, 16 of its 24 hours lie in the day before.
    let found = daily(&series(RAIN_DAY, &readings), &rule(0.0)).unwrap();
    assert_eq!(found.start, date("2024-02-29"));
}

#[test]
fn a_day_of_23_hours_expects_23_readings() {
    let rule = DailyRule {
        clock: Clock::parse("Europe/Vienna").unwrap(),
        ..rule(0.0)
    };
    // 31 March 2024 in Vienna is 30 March 23:00 UTC to 31 March 22:00 UTC.
    let found = daily(&regular(FLOW_60, "2024-03-30T23:00", &[3.0; 24]), &rule).unwrap();
    assert_eq!(found.start, date("2024-03-31"));
    assert_eq!(found.values, [3.0]);
    assert_eq!(found.completeness, [Completeness::new(23, 23)]);
}

#[test]
fn no_readings_give_no_days_and_one_moment_gives_no_value() {
    assert_eq!(
        daily(&series(FLOW_60, &[]), &rule(1.0)).unwrap(),
        Daily::default()
    );
    let one = daily(&regular(FLOW_60, "2024-05-01T00:00", &[5.0]), &rule(1.0)).unwrap();
    assert_eq!(one.values.len(), 1);
    assert!(one.values[0].is_nan());
    // Tips of a gauge at no fixed step: nothing says whether the hours between were dry or silent.
    let tips = (Quantity::Rain, Step::Irregular, Statistic::Sum);
    let tips = series(
        tips,
        &[(at("2024-05-01T07:12"), 0.2), (at("2024-05-01T09:40"), 0.2)],
    );
    assert!(daily(&tips, &rule(1.0)).unwrap().values[0].is_nan());
}

/// A series of the daily values themselves.
fn as_series(daily: &Daily) -> Series {
    let readings: Vec<_> = daily
        .start
        .iter_days()
        .zip(&daily.values)
        .map(|(day, &value)| (DayRule::MIDNIGHT.day(day, Clock::UTC).end, value))
        .collect();
    series(FLOW_DAY, &readings)
}

proptest! {
    #[test]
    fn daily_of_daily_is_daily(values in prop::collection::vec(prop::option::weighted(0.9, 0.0..500.0_f64), 1..200)) {
        let values: Vec<f64> = values.into_iter().map(|value| value.unwrap_or(f64::NAN)).collect();
        let once = daily(&regular(FLOW_60, "2024-02-27T05:00", &values), &rule(0.2)).unwrap();
        let twice = daily(&as_series(&once), &rule(0.2)).unwrap();
        prop_assert_eq!(once.start, twice.start);
        let bits = |daily: &Daily| daily.values.iter().map(|v| v.to_bits()).collect::<Vec<_>>();
        prop_assert_eq!(bits(&once), bits(&twice));
    }

    #[test]
    fn twice_the_water_is_twice_the_mean_and_a_gap_stays_within_what_was_seen(
        values in prop::collection::vec(prop::option::weighted(0.8, 0.0..500.0_f64), 1..200),
    ) {
        let values: Vec<f64> = values.into_iter().map(|value| value.unwrap_or(f64::NAN)).collect();
        let doubled: Vec<f64> = values.iter().map(|value| 2.0 * value).collect();
        let one = daily(&regular(FLOW_60, "2024-02-27T05:00", &values), &rule(0.9)).unwrap();
        let two = daily(&regular(FLOW_60, "2024-02-27T05:00", &doubled), &rule(0.9)).unwrap();
        let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let least = values.iter().copied().fold(f64::INFINITY, f64::min);
        for (day, (one, two)) in one.values.iter().zip(&two.values).enumerate() {
            prop_assert_eq!((2.0 * one).to_bits(), two.to_bits(), "day {}", day);
            prop_assert!(one.is_nan() || (least - 1e-9..=most + 1e-9).contains(one));
        }
    }
}

#[test]
fn gaps_are_named_with_their_ends_and_counted() {
    let mut values = vec![1.0; 25];
    values[3] = f64::NAN;
    values[10..15].fill(f64::NAN);
    values[23..].fill(f64::NAN);
    let flow = regular(FLOW_60, "2024-05-01T00:00", &values);
    let day = Period::new(at("2024-05-01T00:00"), at("2024-05-02T00:00"));
    let found: Vec<(String, String, Option<u32>)> = gaps(&flow, day)
        .iter()
        .map(|gap| {
            let (start, end) = (gap.period.start.to_string(), gap.period.end.to_string());
            (
                start[11..16].to_owned(),
                end[11..16].to_owned(),
                gap.missing,
            )
        })
        .collect();
    let expect = [
        ("02:00", "04:00", Some(1)),
        ("09:00", "15:00", Some(5)),
        ("22:00", "00:00", Some(2)),
    ]
    .map(|(start, end, n)| (start.to_owned(), end.to_owned(), n));
    assert_eq!(found, expect);
    assert_eq!(completeness_over(&flow, day), Completeness::new(16, 24));
    let silent = series(FLOW_60, &[]);
    assert_eq!(gaps(&silent, day)[0].missing, Some(24));
    // Without a step, spans beyond six hours: 13:10 to 21:50, then 6:00 to 18:00.
    let both_days = Period::new(at("2024-03-02T00:00"), at("2024-03-04T00:00"));
    let long = gaps(&uneven(), both_days);
    assert_eq!(long.len(), 2);
    assert_eq!(long[1].period.end, at("2024-03-03T18:00"));
    assert_eq!(long[1].missing, None);
}

#[test]
fn a_grid_reads_the_line_and_leaves_gaps() {
    let values = [0.0, 2.0, f64::NAN, f64::NAN, f64::NAN, 10.0];
    let flow = regular(FLOW_60, "2024-05-01T00:00", &values);
    let grid = on_grid(
        &flow,
        Period::new(at("2024-04-30T23:30"), at("2024-05-01T06:00")),
        30,
    );
    let known: Vec<Option<f64>> = grid.iter().map(|v| (!v.is_nan()).then_some(*v)).collect();
    let mut expect = vec![None; 13];
    expect[1] = Some(0.0);
    expect[2] = Some(1.0);
    expect[3] = Some(2.0);
    expect[11] = Some(10.0);
    assert_eq!(known, expect);
}

fn levels() -> Vec<WarningLevel> {
    [("Meldestufe 2", 2, 4.1), ("Meldestufe 1", 1, 3.2)]
        .map(|(name, rank, value)| WarningLevel {
            name: name.to_owned(),
            rank,
            quantity: Quantity::Stage,
            value,
        })
        .to_vec()
}

fn stage(readings: &[(&str, f64)]) -> Series {
    let readings: Vec<_> = readings
        .iter()
        .map(|&(time, value)| (at(time), value))
        .collect();
    series(STAGE_15, &readings)
}

#[test]
fn a_gauge_stands_where_its_own_levels_say() {
    let now = at("2026-06-14T06:00");
    let check = |value: f64, rank: u8, native: Option<&str>, words: &str| {
        let found = standing(
            &levels(),
            &[&stage(&[("2026-06-14T05:45", value)])],
            now,
            120,
        );
        assert_eq!(found.rank(), Some(rank), "{value}");
        assert_eq!(found.native(), native);
        assert_eq!(found.to_string(), words);
    };
    check(1.0, 0, None, "2.20 m below Meldestufe 1 (3.20 m)");
    check(
        3.2,
        1,
        Some("Meldestufe 1"),
        "0.90 m below Meldestufe 2 (4.10 m)",
    );
    check(
        4.0999,
        1,
        Some("Meldestufe 1"),
        "0.00 m below Meldestufe 2 (4.10 m)",
    );
    check(4.1, 2, Some("Meldestufe 2"), "above the highest level");
}

#[test]
fn unknown_is_not_calm_and_says_why() {
    let now = at("2026-06-14T06:00");
    let check = |levels: &[WarningLevel], stage: &Series, words: &str| {
        let found = standing(levels, &[stage], now, 120);
        assert_eq!((found.rank(), found.native()), (None, None));
        assert_eq!(found.to_string(), words);
    };
    let fresh = stage(&[("2026-06-14T05:45", 1.0)]);
    check(&[], &fresh, "no warning level is set");
    check(&levels(), &stage(&[]), "no usable stage reading");
    check(
        &levels(),
        &stage(&[("2026-06-14T03:45", 1.0), ("2026-06-14T05:45", f64::NAN)]),
        "last usable stage reading is 2 h 15 min old",
    );
    check(
        &levels(),
        &graded(STAGE_15, &[(at("2026-06-14T05:45"), 9.0, bad())]),
        "no usable stage reading",
    );
    let flow = regular(FLOW_60, "2026-06-14T06:00", &[900.0]);
    check(&levels(), &flow, "no usable stage reading");
    // A reading from after the instant that is looked from does not count.
    check(
        &levels(),
        &stage(&[("2026-06-14T06:15", 9.0)]),
        "no usable stage reading",
    );
    let Standing::Unknown(Unknown::TooOld { age_minutes, .. }) =
        standing(&levels(), &[&stage(&[("2026-06-13T21:00", 1.0)])], now, 120)
    else {
        panic!("nine hours are too old");
    };
    assert_eq!(age_minutes, 540);
}

#[test]
fn a_suspect_reading_counts_and_is_named() {
    let now = at("2026-06-14T06:00");
    let doubtful = graded(STAGE_15, &[(now, 3.5, Quality::PROVISIONAL.suspect())]);
    let found = standing(&levels(), &[&doubtful], now, 120);
    assert_eq!(found.rank(), Some(1));
    assert!(
        found.to_string().ends_with("; the reading is doubtful"),
        "{found}"
    );
}

/// An accelerating limb; the rates and times come from numpy (`polyfit`, `roots`).
fn limb() -> Series {
    let values = [1.2, 1.22, 1.27, 1.35, 1.46, 1.6, 1.77, 1.97, 2.2];
    regular(STAGE_15, "2026-06-14T00:00", &values)
}

#[test]
fn the_rate_of_rise_is_the_slope_over_real_times() {
    let rates = [0.26, 0.38, 0.5, 0.62, 0.74];
    for (n, rate) in (0..).zip(rates) {
        let at = at("2026-06-14T01:00").plus_minutes(15 * n);
        let found = rate_of_rise(&limb(), at, 60).unwrap();
        close(found.per_hour, rate, 1e-9);
        close(found.difference_per_hour, rate, 1e-9);
        assert_eq!((found.points, found.coverage), (5, 1.0));
    }
    // The same limb with a reading left out: by index spacing it would rise faster.
    let uneven = stage(&[
        ("2026-06-14T00:00", 1.0),
        ("2026-06-14T00:15", 1.25),
        ("2026-06-14T00:45", 1.75),
        ("2026-06-14T01:00", 2.0),
    ]);
    close(
        rate_of_rise(&uneven, at("2026-06-14T01:00"), 60)
            .unwrap()
            .per_hour,
        1.0,
        1e-12,
    );
}

#[test]
fn without_enough_readings_there_is_no_rate() {
    let now = at("2026-06-14T02:00");
    assert!(rate_of_rise(&limb(), now.plus_minutes(15), 60).is_ok());
    assert_eq!(
        rate_of_rise(&limb(), now.plus_minutes(30), 60),
        Err(NoRise::TooLittleCoverage(0.5)),
        "a feed that is half an hour late"
    );
    assert_eq!(
        rate_of_rise(&limb(), now.plus_minutes(540), 60),
        Err(NoRise::TooFewPoints(0))
    );
    assert_eq!(
        rate_of_rise(&stage(&[]), now, 180),
        Err(NoRise::TooFewPoints(0))
    );
    let all_missing = regular(STAGE_15, "2026-06-14T00:00", &[f64::NAN; 9]);
    assert_eq!(
        rate_of_rise(&all_missing, now, 60),
        Err(NoRise::TooFewPoints(0))
    );
    // Readings on both sides of a gap do not cover it.
    let gap = stage(&[
        ("2026-06-14T00:00", 1.0),
        ("2026-06-14T00:15", 1.0),
        ("2026-06-14T02:30", 3.0),
        ("2026-06-14T03:00", 3.0),
    ]);
    let found = rate_of_rise(&gap, at("2026-06-14T03:00"), 180);
    assert_eq!(found, Err(NoRise::TooLittleCoverage(0.25)));
    assert_eq!(
        found.unwrap_err().to_string(),
        "readings cover 25 % of the window, 75 % are needed"
    );
}

#[test]
fn the_time_to_a_threshold_is_a_range_on_an_accelerating_limb() {
    let now = at("2026-06-14T02:00");
    let found = time_to_threshold(&limb(), now, 60, 3.0).unwrap().unwrap();
    close(found.steady_hours, 1.0810810810810816, 1e-9);
    close(found.accelerating_hours.unwrap(), 0.6972630715907941, 1e-9);
    assert_eq!(
        time_to_threshold(&limb(), now, 60, 2.0).unwrap(),
        None,
        "reached already"
    );
    assert_eq!(hours_at_rate(2.0, 3.0, 0.0), None);
    assert_eq!(hours_at_rate(2.0, 3.0, -0.4), None);
    assert_eq!(hours_at_rate(2.0, 3.0, 0.5), Some(2.0));
    // A straight rise has no earlier end.
    let straight = regular(STAGE_15, "2026-06-14T01:00", &[1.0, 1.25, 1.5, 1.75, 2.0]);
    let found = time_to_threshold(&straight, now, 60, 3.0).unwrap().unwrap();
    close(found.steady_hours, 1.0, 1e-12);
    assert_eq!(found.accelerating_hours, None);
}

#[test]
fn rain_is_summed_over_what_ends_in_the_window() {
    let hours: Vec<f64> = (1..=72).map(f64::from).collect();
    let rain = regular(RAIN_60, "2026-06-11T07:00", &hours);
    let now = at("2026-06-14T06:00");
    let check = |at: Instant, hours, expect: f64| {
        assert_eq!(
            accumulation(&rain, at, hours).unwrap().millimetres,
            expect,
            "{hours}"
        );
    };
    check(now, 1, 72.0);
    check(now, 6, f64::from(67 + 68 + 69 + 70 + 71 + 72));
    check(now, 24, f64::from((49 + 72) * 12));
    check(now, 72, f64::from(73 * 36));
    check(
        now.plus_minutes(20),
        6,
        f64::from(67 + 68 + 69 + 70 + 71 + 72),
    );
    let missing = |present, expected| Err(NoRain::Missing { present, expected });
    assert_eq!(accumulation(&rain, now.plus_minutes(60), 6), missing(5, 6));
    assert_eq!(
        accumulation(&rain, now.plus_minutes(-60), 72),
        missing(71, 72)
    );
}

#[test]
fn a_missing_hour_is_not_a_dry_hour() {
    let mut hours = vec![0.0; 72];
    hours[70] = f64::NAN;
    let now = at("2026-06-14T06:00");
    let rain = regular(RAIN_60, "2026-06-11T07:00", &hours);
    for window in [6, 24, 72] {
        assert!(accumulation(&rain, now, window).is_err(), "{window}");
    }
    assert_eq!(
        accumulation(&rain, now.plus_minutes(-120), 24)
            .unwrap()
            .millimetres,
        0.0
    );
    let all_missing = regular(RAIN_60, "2026-06-11T07:00", &[f64::NAN; 72]);
    assert!(accumulation(&all_missing, now, 6).is_err());
    let reported_bad = graded(RAIN_60, &[(now, 3.0, bad())]);
    assert!(accumulation(&reported_bad, now, 1).is_err());
}

#[test]
fn daily_rain_gives_24_and_72_hours_but_never_6() {
    let days = series(
        RAIN_DAY,
        &[
            (at("2026-06-11T08:00"), 1.0),
            (at("2026-06-12T08:00"), 25.4),
            (at("2026-06-13T08:00"), 7.1),
        ],
    );
    let now = at("2026-06-14T06:00");
    let day = accumulation(&days, now, 24).unwrap();
    assert_eq!(day.millimetres, 7.1);
    assert_eq!(
        day.until,
        at("2026-06-13T08:00"),
        "and it says that it is old"
    );
    assert_eq!(accumulation(&days, now, 72).unwrap().millimetres, 33.5);
    assert_eq!(
        accumulation(&days, now, 6),
        Err(NoRain::StepDoesNotFit(Step::Day))
    );
    assert_eq!(
        NoRain::StepDoesNotFit(Step::Day).to_string(),
        "only daily totals"
    );
    assert!(
        accumulation(&days, now.plus_minutes(180), 24).is_err(),
        "two days old"
    );
}

#[test]
fn the_finest_series_that_can_say_gives_the_rain() {
    let now = at("2026-06-14T06:00");
    let days = series(RAIN_DAY, &[(now, 12.0)]);
    let hours = regular(RAIN_60, "2026-06-14T01:00", &[1.0; 6]);
    let both = [&days, &hours];
    assert_eq!(accumulation_of(&both, now, 6).unwrap().millimetres, 6.0);
    assert_eq!(accumulation_of(&both, now, 24).unwrap().millimetres, 12.0);
    let (present, expected) = (6, 72);
    assert_eq!(
        accumulation_of(&both, now, 72),
        Err(NoRain::Missing { present, expected }),
        "the reason of the finest"
    );
    assert_eq!(accumulation_of(&[], now, 6), Err(NoRain::NoSeries));
}

/// A bell of half-width 10 h whose top is at `top` hours: smooth, and its lag is known without computing.
fn bell(top: f64) -> Vec<f64> {
    (0..96)
        .map(|hour| 50.0 + 400.0 * (-((f64::from(hour) - top) / 10.0).powi(2)).exp())
        .collect()
}

#[test]
fn the_lag_of_a_moved_wave_is_how_far_it_was_moved() {
    let found = lag(&bell(40.0), &bell(46.0), 24).unwrap();
    assert_eq!(found.steps, 6);
    close(found.correlation, 1.0, 1e-9);
    close(found.exact_steps, 6.0, 1e-3);
    assert!(found.plateau.0 <= 6 && found.plateau.1 >= 6 && found.plateau != (0, 24));
    assert_eq!(found.pairs, 90);
    let between = lag(&bell(40.0), &bell(46.4), 24).unwrap();
    assert!((between.exact_steps - 6.4).abs() < 0.05, "{between:?}");
}

#[test]
fn missing_pairs_are_left_out_and_never_closed_up() {
    let (mut up, mut down) = (bell(40.0), bell(46.0));
    up[20..30].fill(f64::NAN);
    down[60] = f64::NAN;
    let found = lag(&up, &down, 24).unwrap();
    assert_eq!(found.steps, 6);
    assert_eq!(found.pairs, 79);
    assert_eq!(lag(&[f64::NAN; 96], &down, 24), None);
    assert_eq!(
        lag(&[5.0; 96], &down, 24),
        None,
        "a side that does not change"
    );
    up[..60].fill(f64::NAN);
    assert_eq!(lag(&up, &down, 24), None, "fewer than half of the pairs");
}

#[test]
fn travel_times_of_series_are_in_hours() {
    let event = Period::new(at("2026-06-10T00:00"), at("2026-06-14T00:00"));
    let up = regular(FLOW_60, "2026-06-10T00:00", &bell(40.0));
    let down = regular(FLOW_60, "2026-06-10T00:00", &bell(54.0));
    let search = Search {
        step_minutes: 30,
        max_hours: 24,
    };
    let found = travel_time::travel_time(&up, &down, event, search).unwrap();
    assert!((found.hours - 14.0).abs() < 0.05, "{found:?}");
    assert!(found.range_hours.0 < 14.0 && found.range_hours.1 > 14.0);
}

#[test]
fn stated_travel_times_add_up_along_the_river() {
    let reach = |from: &str, to: &str, travel_hours| Reach {
        from: from.into(),
        to: to.into(),
        travel_hours,
    };
    let reaches = [
        reach("a", "b", 14.0),
        reach("b", "c", 9.5),
        reach("d", "d", 1.0),
    ];
    let check = |from: &str, to: &str, expect| {
        assert_eq!(
            stated_hours(&reaches, &from.into(), &to.into()),
            expect,
            "{from} {to}"
        );
    };
    check("a", "c", Some(23.5));
    check("b", "b", Some(0.0));
    check("c", "a", None);
    check("d", "a", None);
}

#[test]
fn a_crest_is_due_when_it_has_passed_and_not_before_otherwise() {
    let window = Period::new(at("2026-06-13T00:00"), at("2026-06-14T06:00"));
    let passed = stage(&[
        ("2026-06-13T18:00", 3.0),
        ("2026-06-13T19:00", 4.2),
        ("2026-06-13T20:00", 4.2),
        ("2026-06-13T21:00", 4.0),
    ]);
    let found = crest(&passed, window, 0.02).unwrap();
    assert_eq!((found.time, found.value), (at("2026-06-13T19:00"), 4.2));
    assert_eq!(arrival(&found, 14.5), Arrival::At(at("2026-06-14T09:30")));
    let rising = stage(&[("2026-06-13T18:00", 3.0), ("2026-06-13T19:00", 3.4)]);
    let found = crest(&rising, window, 0.02).unwrap();
    assert_eq!(
        arrival(&found, 14.5),
        Arrival::NotBefore(at("2026-06-14T09:30"))
    );
    // A flutter of the sensor is no fall.
    let flutter = stage(&[("2026-06-13T18:00", 3.0), ("2026-06-13T19:00", 2.99)]);
    assert!(!crest(&flutter, window, 0.02).unwrap().has_passed);
    assert_eq!(crest(&stage(&[]), window, 0.02), None);
}

fn record(start: &str, values: Vec<f64>) -> Daily {
    let n = values.len();
    Daily {
        start: date(start),
        completeness: vec![Completeness::new(1, 1); n],
        approved: vec![true; n],
        rows: vec![(0, 1); n],
        values,
    }
}

#[test]
fn months_are_counted_by_the_published_rules() {
    // The cases of WMO-No. 1203 (11/5), the older 5/3 rule and totals, for a month of 31 days, derived by hand.
    let check = |missing: &[usize], by_11_5, by_5_3, total| {
        let mut values = vec![1.0; 31];
        for day in missing {
            values[day - 1] = f64::NAN;
        }
        let month = completeness::months(&record("2024-01-01", values))[0];
        let found = (
            month.allows_mean_11_5(),
            month.allows_mean_5_3(),
            month.allows_total(),
        );
        assert_eq!(found, (by_11_5, by_5_3, total), "{missing:?}");
    };
    check(&[], true, true, true);
    check(&[3], true, true, false);
    check(&[1, 5, 9, 13, 17], true, true, false);
    check(&[1, 5, 9, 13, 17, 21], true, false, false);
    check(&[2, 3, 4], true, true, false);
    check(&[2, 3, 4, 5], true, false, false);
    check(&[2, 3, 4, 5, 6], false, false, false);
    check(&[1, 3, 5, 7, 9, 11, 13, 15, 17, 19], true, false, false);
    check(
        &[1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21],
        false,
        false,
        false,
    );
    check(&[1, 2, 3, 4, 8, 9, 10, 11, 20, 21], true, false, false);
    check(&[28, 29, 30, 31], true, false, false);
}

#[test]
fn days_outside_the_record_are_missing() {
    let months = completeness::months(&record("2024-01-30", vec![1.0; 31]));
    let days: Vec<Completeness> = months.iter().map(|month| month.days).collect();
    let expect = [(2, 31), (29, 29)].map(|(n, of)| Completeness::new(n, of));
    assert_eq!(days, expect);
    assert_eq!(months[0].longest_run, 29);
    assert_eq!(completeness::months(&Daily::default()), []);
}

#[test]
fn two_gauges_of_one_section_are_compared_on_the_days_of_both() {
    // 31 days of January and 29 of February; B is 4 % above A in January and 6 m³/s above in February.
    let a: Vec<f64> = (0..60)
        .map(|day| 100.0 + f64::from(day % 2) * 50.0)
        .collect();
    let mut b: Vec<f64> = a[..31].iter().map(|a| a * 1.04).collect();
    b.extend(a[31..].iter().map(|a| a + 6.0));
    b[4] = f64::NAN;
    let months = disagreement::months(
        &record("2024-01-01", a.clone()),
        &record("2024-01-01", b),
        AllowedMissing(0.1),
    );
    let january = months[0].comparison.unwrap();
    assert_eq!(months[0].days, Completeness::new(30, 31));
    // Without 5 January, on which A has 100: 15 days of 100 and 15 of 150.
    close(january.mean_a, 125.0, 1e-12);
    close(january.mean_b, 130.0, 1e-12);
    close(january.ratio.unwrap(), 1.04, 1e-12);
    close(january.percent.unwrap(), 4.0, 1e-9);
    let february = months[1].comparison.unwrap();
    close(february.offset, 6.0, 1e-9);
    assert_eq!(months.len(), 2);
    let half = record("2024-01-01", a[..20].to_vec());
    let few = disagreement::months(&half, &half, AllowedMissing(0.1));
    assert_eq!(
        (few[0].days, few[0].comparison),
        (Completeness::new(20, 31), None)
    );
    let zero = disagreement::Comparison::of(0.0, 3.0);
    assert_eq!((zero.offset, zero.ratio, zero.percent), (3.0, None, None));
}

#[test]
fn quality_survives_the_way_into_a_reading() {
    let corrected = Quality {
        origin: Origin::Corrected,
        ..approved()
    };
    let flow = graded(FLOW_60, &[(at("2024-05-01T00:00"), 1.0, corrected)]);
    let reading = flow.latest_usable(at("2024-05-02T00:00")).unwrap();
    assert_eq!(reading.quality, corrected);
    assert!(flow.is_approved(0) && !flow.is_approved(1));
}
