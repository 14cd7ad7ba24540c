//! Daily values by the quantity's rule.

use proptest::prelude::{prop, prop_assert, prop_assert_eq, proptest};
use thalweg::domain::LabelSide;
use thalweg::series::daily::{daily, time_weighted_mean};

use super::*;

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
