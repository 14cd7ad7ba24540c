//! The window without a screen: what wishes and reports do to the session, and what a person then reads.

#![expect(clippy::expect_used, reason = "a test stops at the first surprise")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use thalweg::app::{
    Action, Arrival, Dialog, Liveness, Look, Message, Purpose, Session, Task, session_ui,
};
use thalweg::domain::{Severity, SourceId, StationId};
use thalweg::draw::state::{Mode, Order};
use thalweg::draw::{Command, Scales, Theme, install_fonts, install_style};
use thalweg::present::Preset;

/// Two states, two gauges, ten days of discharge at one of them, nothing of the other.
const BASIN: &str = r#"
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
[[party]]
id = "LO"
name = "Lowland"
clock = "UTC+01:00"
[[station]]
id = "gate"
name = "The Gate"
state = "UP"
river = "Rill"
km = 10.0
kind = "gauge"
levels = [{ name = "Alert", rank = 1, discharge_m3s = 20.0 }]
[[station]]
id = "mill"
name = "Old Mill"
state = "LO"
river = "Rill"
km = 40.0
kind = "gauge"
[[source]]
id = "daily"
state = "UP"
agency = "Upland Water"
folder = "exports/daily"
profile = "us-usgs-rdb"
clock = "UTC"
stations = { "00000001" = "gate", "00000002" = "mill" }
late_after_h = 48.0
silent_after_h = 96.0
"#;

/// An export of one site: discharge of the days from the first of January 2026.
fn export(site: &str, discharges: &[f64]) -> String {
    let mut text = String::from(
        "# made for a test\nagency_cd\tsite_no\tdatetime\t1_30208_00003\t1_30208_00003_cd\n5s\t15s\t20d\t14n\t10s\n",
    );
    for (n, discharge) in discharges.iter().enumerate() {
        writeln!(text, "USGS\t{site}\t2026-01-{:02}\t{discharge}\tA", n + 1).expect("text grows");
    }
    text
}

struct Basin {
    folder: tempfile::TempDir,
}

impl Basin {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("folder");
        fs::create_dir_all(folder.path().join("exports/daily")).expect("folder");
        fs::write(folder.path().join("basin.toml"), BASIN).expect("written");
        let basin = Self { folder };
        let rising: Vec<f64> = (11..=20).map(|n| f64::from(n) + 0.5).collect();
        basin.send("gate.txt", &export("00000001", &rising));
        basin
    }

    fn root(&self) -> &Path {
        self.folder.path()
    }

    fn send(&self, name: &str, text: &str) {
        fs::write(self.root().join("exports/daily").join(name), text).expect("written");
    }
}

/// A session and the bell that its workers ring.
struct Desk {
    session: Session,
    bell: mpsc::Receiver<()>,
}

impl Desk {
    fn open(root: &Path) -> Self {
        let (ring, bell) = mpsc::channel();
        let waker = Arc::new(move || {
            let _heard = ring.send(());
        });
        Self {
            session: Session::open(root, waker),
            bell,
        }
    }

    /// Opened, drawn once, and nothing running any more.
    fn settled(root: &Path) -> Self {
        let mut desk = Self::open(root);
        desk.wait("a first picture", |session| session.view().is_some());
        desk.rest();
        desk
    }

    /// Receives until `done`.
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
                "waited in vain for {what}; cards: {:?}, failure: {:?}",
                self.session.cards(),
                self.session.failure()
            );
            let _rung = self.bell.recv_timeout(Duration::from_millis(50));
        }
    }

    #[track_caller]
    fn rest(&mut self) {
        self.wait("rest", |session| {
            let is_idle = session.jobs().running().is_empty();
            is_idle && *session.liveness() != Liveness::Starting
        });
    }

    #[track_caller]
    fn ask(&mut self, action: Action) {
        self.session.update(action);
        self.rest();
    }
}

fn titles(session: &Session) -> Vec<&str> {
    session
        .cards()
        .iter()
        .map(|card| card.title.as_str())
        .collect()
}

fn discharge_of(session: &Session, station: &str) -> String {
    let view = session.view().expect("a picture");
    let row = view.stations.rows.iter().find(|row| row.station == station);
    row.expect("the station").latest.clone()
}

#[test]
fn a_basin_opens_fills_its_archive_and_says_so() {
    let basin = Basin::new();
    let desk = Desk::settled(basin.root());
    assert_eq!(discharge_of(&desk.session, "gate"), "20.5 m³/s");
    assert_eq!(titles(&desk.session), ["1 file read, 10 readings kept"]);
    assert_eq!(*desk.session.liveness(), Liveness::Live);
    let card = desk.session.cards().iter().next().expect("a card");
    // The receipt: ten read, ten kept.
    assert!(
        card.lines[0].contains("gate.txt") && card.lines[0].contains("10"),
        "{card:?}"
    );
}

#[test]
fn wishes_change_how_the_basin_is_looked_at() {
    let basin = Basin::new();
    let mut desk = Desk::settled(basin.root());
    type Check = fn(&Session) -> bool;
    let table: [(Command, Check); 8] = [
        (Command::ToggleTheme, |s| {
            s.look().state.theme == Theme::Dark
        }),
        (Command::ToggleScales, |s| {
            s.look().state.scales == Scales::Free
        }),
        (Command::SwapSides, |s| {
            s.look().state.order == Order::MouthFirst
        }),
        (Command::TogglePresent, |s| {
            s.look().state.mode == Mode::Present
        }),
        (Command::ToggleTwins, |s| !s.look().state.compare_twins),
        (Command::SetPreset(Preset::Month), |s| {
            // Thirty days before 2026-01-11T06:00Z, by date -d: 1765519200.
            s.view()
                .is_some_and(|view| view.period == (1_765_519_200.0, 1_768_111_200.0))
        }),
        (Command::SetRange(1_767_484_800.0, 1_767_571_200.0), |s| {
            s.view()
                .is_some_and(|view| view.period == (1_767_484_800.0, 1_767_571_200.0))
        }),
        (Command::ToggleStation("mill".to_owned()), |s| {
            let shown = s.look().shown.as_ref();
            shown.is_some_and(|shown| shown.contains(&StationId::new("mill")))
        }),
    ];
    for (command, check) in table {
        desk.ask(Action::Do(command.clone()));
        assert!(check(&desk.session), "{command:?}");
    }
}

#[test]
fn a_language_changes_the_picture_and_two_can_stand_side_by_side() {
    let basin = Basin::new();
    let mut desk = Desk::settled(basin.root());
    let check = |desk: &mut Desk, tag: &str, title: &str| {
        desk.ask(Action::Do(Command::SetLanguage(tag.to_owned())));
        assert_eq!(
            desk.session.view().expect("a picture").stations.title,
            title
        );
    };
    check(&mut desk, "fr", "Stations");
    check(&mut desk, "en+fr", "Stations");
    let columns = &desk.session.view().expect("a picture").states;
    let titles: Vec<&str> = columns
        .iter()
        .flat_map(|column| &column.plots)
        .map(|plot| plot.title.as_str())
        .collect();
    assert!(
        titles
            .iter()
            .any(|title| title.contains("Discharge") && title.contains("Débit")),
        "{titles:?}"
    );
    let tags: Vec<&str> = desk
        .session
        .look()
        .state
        .languages
        .iter()
        .map(|(tag, _)| tag.as_str())
        .collect();
    assert_eq!(tags, ["en", "fr", "en+fr"]);
}

#[test]
fn escape_leaves_what_lies_on_top_first() {
    let basin = Basin::new();
    let mut desk = Desk::settled(basin.root());
    desk.ask(Action::Do(Command::TogglePresent));
    desk.ask(Action::Do(Command::OpenBasin));
    desk.ask(Action::Escape);
    assert_eq!(desk.session.dialog(), None);
    assert_eq!(desk.session.look().state.mode, Mode::Present);
    desk.ask(Action::Escape);
    assert_eq!(desk.session.look().state.mode, Mode::Work);
}

#[test]
fn a_number_says_where_it_comes_from() {
    let basin = Basin::new();
    let mut desk = Desk::settled(basin.root());
    desk.ask(Action::Do(Command::Explain("gauge/gate/latest".to_owned())));
    let explanation = desk.session.explanation().expect("an explanation");
    let place = explanation
        .lines
        .iter()
        .find(|line| !line.reading.is_empty());
    // The tenth reading stands in line 13, after a remark and two heading lines.
    let place = &place.expect("a reading at the end").reading;
    assert!(place.contains("exports/daily/gate.txt:13"), "{place}");
    desk.ask(Action::Do(Command::CloseExplanation));
    assert_eq!(desk.session.explanation(), None);
}

#[test]
fn an_unknown_figure_is_a_card_not_silence() {
    let basin = Basin::new();
    let mut desk = Desk::settled(basin.root());
    desk.ask(Action::Do(Command::Explain("no/such/figure".to_owned())));
    let card = desk.session.cards().iter().last().expect("a card");
    assert_eq!(card.severity, Severity::Error);
    assert!(card.lines[0].contains("no/such/figure"), "{card:?}");
}

#[test]
fn a_fault_in_a_worker_becomes_a_card_and_loses_nothing() {
    let basin = Basin::new();
    let mut desk = Desk::settled(basin.root());
    let before = Arc::clone(desk.session.view().expect("a picture"));
    desk.session
        .jobs()
        .start(Task::Import, |_, _| panic!("a fault made for this test"));
    desk.rest();
    let card = desk.session.cards().iter().last().expect("a card");
    assert_eq!(card.severity, Severity::Error);
    assert!(
        card.lines
            .iter()
            .any(|line| line == "a fault made for this test"),
        "{card:?}"
    );
    assert!(Arc::ptr_eq(
        &before,
        desk.session.view().expect("still there")
    ));
    // And the next job of the same kind runs.
    desk.ask(Action::Do(Command::Reload));
    assert!(titles(&desk.session).contains(&"Nothing new in the folders of exports"));
}

#[test]
fn only_the_newest_of_a_kind_waits() {
    let basin = Basin::new();
    let mut desk = Desk::settled(basin.root());
    let (go, gate) = mpsc::channel::<()>();
    let (done, ran) = mpsc::channel::<u32>();
    let jobs = desk.session.jobs();
    jobs.start(Task::Export, move |_, _| {
        let _opened = gate.recv();
    });
    for n in 0..5 {
        let done = done.clone();
        jobs.start(Task::Export, move |_, _| done.send(n).expect("heard"));
    }
    go.send(()).expect("waits");
    desk.rest();
    assert_eq!(ran.try_iter().collect::<Vec<_>>(), [4]);
}

#[test]
fn a_job_stops_when_asked_to() {
    let basin = Basin::new();
    let mut desk = Desk::settled(basin.root());
    desk.session.jobs().start(Task::Export, |control, outbox| {
        while !control.is_cancelled() {
            control.report(1, 2, "half");
            std::thread::sleep(Duration::from_millis(5));
        }
        outbox.send(Message::Cancelled(Task::Export));
    });
    desk.wait("progress", |session| {
        let running = session.jobs().running();
        running
            .iter()
            .any(|(_, step)| step.as_ref().is_some_and(|step| step.what == "half"))
    });
    desk.ask(Action::Cancel(Task::Export));
    assert!(titles(&desk.session).contains(&"Writing the picture: cancelled"));
}

#[test]
fn a_file_that_arrives_is_on_the_plots_within_two_seconds() {
    let basin = Basin::new();
    let mut desk = Desk::settled(basin.root());
    let start = Instant::now();
    basin.send("mill.txt", &export("00000002", &[7.0; 10]));
    desk.wait("the new gauge", |session| {
        discharge_of(session, "mill") == "7.0 m³/s"
    });
    assert!(
        start.elapsed() < Duration::from_secs(2),
        "{:?}",
        start.elapsed()
    );
    desk.rest();
    assert!(titles(&desk.session).contains(&"1 file read, 10 readings kept"));
}

#[test]
fn whoever_stops_the_first_reading_is_not_overruled() {
    let basin = Basin::new();
    let mut desk = Desk::open(basin.root());
    desk.session.update(Action::Cancel(Task::Open));
    desk.wait("a first picture", |session| session.view().is_some());
    desk.rest();
    assert_eq!(titles(&desk.session), ["Opening the basin: cancelled"]);
    assert_eq!(discharge_of(&desk.session, "gate"), "–");
    desk.ask(Action::Do(Command::Reload));
    assert_eq!(discharge_of(&desk.session, "gate"), "20.5 m³/s");
}

#[test]
fn a_file_from_elsewhere_is_kept_in_the_folder_of_its_source() {
    let basin = Basin::new();
    let mut desk = Desk::settled(basin.root());
    let elsewhere = tempfile::tempdir().expect("folder");
    let path = elsewhere.path().join("gate-new.txt");
    fs::write(&path, export("00000002", &[9.0; 10])).expect("written");
    desk.ask(Action::Drop(vec![path.clone()]));
    let asked = Arrival {
        path: path.clone(),
        source: Some(SourceId::new("daily")),
    };
    assert_eq!(
        desk.session.dialog(),
        Some(&Dialog::Keep(vec![asked.clone()]))
    );
    desk.ask(Action::Keep(vec![asked]));
    desk.wait("the new gauge", |session| {
        discharge_of(session, "mill") == "9.0 m³/s"
    });
    assert!(basin.root().join("exports/daily/gate-new.txt").is_file());
    assert!(path.is_file(), "the person's own file stays");
}

#[test]
fn a_basin_with_faults_names_them_all_and_another_can_be_opened() {
    let broken = tempfile::tempdir().expect("folder");
    fs::write(
        broken.path().join("basin.toml"),
        BASIN.replace("kind = \"gauge\"", "kind = \"puddle\""),
    )
    .expect("written");
    let mut desk = Desk::open(broken.path());
    desk.wait("the faults", |session| session.failure().is_some());
    let text = &desk.session.failure().expect("faults").text;
    assert_eq!(text.matches("puddle").count(), 2, "{text}");

    let basin = Basin::new();
    desk.session
        .update(Action::Open(basin.root().join("basin.toml")));
    desk.wait("the other basin", |session| session.view().is_some());
    assert_eq!(desk.session.failure(), None);
}

#[test]
fn pictures_are_written_in_the_format_that_the_name_says() {
    let basin = Basin::new();
    let mut desk = Desk::settled(basin.root());
    let check = |desk: &mut Desk, name: &str, starts: &[u8]| {
        let path = basin.root().join("pictures").join(name);
        desk.ask(Action::Save(String::new(), path.clone()));
        let bytes = fs::read(&path)
            .unwrap_or_else(|error| panic!("{name}: {error}; {:?}", desk.session.cards()));
        assert!(bytes.starts_with(starts), "{name}");
    };
    check(&mut desk, "all.svg", b"<svg");
    check(&mut desk, "all.png", b"\x89PNG");
    check(&mut desk, "all.pdf", b"%PDF");
    desk.ask(Action::Save(String::new(), PathBuf::from("all.gif")));
    assert!(titles(&desk.session).contains(&"Writing the picture was not possible"));
}

#[test]
fn the_look_is_there_again_next_time() {
    let basin = Basin::new();
    let mut desk = Desk::settled(basin.root());
    desk.ask(Action::Do(Command::ToggleTheme));
    desk.ask(Action::Do(Command::SetLanguage("fr".to_owned())));
    desk.session.close();
    let saved = Look::load(basin.root()).expect("saved");
    assert_eq!(
        (saved.state.theme, saved.state.language.as_str()),
        (Theme::Dark, "fr")
    );
    let again = Desk::settled(basin.root());
    assert_eq!(again.session.look().state.theme, Theme::Dark);
}

#[test]
fn every_word_of_the_window_is_there_in_every_language() {
    let source =
        fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/app")).expect("source");
    let mut keys = std::collections::BTreeSet::new();
    for file in source {
        let text = fs::read_to_string(file.expect("source").path()).expect("source");
        keys.extend(
            text.split('"')
                .filter(|word| word.starts_with("app-"))
                .map(str::to_owned),
        );
    }
    assert!(keys.len() > 40, "{keys:?}");
    for (tag, _, messages) in thalweg::present::LANGUAGES {
        for key in &keys {
            assert!(
                messages.contains(&format!("\n{key} = ")),
                "{tag} lacks {key}"
            );
        }
    }
}

/// The window drawn by egui without a screen, at a size that a projector has.
fn shown(desk: Desk) -> Harness<'static, Desk> {
    Harness::builder()
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
        )
}

#[test]
fn the_window_shows_the_basin_and_that_it_is_live() {
    let basin = Basin::new();
    let mut harness = shown(Desk::settled(basin.root()));
    harness.run();
    harness.get_by_label("live");
    harness.get_by_label(&basin.root().display().to_string());
    let plot = harness.query_all_by_label_contains("The Gate").next();
    assert!(plot.is_some());
}

#[test]
fn the_list_of_keys_opens_and_closes_by_key() {
    let basin = Basin::new();
    let mut harness = shown(Desk::settled(basin.root()));
    harness.key_press(egui::Key::F1);
    harness.run();
    harness.get_by_label("Large type over the whole screen");
    harness.key_press(egui::Key::Escape);
    harness.run();
    assert_eq!(harness.state().session.dialog(), None);
}

#[test]
fn a_picture_is_saved_by_two_keys() {
    let basin = Basin::new();
    let mut harness = shown(Desk::settled(basin.root()));
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::S);
    harness.run();
    harness.key_press(egui::Key::Enter);
    harness.run();
    harness.state_mut().rest();
    assert!(basin.root().join("pictures/dashboard.png").is_file());
}

#[test]
fn a_basin_is_opened_by_typing_its_path() {
    let nothing = tempfile::tempdir().expect("folder");
    let mut desk = Desk::open(nothing.path());
    desk.wait("the reason", |session| session.failure().is_some());
    let mut harness = shown(desk);
    harness.run();
    harness.get_by_label("Open another basin…").click();
    harness.run();
    let basin = Basin::new();
    let desk = harness.state_mut();
    desk.session
        .take(Message::Chosen(Purpose::Basin, basin.root().to_path_buf()));
    harness.run();
    harness.get_by_label("Open").click();
    harness.run();
    harness
        .state_mut()
        .wait("the basin", |session| session.view().is_some());
}
