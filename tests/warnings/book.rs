//! The alarm book of a basin that is opened: raised, seen, returned, put aside, and chained.

use std::fs;
use std::path::Path;

use tempfile::TempDir;
use thalweg::domain::{Alarm, AlarmChange, AlarmPhase, WarningState};
use thalweg::engine::{Control, Evaluation, Request, Selection, Workspace};

use super::*;

const BASIN: &str = r#"
schema = "basin/1"
name = "Small"
clock = "UTC"
water_year_start_month = 10
languages = ["en"]
agreements = []
[[party]]
id = "UP"
name = "Upland"
clock = "UTC"
[[station]]
id = "gate"
name = "Gate"
state = "UP"
river = "Small"
km = 10.0
kind = "gauge"
levels = [ { name = "Watch", rank = 1, stage_m = 3.0 }, { name = "Alarm", rank = 2, stage_m = 4.0 } ]
[[source]]
id = "live"
state = "UP"
agency = "Upland Survey"
folder = "exports"
stations = { "16" = "gate" }
late_after_h = 1.0
silent_after_h = 3.0
"#;

/// Stages every quarter of an hour from 00:00 UTC on, as an agency's live export has them.
fn opened(values: &[f64]) -> (TempDir, Workspace) {
    let dir = TempDir::new().unwrap();
    fs::create_dir_all(dir.path().join("exports")).unwrap();
    fs::write(dir.path().join("basin.toml"), BASIN).unwrap();
    let mut text = "\u{feff}Quelle:;\"Upland Survey\"\nDatenbankabfrage:;\"02.01.2026 20:00\"\nZeitbezug:;MEZ\n\
        Messstellen-Name:;Gate\nMessstellen-Nr.:;16\nGewässer:;Small\n\nDatum;\"Wasserstand [cm]\";Prüfstatus\n"
        .to_owned();
    for (n, value) in (0..).zip(values) {
        // MEZ is an hour ahead of UTC.
        let minutes = 60 + 15 * n;
        let centimetres = format!("{:.2}", value * 100.0).replace('.', ",");
        text.push_str(&format!(
            "\"2026-01-02 {:02}:{:02}\";{centimetres};Rohdaten\n",
            minutes / 60,
            minutes % 60
        ));
    }
    fs::write(dir.path().join("exports/live.csv"), text).unwrap();
    let (workspace, _) = Workspace::open(dir.path()).unwrap();
    workspace.import(&Selection::All, &Control::new()).unwrap();
    (dir, workspace)
}

fn look(workspace: &Workspace, minutes: i64) -> Evaluation {
    let request = Request {
        as_of: Some(at(minutes)),
        ..Request::default()
    };
    workspace.evaluate(&request).unwrap()
}

fn alarm(evaluation: &Evaluation) -> Option<&Alarm> {
    evaluation.warnings.stations[0].alarm.as_ref()
}

/// Rises through both levels and falls below both.
const FLOOD: [f64; 24] = [
    2.0, 2.5, 2.9, 3.1, 3.4, 3.8, 4.1, 4.4, 4.5, 4.2, 3.9, 3.8, 3.7, 3.6, 3.4, 3.2, 2.9, 2.8, 2.7,
    2.6, 2.5, 2.4, 2.3, 2.2,
];

#[test]
fn an_alarm_goes_its_way_and_every_change_is_written_once() {
    let (dir, workspace) = opened(&FLOOD);
    let gate = StationId::new("gate");
    let calm = look(&workspace, 31);
    assert_eq!(calm.warnings.stations[0].state, WarningState::Normal);
    assert_eq!(
        workspace.record(&calm).unwrap(),
        1,
        "the state, for the first time"
    );
    assert_eq!(
        workspace.record(&calm).unwrap(),
        0,
        "the same evaluation twice is no news"
    );
    assert!(
        workspace.acknowledge(&gate, "A. Duty", calm.as_of).is_err(),
        "there is no alarm"
    );

    let raised = look(&workspace, 61);
    assert_eq!(alarm(&raised).unwrap().phase, AlarmPhase::Unacknowledged);
    assert_eq!(alarm(&raised).unwrap().level, "Watch");
    assert!(raised.warnings.stations[0].asks_for_attention());
    assert_eq!(
        workspace.record(&raised).unwrap(),
        2,
        "raised, and the state"
    );
    assert!(
        workspace.acknowledge(&gate, " ", raised.as_of).is_err(),
        "without a name"
    );
    workspace
        .acknowledge(&gate, "A. Duty", raised.as_of)
        .unwrap();
    let seen = look(&workspace, 76);
    assert_eq!(alarm(&seen).unwrap().phase, AlarmPhase::Acknowledged);
    assert!(!seen.warnings.stations[0].asks_for_attention());
    assert_eq!(workspace.record(&seen).unwrap(), 0, "nothing new");

    let higher = look(&workspace, 106);
    assert_eq!(
        workspace.record(&higher).unwrap(),
        1,
        "a higher level is news"
    );
    let higher = look(&workspace, 106);
    assert_eq!(alarm(&higher).unwrap().phase, AlarmPhase::Unacknowledged);
    assert_eq!(alarm(&higher).unwrap().level, "Alarm");

    let over = look(&workspace, 346);
    workspace.record(&over).unwrap();
    let over = look(&workspace, 346);
    let latched = alarm(&over).unwrap();
    assert_eq!(
        latched.phase,
        AlarmPhase::ReturnedUnacknowledged,
        "it stays until seen"
    );
    assert_eq!(latched.highest_level, "Alarm");
    workspace.acknowledge(&gate, "B. Duty", over.as_of).unwrap();
    let closed = look(&workspace, 346);
    assert!(alarm(&closed).is_none());
    assert_eq!(closed.warnings.alarms.len(), 1);
    assert_eq!(closed.warnings.alarms[0].phase, AlarmPhase::Closed);
    assert_eq!(
        workspace.record(&look(&workspace, 61)).unwrap(),
        0,
        "a look back writes nothing"
    );

    // What a new program reads is what was written, and a changed letter is found out.
    let lines = workspace.alarm_entries();
    drop(workspace);
    let (again, _) = Workspace::open(dir.path()).unwrap();
    assert_eq!(again.alarm_entries(), lines);
    drop(again);
    forge(dir.path());
    assert!(Workspace::open(dir.path()).is_err());
}

fn forge(root: &Path) {
    let book = root.join("archive/alarms.jsonl");
    let text = fs::read_to_string(&book).unwrap();
    let forged = text.replacen("A. Duty", "C. Duty", 1);
    assert_ne!(text, forged);
    fs::write(&book, forged).unwrap();
}

#[test]
fn what_came_and_went_between_two_looks_waits_to_be_seen() {
    let (_dir, workspace) = opened(&FLOOD);
    workspace.record(&look(&workspace, 31)).unwrap();
    let over = look(&workspace, 346);
    let alarm = alarm(&over).unwrap();
    assert_eq!(
        (alarm.phase, alarm.level.as_str()),
        (AlarmPhase::ReturnedUnacknowledged, "Alarm")
    );
    // A book that begins after the flood knows no alarm of it.
    let (_dir, fresh) = opened(&FLOOD);
    assert!(look(&fresh, 346).warnings.alarms.is_empty());
}

#[test]
fn an_alarm_is_put_aside_for_a_day_at_most_and_a_higher_level_brings_it_back() {
    let (_dir, workspace) = opened(&FLOOD);
    let gate = StationId::new("gate");
    let raised = look(&workspace, 61);
    workspace.record(&raised).unwrap();
    let now = raised.as_of;
    let shelve = |reason: &str, minutes: i64| {
        workspace.shelve(&gate, "A. Duty", reason, now.plus_minutes(minutes), now)
    };
    assert!(shelve("known", 24 * 60 + 1).is_err(), "longer than a day");
    assert!(shelve(" ", 60).is_err(), "without a reason");
    shelve("gate is being repaired", 120).unwrap();
    let aside = look(&workspace, 76);
    let warning = &aside.warnings.stations[0];
    assert_eq!(warning.state, WarningState::Shelved);
    assert_eq!(warning.beneath_shelf, Some(WarningState::Raised));
    assert!(!warning.asks_for_attention());
    assert_eq!(aside.warnings.metrics.shelved, std::slice::from_ref(&gate));
    let higher = look(&workspace, 106);
    assert_eq!(higher.warnings.stations[0].state, WarningState::Raised);
    workspace.record(&higher).unwrap();
    let is_back = |change: &AlarmChange| matches!(change, AlarmChange::Unshelved { who: None });
    assert!(
        workspace
            .alarm_entries()
            .iter()
            .any(|entry| is_back(&entry.change))
    );
}

#[test]
fn a_shelf_ends_by_itself() {
    let (_dir, workspace) = opened(&FLOOD[..5]);
    let gate = StationId::new("gate");
    let raised = look(&workspace, 61);
    workspace.record(&raised).unwrap();
    let until = raised.as_of.plus_minutes(20);
    workspace
        .shelve(&gate, "A. Duty", "known", until, raised.as_of)
        .unwrap();
    assert_eq!(
        look(&workspace, 80).warnings.stations[0].state,
        WarningState::Shelved
    );
    let after = look(&workspace, 81);
    assert_eq!(after.warnings.stations[0].state, WarningState::Raised);
    workspace.record(&after).unwrap();
    assert!(
        workspace.unshelve(&gate, "A. Duty", after.as_of).is_err(),
        "it is back already"
    );
}

#[test]
fn a_second_program_reads_the_book_and_adds_nothing() {
    let (dir, workspace) = opened(&FLOOD);
    let raised = look(&workspace, 61);
    workspace.record(&raised).unwrap();
    let (second, _) = Workspace::open(dir.path()).unwrap();
    let higher = look(&second, 106);
    assert_eq!(
        alarm(&higher).unwrap().level,
        "Alarm",
        "shown as if it were written"
    );
    assert_eq!(second.record(&higher).unwrap(), 0);
    assert!(
        second
            .acknowledge(&StationId::new("gate"), "A. Duty", higher.as_of)
            .is_err()
    );
}
