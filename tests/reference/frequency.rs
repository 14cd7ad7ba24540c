//! Vectors of floods: L-moments, distributions, and Bulletin 17C.

use serde_json::Value;
use thalweg::indicators::catalogue::{Input, Points, Resolution};

use super::{Owner, Vector, close, compute, compute_input, number};

pub(crate) const OWNERS: &[Owner] = &[
    ("lmoments_gev_gumbel_glo_pe3", l_moments),
    ("gumbel_moments_chicago", gumbel_by_moments),
    ("gev_mle_portpirie_ci", gev_by_likelihood),
    ("gpd_rain_coles", pareto),
    ("lp3_moments_guadalupe", log_pearson_by_moments),
    ("lp3_b17c_ex1_moose", bulletin_17c),
    ("lp3_b17c_ex2_orestimba", bulletin_17c),
    ("lp3_b17c_ex3_backcreek", bulletin_17c),
    ("lp3_b17c_ex5_bearcreek", bulletin_17c),
    ("lp3_b17c_ex6_santacruz", bulletin_17c),
];

/// A year's first moment in milliseconds, near enough for a series of years.
fn year(n: usize) -> i64 {
    let days = chrono::NaiveDate::from_ymd_opt(1900 + i32::try_from(n).unwrap(), 1, 1).unwrap();
    days.and_time(chrono::NaiveTime::MIN)
        .and_utc()
        .timestamp_millis()
}

/// Annual peaks.
fn annual(values: &[f64]) -> Vec<Points> {
    vec![Points {
        station: String::new(),
        resolution: Resolution::Year,
        time: (0..values.len()).map(year).collect(),
        value: values.to_vec(),
    }]
}

fn list(values: &[f64]) -> String {
    let texts: Vec<String> = values.iter().map(|x| format!("{x:?}")).collect();
    texts.join(",")
}

fn at<'a>(result: &'a Value, pointer: &str) -> &'a Value {
    result
        .pointer(pointer)
        .unwrap_or_else(|| panic!("the result has nothing at {pointer}: {result:#}"))
}

/// A figure of every quantile.
fn column(result: &Value, name: &str) -> Vec<f64> {
    let rows = at(result, "/quantiles").as_array().unwrap();
    rows.iter().map(|row| number(&row[name])).collect()
}

fn held(what: &str, found: &[f64], expected: &[f64], absolute: f64, relative: f64) {
    super::all_close(what, found, expected, (absolute, relative));
}

fn l_moments(vector: &Vector) {
    let (of_moments, of_parameters, of_quantiles) = (
        vector.number("/tolerance/lmoments_rel"),
        vector.number("/tolerance/parameters_rel"),
        vector.number("/tolerance/quantiles_rel"),
    );
    for (name, values) in vector.at("/input").as_object().unwrap() {
        let values: Vec<f64> = values.as_array().unwrap().iter().map(number).collect();
        let of = |what: &str| format!("/expected/{name}/{what}");
        let moments = compute("l-moments", annual(&values), &[]);
        let found: Vec<f64> = ["l1", "l2", "t3", "t4", "t5"]
            .map(|key| number(&moments[key]))
            .to_vec();
        held(
            name,
            &found,
            &vector.numbers(&of("l1_l2_t3_t4_t5")),
            1e-12,
            of_moments,
        );
        assert_eq!(moments["n"], *vector.at(&of("n")));
        let periods = list(&vector.numbers(&of("T")));
        let set = [("return_periods", periods.as_str()), ("interval", "none")];
        for (indicator, key, parameters) in [
            (
                "gev",
                "gev_q",
                [
                    ("location", "gev/xi"),
                    ("scale", "gev/alpha"),
                    ("shape_k", "gev/k"),
                ]
                .as_slice(),
            ),
            (
                "gumbel",
                "gumbel_q",
                &[("location", "gumbel/xi"), ("scale", "gumbel/alpha")],
            ),
            (
                "generalised-logistic",
                "glo_q",
                &[
                    ("location", "glo_xi_alpha_k/0"),
                    ("scale", "glo_xi_alpha_k/1"),
                    ("shape_k", "glo_xi_alpha_k/2"),
                ],
            ),
            (
                "pearson-3",
                "pe3_q",
                &[
                    ("mean", "pe3_mu_sigma_gamma/0"),
                    ("standard_deviation", "pe3_mu_sigma_gamma/1"),
                    ("skew", "pe3_mu_sigma_gamma/2"),
                ],
            ),
        ] {
            let result = compute(indicator, annual(&values), &set);
            for (ours, theirs) in parameters {
                let found = number(at(&result, &format!("/parameters/{ours}")));
                let what = format!("{name}, {indicator}, {ours}");
                close(
                    &what,
                    found,
                    vector.number(&of(theirs)),
                    (0.0, of_parameters),
                );
            }
            let what = format!("{name}, {indicator}");
            held(
                &what,
                &column(&result, "value"),
                &vector.numbers(&of(key)),
                0.0,
                of_quantiles,
            );
        }
    }
}

fn gumbel_by_moments(vector: &Vector) {
    let values = vector.numbers("/input");
    let periods = list(&vector.numbers("/expected/T"));
    let set = [("method", "moments"), ("return_periods", periods.as_str())];
    let result = compute("gumbel", annual(&values), &set);
    let relative = vector.number("/tolerance/rel");
    for (ours, theirs) in [
        ("/mean", "mean"),
        ("/standard_deviation", "sd"),
        ("/parameters/scale", "alpha"),
        ("/parameters/location", "u"),
    ] {
        let expected = vector.number(&format!("/expected/{theirs}"));
        close(theirs, number(at(&result, ours)), expected, (0.0, relative));
    }
    held(
        "q",
        &column(&result, "value"),
        &vector.numbers("/expected/q"),
        0.0,
        relative,
    );
}

fn gev_by_likelihood(vector: &Vector) {
    let values = vector.numbers("/input/x");
    let periods = list(&vector.numbers("/expected/T"));
    let set = |interval| {
        [
            ("method", "ml"),
            ("return_periods", periods.as_str()),
            ("confidence", "0.95"),
            ("interval", interval),
        ]
    };
    let tolerance = |name: &str| vector.number(&format!("/tolerance/{name}"));
    let result = compute("gev", annual(&values), &set("delta"));
    let parameters =
        ["location", "scale", "shape_xi"].map(|key| number(&result["parameters"][key]));
    held(
        "parameters",
        &parameters,
        &vector.numbers("/expected/mu_sigma_xi"),
        tolerance("params_abs"),
        0.0,
    );
    let errors = ["location", "scale", "shape"].map(|key| number(&result["standard_errors"][key]));
    held(
        "errors",
        &errors,
        &vector.numbers("/expected/se"),
        0.0,
        tolerance("se_rel"),
    );
    close(
        "likelihood",
        number(&result["negative_log_likelihood"]),
        vector.number("/expected/nllh"),
        (1e-6, 0.0),
    );
    for i in 0..3 {
        let found: Vec<f64> = result["covariance"][i]
            .as_array()
            .unwrap()
            .iter()
            .map(number)
            .collect();
        let expected = vector.numbers(&format!("/expected/cov/{i}"));
        // A covariance is the product of two standard errors.
        held(
            "covariance",
            &found,
            &expected,
            0.0,
            2.0 * tolerance("se_rel"),
        );
    }
    let absolute = tolerance("quantile_abs");
    for (ours, theirs) in [("value", "q"), ("low", "lo"), ("high", "hi")] {
        let expected = vector.numbers(&format!("/expected/return_levels/{theirs}"));
        // Limits carry the tolerance of the standard error, at 1.96 of them.
        let wide: Vec<f64> = vector.numbers("/expected/return_levels/se");
        for (n, (found, expected)) in column(&result, ours).iter().zip(&expected).enumerate() {
            let absolute = absolute + 1.96 * tolerance("se_rel") * wide[n];
            close(&format!("{theirs} {n}"), *found, *expected, (absolute, 0.0));
        }
    }
    held(
        "error of levels",
        &column(&result, "standard_error"),
        &vector.numbers("/expected/return_levels/se"),
        0.0,
        tolerance("se_rel"),
    );
    profile_and_gumbel(vector, &values);
}

fn profile_and_gumbel(vector: &Vector, values: &[f64]) {
    let tolerance = |name: &str| vector.number(&format!("/tolerance/{name}"));
    let set = [
        ("method", "ml"),
        ("return_periods", "100"),
        ("confidence", "0.95"),
        ("interval", "profile"),
    ];
    let profile = compute("gev", annual(values), &set);
    let limits = [column(&profile, "low")[0], column(&profile, "high")[0]];
    held(
        "profile",
        &limits,
        &vector.numbers("/expected/profile_ci95_100yr"),
        tolerance("profile_abs"),
        0.0,
    );
    let gumbel = compute("gumbel", annual(values), &[("method", "ml")]);
    let parameters = ["location", "scale"].map(|key| number(&gumbel["parameters"][key]));
    held(
        "gumbel",
        &parameters,
        &vector.numbers("/expected/gumbel_mle/mle"),
        tolerance("params_abs"),
        0.0,
    );
    let errors = ["location", "scale"].map(|key| number(&gumbel["standard_errors"][key]));
    held(
        "gumbel errors",
        &errors,
        &vector.numbers("/expected/gumbel_mle/se"),
        0.0,
        tolerance("se_rel"),
    );
    close(
        "gumbel likelihood",
        number(&gumbel["negative_log_likelihood"]),
        vector.number("/expected/gumbel_mle/nllh"),
        (1e-6, 0.0),
    );
}

fn pareto(vector: &Vector) {
    let values = vector.numbers("/input/exceedances");
    let text = |pointer: &str| format!("{}", vector.number(pointer));
    let (threshold, days, year) = (
        text("/input/threshold"),
        text("/input/n_days"),
        text("/parameters/npy"),
    );
    let periods = list(&vector.numbers("/expected/N_years"));
    let set = |method| {
        [
            ("method", method),
            ("threshold", threshold.as_str()),
            ("record_days", days.as_str()),
            ("days_per_year", year.as_str()),
            ("return_periods", periods.as_str()),
        ]
    };
    let numbers = || {
        let mut points = annual(&[]);
        points[0].resolution = Resolution::Number;
        points[0].time = (0..values.len())
            .map(|n| i64::try_from(n).unwrap() * 3_600_000)
            .collect();
        points[0].value.clone_from(&values);
        points
    };
    let (by_likelihood, by_moments) = (
        vector.number("/tolerance/mle_rel"),
        vector.number("/tolerance/lmom_rel"),
    );
    let result = compute("gpd", numbers(), &set("ml"));
    assert_eq!(result["n_exceedances"], *vector.at("/expected/n_exc"));
    close(
        "zeta",
        number(&result["exceedance_rate_per_day"]),
        vector.number("/expected/zeta"),
        (0.0, 1e-12),
    );
    let parameters = ["scale", "shape_xi"].map(|key| number(&result["parameters"][key]));
    held(
        "parameters",
        &parameters,
        &vector.numbers("/expected/mle_sigma_xi"),
        0.0,
        by_likelihood,
    );
    pareto_errors(vector, &result);
    close(
        "likelihood",
        number(&result["negative_log_likelihood"]),
        vector.number("/expected/nllh"),
        (0.0, 1e-8),
    );
    held(
        "levels",
        &column(&result, "value"),
        &vector.numbers("/expected/return_levels_mle"),
        0.0,
        by_likelihood,
    );
    let moments = ["l1", "l2", "t3", "t4"].map(|key| number(&result["l_moments_of_excess"][key]));
    held(
        "l-moments",
        &moments,
        &vector.numbers("/expected/lmoments_of_excess_l1_l2_t3_t4"),
        0.0,
        by_moments,
    );
    let result = compute("gpd", numbers(), &set("l-moments"));
    let parameters = ["scale", "shape_k"].map(|key| number(&result["parameters"][key]));
    held(
        "by l-moments",
        &parameters,
        &vector.numbers("/expected/gpa_lmom_alpha_k"),
        0.0,
        by_moments,
    );
    held(
        "levels",
        &column(&result, "value"),
        &vector.numbers("/expected/return_levels_lmom"),
        0.0,
        by_moments,
    );
}

fn pareto_errors(vector: &Vector, result: &Value) {
    let by_likelihood = vector.number("/tolerance/mle_rel");
    let errors = ["scale", "shape"].map(|key| number(&result["standard_errors"][key]));
    held(
        "errors",
        &errors,
        &vector.numbers("/expected/se"),
        0.0,
        by_likelihood,
    );
    for i in 0..2 {
        let found: Vec<f64> = result["covariance"][i]
            .as_array()
            .unwrap()
            .iter()
            .map(number)
            .collect();
        held(
            "covariance",
            &found,
            &vector.numbers(&format!("/expected/cov/{i}")),
            0.0,
            2.0 * by_likelihood,
        );
    }
}

fn log_pearson_by_moments(vector: &Vector) {
    let values = vector.numbers("/input");
    let periods = list(&vector.numbers("/expected/T"));
    let with = |further: &[(&str, &str)]| {
        let mut set = vec![("method", "moments"), ("return_periods", periods.as_str())];
        set.extend_from_slice(further);
        compute("log-pearson-3", annual(&values), &set)
    };
    let result = with(&[]);
    let absolute = vector.number("/tolerance/moments_abs");
    let relative = vector.number("/tolerance/quantiles_rel");
    for (ours, theirs) in [
        ("mean", "mean_log10"),
        ("standard_deviation", "sd_log10"),
        ("skew", "skew"),
    ] {
        let expected = vector.number(&format!("/expected/{theirs}"));
        close(
            theirs,
            number(&result["moments_log10"][ours]),
            expected,
            (absolute, 0.0),
        );
    }
    held(
        "exact",
        &column(&result, "value"),
        &vector.numbers("/expected/lp3_q"),
        0.0,
        relative,
    );
    let kite = with(&[("frequency_factor", "kite")]);
    held(
        "kite",
        &column(&kite, "value"),
        &vector.numbers("/expected/lp3_q_kite_K"),
        0.0,
        relative,
    );
    let lognormal = with(&[("skew", "regional"), ("regional_skew", "0")]);
    held(
        "lognormal",
        &column(&lognormal, "value"),
        &vector.numbers("/expected/lognormal_q"),
        0.0,
        relative,
    );
}

/// The floods of a vector of Bulletin 17C, as a CSV with further columns gives them.
fn floods(vector: &Vector) -> Input {
    let mut value = Vec::new();
    let names = ["low", "high", "threshold_low", "threshold_high", "kind"];
    let mut columns: Vec<(String, Vec<String>)> = names
        .iter()
        .map(|name| ((*name).to_owned(), Vec::new()))
        .collect();
    let text = |x: &Value| {
        x.as_f64()
            .map_or_else(|| "inf".to_owned(), |x| format!("{x:?}"))
    };
    for row in vector.at("/input/rows").as_array().unwrap() {
        let is_exact = row[1] == row[2];
        for _ in 0..row[0].as_u64().unwrap() {
            value.push(if is_exact { number(&row[1]) } else { f64::NAN });
            let bound = |x: &Value| if is_exact { String::new() } else { text(x) };
            let texts = [bound(&row[1]), bound(&row[2]), text(&row[3]), text(&row[4])];
            for (column, text) in columns.iter_mut().zip(texts) {
                column.1.push(text);
            }
            columns[4].1.push(row[5].as_str().unwrap().to_owned());
        }
    }
    Input {
        series: annual(&value),
        columns,
    }
}

fn bulletin_17c(vector: &Vector) {
    bulletin_17c_case(vector, "/expected", &[]);
    if vector.json.get("weighted_skew_case").is_some() {
        let skew = format!("{}", vector.number("/weighted_skew_case/regional_skew"));
        let mse = format!("{}", vector.number("/weighted_skew_case/regional_skew_mse"));
        let set = [
            ("regional_skew", skew.as_str()),
            ("regional_skew_mse", mse.as_str()),
        ];
        bulletin_17c_case(vector, "/weighted_skew_case/expected", &set);
    }
}

fn bulletin_17c_case(vector: &Vector, expected: &str, further: &[(&str, &str)]) {
    let of = |what: &str| format!("{expected}/{what}");
    let rows = vector.at(&of("quantiles")).as_array().unwrap();
    let of_rows = |name: &str| -> Vec<f64> { rows.iter().map(|row| number(&row[name])).collect() };
    // The program asks for two thirds and prints five decimals.
    let exact = |p: f64| if p == 0.66667 { 2.0 / 3.0 } else { p };
    let probabilities: Vec<f64> = of_rows("aep").into_iter().map(exact).collect();
    let probabilities = list(&probabilities);
    let mut set = vec![
        ("exceedance_probabilities", probabilities.as_str()),
        ("confidence", "0.9"),
    ];
    set.extend_from_slice(further);
    let result = compute_input("log-pearson-3", &floods(vector), &set);
    let tolerance = |name: &str| vector.number(&format!("/tolerance/{name}"));
    for (ours, theirs) in [
        ("mean", "mean"),
        ("standard_deviation", "sd"),
        ("skew", "skew"),
    ] {
        let wanted = vector.number(&of(&format!("moments_log10/{theirs}")));
        close(
            theirs,
            number(&result["moments_log10"][ours]),
            wanted,
            (tolerance("moments_abs"), 0.0),
        );
    }
    held(
        "quantiles",
        &column(&result, "value"),
        &of_rows("q"),
        0.0,
        tolerance("quantiles_rel"),
    );
    if expected == "/expected" {
        low_outliers(vector, &result);
        let errors = &result["mean_square_errors"];
        let relative = tolerance("ci_rel");
        for key in [
            "mean",
            "variance",
            "skew",
            "skew_systematic_only",
            "effective_record_length_skew",
        ] {
            let wanted = vector.number(&of(&format!("mse_atsite/{key}")));
            close(key, number(&errors[key]), wanted, (0.0, relative));
        }
    }
    held(
        "lower limits",
        &column(&result, "low"),
        &of_rows("ci90_low"),
        0.0,
        tolerance("ci_rel"),
    );
    held(
        "upper limits",
        &column(&result, "high"),
        &of_rows("ci90_high"),
        0.0,
        tolerance("ci_rel"),
    );
    // Printed to six decimals.
    held(
        "variance",
        &column(&result, "variance_log10"),
        &of_rows("var_log10q"),
        1e-6,
        2.0 * tolerance("ci_rel"),
    );
}

fn low_outliers(vector: &Vector, result: &Value) {
    let found = &result["low_outliers"];
    for key in ["n_systematic", "n_low", "n_zero"] {
        assert_eq!(
            found[key],
            *vector.at(&format!("/expected/mgbt/{key}")),
            "{key}"
        );
    }
    let threshold = vector.number("/expected/mgbt/pilf_threshold");
    close(
        "threshold",
        number(&found["threshold"]),
        threshold,
        (0.0, 1e-12),
    );
    let Some(expected) = vector
        .json
        .pointer("/expected/mgbt/order_statistic_pvalues")
    else {
        return;
    };
    for row in expected.as_array().unwrap() {
        let rank = usize::try_from(row["i"].as_u64().unwrap()).unwrap();
        let p = number(&found["p_values"][rank - 1]["p"]);
        let absolute = vector.number("/tolerance/mgbt_p_abs");
        close(
            &format!("p of rank {rank}"),
            p,
            number(&row["p_peakfq"]),
            (absolute, 0.0),
        );
    }
}
