//! Shapes that agreements nobody wrote here may have, each said in the language alone (`shapes/*.toml`).
//!
//! The figures were worked out apart from the engine, from the words of the clause, in a few lines of arithmetic
//! each; how is said at each table. Flows change from day to day, so that no period can be got right by its first day.

use chrono::{Datelike as _, NaiveDate};
use thalweg::agreements::{Forecast, Outcome};
use thalweg::domain::Status;

use super::support::{CUSEC, Given, day, near, row, run, share, span};

/// One acre-foot of the US survey foot in hm³: 43,560 × (1200/3937)³ m³.
const ACRE_FOOT: f64 = 1_233.489_238_468_1e-6;
/// hm³ that 1 m³/s makes in a day.
const DAY: f64 = 0.0864;

/// Daily means in m³/s from `first` to `last` that make `hm3` in all, unequal from day to day.
fn spread(first: NaiveDate, last: NaiveDate, hm3: f64) -> Vec<f64> {
    let n = (last - first).num_days() + 1;
    let weights: Vec<f64> = (0..n).map(|i| 1.0 + (i * 7 % 11) as f64 / 10.0).collect();
    let total: f64 = weights.iter().sum();
    let one = hm3 / DAY / total;
    weights.iter().map(|weight| weight * one).collect()
}

/// Years that begin on a day of the year (`10-01`), one volume each.
fn years(
    first_year: i32,
    start: &str,
    volumes: impl IntoIterator<Item = f64>,
) -> (String, Vec<f64>) {
    let mut values = Vec::new();
    for (year, volume) in (first_year..).zip(volumes) {
        let first = day(&format!("{year}-{start}"));
        let next = day(&format!("{}-{start}", year + 1));
        values.extend(spread(first, next.pred_opt().unwrap(), volume));
    }
    (format!("{first_year}-{start}"), values)
}

fn last_of(year: i32, month: u32) -> NaiveDate {
    let first = NaiveDate::from_ymd_opt(year, month, 1).unwrap();
    first + chrono::Months::new(1) - chrono::Duration::days(1)
}

fn whole(outcome: &Outcome) {
    let errors: Vec<String> = outcome.findings.iter().map(ToString::to_string).collect();
    assert!(!outcome.findings.has_errors(), "{errors:#?}");
}

type TwoCurves = (i32, f64, f64, f64, f64, f64);

/// Year; indices A and B, owed, delivered less owed, what stands at the end of the year; thousand acre-feet.
///
/// Owed: each curve read between its two points on a straight line, the sum less 10. At the end: what stood before plus
/// the difference, cut to −100 and +150; 0 in 1972, when the reservoir spills.
const TWO_CURVES: [TwoCurves; 16] = [
    (1960, 300.0, 600.0, 261.0, 5.0, 5.0),
    (1961, 275.0, 425.0, 187.0, -30.0, -25.0),
    (1962, 410.0, 880.0, 504.6, 40.0, 15.0),
    (1963, 100.5, 200.0, 50.2, -10.0, 5.0),
    (1964, 699.0, 1399.0, 1304.0, -60.0, -55.0),
    (1965, 350.0, 640.0, 315.0, -55.0, -100.0),
    (1966, 260.0, 500.0, 198.8, 27.5, -72.5),
    (1967, 333.3, 777.7, 368.82, 30.0, -42.5),
    (1968, 480.0, 930.0, 611.6, 90.0, 47.5),
    (1969, 520.0, 1050.0, 772.2, 80.0, 127.5),
    (1970, 275.0, 700.0, 286.0, 70.0, 150.0),
    (1971, 210.0, 415.0, 143.2, 10.0, 150.0),
    (1972, 640.0, 1290.0, 1136.0, -20.0, 0.0),
    (1973, 150.0, 310.0, 87.2, -70.0, -70.0),
    (1974, 390.0, 790.0, 421.2, -60.0, -100.0),
    (1975, 455.0, 845.0, 515.1, 15.0, -85.0),
];

/// Index A lies below the lowest point of its curve; 70 are delivered.
const BELOW_THE_CURVE: TwoCurves = (1976, 90.0, 300.0, 70.0, 0.0, -85.0);

#[test]
fn two_curves_with_accrued_credit_and_debit_and_a_spill() {
    let hm3 = |thousand: f64| thousand * 1e3 * ACRE_FOOT;
    let column = |of: fn(&TwoCurves) -> f64| {
        let all = TWO_CURVES.iter().chain([&BELOW_THE_CURVE]);
        years(1960, "01-01", all.map(of).map(hm3))
    };
    let (start, index_a) = column(|it| it.1);
    let (_, index_b) = column(|it| it.2);
    let (_, delivered) = column(|it| it.3 + it.4);
    let mut stored = vec![1500.0; index_a.len()];
    let spill = (day("1972-06-20") - day(&start)).num_days();
    stored[usize::try_from(spill).unwrap()] = 2400.0;
    let given = Given::default()
        .with("index_a", &start, index_a)
        .with("index_b", &start, index_b)
        .with("lobatos", &start, delivered)
        .with("reservoir", &start, stored);
    let text = include_str!("shapes/two_curves.toml");
    let outcome = run(text, &given, &span("1960-01-01", "1976-12-31"));
    whole(&outcome);
    let mut before = 0.0;
    for (year, _, _, owed, more, end) in TWO_CURVES {
        let row = row(&outcome, "compact", &year.to_string());
        near(row.entitlement, owed * 1e3, 0.01);
        near(row.delivered, (owed + more) * 1e3, 0.01);
        near(Some(row.carried_in), before * 1e3, 0.01);
        near(Some(row.carried_out), end * 1e3, 0.01);
        assert_eq!(row.status == Status::Reset, year == 1972, "{year}");
        before = end;
    }
    // Outside of its curve nothing can be said of a year; what stood before it stands after it.
    let row = row(&outcome, "compact", "1976");
    assert_eq!((row.entitlement, row.status), (None, Status::NotAssessable));
    near(Some(row.carried_out), -85_000.0, 0.01);
}

/// Million acre-feet at the section by water year from 1950/51.
const PASSED: [f64; 14] = [
    9.9, 12.4, 8.8, 6.1, 7.3, 5.7, 7.3, 8.2, 5.7, 4.1, 8.5, 9.9, 2.5, 9.0,
];
/// Sums of ten in a row, by the window that ends with 1959/60 and each later year.
const IN_TEN_YEARS: [(&str, f64); 5] = [
    ("1950/60", 75.5),
    ("1951/61", 74.1),
    ("1952/62", 71.6),
    ("1953/63", 65.3),
    ("1954/64", 68.2),
];

#[test]
fn a_volume_in_any_ten_years_and_a_first_volume_before_the_parts() {
    let maf = |million: f64| million * 1e6 * ACRE_FOOT;
    let (start, passed) = years(1950, "10-01", PASSED.map(maf));
    // 40,000, 50,000 and 3,150,000 acre-feet of use in the first three years, then as much as that.
    let mut use_of = [3.15; 14];
    (use_of[0], use_of[1]) = (0.04, 0.05);
    let (_, used) = years(1950, "10-01", use_of.map(maf));
    let given = Given::default()
        .with("lee_ferry", &start, passed)
        .with("upper_use", &start, used);
    let text = include_str!("shapes/ten_years.toml");
    let outcome = run(text, &given, &span("1950-10-01", "1964-09-30"));
    whole(&outcome);
    for (label, million) in IN_TEN_YEARS {
        let row = row(&outcome, "ten_years", label);
        near(row.entitlement, 75e6, 1e-3);
        near(row.delivered, million * 1e6, 1.0);
        near(row.balance, million * 1e6 - 75e6, 1.0);
    }
    for (label, shares) in [
        ("1950/51", [40_000.0, 0.0, 0.0, 0.0, 0.0]),
        ("1951/52", [50_000.0, 0.0, 0.0, 0.0, 0.0]),
        // 3,100,000 remain: 51.75, 11.25, 23 and 14 per cent.
        (
            "1952/53",
            [50_000.0, 1_604_250.0, 348_750.0, 713_000.0, 434_000.0],
        ),
    ] {
        for (party, due) in ["AZ", "CO", "NM", "UT", "WY"].iter().zip(shares) {
            near(share(&outcome, "upper_share", party, label), due, 0.01);
        }
    }
}

/// Winter (from 16 October of this year): there, pumped; the summer after it: there, pumped, given back; hm³.
const SEASONS: [(i32, f64, f64, f64, f64, f64); 5] = [
    (1995, 90.0, 33.0, 40.0, 12.0, 20.0),
    (1996, 30.0, 25.0, 15.0, 12.0, 12.5),
    (1997, 12.0, 12.0, 12.0, 13.0, 1.0),
    (1998, 33.0, 40.0, 9.0, 9.0, 15.0),
    (1999, 13.0, 13.0, 55.0, 12.0, 0.0),
];
/// Due by the clause: in winter 13 first and 20 more as far as they are there, the rest to the other; in summer 12
/// first; given back what was pumped in winter beyond 13, at most 20.
const DUE_BY_SEASON: [([f64; 2], [f64; 2], f64); 5] = [
    ([33.0, 57.0], [12.0, 28.0], 20.0),
    ([30.0, 0.0], [12.0, 3.0], 12.0),
    ([12.0, 0.0], [12.0, 0.0], 0.0),
    ([33.0, 0.0], [9.0, 0.0], 20.0),
    ([13.0, 0.0], [12.0, 43.0], 0.0),
];

#[test]
fn a_first_volume_by_season_and_a_paired_exchange() {
    let mut series = [Vec::new(), Vec::new(), Vec::new()];
    for (year, winter, pumped, summer, pumped_in_summer, back) in SEASONS {
        let of = |year: i32, text: &str| day(&format!("{year}-{text}"));
        let (from, to) = (of(year, "10-16"), of(year + 1, "05-14"));
        let (then, end) = (of(year + 1, "05-15"), of(year + 1, "10-15"));
        let both = [(winter, summer), (pumped, pumped_in_summer), (0.0, back)];
        for (series, (cold, warm)) in series.iter_mut().zip(both) {
            series.extend(spread(from, to, cold));
            series.extend(spread(then, end, warm));
        }
    }
    let [there, pumped, back] = series;
    let given = Given::default()
        .with("yarmouk", "1995-10-16", there)
        .with("israel_pumping", "1995-10-16", pumped)
        .with("transfer_to_jordan", "1995-10-16", back);
    let text = include_str!("shapes/seasons.toml");
    let outcome = run(text, &given, &span("1995-10-16", "2000-10-15"));
    whole(&outcome);
    for ((year, _, pumped, _, in_summer, given_back), due) in SEASONS.into_iter().zip(DUE_BY_SEASON)
    {
        let winter = format!("{year}/{:02}", (year + 1) % 100);
        let summer = (year + 1).to_string();
        let (cold, warm, back) = due;
        for (party, n) in [("IL", 0), ("JO", 1)] {
            near(
                share(&outcome, "winter_share", party, &winter),
                cold[n],
                1e-6,
            );
            near(
                share(&outcome, "summer_share", party, &summer),
                warm[n],
                1e-6,
            );
        }
        near(
            row(&outcome, "israel_winter", &winter).balance,
            pumped - cold[0],
            1e-6,
        );
        near(
            row(&outcome, "israel_summer", &summer).balance,
            in_summer - warm[0],
            1e-6,
        );
        let exchange = row(&outcome, "exchange", &summer);
        near(exchange.entitlement, back, 1e-6);
        near(exchange.balance, given_back - back, 1e-6);
    }
}

/// Month; mean flow, m³/s; carried out when a delivery fills what is carried first, and when it fills its own month
/// first; hm³.
///
/// Due each month: 500 × its days × 0.0864. What is carried is the month's own shortfall alone: due less what the
/// delivery leaves for it, at most the whole. The shortfall of the month before is filled or lapses.
const MONTHS: [(&str, f64, f64, f64); 13] = [
    ("1988-01", 520.0, 0.0, 0.0),
    ("1988-02", 480.0, -50.112, -50.112),
    ("1988-03", 510.0, -23.328, 0.0),
    ("1988-04", 530.0, 0.0, 0.0),
    ("1988-05", 400.0, -267.84, -267.84),
    ("1988-06", 450.0, -397.44, -129.6),
    ("1988-07", 500.0, -397.44, 0.0),
    ("1988-08", 620.0, -76.032, 0.0),
    ("1988-09", 300.0, -594.432, -518.4),
    ("1988-10", 300.0, -1130.112, -535.68),
    ("1988-11", 300.0, -1296.0, -518.4),
    ("1988-12", 900.0, -224.64, 0.0),
    ("1989-01", 500.0, -224.64, 0.0),
];

#[test]
fn a_shortfall_is_made_up_in_the_next_month_or_not_at_all() {
    let mut flow = Vec::new();
    for (label, mean, _, _) in MONTHS {
        let first = day(&format!("{label}-01"));
        let last = last_of(first.year(), first.month());
        flow.extend(spread(first, last, mean * f64::from(last.day()) * DAY));
    }
    let given = Given::default().with("karkamis", "1988-01-01", flow);
    let text = include_str!("shapes/next_month_only.toml");
    let other = text.replace("fills_first = \"carried\"", "fills_first = \"period\"");
    for (text, carried_first) in [(text, true), (&other, false)] {
        let outcome = run(text, &given, &span("1988-01-01", "1989-01-31"));
        whole(&outcome);
        let mut before = 0.0;
        for (label, mean, carried, own) in MONTHS {
            let days = f64::from(
                last_of(
                    day(&format!("{label}-01")).year(),
                    day(&format!("{label}-01")).month(),
                )
                .day(),
            );
            let end = if carried_first { carried } else { own };
            let row = row(&outcome, "below_birecik", label);
            near(row.entitlement, 500.0 * days * DAY, 1e-6);
            near(row.balance, (mean - 500.0) * days * DAY + before, 1e-6);
            near(Some(row.carried_in), before, 1e-6);
            near(Some(row.carried_out), end, 1e-6);
            before = end;
        }
    }
}

/// Year, level in feet forecast on 15 August before it for its first day, due in acre-feet: 1,500,000 less 41,000 from
/// 1,090 down, 80,000 from 1,075, 104,000 from 1,050, 146,000 from 1,045, 154,000 from 1,040, 162,000 from 1,035,
/// 171,000 from 1,030, 275,000 from 1,025 down.
const BY_LEVEL: [(i32, f64, f64); 9] = [
    (2018, 1_081.2, 1_459_000.0),
    (2019, 1_090.0, 1_459_000.0),
    (2020, 1_090.1, 1_500_000.0),
    (2021, 1_075.0, 1_420_000.0),
    (2022, 1_047.6, 1_396_000.0),
    (2023, 1_024.9, 1_225_000.0),
    (2024, 1_025.0, 1_225_000.0),
    (2025, 1_032.4, 1_338_000.0),
    (2026, 1_037.5, 1_346_000.0),
];

#[test]
fn a_reduction_by_the_forecast_level_of_a_reservoir() {
    let foot = 0.3048;
    let (start, passed) = years(2018, "01-01", [1.45e6 * ACRE_FOOT; 10]);
    let mut given = Given::default().with("nib", &start, passed);
    let mut forecast = |on: String, target: String, level: f64| {
        given.facts.forecasts.push(Forecast {
            agreement: None,
            series: "mead".to_owned(),
            on: day(&on),
            target: day(&target),
            value: level * foot,
            unit: Some("m".to_owned()),
        });
    };
    for (year, level, _) in BY_LEVEL {
        // Made on another day, or for another year: not asked for.
        forecast(
            format!("{}-04-15", year - 1),
            format!("{year}-01-01"),
            1060.0,
        );
        forecast(
            format!("{}-08-15", year - 1),
            format!("{}-01-01", year + 1),
            1010.0,
        );
        forecast(
            format!("{}-08-15", year - 1),
            format!("{year}-01-01"),
            level,
        );
    }
    let text = include_str!("shapes/by_forecast.toml");
    let outcome = run(text, &given, &span("2018-01-01", "2027-12-31"));
    whole(&outcome);
    for (year, _, due) in BY_LEVEL {
        let row = row(&outcome, "delivery", &year.to_string());
        near(row.entitlement, due, 1e-3);
        near(row.balance, 1_450_000.0 - due, 0.1);
    }
    // For 2027 nobody made one on the day that counts.
    let row = row(&outcome, "delivery", "2027");
    assert_eq!((row.entitlement, row.balance), (None, None));
    assert_eq!(row.status, Status::NotAssessable);
}

/// Year, level on 1 June in feet, and whether two fifths are due (`None`: nobody can tell). On above 1,592, off below
/// 1,580, in between as before.
const LAKE: [(i32, Option<f64>, Option<bool>); 14] = [
    (1990, Some(1_585.0), Some(false)),
    (1991, Some(1_592.0), Some(false)),
    (1992, Some(1_592.1), Some(true)),
    (1993, Some(1_590.0), Some(true)),
    (1994, Some(1_580.0), Some(true)),
    (1995, Some(1_579.9), Some(false)),
    (1996, Some(1_588.0), Some(false)),
    (1997, Some(1_596.5), Some(true)),
    (1998, Some(1_581.0), Some(true)),
    (1999, None, None),
    (2000, Some(1_587.0), None),
    (2001, Some(1_578.0), Some(false)),
    (2002, None, None),
    (2003, Some(1_593.0), Some(true)),
];

#[test]
fn a_share_that_depends_on_a_lake_level_with_memory() {
    let foot = 0.3048;
    let volumes: Vec<f64> = LAKE
        .iter()
        .map(|(year, _, _)| 60.0 + f64::from(year % 7))
        .collect();
    let (start, passed) = years(1990, "01-01", volumes.iter().map(|it| it * 0.6));
    let (_, diverted) = years(1990, "01-01", volumes.iter().map(|it| it * 0.4));
    let n = passed.len();
    let mut level = vec![1_586.0 * foot; n];
    for (year, stood, _) in LAKE {
        let at = (day(&format!("{year}-06-01")) - day(&start)).num_days();
        level[usize::try_from(at).unwrap()] = stood.map_or(f64::NAN, |feet| feet * foot);
    }
    // 10 km² lose 3 mm more than falls on them: 30,000 m³ a day.
    let given = Given::default()
        .with("sherwood", &start, passed)
        .with("diversions", &start, diverted)
        .with("darling", &start, level)
        .with("evaporation", &start, vec![5.0; n])
        .with("rain", &start, vec![2.0; n])
        .with("lake_area", &start, vec![10.0; n]);
    let text = include_str!("shapes/lake_memory.toml");
    let outcome = run(text, &given, &span("1990-01-01", "2003-12-31"));
    whole(&outcome);
    for ((year, _, high), volume) in LAKE.into_iter().zip(volumes) {
        let row = row(&outcome, "north_dakota", &year.to_string());
        near(row.delivered, 0.6 * volume * 1e3, 1e-3);
        let days = f64::from(if year % 4 == 0 { 366 } else { 365 });
        let natural = volume * 1e3 + 30.0 * days;
        match high {
            Some(high) => near(
                row.entitlement,
                natural * if high { 0.4 } else { 0.5 },
                1e-3,
            ),
            None => assert_eq!(row.entitlement, None, "{year}"),
        }
    }
}

/// First day, flow, and the two shares; cusecs. In proportion to 40,000 : 58,500 and 24,000 : 35,000; the second one at
/// least 46,800 and 28,000, four fifths of its own, as far as so much is there.
const FLOOR: [(&str, f64, f64, f64); 10] = [
    ("01-01", 118_200.0, 48_000.0, 70_200.0),
    ("01-01", 98_500.0, 40_000.0, 58_500.0),
    ("01-01", 78_800.0, 32_000.0, 46_800.0),
    ("01-01", 77_815.0, 31_015.0, 46_800.0),
    ("01-01", 45_802.5, 0.0, 45_802.5),
    ("04-01", 70_800.0, 28_800.0, 42_000.0),
    ("04-01", 59_000.0, 24_000.0, 35_000.0),
    ("04-01", 47_200.0, 19_200.0, 28_000.0),
    ("04-01", 46_610.0, 18_610.0, 28_000.0),
    ("04-01", 23_600.0, 0.0, 23_600.0),
];

#[test]
fn a_schedule_with_a_floor_as_a_fraction_of_itself() {
    for (start, flow, upper, lower) in FLOOR {
        let first = day(&format!("1979-{start}"));
        let last = first + chrono::Duration::days(9);
        let half = spread(first, last, flow * CUSEC * 5.0 * DAY);
        let given = Given::default()
            .with("below_farakka", &first.to_string(), half.clone())
            .with("feeder_canal", &first.to_string(), half);
        let text = include_str!("shapes/floor_of_itself.toml");
        let outcome = run(text, &given, &span(&first.to_string(), &last.to_string()));
        whole(&outcome);
        let label = format!("{}/1", first.format("%Y-%m"));
        near(share(&outcome, "schedule", "IN", &label), upper, 1e-6);
        near(share(&outcome, "schedule", "BD", &label), lower, 1e-6);
        near(
            row(&outcome, "bd", &label).balance,
            flow / 2.0 - lower,
            1e-6,
        );
    }
}
