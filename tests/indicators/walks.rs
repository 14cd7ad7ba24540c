//! Walks over sorted columns, against what a person would do by hand and against the plain way of doing the same.

use proptest::prelude::{Just, Strategy, prop, prop_assert, prop_assert_eq, prop_oneof, proptest};
use thalweg::series::walks::{
    AtMissing, AtPeriodEnd, Lookup, MeanRule, Resamples, as_of, fold, means, order_statistics,
    rolling_sums, water_years,
};

use super::close;

const NAN: f64 = f64::NAN;

/// Values in tenths, a seventh of them missing.
fn values(n: usize) -> impl Strategy<Value = Vec<f64>> {
    let value =
        prop_oneof![6 => (-500..5000_i32).prop_map(|n| f64::from(n) / 10.0), 1 => Just(NAN)];
    prop::collection::vec(value, 1..n)
}

/// Times that go on by one to four units.
fn times(n: usize) -> impl Strategy<Value = Vec<i64>> {
    prop::collection::vec(1..5_i64, n).prop_map(|steps| {
        let mut at = 0;
        let mut add = |step: i64| {
            at += step;
            at
        };
        steps.into_iter().map(&mut add).collect()
    })
}

#[test]
fn a_line_across_two_periods_is_cut_or_counts_whole() {
    // From 0 at 6 to 8 at 10; the border is at 8.
    let mean_of = |at_period_end| {
        let rule = MeanRule {
            longest_gap: 4,
            at_missing: AtMissing::Break,
            at_period_end,
        };
        means(&[6, 10], |row| [0.0, 8.0][row], &[0, 8, 16], &rule)
    };
    let cut = mean_of(AtPeriodEnd::Cut);
    assert_eq!((cut[0].mean, cut[0].covered), (2.0, 2));
    assert_eq!((cut[1].mean, cut[1].covered), (6.0, 2));
    let whole = mean_of(AtPeriodEnd::Whole);
    assert_eq!((whole[0].mean, whole[0].covered), (4.0, 4));
    assert!(whole[1].mean.is_nan());
    assert_eq!(whole[1].covered, 0);
}

#[test]
fn a_missing_value_is_bridged_or_breaks_the_line() {
    let covered = |at_missing| {
        let rule = MeanRule {
            longest_gap: 2,
            at_missing,
            at_period_end: AtPeriodEnd::Cut,
        };
        let value = [1.0, NAN, 3.0, 3.0];
        let found = means(&[0, 1, 2, 3], |row| value[row], &[0, 4], &rule);
        (found[0].covered, found[0].mean)
    };
    assert_eq!(covered(AtMissing::Break), (1, 3.0));
    let (bridged, mean) = covered(AtMissing::Bridge);
    assert_eq!(bridged, 3);
    close(mean, 7.0 / 3.0, 1e-15);
}

#[test]
fn a_dry_window_after_a_storm_is_exactly_nothing() {
    let mut value = vec![0.1; 500];
    value.extend(vec![0.0; 200]);
    let time: Vec<i64> = (0..700).collect();
    let mut last = NAN;
    rolling_sums(&time, &value, 96, |_, window| last = window.sum);
    assert_eq!(last.to_bits(), 0.0_f64.to_bits());
}

#[test]
fn what_was_known_is_looked_for_no_further_back_than_it_may_be() {
    let (time, value) = ([10, 20, 30], [1.0, NAN, 3.0]);
    let lookup = Lookup {
        lag: 5,
        tolerance: 12,
    };
    let known = as_of(&time, &value, &[14, 15, 26, 28, 35, 48], &lookup);
    let bits = |values: &[f64]| values.iter().map(|it| it.to_bits()).collect::<Vec<_>>();
    // The missing value of 20 is passed over; at 28 the value of 10 is 13 old.
    let expect = [NAN, 1.0, 1.0, NAN, 3.0, NAN];
    assert_eq!(bits(&known), bits(&expect));
}

#[test]
fn a_hydrological_year_bears_the_year_in_which_it_ends() {
    let day = |text: &str| super::at(&format!("{text}T00:00")).millis();
    let time = [
        day("2001-09-30"),
        day("2001-10-01"),
        day("2002-09-30"),
        day("2004-01-05"),
    ];
    let years = water_years(&time, 10);
    let said: Vec<_> = years.iter().map(|it| (it.year, it.rows.clone())).collect();
    assert_eq!(
        said,
        [(2001, 0..1), (2002, 1..3), (2003, 3..3), (2004, 3..4)]
    );
    let calendar: Vec<i32> = water_years(&time, 1).iter().map(|it| it.year).collect();
    assert_eq!(calendar, [2001, 2002, 2003, 2004]);
}

#[test]
fn a_sample_drawn_anew_keeps_its_mean_and_its_moments_are_those_of_the_drawn_values() {
    // 1, 2, 3, 4: by hand l1 = 2.5, l2 = 5/6, l3 = 0.
    let mut drawn = Resamples::new(&[4.0, NAN, 1.0, 3.0, 2.0], 7).unwrap();
    let own = drawn.own();
    close(own.l1, 2.5, 1e-15);
    close(own.l2, 5.0 / 6.0, 1e-15);
    assert!(own.l3.abs() < 1e-15);
    let means: Vec<f64> = (0..20_000).map(|_| drawn.draw().l1).collect();
    // The mean of four draws has the deviation 0.559; of twenty thousand such means 0.004.
    close(fold(&means).sum / 20_000.0, 2.5, 0.006);
    assert!(Resamples::new(&[1.0, 2.0, NAN], 7).is_none());
    let same = |seed| Resamples::new(&means, seed).unwrap().draw();
    assert_eq!(same(1), same(1));
    assert_ne!(same(1), same(2));
}

proptest! {
    #[test]
    fn ranks_are_those_of_the_sorted_sample(values in values(6000), places in prop::collection::vec(0.0..1.0, 1..9)) {
        let mut sorted: Vec<f64> = values.iter().copied().filter(|it| !it.is_nan()).collect();
        sorted.sort_by(f64::total_cmp);
        let mut ranks: Vec<usize> = places.iter().map(|p| (p * sorted.len() as f64) as usize).collect();
        ranks.sort_unstable();
        ranks.retain(|rank| *rank < sorted.len());
        let found = order_statistics(&values, &ranks);
        for (rank, value) in ranks.iter().zip(found) {
            prop_assert_eq!(value, sorted[*rank]);
        }
        prop_assert!(order_statistics(&values, &[sorted.len()])[0].is_nan());
    }

    #[test]
    fn windows_hold_what_adding_up_each_of_them_gives(value in values(400), time in times(400), span in 1..60_i64) {
        rolling_sums(&time, &value, span, |row, window| {
            let inside = (0..=row).filter(|other| time[*other] > time[row] - span);
            let there: Vec<f64> = inside.clone().map(|row| value[row]).filter(|it| !it.is_nan()).collect();
            assert_eq!(window.present, there.len());
            assert_eq!(Some(window.from), inside.min());
            assert!((window.sum - there.iter().sum::<f64>()).abs() < 1e-8);
        });
    }

    #[test]
    fn folds_are_those_of_the_values_that_are_there(values in values(300)) {
        let there: Vec<f64> = values.iter().copied().filter(|it| !it.is_nan()).collect();
        let found = fold(&values);
        prop_assert_eq!(found.present, there.len());
        prop_assert!((found.sum - there.iter().sum::<f64>()).abs() < 1e-8);
        let (max, min) = (there.iter().copied().reduce(f64::max), there.iter().copied().reduce(f64::min));
        prop_assert_eq!(found.max.to_bits(), max.unwrap_or(NAN).to_bits());
        prop_assert_eq!(found.min.to_bits(), min.unwrap_or(NAN).to_bits());
    }

    #[test]
    fn the_covered_time_of_periods_is_that_of_the_lines_and_so_is_the_area(value in values(200), time in times(200)) {
        let rule = MeanRule { longest_gap: 3, at_missing: AtMissing::Bridge, at_period_end: AtPeriodEnd::Cut };
        let bounds: Vec<i64> = (0..60).map(|n| n * 17).collect();
        let n = value.len();
        let found = means(&time[..n], |row| value[row], &bounds, &rule);
        let rows: Vec<usize> = (0..n).filter(|row| !value[*row].is_nan()).collect();
        let lines = rows.windows(2).filter(|pair| time[pair[1]] - time[pair[0]] <= 3);
        let (mut covered, mut area) = (0, 0.0);
        for pair in lines {
            let span = time[pair[1]] - time[pair[0]];
            covered += span;
            area += span as f64 * (value[pair[0]] + value[pair[1]]) / 2.0;
        }
        let sums = found.iter().filter(|it| it.covered > 0).fold((0, 0.0), |sums, it| {
            (sums.0 + it.covered, sums.1 + it.covered as f64 * it.mean)
        });
        prop_assert_eq!(sums.0, covered);
        prop_assert!((sums.1 - area).abs() < 1e-6 * area.abs().max(1.0));
    }
}
