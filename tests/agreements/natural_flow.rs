//! Natural flow: its terms, lags, storage and evaporation, and what a missing day costs. All figures by hand.

use thalweg::agreements::Outcome;
use thalweg::domain::Status;

use super::support::{Given, near, row, run, share, span};

const TEXT: &str = r#"
schema = "treaty/1"
station = [
  { id = "crossing" }, { id = "canal", kind = "canal" }, { id = "lake", kind = "reservoir" },
  { id = "surface", kind = "area" }, { id = "pan", kind = "evaporation" }, { id = "rain", kind = "rain" },
]
series = [ { id = "natural", terms = [
  { s = "crossing" },
  { s = "canal", coef = -1.0, lag_days = 2, loss = 0.05 },
  { storage_change = "lake", lag_days = 1 },
  { area = "surface", times = "0.7 * pan - rain" },
] } ]
[treaty]
id = "natural-flow"
title = "Natural flow"
parties = [ { id = "AA", name = "Upland" }, { id = "BB", name = "Lowland" } ]
unit = "m3/s"
[calendar]
division = { kind = "split_month", starts = [1, 16] }
[[rule]]
id = "half"
kind = "split"
article = "I"
calendar = "division"
of = "natural"
shares = { AA = 0.5, BB = 0.5 }
[ledger.lowland]
entitlement = "half.BB"
delivered = "crossing"
"#;

/// The crossing at 100 m³/s, 20 m³/s of canal water of two days before less a twentieth, a lake that fills by
/// 0.864 hm³ = 10 m³/s a day, 8.64 km² that lose 0.7 × 5 − 1.5 = 2 mm = 0.2 m³/s: 100 − 19 + 10 + 0.2 = 91.2.
fn given() -> Given {
    let constant = |value: f64| vec![value; 60];
    Given::default()
        .with("crossing", "2024-03-01", constant(100.0))
        .with("canal", "2024-03-01", constant(20.0))
        .with(
            "lake",
            "2024-03-01",
            (0..60).map(|n| 50.0 + 0.864 * f64::from(n)).collect(),
        )
        .with("surface", "2024-03-01", constant(8.64))
        .with("pan", "2024-03-01", constant(5.0))
        .with("rain", "2024-03-01", constant(1.5))
}

fn of(given: &Given) -> Outcome {
    let outcome = run(TEXT, given, &span("2024-03-01", "2024-04-29"));
    assert!(!outcome.findings.has_errors(), "{:?}", outcome.findings);
    outcome
}

fn lose(given: Given, id: &str, values: impl Iterator<Item = f64>, lost: &[usize]) -> Given {
    let mut values: Vec<f64> = values.take(60).collect();
    for day in lost {
        values[*day] = f64::NAN;
    }
    given.with(id, "2024-03-01", values)
}

#[test]
fn every_term_enters_with_its_factor_its_lag_and_its_loss() {
    let outcome = of(&given());
    near(share(&outcome, "half", "BB", "2024-03/2"), 45.6, 1e-9);
    let row = row(&outcome, "lowland", "2024-03/2");
    near(row.balance, 54.4, 1e-9);
    assert_eq!(
        (row.completeness.present, row.completeness.expected),
        (16, 16)
    );
    assert_eq!(row.status, Status::Final);
}

#[test]
fn a_lag_and_a_change_have_no_value_on_the_first_days() {
    // The change is known from the second day on and comes a day late; the canal comes two days late: both days lack.
    let row_of_first = of(&given());
    let row = row(&row_of_first, "lowland", "2024-03/1");
    assert_eq!(
        (row.completeness.present, row.completeness.expected),
        (13, 15)
    );
    // Two of fifteen are more than a tenth.
    assert_eq!((row.entitlement, row.status), (None, Status::NotAssessable));
    near(row.delivered, 100.0, 1e-9);
}

#[test]
fn a_lost_level_of_a_lake_costs_two_days_and_a_lost_flow_one() {
    // Day 40 is 10 April: the changes of the 10th and the 11th are unknown, and count on the 11th and the 12th.
    let lake = (0..).map(|n| 50.0 + 0.864 * f64::from(n));
    let outcome = of(&lose(given(), "lake", lake, &[40]));
    let first = row(&outcome, "lowland", "2024-04/1");
    assert_eq!(
        (first.completeness.present, first.completeness.expected),
        (13, 15)
    );
    let outcome = of(&lose(given(), "crossing", std::iter::repeat(100.0), &[40]));
    let first = row(&outcome, "lowland", "2024-04/1");
    assert_eq!(
        (first.completeness.present, first.completeness.expected),
        (14, 15)
    );
    // The mean of the days that are there stands for the one that is not, and nothing is final.
    near(first.entitlement, 45.6, 1e-9);
    near(first.delivered, 100.0, 1e-9);
    assert_eq!(first.status, Status::Provisional);
}

#[test]
fn where_the_agreement_has_gaps_estimated_they_are_filled_and_stay_provisional() {
    let text = TEXT.replace(
        "id = \"natural\", terms",
        "id = \"natural\", missing = \"estimate_and_flag\", terms",
    );
    // Days 31 to 33 are 1 to 3 April; a gap of three days is filled on a straight line, one of six is not.
    let crossing = (0..).map(|n| if n < 34 { 100.0 } else { 108.0 });
    let gap = lose(given(), "crossing", crossing, &[31, 32, 33]);
    let outcome = run(&text, &gap, &span("2024-03-01", "2024-04-29"));
    let first = row(&outcome, "lowland", "2024-04/1");
    // 91.2 up to 31 March and 99.2 from 4 April on: 93.2, 95.2, 97.2, then twelve days of 99.2, halved.
    near(
        first.entitlement,
        (93.2 + 95.2 + 97.2 + 12.0 * 99.2) / 15.0 / 2.0,
        1e-9,
    );
    assert_eq!(first.status, Status::NotAssessable);
    let all = std::iter::repeat(100.0);
    let long = lose(given(), "crossing", all, &[31, 32, 33, 34, 35, 36]);
    let outcome = run(&text, &long, &span("2024-03-01", "2024-04-29"));
    assert_eq!(row(&outcome, "lowland", "2024-04/1").entitlement, None);
}

/// Shared day by day, or by the mean of the days: what is not linear differs. Eight days at 300 and eight at 1,000: the
/// mean is 650, three quarters of it 487.5; by days three quarters of 300 is 225, and 500 + (1,000 − 666) / 2 = 667.
#[test]
fn shares_of_the_mean_are_not_the_mean_of_the_shares() {
    let text = |eval: &str| {
        format!(
            r#"
schema = "treaty/1"
station = [ {{ id = "river" }} ]
[treaty]
id = "by-days"
title = "Shares by days"
parties = [ {{ id = "CA", name = "Canada" }}, {{ id = "US", name = "United States" }} ]
unit = "m3/s"
[calendar]
division = {{ kind = "split_month", starts = [1, 16] }}
[[rule]]
id = "bands"
kind = "split"
article = "I"
input = {{ series = "river", calendar = "division", eval = "{eval}" }}
bands = [ {{ from = 0, CA = [0, 0.75], US = [0, 0.25] }}, {{ from = 666, CA = [500, 0.5], US = [166, 0.5] }} ]
"#
        )
    };
    let days: Vec<f64> = (0..16)
        .map(|n| if n < 8 { 300.0 } else { 1000.0 })
        .collect();
    let given = Given::default().with("river", "2024-03-16", days);
    for (eval, canada) in [("period_mean", 487.5), ("daily", 446.0)] {
        let outcome = run(&text(eval), &given, &span("2024-03-16", "2024-03-31"));
        near(share(&outcome, "bands", "CA", "2024-03/2"), canada, 1e-9);
        near(
            share(&outcome, "bands", "US", "2024-03/2"),
            650.0 - canada,
            1e-9,
        );
    }
    // At the joint itself the lower band holds, just above it the upper one.
    for (flow, canada) in [(666.0, 499.5), (666.1, 500.05)] {
        let given = Given::default().with("river", "2024-03-16", vec![flow; 16]);
        let outcome = run(
            &text("period_mean"),
            &given,
            &span("2024-03-16", "2024-03-31"),
        );
        near(share(&outcome, "bands", "CA", "2024-03/2"), canada, 1e-9);
    }
}
