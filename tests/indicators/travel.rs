//! Travel times and crests.

use thalweg::domain::Reach;
use thalweg::indicators::flood::crest::{Arrival, arrival, crest};
use thalweg::indicators::flood::travel_time::{Search, lag, stated_hours, travel_time};

use super::*;

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
    let found = travel_time(&up, &down, event, search).unwrap();
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
