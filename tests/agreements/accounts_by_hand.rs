//! Clauses of real agreements, account by account, worked by hand.

use thalweg::agreements::ledger::{Bookkeeping, Entry, Lapse, Limits};
use thalweg::domain::agreement::ledger::{Carry, FillsFirst, Wipes};

use super::laws_accounts::{book_all, due, plain};

/// Cycle 37 of the Rio Grande opens with 865,836 acre-feet carried; the first year credits 420,000 of the 350,000
/// that are due pro rata. Same water, two readings.
#[test]
fn both_readings_of_a_running_cycle_can_be_told_apart() {
    for (fills_first, carried_left, ahead, applied) in [
        (FillsFirst::Carried, -445_836.0, -350_000.0, 420_000.0),
        (FillsFirst::Period, -865_836.0, 70_000.0, 0.0),
    ] {
        let carry = Carry {
            fills_first,
            repay_within: Some(1),
            ..plain()
        };
        let year = Entry {
            due_to_date: 350_000.0,
            opening: Some(-865_836.0),
            is_over: false,
            ..due(1_750_000.0, 420_000.0)
        };
        let booking = Bookkeeping::new(Some(&carry)).book(&year);
        assert_eq!(booking.carried_left, carried_left);
        assert_eq!(booking.ahead, ahead);
        assert_eq!(booking.applied_to_carried, applied);
        assert_eq!(booking.lapsed, 0.0);
        // -865,836 + 420,000 - 350,000: where the account would stand today.
        assert_eq!(booking.carried_out, -795_836.0);
    }
}

/// Cycle 34 ended 263,250 acre-feet short; it was made up in cycle 35. What is left after that is said, and stays.
#[test]
fn what_the_next_cycle_must_make_up_stays_and_is_told() {
    let carry = Carry {
        repay_within: Some(1),
        ..plain()
    };
    let bookings = book_all(
        &carry,
        &[
            due(1_750_000.0, 1_486_750.0),
            due(1_750_000.0, 1_750_000.0),
            due(1_750_000.0, 100_000.0),
        ],
    );
    assert_eq!(bookings[0].carried_out, -263_250.0);
    assert_eq!(bookings[0].overdue, 0.0);
    // The delivery fills the old cycle first, so the new one is short by as much, and nothing is overdue.
    assert_eq!(bookings[1].applied_to_carried, 263_250.0);
    assert_eq!(
        (bookings[1].carried_out, bookings[1].overdue),
        (-263_250.0, 0.0)
    );
    assert_eq!(bookings[2].overdue, 163_250.0);
    assert_eq!(bookings[2].carried_out, -263_250.0 - 1_650_000.0);
    assert_eq!(bookings[2].deficits_in_row, 3);
}

/// Full reservoirs end a cycle: all that is owed is fully paid.
#[test]
fn a_reset_wipes_the_account_and_the_next_cycle_begins_with_nothing() {
    let carry = plain();
    let closed = Entry {
        wipes: Some(Wipes::Both),
        opening: Some(-500_000.0),
        ..due(700_000.0, 600_000.0)
    };
    let bookings = book_all(&carry, &[closed, due(1_750_000.0, 1_750_000.0)]);
    assert_eq!(bookings[0].balance, -600_000.0);
    assert_eq!(
        (bookings[0].carried_out, bookings[0].lapsed),
        (0.0, -600_000.0)
    );
    assert_eq!(bookings[0].lapses[0], -600_000.0);
    assert_eq!(bookings[0].deficits_in_row, 0);
    assert_eq!(bookings[1].carried_in, 0.0);
}

/// 500 m³/s at a border, month by month; what is missing is made up in the next month and in no later one.
#[test]
fn a_monthly_shortfall_is_made_up_in_the_next_month_or_not_at_all() {
    let carry = Carry {
        surplus: 0.0,
        for_periods: Some(1),
        fills_first: FillsFirst::Period,
        ..plain()
    };
    // 500 m³/s over 31, 28, 31 and 30 days, hm³; 30 short, then 20 over, then as due, then 50 over.
    let months: Vec<Entry> = [
        (1339.2, 1309.2),
        (1209.6, 1229.6),
        (1339.2, 1339.2),
        (1296.0, 1346.0),
    ]
    .map(|(needed, given)| due(needed, given))
    .to_vec();
    let bookings = book_all(&carry, &months);
    let rounded = |value: f64| (value * 1e6).round() / 1e6;
    assert_eq!(rounded(bookings[0].carried_out), -30.0);
    assert_eq!(rounded(bookings[1].applied_to_carried), 20.0);
    assert_eq!(rounded(bookings[1].balance), -10.0);
    assert_eq!(
        (bookings[1].carried_out, rounded(bookings[1].lapsed)),
        (0.0, -10.0)
    );
    assert_eq!(bookings[2].carried_in, 0.0);
    // A surplus is not carried.
    assert_eq!(
        (bookings[3].carried_out, rounded(bookings[3].lapsed)),
        (0.0, 50.0)
    );
}

/// Credits and debits of a compact: at most 150,000 acre-feet of credit a year, 150,000 accrued; a debit of at most
/// 200,000 accrues; an actual spill wipes both.
#[test]
fn accrued_credits_and_debits_have_limits_and_a_spill_wipes_them() {
    let limits = Limits {
        deficit: 200_000.0,
        surplus: 150_000.0,
        surplus_per_period: 150_000.0,
        ..Limits::default()
    };
    let year = |needed: f64, given: f64| Entry {
        limits,
        ..due(needed, given)
    };
    let bookings = book_all(
        &plain(),
        &[
            year(400_000.0, 600_000.0),
            year(400_000.0, 420_000.0),
            year(400_000.0, 100_000.0),
            year(400_000.0, 300_000.0),
            Entry {
                wipes: Some(Wipes::Both),
                ..year(400_000.0, 500_000.0)
            },
        ],
    );
    let out: Vec<(f64, f64)> = bookings.iter().map(|b| (b.carried_out, b.lapsed)).collect();
    assert_eq!(
        out,
        [
            (150_000.0, 50_000.0),
            (150_000.0, 20_000.0),
            (-150_000.0, 0.0),
            (-200_000.0, -50_000.0),
            (0.0, -100_000.0),
        ]
    );
    let reason = |n: usize, why: Lapse| {
        bookings[n].lapses[Lapse::ALL.iter().position(|one| *one == why).unwrap()]
    };
    assert_eq!(reason(0, Lapse::BeyondPeriodSurplus), 50_000.0);
    assert_eq!(reason(1, Lapse::BeyondSurplus), 20_000.0);
    assert_eq!(bookings[2].used_of_carried, 150_000.0);
    assert_eq!(reason(3, Lapse::BeyondDeficit), -50_000.0);
}

/// The worked half-month of the St. Mary: natural flow 1,000 cfs, Canada's share 667, received 620 over 15 days.
#[test]
fn a_spring_deficit_is_allowed_and_set_off_by_the_end_of_october() {
    let carry = plain();
    let (mut st_mary, mut milk) = (
        Bookkeeping::new(Some(&carry)),
        Bookkeeping::new(Some(&carry)),
    );
    let june = Entry {
        allowed_deficit: 4000.0,
        ..due(667.0 * 15.0, 620.0 * 15.0)
    };
    let booking = st_mary.book(&june);
    assert_eq!(booking.balance, -705.0);
    // One cfs held for a day is 2.446575545 dam³.
    assert!((booking.balance * 2.446_575_545 + 1725.0).abs() < 0.5);
    assert_eq!(booking.allowed_deficit, 705.0);
    // By the end of October the other party is 400 cfs-days short on the Milk.
    let october = due(0.0, 0.0);
    let (mut mine, mut theirs) = (st_mary.enter(&october), milk.enter(&due(400.0, 0.0)));
    let both = st_mary.deficit().min(milk.deficit());
    st_mary.set_off(both, &mut mine);
    milk.set_off(both, &mut theirs);
    st_mary.close(&october, &mut mine);
    milk.close(&due(400.0, 0.0), &mut theirs);
    assert_eq!((mine.set_off, mine.carried_out), (-400.0, -305.0));
    assert_eq!((theirs.set_off, theirs.carried_out), (-400.0, 0.0));
}

/// Water left in a reservoir for later: five per cent evaporate once a year, and a year may use only so much of it.
#[test]
fn a_carried_surplus_evaporates_and_is_drawn_within_a_limit() {
    let carry = Carry {
        surplus: 0.95,
        ..plain()
    };
    let year = |needed: f64, given: f64| Entry {
        limits: Limits {
            use_per_period: 30.0,
            ..Limits::default()
        },
        ..due(needed, given)
    };
    let bookings = book_all(
        &carry,
        &[year(100.0, 200.0), year(100.0, 50.0), year(100.0, 100.0)],
    );
    assert_eq!(
        (bookings[0].carried_out, bookings[0].lapsed.round()),
        (95.0, 5.0)
    );
    // 50 short, 30 drawn: 20 stay short, beside 65 of which five per cent evaporate.
    assert_eq!(bookings[1].used_of_carried, 30.0);
    assert!((bookings[1].carried_out - (65.0 * 0.95 - 20.0)).abs() < 1e-9);
    // Then 20 of the delivery make up for that, and 20 are drawn for the year itself.
    assert_eq!(
        (bookings[2].applied_to_carried, bookings[2].used_of_carried),
        (20.0, 20.0)
    );
}
