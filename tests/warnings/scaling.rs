//! Twice the water is twice what is water, and nothing else; a gap never makes a figure better in silence.

use proptest::prelude::*;
use serde_json::Value;
use thalweg::indicators::catalogue::{self, Computed, Input, Points, Resolution, Settings};

use super::*;

/// A power of two, so that scaling rounds nothing.
const FACTOR: f64 = 4.0;

/// Twenty-one years of daily discharges from 1 October 2000: a yearly wave, storms that recede, and noise, all seeded.
fn river() -> Vec<f64> {
    let mut random = 1_u64;
    let mut storm = 0.0_f64;
    (0..365 * 21 + 6)
        .map(|day| {
            random = random
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let share = (random >> 11) as f64 / (1_u64 << 53) as f64;
            storm *= 0.8;
            if share > 0.95 {
                storm += 400.0 * (share - 0.95) / 0.05;
            }
            let season = (f64::from(day) / 365.25 * std::f64::consts::TAU).cos();
            40.0 + 20.0 * season + storm + 4.0 * share
        })
        .collect()
}

fn days(value: Vec<f64>) -> Points {
    let first = Instant::parse("2000-10-01T00:00:00Z").unwrap().millis();
    let n = i64::try_from(value.len()).unwrap();
    Points {
        station: String::new(),
        resolution: Resolution::Day,
        time: (0..n).map(|day| first + day * 24 * 60 * MINUTE).collect(),
        value,
    }
}

fn compute(name: &str, series: Vec<Points>, set: &[(&str, String)]) -> Computed {
    let indicator = catalogue::find(name).unwrap();
    let given: Vec<(String, String)> = set
        .iter()
        .map(|(key, value)| ((*key).to_owned(), value.clone()))
        .collect();
    let settings = Settings::new(indicator.settings, &given).unwrap();
    let input = Input {
        series,
        ..Input::default()
    };
    (indicator.run)(&input, &settings).unwrap()
}

/// Every number of a result with the keys that lead to it.
fn numbers(value: &Value, path: &str, all: &mut Vec<(String, f64)>) {
    match value {
        Value::Number(number) => all.push((path.to_owned(), number.as_f64().unwrap())),
        Value::Array(items) => items.iter().for_each(|item| numbers(item, path, all)),
        Value::Object(map) => {
            for (key, value) in map {
                numbers(value, &format!("{path}/{key}"), all);
            }
        }
        _ => {}
    }
}

/// Runs an indicator on a river and on one that carries [`FACTOR`] times the water: numbers under a path that ends
/// with one of `water` are as many times larger, all others the same.
fn check(name: &str, set: &[(&str, f64, bool)], water: &[&str]) {
    check_first(usize::MAX, name, set, water);
}

/// [`check`] on the first days of the river.
fn check_first(n_days: usize, name: &str, set: &[(&str, f64, bool)], water: &[&str]) {
    let settings = |factor: f64| -> Vec<(&str, String)> {
        set.iter()
            .map(|(key, value, is_water)| {
                (
                    *key,
                    (value * if *is_water { factor } else { 1.0 }).to_string(),
                )
            })
            .collect()
    };
    let of = |factor: f64| {
        let flows = river().into_iter().take(n_days);
        let value = flows.map(|value| value * factor).collect();
        let computed = compute(name, vec![days(value)], &settings(factor));
        let mut all = Vec::new();
        numbers(&Value::Object(computed.result), "", &mut all);
        all
    };
    let (once, more) = (of(1.0), of(FACTOR));
    assert_eq!(once.len(), more.len(), "{name}: the number of figures");
    let mut wrong = std::collections::BTreeSet::new();
    let mut scaled = 0;
    for ((path, before), (_, after)) in once.iter().zip(&more) {
        let is_water = water.iter().any(|key| path.ends_with(key));
        let expected = if path.ends_with("/log10_mean") {
            // The mean of logarithms of water grows by the logarithm of the factor.
            before + FACTOR.log10()
        } else {
            before * if is_water { FACTOR } else { 1.0 }
        };
        scaled += u32::from(is_water);
        if (after - expected).abs() > 1e-6 * expected.abs().max(1e-9) {
            wrong.insert(format!("{path}: {before} became {after}"));
        }
    }
    assert!(wrong.is_empty(), "{name}: {wrong:#?}");
    assert!(
        water.is_empty() || scaled > 0,
        "{name}: nothing scaled of {once:?}"
    );
}

#[test]
fn more_water_scales_the_water_of_floods_and_nothing_else() {
    check(
        "threshold-crossings",
        &[("threshold", 150.0, true)],
        &["/threshold", "/hysteresis", "/peak"],
    );
    check(
        "volume-above-level",
        &[("threshold", 150.0, true)],
        &["_m3s", "_hm3"],
    );
    check("rate-of-rise", &[("window", 4320.0, false)], &["per_hour"]);
}

#[test]
fn more_water_scales_the_water_of_frequencies_and_nothing_else() {
    let water = [
        "/l1",
        "/l2",
        "/value",
        "/high",
        "/low",
        "/standard_error",
        "/location",
        "/scale",
        "/upper_bound",
    ];
    check("gev", &[], &water);
    check("gumbel", &[], &water);
}

#[test]
fn more_water_scales_the_water_of_low_flow_and_nothing_else() {
    check("flow-duration", &[], &["/flow", "/mean"]);
    check("n-day-minimum", &[], &["/minimum", "/mean_annual_minimum"]);
    check("low-flow-quantile", &[], &["/minimum", "/quantile"]);
    for name in [
        "base-flow-ukih",
        "base-flow-lyne-hollick",
        "base-flow-eckhardt",
    ] {
        check(name, &[], &["/base_flow", "/base_flow_sum", "/flow_sum"]);
    }
    check(
        "deficit",
        &[("threshold", 45.0, true)],
        &["/lowest_flow", "_hm3", "/threshold"],
    );
    check_first(
        400,
        "mann-kendall",
        &[],
        &[
            "/sen_intercept",
            "/sen_slope",
            "/sen_slope_lower",
            "/sen_slope_upper",
        ],
    );
}

#[test]
fn a_better_or_worse_forecast_is_not_more_water() {
    let observed = river();
    let forecast: Vec<f64> = observed
        .iter()
        .enumerate()
        .map(|(n, value)| value + (n % 7) as f64)
        .collect();
    let of = |factor: f64| {
        let series = |station: &str, value: &[f64]| Points {
            station: station.to_owned(),
            ..days(value.iter().map(|value| value * factor).collect())
        };
        let series = vec![series("observed", &observed), series("forecast", &forecast)];
        compute("verify-forecast", series, &[]).result
    };
    let (once, more) = (of(1.0), of(FACTOR));
    for key in ["nse", "kge_2009", "kge_2012"] {
        let (before, after) = (once[key].as_f64(), more[key].as_f64());
        assert!(before.is_some(), "{key} of {once:?}");
        assert!(
            (before.unwrap() - after.unwrap()).abs() < 1e-9,
            "{key}: {before:?} {after:?}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn a_gap_is_always_told_beside_a_percentile(holes in proptest::collection::vec(0_usize..7000, 1..900)) {
        let whole = river();
        let mut broken = whole.clone();
        for hole in &holes {
            broken[*hole] = f64::NAN;
        }
        let there = broken.iter().filter(|value| !value.is_nan()).count();
        let computed = compute("flow-duration", vec![days(broken)], &[]);
        let told = computed.completeness;
        prop_assert_eq!(usize::try_from(told.present).unwrap(), there);
        prop_assert_eq!(usize::try_from(told.expected).unwrap(), whole.len());
        prop_assert!(told.present < told.expected);
    }
}
