//! A file that nobody knows: dropped on the window, looked at, settled, taken in; the next one of its kind needs no
//! question. And the same from the command line's call.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use thalweg::app::{Action, Adopting, Dialog, Liveness, Session, session_ui};
use thalweg::domain::{PartyId, ProfileId, Quantity, SourceId, StationId};
use thalweg::draw::{Theme, install_fonts, install_style};
use thalweg::engine::{Adoption, Control, EngineError, Home, NewSource, Selection, Workspace};

const BASIN: &str = r#"# The Rill, kept by hand.
schema = "basin/1"
name = "Rill"
as_of = "2026-01-11T06:00:00Z"
clock = "UTC"
water_year_start_month = 10
languages = ["en", "fr"]
agreements = []

[[party]]
id = "UP"
name = "Upland"
clock = "UTC"

[[station]]
id = "mill"
name = "Old Mill"
state = "UP"
river = "Rill"
km = 40.0
kind = "gauge" # the left bank

[[source]]
id = "hand"
state = "UP"
agency = "Upland Water"
folder = "exports/hand"
stations = { "7" = "mill" } # ours
late_after_h = 48.0
silent_after_h = 96.0
# the end
"#;

/// An export that no profile of the program knows. The clock stands nowhere; the third value is no number.
fn export(day: u32, first: &str) -> String {
    format!(
        "Wasserbuch der Obermark\nMessstelle: Old Mill\n\nTag;Zeit;Abfluss [m³/s]\n{day:02}.01.2026;00:00;{first}\n\
         {day:02}.01.2026;01:00;8,5\n{day:02}.01.2026;02:00;x8\n{day:02}.01.2026;03:00;9,75\n"
    )
}

struct Desk {
    session: Session,
    bell: mpsc::Receiver<()>,
}

impl Desk {
    fn settled(root: &Path) -> Self {
        let (ring, bell) = mpsc::channel();
        let waker = Arc::new(move || {
            let _heard = ring.send(());
        });
        let session = Session::open(root, waker);
        let mut desk = Self { session, bell };
        desk.wait("a picture", |session| session.view().is_some());
        desk.rest();
        desk
    }

    #[track_caller]
    fn wait(&mut self, what: &str, mut done: impl FnMut(&mut Session) -> bool) {
        let start = Instant::now();
        loop {
            self.session.receive();
            if done(&mut self.session) {
                return;
            }
            assert!(
                start.elapsed() < Duration::from_secs(30),
                "waited in vain for {what}; cards: {:?}",
                self.session.cards()
            );
            let _rung = self.bell.recv_timeout(Duration::from_millis(50));
        }
    }

    #[track_caller]
    fn rest(&mut self) {
        self.wait("rest", |session| {
            session.jobs().running().is_empty() && *session.liveness() != Liveness::Starting
        });
    }

    #[track_caller]
    fn ask(&mut self, action: Action) {
        self.session.update(action);
        self.rest();
    }

    #[track_caller]
    fn adopting(&self) -> &Adopting {
        match self.session.dialog() {
            Some(Dialog::Adopt(adopting)) => adopting,
            other => panic!("no file is looked at: {other:?}"),
        }
    }
}

fn basin() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("folder");
    fs::create_dir_all(folder.path().join("exports/hand")).expect("folder");
    fs::write(folder.path().join("basin.toml"), BASIN).expect("written");
    folder
}

fn elsewhere(name: &str, text: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join(name);
    fs::write(&path, text).expect("written");
    (folder, path)
}

/// Milliseconds and values of the discharge at the mill.
fn discharge(workspace: &Workspace) -> Vec<(i64, f64)> {
    let keys = workspace.keys();
    let key = keys
        .iter()
        .find(|key| key.quantity == Quantity::Discharge && key.station == StationId::new("mill"));
    let series = workspace.series(key.expect("a key")).expect("series");
    let columns = series.columns();
    columns
        .time
        .iter()
        .copied()
        .zip(columns.value.iter().copied())
        .collect()
}

#[test]
fn a_dropped_unknown_file_is_settled_once_and_the_next_one_needs_no_question() {
    let folder = basin();
    let root = folder.path();
    let (_kept, path) = elsewhere("obermark.csv", &export(10, "7,25"));
    let mut desk = Desk::settled(root);
    desk.ask(Action::Drop(vec![path.clone()]));

    let looked = desk.adopting();
    assert!(!looked.view.is_ready);
    let keys: Vec<&str> = looked
        .view
        .questions
        .iter()
        .map(|it| it.key.as_str())
        .collect();
    assert!(keys.contains(&"clock"), "{keys:?}");
    let words: Vec<&str> = looked
        .view
        .columns
        .iter()
        .map(|it| it.word.as_str())
        .collect();
    assert_eq!(words, ["time", "time", "Discharge"]);
    assert_eq!(looked.view.rows[0].cells, ["10.01.2026", "00:00", "7,25"]);
    assert!(
        !root.join("formats").exists(),
        "nothing is written by looking"
    );

    desk.ask(Action::Answer("clock".to_owned(), "UTC+01:00".to_owned()));
    let looked = desk.adopting();
    assert!(looked.view.is_ready, "{:?}", looked.view);
    let readings: Vec<&str> = looked
        .view
        .rows
        .iter()
        .flat_map(|row| &row.readings)
        .map(String::as_str)
        .collect();
    assert_eq!(readings[0], "9 Jan 2026 23:00 · 7.25 m³/s");
    let counts: Vec<&str> = looked
        .view
        .balance
        .iter()
        .map(|part| part.count.as_str())
        .collect();
    assert_eq!(counts, ["4", "3", "1", "0", "0", "0"]);
    let bad = looked.view.first_bad.as_ref().expect("a bad line");
    assert!(bad.place.contains(":7:3"), "{bad:?}");
    // Found by its name; the state follows from it.
    assert_eq!(looked.stations[0].ours, Some(StationId::new("mill")));
    assert_eq!(looked.party, Some(PartyId::new("UP")));
    assert_eq!(looked.lacks(), None);
    let profile = looked.adoption().expect("settled").profile;

    desk.ask(Action::Adopt);
    desk.wait("the receipt", |session| {
        matches!(session.dialog(), Some(Dialog::Receipts(receipts)) if receipts.news.is_some())
    });
    desk.rest();
    let view = desk.session.view().expect("a picture");
    let row = view
        .stations
        .rows
        .iter()
        .find(|row| row.station == "mill")
        .expect("the mill");
    // The last row, 9.75 at 03:00 of the 10th.
    assert!(row.latest.starts_with("9.8"), "{}", row.latest);

    // What the person wrote stays, the source stands behind it.
    let text = fs::read_to_string(root.join("basin.toml")).expect("basin");
    assert!(text.starts_with(BASIN.trim_end()), "{text}");
    assert!(root.join(format!("formats/{profile}.toml")).is_file());
    assert!(
        root.join(format!("exports/{profile}/obermark.csv"))
            .is_file()
    );
    assert!(path.is_file(), "the person's own file stays");

    // The next one: known, kept, read.
    let (_kept, next) = elsewhere("obermark-11.csv", &export(11, "7,5"));
    desk.ask(Action::Drop(vec![next]));
    let Some(Dialog::Keep(files)) = desk.session.dialog() else {
        panic!("it is not known: {:?}", desk.session.dialog());
    };
    let files = files.clone();
    assert_eq!(files[0].source, Some(SourceId::new(profile.as_str())));
    desk.ask(Action::Keep(files));
    desk.session.close();
    drop(desk);
    let (workspace, findings) = Workspace::open(root).expect("open");
    assert!(findings.is_empty(), "{findings:?}");
    let kept = discharge(&workspace);
    assert_eq!(kept.len(), 6);
    // 11 January 00:00 at UTC+1, by date -d: 1768086000.
    assert!(kept.contains(&(1_768_086_000_000, 7.5)), "{kept:?}");
}

#[test]
fn cancelling_leaves_no_trace_and_a_wrong_answer_is_said() {
    let folder = basin();
    let root = folder.path();
    let (_kept, path) = elsewhere("obermark.csv", &export(10, "7,25"));
    let mut desk = Desk::settled(root);
    desk.ask(Action::Add(path));
    desk.ask(Action::Answer("clock".to_owned(), "noon".to_owned()));
    let looked = desk.adopting();
    assert!(!looked.view.is_ready);
    let said = looked
        .view
        .findings
        .iter()
        .any(|it| it.message.contains("noon"));
    assert!(said, "{:?}", looked.view.findings);
    desk.ask(Action::Forget("clock".to_owned()));
    assert!(desk.adopting().answers.is_empty());
    desk.ask(Action::Escape);
    assert_eq!(desk.session.dialog(), None);
    let text = fs::read_to_string(root.join("basin.toml")).expect("basin");
    assert_eq!(text, BASIN);
    assert!(!root.join("formats").exists());
}

fn adoption(path: &Path, home: Home) -> Adoption {
    Adoption {
        path: path.to_path_buf(),
        answers: vec![("clock".to_owned(), "UTC".to_owned())],
        profile: ProfileId::new("obermark"),
        stations: vec![("Old Mill".to_owned(), StationId::new("mill"))],
        home,
    }
}

#[test]
fn stations_are_added_to_a_source_and_nothing_else_in_its_text_changes() {
    let folder = basin();
    let root = folder.path();
    let (_kept, path) = elsewhere("obermark.csv", &export(10, "7,25"));
    let (workspace, _) = Workspace::open(root).expect("open");
    let adopted = workspace
        .adopt(
            &adoption(&path, Home::Known(SourceId::new("hand"))),
            &Control::new(),
        )
        .expect("adopted");
    assert_eq!(adopted.report.files[0].receipt.kept, 3);
    let text = fs::read_to_string(root.join("basin.toml")).expect("basin");
    let expect = BASIN.replace(
        "{ \"7\" = \"mill\" }",
        "{ \"7\" = \"mill\", \"Old Mill\" = \"mill\" }",
    );
    assert_eq!(text, expect);
    // What was known stays known, in the same archive.
    assert_eq!(discharge(&adopted.workspace).len(), 3);
    let again = adopted
        .workspace
        .import(&Selection::All, &Control::new())
        .expect("import");
    assert!(again.files.iter().all(|file| !file.is_new));
}

#[test]
fn nothing_is_overwritten() {
    let folder = basin();
    let root = folder.path();
    fs::create_dir_all(root.join("formats")).expect("folder");
    let (workspace, _) = Workspace::open(root).expect("open");
    fs::write(root.join("formats/obermark.toml"), "# somebody's own\n").expect("written");
    let (_kept, path) = elsewhere("obermark.csv", &export(10, "7,25"));
    let new = |id: &str| {
        Home::New(NewSource {
            id: SourceId::new(id),
            party: PartyId::new("UP"),
            agency: "Obermark".to_owned(),
            folder: format!("exports/{id}"),
            profile: "obermark".to_owned(),
            clock: None,
        })
    };
    let refused = workspace.adopt(&adoption(&path, new("obermark")), &Control::new());
    assert!(matches!(refused, Err(EngineError::File(..))));
    let taken = workspace.adopt(&adoption(&path, new("hand")), &Control::new());
    assert!(matches!(taken, Err(EngineError::Unsettled(_))));
    let mut open = adoption(&path, new("obermark"));
    open.answers.clear();
    let unanswered = workspace.adopt(&open, &Control::new());
    assert!(matches!(unanswered, Err(EngineError::Unsettled(_))));
    let text = fs::read_to_string(root.join("formats/obermark.toml")).expect("profile");
    assert_eq!(text, "# somebody's own\n");
    assert_eq!(
        fs::read_to_string(root.join("basin.toml")).expect("basin"),
        BASIN
    );
}

#[test]
fn the_panel_is_drawn_with_names_for_everything_and_answered_by_a_button() {
    let folder = basin();
    let (_kept, path) = elsewhere("obermark.csv", &export(10, "7,25"));
    let mut desk = Desk::settled(folder.path());
    desk.ask(Action::Add(path));
    let mut harness = Harness::builder()
        .with_size(egui::vec2(1600.0, 900.0))
        .with_theme(egui::Theme::Light)
        .with_max_steps(16)
        .with_context_setup(|ctx| {
            install_fonts(ctx);
            install_style(ctx, Theme::Light, thalweg::draw::Distance::Desk);
        })
        .build_ui_state(
            |ui, desk: &mut Desk| session_ui(ui, &mut desk.session),
            desk,
        );
    harness.run();
    harness.get_by_label("A new kind of export");
    harness.get_by_label("UTC+01:00").click();
    harness.run();
    harness.state_mut().rest();
    harness.run();
    assert!(harness.state().adopting().view.is_ready);
    harness
        .get_by_label("Save the profile and take the file in")
        .click();
    harness.run();
    harness.state_mut().wait("the receipt", |session| {
        matches!(session.dialog(), Some(Dialog::Receipts(_)))
    });
    harness.state_mut().rest();
    harness.run();
    harness.get_by_label("Show on the plots").click();
    harness.run();
    assert_eq!(harness.state().session.dialog(), None);
}

/// A profile that knows the export and leaves its clock open.
const OPEN_CLOCK: &str = r#"
agency = "Obermark"
about = "made for a test"
shape = "long"
delimiter = ";"
decimal = ","
clock = "unstated"
[recognise]
header = ["Ort", "Tag", "Abfluss"]
[station]
column = "Ort"
[time]
column = "Tag"
patterns = ["yyyy-mm-dd HH:MM"]
[[series]]
column = "Abfluss"
quantity = "discharge"
unit = "m3/s"
"#;

#[test]
fn a_known_export_without_a_source_is_settled_too_and_its_clock_goes_to_the_source() {
    let folder = basin();
    let root = folder.path();
    fs::create_dir_all(root.join("formats")).expect("folder");
    fs::write(root.join("formats/known.toml"), OPEN_CLOCK).expect("written");
    let text = "Ort;Tag;Abfluss\nMill, Old;2026-01-10 00:00;7,5\nMill, Old;2026-01-10 01:00;8\n";
    let (_kept, path) = elsewhere("known.csv", text);
    let mut desk = Desk::settled(root);
    desk.ask(Action::Add(path));
    let looked = desk.adopting();
    assert_eq!(looked.claimed, Some(ProfileId::new("known")));
    assert!(!looked.view.is_ready);
    let choices = &looked.view.questions[0].choices;
    assert!(choices.iter().any(|choice| choice == "UTC"), "{choices:?}");
    desk.ask(Action::Answer("clock".to_owned(), "UTC+02:00".to_owned()));
    let looked = desk.adopting();
    assert!(looked.view.is_ready, "{:?}", looked.view);
    let mut adoption = looked.adoption();
    if adoption.is_none() {
        // "Mill, Old" is nobody's name: the person says which it is.
        assert_eq!(looked.lacks(), Some("app-adopt-lacks-station"));
        let mut by_hand = looked.clone();
        by_hand.stations[0].ours = Some(StationId::new("mill"));
        by_hand.party = Some(PartyId::new("UP"));
        adoption = by_hand.adoption();
    }
    desk.session.close();
    drop(desk);
    let (workspace, _) = Workspace::open(root).expect("open");
    let adopted = workspace
        .adopt(&adoption.expect("settled"), &Control::new())
        .expect("adopted");
    let basin = adopted.workspace.basin();
    let source = basin.source(&SourceId::new("known")).expect("the source");
    assert_eq!(
        source.clock.map(|clock| clock.to_string()).as_deref(),
        Some("UTC+02:00")
    );
    // 10 January 00:00 at UTC+2, by date -d: 1767996000.
    assert_eq!(discharge(&adopted.workspace)[0], (1_767_996_000_000, 7.5));
}

fn thalweg(args: &[&str]) -> std::process::Output {
    std::process::Command::new(env!("CARGO_BIN_EXE_thalweg"))
        .args(args)
        .output()
        .expect("the program runs")
}

#[test]
fn the_command_line_settles_a_file_and_exports_what_it_took_in() {
    let folder = basin();
    let root = folder.path().to_str().expect("path");
    let (_kept, path) = elsewhere("obermark.csv", &export(10, "7,25"));
    let file = path.to_str().expect("path");

    // Without an answer nothing is taken in, and the question is said.
    let refused = thalweg(&["import", root, file, "--source", "obermark"]);
    assert_eq!(refused.status.code(), Some(2));
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(said.contains("--set clock="), "{said}");
    assert!(!folder.path().join("formats").exists());

    let args = [
        "--set",
        "clock=UTC+01:00",
        "--source",
        "obermark",
        "--name",
        "obermark",
        "--json",
    ];
    let done = thalweg(&[&["import", root, file][..], &args].concat());
    // One cell was rejected: done, with a finding that matters.
    assert_eq!(
        done.status.code(),
        Some(1),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    let report: serde_json::Value = serde_json::from_slice(&done.stdout).expect("JSON");
    let read = &report["files"][0];
    assert_eq!(
        (read["receipt"]["kept"].as_u64(), read["profile"].as_str()),
        (Some(3), Some("obermark"))
    );
    assert_eq!(read["series"][0]["after"]["sum"].as_f64(), Some(25.5));
    let profile = fs::read_to_string(folder.path().join("formats/obermark.toml")).expect("profile");
    assert!(profile.contains("agency = \"obermark\""), "{profile}");

    let out = folder.path().join("csv");
    let receipts = folder.path().join("receipts.csv");
    let exported = thalweg(&[
        "export",
        root,
        "--out",
        out.to_str().expect("path"),
        "--receipts",
        receipts.to_str().expect("path"),
    ]);
    assert_eq!(exported.status.code(), Some(0));
    let tidy = fs::read_to_string(out.join("mill_discharge_instantaneous_60min_obermark.csv"))
        .expect("tidy");
    assert_eq!(
        tidy.lines().nth(1),
        Some("mill,2026-01-09T23:00:00Z,7.25,m³/s,provisional,discharge")
    );
    let receipts = fs::read_to_string(receipts).expect("receipts");
    assert!(
        receipts
            .lines()
            .any(|line| line.contains(",4,3,1,0,0,0,Old Mill,mill,discharge,")),
        "{receipts}"
    );
}
