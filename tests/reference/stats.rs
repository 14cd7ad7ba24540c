//! Vectors of trend and homogeneity.

use serde_json::Value;
use thalweg::indicators::catalogue::Points;

use super::series::{months_of, years_of};
use super::{Owner, Vector, all_close, close, compute, number};

pub(crate) const OWNERS: &[Owner] = &[
    ("mann_kendall_sen", mann_kendall),
    ("pettitt_snht_buishand", homogeneity),
    ("double_mass_curve", double_mass),
];

fn input(vector: &Vector, name: &str) -> Points {
    years_of(1901, &vector.numbers(&format!("/input/{name}")))
}

fn mann_kendall(vector: &Vector) {
    let relative = |key: &str| (0.0, vector.number(&format!("/tolerance/{key}")));
    let (z, p) = (relative("z_rel"), relative("p_rel"));
    for (name, expected) in vector.at("/expected/mk").as_object().unwrap() {
        let result = compute("mann-kendall", vec![input(vector, name)], &[]);
        let same = |found: &str, key: &str, tolerance| {
            close(
                &format!("{name} {key}"),
                number(&result[found]),
                number(&expected[key]),
                tolerance,
            );
        };
        same("s", "S", (0.0, 0.0));
        same("variance", "varS", z);
        same("tau_b", "tau", z);
        same("z", "z", z);
        same("p", "p", p);
        same("sen_slope", "sen", relative("sen_rel"));
        let limits = [
            number(&result["sen_slope_lower"]),
            number(&result["sen_slope_upper"]),
        ];
        let expected_limits: Vec<f64> = expected["sen_ci95"]
            .as_array()
            .unwrap()
            .iter()
            .map(number)
            .collect();
        all_close(
            "limits of the slope",
            &limits,
            &expected_limits,
            relative("sen_ci_rel"),
        );
        let plain = compute(
            "mann-kendall",
            vec![input(vector, name)],
            &[("continuity", "no")],
        );
        close("z", number(&plain["z"]), number(&expected["z_nocont"]), z);
        close("p", number(&plain["p"]), number(&expected["p_nocont"]), p);
    }
    let result = compute("mann-kendall", vec![input(vector, "usgs_y16")], &[]);
    // Published with nine digits.
    close(
        "tau",
        number(&result["tau_b"]),
        vector.number("/expected/usgs_y16/tau"),
        (5e-10, 0.0),
    );
    // That program adjusts p for the autocorrelation at lag 1.
    let adjusted = number(&result["lag_1_adjusted_p"]);
    close(
        "p",
        adjusted,
        vector.number("/expected/usgs_y16/p"),
        (5e-12, 0.0),
    );
    for name in ["maxau_s", "nile"] {
        let result = compute("mann-kendall", vec![input(vector, name)], &[]);
        let expected = vector.at(&format!("/autocorrelation/hamed_rao_{name}"));
        close(
            name,
            number(&result["hamed_rao_variance"]),
            number(&expected["var_s"]),
            z,
        );
        close(
            name,
            number(&result["hamed_rao_z"]),
            number(&expected["z"]),
            z,
        );
        close(
            name,
            number(&result["hamed_rao_p"]),
            number(&expected["p"]),
            p,
        );
    }
    seasonal(vector, z, p);
}

fn seasonal(vector: &Vector, z: (f64, f64), p: (f64, f64)) {
    let points = months_of(1920, 1, &vector.numbers("/input/nottem"));
    let result = compute("seasonal-kendall", vec![points], &[]);
    let at = |key: &str| vector.number(&format!("/expected/seasonal_nottem_12/{key}"));
    close("S", number(&result["s"]), at("S"), (0.0, 0.0));
    close("z", number(&result["z"]), at("z"), z);
    close("p", number(&result["p"]), at("p"), p);
    // The slope is a difference of two temperatures with one decimal.
    close(
        "slope",
        number(&result["sen_slope"]),
        at("sea_sen"),
        (1e-12, 0.0),
    );
    let list =
        |key: &str| -> Vec<f64> { result[key].as_array().unwrap().iter().map(number).collect() };
    all_close(
        "Sg",
        &list("season_s"),
        &vector.numbers("/expected/seasonal_nottem_12/Sg"),
        (0.0, 0.0),
    );
    all_close(
        "varSg",
        &list("season_variance"),
        &vector.numbers("/expected/seasonal_nottem_12/varSg"),
        z,
    );
}

fn homogeneity(vector: &Vector) {
    let statistic = (0.0, vector.number("/tolerance/stat_rel"));
    let approximate = (0.0, vector.number("/tolerance/pettitt_p_rel"));
    let drawn = (vector.number("/tolerance/mc_p_abs"), 0.0);
    let each = |test: &str, prove: &dyn Fn(&str, &Value, &Value)| {
        for (name, expected) in vector.at(&format!("/expected/{test}")).as_object().unwrap() {
            let result = compute(test, vec![input(vector, name)], &[]);
            prove(name, &result, expected);
            assert_eq!(
                result["break_after"], expected["k"],
                "{test} of {name}: break"
            );
        }
    };
    each("pettitt", &|name, result, expected| {
        close(
            name,
            number(&result["k"]),
            number(&expected["U"]),
            statistic,
        );
        close(
            name,
            number(&result["p"]),
            number(&expected["p"]),
            approximate,
        );
    });
    each("snht", &|name, result, expected| {
        close(
            name,
            number(&result["t0"]),
            number(&expected["T"]),
            statistic,
        );
        close(name, number(&result["p"]), number(&expected["p_mc"]), drawn);
    });
    each("buishand", &|name, result, expected| {
        close(
            name,
            number(&result["range"]),
            number(&expected["buishand_range_R_sqrtn"]),
            statistic,
        );
        close(
            name,
            number(&result["range_p"]),
            number(&expected["p_mc"]),
            drawn,
        );
        close(
            name,
            number(&result["u"]),
            number(&expected["buishand_U"]),
            statistic,
        );
        close(name, number(&result["u_p"]), number(&expected["pU"]), drawn);
    });
    let result = compute("wald-wolfowitz", vec![input(vector, "nile")], &[]);
    let at = |key: &str| vector.number(&format!("/expected/wald_wolfowitz_nile/{key}"));
    close("Wald-Wolfowitz", number(&result["z"]), at("z"), statistic);
    close("Wald-Wolfowitz", number(&result["p"]), at("p"), approximate);
}

fn double_mass(vector: &Vector) {
    let named = |name: &str, key: &str| Points {
        station: name.into(),
        ..input(vector, key)
    };
    let series = vec![named("base", "base_mean"), named("station", "station")];
    let result = compute("double-mass", series, &[]);
    let tolerance = (0.0, vector.number("/tolerance/rel"));
    let list =
        |key: &str| -> Vec<f64> { result[key].as_array().unwrap().iter().map(number).collect() };
    all_close(
        "base",
        &list("cumulative_base"),
        &vector.numbers("/expected/cum_base"),
        tolerance,
    );
    all_close(
        "station",
        &list("cumulative_station"),
        &vector.numbers("/expected/cum_station"),
        tolerance,
    );
    for (found, key) in [
        ("slope_before", "slope_1_8"),
        ("slope_after", "slope_9_15"),
        ("factor_early_to_recent", "factor_to_adjust_early_to_recent"),
        ("factor_recent_to_early", "factor_to_adjust_recent_to_early"),
        ("break_after", "best_break_after_year"),
    ] {
        close(
            key,
            number(&result[found]),
            vector.number(&format!("/expected/{key}")),
            tolerance,
        );
    }
}
