//! Vectors of quality tests, completeness, daily means, ratings and balances.

use serde_json::Value;
use thalweg::domain::Instant;
use thalweg::indicators::catalogue::{Points, Resolution};

use super::rain::{list, steps};
use super::{Owner, Vector, all_close, close, compute, number};

pub(crate) const OWNERS: &[Owner] = &[
    ("qc_qartod_tests", quality),
    ("rating_curve_inverse_shift", rating),
    ("time_weighted_daily_mean", daily_mean),
    ("completeness_rules", completeness),
    ("water_balance_naturalised", balances),
];

fn join(values: &[f64]) -> String {
    values
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(",")
}

/// A series of moments as a vector has them; a time without seconds gets them.
fn moments(vector: &Vector, time: &str) -> Points {
    let stamps = vector.at(time).as_array().unwrap().iter().map(|stamp| {
        let stamp = stamp.as_str().unwrap();
        let seconds = if stamp.len() == 16 { ":00" } else { "" };
        Instant::parse(&format!("{stamp}{seconds}Z"))
            .unwrap()
            .millis()
    });
    Points {
        station: String::new(),
        resolution: Resolution::Instant,
        time: stamps.collect(),
        value: vector.numbers("/input/value"),
    }
}

fn quality(vector: &Vector) {
    let parameter = |name: &str| vector.number(&format!("/parameters/{name}")).to_string();
    let pair = |name: &str| join(&vector.numbers(&format!("/parameters/gross_range/{name}")));
    let set = [
        ("fail_range", pair("fail")),
        ("suspect_range", pair("suspect")),
        ("spike_suspect", parameter("spike/suspect")),
        ("spike_fail", parameter("spike/fail")),
        ("rate_per_s", parameter("rate/threshold_per_s")),
        ("flat_suspect_s", parameter("flat/suspect_s")),
        ("flat_fail_s", parameter("flat/fail_s")),
        ("flat_tolerance", parameter("flat/tolerance")),
    ];
    let set: Vec<(&str, &str)> = set
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let found = compute("quality-tests", vec![moments(vector, "/input/time")], &set);
    for test in ["gross_range", "spike", "rate", "flat"] {
        assert_eq!(
            found[test],
            *vector.at(&format!("/expected/{test}")),
            "{test}"
        );
    }
}

fn rating(vector: &Vector) {
    let (q, h) = (
        (0.0, vector.number("/tolerance/q_rel")),
        (vector.number("/tolerance/h_abs"), 0.0),
    );
    let segments: Vec<String> = vector
        .at("/input/segments")
        .as_array()
        .unwrap()
        .iter()
        .map(|segment| join(&["h0", "a", "b", "hmin", "hmax"].map(|key| number(&segment[key]))))
        .collect();
    let segments = segments.join("; ");
    let rate = |set: &[(&str, &str)]| {
        let all: Vec<(&str, &str)> = [("segments", segments.as_str())]
            .iter()
            .chain(set)
            .copied()
            .collect();
        compute("rating-curve", Vec::new(), &all)
    };
    let column = |rows: &Value, key: &str| -> Vec<f64> {
        rows.as_array()
            .unwrap()
            .iter()
            .map(|row| number(&row[key]))
            .collect()
    };
    let stages = join(&vector.numbers("/input/stage"));
    let discharge = vector.numbers("/expected/discharge");
    let found = rate(&[("stage", &stages), ("discharge", &join(&discharge))]);
    all_close(
        "discharge",
        &column(&found["discharges"], "discharge"),
        &discharge,
        q,
    );
    let inverse = vector.numbers("/expected/inverse_stage");
    all_close("inverse", &column(&found["stages"], "stage"), &inverse, h);
    assert_eq!(found["stages"][0]["place"], "below cease-to-flow");
    for case in vector.at("/expected/constant_shift").as_array().unwrap() {
        let found = rate(&[
            ("stage", &case["h"].to_string()),
            ("shift", &case["shift"].to_string()),
        ]);
        close(
            "shifted",
            number(&found["discharges"][0]["discharge"]),
            number(&case["q"]),
            q,
        );
    }
    for case in vector
        .at("/expected/tapered_shift/values")
        .as_array()
        .unwrap()
    {
        // As its definition says in words: +0.08 up to 0.9, falling to 0 at 2.0.
        let tapered = [("shift", "0.9:0.08,2.0:0")];
        let found = rate(&[&tapered[..], &[("stage", &case["h"].to_string())]].concat());
        let row = &found["discharges"][0];
        close(
            "tapered",
            number(&row["shift"]),
            number(&case["shift"]),
            (1e-15, 1e-12),
        );
        close("tapered", number(&row["discharge"]), number(&case["q"]), q);
        let back = rate(&[&tapered[..], &[("discharge", &case["q"].to_string())]].concat());
        close(
            "back",
            number(&back["stages"][0]["stage"]),
            number(&case["h"]),
            h,
        );
    }
    table(vector, q, h);
}

fn table(vector: &Vector, q: (f64, f64), h: (f64, f64)) {
    let list = |key: &str| vector.numbers(&format!("/expected/table/{key}"));
    let points: Vec<String> = list("h")
        .iter()
        .zip(list("q"))
        .map(|(h, q)| format!("{h}:{q}"))
        .collect();
    let (points, offset) = (
        points.join(","),
        vector.number("/expected/table/offset").to_string(),
    );
    let rate = |interpolation: &str, key: &str, value: &Value| {
        let value = value.to_string();
        let set = [
            ("table", points.as_str()),
            ("offset", &offset),
            ("interpolation", interpolation),
            (key, &value),
        ];
        compute("rating-curve", Vec::new(), &set)
    };
    for case in vector.at("/expected/table/values").as_array().unwrap() {
        for (interpolation, key) in [("log", "q_log"), ("linear", "q_linear")] {
            let found = rate(interpolation, "stage", &case["h"]);
            close(
                key,
                number(&found["discharges"][0]["discharge"]),
                number(&case[key]),
                q,
            );
        }
    }
    for case in vector.at("/expected/table/inverse").as_array().unwrap() {
        let found = rate("log", "discharge", &case["q"]);
        close(
            "h_log",
            number(&found["stages"][0]["stage"]),
            number(&case["h_log"]),
            h,
        );
    }
}

fn daily_mean(vector: &Vector) {
    let tolerance = (0.0, vector.number("/tolerance/rel"));
    let series = || vec![moments(vector, "/input/time_utc")];
    let day = |set: &[(&str, &str)], key: &str, is: &str| {
        let found = compute("daily-mean", series(), set);
        let days = found["days"].as_array().unwrap().clone();
        days.into_iter().find(|day| day[key] == is).unwrap()
    };
    for expected in vector.at("/expected/utc_days").as_array().unwrap() {
        let date = expected["day"].as_str().unwrap();
        let linear = day(&[], "day", date);
        close(
            "linear",
            number(&linear["mean"]),
            number(&expected["time_weighted_linear"]),
            tolerance,
        );
        close(
            "coverage",
            number(&linear["coverage"]),
            number(&expected["coverage"]),
            tolerance,
        );
        let gap = day(&[("max_gap", "6")], "day", date);
        assert!(gap["mean"].is_null(), "too little of the day is covered");
        close(
            "gap",
            number(&gap["mean_of_covered"]),
            number(&expected["max_gap_6h"]["mean_of_covered"]),
            tolerance,
        );
        close(
            "gap",
            number(&gap["coverage"]),
            number(&expected["max_gap_6h"]["coverage"]),
            tolerance,
        );
        let step = day(&[("method", "previous")], "day", date);
        close(
            "previous",
            number(&step["mean"]),
            number(&expected["previous_value_step"]),
            tolerance,
        );
        let plain = day(&[("method", "arithmetic")], "day", date);
        close(
            "arithmetic",
            number(&plain["mean"]),
            number(&expected["arithmetic_wrong"]),
            tolerance,
        );
    }
    for expected in vector
        .at("/expected/local_day_utc_plus_2")
        .as_array()
        .unwrap()
    {
        let start = expected["window"]
            .as_str()
            .unwrap()
            .split('Z')
            .next()
            .unwrap();
        let local = day(
            &[("day_clock", "UTC+02:00")],
            "start",
            &format!("{start}:00Z"),
        );
        close(
            "local",
            number(&local["mean"]),
            number(&expected["mean"]),
            tolerance,
        );
        close(
            "local",
            number(&local["coverage"]),
            number(&expected["coverage"]),
            tolerance,
        );
    }
}

fn completeness(vector: &Vector) {
    let days = vector.number("/input/month_days") as usize;
    let expected = vector.at("/expected").as_array().unwrap();
    assert_eq!(
        vector.at("/input/missing_days").as_array().unwrap().len(),
        expected.len()
    );
    for case in expected {
        let mut values = vec![1.0; days];
        for day in list(&case["missing"]) {
            values[day as usize - 1] = f64::NAN;
        }
        let found = compute(
            "completeness",
            vec![steps("2024-01-01", 24, values, Resolution::Day)],
            &[],
        );
        let month = &found["months"][0];
        for rule in ["mean_11_5", "mean_5_3", "total"] {
            assert_eq!(
                month[rule], case[rule],
                "{rule} without {}",
                case["missing"]
            );
        }
        assert_eq!(
            number(&month["missing"]) as usize,
            list(&case["missing"]).len()
        );
    }
}

fn balances(vector: &Vector) {
    let tolerance = (0.0, vector.number("/tolerance/rel"));
    let reach = |key: &str| join(&vector.numbers(&format!("/input/reach/{key}")));
    let share = |key: &str| {
        vector
            .number(&format!("/input/reach/rel_u/{key}"))
            .to_string()
    };
    let set = [
        ("up", reach("up")),
        ("down", reach("down")),
        ("tributaries", reach("tributaries")),
        ("diversions", reach("diversions")),
        ("returns", reach("returns")),
        ("u_gauges", share("gauges")),
        ("u_tributaries", share("trib")),
        ("u_diversions", share("div")),
        ("u_returns", share("ret")),
    ];
    let set: Vec<(&str, &str)> = set
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let found = compute("water-balance", Vec::new(), &set);
    for key in ["gain_m3s", "u_gain_m3s_1sigma"] {
        all_close(
            key,
            &list(&found[key]),
            &vector.numbers(&format!("/expected/{key}")),
            tolerance,
        );
    }
    assert_eq!(
        found["significant_2sigma"],
        *vector.at("/expected/significant_2sigma")
    );
    let project = |key: &str| match vector.at(&format!("/input/project/{key}")) {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let set = [
        ("month", project("month")),
        ("discharge_m3s", project("q_obs_m3s")),
        ("storage_start_m3", project("storage_start_m3")),
        ("storage_end_m3", project("storage_end_m3")),
        ("evaporation_mm", project("evap_mm")),
        ("rain_mm", project("rain_on_lake_mm")),
        ("area_m2", project("area_m2")),
        ("diversion_m3", project("diversion_m3")),
        ("return_m3", project("return_m3")),
        ("export_m3", project("export_m3")),
    ];
    let set: Vec<(&str, &str)> = set
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let found = compute("naturalised-flow", Vec::new(), &set);
    for key in ["natural_volume_m3", "natural_m3s", "days"] {
        close(
            key,
            number(&found[key]),
            vector.number(&format!("/expected/{key}")),
            tolerance,
        );
    }
}
