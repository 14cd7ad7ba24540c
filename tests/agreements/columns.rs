//! The fast way and the rows say the same; the curves behind conditions and the terms of sums close.

use thalweg::agreements::{Plan, SHIPPED, compute, evaluate, evidence, explain};
use thalweg::domain::agreement::measure::Measure;

use super::loader::SOUND;
use super::support::{Given, agreement, day, days, known, near, span};

/// Four hydrological years: a weir, a canal, a lake that gains half a hm³ a day, and rain that differs by year.
fn given() -> Given {
    let n = days("2019-10-01", "2023-09-30");
    let rain = [2.0, 2.4, 1.0, 3.0];
    // 366, 365, 365 and 365 days.
    let of_year =
        |n: usize| rain[usize::from(n >= 366) + usize::from(n >= 731) + usize::from(n >= 1096)];
    Given::default()
        .with(
            "weir",
            "2019-10-01",
            (0..n).map(|n| 40.0 + (n % 50) as f64).collect(),
        )
        .with("canal", "2019-10-01", vec![15.0; n])
        .with(
            "lake",
            "2019-09-30",
            (0..=n).map(|n| 40.0 + n as f64 / 2.0).collect(),
        )
        .with("rain", "2019-10-01", (0..n).map(of_year).collect())
}

#[test]
fn columns_and_rows_say_the_same() {
    let agreement = agreement(SOUND);
    // The record begins with the lake, a day before.
    let all = span("2019-09-30", "2023-09-30");
    let outcome = evaluate(&agreement, &given(), &all);
    let accounts = compute(&Plan::new(&agreement, &all), &given());
    let mut rows = outcome.ledger.iter();
    for account in &accounts.accounts {
        for n in (0..account.cut.windows.len()).filter(|n| account.is_active[*n]) {
            let row = rows.next().expect("a row for each active period");
            assert_eq!(row.rule, account.head.rule);
            assert_eq!(row.period, account.cut.windows[n].period);
            assert_eq!(
                row.balance.unwrap_or(f64::NAN).to_bits(),
                account.balance[n].to_bits()
            );
            assert_eq!(row.status, account.status[n]);
        }
    }
    assert_eq!(rows.next(), None);
    let frame = accounts.frame().expect("a table");
    assert_eq!(frame.height(), outcome.ledger.len());
    let balance = frame
        .column("balance")
        .expect("a column")
        .f64()
        .expect("numbers");
    let sum: f64 = outcome.ledger.iter().filter_map(|row| row.balance).sum();
    let total: f64 = balance.iter().flatten().sum();
    near(Some(total), sum, 1e-6);
}

#[test]
fn a_curve_ends_at_the_value_that_was_tested() {
    let text = SOUND.replace(", mean = 400", "");
    let (conditions, _) = evidence(
        &agreement(&text),
        &given(),
        &known("2021-10-01", "2022-09-30", "2023-09-30"),
    );
    let year = conditions
        .iter()
        .find(|own| own.period.label == "2021/22")
        .expect("the year");
    assert_eq!((year.met, year.declared), (Some(true), None));
    let test = &year.tests[0];
    // 1 mm on 182 days from October to March; the mean of the four years is (183 × 2 + 182 × 2.4 + 182 + 182 × 3) / 4.
    assert_eq!(test.days, (day("2021-10-01"), day("2022-03-31")));
    near(test.value, 182.0, 1e-9);
    near(test.curve.last().map(|point| point.1), 182.0, 1e-9);
    assert_eq!(test.curve.len(), 182);
    let normal = (366.0 + 436.8 + 182.0 + 546.0) / 4.0;
    near(test.normal, normal, 1e-9);
    near(test.threshold, 0.65 * normal, 1e-9);
    // On 31 March the mean curve lacks the one day that the leap year has more.
    near(
        test.normal_curve.last().map(|point| point.1),
        normal - 0.5,
        1e-9,
    );
    assert_eq!(test.relation, "below");
    assert_eq!(
        test.what,
        "rain from 2021-10-01 to 2022-03-31, below 65 % of its mean"
    );
}

#[test]
fn the_terms_of_a_day_add_up() {
    let (_, series) = evidence(
        &agreement(SOUND),
        &given(),
        &span("2020-01-01", "2020-01-10"),
    );
    let natural = series
        .iter()
        .find(|own| own.series == "natural")
        .expect("the series");
    assert_eq!(
        (natural.start, natural.values.len()),
        (day("2020-01-01"), 10)
    );
    let names: Vec<&str> = natural.terms.iter().map(|term| term.of.as_str()).collect();
    assert_eq!(names, ["weir", "canal", "lake"]);
    for n in 0..10 {
        let sum: f64 = natural.terms.iter().map(|term| term.values[n]).sum();
        near(Some(natural.values[n]), sum, 1e-9);
    }
    // Half a hm³ in a day.
    near(Some(natural.terms[2].values[3]), 0.5 / 0.0864, 1e-9);
}

#[test]
fn every_figure_of_every_shipped_agreement_leads_to_the_same_value() {
    let all = span("2019-10-01", "2021-09-30");
    let n = days("2018-10-01", "2021-09-30");
    for (id, text) in SHIPPED {
        let agreement = agreement(text);
        let mut given = Given::default();
        for station in &agreement.stations {
            let value = match station.kind.measure() {
                Measure::Flow => 700.0,
                Measure::Volume => 2_500.0,
                Measure::Depth => 2.0,
                _ => 3.0,
            };
            given = given.with(
                &station.id,
                "2018-10-01",
                (0..n).map(|n| value + (n % 30) as f64).collect(),
            );
        }
        let outcome = evaluate(&agreement, &given, &all);
        let rows = outcome.ledger.iter().step_by(outcome.ledger.len() / 25 + 1);
        for row in rows {
            let trace = explain(&agreement, &given, &all, &row.figure);
            let trace = trace.unwrap_or_else(|| panic!("{id}: {} is not explained", row.figure));
            assert_eq!(trace.value, row.balance, "{id}: {}", row.figure);
            assert!(!trace.inputs.is_empty(), "{id}: {}", row.figure);
        }
        let shares = outcome.shares.iter().step_by(outcome.shares.len() / 25 + 1);
        for row in shares {
            let trace = explain(&agreement, &given, &all, &row.figure);
            let trace = trace.unwrap_or_else(|| panic!("{id}: {} is not explained", row.figure));
            assert_eq!(trace.value, row.value, "{id}: {}", row.figure);
        }
        for row in outcome.triggers.iter().take(10) {
            assert!(
                explain(&agreement, &given, &all, &row.figure).is_some(),
                "{id}: {}",
                row.figure
            );
        }
    }
}
