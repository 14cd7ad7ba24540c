//! A flood night without display and wall clock: the sample's flood of September 2025 is played step by step through
//! the exports folder into the archive, one feed dies, another sends a spike. No crossing is missed, the spike raises
//! nothing, and the dead feed is never calm.

#![expect(clippy::expect_used, reason = "a test stops at the first surprise")]

use std::collections::BTreeMap;
use std::path::Path;

use thalweg::domain::{AlarmChange, Instant, StationId, WarningState};
use thalweg::engine::{
    Control, Evaluation, Replay, ReplayPlan, Request, Selection, Silence, Spike, Workspace,
};

const FROM: &str = "2025-09-14T21:00:00Z";
const TO: &str = "2025-09-18T03:00:00Z";
const DIED: &str = "2025-09-16T06:00:00Z";
const SPIKE: &str = "2025-09-15T18:00:00Z";

/// Crossings of stage levels that a reading at or above opens and the next one confirms: gauge, native level, first
/// reading at or above. Taken from the raw exports of the agencies by a script of Python that knows nothing of this
/// program (units, clocks and levels as the exports and `basin.toml` state them), with the spike and the dead feed.
const CROSSINGS: [(&str, &str, &str); 15] = [
    ("hochstein", "Meldestufe 1", "2025-09-15T03:45:00Z"),
    ("hochstein", "Meldestufe 2", "2025-09-15T07:30:00Z"),
    ("lissamund", "Meldestufe 1", "2025-09-15T03:45:00Z"),
    ("lissamund", "Meldestufe 2", "2025-09-15T05:45:00Z"),
    ("lissamund", "Meldestufe 3", "2025-09-15T08:15:00Z"),
    ("grenzau-av", "Meldestufe 1", "2025-09-15T13:45:00Z"),
    ("grenzau-av", "Meldestufe 2", "2025-09-15T17:45:00Z"),
    ("grenzau-av", "Meldestufe 3", "2025-09-16T01:30:00Z"),
    ("grenzau-br", "Action", "2025-09-15T13:15:00Z"),
    ("grenzau-br", "Minor flood", "2025-09-15T17:15:00Z"),
    ("grenzau-br", "Major flood", "2025-09-16T00:15:00Z"),
    ("dravec", "Action", "2025-09-16T11:15:00Z"),
    ("dravec", "Minor flood", "2025-09-16T20:15:00Z"),
    ("pontal", "Atenção", "2025-09-17T02:45:00Z"),
    ("pontal", "Alerta", "2025-09-17T18:00:00Z"),
];

/// Gauges whose levels are set on stage and that report every quarter of an hour.
const LIVE: [&str; 7] = [
    "hochstein",
    "lissamund",
    "grenzau-av",
    "grenzau-br",
    "dravec",
    "salto",
    "pontal",
];

fn at(text: &str) -> Instant {
    Instant::parse(text).expect("an instant")
}

fn plan() -> ReplayPlan {
    ReplayPlan {
        from: at(FROM),
        to: at(TO),
        silences: vec![Silence {
            station: StationId::new("salto"),
            at: at(DIED),
        }],
        spikes: vec![Spike {
            station: StationId::new("dravec"),
            at: at(SPIKE),
            value: 4.6,
        }],
    }
}

/// Every six hours, and every quarter of an hour around the spike.
fn moments() -> Vec<Instant> {
    let hours = (1..=13).map(|n| at(FROM).plus_minutes(n * 6 * 60));
    let around = (-1..=3).map(|n| at(SPIKE).plus_minutes(n * 15));
    let mut all: Vec<Instant> = hours.chain(around).collect();
    all.push(at(TO));
    all.sort();
    all.dedup();
    all
}

fn state_of(evaluation: &Evaluation, station: &str) -> WarningState {
    let found = evaluation.warnings.of(&StationId::new(station));
    found.map_or(WarningState::NoData, |warning| warning.state)
}

struct Night {
    workspace: Workspace,
    last: Option<Evaluation>,
    states: BTreeMap<(Instant, &'static str), WarningState>,
}

fn play(folder: &Path) -> Night {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_data");
    let mut replay = Replay::prepare(&sample, folder, plan()).expect("prepared");
    // Long ago, so that no reading lies in its future; the moments are asked for one by one.
    replay.begin(Instant::from_millis(0), 1e6).expect("written");
    let (workspace, _) = Workspace::open(folder).expect("opened");
    let control = Control::new();
    workspace
        .import(&Selection::All, &control)
        .expect("what was there before");
    let mut night = Night {
        workspace,
        last: None,
        states: BTreeMap::new(),
    };
    for moment in moments() {
        let files = replay.deliver(moment).expect("delivered");
        let selection = Selection::Files(files);
        night
            .workspace
            .import(&selection, &control)
            .expect("imported");
        let request = Request {
            as_of: Some(moment),
            ..Request::default()
        };
        let evaluation = night.workspace.evaluate(&request).expect("evaluated");
        night.workspace.record(&evaluation).expect("recorded");
        for station in LIVE {
            let state = state_of(&evaluation, station);
            night.states.insert((moment, station), state);
        }
        night.last = Some(evaluation);
    }
    night
}

#[test]
fn no_crossing_is_missed_a_spike_raises_nothing_and_a_dead_feed_is_never_calm() {
    let folder = tempfile::tempdir().expect("folder");
    let night = play(&folder.path().join("night"));
    let last = night.last.as_ref().expect("played");

    let mut found: Vec<(String, String, String)> = last
        .warnings
        .events
        .iter()
        .filter(|event| LIVE.contains(&event.station.as_str()))
        .filter(|event| event.excursion.first_above >= at(FROM))
        .map(|event| {
            (
                event.station.to_string(),
                event.level.clone(),
                event.excursion.first_above.to_string(),
            )
        })
        .collect();
    let mut expected: Vec<(String, String, String)> = CROSSINGS
        .iter()
        .map(|(station, level, first)| {
            let first = at(first).to_string();
            ((*station).to_owned(), (*level).to_owned(), first)
        })
        .collect();
    found.sort();
    expected.sort();
    assert_eq!(found, expected, "every crossing, and none more");

    let raised: Vec<(&str, Instant)> = last
        .warnings
        .events
        .iter()
        .map(|event| (event.station.as_str(), event.excursion.confirmed))
        .collect();
    let around = |n: i64| at(SPIKE).plus_minutes(n);
    for (station, confirmed) in &raised {
        let is_of_spike =
            *station == "dravec" && around(-15) <= *confirmed && *confirmed <= around(120);
        assert!(!is_of_spike, "the spike raised dravec at {confirmed}");
    }
    let entries = night.workspace.alarm_entries();
    for entry in &entries {
        let is_early = entry.station.as_str() == "dravec" && entry.at < at("2025-09-16T11:15:00Z");
        let is_alarm = matches!(entry.change, AlarmChange::Raised { .. });
        assert!(!(is_early && is_alarm), "an alarm of the spike: {entry:?}");
    }
    assert!(
        entries.iter().any(|entry| {
            entry.station.as_str() == "dravec" && matches!(entry.change, AlarmChange::Raised { .. })
        }),
        "the flood itself raises it"
    );

    // Three hours after its last reading a feed of Corvia has not kept its promise.
    let promised = at(DIED).plus_minutes(180);
    let dead = night
        .states
        .iter()
        .filter(|((moment, station), _)| *station == "salto" && *moment > promised);
    let mut n = 0;
    for ((moment, _), state) in dead {
        assert!(!state.is_calm(), "salto was {state:?} at {moment}");
        n += 1;
    }
    assert!(n >= 5, "the dead feed was looked at {n} times");
    let end = at("2025-09-17T15:00:00Z");
    assert_eq!(
        night.states.get(&(end, "salto")),
        Some(&WarningState::NoData),
        "after a day it is unknown"
    );
}
