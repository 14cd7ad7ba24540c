//! The Nile, the Helmand, and the rivers of the Aral basin.

use thalweg::agreements::{Outcome, StatedValue};

use super::realise::{evaluated, even, flow_of, row_at, share_at, treaty};
use super::{Case, Verdict};
use crate::support::Given;

pub(super) fn run(case: &Case<'_>) -> Verdict {
    match case.id() {
        id if id.starts_with("NIL-") => nile(case),
        "HEL-VOL" => helmand_volume(case),
        "HEL-NORMAL" => helmand_normal(case),
        "HEL-DRY" => helmand_dry(case),
        "ICW-SYR-2526" => syr_darya(case),
        "ICW-AMU-2025" => amu_darya(case),
        _ => case.no_runner(),
    }
}

fn nile(case: &Case<'_>) -> Verdict {
    let mut given = Given::default();
    given.facts.values.push(StatedValue {
        agreement: None,
        name: "mean_yield".to_owned(),
        period: None,
        value: case.input("mean_yield_aswan_km3"),
        unit: None,
    });
    let outcome = evaluated(&treaty("nile-1959"), &given, "1990-01-01", "1990-12-31");
    for party in ["SD", "EG"] {
        case.holds(party, share_at(&outcome, "shares", party, "1990-06-01"))?;
    }
    Ok(())
}

/// A water year whose flow is this part of a normal one.
pub(super) fn helmand(part: f64) -> Outcome {
    let (first, last) = ("2000-10-01", "2001-09-30");
    let given = Given::default()
        .with(
            "dehrawud",
            first,
            even(first, last, flow_of(part * 5_661.7, first, last)),
        )
        .with("border", first, even(first, last, 20.0));
    evaluated(&treaty("helmand-1973"), &given, first, last)
}

fn helmand_volume(case: &Case<'_>) -> Verdict {
    let outcome = helmand(1.2);
    case.equals(
        "m3s",
        row_at(&outcome, "delivery", "2001-02-01")?.entitlement,
        case.input("m3s"),
    )?;
    let year = row_at(&outcome, "year", "2001-02-01")?;
    case.holds(
        "mcm",
        year.entitlement
            .map(|volume| volume * year.counted_in.factor),
    )
}

fn helmand_normal(case: &Case<'_>) -> Verdict {
    let pairs = treaty("helmand-1973").printed_pairs;
    let pair = pairs
        .iter()
        .find(|pair| pair.first == (case.input("acre_feet"), "af".to_owned()));
    case.holds("mcm", pair.map(|pair| pair.second.0))
}

fn helmand_dry(case: &Case<'_>) -> Verdict {
    let outcome = helmand(case.input("actual_to_normal"));
    case.holds(
        "month_m3s",
        row_at(&outcome, "delivery", "2001-02-01")?.entitlement,
    )
}

fn syr_darya(case: &Case<'_>) -> Verdict {
    let outcome = evaluated(
        &treaty("syr-darya"),
        &Given::default(),
        "2025-10-01",
        "2026-03-31",
    );
    let mut total = 0.0;
    for party in ["KZ", "KG", "TJ", "UZ"] {
        let share = share_at(&outcome, "decision_2025_26", party, "2025-12-01");
        case.equals(party, share, case.input(party))?;
        total += share.unwrap_or(f64::NAN);
    }
    case.holds("total", Some(total))
}

fn amu_darya(case: &Case<'_>) -> Verdict {
    let (first, last) = ("2025-04-01", "2025-09-30");
    let flow = flow_of(case.input("used_km3") * 1e3, first, last);
    let given = Given::default().with("all_use", first, even(first, last, flow));
    let outcome = evaluated(&treaty("amu-darya"), &given, first, last);
    let row = row_at(&outcome, "season_2025", last)?;
    case.equals("quota", row.entitlement, case.input("quota_km3"))?;
    let part = row
        .delivered
        .zip(row.entitlement)
        .map(|(used, quota)| 100.0 * used / quota);
    case.holds("pct", part)
}
