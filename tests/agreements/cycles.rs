//! A minimum over cycles of five years: deficits, surpluses, what is made up, and cycles that end early.
//!
//! The figures are sums worked by hand: 5 × 431.721 = 2,158.605 hm³ are due in a cycle.

use chrono::NaiveDate;
use thalweg::domain::Status;

use super::support::{Given, day, near, row, run, span};

const DUE: f64 = 2_158.605;
const TEXT: &str = include_str!("shapes/cycle.toml");

/// Label, first and last day, credited in hm³ (a third of what six tributaries bring, and what was entered), carried
/// out at its end.
///
/// 1995/00: 1,150 of 2,158.605. 2000/05: 2,765 for both, so 1,008.605 + 2,158.605 − 2,765 remain. On 12 September 2008
/// both reservoirs are full: nothing remains, and the next five years begin on the day after.
const CYCLES: [(&str, &str, &str, f64, f64); 6] = [
    ("1990/95", "1990-10-25", "1995-10-24", 2_330.0, 0.0),
    ("1995/00", "1995-10-25", "2000-10-24", 1_150.0, -1_008.605),
    ("2000/05", "2000-10-25", "2005-10-24", 2_765.0, -402.21),
    ("2005/08", "2005-10-25", "2008-09-12", 1_000.0, 0.0),
    ("2008/13", "2008-09-13", "2013-09-12", 2_000.0, -158.605),
    ("2013/18", "2013-09-13", "2018-09-12", 2_200.0, -117.21),
];

/// Volumes that were entered by hand, hm³; one on the last day of a cycle, one on the first day of the next. Only an
/// entry on the last day says that no more will come.
const ENTERED: [(&str, f64); 4] = [
    ("1993-03-01", 20.0),
    ("2005-10-24", 15.5),
    ("2005-10-25", 9.0),
    ("2018-09-12", 0.0),
];

fn at(start: NaiveDate, date: &str) -> usize {
    usize::try_from((day(date) - start).num_days()).unwrap()
}

/// Six tributaries that bring three times what is credited, unequal from day to day, and two reservoirs.
fn given() -> Given {
    let start = day("1990-10-25");
    let mut flow = Vec::new();
    for (_, first, last, credit, _) in CYCLES {
        let entered = ENTERED
            .iter()
            .filter(|(date, _)| (first..=last).contains(date));
        let entered: f64 = entered.map(|(_, volume)| volume).sum();
        let n = at(day(first), last) + 1;
        let weights: Vec<f64> = (0..n).map(|i| 1.0 + (i * 7 % 11) as f64 / 10.0).collect();
        let one = 3.0 * (credit - entered) / 0.0864 / weights.iter().sum::<f64>();
        flow.extend(weights.iter().map(|weight| weight * one));
    }
    let n = flow.len();
    let mut entered = vec![f64::NAN; n];
    for (date, volume) in ENTERED {
        entered[at(start, date)] = volume;
    }
    let (mut upper, mut lower) = (vec![1_500.0; n], vec![900.0; n]);
    // One full without the other ends nothing.
    upper[at(start, "2007-08-05")] = 2_210.0;
    lower[at(start, "2007-07-05")] = 1_950.0;
    (
        upper[at(start, "2008-09-12")],
        lower[at(start, "2008-09-12")],
    ) = (2_200.0, 1_900.0);
    let mut given = Given::default()
        .with("other_accepted", "1990-10-25", entered)
        .with("amistad_us", "1990-10-25", upper)
        .with("falcon_us", "1990-10-25", lower);
    for (id, part) in [
        ("conchos", 0.6),
        ("san_diego", 0.1),
        ("san_rodrigo", 0.05),
        ("escondido", 0.05),
        ("salado", 0.15),
        ("las_vacas", 0.05),
    ] {
        let values = flow.iter().map(|flow| part * flow).collect();
        given = given.with(id, "1990-10-25", values);
    }
    given
}

#[test]
fn a_deficit_is_made_up_in_the_next_cycle_and_full_reservoirs_end_one() {
    let given = given();
    // Whichever is filled first, the same is owed afterwards.
    let other = TEXT.replace("fills_first = \"carried\"", "fills_first = \"period\"");
    for text in [TEXT, &other] {
        let outcome = run(text, &given, &span("1990-10-25", "2018-09-12"));
        assert!(!outcome.findings.has_errors(), "{:?}", outcome.findings);
        let mut before = 0.0;
        for (label, first, last, credit, end) in CYCLES {
            let row = row(&outcome, "minimum_350k", label);
            assert_eq!(row.period.days, (day(first), day(last)));
            near(row.delivered, credit, 1e-6);
            near(Some(row.carried_in), before, 1e-6);
            near(Some(row.carried_out), end, 1e-6);
            if label == "2005/08" {
                assert_eq!(row.status, Status::Reset);
            } else {
                near(row.entitlement, DUE, 1e-6);
                assert_eq!(row.status, Status::Final);
            }
            before = end;
        }
    }
}
