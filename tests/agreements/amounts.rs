//! Every kind of amount of the page, evaluated. The river makes figures by hand easy: in 2021 it brings ten times the
//! number of the month, m³/s, in 2020 five times; the lake holds 100 hm³ at the end of 1 January 2021 and one more
//! every day, one less every day before.

use thalweg::agreements::StatedValue;
use thalweg::agreements::{Forecast, Outcome};
use thalweg::domain::Status;

use chrono::{Datelike as _, Duration};

use super::support::{Given, day, days, known, near, row, run, share, span};

const HEAD: &str = r#"
schema = "treaty/1"
station = [
  { id = "q" }, { id = "gone" }, { id = "rain", kind = "rain" }, { id = "lake", kind = "reservoir", capacity = "500 hm3" },
  { id = "register", kind = "manual" }, { id = "lake-area", kind = "area" }, { id = "pan", kind = "evaporation" },
]

[treaty]
id = "amounts"
title = "Amounts"
parties = [ { id = "AA" }, { id = "BB" } ]
unit = "m3/s"
clock = { tz = "UTC" }

[calendar]
month = { kind = "month" }
quarter = { kind = "quarter", starts = ["01-01", "04-01", "07-01", "10-01"] }
year = { kind = "year", start = "01-01" }
two = { kind = "rolling", years = 2, start = "01-01" }

[parameter]
least = { value = "25 m3/s" }

[[rule]]
id = "halves"
kind = "split"
article = "Art. 1"
calendar = "month"
of = "q"
shares = { AA = 0.5, BB = 0.5 }

[[rule]]
id = "yearly"
kind = "amount"
article = "Art. 2"
calendar = "year"
party = "AA"
amount = "mean(q)"

[[condition]]
id = "low"
article = "Art. 3"
scope = "quarter"
when = "mean(q) < 45"

[[table]]
id = "steps"
article = "Art. 4"
x = [20, 40]
x_unit = "m3/s"
y = [1, 2, 3]
between = "step"

[[table]]
id = "line"
article = "Art. 4"
unit = "m3/s"
x = [0, 100]
x_unit = "m3/s"
y = [0, 50]
between = "linear"

[[table]]
id = "months"
article = "Art. 4"
unit = "m3/s"
periods = { "01-01" = 7, "03-01" = 9 }

[ledger.account]
entitlement = "halves.AA"
delivered = "volume(q)"
unit = "hm3"
carry = "next_period"
"#;

fn given() -> Given {
    let n = days("2020-01-01", "2021-12-31");
    let start = day("2020-01-01");
    let of = |value: fn(i32, u32) -> f64| -> Vec<f64> {
        (0..n)
            .map(|n| start + Duration::days(i64::try_from(n).unwrap()))
            .map(|date| value(date.year(), date.month()))
            .collect()
    };
    let mut register = vec![f64::NAN; n];
    register[days("2020-01-01", "2021-03-05") - 1] = 4.5;
    Given::default()
        .with(
            "q",
            "2020-01-01",
            of(|year, month| f64::from(month) * if year == 2020 { 5.0 } else { 10.0 }),
        )
        .with("rain", "2020-01-01", vec![2.0; n])
        .with(
            "lake",
            "2020-01-01",
            (0..n).map(|n| n as f64 - 266.0).collect(),
        )
        .with("register", "2020-01-01", register)
        .with("lake-area", "2020-01-01", vec![30.0; n])
        .with("pan", "2020-01-01", vec![6.0; n])
}

fn tried(amount: &str, calendar: &str, unit: &str) -> String {
    let unit = match unit {
        "" => String::new(),
        unit => format!("unit = \"{unit}\"\n"),
    };
    format!(
        "{HEAD}\n[[rule]]\nid = \"tried\"\nkind = \"amount\"\narticle = \"Art. 9\"\nparty = \"AA\"\ncalendar = \"{calendar}\"\n{unit}amount = '{amount}'\n"
    )
}

fn outcome(amount: &str, calendar: &str, unit: &str) -> Outcome {
    run(
        &tried(amount, calendar, unit),
        &given(),
        &span("2020-01-01", "2021-12-31"),
    )
}

#[track_caller]
fn check(cases: &[(&str, &str, &str, &str, f64)]) {
    for (amount, unit, calendar, label, expected) in cases {
        let outcome = outcome(amount, calendar, unit);
        let found = share(&outcome, "tried", "AA", label);
        let found = found.unwrap_or_else(|| panic!("{amount} in {label}: {:?}", outcome.findings));
        assert!(
            (found - expected).abs() <= 1e-9 * expected.abs().max(1.0),
            "{amount} in {label}: found {found}, expected {expected}"
        );
    }
}

#[test]
fn statistics_of_the_days_of_a_period_and_of_other_spans() {
    check(&[
        ("q", "", "month", "2021-03", 30.0),
        ("mean(q)", "", "month", "2021-03", 30.0),
        ("volume(q)", "hm3", "month", "2021-03", 30.0 * 31.0 * 0.0864),
        ("lowest(q)", "", "year", "2021", 10.0),
        ("highest(q)", "", "year", "2021", 120.0),
        ("first(q)", "", "quarter", "2021 Q2", 40.0),
        ("last(q)", "", "quarter", "2021 Q2", 60.0),
        ("sum(rain)", "mm", "month", "2021-02", 56.0),
        ("lake", "hm3", "month", "2021-01", 130.0),
        ("change(lake)", "hm3", "month", "2021-01", 31.0),
        ("mean(2 * q - 5 m3/s)", "", "month", "2021-03", 55.0),
        // One hm³ in a day is 11.574 m³/s.
        (
            "mean(storage_change(lake))",
            "",
            "month",
            "2021-03",
            1.0 / 0.0864,
        ),
        // The day before 1 March was in February: 20 in place of 30 on one day of 31.
        (
            "mean(lag(q, 1))",
            "",
            "month",
            "2021-03",
            (20.0 + 30.0 * 30.0) / 31.0,
        ),
        // 30 km² × 4 mm in 31 days.
        (
            "sum(lake-area * (pan - rain))",
            "hm3",
            "month",
            "2021-03",
            3.72,
        ),
        ("days_when(q > 35)", "%", "year", "2021", 275.0 * 100.0),
        ("value(lake, on=\"03-01\")", "hm3", "year", "2021", 159.0),
        ("full(lake)", "%", "month", "2021-01", 26.0),
        (
            "mean(q, from=\"02-01\", until=\"04-01\")",
            "",
            "year",
            "2021",
            1490.0 / 59.0,
        ),
        (
            "mean(q, months=2, until=start)",
            "",
            "quarter",
            "2021 Q3",
            3350.0 / 61.0,
        ),
        (
            "mean(q, months=6, until=third_month)",
            "",
            "quarter",
            "2021 Q3",
            (30.0 * 31.0 + 40.0 * 30.0 + 50.0 * 31.0 + 60.0 * 30.0 + 70.0 * 31.0 + 80.0 * 31.0)
                / 184.0,
        ),
        (
            "mean(q, days=10, until=end)",
            "",
            "quarter",
            "2021 Q2",
            60.0,
        ),
        ("mean(q, years_back=1)", "", "month", "2021-03", 15.0),
        // Volumes that are entered by hand: a day without entry has none.
        ("sum(register)", "hm3", "year", "2021", 4.5),
        ("sum(register)", "hm3", "month", "2021-11", 0.0),
    ]);
}

#[test]
fn what_is_normal_is_the_mean_of_all_years_the_judged_one_among_them() {
    check(&[
        ("normal(mean(q))", "", "month", "2021-03", 22.5),
        ("normal(mean(q))", "", "month", "2020-03", 22.5),
        (
            "ratio_to_normal(mean(q))",
            "%",
            "month",
            "2021-03",
            100.0 * 30.0 / 22.5,
        ),
        // Two leap days apart: 1490 in 59 days, 5 × 29 × 2 + 5 × 31 × 3 in 60.
        (
            "normal(mean(q, from=\"02-01\", until=\"04-01\"))",
            "",
            "year",
            "2021",
            (1490.0 / 59.0 + 755.0 / 60.0) / 2.0,
        ),
    ]);
}

#[test]
fn amounts_of_other_periods_and_calendars() {
    let days_by_month = 2382.0;
    check(&[
        ("previous(q)", "", "month", "2021-03", 20.0),
        ("previous(q, 3)", "", "month", "2021-03", 60.0),
        (
            "over(year, mean(q))",
            "",
            "month",
            "2021-03",
            10.0 * days_by_month / 365.0,
        ),
        (
            "total(month, volume(q))",
            "hm3",
            "year",
            "2021",
            10.0 * days_by_month * 0.0864,
        ),
        // A rule of a finer calendar: the mean of its flows by days; of a coarser one: its figure.
        ("halves.BB", "", "year", "2021", 5.0 * days_by_month / 365.0),
        (
            "halves.BB",
            "hm3",
            "year",
            "2021",
            5.0 * days_by_month * 0.0864,
        ),
        (
            "yearly",
            "",
            "month",
            "2021-03",
            10.0 * days_by_month / 365.0,
        ),
        // Rolling years end with the year that asks.
        (
            "over(two, mean(q))",
            "",
            "year",
            "2021",
            (10.0 * days_by_month + 5.0 * 2384.0) / 731.0,
        ),
    ]);
    // Nothing comes before the record.
    let outcome = outcome("previous(q, 3)", "month", "");
    assert_eq!(share(&outcome, "tried", "AA", "2020-03"), None);
}

#[test]
fn choices_rounding_tables_and_facts_of_the_calendar() {
    check(&[
        ("lesser(q, least)", "", "month", "2021-03", 25.0),
        ("greater(q, least, 28 m3/s)", "", "month", "2021-02", 28.0),
        ("if(q >= 30, 1 m3/s, 2 m3/s)", "", "month", "2021-03", 1.0),
        ("if(q > 30, 1 m3/s, 2 m3/s)", "", "month", "2021-03", 2.0),
        ("first_known(gone, q)", "", "month", "2021-03", 30.0),
        ("round(q, 20)", "", "month", "2021-03", 40.0),
        ("if(low, 1 m3/s, 2 m3/s)", "", "month", "2021-03", 1.0),
        ("if(low, 1 m3/s, 2 m3/s)", "", "month", "2021-05", 2.0),
        (
            "if(not low and q > 100, 1 m3/s, 2 m3/s)",
            "",
            "month",
            "2021-11",
            1.0,
        ),
        // An edge belongs to the class below.
        ("steps(q)", "%", "month", "2021-02", 100.0),
        ("steps(q)", "%", "month", "2021-03", 200.0),
        ("steps(q)", "%", "month", "2021-05", 300.0),
        ("line(q)", "", "month", "2021-03", 15.0),
        ("months", "", "month", "2021-02", 7.0),
        ("months", "", "month", "2021-05", 9.0),
        ("days * 1 m", "", "month", "2021-02", 28.0),
        ("ordinal * 1 m3/s", "", "month", "2021-02", 2.0),
        (
            "(year - 2000) * month * 1 m3/s",
            "",
            "month",
            "2021-02",
            42.0,
        ),
        ("2 cfs", "", "month", "2021-02", 2.0 * 0.028_316_846_592),
    ]);
    // Beyond the ends of a curve there is no figure, and a finding says so.
    let outcome = outcome("line(q)", "month", "");
    assert_eq!(share(&outcome, "tried", "AA", "2021-11"), None);
    assert!(
        outcome.findings.iter().any(|finding| finding.message
            == "there is no figure beyond the table: 110 in 2021-11, 120 in 2021-12"),
        "{:?}",
        outcome.findings
    );
}

#[test]
fn what_cannot_be_assessed_stays_so_and_decides_only_what_it_decides() {
    for (amount, expected) in [
        ("if(gone > 1 and q > 100, 1 m3/s, 2 m3/s)", Some(2.0)),
        ("if(gone > 1 or q > 20, 1 m3/s, 2 m3/s)", Some(1.0)),
        ("if(gone > 1 and q > 20, 1 m3/s, 2 m3/s)", None),
        ("if(gone > 1 or q > 100, 1 m3/s, 2 m3/s)", None),
        ("lesser(gone, q)", None),
        ("gone + q", None),
    ] {
        let outcome = outcome(amount, "month", "");
        assert_eq!(
            share(&outcome, "tried", "AA", "2021-03"),
            expected,
            "{amount}"
        );
    }
}

#[test]
fn figures_of_a_ledger_are_amounts() {
    // Half of the river is due, all of it comes: the other half is carried on.
    let half = |months: f64| 5.0 * months * 0.0864;
    let before = 2.5 * 2384.0 * 0.0864;
    check(&[
        (
            "entitlement(account)",
            "hm3",
            "month",
            "2021-02",
            half(56.0),
        ),
        (
            "delivered(account)",
            "hm3",
            "month",
            "2021-02",
            2.0 * half(56.0),
        ),
        (
            "carried_in(account)",
            "hm3",
            "month",
            "2021-02",
            before + half(31.0),
        ),
        (
            "balance(account)",
            "hm3",
            "month",
            "2021-02",
            before + half(87.0),
        ),
        (
            "delivered(account)",
            "hm3",
            "year",
            "2021",
            2.0 * half(2382.0),
        ),
        ("balance(account)", "hm3", "year", "2020", before),
        ("carried_in(account)", "hm3", "year", "2021", before),
    ]);
}

#[test]
fn forecasts_and_stated_numbers_come_from_the_facts() {
    let text = tried(
        "forecast(lake, made=\"08-15\", for=\"01-01\") * fact(\"use\")",
        "year",
        "hm3",
    );
    let mut given = given();
    given.facts.forecasts.push(Forecast {
        agreement: None,
        series: "lake".to_owned(),
        on: day("2020-08-15"),
        target: day("2021-01-01"),
        value: 120.0,
        unit: None,
    });
    for (period, value) in [(None, 0.25), (Some("2021"), 0.5)] {
        given.facts.values.push(StatedValue {
            agreement: None,
            name: "use".to_owned(),
            period: period.map(str::to_owned),
            value,
            unit: None,
        });
    }
    let outcome = run(&text, &given, &span("2020-01-01", "2021-12-31"));
    near(share(&outcome, "tried", "AA", "2021"), 60.0, 1e-9);
    // Nobody made a forecast for 2020.
    assert_eq!(share(&outcome, "tried", "AA", "2020"), None);
}

#[test]
fn a_rule_rests_on_its_own_period_before() {
    let text = tried("first_known(previous(tried), 0 m3/s) + 1 m3/s", "month", "");
    let outcome = run(&text, &given(), &span("2020-01-01", "2021-12-31"));
    for (label, expected) in [("2020-01", 1.0), ("2020-02", 2.0), ("2021-12", 24.0)] {
        near(share(&outcome, "tried", "AA", label), expected, 0.0);
    }
}

/// Shares of AA and BB in March 2021, where 30 are there, after these changes.
fn changed(changes: &str) -> (Option<f64>, Option<f64>) {
    let mut text = HEAD.to_owned();
    for (n, change) in changes.split('|').enumerate() {
        text.push_str(&format!(
            "\n[[rule]]\nid = \"change{n}\"\narticle = \"Art. 1({n})\"\nmodifies = \"halves\"\n{change}\n"
        ));
    }
    let outcome = run(&text, &given(), &span("2021-03-01", "2021-03-31"));
    (
        share(&outcome, "halves", "AA", "2021-03"),
        share(&outcome, "halves", "BB", "2021-03"),
    )
}

#[test]
fn changes_are_made_one_after_the_other() {
    for (changes, aa, bb) in [
        (
            "kind = \"guarantee\"\nparty = \"AA\"\nat_least = 20",
            20.0,
            10.0,
        ),
        (
            "kind = \"guarantee\"\nparty = \"AA\"\nat_least = 40",
            30.0,
            0.0,
        ),
        ("kind = \"cap\"\nparty = \"AA\"\nat_most = 12", 12.0, 18.0),
        (
            "kind = \"cap\"\nparty = \"AA\"\nat_most = 12\nrest = \"nobody\"",
            12.0,
            15.0,
        ),
        ("kind = \"scale\"\nparty = \"BB\"\nfactor = 0.9", 16.5, 13.5),
        ("kind = \"scale\"\nfactor = 0.9", 13.5, 13.5),
        (
            "kind = \"transfer\"\nfrom = \"AA\"\nto = \"BB\"\namount = 4",
            11.0,
            19.0,
        ),
        // Nobody gives more than it has.
        (
            "kind = \"transfer\"\nfrom = \"AA\"\nto = \"BB\"\namount = 40",
            0.0,
            30.0,
        ),
        // 15 before the first change, whatever the first one makes of it.
        (
            "kind = \"cap\"\nparty = \"AA\"\nat_most = 2|kind = \"guarantee\"\nparty = \"AA\"\nat_least = '0.8 * halves.AA'",
            12.0,
            18.0,
        ),
        (
            "kind = \"cap\"\nparty = \"AA\"\nat_most = 2|kind = \"guarantee\"\nparty = \"AA\"\nat_least = 'share + 0.1 * available'",
            5.0,
            25.0,
        ),
        (
            "kind = \"cap\"\nparty = \"AA\"\nat_most = 12\nwhen = 'q > 100'",
            15.0,
            15.0,
        ),
    ] {
        let (of_aa, of_bb) = changed(changes);
        near(of_aa, aa, 1e-9);
        near(of_bb, bb, 1e-9);
    }
    // Where the test of a change cannot be told, neither can the shares.
    assert_eq!(
        changed("kind = \"cap\"\nparty = \"AA\"\nat_most = 12\nwhen = 'gone > 100'").0,
        None
    );
}

#[test]
fn a_guarantee_of_more_than_is_there_ends_there_unless_the_file_says_that_nothing_is_known() {
    let guarantee = "kind = \"guarantee\"\nparty = \"AA\"\nat_least = 40";
    assert_eq!(
        changed(&format!("{guarantee}\ncap_at_available = false")),
        (None, None)
    );
    let notes = |more: &str| {
        let text = format!(
            "{HEAD}\n[[rule]]\nid = \"sure\"\narticle = \"Art. 1(2)\"\nmodifies = \"halves\"\n{guarantee}\n{more}\n"
        );
        let outcome = run(&text, &given(), &span("2021-03-01", "2021-05-31"));
        let said = outcome.findings.iter();
        said.filter(|finding| finding.message.contains("guaranteed"))
            .map(|finding| finding.message.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        notes(""),
        ["less is there than is guaranteed in 2021-03; the guarantee ends at what is there"]
    );
    assert!(notes("cap_at_available = true").is_empty());
}

#[test]
fn a_period_that_runs_is_judged_by_its_days_so_far_but_a_test_waits() {
    let text = format!(
        "{}\n[[rule]]\nid = \"owed\"\nkind = \"minimum\"\narticle = \"Art. 5\"\ncalendar = \"quarter\"\nof = \"volume(q)\"\nunit = \"hm3\"\n\
         target = 300\nowed = {{ by = \"AA\", to = \"BB\" }}\nunless = \"low\"\n",
        tried("mean(q)", "quarter", "")
    );
    // The fifteenth of April 2021: 15 days of 40 m³/s.
    let outcome = run(
        &text,
        &given(),
        &known("2021-04-01", "2021-06-30", "2021-04-15"),
    );
    near(share(&outcome, "tried", "AA", "2021 Q2"), 40.0, 0.0);
    let row = row(&outcome, "owed", "2021 Q2");
    near(row.delivered, 15.0 * 40.0 * 0.0864, 1e-9);
    assert_eq!(row.condition.as_ref().unwrap().met, None);
    assert_eq!(row.status, Status::Provisional);
    near(
        row.running.as_ref().map(|running| running.required_to_date),
        300.0 * 15.0 / 91.0,
        1e-9,
    );
}
