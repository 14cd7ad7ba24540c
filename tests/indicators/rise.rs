//! Rate of rise and time to a threshold.

use thalweg::indicators::flood::rate_of_rise::{NoRise, rate_of_rise};
use thalweg::indicators::flood::time_to_threshold::{hours_at_rate, time_to_threshold};

use super::*;

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
