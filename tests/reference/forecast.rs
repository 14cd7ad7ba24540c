//! Vectors of travel time, routing, forecast and verification.

use serde_json::Value;
use thalweg::domain::Instant;
use thalweg::indicators::catalogue::{Points, Resolution};

use super::{Owner, Vector, all_close, close, compute, number};

pub(crate) const OWNERS: &[Owner] = &[
    ("xcorr_lag", xcorr_lag),
    ("muskingum_textbook", muskingum_textbook),
    ("arx_quantile_forecast", arx_quantile_forecast),
    ("gof_nse_kge", gof_nse_kge),
    ("contingency_finley", contingency_finley),
    ("crps", crps),
];

const HOUR: i64 = 3_600_000;

/// Values an hour apart, without a calendar.
fn hourly(station: &str, values: &[f64]) -> Points {
    Points {
        station: station.into(),
        resolution: Resolution::Number,
        time: (0..).map(|n| n * HOUR).take(values.len()).collect(),
        value: values.to_vec(),
    }
}

/// A column of a CSV whose first column is a time.
fn column(rows: &[Vec<String>], place: usize, station: &str, resolution: Resolution) -> Points {
    let stamp = |text: &String| {
        let instant = Instant::parse(text).or_else(|| Instant::parse(&format!("{text}T00:00:00Z")));
        instant.unwrap().millis()
    };
    Points {
        station: station.into(),
        resolution,
        time: rows.iter().map(|row| stamp(&row[0])).collect(),
        value: rows
            .iter()
            .map(|row| row[place].parse().unwrap_or(f64::NAN))
            .collect(),
    }
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(number).collect()
}

/// Holds the correlations of a lag curve against a map of lag to correlation.
fn lags_hold(curve: &Value, expected: &Value) {
    let lags = numbers(&curve["lags_steps"]);
    let r = numbers(&curve["correlation"]);
    let expected = expected.as_object().unwrap();
    assert_eq!(lags.len(), expected.len(), "number of lags");
    for (lag, r) in lags.iter().zip(r) {
        close(
            &format!("r({lag})"),
            r,
            number(&expected[&lag.to_string()]),
            (1e-9, 0.0),
        );
    }
}

fn xcorr_lag(vector: &Vector) {
    let (_, rows) = vector.csv("data_hourly_routed_pair.csv");
    let hourly = || {
        vec![
            column(&rows, 1, "up", Resolution::Instant),
            column(&rows, 2, "down", Resolution::Instant),
        ]
    };
    let found = compute("travel-time", hourly(), &[("max_lag", "24")]);
    let at = |key: &str| vector.at(&format!("/expected/hourly/{key}"));
    lags_hold(&found, at("pearson_pairwise"));
    assert_eq!(found["best_lag_steps"], *at("best_lag"));
    close(
        "sub-step lag",
        number(&found["sub_step_lag_steps"]),
        number(at("sub_sample")),
        (1e-6, 0.0),
    );
    let changes = &found["first_differences"];
    lags_hold(changes, at("pearson_pairwise_first_differences"));
    assert_eq!(changes["best_lag_steps"], *at("best_lag_diff"));
    close(
        "sub-step lag of changes",
        number(&changes["sub_step_lag_steps"]),
        number(at("sub_sample_diff")),
        (1e-6, 0.0),
    );
    assert_eq!(found["peak_to_peak_steps"], *at("peak_to_peak_lag"));

    let biased = compute(
        "travel-time",
        hourly(),
        &[("max_lag", "24"), ("estimator", "biased")],
    );
    assert_eq!(biased["best_lag_steps"], *at("biased_estimator_best_lag"));
    all_close(
        "biased r",
        &numbers(&biased["correlation"]),
        &vector.numbers("/expected/R_ccf_biased/r"),
        (1e-9, 0.0),
    );
    all_close(
        "biased lags",
        &numbers(&biased["lags_steps"]),
        &vector.numbers("/expected/R_ccf_biased/lag"),
        (0.0, 0.0),
    );

    let (_, rows) = vector.csv("data_two_gauges_mn2003.csv");
    let daily = vec![
        column(&rows, 1, "up", Resolution::Day),
        column(&rows, 2, "down", Resolution::Day),
    ];
    let found = compute("travel-time", daily, &[("max_lag", "10")]);
    lags_hold(&found, vector.at("/expected/daily_mn/pearson_pairwise"));
    assert_eq!(
        found["best_lag_steps"],
        *vector.at("/expected/daily_mn/best_lag")
    );
}

fn muskingum_textbook(vector: &Vector) {
    for (name, k, step, (names, atol)) in [
        ("ponce", "48", "24", ("C0_C1_C2", 0.06)),
        ("chow", "2.3", "1", ("C1_C2_C3", 0.7)),
    ] {
        let inflow = vector.numbers(&format!("/input/{name}/inflow"));
        let x = vector.number(&format!("/input/{name}/X")).to_string();
        let first = vector
            .number(&format!("/input/{name}/initial_outflow"))
            .to_string();
        let set = [
            ("k_hours", k),
            ("x", &x),
            ("step_hours", step),
            ("initial_outflow", &first),
        ];
        let found = compute("muskingum", vec![hourly("inflow", &inflow)], &set);
        let c: Vec<f64> = ["c0", "c1", "c2"]
            .iter()
            .map(|c| number(&found[*c]))
            .collect();
        let expected = |key: &str| vector.numbers(&format!("/expected/{name}/{key}"));
        all_close("coefficients", &c, &expected(names), (0.0, 1e-12));
        let outflow = numbers(&found["outflow"]);
        all_close(
            "outflow",
            &outflow,
            &expected("outflow_full_precision"),
            (0.0, 1e-12),
        );
        all_close(
            "published outflow",
            &outflow,
            &expected("outflow_published"),
            (atol, 0.0),
        );
        assert_eq!(found["is_stable"], Value::Bool(true));
    }
}

fn arx_quantile_forecast(vector: &Vector) {
    let (_, rows) = vector.csv("data_hourly_routed_pair.csv");
    let series = vec![
        column(&rows, 1, "up", Resolution::Instant),
        column(&rows, 2, "down", Resolution::Instant),
    ];
    let set = [
        ("target", "down"),
        ("lead", "6"),
        ("terms", "down@0,up@0,up@3"),
        ("train_rows", "900"),
        ("quantiles", "0.1,0.5,0.9"),
        ("residual_quantiles", "0.05,0.1,0.5,0.9,0.95"),
    ];
    let found = compute("lagged-regression", series, &set);
    let at = |key: &str| vector.number(&format!("/expected/{key}"));
    close("rows", number(&found["n_rows"]), at("n_rows"), (0.0, 0.0));
    close(
        "rows of the fit",
        number(&found["n_train"]),
        at("train_rows"),
        (0.0, 0.0),
    );
    let names = [
        ("intercept", "(Intercept)"),
        ("down@0", "y0"),
        ("up@0", "x0"),
        ("up@3", "x3"),
    ];
    for (ours, theirs) in names {
        let b = number(&found["coefficients"][ours]);
        close(
            ours,
            b,
            number(&vector.at("/expected/coef")[theirs]),
            (0.0, 1e-7),
        );
    }
    for (n, fit) in found["quantile_regression"]
        .as_array()
        .unwrap()
        .iter()
        .enumerate()
    {
        let expected = vector.at(&format!("/expected/rq/{n}"));
        close(
            "level",
            number(&fit["level"]),
            number(&expected["tau"]),
            (0.0, 0.0),
        );
        for (ours, theirs) in names {
            let b = number(&fit["coefficients"][ours]);
            close(
                &format!("{ours} of level {n}"),
                b,
                number(&expected["coef"][theirs]),
                (1e-5, 0.0),
            );
        }
    }
    for (ours, theirs) in [
        ("residual_standard_error", "resid_se"),
        ("rmse_test", "rmse_test"),
        ("rmse_persistence_test", "rmse_persist"),
        ("persistence_index_test", "pi"),
        ("nse_test", "nse_test"),
    ] {
        close(ours, number(&found[ours]), at(theirs), (0.0, 1e-7));
    }
    let residuals = numbers(&found["residual_quantiles"]);
    all_close(
        "residual quantiles",
        &residuals,
        &vector.numbers("/expected/resid_q"),
        (0.0, 1e-7),
    );
}

fn gof_nse_kge(vector: &Vector) {
    let (mut obs, mut sim) = (vector.numbers("/input/obs"), vector.numbers("/input/sim"));
    let run = |obs: &[f64], sim: &[f64]| {
        compute(
            "verify-forecast",
            vec![hourly("observed", obs), hourly("forecast", sim)],
            &[("lead", "1")],
        )
    };
    let found = run(&obs, &sim);
    for (ours, theirs) in [
        ("n_pairs", "n"),
        ("mean_error", "me"),
        ("mae", "mae"),
        ("rmse", "rmse"),
        ("nse", "nse"),
        ("nse", "hydroGOF_R2_is_1_minus_sse_sst"),
        ("log_nse", "log_nse"),
        ("modified_nse", "mnse"),
        ("index_of_agreement", "d"),
        ("r", "r"),
        ("r_squared", "pearson_r_squared"),
        ("kge_2009", "kge2009/KGE.value"),
        ("kge_alpha", "kge2009/KGE.elements.Alpha"),
        ("kge_beta", "kge2009/KGE.elements.Beta"),
        ("kge_2012", "kge2012/KGE.value"),
        ("kge_gamma", "kge2012/KGE.elements.Gamma"),
        ("persistence_index", "cp"),
        ("persistence_index", "persistence_index_lag1"),
        ("rsr", "rsr"),
        ("volumetric_efficiency", "ve"),
    ] {
        close(
            theirs,
            number(&found[ours]),
            vector.number(&format!("/expected/{theirs}")),
            (0.0, 1e-9),
        );
    }
    close(
        "pbias",
        number(&found["pbias_percent"]),
        vector.number("/expected/pbias"),
        (1e-6, 0.0),
    );
    for place in vector.numbers("/expected/with_gaps/missing_obs_idx0") {
        obs[place as usize] = f64::NAN;
    }
    for place in vector.numbers("/expected/with_gaps/missing_sim_idx0") {
        sim[place as usize] = f64::NAN;
    }
    let found = run(&obs, &sim);
    for (ours, theirs) in [
        ("nse", "nse"),
        ("kge_2009", "kge2009"),
        ("n_pairs", "n_pairs"),
    ] {
        let expected = vector.number(&format!("/expected/with_gaps/{theirs}"));
        close(
            &format!("{theirs} with gaps"),
            number(&found[ours]),
            expected,
            (0.0, 1e-9),
        );
    }
}

fn contingency_finley(vector: &Vector) {
    let cells = ["hits", "false_alarms", "misses", "correct_negatives"];
    let counts = cells.map(|cell| vector.number(&format!("/input/{cell}")).to_string());
    let set: Vec<(&str, &str)> = cells
        .iter()
        .copied()
        .zip(counts.iter().map(String::as_str))
        .collect();
    let found = compute("contingency", Vec::new(), &set);
    let names = [
        ("csi", "TS"),
        ("csi_standard_error", "TS.se"),
        ("pod", "POD"),
        ("pod_standard_error", "POD.se"),
        ("pofd", "F"),
        ("far", "FAR"),
        ("hss", "HSS"),
        ("pss", "PSS"),
        ("proportion_correct", "PC"),
        ("bias", "BIAS"),
        ("ets", "ETS"),
        ("odds_ratio", "theta"),
        ("log_odds_ratio", "log.theta"),
        ("orss", "orss"),
        ("eds", "eds"),
        ("seds", "seds"),
        ("edi", "EDI"),
        ("sedi", "SEDI"),
    ];
    let expected = vector.at("/expected").as_object().unwrap();
    assert_eq!(
        names.len(),
        expected.len(),
        "every score of the vector is held"
    );
    for (ours, theirs) in names {
        close(
            theirs,
            number(&found[ours]),
            number(&expected[theirs]),
            (1e-10, 0.0),
        );
    }
    for (ours, theirs) in [
        ("pod", "POD"),
        ("far", "FAR"),
        ("csi", "CSI"),
        ("hss", "HSS"),
        ("pss", "PSS"),
    ] {
        let published = vector.number(&format!("/published/{theirs}"));
        close(theirs, number(&found[ours]), published, (0.0005, 0.0));
    }
}

fn crps(vector: &Vector) {
    let obs = vector.numbers("/input/obs");
    let cases: Vec<Vec<f64>> = vector
        .at("/input/ens")
        .as_array()
        .unwrap()
        .iter()
        .map(numbers)
        .collect();
    let series = || {
        let member = |n: usize| {
            let values: Vec<f64> = cases.iter().map(|case| case[n]).collect();
            hourly(&format!("member {n}"), &values)
        };
        std::iter::once(hourly("observed", &obs))
            .chain((0..cases[0].len()).map(member))
            .collect()
    };
    let tolerance = (1e-9, 0.0);
    let found = compute("crps", series(), &[("method", "ensemble")]);
    let at = |key: &str| vector.numbers(&format!("/expected/{key}"));
    all_close("crps", &numbers(&found["crps"]), &at("crps_edf"), tolerance);
    all_close(
        "fair crps",
        &numbers(&found["fair_crps"]),
        &at("fair"),
        tolerance,
    );
    for (ours, theirs) in [
        ("/mean_crps", "mean_crps"),
        ("/mean_fair_crps", "mean_fair"),
        ("/hersbach/crps", "hersbach/CRPS"),
        ("/hersbach/potential_crps", "hersbach/CRPSpot"),
        ("/hersbach/reliability", "hersbach/Reli"),
    ] {
        let expected = vector.number(&format!("/expected/{theirs}"));
        close(
            ours,
            number(found.pointer(ours).unwrap()),
            expected,
            tolerance,
        );
    }
    let normal = compute("crps", series(), &[("method", "gaussian")]);
    all_close(
        "normal crps",
        &numbers(&normal["crps"]),
        &at("crps_norm"),
        tolerance,
    );
    closed_forms(vector);
}

fn closed_forms(vector: &Vector) {
    for (name, y, set) in [
        (
            "norm_y0.5_m0_s1",
            0.5,
            &[("method", "gaussian"), ("location", "0"), ("scale", "1")][..],
        ),
        (
            "norm_ym2_m1_s2",
            -2.0,
            &[("method", "gaussian"), ("location", "1"), ("scale", "2")],
        ),
        (
            "gamma_y3_shape2_scale1.5",
            3.0,
            &[("method", "gamma"), ("shape", "2"), ("scale", "1.5")],
        ),
        (
            "lnorm_y2_ml0.5_sl0.7",
            2.0,
            &[
                ("method", "lognormal"),
                ("location", "0.5"),
                ("scale", "0.7"),
            ],
        ),
        (
            "gev_y1_shape0.1_loc0_sc1",
            1.0,
            &[
                ("method", "gev"),
                ("location", "0"),
                ("scale", "1"),
                ("shape", "0.1"),
            ],
        ),
    ] {
        let found = compute("crps", vec![hourly("observed", &[y])], set);
        let expected = number(&vector.at("/expected/closed_forms")[name]);
        close(name, number(&found["mean_crps"]), expected, (1e-9, 0.0));
    }
}
