//! Laws of low flow: what scaling a discharge scales and what it leaves, and what gaps may never do.

use chrono::NaiveDate;
use proptest::prelude::*;
use thalweg::indicators::drought::base_flow_index;
use thalweg::indicators::drought::base_flow_ukih::{SmoothedMinima, smoothed_minima};
use thalweg::indicators::drought::deficit::{
    Pooling, Rule, ThresholdKind, deficit_events, threshold,
};
use thalweg::indicators::drought::flow_duration::flow_duration;
use thalweg::indicators::drought::n_day_minimum::annual_minima;
use thalweg::indicators::drought::percentile_bands::{BandRule, DayBand, bands};
use thalweg::indicators::drought::record::DailyRecord;
use thalweg::indicators::stats::quantile::QuantileType;

/// Six years of flows with a dry season, some of them missing.
fn record(seed: u64, missing: f64) -> DailyRecord {
    let mut random = fastrand::Rng::with_seed(seed);
    let day = |day: i32, random: &mut fastrand::Rng| {
        let season = (f64::from(day) / 365.25 * std::f64::consts::TAU).sin();
        let flow = (2.0 + 1.5 * season + random.f64()).exp();
        if random.f64() < missing {
            f64::NAN
        } else {
            flow
        }
    };
    DailyRecord {
        start: NaiveDate::from_ymd_opt(2001, 1, 1).unwrap(),
        values: (0..6 * 365).map(|n| day(n, &mut random)).collect(),
    }
}

fn rule() -> BandRule {
    BandRule {
        shares: vec![0.1, 0.5, 0.9],
        half_window: 3,
        kind: QuantileType::Type6,
        least_share: 0.8,
        least_years: 3,
    }
}

fn close(a: f64, b: f64) -> bool {
    (a.is_nan() && b.is_nan()) || (a - b).abs() <= 1e-9 * a.abs().max(b.abs())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn scaling_a_flow_scales_flows_and_volumes_and_no_count_or_share(seed in 0_u64..1000, factor in 0.01_f64..50.0) {
        let one = record(seed, 0.02);
        let scaled = DailyRecord {
            values: one.values.iter().map(|value| value * factor).collect(),
            ..one.clone()
        };
        let shares = [0.05, 0.5, 0.95];
        let (a, b) = (
            flow_duration(&one.values, &shares, QuantileType::Type6),
            flow_duration(&scaled.values, &shares, QuantileType::Type6),
        );
        prop_assert!(a.iter().zip(&b).all(|(a, b)| close(a * factor, *b)));
        let (a, b) = (annual_minima(&one, 7, 4, 0.9), annual_minima(&scaled, 7, 4, 0.9));
        prop_assert!(a.iter().zip(&b).all(|(a, b)| close(a.minimum * factor, b.minimum) && a.days == b.days));
        let index = |record: &DailyRecord| {
            base_flow_index(&record.values, &smoothed_minima(&record.values, SmoothedMinima::default()))
        };
        prop_assert!(close(index(&one), index(&scaled)));
        let events = |record: &DailyRecord| {
            let level = threshold(record, 0.8, ThresholdKind::Fixed, QuantileType::Type6);
            deficit_events(&record.values, &level.of_days(record), Rule::Strict, Pooling::InterEventTime { gap_days: 5 })
        };
        // The threshold is a value of the record: rounding can put its own day on either side.
        let (a, b) = (events(&one), events(&scaled));
        let volume = |events: &[thalweg::indicators::drought::deficit::DeficitEvent]| {
            events.iter().map(|event| event.deficit).sum::<f64>()
        };
        prop_assert!(close(volume(&a) * factor, volume(&b)) || a.len() != b.len());
    }

    #[test]
    fn a_gap_never_moves_a_percentile_without_saying_so(seed in 0_u64..1000, from in 0_usize..2000, length in 1_usize..200) {
        let whole = record(seed, 0.0);
        let mut gappy = whole.clone();
        let to = (from + length).min(gappy.values.len());
        gappy.values[from..to].fill(f64::NAN);
        let (before, after) = (bands(&whole, &rule(), |_| true), bands(&gappy, &rule(), |_| true));
        let tells = |(a, b): (&DayBand, &DayBand)| {
            let is_same = a.flows.iter().zip(&b.flows).all(|(a, b)| close(*a, *b));
            is_same || b.values.present < b.values.expected
        };
        prop_assert!(before.iter().zip(&after).all(tells));
        prop_assert!(before.iter().zip(&after).all(|(a, b)| a.values.expected == b.values.expected));
        let withheld = after.iter().filter(|day| day.values.share() < 0.8);
        prop_assert!(withheld.into_iter().all(|day| !day.is_known()));
    }
}

#[test]
fn a_year_with_a_gap_has_no_minimum() {
    let mut gappy = record(3, 0.0);
    gappy.values[365 + 100..365 + 130].fill(f64::NAN);
    let minima = annual_minima(&gappy, 7, 1, 0.98);
    assert!(
        minima[1].minimum.is_nan(),
        "the lowest flow may be among the missing days"
    );
    assert!(!minima[0].minimum.is_nan());
}
