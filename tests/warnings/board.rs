//! What a board says: nothing that is not known is calm.

use thalweg::domain::{
    Basin, Clock, PartyId, Reliability, Source, SourceKind, Station, StationKind, WarningState,
};
use thalweg::engine::{Board, StationWarning};

use super::*;

/// One gauge whose source is late after one hour and silent after three.
fn basin(levels: Vec<WarningLevel>) -> Basin {
    let station = Station {
        id: "g".into(),
        name: "G".to_owned(),
        state: "A".into(),
        river: "River".to_owned(),
        river_km: 1.0,
        kind: StationKind::Gauge,
        tidal: false,
        datum: None,
        gauge_zero: None,
        levels,
        rain_levels: Vec::new(),
        twin: None,
        border: None,
        uncertainty: None,
    };
    let source = Source {
        id: "s".into(),
        state: PartyId::new("A"),
        agency: "A".to_owned(),
        kind: SourceKind::Folder("x".to_owned()),
        profile: None,
        clock: None,
        day: None,
        units: Vec::new(),
        stations: Vec::new(),
        late_after_minutes: 60,
        silent_after_minutes: 180,
    };
    let text = "schema = \"basin/1\"\nname = \"River\"\nclock = \"UTC\"\nwater_year_start_month = 10\nlanguages = []\nagreements = []\n\
        [[party]]\nid = \"A\"\nname = \"A\"\nclock = \"UTC\"\n[[station]]\nid = \"x\"\nname = \"X\"\nstate = \"A\"\nriver = \"River\"\nkm = 1.0\nkind = \"gauge\"\n\
        [[source]]\nid = \"x\"\nstate = \"A\"\nagency = \"A\"\nfolder = \"x\"\nlate_after_h = 1\nsilent_after_h = 2\n";
    let basin = thalweg::engine::basin_file::basin(text).0.unwrap();
    assert_eq!(basin.clock, Clock::UTC);
    Basin {
        stations: vec![station],
        sources: vec![source],
        ..basin
    }
}

fn look(series: &[Arc<Series>], minutes: i64) -> StationWarning {
    let basin = basin(vec![level("Watch", 1, 3.0), level("Alarm", 2, 4.0)]);
    Board::default()
        .stations(&basin, series, at(minutes))
        .remove(0)
}

/// Twelve quarter-hours of `value`, the last ones of another quality.
fn ends_with(value: f64, last: &[(f64, Quality)]) -> Arc<Series> {
    let mut readings: Vec<_> = (0..12)
        .map(|n| (15 * n, value, Quality::PROVISIONAL))
        .collect();
    for (n, (value, quality)) in (12..).zip(last) {
        readings.push((15 * n, *value, *quality));
    }
    stage(Step::Minutes(15), &readings)
}

#[test]
fn no_cell_of_the_matrix_is_calm_but_the_fresh_one() {
    let bad = Quality {
        reliability: Reliability::Bad,
        ..Quality::PROVISIONAL
    };
    let suspect = Quality::PROVISIONAL.suspect();
    let good = Quality::PROVISIONAL;
    let rows: [(&str, Vec<Arc<Series>>, i64, WarningState); 9] = [
        (
            "fresh",
            vec![ends_with(1.0, &[])],
            170,
            WarningState::Normal,
        ),
        ("late", vec![ends_with(1.0, &[])], 240, WarningState::Late),
        (
            "stale",
            vec![ends_with(1.0, &[])],
            400,
            WarningState::NoData,
        ),
        ("never", vec![], 170, WarningState::NoData),
        (
            "only missing",
            vec![stage(Step::Minutes(15), &[(0, f64::NAN, good)])],
            10,
            WarningState::NoData,
        ),
        (
            "suspect",
            vec![ends_with(1.0, &[(1.1, suspect)])],
            185,
            WarningState::Suspect,
        ),
        (
            "spike",
            vec![ends_with(1.0, &[(30.0, suspect)])],
            185,
            WarningState::Suspect,
        ),
        (
            "invalid",
            vec![ends_with(1.0, &[(1.1, bad)])],
            185,
            WarningState::Suspect,
        ),
        (
            "unconfirmed",
            vec![ends_with(1.0, &[(3.5, good)])],
            185,
            WarningState::Suspect,
        ),
    ];
    for (what, series, minutes, expected) in rows {
        let found = look(&series, minutes);
        assert_eq!(found.state, expected, "{what}: {}", found.reason);
        assert_eq!(found.state.is_calm(), what == "fresh", "{what}");
        assert!(!found.reason.is_empty(), "{what}");
        assert!(found.level.is_none(), "{what}");
    }
}

#[test]
fn a_raised_gauge_stays_raised_when_its_source_is_late_or_doubtful() {
    let high = ends_with(3.5, &[]);
    let name =
        |warning: &StationWarning| warning.level.as_ref().map(|level| level.level.name.clone());
    let watch = Some("Watch".to_owned());
    let fresh = look(&[Arc::clone(&high)], 170);
    assert_eq!(
        (fresh.state, name(&fresh)),
        (WarningState::Raised, watch.clone())
    );
    let late = look(&[Arc::clone(&high)], 240);
    assert_eq!(
        (late.state, name(&late)),
        (WarningState::Late, watch.clone())
    );
    let silent = look(&[high], 2000);
    assert_eq!(
        (silent.state, name(&silent)),
        (WarningState::NoData, watch.clone())
    );
    let low = (1.0, Quality::PROVISIONAL.suspect());
    let doubtful = look(&[ends_with(3.5, &[low; 10])], 330);
    assert_eq!(
        (doubtful.state, name(&doubtful)),
        (WarningState::Suspect, watch)
    );
}

#[test]
fn a_spike_is_named_and_raises_nothing() {
    let spike = (30.0, Quality::PROVISIONAL.suspect());
    let found = look(&[ends_with(1.0, &[spike])], 185);
    assert_eq!(
        found.suspect_level.map(|level| level.name).as_deref(),
        Some("Alarm")
    );
    assert!(found.level.is_none() && found.pending.is_none());
    let after = look(
        &[ends_with(1.0, &[spike, (1.0, Quality::PROVISIONAL)])],
        200,
    );
    assert_eq!(after.state, WarningState::Normal);
}

#[test]
fn the_next_level_has_its_distance_and_a_range_of_times() {
    // The accelerating limb of the reference vectors; numpy: 1.081 h by the line, 0.697 h by the parabola to 3.0 m.
    let values = [1.2, 1.22, 1.27, 1.35, 1.46, 1.6, 1.77, 1.97, 2.2];
    let found = look(&[quarters(&values)], 125);
    let next = found.next.unwrap();
    assert_eq!(next.level.name, "Watch");
    assert!((next.centimetres.unwrap() - 80.0).abs() < 1e-9);
    assert!((next.steady_hours.unwrap() - 1.081_081_081).abs() < 1e-6);
    assert!((next.accelerating_hours.unwrap() - 0.697_263_07).abs() < 1e-6);
    let minutes: Vec<u32> = found.rises.iter().map(|rise| rise.minutes).collect();
    assert_eq!(minutes, [15, 30, 60, 180]);
    assert!(
        found.rises[0].per_hour.is_none(),
        "two readings are no rate"
    );
    assert!((found.rises[2].per_hour.unwrap() - 0.74).abs() < 1e-9);
    assert!(
        found.crosswalk.share_exceeded.is_none(),
        "two hours are no record"
    );
}

#[test]
fn one_more_reading_gives_the_board_that_all_readings_give() {
    let levels = vec![level("Watch", 1, 3.0), level("Alarm", 2, 4.0)];
    let basin = basin(levels);
    let values: Vec<f64> = (0..200)
        .map(|n| 2.5 + 2.0 * (f64::from(n) / 30.0).sin())
        .collect();
    let mut board = Board::default();
    for n in 1..=values.len() {
        let series = [quarters(&values[..n])];
        let now = at(15 * i64::try_from(n).unwrap());
        let grown = board.stations(&basin, &series, now);
        let events = board.events(&basin, &series, now);
        let mut fresh = Board::default();
        assert_eq!(grown, fresh.stations(&basin, &series, now), "{n}");
        assert_eq!(events, fresh.events(&basin, &series, now), "{n}");
    }
    // A revision of the past is read anew.
    let mut revised = values.clone();
    revised[20] = 9.0;
    revised[21] = 9.0;
    let series = [quarters(&revised)];
    let fresh = Board::default().events(&basin, &series, at(3000));
    assert_eq!(board.events(&basin, &series, at(3000)), fresh);
}
