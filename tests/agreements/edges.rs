//! What happens at the edges: less than nothing, one day missing of a year, reservoirs that stay full, figures that
//! are nobody's.

use thalweg::domain::Status;

use super::support::{Given, days, known, near, row, run, share, span};

const TEXT: &str = r#"
schema = "treaty/1"
station = [ { id = "q" }, { id = "lake", kind = "reservoir", capacity = "100 hm3" } ]

[treaty]
id = "edges"
title = "Edges"
parties = [ { id = "AA" }, { id = "BB" } ]
unit = "m3/s"
clock = { tz = "UTC" }

[calendar]
day = { kind = "day" }
year = { kind = "year", start = "01-01" }
cycle = { kind = "cycle", years = 2, anchor = 2020-01-01, number = 1, closes = "full" }

[[condition]]
id = "full"
article = "Art. 1"
when = "full(lake) >= 1"

[[rule]]
id = "daily"
kind = "split"
article = "Art. 2"
calendar = "day"
of = "q"
shares = { AA = 0.5, BB = 0.5 }

[[rule]]
id = "yearly"
kind = "amount"
article = "Art. 3"
calendar = "year"
amount = "daily.AA"

[ledger.account]
article = "Art. 4"
calendar = "cycle"
party = "BB"
entitlement = "100 hm3"
delivered = "volume(q)"
unit = "hm3"
"#;

/// Two years, four m³/s but on the days that are given otherwise; the lake full on the three days from 1 June 2020.
fn given(others: &[(usize, f64)]) -> Given {
    let n = days("2020-01-01", "2021-12-31");
    let mut q = vec![4.0; n];
    for (day, value) in others {
        q[*day] = *value;
    }
    let mut lake = vec![60.0; n];
    let june = days("2020-01-01", "2020-06-01") - 1;
    lake[june..june + 3].fill(100.0);
    Given::default()
        .with("q", "2020-01-01", q)
        .with("lake", "2020-01-01", lake)
}

#[test]
fn less_than_nothing_is_shared_by_the_lowest_band_and_said() {
    let outcome = run(
        TEXT,
        &given(&[(3, -7.5)]),
        &span("2020-01-01", "2020-12-31"),
    );
    near(share(&outcome, "daily", "AA", "2020-01-04"), -3.75, 0.0);
    let said = outcome
        .findings
        .iter()
        .map(|finding| finding.message.as_str());
    assert_eq!(
        said.collect::<Vec<_>>(),
        ["less than nothing is there in 2020-01-04 (−7.5 m³/s); it is shared like what is more"]
    );
}

#[test]
fn one_missing_day_of_a_year_of_daily_shares_leaves_the_year_its_figure() {
    let all = span("2020-01-01", "2020-12-31");
    let outcome = run(TEXT, &given(&[(3, f64::NAN)]), &all);
    // A figure that is nobody's stands under "-".
    near(share(&outcome, "yearly", "-", "2020"), 2.0, 1e-12);
    assert_eq!(share(&outcome, "daily", "AA", "2020-01-04"), None);
    let status = |rule: &str, label: &str| {
        let mut rows = outcome.shares.iter();
        rows.find(|row| row.rule == rule && row.period.label == label)
            .expect("a row")
            .status
    };
    assert_eq!(status("daily", "2020-01-04"), Status::NotAssessable);
    assert_eq!(status("daily", "2020-01-05"), Status::Final);
    assert_eq!(status("yearly", "2020"), Status::Provisional);
    // More than a tenth of the year: no figure.
    let gaps: Vec<(usize, f64)> = (0..40).map(|day| (day, f64::NAN)).collect();
    assert_eq!(
        share(&run(TEXT, &given(&gaps), &all), "yearly", "-", "2020"),
        None
    );
}

#[test]
fn a_reservoir_that_stays_full_ends_one_cycle() {
    let outcome = run(
        TEXT,
        &given(&[]),
        &known("2020-01-01", "2021-12-31", "2021-12-31"),
    );
    let labels: Vec<&str> = outcome
        .ledger
        .iter()
        .map(|row| row.period.label.as_str())
        .collect();
    assert_eq!(labels, ["1 (2020)", "2 (2020/22)"]);
    let first = row(&outcome, "account", "1 (2020)");
    assert_eq!(first.period.days.1.to_string(), "2020-06-01");
    // Nothing wiped the account: it is only over.
    assert_eq!(first.status, Status::Final);
}
