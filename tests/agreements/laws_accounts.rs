//! Laws of the account by itself: volumes conserve, the oldest is used first, and what is exempt is not met.
//! The order in which amounts are used is held against a simulation that moves one unit of water at a time.

use proptest::prelude::*;
use thalweg::agreements::ledger::{Booking, Bookkeeping, Entry, Limits};
use thalweg::domain::agreement::ledger::{Carry, CarryWithin, FillsFirst, Wipes};

/// Everything is carried for ever.
pub(crate) fn plain() -> Carry {
    Carry {
        article: None,
        within: CarryWithin::Always,
        deficit: 1.0,
        surplus: 1.0,
        for_periods: None,
        repay_within: None,
        fills_first: FillsFirst::Carried,
        max_deficit: None,
        max_surplus: None,
        max_surplus_per_period: None,
        max_use_per_period: None,
        max_deficits_in_row: None,
        sources: Vec::new(),
    }
}

pub(crate) fn due(entitlement: f64, delivered: f64) -> Entry {
    Entry {
        entitlement,
        due_to_date: entitlement,
        delivered,
        ..Entry::default()
    }
}

pub(crate) fn book_all(carry: &Carry, entries: &[Entry]) -> Vec<Booking> {
    let mut account = Bookkeeping::new(Some(carry));
    entries.iter().map(|entry| account.book(entry)).collect()
}

fn near(a: f64, b: f64, size: f64) -> bool {
    (a - b).abs() <= 1e-9 * size.abs().max(1.0)
}

fn fills() -> impl Strategy<Value = FillsFirst> {
    prop_oneof![Just(FillsFirst::Carried), Just(FillsFirst::Period)]
}

fn carry() -> impl Strategy<Value = Carry> {
    let share = prop_oneof![3 => Just(1.0), 1 => Just(0.0), 2 => 0.0..1.0_f64];
    let share = (share.clone(), share);
    let age = proptest::option::of(1_u32..4);
    (share, age.clone(), age, fills()).prop_map(
        |((deficit, surplus), for_periods, repay_within, fills_first)| Carry {
            deficit,
            surplus,
            for_periods,
            repay_within,
            fills_first,
            ..plain()
        },
    )
}

fn limit() -> impl Strategy<Value = f64> {
    prop_oneof![2 => Just(f64::INFINITY), 1 => 0.0..200.0_f64, 1 => Just(0.0)]
}

fn entry() -> impl Strategy<Value = Entry> {
    let amount = prop_oneof![8 => -20.0..500.0_f64, 1 => Just(f64::NAN), 1 => Just(0.0)];
    let wipes = prop_oneof![
        12 => Just(None),
        1 => Just(Some(Wipes::Both)),
        1 => Just(Some(Wipes::Deficit)),
        1 => Just(Some(Wipes::Surplus)),
    ];
    let opening = proptest::option::weighted(0.1, -300.0..300.0_f64);
    let limits = (limit(), limit(), limit(), limit());
    let flags = (
        proptest::bool::weighted(0.15),
        proptest::bool::weighted(0.1),
    );
    ((amount.clone(), amount), wipes, opening, limits, flags).prop_map(
        |((entitlement, delivered), wipes, opening, limits, (is_exempt, ends_life))| Entry {
            is_exempt,
            wipes,
            opening,
            ends_life,
            limits: Limits {
                deficit: limits.0,
                surplus: limits.1,
                surplus_per_period: limits.2,
                use_per_period: limits.3,
            },
            ..due(entitlement, delivered)
        },
    )
}

fn has_figure(entry: &Entry) -> bool {
    !entry.is_exempt && !(entry.entitlement + entry.delivered).is_nan()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn volumes_conserve_in_every_period(carry in carry(), entries in proptest::collection::vec(entry(), 1..25)) {
        let mut before = 0.0;
        for (entry, booking) in entries.iter().zip(book_all(&carry, &entries)) {
            prop_assert_eq!(booking.carried_in, entry.opening.unwrap_or(before));
            let own = if has_figure(entry) { entry.delivered - entry.entitlement } else { 0.0 };
            let (given, gone) = (booking.carried_in + own, booking.carried_out + booking.lapsed + booking.set_off);
            prop_assert!(near(given, gone, 1000.0), "{:?} {:?}", entry, booking);
            prop_assert!(near(booking.lapses.iter().sum(), booking.lapsed, 1000.0));
            if has_figure(entry) {
                prop_assert!(near(booking.balance, given, 1000.0));
            }
            before = booking.carried_out;
        }
    }

    #[test]
    fn nothing_that_is_exempt_or_unknown_changes_what_is_carried(carry in carry(), opening in -300.0..300.0_f64, amounts in (0.0..900.0_f64, 0.0..900.0_f64)) {
        let first = Entry { opening: Some(opening), is_exempt: true, ..due(amounts.0, amounts.1) };
        let unknown = Entry { opening: None, ..due(amounts.0, f64::NAN) };
        let bookings = book_all(&carry, &[first, unknown, Entry { opening: None, ..first }]);
        for booking in &bookings {
            prop_assert_eq!((booking.carried_in, booking.carried_out, booking.lapsed), (opening, opening, 0.0));
            prop_assert_eq!((booking.applied_to_carried, booking.used_of_carried), (0.0, 0.0));
        }
        // The delivery stays readable.
        prop_assert!(near(bookings[0].balance, amounts.1 - amounts.0 + opening, 1000.0));
        prop_assert!(bookings[1].balance.is_nan());
    }

    #[test]
    fn all_figures_grow_with_the_water(carry in carry(), entries in proptest::collection::vec(entry(), 1..15), factor in prop_oneof![Just(2.0), Just(0.125), Just(1024.0)]) {
        let scaled: Vec<Entry> = entries.iter().map(|entry| Entry {
            entitlement: entry.entitlement * factor,
            due_to_date: entry.due_to_date * factor,
            delivered: entry.delivered * factor,
            opening: entry.opening.map(|value| value * factor),
            limits: Limits {
                deficit: entry.limits.deficit * factor,
                surplus: entry.limits.surplus * factor,
                surplus_per_period: entry.limits.surplus_per_period * factor,
                use_per_period: entry.limits.use_per_period * factor,
            },
            ..*entry
        }).collect();
        for (one, other) in book_all(&carry, &entries).iter().zip(book_all(&carry, &scaled)) {
            // A power of two scales without rounding.
            prop_assert_eq!(one.carried_out * factor, other.carried_out);
            prop_assert_eq!(one.lapsed * factor, other.lapsed);
            prop_assert_eq!(one.applied_to_carried * factor, other.applied_to_carried);
            prop_assert!(one.balance.is_nan() && other.balance.is_nan() || one.balance * factor == other.balance);
        }
    }

    #[test]
    fn a_period_cut_in_two_hands_on_the_same(amounts in proptest::collection::vec((0.0..500.0_f64, 0.0..500.0_f64, 0.0..1.0_f64, 0.0..1.0_f64), 1..10), fills_first in fills()) {
        let carry = Carry { fills_first, ..plain() };
        let whole: Vec<Entry> = amounts.iter().map(|&(d, v, ..)| due(d, v)).collect();
        let halves: Vec<Entry> = amounts.iter().flat_map(|&(d, v, a, b)| [due(d * a, v * b), due(d - d * a, v - v * b)]).collect();
        let (one, two) = (book_all(&carry, &whole), book_all(&carry, &halves));
        for (one, two) in one.iter().zip(two.iter().skip(1).step_by(2)) {
            prop_assert!(near(one.carried_out, two.carried_out, 5000.0), "{:?} {:?}", one, two);
        }
    }

    #[test]
    fn what_is_filled_first_changes_no_balance_while_nothing_lapses(amounts in proptest::collection::vec((0.0..500.0_f64, 0.0..500.0_f64), 1..12)) {
        let entries: Vec<Entry> = amounts.iter().map(|&(d, v)| due(d, v)).collect();
        let period = Carry { fills_first: FillsFirst::Period, ..plain() };
        for (one, other) in book_all(&plain(), &entries).iter().zip(book_all(&period, &entries)) {
            prop_assert_eq!(one.balance, other.balance);
            prop_assert_eq!(one.carried_out, other.carried_out);
        }
    }

    #[test]
    fn two_deficits_set_off_lose_the_same(a in -300.0..300.0_f64, b in -300.0..300.0_f64) {
        let carry = plain();
        let (mut one, mut other) = (Bookkeeping::new(Some(&carry)), Bookkeeping::new(Some(&carry)));
        let (first, second) = (due(0.0, a), due(0.0, b));
        let (mut x, mut y) = (one.enter(&first), other.enter(&second));
        let both = one.deficit().min(other.deficit());
        one.set_off(both, &mut x);
        other.set_off(both, &mut y);
        one.close(&first, &mut x);
        other.close(&second, &mut y);
        prop_assert_eq!(x.set_off, y.set_off);
        prop_assert!(x.carried_out == 0.0 || y.carried_out == 0.0 || a > 0.0 || b > 0.0);
        prop_assert!(near(a, x.carried_out + x.set_off, 300.0) && near(b, y.carried_out + y.set_off, 300.0));
    }

    #[test]
    fn water_moved_unit_by_unit_comes_to_the_same(
        amounts in proptest::collection::vec((0_u16..30, 0_u16..30), 1..15),
        for_periods in proptest::option::of(1_u32..4),
        fills_first in fills(),
        limits in (proptest::option::of(0_u16..40), proptest::option::of(0_u16..40), proptest::option::of(0_u16..20)),
    ) {
        let carry = Carry { for_periods, fills_first, ..plain() };
        let infinite = |limit: Option<u16>| limit.map_or(f64::INFINITY, f64::from);
        let entries: Vec<Entry> = amounts.iter().map(|&(d, v)| Entry {
            limits: Limits {
                deficit: infinite(limits.0),
                surplus: infinite(limits.1),
                use_per_period: infinite(limits.2),
                ..Limits::default()
            },
            ..due(f64::from(d), f64::from(v))
        }).collect();
        let expected = unit_by_unit(&amounts, for_periods, fills_first, limits);
        let found: Vec<(f64, f64)> = book_all(&carry, &entries).iter().map(|b| (b.carried_out, b.applied_to_carried)).collect();
        prop_assert_eq!(found, expected);
    }
}

/// What each period carries out and applies to a carried deficit, one unit of water after the other. A unit
/// of deficit or surplus is the number of the period that it comes from.
fn unit_by_unit(
    amounts: &[(u16, u16)],
    for_periods: Option<u32>,
    fills_first: FillsFirst,
    (max_deficit, max_surplus, max_use): (Option<u16>, Option<u16>, Option<u16>),
) -> Vec<(f64, f64)> {
    let (mut missing, mut spare): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
    let mut out = Vec::new();
    for (now, &(due, delivered)) in amounts.iter().enumerate() {
        let (mut still_due, mut applied, mut over) = (usize::from(due), 0, 0);
        for _ in 0..delivered {
            let carried_is_next =
                !missing.is_empty() && (fills_first == FillsFirst::Carried || still_due == 0);
            if carried_is_next {
                missing.remove(0);
                applied += 1;
            } else if still_due > 0 {
                still_due -= 1;
            } else {
                over += 1;
            }
        }
        let mut may_use = max_use.map_or(usize::MAX, usize::from);
        while may_use > 0 && !spare.is_empty() && still_due > 0 {
            spare.remove(0);
            still_due -= 1;
            may_use -= 1;
        }
        while may_use > 0 && !spare.is_empty() && !missing.is_empty() {
            spare.remove(0);
            missing.remove(0);
            may_use -= 1;
        }
        missing.extend(vec![now; still_due]);
        spare.extend(vec![now; over]);
        if let Some(periods) = for_periods {
            let lives = |from: &usize| now - from < periods as usize;
            missing.retain(lives);
            spare.retain(lives);
        }
        missing.truncate(max_deficit.map_or(usize::MAX, usize::from));
        spare.truncate(max_surplus.map_or(usize::MAX, usize::from));
        out.push((
            spare.len() as f64 - missing.len() as f64,
            f64::from(applied),
        ));
    }
    out
}
