//! Laws of whole agreements that are made up at random: whatever a file says, shares add up to what is there, accounts
//! conserve volume, a period is the sum of its parts, the order of the entries decides nothing, and a river of twice
//! the size with twice the figures has twice the account.

use std::fmt::Write as _;

use proptest::prelude::*;
use thalweg::agreements::{Outcome, Span};
use thalweg::domain::Status;
use thalweg::domain::agreement::LedgerRow;

use super::support::{Given, days, run, span};

const FIRST: &str = "2022-01-01";
const LAST: &str = "2022-05-31";

/// An agreement of three parties on one river.
#[derive(Clone, Debug)]
struct Case {
    split: Split,
    changes: Vec<Change>,
    carry: Carry,
    floor: f64,
}

#[derive(Clone, Debug)]
enum Split {
    /// Parts.
    Shares(f64, f64),
    /// So much to the first party, then parts of the rest.
    First(f64, f64),
    /// Two bands, the second from `from` on; the base of each party there, as a part of `from`.
    Bands {
        from: f64,
        low: (f64, f64),
        base: (f64, f64),
        high: (f64, f64),
    },
}

#[derive(Clone, Debug)]
enum Change {
    Guarantee(usize, f64),
    Cap(usize, f64),
    Scale(usize, f64),
    Transfer(usize, usize, f64),
}

#[derive(Clone, Debug)]
struct Carry {
    deficit: f64,
    surplus: f64,
    for_periods: Option<u32>,
    fills_first: &'static str,
    within: &'static str,
    limits: [Option<f64>; 4],
}

const PARTIES: [&str; 3] = ["AA", "BB", "CC"];

/// Three parts that add up to 1, from two numbers between 0 and 1.
fn parts((a, b): (f64, f64)) -> [f64; 3] {
    let b = (1.0 - a) * b;
    [a, b, 1.0 - a - b]
}

impl Case {
    /// The file, with every amount so many times as large; what each party gets in `entries` order.
    fn text(&self, size: f64, order: &[usize]) -> String {
        let mut entries = vec![self.split(size)];
        for (n, change) in self.changes.iter().enumerate() {
            entries.push(change.text(n, size));
        }
        entries.push(format!(
            "[[rule]]\nid = \"least\"\nkind = \"minimum\"\narticle = \"Art. 2\"\ncalendar = \"month\"\nof = \"weir\"\n\
             target = \"lesser(0.5 * natural, {:?} m3/s)\"\nowed = {{ by = \"AA\", to = \"BB\" }}\nunless = \"dry\"\n\n",
            self.floor * size
        ));
        entries.push(
            "[[rule]]\nid = \"below\"\nkind = \"amount\"\narticle = \"Art. 3\"\ncalendar = \"month\"\nparty = \"CC\"\n\
             amount = \"shares.BB + shares.CC\"\n\n"
                .to_owned(),
        );
        // Changes of one rule are made in file order; everything else may stand anywhere.
        let n_changes = self.changes.len();
        let block = entries[1..=n_changes].concat();
        let loose = [
            entries[0].clone(),
            block,
            entries[n_changes + 1].clone(),
            entries[n_changes + 2].clone(),
        ];
        let mut text = HEAD.to_owned();
        for at in order {
            text.push_str(&loose[*at]);
        }
        text + &self.ledgers(size)
    }

    fn split(&self, size: f64) -> String {
        let mut text = "[[rule]]\nid = \"shares\"\nkind = \"split\"\narticle = \"Art. 1\"\ncalendar = \"month\"\nof = \"natural\"\n".to_owned();
        match &self.split {
            Split::Shares(a, b) => {
                let [a, b, c] = parts((*a, *b));
                let _ = writeln!(text, "shares = {{ AA = {a:?}, BB = {b:?}, CC = {c:?} }}");
            }
            Split::First(volume, share) => {
                let _ = writeln!(
                    text,
                    "first = {{ AA = \"{:?} m3/s\" }}\nrest = {{ BB = {share:?}, CC = {:?} }}",
                    volume * size,
                    1.0 - share
                );
            }
            Split::Bands {
                from,
                low,
                base,
                high,
            } => {
                let (low, base, high) = (parts(*low), parts(*base), parts(*high));
                let from = from * size;
                let band = |from: f64, base: [f64; 3], slope: [f64; 3]| {
                    format!(
                        "{{ from = {from:?}, AA = [{:?}, {:?}], BB = [{:?}, {:?}], CC = [{:?}, {:?}] }}",
                        base[0], slope[0], base[1], slope[1], base[2], slope[2]
                    )
                };
                let rest = from - base[0] * from - base[1] * from;
                let _ = writeln!(
                    text,
                    "bands = [ {}, {} ]",
                    band(0.0, [0.0; 3], low),
                    band(from, [base[0] * from, base[1] * from, rest], high)
                );
            }
        }
        text + "\n"
    }

    fn ledgers(&self, size: f64) -> String {
        let carry = &self.carry;
        let mut text = format!(
            "[ledger.lower]\nentitlement = \"shares.BB\"\ndelivered = \"weir\"\nunit = \"hm3\"\nunless = \"dry\"\n\
             [ledger.lower.carry]\nwithin = \"{}\"\ndeficit = {:?}\nsurplus = {:?}\nfills_first = \"{}\"\n",
            carry.within, carry.deficit, carry.surplus, carry.fills_first
        );
        if let Some(periods) = carry.for_periods {
            let _ = writeln!(text, "for_periods = {periods}");
        }
        let keys = [
            "max_deficit",
            "max_surplus",
            "max_surplus_per_period",
            "max_use_per_period",
        ];
        for (key, limit) in keys.iter().zip(carry.limits) {
            if let Some(limit) = limit {
                let _ = writeln!(text, "{key} = {:?}", limit * size);
            }
        }
        text
    }
}

impl Change {
    fn text(&self, n: usize, size: f64) -> String {
        let mut text = format!(
            "[[rule]]\nid = \"change-{n}\"\narticle = \"Art. 1({n})\"\nmodifies = \"shares\"\n"
        );
        let said = match self {
            Self::Guarantee(party, amount) => format!(
                "kind = \"guarantee\"\ncap_at_available = true\nparty = \"{}\"\nat_least = \"{:?} m3/s\"",
                PARTIES[*party],
                amount * size
            ),
            Self::Cap(party, amount) => format!(
                "kind = \"cap\"\nparty = \"{}\"\nat_most = \"{:?} m3/s\"",
                PARTIES[*party],
                amount * size
            ),
            Self::Scale(party, factor) => {
                format!(
                    "kind = \"scale\"\nparty = \"{}\"\nfactor = {factor:?}",
                    PARTIES[*party]
                )
            }
            Self::Transfer(from, to, amount) => format!(
                "kind = \"transfer\"\nfrom = \"{}\"\nto = \"{}\"\namount = \"{:?} m3/s\"",
                PARTIES[*from],
                PARTIES[*to],
                amount * size
            ),
        };
        text.push_str(&said);
        text + "\n\n"
    }
}

const HEAD: &str = r#"
schema = "treaty/1"
station = [ { id = "weir" }, { id = "canal", kind = "canal" }, { id = "lake", kind = "reservoir" }, { id = "rain", kind = "rain" } ]
series = [ { id = "natural", article = "Art. 0", terms = [ { s = "weir" }, { s = "canal" }, { storage_change = "lake" } ] } ]

[treaty]
id = "made-up"
title = "Made up"
parties = [ { id = "AA" }, { id = "BB" }, { id = "CC" } ]
unit = "m3/s"

[calendar]
month = { kind = "month", season = { from = "02-01", to = "04-30" } }
half = { kind = "split_month", starts = [1, 16] }
whole = { kind = "month" }

[[condition]]
id = "dry"
article = "Art. 4"
scope = "month"
when = "sum(rain) < 10"

"#;

fn split() -> impl Strategy<Value = Split> {
    let pair = (0.0..1.0_f64, 0.0..1.0_f64);
    prop_oneof![
        pair.clone().prop_map(|(a, b)| Split::Shares(a, b)),
        (0.0..150.0_f64, 0.0..1.0_f64).prop_map(|(a, b)| Split::First(a, b)),
        (1.0..150.0_f64, pair.clone(), pair.clone(), pair).prop_map(|(from, low, base, high)| {
            Split::Bands {
                from,
                low,
                base,
                high,
            }
        }),
    ]
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        (0..3_usize, 0.0..200.0_f64).prop_map(|(party, amount)| Change::Guarantee(party, amount)),
        (0..3_usize, 0.0..200.0_f64).prop_map(|(party, amount)| Change::Cap(party, amount)),
        (0..3_usize, 0.0..1.0_f64).prop_map(|(party, factor)| Change::Scale(party, factor)),
        (0..3_usize, 1..3_usize, 0.0..100.0_f64).prop_map(|(from, step, amount)| Change::Transfer(
            from,
            (from + step) % 3,
            amount
        )),
    ]
}

fn carry() -> impl Strategy<Value = Carry> {
    let share = prop_oneof![2 => Just(1.0), 1 => Just(0.0), 1 => 0.0..1.0_f64];
    let limit = proptest::option::of(0.0..300.0_f64);
    (
        (share.clone(), share),
        proptest::option::of(1_u32..3),
        prop_oneof![Just("carried"), Just("period")],
        prop_oneof![Just("always"), Just("season")],
        [limit.clone(), limit.clone(), limit.clone(), limit],
    )
        .prop_map(
            |((deficit, surplus), for_periods, fills_first, within, limits)| Carry {
                deficit,
                surplus,
                for_periods,
                fills_first,
                within,
                limits,
            },
        )
}

fn case() -> impl Strategy<Value = Case> {
    (
        split(),
        proptest::collection::vec(change(), 0..4),
        carry(),
        0.0..100.0_f64,
    )
        .prop_map(|(split, changes, carry, floor)| Case {
            split,
            changes,
            carry,
            floor,
        })
}

/// Flows of every month, and which days are missing.
fn river() -> impl Strategy<Value = (Vec<f64>, Vec<usize>, [f64; 5])> {
    let flow = proptest::collection::vec(0.0..400.0_f64, days(FIRST, LAST));
    let gaps = proptest::collection::vec(0..days(FIRST, LAST), 0..12);
    let rain = prop_oneof![3 => 0.5..5.0_f64, 1 => Just(0.0)];
    (
        flow,
        gaps,
        [rain.clone(), rain.clone(), rain.clone(), rain.clone(), rain],
    )
}

fn given(flow: &[f64], gaps: &[usize], rain: &[f64; 5], size: f64) -> Given {
    let n = flow.len();
    let mut weir: Vec<f64> = flow.iter().map(|flow| flow * size).collect();
    for gap in gaps {
        weir[*gap] = f64::NAN;
    }
    let months = rain.iter().zip([31, 28, 31, 30, 31]);
    let falls = months.flat_map(|(fall, days)| vec![*fall; days]).collect();
    Given::default()
        .with("weir", FIRST, weir)
        .with("canal", FIRST, vec![15.0 * size; n])
        .with("lake", "2021-12-31", vec![40.0 * size; n + 1])
        .with("rain", FIRST, falls)
}

fn all() -> Span {
    span(FIRST, LAST)
}

fn rows<'o>(outcome: &'o Outcome, rule: &str) -> Vec<&'o LedgerRow> {
    outcome
        .ledger
        .iter()
        .filter(|row| row.rule == rule)
        .collect()
}

fn near(a: f64, b: f64, size: f64) -> bool {
    (a - b).abs() <= 1e-7 * size.max(1.0)
}

/// Every figure of an outcome with its value, in one order.
fn figures(outcome: &Outcome) -> Vec<String> {
    let mut all: Vec<String> = outcome
        .ledger
        .iter()
        .map(|row| format!("{row:?}"))
        .chain(outcome.shares.iter().map(|share| format!("{share:?}")))
        .collect();
    all.sort();
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn shares_add_up_to_what_is_available_whatever_changes_them(case in case(), (flow, gaps, rain) in river()) {
        let given = given(&flow, &gaps, &rain, 1.0);
        let outcome = run(&case.text(1.0, &[0, 1, 2, 3]), &given, &all());
        for (month, days) in [(2, 31..59), (3, 59..90), (4, 90..120)] {
            let label = format!("2022-{month:02}");
            let shares: Vec<Option<f64>> = outcome.shares.iter()
                .filter(|share| share.rule == "shares" && share.period.label == label)
                .map(|share| share.value)
                .collect();
            prop_assert_eq!(shares.len(), 3);
            let there: Vec<f64> = days.clone().filter(|day| !gaps.contains(day)).map(|day| flow[day] + 15.0).collect();
            if (days.len() - there.len()) as f64 > 0.1 * days.len() as f64 {
                prop_assert_eq!(shares, vec![None; 3]);
                continue;
            }
            let available = there.iter().sum::<f64>() / there.len() as f64;
            let shares: Vec<f64> = shares.into_iter().flatten().collect();
            prop_assert!(shares.iter().all(|share| *share >= -1e-9), "{:?}", shares);
            prop_assert!(near(shares.iter().sum(), available, available), "{:?} of {}", shares, available);
        }
    }

    #[test]
    fn accounts_conserve_volume_and_exempt_is_not_met(case in case(), (flow, gaps, rain) in river()) {
        let given = given(&flow, &gaps, &rain, 1.0);
        let outcome = run(&case.text(1.0, &[0, 1, 2, 3]), &given, &all());
        let ledger = rows(&outcome, "lower");
        prop_assert_eq!(ledger.len(), 3);
        let mut before = 0.0;
        for (row, dry) in ledger.into_iter().zip(&rain[1..]) {
            prop_assert_eq!(row.carried_in, before);
            prop_assert_eq!(row.status == Status::Exempt, *dry == 0.0);
            let own = match (row.status, row.balance) {
                (Status::Exempt, _) | (_, None) => 0.0,
                (_, Some(balance)) => balance - row.carried_in,
            };
            let out = row.carried_out + row.lapsed + row.set_off;
            prop_assert!(near(row.carried_in + own, out, 1e3), "{:?}", row);
            if let (Some(delivered), Some(entitlement), Some(balance)) = (row.delivered, row.entitlement, row.balance) {
                prop_assert!(near(delivered - entitlement + row.carried_in, balance, 1e3));
            }
            before = row.carried_out;
        }
        // What is given in an exempt month is still told, and is never final.
        for row in rows(&outcome, "least").into_iter().filter(|row| row.status == Status::Exempt) {
            prop_assert_eq!(row.condition.as_ref().unwrap().met, Some(true));
            prop_assert!(row.delivered.is_some() || row.completeness.share() < 0.9 + 1e-9);
        }
    }

    #[test]
    fn the_order_of_the_entries_decides_nothing(case in case(), (flow, gaps, rain) in river(), order in Just([0_usize, 1, 2, 3]).prop_shuffle()) {
        let given = given(&flow, &gaps, &rain, 1.0);
        let one = run(&case.text(1.0, &[0, 1, 2, 3]), &given, &all());
        let other = run(&case.text(1.0, &order), &given, &all());
        prop_assert_eq!(figures(&one), figures(&other));
    }

    #[test]
    fn twice_the_water_and_twice_the_figures_make_twice_the_account(case in case(), (flow, gaps, rain) in river()) {
        let one = run(&case.text(1.0, &[0, 1, 2, 3]), &given(&flow, &gaps, &rain, 1.0), &all());
        let two = run(&case.text(2.0, &[0, 1, 2, 3]), &given(&flow, &gaps, &rain, 2.0), &all());
        prop_assert_eq!(one.ledger.len(), two.ledger.len());
        for (a, b) in one.ledger.iter().zip(&two.ledger) {
            prop_assert_eq!(a.status, b.status);
            for (a, b) in [(a.entitlement, b.entitlement), (a.delivered, b.delivered), (a.balance, b.balance), (Some(a.carried_out), Some(b.carried_out)), (Some(a.lapsed), Some(b.lapsed)), (Some(a.applied_to_carried), Some(b.applied_to_carried))] {
                prop_assert_eq!(a.is_some(), b.is_some());
                prop_assert!(near(2.0 * a.unwrap_or_default(), b.unwrap_or_default(), 2e3), "{:?} {:?}", a, b);
            }
        }
        for (a, b) in one.shares.iter().zip(&two.shares) {
            prop_assert!(near(2.0 * a.value.unwrap_or_default(), b.value.unwrap_or_default(), 1e3));
        }
    }

    #[test]
    fn a_period_is_the_sum_of_its_parts((flow, _, rain) in river(), share in 0.0..1.0_f64) {
        let rules: String = ["half", "whole"].iter().map(|calendar| format!(
            "[[rule]]\nid = \"{calendar}\"\nkind = \"split\"\narticle = \"Art. 1\"\ncalendar = \"{calendar}\"\nof = \"natural\"\nshares = {{ AA = {share:?}, BB = {:?} }}\n",
            1.0 - share
        )).collect();
        let ledgers: String = ["half", "whole"].iter().map(|calendar| format!(
            "[ledger.by-{calendar}]\nentitlement = \"{calendar}.BB\"\ndelivered = \"weir\"\nunit = \"hm3\"\ncarry = {{ within = \"always\" }}\n"
        )).collect();
        let outcome = run(&format!("{HEAD}{rules}{ledgers}"), &given(&flow, &[], &rain, 1.0), &all());
        let (halves, wholes) = (rows(&outcome, "by-half"), rows(&outcome, "by-whole"));
        prop_assert_eq!((halves.len(), wholes.len()), (10, 5));
        for (month, parts) in wholes.iter().zip(halves.chunks(2)) {
            let sum = |of: fn(&LedgerRow) -> Option<f64>| parts.iter().filter_map(|row| of(row)).sum::<f64>();
            prop_assert!(near(month.delivered.unwrap(), sum(|row| row.delivered), 1e3));
            prop_assert!(near(month.entitlement.unwrap(), sum(|row| row.entitlement), 1e3));
            prop_assert!(near(month.carried_out, parts[1].carried_out, 1e4));
        }
    }
}
