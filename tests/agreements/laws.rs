//! Laws that hold for every agreement, whatever the river does.

use proptest::prelude::*;
use thalweg::agreements::{Outcome, evaluate, shipped};
use thalweg::domain::Status;
use thalweg::domain::agreement::LedgerRow;

use super::loader::SOUND;
use super::support::{CUSEC, Given, agreement, days, run, span};

/// A season of daily flows with gaps.
fn season() -> impl Strategy<Value = Vec<f64>> {
    let day = prop_oneof![9 => 0.0..400.0_f64, 1 => Just(f64::NAN)];
    proptest::collection::vec(day, days("2022-04-01", "2022-09-30"))
}

fn sound(weir: Vec<f64>) -> Given {
    let n = weir.len();
    Given::default()
        .with("weir", "2022-04-01", weir)
        .with("canal", "2022-04-01", vec![15.0; n])
        .with(
            "lake",
            "2022-03-31",
            (0..=n).map(|n| 40.0 + (n % 9) as f64 / 10.0).collect(),
        )
}

fn account(outcome: &Outcome) -> Vec<&LedgerRow> {
    outcome
        .ledger
        .iter()
        .filter(|row| row.rule == "account")
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn shares_add_up_to_what_is_available(flow in 0.0..200_000.0_f64, period in 0_usize..15) {
        let first = format!("2024-{:02}-{:02}", period / 3 + 1, period % 3 * 10 + 1);
        let last = if period % 3 == 2 { format!("{}-29", &first[..7]) } else { format!("{}-{:02}", &first[..7], period % 3 * 10 + 10) };
        let n = days(&first, &last);
        let given = Given::default()
            .with("below_barrage", &first, vec![flow * CUSEC; n])
            .with("feeder_canal", &first, vec![0.0; n])
            .with("nav_lock", &first, vec![0.0; n]);
        for text in [shipped("ganges-1996").unwrap().to_owned(), shipped("ganges-1996").unwrap().replace("enabled = false", "enabled = true")] {
            let outcome = run(&text, &given, &span(&first, &last));
            let shares: Vec<f64> = outcome.shares.iter().filter(|row| row.rule == "formula").filter_map(|row| row.value).collect();
            prop_assert_eq!(shares.len(), 2);
            prop_assert!(shares.iter().all(|share| *share >= 0.0));
            prop_assert!((shares.iter().sum::<f64>() - flow).abs() <= 1e-6 * flow.max(1.0), "{:?} of {}", shares, flow);
        }
    }

    #[test]
    fn what_is_carried_out_is_carried_in_and_nothing_is_lost(weir in season()) {
        let outcome = run(SOUND, &sound(weir), &span("2022-04-01", "2022-09-30"));
        let rows = account(&outcome);
        prop_assert_eq!(rows.len(), 12);
        let mut sum = 0.0;
        let mut carried = 0.0;
        let last = rows.len() - 1;
        for (n, row) in rows.into_iter().enumerate() {
            prop_assert_eq!(row.carried_in, carried);
            if let Some((delivered, entitlement)) = row.delivered.zip(row.entitlement) {
                sum += delivered - entitlement;
                prop_assert!((row.balance.unwrap() - sum).abs() < 1e-6);
            } else {
                prop_assert_eq!(row.status, Status::NotAssessable);
                prop_assert_eq!(row.balance, None);
            }
            // What is left at the end of the season lapses.
            prop_assert!(n < last || row.carried_out == 0.0);
            carried = if n < last { row.carried_out } else { row.lapsed };
        }
        prop_assert!((carried - sum).abs() < 1e-6);
    }

    #[test]
    fn the_order_of_the_rules_in_the_file_does_not_matter(weir in season(), order in Just([0_usize, 1, 2]).prop_shuffle()) {
        let mut parts = SOUND.split("[[rule]]");
        let head = parts.next().unwrap();
        let rules: Vec<&str> = parts.collect();
        let (last, ledger) = rules[2].split_once("[ledger]").unwrap();
        let blocks = [rules[0], rules[1], last];
        let mut text = head.to_owned();
        for n in order {
            text.push_str("[[rule]]");
            text.push_str(blocks[n]);
        }
        text.push_str("[ledger]");
        text.push_str(ledger);
        let given = sound(weir);
        let all = span("2022-04-01", "2022-09-30");
        let (one, other) = (run(SOUND, &given, &all), run(&text, &given, &all));
        // NaN of a delivered curve is unequal to itself; the printed form is not.
        prop_assert_eq!(format!("{:?}", one.ledger), format!("{:?}", other.ledger));
        prop_assert_eq!(one.shares, other.shares);
    }

    #[test]
    fn exempt_is_never_met_and_never_final(flow in 0.0..200.0_f64, rain in 0.0..4.0_f64) {
        let n = days("2021-10-01", "2022-09-30");
        let given = Given::default().with("weir", "2021-10-01", vec![flow; n]).with("rain", "2021-10-01", vec![rain; n]);
        let outcome = run(SOUND, &given, &span("2021-10-01", "2022-09-30"));
        for row in outcome.ledger.iter().filter(|row| row.rule == "least") {
            let met = row.condition.as_ref().unwrap().met;
            prop_assert_eq!(met, Some(182.0 * rain < 260.0 - 1e-6));
            prop_assert_eq!(row.status == Status::Exempt, met == Some(true));
            // The obligation is off, the figures stay.
            prop_assert!(row.balance.is_some());
        }
    }
}

#[test]
fn the_same_input_gives_the_same_outcome() {
    let given = sound(
        (0..days("2022-04-01", "2022-09-30"))
            .map(|n| 50.0 + n as f64)
            .collect(),
    );
    let (agreement, all) = (agreement(SOUND), span("2022-04-01", "2022-09-30"));
    let first = evaluate(&agreement, &given, &all);
    for _ in 0..5 {
        assert_eq!(evaluate(&agreement, &given, &all), first);
    }
}
