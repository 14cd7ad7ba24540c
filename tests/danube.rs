//! The flood of August 2002 on the Danube, Achleiten to Wildungsmauer, when `THALWEG_REAL` names the folder of real
//! exports. Every figure was found by Python (pandas for reading, numpy for lags and least squares, scipy's linear
//! programming for the bands); none was printed by this program.
#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test stops at the first surprise, and one whose data is absent must say so"
)]

use chrono::{Datelike as _, NaiveDate};
use serde_json::Value;
use thalweg::domain::Instant;
use thalweg::indicators::catalogue::{self, Input, Points, Resolution, Settings};
use thalweg::indicators::forecast::model::{Model, Plan, Term, Transform};
use thalweg::indicators::forecast::out_of_sample::{Case, Record, cases};
use thalweg::indicators::forecast::peaks::{Apart, Flood, floods};
use thalweg::indicators::forecast::skill::{Judging, Skill, Verdict, skill};

const LEVELS: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];

/// Both gauges over the years that they have in common, a value a day, stamped with the day.
struct Pair {
    first: NaiveDate,
    achleiten: Vec<f64>,
    wildungsmauer: Vec<f64>,
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn pair() -> Option<Pair> {
    let Ok(folder) = std::env::var("THALWEG_REAL") else {
        eprintln!("NOT RUN: THALWEG_REAL names no folder of real exports");
        return None;
    };
    let (first, last) = (date("1996-01-01"), date("2012-12-31"));
    let days = usize::try_from((last - first).num_days()).unwrap() + 1;
    let place = |day: NaiveDate| {
        usize::try_from((day - first).num_days())
            .ok()
            .filter(|n| *n < days)
    };
    let (mut above, mut below) = (vec![f64::NAN; days], vec![f64::NAN; days]);
    let path = format!("{folder}/de_at_danube_31gauges/danube_8gauges_daily_ALIGNED.csv");
    for row in std::fs::read_to_string(path).unwrap().lines().skip(1) {
        let mut fields = row.split(',');
        let day = date(fields.next().unwrap());
        if let (Some(n), Ok(value)) = (place(day), fields.next().unwrap().parse()) {
            above[n] = value;
        }
    }
    let bytes = std::fs::read(format!("{folder}/at_ehyd_hzb/Q-Tagesmittel-207373.csv")).unwrap();
    // Only the head has letters beyond ASCII.
    let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    for row in text
        .lines()
        .skip_while(|row| !row.starts_with("Werte:"))
        .skip(1)
    {
        let Some((stamp, value)) = row.split_once(';') else {
            continue;
        };
        let day = NaiveDate::parse_from_str(stamp.trim(), "%d.%m.%Y %H:%M:%S").unwrap();
        if let (Some(n), Ok(value)) = (place(day), value.trim().replace(',', ".").parse()) {
            below[n] = value;
        }
    }
    Some(Pair {
        first,
        achleiten: above,
        wildungsmauer: below,
    })
}

impl Pair {
    fn day(&self, text: &str) -> usize {
        usize::try_from((date(text) - self.first).num_days()).unwrap()
    }

    fn series(&self, from: usize, until: usize) -> Vec<Points> {
        let one = |station: &str, values: &[f64]| Points {
            station: station.into(),
            resolution: Resolution::Day,
            time: (from..=until).map(|n| self.stamp(n)).collect(),
            value: values[from..=until].to_vec(),
        };
        vec![
            one("Achleiten", &self.achleiten),
            one("Wildungsmauer", &self.wildungsmauer),
        ]
    }

    fn stamp(&self, day: usize) -> i64 {
        let midnight = self.first.and_hms_opt(0, 0, 0).unwrap();
        Instant::from_utc(midnight).millis() + i64::try_from(day).unwrap() * 86_400_000
    }

    fn all(&self) -> Vec<Points> {
        self.series(0, self.achleiten.len() - 1)
    }
}

fn compute(name: &str, series: Vec<Points>, set: &[(&str, &str)]) -> Value {
    let indicator = catalogue::find(name).unwrap();
    let given: Vec<(String, String)> = set
        .iter()
        .map(|(key, value)| ((*key).into(), (*value).into()))
        .collect();
    let settings = Settings::new(indicator.settings, &given).unwrap();
    let input = Input {
        series,
        columns: Vec::new(),
    };
    Value::Object((indicator.run)(&input, &settings).unwrap().result)
}

#[track_caller]
fn close(found: f64, expected: f64, relative: f64) {
    assert!(
        (found - expected).abs() <= relative * expected.abs().max(1.0),
        "{found} is not {expected}"
    );
}

#[track_caller]
fn is(found: &Value, expected: f64) {
    close(found.as_f64().unwrap(), expected, 1e-9);
}

#[test]
fn the_wave_of_august_2002_took_a_day_by_correlation() {
    let Some(pair) = pair() else { return };
    let august = pair.series(pair.day("2002-08-01"), pair.day("2002-08-31"));
    let found = compute("travel-time", august, &[("max_lag", "6")]);
    assert_eq!(found["best_lag_steps"], 1);
    is(&found["best_correlation"], 0.960_888_157_346_225_7);
    is(&found["sub_step_lag_steps"], 0.997_390_860_371_240_5);
    let changes = &found["first_differences"];
    assert_eq!(changes["best_lag_steps"], 1);
    is(&changes["best_correlation"], 0.794_400_556_033_678_4);
    is(&changes["sub_step_lag_steps"], 0.987_276_842_753_706_5);
    // 7290 m³/s on the 13th, 10185 m³/s on the 15th: the crest itself took two days, for Traun and Enns joined it.
    assert_eq!(found["peak_to_peak_steps"], 2);
}

#[test]
fn floods_of_seventeen_years_give_travel_times_by_flow_range() {
    let Some(pair) = pair() else { return };
    let found = compute("travel-time-by-peaks", pair.all(), &[]);
    is(&found["threshold"], 2530.0);
    is(&found["downstream_threshold"], 3527.794);
    assert_eq!(found["n_upstream_floods"], 61);
    assert_eq!(found["n_matched"], 50);
    let ranges = found["by_flow_range"].as_array().unwrap();
    let rows = [
        (None, None, 50, [24.0, 0.0, 24.0]),
        (None, Some(2_933.333_333_333_333), 17, [24.0, 0.0, 24.0]),
        (
            Some(2_933.333_333_333_333),
            Some(3_623.333_333_333_333),
            16,
            [0.0, 0.0, 24.0],
        ),
        (Some(3_623.333_333_333_333), None, 17, [24.0, 0.0, 24.0]),
    ];
    assert_eq!(ranges.len(), rows.len());
    for (range, (from, below, n, [median, least, most])) in ranges.iter().zip(rows) {
        for (key, limit) in [("from", from), ("below", below)] {
            match limit {
                Some(limit) => is(&range[key], limit),
                None => assert!(range[key].is_null()),
            }
        }
        assert_eq!(range["n_floods"], n);
        is(&range["median_hours"], median);
        is(&range["min_hours"], least);
        is(&range["max_hours"], most);
    }
    // The pair of 2002 counts in none of them: below the mouths of Traun and Enns the wave was another one.
    let floods = found["floods"].as_array().unwrap();
    let flood = floods
        .iter()
        .find(|flood| flood["upstream_time"] == "2002-08-13T00:00:00Z")
        .unwrap();
    assert_eq!(flood["downstream_time"], "2002-08-15T00:00:00Z");
    is(&flood["upstream_peak"], 7290.0);
    is(&flood["downstream_peak"], 10185.0);
    is(&flood["travel_time_hours"], 48.0);
    is(&flood["correlation"], 0.686_117_255_263_584_9);
    is(&flood["rise_ratio"], 1.341_040_462_427_745_7);
    assert_eq!(flood["is_matched"], false);
    assert_eq!(flood["reason"], "the waves are not alike");
}

/// The regression of a lead: the newest two days of both gauges, Achleiten a day earlier where it is known.
fn plan(lead: usize) -> Plan {
    let term = |series, back| Term { series, back };
    let above = 1_usize.saturating_sub(lead);
    Plan {
        target: 0,
        lead,
        latency: 0,
        terms: vec![term(0, 0), term(0, 1), term(1, above), term(1, above + 1)],
        levels: LEVELS.to_vec(),
        transform: Transform::None,
    }
}

fn record(pair: &Pair) -> Record {
    let day = |n: usize| pair.first + chrono::Days::new(u64::try_from(n).unwrap());
    let days = 0..pair.achleiten.len();
    let year = |n: usize| u32::try_from(day(n).year()).unwrap() + u32::from(day(n).month() >= 10);
    Record {
        columns: vec![pair.wildungsmauer.clone(), pair.achleiten.clone()],
        fold: days.clone().map(year).collect(),
        season: days
            .map(|n| u16::try_from(day(n).ordinal0()).unwrap())
            .collect(),
        upstream: vec![(1, 1)],
    }
}

fn judged(record: &Record, lead: usize, floods: &[Flood], top: usize) -> (Case, Skill) {
    let plan = plan(lead);
    let rows = plan.rows(&record.columns);
    let whole = Model::fit(&plan, &rows, None).unwrap();
    let all = cases(record, &plan, &rows, &whole);
    let judging = Judging {
        window: 5,
        levels: LEVELS.to_vec(),
        threshold: 3527.794,
        tolerance: 0,
        step_hours: 24.0,
        lead,
    };
    // Cases of the flood itself are no part of its own skill.
    let is_own = |case: &Case| {
        let nearest = floods
            .iter()
            .min_by_key(|flood| flood.top.abs_diff(case.valid))
            .unwrap();
        nearest.top == top
    };
    let others: Vec<Case> = all.iter().filter(|case| !is_own(case)).cloned().collect();
    let case = all.iter().find(|case| case.valid == top).unwrap();
    (case.clone(), skill(&others, floods, &judging))
}

/// What Python found for a lead: day of issue, forecast, band, then over all other floods RMSE of the forecast and of
/// persistence, and the persistence index.
type Row = (usize, &'static str, f64, [f64; 5], [f64; 3]);

const ROWS: [Row; 4] = [
    (
        4,
        "2002-08-11",
        3_204.899_634_216_707,
        [
            2_153.860_882_673_715_4,
            2_750.531_767_142_736,
            3_206.895_604_847_618_4,
            3_673.083_000_575_009,
            4_653.377_377_602_161,
        ],
        [
            1_430.686_046_793_229,
            1_621.290_487_238_835_8,
            0.221_305_666_986_175_82,
        ],
    ),
    (
        3,
        "2002-08-12",
        7_309.980_848_761_922,
        [
            4_708.854_326_526_412,
            5_850.490_541_514,
            7_135.694_744_237_944,
            8_875.627_241_041_275,
            12_800.286_988_350_69,
        ],
        [
            1_250.606_878_724_334,
            1_463.892_541_568_216_8,
            0.270_167_447_730_048_1,
        ],
    ),
    (
        2,
        "2002-08-13",
        10_088.119_747_006_805,
        [
            7_234.857_140_745_752,
            8_406.514_895_473_6,
            9_656.132_844_894_859,
            11_423.974_543_141_185,
            16_783.461_891_793_955,
        ],
        [
            943.253_883_836_241_6,
            1_178.702_614_640_54,
            0.359_603_852_891_732,
        ],
    ),
    (
        1,
        "2002-08-14",
        6_058.090_706_313_037,
        [
            5_881.450_379_742_002,
            6_238.719_675_878_546,
            6_459.211_983_252_394,
            6_502.406_176_119_009,
            6_769.646_513_910_375,
        ],
        [
            456.075_133_586_390_05,
            718.284_025_650_145,
            0.596_837_274_952_555,
        ],
    ),
];

#[test]
fn each_day_before_the_crest_of_2002_has_its_forecast_band_and_skill() {
    let Some(pair) = pair() else { return };
    let record = record(&pair);
    let apart = Apart {
        threshold: 3_527.794,
        steps: 7,
        dip: 0.75,
    };
    let floods = floods(&pair.wildungsmauer, apart);
    assert_eq!(floods.len(), 75);
    let top = pair.day("2002-08-15");
    close(pair.wildungsmauer[top], 10_185.0, 0.0);
    for (lead, issued, value, band, [rmse, still, index]) in ROWS {
        let (case, skill) = judged(&record, lead, &floods, top);
        assert_eq!(case.issued, pair.day(issued));
        close(case.said.value, value, 1e-8);
        // Where a band is not unique, two exact solvers may stop at two ends of one edge.
        for (found, expected) in case.said.band.iter().zip(band) {
            close(*found, expected, 1e-6);
        }
        assert_eq!(
            case.said.is_outside,
            lead <= 2,
            "beyond anything that the other years saw"
        );
        assert_eq!(skill.n_floods, 67);
        assert_eq!(skill.n_cases, 718);
        close(skill.rmse.unwrap(), rmse, 1e-8);
        close(skill.rmse_persistence.unwrap(), still, 1e-8);
        close(skill.persistence_index.unwrap(), index, 1e-8);
        assert_eq!(skill.verdict(), Verdict::Shown);
        let (low, high) = skill.persistence_index_90.unwrap();
        assert!(low < index && index < high, "{low} {high}");
    }
}

/// Achleiten from 1 November 1900 to the end of 2010: the longest series of the folder, without a gap.
fn longest() -> Option<Vec<Points>> {
    let Ok(folder) = std::env::var("THALWEG_REAL") else {
        eprintln!("NOT RUN: THALWEG_REAL names no folder of real exports");
        return None;
    };
    let path = format!("{folder}/de_at_danube_31gauges/danube_8gauges_daily_ALIGNED.csv");
    let mut points = Points {
        station: "Achleiten".into(),
        resolution: Resolution::Day,
        time: Vec::new(),
        value: Vec::new(),
    };
    for row in std::fs::read_to_string(path).unwrap().lines().skip(1) {
        let mut fields = row.split(',');
        let day = fields.next().unwrap();
        if let (true, Ok(value)) = (day <= "2010-12-31", fields.next().unwrap().parse()) {
            let midnight = Instant::parse(&format!("{day}T00:00:00Z")).unwrap();
            points.time.push(midnight.millis());
            points.value.push(value);
        }
    }
    assert_eq!(points.value.len(), 40_238);
    Some(vec![points])
}

#[test]
fn the_crest_of_2002_is_placed_on_a_hundred_and_ten_years() {
    let Some(series) = longest() else { return };
    let fitted = compute(
        "gev",
        series.clone(),
        &[
            ("method", "l-moments-exact"),
            ("return_periods", "100"),
            ("interval", "none"),
        ],
    );
    assert_eq!(fitted["n"], 110);
    let parameter = |key: &str| fitted["parameters"][key].as_f64().unwrap();
    close(parameter("shape_k"), -0.010_110_552_694_545_713, 1e-9);
    close(parameter("scale"), 752.714_001_044_598_1, 1e-9);
    close(parameter("location"), 3_482.378_568_622_521, 1e-9);
    is(&fitted["quantiles"][0]["value"], 7_026.761_098_389_243);
    // Placed with Hosking's rational approximation of the shape, which is within 5e-7.
    let placed = compute("return-period", series, &[("value", "7290")]);
    assert_eq!(placed["n"], 110);
    let years = placed["return_period_years"].as_f64().unwrap();
    close(years, 139.353_318_327_544_54, 1e-3);
    assert_eq!(
        placed["years_that_reached_it"], 2,
        "2002 itself, and 1954 with 8900 m³/s"
    );
    is(&placed["highest_on_record"], 8900.0);
    let (low, high) = (
        placed["low"].as_f64().unwrap(),
        placed["high"].as_f64().unwrap(),
    );
    assert!(low < years && years < high, "{low} {high}");
}

#[test]
fn the_day_of_the_crest_stands_above_every_other_august_day() {
    let Some(series) = longest() else { return };
    let set = [
        ("percentiles", "5,25,50,75,95"),
        ("of", "7290"),
        ("on", "2002-08-13"),
    ];
    let found = compute("percentile-bands", series, &set);
    let days = found["day"].as_array().unwrap();
    let place = days.iter().position(|day| day == "08-13").unwrap();
    assert_eq!(found["n"][place], 770, "seven days of 110 years");
    for (n, expected) in [1010.0, 1300.0, 1590.0, 1922.5, 2724.5].iter().enumerate() {
        is(&found["flow"][place][n], *expected);
    }
    // The largest of 770 values has the Weibull rank 770/771.
    let share = found["of_percentile"].as_f64().unwrap();
    close(share, 100.0 * 770.0 / 771.0, 1e-9);
}

#[test]
fn the_levels_were_crossed_once_above_and_twice_below() {
    let Some(pair) = pair() else { return };
    let august = pair.series(pair.day("2002-08-01"), pair.day("2002-08-31"));
    for (n, threshold, events, volume) in [
        (0, "4000", &[("2002-08-13", 7290.0)][..], 550.368),
        (
            1,
            "6000",
            &[("2002-08-09", 6815.0), ("2002-08-15", 10_185.0)],
            1_242.172_8,
        ),
    ] {
        let one = || vec![august[n].clone()];
        let set = [
            ("threshold", threshold),
            ("hysteresis", "0"),
            ("quantity", "discharge"),
        ];
        let found = compute("threshold-crossings", one(), &set);
        let crossed = found["levels"][0]["events"].as_array().unwrap();
        assert_eq!(crossed.len(), events.len(), "{found}");
        for (event, (day, peak)) in crossed.iter().zip(events) {
            assert!(
                event["peak_time"].as_str().unwrap().starts_with(day),
                "{event}"
            );
            is(&event["peak"], *peak);
        }
        let above = compute("volume-above-level", one(), &[("threshold", threshold)]);
        is(&above["volume_above_hm3"], volume);
    }
}
