//! Laws that every shipped agreement must keep, on rivers made up for it.

use std::collections::BTreeMap;

use chrono::{Datelike as _, Duration};
use thalweg::agreements::{Outcome, SHIPPED, evaluate, explain};
use thalweg::domain::Status;
use thalweg::domain::agreement::clauses::TreatyStationKind;
use thalweg::domain::agreement::{Agreement, RowKind, Trace};

use super::realise::{length, treaty};
use crate::support::{Given, day, span};

/// Three years in which the agreement holds and its normal values are known, and the year before.
fn years(id: &str) -> (&'static str, &'static str, &'static str) {
    match id {
        "ganges-1977" => ("1977-12-01", "1979-01-01", "1981-12-31"),
        "amu-darya" | "syr-darya" => ("2023-10-01", "2024-10-01", "2026-09-30"),
        "us-mexico-1944-rio-grande" => ("2019-10-25", "2020-10-25", "2030-10-24"),
        _ => ("2002-10-01", "2003-10-01", "2006-09-30"),
    }
}

/// Values that rise and fall with the year, and are unequal from station to station and day to day.
fn values(kind: TreatyStationKind, at: usize, first: &str, n: usize) -> Vec<f64> {
    let (middle, swing) = match kind {
        TreatyStationKind::Rain | TreatyStationKind::Evaporation => (2.0, 2.0),
        TreatyStationKind::Reservoir => (700.0, 500.0),
        TreatyStationKind::Level => (10.0, 6.0),
        TreatyStationKind::Manual => (0.1, 0.1),
        _ => (150.0, 120.0),
    };
    (0..n)
        .map(|n| {
            let date = day(first) + Duration::days(n as i64);
            let season = (f64::from(date.ordinal()) / 58.0 + at as f64).sin();
            let of_the_day = ((n * 7919 + at * 104_729) % 1_000) as f64 / 1_000.0;
            (middle + swing * season) * (0.5 + of_the_day)
        })
        .collect()
}

fn rivers(treaty: &Agreement, id: &str) -> (Given, Outcome) {
    let (first, from, to) = years(id);
    let n = length(day(first), day(to));
    let mut given = Given::default();
    for (at, station) in treaty.stations.iter().enumerate() {
        let daily = values(station.kind, at, first, n);
        for party in &station.accounts {
            let account = format!("{}.{party}", station.id);
            given = given.with(&account, first, daily.clone());
        }
        given = given.with(&station.id, first, daily);
    }
    let outcome = evaluate(treaty, &given, &span(from, to));
    (given, outcome)
}

fn leaves<'t>(trace: &'t Trace, all: &mut Vec<&'t Trace>) {
    if trace.inputs.is_empty() {
        all.push(trace);
    }
    for input in &trace.inputs {
        leaves(input, all);
    }
}

#[test]
fn rows_balance_and_say_no_more_than_is_known() {
    for (id, _) in SHIPPED {
        let treaty = treaty(id);
        let (given, outcome) = rivers(&treaty, id);
        let (_, from, to) = years(id);
        assert_eq!(
            outcome,
            evaluate(&treaty, &given, &span(from, to)),
            "{id}: the same twice"
        );
        let rows = outcome.ledger.len() + outcome.shares.len() + outcome.triggers.len();
        assert!(rows > 0, "{id} says nothing");
        let mut figured = 0;
        for row in &outcome.ledger {
            let (Some(due), Some(passed), Some(balance)) =
                (row.entitlement, row.delivered, row.balance)
            else {
                assert!(
                    row.status != Status::Final,
                    "{}: final without a figure",
                    row.figure
                );
                continue;
            };
            figured += 1;
            let carried = if row.kind == RowKind::Account {
                row.carried_in
            } else {
                0.0
            };
            let size = due.abs() + passed.abs() + carried.abs() + 1.0;
            assert!(
                (passed - due + carried - balance).abs() < 1e-9 * size,
                "{}",
                row.figure
            );
            assert!(!row.article.is_empty(), "{}", row.figure);
        }
        assert!(
            figured > 0 || outcome.ledger.is_empty(),
            "{id} has no figure"
        );
    }
}

#[test]
fn shares_are_known_of_all_parties_or_of_none() {
    for (id, _) in SHIPPED {
        let (_, outcome) = rivers(&treaty(id), id);
        let mut parties: BTreeMap<(&str, &str), (usize, usize)> = BTreeMap::new();
        for row in &outcome.shares {
            let key = (row.rule.as_str(), row.period.label.as_str());
            let entry = parties.entry(key).or_default();
            entry.0 += 1;
            entry.1 += usize::from(row.value.is_some());
            assert!(
                row.value.is_none_or(|value| value > -1e-9),
                "{}",
                row.figure
            );
        }
        for (key, (all, known)) in parties {
            assert!(
                known == all || known == 0,
                "{id}: {key:?} is known for one party only"
            );
        }
    }
}

#[test]
fn every_kind_of_figure_leads_down_to_days_or_clauses() {
    for (id, _) in SHIPPED {
        let treaty = treaty(id);
        let (given, outcome) = rivers(&treaty, id);
        let (_, from, to) = years(id);
        let mut last: BTreeMap<&str, (&str, Option<f64>)> = BTreeMap::new();
        for row in outcome.ledger.iter().filter(|row| row.balance.is_some()) {
            last.insert(&row.rule, (&row.figure, row.balance));
        }
        for row in outcome.shares.iter().filter(|row| row.value.is_some()) {
            last.insert(
                &row.figure[..row.figure.rfind('/').unwrap_or(0)],
                (&row.figure, row.value),
            );
            if last.len() > 40 {
                break;
            }
        }
        for (figure, value) in last.values() {
            let trace = explain(&treaty, &given, &span(from, to), figure);
            let trace = trace.unwrap_or_else(|| panic!("{figure} has no explanation"));
            let (found, value) = (trace.value.unwrap_or(f64::NAN), value.unwrap_or(f64::NAN));
            assert!(
                (found - value).abs() <= 1e-9 * value.abs().max(1.0),
                "{figure}: {found}, not {value}"
            );
            let mut ends = Vec::new();
            leaves(&trace, &mut ends);
            assert!(
                ends.iter().any(|leaf| leaf.daily.is_some()
                    || leaf.article.is_some()
                    || leaf.because.is_some()),
                "{figure} ends nowhere"
            );
        }
    }
}
