//! Vectors of floods: thresholds, rates of rise, gauge zeros.

use serde_json::Value;
use thalweg::domain::Instant;
use thalweg::indicators::catalogue::{Points, Resolution};

use super::{Owner, Vector, all_close, close, compute, number};

pub(crate) const OWNERS: &[Owner] = &[
    ("alert_hysteresis", alert_hysteresis),
    ("rate_of_rise_time_to_threshold", rate_of_rise),
    ("stage_datum", stage_datum),
];

/// Values at plain hours.
fn at_hours(hours: &[f64], value: Vec<f64>) -> Points {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "hours of a day, in milliseconds"
    )]
    let time = hours.iter().map(|hour| (hour * 3_600_000.0).round() as i64);
    Points {
        station: String::new(),
        resolution: Resolution::Number,
        time: time.collect(),
        value,
    }
}

fn alert_hysteresis(vector: &Vector) {
    let points = at_hours(&vector.numbers("/input/t"), vector.numbers("/input/stage"));
    let text = |pointer: &str| vector.number(pointer).to_string();
    let thresholds = format!(
        "yellow:{},orange:{}",
        text("/parameters/thresholds/yellow"),
        text("/parameters/thresholds/orange")
    );
    let found = compute(
        "threshold-crossings",
        vec![points],
        &[
            ("threshold", &thresholds),
            ("hysteresis", &text("/parameters/hysteresis_m")),
            ("on_delay", &text("/parameters/n_on")),
            ("off_delay", &text("/parameters/n_off")),
        ],
    );
    for (n, name) in ["yellow", "orange"].into_iter().enumerate() {
        let level = &found["levels"][n];
        let expected = vector.at(&format!("/expected/{name}"));
        assert_eq!(level["name"], name);
        assert_eq!(level["state"], expected["state"], "{name}");
        let of = |event: &str| -> Vec<&Value> {
            let all = expected["events"].as_array().into_iter().flatten();
            all.filter(|one| one["event"] == event).collect()
        };
        let events: Vec<&Value> = level["events"].as_array().into_iter().flatten().collect();
        assert_eq!(events.len(), of("raised").len(), "{name}: {events:?}");
        for (event, (raised, cleared)) in events
            .iter()
            .zip(of("raised").into_iter().zip(of("cleared")))
        {
            assert_eq!(event["raised_index"], raised["index"], "{name}");
            assert_eq!(
                event["first_crossing_index"], raised["first_crossing_index"],
                "{name}"
            );
            assert_eq!(event["cleared_index"], cleared["index"], "{name}");
        }
    }
}

fn rate_of_rise(vector: &Vector) {
    let hours: Vec<f64> = vector
        .numbers("/input/t_min")
        .iter()
        .map(|minutes| minutes / 60.0)
        .collect();
    let points = at_hours(&hours, vector.numbers("/input/stage"));
    let window = vector.number("/parameters/window_min").to_string();
    let tolerance = (0.0, vector.number("/tolerance/rel"));
    let found = compute("rate-of-rise", vec![points.clone()], &[("window", &window)]);
    let of =
        |key: &str| -> Vec<f64> { found[key].as_array().unwrap().iter().map(number).collect() };
    // The vector's rates begin with the first whole window.
    for (key, pointer) in [
        ("difference_per_hour", "/expected/difference_rate_m_per_h"),
        ("per_hour", "/expected/ols_rate_m_per_h"),
    ] {
        let expected = vector.numbers(pointer);
        let all = of(key);
        all_close(
            key,
            &all[all.len() - expected.len()..],
            &expected,
            tolerance,
        );
    }
    let robust = number(&found["latest"]["theil_sen_per_hour"]);
    close(
        "Theil-Sen",
        robust,
        vector.number("/expected/theil_sen_last_window"),
        tolerance,
    );
    let threshold = vector.number("/parameters/threshold").to_string();
    let found = compute(
        "time-to-threshold",
        vec![points],
        &[("window", &window), ("threshold", &threshold)],
    );
    let times = &found["thresholds"][0];
    for (key, name) in [
        (
            "linear_from_difference_hours",
            "linear_from_last_difference_rate",
        ),
        ("linear_hours", "linear_from_ols"),
        ("quadratic_hours", "quadratic_last5"),
    ] {
        let expected = vector.number(&format!("/expected/time_to_threshold_h/{name}"));
        close(key, number(&times[key]), expected, tolerance);
    }
}

fn stage_datum(vector: &Vector) {
    let moment = |text: &str| {
        let text = if text.contains('T') {
            format!("{text}:00Z")
        } else {
            format!("{text}T00:00:00Z")
        };
        Instant::parse(&text).unwrap().millis()
    };
    let observed = vector.at("/input/obs").as_array().unwrap();
    let mut rows: Vec<(usize, i64)> = (0..)
        .zip(observed)
        .map(|(n, row)| (n, moment(row["t"].as_str().unwrap())))
        .collect();
    // The file is sorted by time before an indicator sees it.
    rows.sort_by_key(|row| row.1);
    let points = Points {
        station: String::new(),
        resolution: Resolution::Instant,
        time: rows.iter().map(|row| row.1).collect(),
        value: rows
            .iter()
            .map(|row| number(&observed[row.0]["stage"]))
            .collect(),
    };
    let zeros: Vec<String> = vector
        .at("/input/zero_of_gauge_periods")
        .as_array()
        .unwrap()
        .iter()
        .map(|zero| {
            format!(
                "{}={}",
                zero["from"].as_str().unwrap(),
                number(&zero["zero_m_asl"])
            )
        })
        .collect();
    let shift = vector
        .number("/input/geoid_shift_to_neighbour_datum_m")
        .to_string();
    let found = compute(
        "stage-to-level",
        vec![points],
        &[("zeros", &zeros.join(",")), ("shift", &shift)],
    );
    let tolerance = (vector.number("/tolerance/abs"), 0.0);
    for (key, pointer) in [
        ("level_m", "/expected/level_m_asl"),
        ("level_neighbour_m", "/expected/level_neighbour_datum"),
    ] {
        let expected = vector.numbers(pointer);
        let expected: Vec<f64> = rows.iter().map(|row| expected[row.0]).collect();
        let levels: Vec<f64> = found[key].as_array().unwrap().iter().map(number).collect();
        all_close(key, &levels, &expected, tolerance);
    }
}
