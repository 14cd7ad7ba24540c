//! Where a gauge stands against its state's levels.

use thalweg::domain::WarningLevel;
use thalweg::indicators::flood::warning::{Standing, Unknown, standing};

use super::*;

fn levels() -> Vec<WarningLevel> {
    [("Meldestufe 2", 2, 4.1), ("Meldestufe 1", 1, 3.2)]
        .map(|(name, rank, value)| WarningLevel::new(name, rank, Quantity::Stage, value))
        .to_vec()
}

#[test]
fn a_gauge_stands_where_its_own_levels_say() {
    let now = at("2026-06-14T06:00");
    let check = |value: f64, rank: u8, native: Option<&str>, words: &str| {
        let found = standing(
            &levels(),
            &[&stage(&[("2026-06-14T05:45", value)])],
            now,
            120,
        );
        assert_eq!(found.rank(), Some(rank), "{value}");
        assert_eq!(found.native(), native);
        assert_eq!(found.to_string(), words);
    };
    check(1.0, 0, None, "2.20 m below Meldestufe 1 (3.20 m)");
    check(
        3.2,
        1,
        Some("Meldestufe 1"),
        "0.90 m below Meldestufe 2 (4.10 m)",
    );
    check(
        4.0999,
        1,
        Some("Meldestufe 1"),
        "0.00 m below Meldestufe 2 (4.10 m)",
    );
    check(4.1, 2, Some("Meldestufe 2"), "above the highest level");
}

#[test]
fn unknown_is_not_calm_and_says_why() {
    let now = at("2026-06-14T06:00");
    let check = |levels: &[WarningLevel], stage: &Series, words: &str| {
        let found = standing(levels, &[stage], now, 120);
        assert_eq!((found.rank(), found.native()), (None, None));
        assert_eq!(found.to_string(), words);
    };
    let fresh = stage(&[("2026-06-14T05:45", 1.0)]);
    check(&[], &fresh, "no warning level is set");
    check(&levels(), &stage(&[]), "no usable stage reading");
    check(
        &levels(),
        &stage(&[("2026-06-14T03:45", 1.0), ("2026-06-14T05:45", f64::NAN)]),
        "last usable stage reading is 2 h 15 min old",
    );
    check(
        &levels(),
        &graded(STAGE_15, &[(at("2026-06-14T05:45"), 9.0, bad())]),
        "no usable stage reading",
    );
    let flow = regular(FLOW_60, "2026-06-14T06:00", &[900.0]);
    check(&levels(), &flow, "no usable stage reading");
    // A reading from after the instant that is looked from does not count.
    check(
        &levels(),
        &stage(&[("2026-06-14T06:15", 9.0)]),
        "no usable stage reading",
    );
    let Standing::Unknown(Unknown::TooOld { age_minutes, .. }) =
        standing(&levels(), &[&stage(&[("2026-06-13T21:00", 1.0)])], now, 120)
    else {
        panic!("nine hours are too old");
    };
    assert_eq!(age_minutes, 540);
}

#[test]
fn a_suspect_reading_counts_and_is_named() {
    let now = at("2026-06-14T06:00");
    let doubtful = graded(STAGE_15, &[(now, 3.5, Quality::PROVISIONAL.suspect())]);
    let found = standing(&levels(), &[&doubtful], now, 120);
    assert_eq!(found.rank(), Some(1));
    assert!(
        found.to_string().ends_with("; the reading is doubtful"),
        "{found}"
    );
}
