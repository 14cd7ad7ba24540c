//! What a record is worth.

use thalweg::indicators::stats::{completeness, disagreement};

use super::*;

fn record(start: &str, values: Vec<f64>) -> Daily {
    let n = values.len();
    Daily {
        start: date(start),
        completeness: vec![Completeness::new(1, 1); n],
        approved: vec![true; n],
        rows: vec![(0, 1); n],
        values,
    }
}

#[test]
fn months_are_counted_by_the_published_rules() {
    // The cases of WMO-No. 1203 (11/5), the older 5/3 rule and totals, for a month of 31 days, derived by hand.
    let check = |missing: &[usize], by_11_5, by_5_3, total| {
        let mut values = vec![1.0; 31];
        for day in missing {
            values[day - 1] = f64::NAN;
        }
        let month = completeness::months(&record("2024-01-01", values))[0];
        let found = (
            month.allows_mean_11_5(),
            month.allows_mean_5_3(),
            month.allows_total(),
        );
        assert_eq!(found, (by_11_5, by_5_3, total), "{missing:?}");
    };
    check(&[], true, true, true);
    check(&[3], true, true, false);
    check(&[1, 5, 9, 13, 17], true, true, false);
    check(&[1, 5, 9, 13, 17, 21], true, false, false);
    check(&[2, 3, 4], true, true, false);
    check(&[2, 3, 4, 5], true, false, false);
    check(&[2, 3, 4, 5, 6], false, false, false);
    check(&[1, 3, 5, 7, 9, 11, 13, 15, 17, 19], true, false, false);
    check(
        &[1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21],
        false,
        false,
        false,
    );
    check(&[1, 2, 3, 4, 8, 9, 10, 11, 20, 21], true, false, false);
    check(&[28, 29, 30, 31], true, false, false);
}

#[test]
fn days_outside_the_record_are_missing() {
    let months = completeness::months(&record("2024-01-30", vec![1.0; 31]));
    let days: Vec<Completeness> = months.iter().map(|month| month.days).collect();
    let expect = [(2, 31), (29, 29)].map(|(n, of)| Completeness::new(n, of));
    assert_eq!(days, expect);
    assert_eq!(months[0].longest_run, 29);
    assert_eq!(completeness::months(&Daily::default()), []);
}

#[test]
fn two_gauges_of_one_section_are_compared_on_the_days_of_both() {
    // 31 days of January and 29 of February; B is 4 % above A in January and 6 m³/s above in February.
    let a: Vec<f64> = (0..60)
        .map(|day| 100.0 + f64::from(day % 2) * 50.0)
        .collect();
    let mut b: Vec<f64> = a[..31].iter().map(|a| a * 1.04).collect();
    b.extend(a[31..].iter().map(|a| a + 6.0));
    b[4] = f64::NAN;
    let months = disagreement::months(
        &record("2024-01-01", a.clone()),
        &record("2024-01-01", b),
        AllowedMissing(0.1),
    );
    let january = months[0].comparison.unwrap();
    assert_eq!(months[0].days, Completeness::new(30, 31));
    // Without 5 January, on which A has 100: 15 days of 100 and 15 of 150.
    close(january.mean_a, 125.0, 1e-12);
    close(january.mean_b, 130.0, 1e-12);
    close(january.ratio.unwrap(), 1.04, 1e-12);
    close(january.percent.unwrap(), 4.0, 1e-9);
    let february = months[1].comparison.unwrap();
    close(february.offset, 6.0, 1e-9);
    assert_eq!(months.len(), 2);
    let half = record("2024-01-01", a[..20].to_vec());
    let few = disagreement::months(&half, &half, AllowedMissing(0.1));
    assert_eq!(
        (few[0].days, few[0].comparison),
        (Completeness::new(20, 31), None)
    );
    let zero = disagreement::Comparison::of(0.0, 3.0);
    assert_eq!((zero.offset, zero.ratio, zero.percent), (3.0, None, None));
}
