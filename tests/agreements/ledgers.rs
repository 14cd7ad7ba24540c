//! Ledgers out of agreement files, worked by hand: what is set off and settled, what is said, how a running period
//! would end if the past repeated, and how carried amounts explain themselves.

use thalweg::agreements::{OpeningBalance, Outcome, evaluate, explain, past_traces};
use thalweg::domain::agreement::{LedgerRow, Trace};

use super::support::{Given, agreement, day, days, known, near, row, run, span};

/// hm³ of 1 m³/s in a day.
const DAY: f64 = 0.0864;

const TWO_RIVERS: &str = r#"
schema = "treaty/1"
station = [ { id = "canal", kind = "canal" }, { id = "pumps", kind = "canal" } ]

[treaty]
id = "two-rivers"
title = "Two rivers"
parties = [ { id = "US" }, { id = "CA" } ]
unit = "m3/s"

[calendar]
month = { kind = "month" }

[[rule]]
id = "west"
kind = "amount"
article = "Order 1"
calendar = "month"
party = "US"
amount = "10 m3/s"

[[rule]]
id = "east"
kind = "amount"
article = "Order 2"
calendar = "month"
party = "CA"
amount = "5 m3/s"

[ledger.west-us]
entitlement = "west.US"
delivered = "canal"
unit = "m3/s_day"
carry = { within = "always" }
offset = { with = ["east-ca"], by = "10-31", article = "Letter" }
allow = [ { months = [3, 4, 5], max_deficit = 40, settle_by = "10-31" } ]

[ledger.east-ca]
entitlement = "east.CA"
delivered = "pumps"
unit = "hm3"
carry = { within = "always" }
"#;

/// A flow that differs from `all` in one month of 2023.
fn months(all: f64, month: u32, other: f64) -> Vec<f64> {
    day("2023-01-01")
        .iter_days()
        .take(365)
        .map(|day| {
            if chrono::Datelike::month(&day) == month {
                other
            } else {
                all
            }
        })
        .collect()
}

fn messages(outcome: &Outcome) -> Vec<String> {
    outcome
        .findings
        .iter()
        .map(|finding| {
            format!(
                "{}: {}",
                finding.entry.as_deref().unwrap_or_default(),
                finding.message
            )
        })
        .collect()
}

#[test]
fn two_deficits_in_different_units_are_set_off_at_the_end_of_october() {
    let given = Given::default()
        .with("canal", "2023-01-01", months(10.0, 5, 8.0))
        .with("pumps", "2023-01-01", months(5.0, 8, 4.0));
    let outcome = run(TWO_RIVERS, &given, &span("2023-01-01", "2023-12-31"));
    // May: 2 m³/s over 31 days are missing. 40 of the 62 are allowed for a while.
    let may = row(&outcome, "west-us", "2023-05");
    near(may.balance, -62.0, 1e-9);
    near(Some(may.allowed_deficit), 40.0, 1e-9);
    near(
        Some(row(&outcome, "west-us", "2023-06").allowed_deficit),
        0.0,
        0.0,
    );
    // August: 1 m³/s over 31 days, 2.6784 hm³.
    near(
        row(&outcome, "east-ca", "2023-09").balance,
        -31.0 * DAY,
        1e-9,
    );
    let (west, east) = (
        row(&outcome, "west-us", "2023-10"),
        row(&outcome, "east-ca", "2023-10"),
    );
    near(Some(west.set_off), -31.0, 1e-9);
    near(Some(west.carried_out), -31.0, 1e-9);
    near(Some(east.set_off), -31.0 * DAY, 1e-9);
    near(Some(east.carried_out), 0.0, 1e-9);
    near(
        Some(row(&outcome, "west-us", "2023-11").carried_in),
        -31.0,
        1e-9,
    );
    assert_eq!(
        messages(&outcome),
        [
            "two-rivers, west-us: a deficit of 31 m³/s-days that was allowed until 10-31 is not settled at the end of 2023-10"
        ]
    );
}

/// The order of two ledgers that are set off against each other decides nothing, nor does which of them says so.
#[test]
fn either_of_two_ledgers_may_name_the_offset() {
    let given = Given::default()
        .with("canal", "2023-01-01", months(10.0, 5, 8.0))
        .with("pumps", "2023-01-01", months(5.0, 8, 4.0));
    let said = "offset = { with = [\"east-ca\"], by = \"10-31\", article = \"Letter\" }\n";
    let other = TWO_RIVERS.replace(said, "")
        + "offset = { with = [\"west-us\"], by = \"10-31\", article = \"Letter\" }\n";
    let all = span("2023-01-01", "2023-12-31");
    let (one, other) = (run(TWO_RIVERS, &given, &all), run(&other, &given, &all));
    let figures = |outcome: &Outcome| -> Vec<(f64, f64)> {
        outcome
            .ledger
            .iter()
            .map(|row| (row.set_off, row.carried_out))
            .collect()
    };
    assert_eq!(figures(&one), figures(&other));
}

const YEARS: &str = r#"
schema = "treaty/1"
station = [ { id = "gauge" }, { id = "lake", kind = "reservoir" } ]

[treaty]
id = "years"
title = "Years"
parties = [ { id = "UP" }, { id = "LO" } ]
unit = "hm3"

[calendar]
year = { kind = "year", start = "01-01" }

[[rule]]
id = "most"
kind = "maximum"
article = "Art. 2"
calendar = "year"
of = "gauge"
target = 1000
party = "UP"

[ledger.least]
article = "Art. 1"
calendar = "year"
party = "LO"
by = "UP"
entitlement = "1000 hm3"
delivered = "gauge"
carry = { within = "always", max_deficits_in_row = 2, repay_within = 1, max_surplus = 100 }

[ledger.kept]
article = "Art. 3"
calendar = "year"
party = "LO"
entitlement = "0 hm3"
delivered = "gauge + storage_change(lake)"
"#;

/// 20, 30 and 40 m³/s in 2001, 2002 and 2003, then 35 up to a day; the lake fills by 1 hm³ a day in 2002.
fn four_years(to: &str) -> Given {
    let mut flow = Vec::new();
    let mut lake = vec![500.0];
    for (year, value, fills) in [(2001, 20.0, 0.0), (2002, 30.0, 1.0), (2003, 40.0, 0.0)] {
        let n = days(&format!("{year}-01-01"), &format!("{year}-12-31"));
        flow.extend(vec![value; n]);
        for _ in 0..n {
            lake.push(lake[lake.len() - 1] + fills);
        }
    }
    // The lake stands far from where it ever stood.
    let running = days("2004-01-01", to);
    flow.extend(vec![35.0; running]);
    lake.extend(vec![90.0; running]);
    Given::default()
        .with("gauge", "2001-01-01", flow)
        .with("lake", "2000-12-31", lake)
}

fn with_traces(given: &Given, to: &str) -> Outcome {
    let treaty = agreement(YEARS);
    let span = known("2001-01-01", to, to);
    let mut outcome = evaluate(&treaty, given, &span);
    past_traces(&treaty, given, &span, &mut outcome.ledger);
    outcome
}

fn traces(row: &LedgerRow) -> Vec<(&str, f64, f64)> {
    let running = row.running.as_ref().unwrap();
    let rounded = |value: f64| (value * 1e6).round() / 1e6;
    running
        .traces
        .iter()
        .map(|trace| {
            (
                trace.label.as_str(),
                rounded(trace.delivered),
                rounded(trace.balance),
            )
        })
        .collect()
}

#[test]
fn a_running_year_ends_as_each_past_year_did() {
    let outcome = with_traces(&four_years("2004-06-30"), "2004-06-30");
    let least = row(&outcome, "least", "2004");
    // 182 days so far, 184 to come: 550.368 and 317.952, 476.928, 635.904 hm³.
    let (so_far, carried) = (182.0 * 35.0 * DAY, least.carried_in);
    // 2001: 630.72, 2002: 946.08 and 2003: 1,261.44 of 1,000: 161.76 short in all.
    near(Some(carried), -161.76, 1e-9);
    assert_eq!(
        traces(least),
        [
            ("2001", 868.32, -293.44),
            ("2002", 1027.296, -134.464),
            ("2003", 1186.272, 24.512),
        ]
    );
    let running = least.running.as_ref().unwrap();
    assert_eq!(running.chance_in_balance, Some(1.0 / 3.0));
    near(Some(running.required_to_date), 1000.0 * 182.0 / 366.0, 1e-9);
    near(Some(running.carried_left), -161.76 + 161.76, 1e-9);
    near(
        Some(running.ahead),
        so_far - 161.76 - 1000.0 * 182.0 / 366.0,
        1e-9,
    );
    // The curve goes on from what is delivered.
    let curve = &running.traces[0].curve;
    assert_eq!(
        (curve.len(), curve[0].0, curve[183].0),
        (184, day("2004-07-01"), day("2004-12-31"))
    );
    near(Some(curve[0].1), so_far + 20.0 * DAY, 1e-9);
    near(Some(curve[183].1), 868.32, 1e-9);
    // A maximum is kept where the most is not passed.
    let most = row(&outcome, "most", "2004").running.as_ref().unwrap();
    assert_eq!(most.chance_in_balance, Some(1.0 / 3.0));
}

#[test]
fn a_lake_goes_on_from_where_it_stands() {
    let outcome = with_traces(&four_years("2004-06-30"), "2004-06-30");
    let kept = row(&outcome, "kept", "2004");
    // It lost 865 − 90 hm³ on New Year's Day; in 2002 it gained 184 in the second half.
    let so_far = 182.0 * 35.0 * DAY - 775.0;
    near(kept.delivered, so_far, 1e-9);
    let ends: Vec<f64> = traces(kept).iter().map(|trace| trace.1).collect();
    let expected = [20.0, 30.0 + 1.0 / DAY, 40.0].map(|flow| so_far + 184.0 * flow * DAY);
    for (end, expected) in ends.iter().zip(expected) {
        near(Some(*end), expected, 1e-5);
    }
}

#[test]
fn a_leap_day_that_is_to_come_takes_the_value_of_the_day_before() {
    let mut given = four_years("2004-02-15");
    let mut flow = vec![20.0; 365];
    flow[58] = 300.0;
    flow.extend(vec![35.0; 365 + 365 + 46]);
    given = given.with("gauge", "2001-01-01", flow);
    let outcome = with_traces(&given, "2004-02-15");
    // 46 days of 35, then 320 days of 20, two of which are 28 February 2001.
    let first = traces(row(&outcome, "least", "2004"))[0].1;
    near(
        Some(first),
        (46.0 * 35.0 + 318.0 * 20.0 + 2.0 * 300.0) * DAY,
        1e-6,
    );
}

#[test]
fn a_past_remainder_with_a_gap_does_not_count_and_without_a_past_there_is_none() {
    let given = four_years("2004-06-30");
    let mut flow: Vec<f64> = vec![20.0; 365];
    flow.extend(vec![30.0; 365]);
    flow.extend(vec![40.0; 365]);
    flow.extend(vec![35.0; 182]);
    // One day of October 2002: too few to withhold a year, too many for a remainder.
    flow[365 + 280] = f64::NAN;
    let outcome = with_traces(&given.with("gauge", "2001-01-01", flow), "2004-06-30");
    let labels: Vec<String> = traces(row(&outcome, "least", "2004"))
        .into_iter()
        .map(|trace| trace.0.to_owned())
        .collect();
    assert_eq!(labels, ["2001", "2003"]);

    let first_year = Given::default()
        .with("gauge", "2001-01-01", vec![20.0; 100])
        .with("lake", "2000-12-31", vec![500.0; 101]);
    let outcome = with_traces(&first_year, "2001-04-10");
    let running = row(&outcome, "least", "2001").running.as_ref().unwrap();
    assert!(running.traces.is_empty());
    assert_eq!(running.chance_in_balance, None);
}

#[test]
fn deficits_in_a_row_and_what_is_overdue_are_said_and_so_is_what_lapses() {
    let given = four_years("2004-12-31");
    let outcome = run(YEARS, &given, &span("2001-01-01", "2004-12-31"));
    let said = messages(&outcome);
    // 2001: 369.28 short. 2002: 946.08 fill that first, 423.2 of 2002 stay. 2003: 1,261.44 fill those, 161.76 stay.
    // 2004: 366 days of 35 m³/s, 1,106.784, fill those and leave 54.976 short.
    assert_eq!(
        said,
        ["years, least: more than 2 periods in a row ended with a deficit: 2003 (3), 2004 (4)"]
    );
    near(row(&outcome, "least", "2004").balance, -54.976, 1e-9);

    // Two rich years: what is above 100 lapses.
    let mut rich = vec![40.0; 730];
    rich.extend(vec![5.0; 730 + 1]);
    let outcome = run(
        YEARS,
        &given.with("gauge", "2001-01-01", rich),
        &span("2001-01-01", "2004-12-31"),
    );
    // 261.44 over in each of two years; then 157.68 and 158.112 of 1,000, the first of which must be made up in 2004.
    let said = messages(&outcome);
    assert_eq!(
        said,
        [
            "years, least: lapsed at the end of 2001 (161.44 hm³), 2002 (261.44 hm³): it is beyond the largest surplus that is carried",
            "years, least: a deficit that was to be made up by then is still carried at the end of 2004 (584.208 hm³)",
        ]
    );
}

#[test]
fn a_period_without_a_figure_passes_on_what_it_was_given_and_says_so() {
    let mut flow = vec![20.0; 365];
    flow.extend(vec![f64::NAN; 365]);
    flow.extend(vec![40.0; 365]);
    let given = four_years("2004-01-01").with("gauge", "2001-01-01", flow);
    let outcome = run(YEARS, &given, &span("2001-01-01", "2003-12-31"));
    let gap = row(&outcome, "least", "2002");
    assert_eq!(gap.balance, None);
    near(Some(gap.carried_in), -369.28, 1e-9);
    near(Some(gap.carried_out), -369.28, 1e-9);
    assert!(
        messages(&outcome).contains(
            &"years, least: no figure for 2002 (−369.28 hm³): what was carried in is passed on as it is".to_owned()
        ),
        "{:?}",
        messages(&outcome)
    );
}

fn lines(trace: &Trace) -> Vec<String> {
    let value = trace
        .value
        .map_or("–".to_owned(), |value| format!("{value:.3}"));
    let mut lines = vec![format!(
        "{} = {value} ({})",
        trace.what,
        trace.because.as_deref().unwrap_or_default()
    )];
    for input in &trace.inputs {
        lines.extend(
            self::lines(input)
                .into_iter()
                .map(|line| format!("  {line}")),
        );
    }
    lines
}

#[test]
fn carried_amounts_explain_themselves() {
    let treaty = agreement(YEARS);
    let mut given = four_years("2004-12-31");
    given.facts.opening_balances.push(OpeningBalance {
        agreement: None,
        ledger: "least".to_owned(),
        on: day("2001-01-01"),
        value: -900.0,
    });
    let all = span("2001-01-01", "2004-12-31");
    let explained = |label: &str, term: &str| {
        let figure = format!("years/least/LO/{label}/{term}");
        lines(&explain(&treaty, &given, &all, &figure).unwrap())
    };
    assert_eq!(
        explained("2001", "carried_in"),
        [
            "carried in: opening balance on 2001-01-01 = -900.000 (opening balance of the ledger, as the facts of the basin state it)"
        ]
    );
    // 630.72 fill part of the 900; all of 2001 is still owed.
    assert_eq!(
        explained("2002", "carried_in"),
        [
            "carried in from 2001 = -1269.280 (balance of the period before: see years/least/LO/2001/balance)",
            "  deficit of the stated opening balance = -269.280 (as the facts of the basin state it)",
            "  deficit of 2001 = -1000.000 (the oldest is used first: see years/least/LO/2001/balance)",
        ]
    );
    assert_eq!(
        explained("2002", "applied_to_carried")[0],
        "part of the delivery that went to the carried deficit = 946.080 (a delivery fills the carried deficit first, then the period's own requirement)"
    );
    assert_eq!(
        explained("2002", "carried_out"),
        [
            "carried out of 2002 = -1323.200 (balance −1,323.2)",
            "  deficit of 2001 = -323.200 (the oldest is used first: see years/least/LO/2001/balance)",
            "  deficit of 2002 = -1000.000 (the oldest is used first: see years/least/LO/2002/balance)",
        ]
    );
}

/// What is lost by a limit, by the reason.
#[test]
fn what_lapsed_explains_itself() {
    let treaty = agreement(YEARS);
    let given = four_years("2004-01-01").with("gauge", "2001-01-01", vec![40.0; 365]);
    let all = span("2001-01-01", "2001-12-31");
    let trace = explain(&treaty, &given, &all, "years/least/LO/2001/lapsed").unwrap();
    assert_eq!(
        lines(&trace),
        [
            "lapsed at the end of 2001 = 161.440 (sum of what lapsed, by reason)",
            "  lapsed = 161.440 (it is beyond the largest surplus that is carried)",
        ]
    );
}

#[test]
fn an_opening_balance_that_counts_nowhere_is_said() {
    let mut given = four_years("2004-12-31");
    for (ledger, on) in [
        ("kept", "2001-01-01"),
        ("least", "2002-01-01"),
        ("least", "2003-10-01"),
        ("least", "2006-01-01"),
    ] {
        given.facts.opening_balances.push(OpeningBalance {
            agreement: None,
            ledger: ledger.to_owned(),
            on: day(on),
            value: 1.0,
        });
    }
    let outcome = run(
        YEARS,
        &given,
        &known("2001-01-01", "2001-12-31", "2004-12-31"),
    );
    let said: Vec<String> = outcome.findings.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "years, least: the opening balance on 2003-10-01 counts nowhere: no period begins on that day\n  \
             write on = 2003-01-01, the first day of 2003",
            "years, kept: the opening balance on 2001-01-01 counts nowhere: nothing is carried in this ledger\n  \
             take it out of the facts, or say in the ledger what is carried",
        ]
    );
}
