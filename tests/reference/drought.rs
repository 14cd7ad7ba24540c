//! Vectors of low flow and drought.

use serde_json::Value;

use super::series::{daily, days_of, monthly};
use super::{Owner, Vector, all_close, close, compute, number};

pub(crate) const OWNERS: &[Owner] = &[
    ("fdc_percentiles_choptank", flow_duration),
    ("low_flow_7q10_choptank", low_flow),
    ("deficit_threshold_choptank", deficit),
    ("baseflow_lyne_hollick", lyne_hollick),
    ("baseflow_eckhardt", eckhardt),
    ("ukih_bfi", ukih),
    ("spi_spei_gamma_nclimdiv", spi_spei),
    ("spi_zero_precip_case", zeros),
    ("ssi_sdi_choptank", ssi_sdi),
];

/// Cubic metres of a cubic foot.
const FOOT_CUBED: f64 = 0.028_316_846_592;

fn listed(result: &Value, key: &str) -> Vec<f64> {
    let list = result[key].as_array();
    let list = list.unwrap_or_else(|| panic!("the result has no list {key}"));
    list.iter().map(number).collect()
}

fn flow_duration(vector: &Vector) {
    let shares = vector.numbers("/parameters/exceedance_fraction");
    let percents: Vec<String> = shares
        .iter()
        .map(|share| (share * 100.0).to_string())
        .collect();
    let percents = percents.join(",");
    let tolerance = (0.0, vector.number("/tolerance/rel"));
    for (name, file, column) in [
        ("choptank", "/input/csv", "flow_cfs"),
        ("ngaruroro", "/input/csv2", "flow_m3s"),
    ] {
        let points = daily(vector, vector.at(file).as_str().unwrap(), column, 1.0);
        let expected = vector.at(&format!("/expected/{name}")).as_object().unwrap();
        for (kind, flows) in expected.iter().filter(|(key, _)| key.starts_with("type")) {
            let settings = [("exceedance", percents.as_str()), ("type", &kind[4..])];
            let result = compute("flow-duration", vec![points.clone()], &settings);
            assert_eq!(result["n"], expected["n"], "{name}: values");
            let flows: Vec<f64> = flows.as_array().unwrap().iter().map(number).collect();
            all_close(
                &format!("{name} {kind}"),
                &listed(&result, "flow"),
                &flows,
                tolerance,
            );
        }
        if name == "ngaruroro" {
            let settings = [("exceedance", "95"), ("type", "7")];
            let result = compute("flow-duration", vec![points], &settings);
            let q95 = vector.number("/expected/ngaruroro_lfstat_Q95");
            close("Q95", listed(&result, "flow")[0], q95, tolerance);
            let mean = vector.number("/expected/ngaruroro_mean");
            close("mean", number(&result["mean"]), mean, tolerance);
        }
    }
}

fn low_flow(vector: &Vector) {
    let points = daily(
        vector,
        vector.at("/input/csv").as_str().unwrap(),
        "flow_cfs",
        1.0,
    );
    let run = |name: &str, set: &[(&str, &str)]| compute(name, vec![points.clone()], set);
    let minima = run("n-day-minimum", &[("days", "7"), ("year_start", "4")]);
    let tolerance = (0.0, vector.number("/tolerance/min7_rel"));
    let valid = |key: &str| -> Vec<Value> {
        let all = minima["minimum"]
            .as_array()
            .unwrap()
            .iter()
            .zip(minima[key].as_array().unwrap());
        all.filter(|(minimum, _)| !minimum.is_null())
            .map(|(_, value)| value.clone())
            .collect()
    };
    let found: Vec<f64> = valid("minimum").iter().map(number).collect();
    all_close(
        "minima",
        &found,
        &vector.numbers("/expected/annual_min7"),
        tolerance,
    );
    assert_eq!(
        Value::from(valid("last_day")),
        *vector.at("/expected/date_end")
    );
    assert_eq!(
        Value::from(valid("days_present")),
        *vector.at("/expected/nobs")
    );

    let periods: Vec<String> = vector
        .numbers("/expected/T")
        .iter()
        .map(ToString::to_string)
        .collect();
    let periods = periods.join(",");
    let tolerance = (0.0, vector.number("/tolerance/q_rel"));
    for (distribution, key) in [
        ("log-pearson-3", "lp3_q"),
        ("log-pearson-3-wilson-hilferty", "lp3_q_wilson_hilferty_K"),
        ("weibull", "weibull2_lmom_q"),
    ] {
        let result = run(
            "low-flow-quantile",
            &[("return_periods", &periods), ("distribution", distribution)],
        );
        let expected = vector.numbers(&format!("/expected/{key}"));
        all_close(
            distribution,
            &listed(&result, "quantile"),
            &expected,
            tolerance,
        );
        for key in ["log10_mean", "log10_sd", "log10_skew"] {
            let expected = vector.number(&format!("/expected/{key}"));
            close(key, number(&result[key]), expected, (0.0, 1e-9));
        }
    }
    let ranked = [("return_periods", "10"), ("distribution", "empirical")];
    let result = run("low-flow-quantile", &ranked);
    let expected = vector.number("/expected/empirical_weibull_pp_q10");
    close(
        "empirical",
        listed(&result, "quantile")[0],
        expected,
        tolerance,
    );
}

fn deficit(vector: &Vector) {
    let points = daily(
        vector,
        vector.at("/input/csv").as_str().unwrap(),
        "flow_cfs",
        FOOT_CUBED,
    );
    let tolerance = (1e-15, vector.number("/tolerance/volume_rel"));
    for (pooling, key) in [
        ("none", "raw"),
        ("inter-event-criterion", "ic"),
        ("inter-event-time", "it"),
        ("sequent-peak", "sp"),
        ("moving-average", "ma10"),
    ] {
        let set = [("type", "7"), ("rule", "inclusive"), ("pooling", pooling)];
        let result = compute("deficit", vec![points.clone()], &set);
        let threshold = vector.number("/parameters/threshold_m3s");
        close(
            "threshold",
            number(&result["threshold"]),
            threshold,
            tolerance,
        );
        let count = vector.at(&format!("/expected/n_events/{key}"));
        assert_eq!(result["n_events"], *count, "{key}: events");
        let Some(expected) = vector.json.pointer(&format!("/expected/events_{key}")) else {
            continue;
        };
        let events = result["events"].as_array().unwrap().iter();
        for (found, expected) in events.zip(expected.as_array().unwrap()) {
            same_event(key, found, expected, tolerance);
        }
    }
}

fn same_event(key: &str, found: &Value, expected: &Value, tolerance: (f64, f64)) {
    let what = format!("{key}, event of {}", expected["start"]);
    assert_eq!(found["first_day"], expected["start"], "{what}: first day");
    assert_eq!(found["last_day"], expected["end"], "{what}: last day");
    assert_eq!(
        found["duration_days"], expected["duration_d"],
        "{what}: days"
    );
    assert_eq!(found["days_below"], expected["dbt"], "{what}: days below");
    let volume = number(&found["volume_hm3"]) * 1e6;
    close(
        &what,
        volume,
        number(&expected["volume_m3"]),
        (1e-6, tolerance.1),
    );
    close(
        &what,
        number(&found["lowest_flow"]),
        number(&expected["qmin"]),
        tolerance,
    );
}

fn lyne_hollick(vector: &Vector) {
    let points = days_of("2000-10-01", &vector.numbers("/input"));
    let tolerance = (0.0, vector.number("/tolerance/rel"));
    for (variant, key) in [
        ("ladson", "lh_hydrostatsR_3pass_reflect30"),
        ("single-pass", "lh_clipped_1pass"),
        ("forward-backward", "lh_single_fb_xiejx5"),
        ("unclipped-1", "lh_hydrosignatures_1pass_pad30"),
        ("unclipped-3", "lh_hydrosignatures_3pass_pad30"),
        ("base-recursion-1", "lh_ecohydrology_1pass"),
        ("base-recursion-3", "lh_ecohydrology_3pass"),
    ] {
        let set = [("alpha", "0.925"), ("variant", variant)];
        let result = compute("base-flow-lyne-hollick", vec![points.clone()], &set);
        same_base_flow(vector, &result, key, tolerance);
    }
    let variants = vector.at("/expected").as_object().unwrap().len();
    assert_eq!(variants, 7, "each variant is named above");
}

fn same_base_flow(vector: &Vector, result: &Value, key: &str, tolerance: (f64, f64)) {
    let index = vector.number(&format!("/expected/{key}/bfi"));
    close(key, number(&result["base_flow_index"]), index, tolerance);
    let base = vector.numbers(&format!("/expected/{key}/baseflow"));
    all_close(key, &listed(result, "base_flow"), &base, tolerance);
}

fn eckhardt(vector: &Vector) {
    let points = days_of("2000-10-01", &vector.numbers("/input"));
    let tolerance = (0.0, vector.number("/tolerance/rel"));
    let (a, b) = (
        vector.number("/parameters/a"),
        vector.number("/parameters/BFImax"),
    );
    let (a, b) = (a.to_string(), b.to_string());
    for (start, key) in [
        ("flow", "b0_q0"),
        ("lyne-hollick", "b0_lh"),
        ("share", "b0_BFImax_q0"),
    ] {
        let set = [
            ("recession", a.as_str()),
            ("greatest_index", &b),
            ("start", start),
        ];
        let result = compute("base-flow-eckhardt", vec![points.clone()], &set);
        same_base_flow(vector, &result, key, tolerance);
    }
}

fn ukih(vector: &Vector) {
    let tolerance = (0.0, vector.number("/tolerance/rel"));
    for (file, column, key) in [
        ("data_ukih_choptank.csv", "flow_cfs", "bfi_choptank"),
        ("data_ukih_ngaruroro.csv", "flow_m3s", "bfi_ngaruroro"),
    ] {
        let points = daily(vector, file, column, 1.0);
        let result = compute("base-flow-ukih", vec![points], &[]);
        let index = vector.number(&format!("/expected/{key}"));
        close(key, number(&result["base_flow_index"]), index, tolerance);
        let expected = daily(vector, file, "ukih_linear", 1.0).value;
        all_close(key, &listed(&result, "base_flow"), &expected, tolerance);
    }
    let file = "data_ray_tallaksen_baseflow.csv";
    let result = compute(
        "base-flow-ukih",
        vec![daily(vector, file, "discharge", 1.0)],
        &[],
    );
    let published = daily(vector, file, "baseflow", 1.0).value;
    let found = listed(&result, "base_flow");
    let tolerance = (vector.number("/tolerance/published_ray_abs"), 0.0);
    let known = published
        .iter()
        .zip(&found)
        .filter(|(published, _)| !published.is_nan());
    let mut days = 0;
    for (place, (published, found)) in known.enumerate() {
        close(
            &format!("published base flow, {place}"),
            *found,
            *published,
            tolerance,
        );
        days += 1;
    }
    assert!(days > 300, "the published series has {days} days");
}

/// Column, settings and tolerance of one index.
type Case = (
    &'static str,
    &'static [(&'static str, &'static str)],
    &'static str,
);

fn spi_spei(vector: &Vector) {
    let file = vector.at("/input/csv").as_str().unwrap();
    let rain = monthly(vector, file, "precip_mm", "precipitation");
    let pet = monthly(vector, file, "pet_thornthwaite_mm", "pet");
    let absolute = |key: &str| (vector.number(&format!("/tolerance/{key}")), 0.0);
    let cases: [Case; 7] = [
        ("spi_1_gamma", &[("scale", "1")], "spi_gamma_abs"),
        ("spi_3_gamma", &[("scale", "3")], "spi_gamma_abs"),
        ("spi_6_gamma", &[("scale", "6")], "spi_gamma_abs"),
        ("spi_12_gamma", &[("scale", "12")], "spi_gamma_abs"),
        ("spi_24_gamma", &[("scale", "24")], "spi_gamma_abs"),
        (
            "spi_3_pearson3",
            &[("scale", "3"), ("distribution", "pearson-3")],
            "spi_pearson3_abs",
        ),
        (
            "spi_3_gamma_cal1981_2010",
            &[("scale", "3"), ("calibration", "1981-2010")],
            "spi_gamma_abs",
        ),
    ];
    for (column, set, tolerance) in cases {
        let result = compute("spi", vec![rain.clone()], set);
        let expected = monthly(vector, file, column, "").value;
        all_close(
            column,
            &listed(&result, "spi"),
            &expected,
            absolute(tolerance),
        );
    }
    for (column, scale) in [("spei_3_gamma", "3"), ("spei_6_gamma", "6")] {
        let set = [("scale", scale), ("distribution", "gamma-plus-1000")];
        let result = compute("spei", vec![rain.clone(), pet.clone()], &set);
        let expected = monthly(vector, file, column, "").value;
        all_close(
            column,
            &listed(&result, "spei"),
            &expected,
            absolute("spei_abs"),
        );
    }
    for (distribution, suffix) in [("gamma", "thom"), ("gamma-ml", "exact_ml")] {
        let set = [("scale", "3"), ("distribution", distribution)];
        let result = compute("spi", vec![rain.clone()], &set);
        let fits = result["fit"].as_array().unwrap();
        for (fit, expected) in fits.iter().zip(
            vector
                .at("/expected/gamma_parameters_spi3")
                .as_array()
                .unwrap(),
        ) {
            assert_eq!(fit["month"], expected["month"]);
            for (found, key) in [("shape", "alpha"), ("scale", "beta")] {
                // The exact maximum of the other program stops at 1e-8 of the shape.
                let expected = number(&expected[format!("{key}_{suffix}")]);
                close(found, number(&fit[found]), expected, (0.0, 1e-6));
            }
            close(
                "zeros",
                number(&fit["zero_share"]),
                number(&expected["q_zero"]),
                (1e-12, 0.0),
            );
        }
    }
}

fn zeros(vector: &Vector) {
    let points = super::series::one_month_a_year(&vector.numbers("/input"));
    let tolerance = (vector.number("/tolerance/abs"), 0.0);
    for (zeros, key, mean) in [
        ("mckee", "spi_mckee", "mean_spi_mckee"),
        ("stagge", "spi_stagge2015", "mean_spi_stagge"),
    ] {
        let result = compute(
            "spi",
            vec![points.clone()],
            &[("scale", "1"), ("zeros", zeros)],
        );
        let found: Vec<f64> = listed(&result, "spi")
            .into_iter()
            .filter(|one| !one.is_nan())
            .collect();
        all_close(
            key,
            &found,
            &vector.numbers(&format!("/expected/{key}")),
            tolerance,
        );
        close(
            mean,
            number(&result["mean_index"]),
            vector.number(&format!("/expected/{mean}")),
            tolerance,
        );
        let fit = &result["fit"][0];
        close(
            "q",
            number(&fit["zero_share"]),
            vector.number("/expected/q_zero"),
            tolerance,
        );
        close(
            "alpha",
            number(&fit["shape"]),
            vector.number("/expected/alpha"),
            tolerance,
        );
        close(
            "beta",
            number(&fit["scale"]),
            vector.number("/expected/beta"),
            tolerance,
        );
    }
}

fn ssi_sdi(vector: &Vector) {
    let file = vector.at("/input/csv").as_str().unwrap();
    let flow = monthly(vector, file, "mean_cfs", "");
    let tolerance = (vector.number("/tolerance/ssi_abs"), 0.0);
    for (column, scale, distribution) in [
        ("ssi1_loglogistic", "1", "log-logistic"),
        ("ssi3_loglogistic", "3", "log-logistic"),
        ("ssi1_gringorten", "1", "empirical"),
    ] {
        let set = [("scale", scale), ("distribution", distribution)];
        let result = compute("ssi", vec![flow.clone()], &set);
        let expected = monthly(vector, file, column, "").value;
        all_close(column, &listed(&result, "ssi"), &expected, tolerance);
    }
    let tolerance = (vector.number("/tolerance/sdi_abs"), 1e-12);
    for (logarithm, key) in [("no", "sdi"), ("yes", "sdi_ln")] {
        let result = compute("sdi", vec![flow.clone()], &[("logarithm", logarithm)]);
        for span in result["spans"].as_array().unwrap() {
            let k = format!("/expected/sdi/k{}", span["months"]);
            // A year whose first months are there stands in the list; the vector ends with the last whole one.
            let years = vector.numbers("/expected/sdi_hydro_years");
            let found = listed(span, "year");
            let at = |list: &[f64]| -> Vec<f64> {
                let all = found.iter().zip(list);
                all.filter(|(year, _)| years.contains(year))
                    .map(|(_, value)| *value)
                    .collect()
            };
            all_close("years", &at(&found), &years, (0.0, 0.0));
            all_close(
                &k,
                &at(&listed(span, "sdi")),
                &vector.numbers(&format!("{k}/{key}")),
                tolerance,
            );
            let volumes: Vec<f64> = at(&listed(span, "volume_hm3"))
                .iter()
                .map(|v| v * 1e6)
                .collect();
            all_close(
                &k,
                &volumes,
                &vector.numbers(&format!("{k}/V_cfs_s")),
                (0.0, 1e-12),
            );
        }
    }
}
