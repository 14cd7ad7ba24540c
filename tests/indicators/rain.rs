//! Rain totals.

use thalweg::indicators::flood::rain::{NoRain, accumulation};

use super::*;

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
