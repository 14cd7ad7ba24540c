//! Crossings are found whatever the time step, and nothing trembles.

use proptest::prelude::*;
use thalweg::domain::{Confirmation, Direction, Ending, LevelEvent, Validity};
use thalweg::indicators::flood::crossings::Watch;

use super::*;

fn events(levels: &[WarningLevel], series: &Series, until: i64) -> Vec<LevelEvent> {
    Watch::new(levels, series).events(series, at(until))
}

/// A wave that rises from 1 m to a crest of 5 m after 24 hours and falls back: each limb a straight line of 1/6 m/h.
fn wave(minutes: i64) -> f64 {
    let hours = minutes as f64 / 60.0;
    (5.0 - (hours - 24.0).abs() / 6.0).max(1.0)
}

proptest! {
    #[test]
    fn a_crossing_is_found_whatever_the_time_step(
        steps in proptest::collection::vec(5_i64..170, 20..600),
        threshold in 1.5_f64..4.8,
    ) {
        // Unequal steps; both limbs are straight, so the crossings are known whatever was thinned out.
        let mut minutes = 0;
        let mut readings = Vec::new();
        for step in steps {
            readings.push((minutes, wave(minutes), Quality::PROVISIONAL));
            minutes += step;
        }
        prop_assume!(minutes > 60 * 60);
        let mut watched = level("Watch", 1, threshold);
        watched.rules.hysteresis = Some(0.01);
        let top = readings.iter().map(|reading| reading.1).fold(0.0, f64::max);
        let found = events(&[watched], &stage(Step::Irregular, &readings), minutes);
        if top < threshold {
            prop_assert!(found.is_empty());
        } else {
            prop_assert_eq!(found.len(), 1);
            let excursion = &found[0].excursion;
            let up = (24.0 - (5.0 - threshold) * 6.0) * 60.0;
            let seen = (excursion.first_crossing.millis() - start().millis()) as f64 / MINUTE as f64;
            // The chord that spans the crest lies off both limbs.
            let spans_crest = readings.windows(2).any(|pair| {
                pair[0].0 < 1440 && pair[1].0 > 1440 && (pair[0].1 < threshold || pair[1].1 < threshold)
            });
            prop_assert!(spans_crest || (seen - up).abs() < 0.01, "{} {}", seen, up);
            prop_assert!(excursion.is_interpolated);
            prop_assert_eq!(excursion.peak, top);
        }
    }

    #[test]
    fn a_pair_of_readings_about_the_threshold_is_enough(
        kept in proptest::collection::vec(any::<bool>(), 193),
        threshold in 1.5_f64..4.8,
    ) {
        // Quarter-hours of which only the pair of each crossing must stay.
        let all: Vec<i64> = (0..193).map(|n| 15 * n).collect();
        let is_pair = |n: usize| {
            let crosses = |a: usize, b: usize| (wave(all[a]) >= threshold) != (wave(all[b]) >= threshold);
            (n > 0 && crosses(n - 1, n)) || (n + 1 < all.len() && crosses(n, n + 1))
        };
        let readings: Vec<_> = (0..all.len())
            .filter(|n| kept[*n] || is_pair(*n))
            .map(|n| (all[n], wave(all[n]), Quality::PROVISIONAL))
            .collect();
        let whole: Vec<_> = all.iter().map(|n| (*n, wave(*n), Quality::PROVISIONAL)).collect();
        let levels = [level("Watch", 1, threshold)];
        let thinned = events(&levels, &stage(Step::Minutes(15), &readings), 2880);
        let full = events(&levels, &stage(Step::Minutes(15), &whole), 2880);
        prop_assert_eq!(full.len(), 1);
        prop_assert_eq!(thinned.len(), 1);
        prop_assert_eq!(thinned[0].excursion.first_crossing, full[0].excursion.first_crossing);
    }

    #[test]
    fn noise_at_the_threshold_is_one_alarm(
        noise in proptest::collection::vec(-0.02_f64..0.02, 96),
        threshold in 0.5_f64..500.0,
    ) {
        // Two per cent about the threshold for 24 hours, readings every quarter of an hour.
        let values: Vec<f64> = noise.iter().map(|share| threshold * (1.0 + share)).collect();
        let found = events(&[level("Watch", 1, threshold)], &quarters(&values), 1440);
        prop_assert!(found.len() <= 1, "{}", found.len());
    }

    #[test]
    fn doubtful_readings_alone_never_raise(
        spikes in proptest::collection::vec((0_usize..96, 2.9_f64..90.0), 0..20),
    ) {
        let mut readings: Vec<_> =
            (0..96).map(|n| (15 * n, 1.0, Quality::PROVISIONAL)).collect();
        for (n, value) in spikes {
            readings[n] = (readings[n].0, value, Quality::PROVISIONAL.suspect());
        }
        let found = events(&[level("Watch", 1, 3.0)], &stage(Step::Minutes(15), &readings), 1440);
        prop_assert!(found.is_empty());
    }

    #[test]
    fn following_row_by_row_is_reading_all_at_once(values in proptest::collection::vec(2.0_f64..4.0, 2..200)) {
        let levels = [level("Watch", 1, 2.8), level("Alarm", 2, 3.4)];
        let mut watch = Watch::new(&levels, &quarters(&values[..1]));
        for n in 2..=values.len() {
            watch.follow(&quarters(&values[..n]));
        }
        let series = quarters(&values);
        let end = at(15 * 300);
        prop_assert_eq!(watch.events(&series, end), Watch::new(&levels, &series).events(&series, end));
    }

    #[test]
    fn a_missing_reading_neither_raises_nor_clears(
        values in proptest::collection::vec(2.5_f64..3.5, 10..120),
        holes in proptest::collection::vec(any::<bool>(), 120),
    ) {
        // A "no value" row between the readings changes no crossing.
        let mut with_holes = Vec::new();
        let mut without = Vec::new();
        for (n, value) in (0..).zip(&values) {
            without.push((10 * n, *value, Quality::PROVISIONAL));
            with_holes.push((10 * n, *value, Quality::PROVISIONAL));
            if holes[usize::try_from(n).unwrap()] {
                with_holes.push((10 * n + 5, f64::NAN, Quality::PROVISIONAL));
            }
        }
        let levels = [level("Watch", 1, 3.0)];
        let times = |readings: &[(i64, f64, Quality)]| -> Vec<_> {
            let found = events(&levels, &stage(Step::Minutes(10), readings), 1200);
            found.into_iter().map(|event| (event.excursion.first_crossing, event.excursion.cleared)).collect()
        };
        prop_assert_eq!(times(&with_holes), times(&without));
    }
}

#[test]
fn a_crossing_has_its_times_its_peak_and_its_way_back() {
    // By hand: 2.9 at 00:30 and 3.1 at 00:45 cross 3.0 in the middle, 00:37:30; 3.2 and 2.9 at 01:15 and 01:30 cross
    // it back after two thirds of the way, 01:25. Hysteresis 2 % is 0.06: cleared by four readings below 2.94.
    let values = [2.0, 2.5, 2.9, 3.1, 3.4, 3.2, 2.9, 2.8, 2.7, 2.6, 2.5];
    let found = events(&[level("Watch", 1, 3.0)], &quarters(&values), 150);
    let excursion = &found[0].excursion;
    let second = |text: &str| Instant::parse(&format!("2026-01-02T{text}Z")).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(excursion.first_crossing, second("00:37:30"));
    assert_eq!(excursion.confirmed, second("01:00:00"));
    assert_eq!(excursion.confirmed_by, Confirmation::Readings);
    assert_eq!(
        (excursion.peak, excursion.peak_time),
        (3.4, second("01:00:00"))
    );
    assert_eq!(excursion.crossed_down, Some(second("01:25:00")));
    assert_eq!(excursion.cleared, Some(second("02:15:00")));
    assert_eq!(excursion.ending, Ending::Cleared);
    assert!((excursion.duration_hours - 47.5 / 60.0).abs() < 1e-9);
    let crossings = found[0].crossings();
    assert_eq!(crossings.len(), 2);
    assert_eq!(crossings[0].direction, Direction::Up);
    assert_eq!(
        (crossings[1].direction, crossings[1].at),
        (Direction::Down, second("01:25:00"))
    );
}

#[test]
fn the_volume_above_a_discharge_is_the_area_above_it() {
    // By hand: a triangle of 2 hours and 100 m³/s above 200 is 0.5 · 7200 s · 100 = 360,000 m³ = 0.36 hm³.
    let readings: Vec<_> = [
        (0, 100.0),
        (60, 200.0),
        (120, 300.0),
        (180, 200.0),
        (240, 100.0),
    ]
    .map(|(minutes, value)| (minutes, value, Quality::PROVISIONAL))
    .to_vec();
    let mut watched = WarningLevel::new("Watch", 1, Quantity::Discharge, 200.0);
    watched.rules.off_delay = Some(1);
    let series = of(Quantity::Discharge, Step::Minutes(60), &readings);
    let found = events(&[watched], &series, 240);
    let volume = found[0].excursion.volume_above_hm3.unwrap();
    assert!((volume - 0.36).abs() < 1e-9, "{volume}");
    assert!((found[0].excursion.duration_hours - 2.0).abs() < 1e-9);
}

#[test]
fn a_past_crossing_is_judged_by_the_level_in_force_then() {
    let change = at(24 * 60);
    let mut old = level("Alert", 1, 3.0);
    old.validity = Validity {
        from: None,
        to: Some(change),
    };
    let mut new = level("Alert", 1, 4.0);
    new.validity = Validity {
        from: Some(change),
        to: None,
    };
    // 3.5 m on both days, and a fall between: an alert on the first day only.
    let values: Vec<f64> = (0..192)
        .map(|n| {
            if (10..40).contains(&n) || (110..140).contains(&n) {
                3.5
            } else {
                1.0
            }
        })
        .collect();
    let found = events(&[old.clone(), new.clone()], &quarters(&values), 48 * 60);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].threshold, 3.0);
    // One that stands when its level ends, ends with it.
    let high = vec![3.5; 192];
    let found = events(&[old, new], &quarters(&high), 48 * 60);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].excursion.ending, Ending::LevelEnded);
    assert_eq!(found[0].excursion.cleared, Some(change));
}

#[test]
fn sparse_readings_hide_no_rise() {
    let one = |step: Step, minutes: i64| {
        let readings: Vec<_> = [1.0, 1.0, 3.5, 1.0, 1.0]
            .iter()
            .zip(0..)
            .map(|(value, n)| (n * minutes, *value, Quality::PROVISIONAL))
            .collect();
        events(
            &[level("Watch", 1, 3.0)],
            &stage(step, &readings),
            5 * minutes,
        )
    };
    // Alone among quarter-hours it was nothing; six hours apart, it is all that is known.
    assert!(one(Step::Minutes(15), 15).is_empty());
    assert_eq!(one(Step::Minutes(360), 360).len(), 1);
    // A feed of quarter-hours that dies with its first reading above raises after an hour.
    let series = quarters(&[1.0, 1.0, 3.5]);
    let watch = Watch::new(&[level("Watch", 1, 3.0)], &series);
    assert!(watch.events(&series, at(31)).is_empty());
    let late = watch.events(&series, at(91));
    assert_eq!(late.len(), 1);
    assert_eq!(late[0].excursion.confirmed_by, Confirmation::Clock);
}

#[test]
fn a_higher_level_raises_the_lower_one() {
    let mut slow = level("Yellow", 1, 3.0);
    slow.rules.on_delay = Some(10);
    let mut fast = level("Orange", 2, 4.0);
    fast.rules.on_delay = Some(2);
    let series = quarters(&[1.0, 4.5, 4.6, 4.7]);
    let found = events(&[slow, fast], &series, 45);
    let names: Vec<&str> = found.iter().map(|event| event.level.as_str()).collect();
    assert_eq!(names, ["Yellow", "Orange"]);
    assert_eq!(found[0].excursion.confirmed, found[1].excursion.confirmed);
}
