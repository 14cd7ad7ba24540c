//! The Rio Grande and the Colorado under the treaty of 1944.

use chrono::NaiveDate;
use thalweg::agreements::{OpeningBalance, Outcome, evaluate};
use thalweg::domain::Status;
use thalweg::domain::agreement::Agreement;

use super::realise::{
    ACRE_FOOT_M3, after, evaluated, even, flow_of, on, reading, row_at, share_at, treaty,
};
use super::{Case, Verdict, same};
use crate::support::{Given, day, known};

pub(super) const RIO_GRANDE: &str = "us-mexico-1944-rio-grande";

/// Conservation capacity of the United States, hm³: 1,813,407 and 1,562,395 acre-feet.
const AMISTAD_HM3: f64 = 1_813_407.0 * ACRE_FOOT_M3 / 1e6;
const FALCON_HM3: f64 = 1_562_395.0 * ACRE_FOOT_M3 / 1e6;

pub(super) fn run(case: &Case<'_>) -> Verdict {
    match case.id() {
        id if id.starts_with("USM-UNIT-") => printed(case),
        "USM-C35-JUL2020" => running_cycle_35(case),
        "USM-C34-END" => end_of_cycle_34(case),
        "USM-C34-REPAY" => repaid(case),
        "USM-C36-END" => end_of_cycle_36(case),
        "USM-RESET" | "USM-RESET-NO" => full_reservoirs(case),
        "USM-CARRY-EX" => two_readings(case),
        "USM-THIRD" => third(case),
        _ => case.no_runner(),
    }
}

fn hm3(acre_feet: f64) -> f64 {
    acre_feet * ACRE_FOOT_M3 / 1e6
}

/// A third of the six reaches the United States: all of it comes by the Conchos, evenly from day to day.
pub(super) fn third_of(acre_feet: f64, first: &str, last: &str) -> Given {
    let flow = 3.0 * flow_of(hm3(acre_feet), first, last);
    let mut given = Given::default().with("conchos", first, even(first, last, flow));
    for station in [
        "san_diego",
        "san_rodrigo",
        "escondido",
        "salado",
        "las_vacas",
    ] {
        given = given.with(station, first, even(first, last, 0.0));
    }
    given
        .with("other_accepted", first, even(first, last, 0.0))
        .with("amistad.US", first, even(first, last, 0.5 * AMISTAD_HM3))
        .with("falcon.US", first, even(first, last, 0.5 * FALCON_HM3))
}

fn opening(given: &mut Given, on: &str, acre_feet: f64) {
    given.facts.opening_balances.push(OpeningBalance {
        agreement: None,
        ledger: "us".to_owned(),
        on: day(on),
        value: acre_feet,
    });
}

/// A pair as printed, and the acre-foot that closes it.
fn printed(case: &Case<'_>) -> Verdict {
    let acre_feet = case.input("acre_feet");
    let expected = case.expected("m3");
    let pairs: Vec<_> = [RIO_GRANDE, "us-mexico-1944-colorado"]
        .into_iter()
        .flat_map(|id| treaty(id).printed_pairs)
        .collect();
    let pair = pairs
        .iter()
        .find(|pair| pair.first == (acre_feet, "af".to_owned()));
    let pair = pair.ok_or("the file prints no such pair")?;
    same(
        "printed as the treaty has it",
        Some(pair.second == (expected, "m3".to_owned())),
        Some(true),
    )?;
    case.holds("m3", Some(acre_feet * ACRE_FOOT_M3))
}

fn running_cycle_35(case: &Case<'_>) -> Verdict {
    let (first, to) = (case.input_text("cycle_start"), case.input_text("as_of"));
    let given = third_of(case.input("delivered_af"), first, to);
    let outcome = evaluate(
        &treaty(RIO_GRANDE),
        &given,
        &known(first, case.input_text("cycle_end"), to),
    );
    let row = row_at(&outcome, "us", to)?;
    case.holds("obligation_af", row.entitlement)?;
    case.equals("delivered_af", row.delivered, case.input("delivered_af"))?;
    let running = row.running.as_ref().ok_or("the cycle is over")?;
    case.holds("remaining_af", Some(running.remaining))
}

fn end_of_cycle_34(case: &Case<'_>) -> Verdict {
    let (first, last) = (case.input_text("cycle_start"), case.input_text("cycle_end"));
    let given = third_of(case.expected("delivered_af"), first, last);
    let outcome = evaluated(&treaty(RIO_GRANDE), &given, first, last);
    let row = row_at(&outcome, "us", last)?;
    let deficit = row.balance.map(|balance| -balance);
    case.equals("deficit_af", deficit, case.input("deficit_af"))?;
    case.holds(
        "deficit_mcm",
        deficit.map(|deficit| deficit * row.counted_in.factor),
    )?;
    let required = row.entitlement.ok_or("no entitlement")?;
    case.holds(
        "deficit_pct",
        deficit.map(|deficit| 100.0 * deficit / required),
    )
}

/// What was owed out of cycle 34 had been delivered three months into cycle 35.
fn repaid(case: &Case<'_>) -> Verdict {
    let (first, to) = (
        case.input_text("next_cycle_start"),
        case.input_text("repaid_on"),
    );
    let owed = case.input("opening_debt_af");
    let mut given = third_of(owed, first, to);
    opening(&mut given, first, -owed);
    let outcome = evaluate(&treaty(RIO_GRANDE), &given, &known(first, "2020-10-24", to));
    let row = row_at(&outcome, "us", to)?;
    let running = row.running.as_ref().ok_or("the cycle is over")?;
    let left = running.carried_left;
    same(
        "nothing is left",
        Some(left.abs() < 1e-6 * owed),
        Some(case.expected("debt_af") == 0.0),
    )?;
    case.equals("filled first", Some(row.applied_to_carried), owed)
}

fn end_of_cycle_36(case: &Case<'_>) -> Verdict {
    let (first, last) = (case.input_text("cycle_start"), case.input_text("cycle_end"));
    let missing = case.input("deficit_mcm") * 1e6 / ACRE_FOOT_M3;
    let given = third_of(1_750_000.0 - missing, first, last);
    let outcome = evaluated(
        &treaty(RIO_GRANDE),
        &given,
        first,
        case.expected_text("repay_by"),
    );
    let row = row_at(&outcome, "us", last)?;
    case.holds("deficit_af", row.balance.map(|balance| -balance))?;
    case.holds("delivered_af", row.delivered)?;
    let next = row_at(&outcome, "us", case.expected_text("repay_by"))?;
    case.equals(
        "carried into the next cycle",
        Some(-next.carried_in),
        case.expected("deficit_af"),
    )?;
    let by = next.period.days.1.to_string();
    same(
        "repay by",
        Some(by == case.expected_text("repay_by")),
        Some(true),
    )
}

/// Both reservoirs, or Falcon alone, are full on one day of cycle 36.
fn full_reservoirs(case: &Case<'_>) -> Verdict {
    let (first, last) = ("2020-10-25", "2025-10-24");
    let full_on = after(day(first), case.input("days_into_cycle") as i64 - 1);
    let owed = case.input("carried_debt_af");
    let mut given = third_of(case.input("delivered_af"), first, &full_on.to_string());
    for (station, capacity) in [("Amistad", AMISTAD_HM3), ("Falcon", FALCON_HM3)] {
        let full = case.input_texts("us_conservation_full").contains(&station);
        // A little above what conserves: the acre-foot does not divide without a rest.
        let stored = if full {
            1.001 * capacity
        } else {
            0.5 * capacity
        };
        let stored = on(even(first, last, 0.5 * capacity), first, full_on, stored);
        given = given.with(&format!("{}.US", station.to_lowercase()), first, stored);
    }
    opening(&mut given, first, -owed);
    let outcome = evaluate(
        &treaty(RIO_GRANDE),
        &given,
        &known(first, last, &after(full_on, 10).to_string()),
    );
    let row = row_at(&outcome, "us", &full_on.to_string())?;
    let ended = row.period.days.1 == full_on;
    same(
        "the cycle ends",
        Some(ended),
        case.expects("cycle_terminated"),
    )?;
    if !ended {
        case.equals(
            "carried in",
            Some(-row.carried_in),
            case.expected("debt_af"),
        )?;
        return same("reset", Some(row.status == Status::Reset), Some(false));
    }
    same("reset", Some(row.status == Status::Reset), Some(true))?;
    let next = row_at(&outcome, "us", &after(full_on, 1).to_string())?;
    same(
        "the next begins on the day after",
        Some(next.period.days.0 == after(full_on, 1)),
        case.expects("new_cycle_starts_next_day"),
    )?;
    case.equals(
        "carried on",
        Some(-next.carried_in),
        case.expected("debt_af"),
    )
}

/// First year of cycle 37: what is left of the deficit, what the cycle is credited with, and what is due.
pub(super) fn cycle_37(
    treaty: &Agreement,
    owed: f64,
    credited: f64,
) -> Result<(f64, f64, f64), String> {
    let (first, to) = ("2025-10-25", "2026-10-24");
    let mut given = third_of(credited, first, to);
    opening(&mut given, first, -owed);
    let outcome: Outcome = evaluate(treaty, &given, &known(first, "2030-10-24", to));
    let row = row_at(&outcome, "us", to)?;
    let running = row.running.as_ref().ok_or("the cycle is over")?;
    let credit = row.delivered.ok_or("no delivery")? - row.applied_to_carried;
    Ok((-running.carried_left, credit, running.required_to_date))
}

fn two_readings(case: &Case<'_>) -> Verdict {
    let (owed, credited) = (
        case.input("opening_debt_af"),
        case.input("credits_year1_af"),
    );
    for (reading, expected) in [
        (treaty(RIO_GRANDE), "debt_first"),
        (reading(RIO_GRANDE, "cycle_first"), "cycle_first"),
    ] {
        let (left, credit, due) = cycle_37(&reading, owed, credited)?;
        case.equals(expected, Some(left), case.inside(expected, "debt_af"))?;
        case.equals(
            expected,
            Some(credit),
            case.inside(expected, "cycle_credit_af"),
        )?;
        case.holds("prorata_due_af", Some(due))?;
    }
    Ok(())
}

fn third(case: &Case<'_>) -> Verdict {
    let (first, last) = ("2021-10-25", "2022-10-24");
    let mut given = Given::default();
    let stations = [
        "conchos",
        "san_diego",
        "san_rodrigo",
        "escondido",
        "salado",
        "las_vacas",
    ];
    for (station, volume) in stations.into_iter().zip(case.inputs("six_tributaries_m3")) {
        let flow = flow_of(volume / 1e6, first, last);
        given = given.with(station, first, even(first, last, flow));
    }
    let outcome = evaluated(&treaty(RIO_GRANDE), &given, first, last);
    for (party, expected) in [("US", "US_m3"), ("MX", "MX_m3")] {
        let share = share_at(&outcome, "third", party, last).map(|share| share * ACRE_FOOT_M3);
        case.holds(expected, share)?;
    }
    Ok(())
}

/// The Colorado's year: delivered to Mexico in acre-feet, by the river and by the canal.
pub(super) fn colorado(year: i32, river: f64, canal: f64) -> Given {
    let first = NaiveDate::from_ymd_opt(year, 1, 1)
        .expect("date")
        .to_string();
    let last = NaiveDate::from_ymd_opt(year, 12, 31)
        .expect("date")
        .to_string();
    let flow = |acre_feet| even(&first, &last, flow_of(hm3(acre_feet), &first, &last));
    Given::default()
        .with("limitrophe", &first, flow(river))
        .with("all_american_canal", &first, flow(canal))
}
