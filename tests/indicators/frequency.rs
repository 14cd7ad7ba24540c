//! Laws of the indicators of floods, and figures worked by other means.

use thalweg::indicators::catalogue::{self, Computed, Input, Points, Resolution, Settings};
use thalweg::indicators::frequency::annual::{Incomplete, Rules, Year, maxima};
use thalweg::indicators::frequency::peaks_over_threshold::{Separation, peaks};
use thalweg::indicators::frequency::plotting::{Perceived, hirsch_stedinger};
use thalweg::indicators::frequency::record::{Plausibility, plausibility};

const DAY: i64 = 86_400_000;

fn millis(text: &str) -> i64 {
    let date: chrono::NaiveDate = text.parse().unwrap();
    date.and_time(chrono::NaiveTime::MIN)
        .and_utc()
        .timestamp_millis()
}

/// Invented peaks with one that stands out.
fn sample(n: usize) -> Vec<f64> {
    (0..n)
        .map(|year| 300.0 + 40.0 * f64::from(u8::try_from(year * 7 % 23).unwrap()))
        .chain([2100.0])
        .collect()
}

fn run(name: &str, values: &[f64], set: &[(&str, &str)]) -> Result<Computed, String> {
    let first = millis("1950-01-01");
    let series = Points {
        station: String::new(),
        resolution: Resolution::Number,
        time: (0..values.len())
            .map(|n| first + i64::try_from(n).unwrap() * 3_600_000)
            .collect(),
        value: values.to_vec(),
    };
    let input = Input {
        series: vec![series],
        columns: Vec::new(),
    };
    let indicator = catalogue::find(name).unwrap();
    let given: Vec<(String, String)> = set
        .iter()
        .map(|(k, v)| ((*k).into(), (*v).into()))
        .collect();
    let settings = Settings::new(indicator.settings, &given).unwrap();
    (indicator.run)(&input, &settings).map_err(|why| why.to_string())
}

fn values(computed: &Computed, key: &str) -> Vec<f64> {
    let rows = computed.result["quantiles"].as_array().unwrap();
    rows.iter()
        .map(|row| row[key].as_f64().unwrap_or(f64::NAN))
        .collect()
}

const FITS: [(&str, &[(&str, &str)]); 8] = [
    ("gev", &[]),
    ("gev", &[("method", "ml"), ("interval", "delta")]),
    ("gumbel", &[]),
    ("gumbel", &[("method", "moments")]),
    ("generalised-logistic", &[]),
    ("pearson-3", &[]),
    ("log-pearson-3", &[]),
    ("log-pearson-3", &[("method", "moments")]),
];

#[test]
fn a_river_ten_times_as_large_has_floods_ten_times_as_large_and_no_others() {
    let small = sample(40);
    let large: Vec<f64> = small.iter().map(|x| 10.0 * x).collect();
    for (name, set) in FITS {
        let (one, ten) = (
            run(name, &small, set).unwrap(),
            run(name, &large, set).unwrap(),
        );
        for key in ["value", "low", "high"] {
            for (one, ten) in values(&one, key).iter().zip(values(&ten, key)) {
                let close = (ten / one / 10.0 - 1.0).abs() < 1e-4;
                assert!(close, "{name} {set:?} {key}: {one} became {ten}");
            }
        }
        let small = run("return-period", &small, &[("value", "900")]).unwrap();
        let large = run("return-period", &large, &[("value", "9000")]).unwrap();
        let years = |found: &Computed| found.result["return_period_years"].as_f64().unwrap();
        assert!((years(&small) / years(&large) - 1.0).abs() < 1e-9);
    }
}

#[test]
fn limits_enclose_their_flood_and_the_same_seed_gives_the_same_limits() {
    for (name, set) in FITS {
        let (one, again) = (
            run(name, &sample(40), set).unwrap(),
            run(name, &sample(40), set).unwrap(),
        );
        assert_eq!(one, again, "{name}");
        let (value, low, high) = (
            values(&one, "value"),
            values(&one, "low"),
            values(&one, "high"),
        );
        for i in 0..value.len() {
            let holds = low[i] <= value[i] && value[i] <= high[i];
            assert!(holds, "{name} {set:?}: {} {} {}", low[i], value[i], high[i]);
        }
        assert!(value.is_sorted(), "{name}: a rarer flood is no smaller one");
    }
}

#[test]
fn a_short_record_is_refused_with_what_is_needed() {
    for (name, set) in FITS {
        let why = run(name, &sample(7), set).unwrap_err();
        assert!(why.contains('8') && why.contains("10"), "{name}: {why}");
    }
    let noted = run("gev", &sample(15), &[]).unwrap().notes.join("; ");
    assert!(
        noted.contains("short record") && noted.contains("T = 50, 100"),
        "{noted}"
    );
}

#[test]
fn what_the_record_cannot_bear_is_marked() {
    assert_eq!(plausibility(40.0, 20), Plausibility::Supported);
    assert_eq!(plausibility(41.0, 20), Plausibility::Greyed);
    assert_eq!(plausibility(81.0, 20), Plausibility::Hidden);
}

#[test]
fn a_year_with_too_many_gaps_gives_no_maximum_and_is_named() {
    // Three hydrological years from October; of the second, the months with its flood are missing.
    let first = millis("2000-10-01");
    let (mut time, mut value) = (Vec::new(), Vec::new());
    for day in 0..3 * 365 {
        let at = first + day * DAY;
        let is_gap = at >= millis("2002-01-01") && at < millis("2002-04-01");
        time.push(at);
        value.push(if is_gap { f64::NAN } else { 100.0 });
    }
    value[200] = 500.0;
    value[900] = 700.0;
    let found = maxima(&time, &value, Rules::default(), false);
    let years: Vec<(i32, f64)> = found
        .years
        .iter()
        .map(|year| (year.year, year.value))
        .collect();
    assert_eq!(years, [(2001, 500.0), (2003, 700.0)]);
    let left_out = &found.left_out[0];
    assert_eq!(
        (left_out.year, left_out.days.to_string()),
        (2002, "275 of 365".to_owned())
    );
}

#[test]
fn a_gap_outside_the_flood_season_may_be_allowed() {
    // Six years whose floods come in May, then one that lacks its autumn and winter, and one that lacks its May.
    let (mut time, mut value) = (Vec::new(), Vec::new());
    let first = millis("2000-10-01");
    let is_gap = |at: i64| {
        (at >= millis("2006-10-01") && at < millis("2007-02-01"))
            || (at >= millis("2008-04-10") && at < millis("2008-06-20"))
    };
    let mut at = first;
    while at < millis("2008-10-01") {
        time.push(at);
        value.push(if is_gap(at) { f64::NAN } else { 100.0 });
        at += DAY;
    }
    for year in 2001..=2007 {
        let flood = millis(&format!("{year}-05-15"));
        let place = usize::try_from((flood - first) / DAY).unwrap();
        value[place] = 400.0 + f64::from(year - 2000);
    }
    let strict = maxima(&time, &value, Rules::default(), false);
    let rules = Rules {
        incomplete: Incomplete::Season,
        ..Rules::default()
    };
    let seasonal = maxima(&time, &value, rules, false);
    let years = |peaks: &[Year]| -> Vec<i32> { peaks.iter().map(|year| year.year).collect() };
    assert_eq!(years(&strict.left_out), [2007, 2008]);
    assert_eq!(years(&seasonal.left_out), [2008]);
    assert!(seasonal.years.last().unwrap().is_by_season);
}

#[test]
fn exceedances_close_together_are_one_flood() {
    let value = [1.0, 9.0, 1.0, 8.0, 1.0, 1.0, 1.0, 7.0];
    let time: Vec<i64> = (0..8).map(|day| day * DAY).collect();
    let apart = |days| Separation {
        days,
        minimum_ratio: None,
    };
    let floods = |days| -> Vec<f64> {
        peaks(&time, &value, 5.0, apart(days))
            .iter()
            .map(|peak| peak.value)
            .collect()
    };
    assert_eq!(floods(1.0), [9.0, 8.0, 7.0]);
    assert_eq!(floods(2.0), [9.0, 7.0]);
    assert_eq!(floods(4.0), [9.0]);
}

/// Bulletin 17C's own rule by hand: 3 years, of which two exceed a threshold of 10 that was in force for all 12 years.
#[test]
fn historical_floods_are_placed_by_the_years_that_would_have_seen_them() {
    let mut years = vec![
        Perceived {
            value: Some(20.0),
            threshold: 10.0,
        },
        Perceived {
            value: Some(5.0),
            threshold: 0.0,
        },
        Perceived {
            value: Some(12.0),
            threshold: 0.0,
        },
    ];
    years.extend(
        [Perceived {
            value: None,
            threshold: 10.0,
        }; 9],
    );
    let placed = hirsch_stedinger(&years, 0.0);
    // Exceedance of 10: 2 of 12 years. Within: thirds of that. Below: half of the rest.
    let expected = [1.0 / 18.0, 1.0 / 6.0 + 5.0 / 12.0, 1.0 / 9.0];
    for (found, expected) in placed.iter().zip(expected) {
        assert!((found.unwrap() - expected).abs() < 1e-12, "{placed:?}");
    }
    assert!(placed[3..].iter().all(Option::is_none));
}

/// Figures of USGS 01491000 at 1,000 ft³/s and 7 days by an independent count: 113 days above, 51 floods.
#[test]
fn floods_of_the_choptank_are_counted_as_elsewhere() {
    let path = "tests/fixtures/reference/data_choptank_daily.csv";
    let Ok(text) = std::fs::read_to_string(path) else {
        panic!("{path} belongs to the project");
    };
    let mut days = Vec::new();
    for line in text.lines().skip(1) {
        let mut fields = line.split(',').map(|field| field.trim_matches('"'));
        let (date, value) = (fields.next().unwrap(), fields.next().unwrap());
        days.push((millis(date), value.parse().unwrap_or(f64::NAN)));
    }
    let (time, value): (Vec<i64>, Vec<f64>) = days.into_iter().unzip();
    let separation = Separation {
        days: 7.0,
        minimum_ratio: None,
    };
    let floods = peaks(&time, &value, 1000.0, separation);
    assert_eq!(floods.len(), 51);
    assert_eq!(floods.iter().map(|flood| flood.above).sum::<usize>(), 113);
}

#[test]
fn help_of_every_flood_indicator_has_its_headings() {
    for indicator in thalweg::indicators::frequency::INDICATORS {
        for heading in [
            "What it tells",
            "Formula",
            "Units",
            "Missing data",
            "Limits",
            "Source",
        ] {
            assert!(
                !indicator.section(heading).is_empty(),
                "{}: {heading}",
                indicator.name
            );
        }
    }
}
