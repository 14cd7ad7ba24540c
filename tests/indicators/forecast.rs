//! Routing, floods, regressions and verification against figures by hand and textbooks.

use thalweg::indicators::forecast::brier::brier;
use thalweg::indicators::forecast::contingency::{Table, beginnings, matched};
use thalweg::indicators::forecast::crps::{ensemble, gaussian, quantiles};
use thalweg::indicators::forecast::lag_and_route::{self, Form};
use thalweg::indicators::forecast::least_squares::Design;
use thalweg::indicators::forecast::model::{Model, Plan, Term, Transform};
use thalweg::indicators::forecast::muskingum::{Reach, route, wave};
use thalweg::indicators::forecast::muskingum_cunge::Channel;
use thalweg::indicators::forecast::out_of_sample::{Record, cases};
use thalweg::indicators::forecast::peaks::{Apart, floods};
use thalweg::indicators::forecast::quantile_regression::quantile_fit;
use thalweg::indicators::forecast::skill::{Skill, Verdict};

use super::*;

#[test]
fn a_long_reach_is_cut_until_it_is_stable_and_keeps_its_water() {
    let reach = Reach {
        k_hours: 10.0,
        x: 0.2,
    };
    assert!(!reach.is_stable(1.0), "2KX is 4 h, more than the step");
    let parts = reach.stable_parts(1.0).unwrap();
    assert_eq!(parts, 4, "2(K/N)X ≤ 1 from N = 4 on");
    let mut inflow = vec![10.0; 200];
    inflow[20..30].fill(200.0);
    let outflow = route(&inflow, &[], reach.part(parts).coefficients(1.0), parts);
    let wave = wave(&inflow, &outflow, 1.0);
    close(wave.volume_ratio, 1.0, 1e-9);
    assert!(
        wave.peak_outflow < 200.0 && wave.peak_delay_hours > 5.0,
        "{wave:?}"
    );
    assert!(
        outflow.iter().all(|flow| *flow >= 10.0 - 1e-9),
        "nothing dips"
    );
    assert_eq!(
        Reach {
            k_hours: 0.3,
            x: 0.2
        }
        .stable_parts(1.0),
        None,
        "the step is too long"
    );
}

#[test]
fn at_a_gap_the_outflow_stops_and_starts_again_from_what_was_observed() {
    let inflow = [5.0, 5.0, f64::NAN, 9.0, 9.0];
    let observed = [f64::NAN, f64::NAN, f64::NAN, 7.0, f64::NAN];
    let one = Reach {
        k_hours: 2.0,
        x: 0.1,
    }
    .coefficients(1.0);
    let outflow = route(&inflow, &observed, one, 1);
    assert!(outflow[2].is_nan());
    close(outflow[3], 7.0, 0.0);
    close(
        outflow[4],
        one.c0 * 9.0 + one.c1 * 9.0 + one.c2 * 7.0,
        1e-12,
    );
}

#[test]
fn a_channel_of_the_textbook_has_its_coefficients() {
    // Ponce, Engineering Hydrology, 9.2: 1000 m³/s, 400 m², 100 m, β 1.6, slope 0.000868, 14.4 km, 1 h.
    let channel = Channel {
        celerity: 1.6 * 1000.0 / 400.0,
        unit_width_flow: 10.0,
        slope: 0.000_868,
        length: 14_400.0,
    };
    close(channel.courant(3600.0), 1.0, 1e-12);
    close(channel.reynolds(), 0.2, 1e-3);
    let found = channel.coefficients(3600.0);
    close(found.c0, 0.091, 5e-3);
    close(found.c1, 0.818, 5e-3);
    close(found.c2, 0.091, 5e-3);
}

#[test]
fn lag_and_storage_are_found_again_in_what_they_made() {
    let bell = |n: u32| 20.0 + 300.0 * (-((f64::from(n) - 40.0) / 8.0).powi(2)).exp();
    let inflow: Vec<f64> = (0..160).map(bell).collect();
    for form in [Form::Steps, Form::Straight] {
        let outflow = lag_and_route::route(&inflow, 5, 4.5, (form, f64::NAN));
        assert!(
            outflow[..5].iter().all(|flow| flow.is_nan()),
            "nothing comes before the lag"
        );
        let (lag, k, error) = lag_and_route::fit(&inflow, &outflow, 12, form).unwrap();
        assert_eq!(lag, 5);
        close(k, 4.5, 1e-6);
        assert!(error < 1e-6, "{error}");
    }
}

#[test]
fn two_tops_of_one_flood_are_one_and_a_top_beside_a_gap_is_cut() {
    let apart = Apart {
        threshold: 50.0,
        steps: 3,
        dip: 0.7,
    };
    //                 0     1     2     3     4     5     6     7     8     9     10
    let values = [
        10.0,
        60.0,
        80.0,
        75.0,
        78.0,
        20.0,
        10.0,
        55.0,
        90.0,
        f64::NAN,
        5.0,
    ];
    let found = floods(&values, apart);
    let tops: Vec<(usize, usize, usize, bool)> = found
        .iter()
        .map(|f| (f.begins, f.top, f.ends, f.is_cut))
        .collect();
    assert_eq!(tops, [(1, 2, 4, false), (7, 8, 8, true)]);
    let level = floods(&[0.0, 60.0, 60.0, 0.0], apart);
    assert_eq!(level.len(), 1, "a level top is one top");
    assert_eq!(level[0].top, 1);
    assert!(floods(&[f64::NAN; 4], apart).is_empty());
}

#[test]
fn a_quantile_without_regressors_is_that_of_the_sample() {
    let y = [7.0, 1.0, 9.0, 3.0, 5.0, 11.0, 13.0];
    let design = Design {
        columns: vec![vec![1.0; 7]],
    };
    let factors = design.factors().ok().unwrap();
    close(
        quantile_fit(&design, &factors, &y, (0.5, &[0.0])).unwrap()[0],
        7.0,
        1e-9,
    );
    // Of seven values 0.9 · 7 = 6.3 lie below: the seventh in order.
    close(
        quantile_fit(&design, &factors, &y, (0.9, &[7.0])).unwrap()[0],
        13.0,
        1e-9,
    );
    let twice = Design {
        columns: vec![vec![1.0; 7], vec![2.0; 7]],
    };
    assert_eq!(
        twice.factors().err(),
        Some(1),
        "the second column says nothing of its own"
    );
}

fn plan(lead: usize) -> Plan {
    Plan {
        target: 0,
        lead,
        latency: 0,
        terms: vec![Term { series: 1, back: 1 }],
        levels: vec![0.1, 0.5, 0.9],
        transform: Transform::None,
    }
}

#[test]
fn a_regression_finds_the_rule_and_leaves_rows_with_gaps_out() {
    let mut x: Vec<f64> = (0..60).map(|n| f64::from(n * 37 % 23)).collect();
    // y(t + 2) = 3 + 2 x(t − 1).
    let mut y = vec![f64::NAN; 3];
    y.extend(x[..57].iter().map(|x| 3.0 + 2.0 * x));
    x[30] = f64::NAN;
    y[20] = f64::NAN;
    let columns = [y, x];
    let rows = plan(2).rows(&columns);
    assert_eq!(rows.y.len(), 57 - 2);
    let model = Model::fit(&plan(2), &rows, None).unwrap();
    close(model.coefficients[0], 3.0, 1e-9);
    close(model.coefficients[1], 2.0, 1e-9);
    let said = model.predict(&plan(2), &[1.0, 50.0]);
    close(said.value, 103.0, 1e-9);
    assert!(said.is_outside, "the fit saw nothing above 22");
    assert!(said.band.is_sorted());
}

#[test]
fn what_is_judged_was_not_fitted() {
    let x: Vec<f64> = (0..120).map(|n| f64::from(n * 37 % 23)).collect();
    // The rule of the second part is another one: a fit that knew it would not say what the first part says.
    let y: Vec<f64> = (0..120)
        .map(|n| {
            if n < 3 {
                f64::NAN
            } else {
                x[n - 3] + if n < 60 { 0.0 } else { 500.0 }
            }
        })
        .collect();
    let record = Record {
        columns: vec![y, x],
        fold: (0..120).map(|n| u32::from(n >= 60)).collect(),
        season: vec![0; 120],
        upstream: vec![(1, 3)],
    };
    let plan = plan(2);
    let rows = plan.rows(&record.columns);
    let whole = Model::fit(&plan, &rows, None).unwrap();
    let found = cases(&record, &plan, &rows, &whole);
    assert_eq!(found.len(), rows.y.len());
    for case in &found {
        let shift = if case.valid < 60 { 500.0 } else { -500.0 };
        close(case.said.value, case.observed + shift, 1e-6);
    }
}

#[test]
fn a_forecast_without_floods_or_without_skill_is_not_shown() {
    let with = |n_floods, low: Option<f64>| Skill {
        n_floods,
        persistence_index_90: low.map(|low| (low, 0.95)),
        ..Skill::default()
    };
    assert_eq!(with(9, Some(0.9)).verdict(), Verdict::LagOnly);
    assert_eq!(with(10, Some(0.1)).verdict(), Verdict::Shown);
    assert_eq!(with(10, Some(0.0)).verdict(), Verdict::Refused);
    assert_eq!(with(10, None).verdict(), Verdict::Refused);
}

#[test]
fn warnings_are_counted_by_floods_and_never_divided_by_nothing() {
    let observed = [0.0, 6.0, 7.0, 0.0, 0.0, 8.0, 0.0, f64::NAN, 9.0, 0.0];
    let forecast = [6.0, 7.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0];
    assert_eq!(
        beginnings(&observed, 5.0),
        [1, 5],
        "behind a gap no beginning is known"
    );
    assert_eq!(
        beginnings(&forecast, 5.0),
        [0_usize; 0],
        "nor at the first step"
    );
    assert_eq!(matched(&[10, 20], &[12, 19, 21], 3.0), [(10, 12), (20, 19)]);
    let none = Table {
        hits: 0.0,
        false_alarms: 0.0,
        misses: 4.0,
        correct_negatives: None,
    }
    .scores();
    assert_eq!(
        (none.pod, none.far, none.pofd, none.sedi),
        (Some(0.0), None, None, None)
    );
}

#[test]
fn probabilities_are_scored_as_by_hand() {
    let found = brier(
        &[(0.9, true), (0.9, false), (0.1, false), (0.1, false)],
        None,
    )
    .unwrap();
    close(found.brier, 0.21, 1e-12);
    close(found.reliability, 0.085, 1e-12);
    close(found.resolution, 0.0625, 1e-12);
    close(found.uncertainty, 0.1875, 1e-12);
    close(found.within_bins, 0.0, 1e-12);
    close(found.roc_area.unwrap(), 2.5 / 3.0, 1e-12);
    assert_eq!(brier(&[(0.5, false)], None).unwrap().roc_area, None);
    close(ensemble(&[5.0], 7.0), 2.0, 1e-12);
    close(gaussian(5.0, 0.0, 7.0), 2.0, 1e-12);
    close(quantiles(&[0.5], &[5.0], 7.0), 2.0, 1e-12);
}
