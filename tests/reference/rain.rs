//! Vectors of rain.

use serde_json::Value;
use thalweg::domain::Instant;
use thalweg::indicators::catalogue::{Points, Resolution};

use super::{Owner, Vector, all_close, close, compute, number};

pub(crate) const OWNERS: &[Owner] = &[
    ("rain_accumulation_api", accumulation_and_index),
    ("areal_rainfall_thiessen_idw", areal),
    ("ffg_curve_number", flash_flood),
];

/// A series of one value a step from a first instant.
pub(super) fn steps(first: &str, hours: i64, value: Vec<f64>, resolution: Resolution) -> Points {
    let first = Instant::parse(first).unwrap().millis();
    let time = (0..i64::try_from(value.len()).unwrap())
        .map(|n| first + n * hours * 3_600_000)
        .collect();
    Points {
        station: String::new(),
        resolution,
        time,
        value,
    }
}

/// Numbers of a list in a result; null is NaN.
pub(super) fn list(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(number).collect()
}

fn hourly(vector: &Vector) -> Vec<f64> {
    let (header, rows) = vector.csv(vector.at("/input/csv").as_str().unwrap());
    let column = vector.at("/input/column").as_str().unwrap();
    let at = header.iter().position(|name| name == column).unwrap();
    rows.iter()
        .map(|row| row[at].parse().unwrap_or(f64::NAN))
        .collect()
}

fn accumulation_and_index(vector: &Vector) {
    let tolerance = (vector.number("/tolerance/abs"), 0.0);
    let rain = hourly(vector);
    let series = |rain: Vec<f64>| vec![steps("2007-01-01T00:00:00Z", 1, rain, Resolution::Instant)];
    let found = compute(
        "rain-accumulation",
        series(rain.clone()),
        &[("series", "yes")],
    );
    for (hours, expected) in vector.at("/expected/rolling").as_object().unwrap() {
        let said = found["durations"].as_array().unwrap();
        let said = said
            .iter()
            .find(|one| one["hours"].as_f64() == hours.parse().ok())
            .unwrap();
        close(
            hours,
            number(&said["max_mm"]),
            number(&expected["max"]),
            tolerance,
        );
        assert_eq!(said["max_index"], expected["argmax_index0"], "{hours} h");
        let totals = list(&found["series"][format!("total_{hours}h_mm")]);
        for (index, value) in expected["at_index"].as_object().unwrap() {
            close(
                &format!("{hours} h at {index}"),
                totals[index.parse::<usize>().unwrap()],
                number(value),
                tolerance,
            );
        }
    }
    let mut gaps = rain;
    for index in vector.numbers("/expected/gap_case/nan_at_index0") {
        gaps[index as usize] = f64::NAN;
    }
    let gap = |key: &str| vector.number(&format!("/expected/gap_case/{key}"));
    for (allowed, min) in [("0", 24), ("2", 22)] {
        let set = [
            ("hours", "24"),
            ("allowed_missing", allowed),
            ("series", "yes"),
        ];
        let found = compute("rain-accumulation", series(gaps.clone()), &set);
        let totals = list(&found["series"]["total_24h_mm"]);
        if min == 24 {
            close("at 123", totals[123], gap("sum24_min24_at_123"), tolerance);
            close("at 125", totals[125], gap("sum24_min24_at_125"), tolerance);
        } else {
            close("at 110", totals[110], gap("sum24_min22_at_110"), tolerance);
        }
        let undefined = totals.iter().filter(|total| total.is_nan()).count();
        assert_eq!(undefined as f64, gap(&format!("n_undefined_min{min}")));
    }
    let daily = || {
        vec![steps(
            "2024-01-01",
            24,
            vector.numbers("/input/api_daily_rain"),
            Resolution::Day,
        )]
    };
    let k = vector.number("/parameters/K").to_string();
    for (key, set) in [
        (
            "api_including_today",
            [
                ("k", k.as_str()),
                ("variant", "including"),
                ("initial", "0"),
            ],
        ),
        (
            "api_excluding_today",
            [("k", &k), ("variant", "excluding"), ("initial", "0")],
        ),
        (
            "api_with_initial_20",
            [("k", &k), ("variant", "including"), ("initial", "20")],
        ),
    ] {
        let found = compute("antecedent-precipitation", daily(), &set);
        let expected = vector.numbers(&format!("/expected/{key}"));
        all_close(key, &list(&found["api_mm"]), &expected, tolerance);
    }
}

fn areal(vector: &Vector) {
    let tolerance = (vector.number("/tolerance/weights_abs"), 0.0);
    let text = |pointer: &str| vector.at(pointer).to_string();
    let (polygon, gauges) = (text("/input/basin"), text("/input/gauges"));
    let rain: Vec<String> = vector
        .at("/input/rain")
        .as_object()
        .unwrap()
        .iter()
        .map(|(name, mm)| format!("{name}:{mm}"))
        .collect();
    let rain = rain.join("; ");
    let base = [
        ("polygon", polygon.as_str()),
        ("gauges", &gauges),
        ("rain", &rain),
    ];
    for (without, weights, mean) in [
        ("", "weights", "areal_mean"),
        ("C", "weights_without_C", "areal_mean_without_C"),
    ] {
        let mut set = base.to_vec();
        set.extend((!without.is_empty()).then_some(("without", without)));
        let found = compute("thiessen", Vec::new(), &set);
        close(
            "area",
            number(&found["area_km2"]),
            vector.number("/expected/basin_area"),
            tolerance,
        );
        let expected = vector
            .at(&format!("/expected/{weights}"))
            .as_object()
            .unwrap();
        assert_eq!(found["weights"].as_object().unwrap().len(), expected.len());
        for (gauge, weight) in expected {
            close(
                gauge,
                number(&found["weights"][gauge]),
                number(weight),
                tolerance,
            );
        }
        close(
            mean,
            number(&found["areal_mean_mm"]),
            vector.number(&format!("/expected/{mean}")),
            (1e-7, 0.0),
        );
        if without.is_empty() {
            let plain = vector.number("/expected/arithmetic_mean");
            close(
                "arithmetic",
                number(&found["arithmetic_mean_mm"]),
                plain,
                tolerance,
            );
        }
    }
    let at = |points: &str, power: &str| {
        let set = [
            ("gauges", gauges.as_str()),
            ("rain", &rain),
            ("points", points),
            ("power", power),
        ];
        number(&compute("inverse-distance", Vec::new(), &set)["points"][0]["value_mm"])
    };
    for point in vector.at("/expected/idw_p2").as_array().unwrap() {
        let place = format!("{},{}", point["x"], point["y"]);
        close(&place, at(&place, "2"), number(&point["value"]), tolerance);
    }
    close(
        "power 1",
        at("5,4", "1"),
        vector.number("/expected/idw_p1_at_5_4"),
        tolerance,
    );
}

fn flash_flood(vector: &Vector) {
    let tolerance = (vector.number("/tolerance/abs"), 0.0);
    let join = |values: Vec<f64>| {
        values
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(",")
    };
    let numbers = join(vector.numbers("/input/CN"));
    let threshold = vector.number("/input/threshold_runoff_mm").to_string();
    let base = [
        ("threshold_runoff_mm", threshold.as_str()),
        ("curve_number", &numbers),
    ];
    let found = compute("flash-flood-guidance", Vec::new(), &base);
    let expected = vector.at("/expected/rows").as_array().unwrap();
    assert_eq!(found["rows"].as_array().unwrap().len(), expected.len());
    for (found, expected) in found["rows"].as_array().unwrap().iter().zip(expected) {
        for (ours, theirs) in [
            ("curve_number", "CN"),
            ("S_mm", "S_mm"),
            ("Ia_mm", "Ia_mm"),
            ("guidance_mm", "ffg_mm"),
            ("guidance_mm", "closed_form_mm"),
        ] {
            close(
                theirs,
                number(&found[ours]),
                number(&expected[theirs]),
                tolerance,
            );
        }
    }
    for expected in vector.at("/expected/index").as_array().unwrap() {
        let (rain, number_of) = (expected["rain_mm"].to_string(), expected["CN"].to_string());
        let set = [
            ("threshold_runoff_mm", threshold.as_str()),
            ("curve_number", &number_of),
            ("rain_mm", &rain),
        ];
        let found = compute("flash-flood-guidance", Vec::new(), &set);
        close(
            "ratio",
            number(&found["index"][0]["ratio"]),
            number(&expected["ratio"]),
            tolerance,
        );
        assert_eq!(found["index"][0]["exceeded"], expected["exceed"]);
    }
}
