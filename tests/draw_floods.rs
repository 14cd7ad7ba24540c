//! What a person sees and can do on the pages on floods and droughts, without a display.

#[path = "draw/fixture.rs"]
#[expect(dead_code, reason = "the dashboard's own tests use all of it")]
mod fixture;

use egui::Key;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use thalweg::domain::WarningState;
use thalweg::draw::flood_look::{FloodPage, WarningsPart};
use thalweg::draw::{
    Command, Distance, PaneKey, Theme, ViewState, dashboard_ui, install_fonts, install_style, svg,
};
use thalweg::present::warnings::state_key;
use thalweg::present::{DashboardView, TwoLines, WarningRow, WarningsView, Words};

#[derive(Default)]
struct Desk {
    state: ViewState,
    commands: Vec<Command>,
}

fn cell(main: &str) -> TwoLines {
    TwoLines {
        main: main.to_owned(),
        below: String::new(),
    }
}

fn row(station: &str, state: WarningState, word: &str) -> WarningRow {
    WarningRow {
        station: station.to_lowercase(),
        name: cell(station),
        party: 0,
        state,
        rank: u8::from(state == WarningState::Raised),
        standing: cell(word),
        colour: None,
        reading: cell("2.71 m"),
        rise: cell("+0.12 m/h"),
        next: cell("–"),
        peak: cell("–"),
        volume: cell("–"),
        common: cell("–"),
        alarm: cell(""),
        can_acknowledge: state == WarningState::Raised,
        is_shelved: state == WarningState::Shelved,
        can_shelve: state == WarningState::Raised,
        more: String::new(),
        figure: String::new(),
    }
}

fn view() -> DashboardView {
    DashboardView {
        warnings: WarningsView {
            summary: "5 of 6 gauges known".to_owned(),
            rows: vec![
                row("Hochstein", WarningState::Raised, "Meldestufe 1"),
                row("Foz", WarningState::NoData, "no data"),
                row("Salto", WarningState::Late, "late"),
                row("Dravec", WarningState::Suspect, "suspect"),
                row("Pontal", WarningState::Shelved, "put aside"),
                row("Lissamund", WarningState::Normal, "below all levels"),
            ],
            ..WarningsView::default()
        },
        ..fixture::dashboard()
    }
}

fn english() -> Words {
    Words::new(&["en".to_owned()])
}

fn desk() -> Harness<'static, Desk> {
    let (view, words) = (view(), english());
    let state = ViewState {
        maximised: Some(PaneKey::Floods),
        ..ViewState::default()
    };
    Harness::builder()
        .with_size([1920.0, 1080.0])
        .with_context_setup(|ctx| {
            install_fonts(ctx);
            install_style(ctx, Theme::Light, Distance::Desk);
        })
        .build_ui_state(
            move |ui, desk: &mut Desk| {
                dashboard_ui(ui, &view, &words, &mut desk.state, &mut desk.commands);
            },
            Desk {
                state,
                commands: Vec::new(),
            },
        )
}

fn taken(harness: &mut Harness<'static, Desk>) -> Vec<Command> {
    std::mem::take(&mut harness.state_mut().commands)
}

#[test]
fn an_alarm_is_acknowledged_by_mouse_and_by_keyboard() {
    let expected = [Command::Acknowledge("hochstein".to_owned())];
    let mut harness = desk();
    harness.run();
    harness.get_by_label("Acknowledge: Hochstein").click();
    harness.run();
    assert_eq!(taken(&mut harness), expected);
    harness.get_by_label("Acknowledge: Hochstein").focus();
    harness.run();
    harness.key_press(Key::Space);
    harness.run();
    assert_eq!(taken(&mut harness), expected);
    assert!(
        harness.query_by_label("Acknowledge: Foz").is_none(),
        "there is no alarm of it"
    );
}

#[test]
fn an_alarm_is_put_aside_only_with_a_reason_and_is_brought_back() {
    let mut harness = desk();
    harness.run();
    harness.get_by_label("Put aside: Hochstein").click();
    harness.run();
    harness.run();
    let shelve = |harness: &mut Harness<'static, Desk>| {
        harness.get_by_label("Put aside").click();
        harness.run();
        taken(harness)
    };
    assert!(shelve(&mut harness).is_empty(), "no reason was given");
    harness.get_by_label("Reason").focus();
    harness.run();
    harness
        .get_by_label("Reason")
        .type_text("works at the weir");
    harness.run();
    let sent = shelve(&mut harness);
    let [Command::Shelve(form)] = sent.as_slice() else {
        panic!("{sent:?}");
    };
    assert_eq!(form.station, "hochstein");
    assert_eq!(form.reason, "works at the weir");
    assert!(form.hours > 0.0 && form.hours <= 24.0);
    harness.get_by_label("Bring back: Pontal").click();
    harness.run();
    assert_eq!(
        taken(&mut harness),
        [Command::Unshelve("pontal".to_owned())]
    );
}

#[test]
fn every_state_has_a_word_of_its_own_and_what_is_not_known_looks_unlike_calm() {
    let words = english();
    let all = WarningState::ALL.map(|state| words.get(state_key(state)));
    for (n, word) in all.iter().enumerate() {
        assert!(!all[..n].contains(word), "{word} stands for two states");
    }
    // The picture of one row by itself: its sign and the colour of its word must differ from those of calm.
    let picture = |state: WarningState| {
        let mut view = view();
        view.warnings.rows = vec![row("Gauge", state, "word")];
        let mut state = ViewState {
            maximised: Some(PaneKey::Floods),
            ..ViewState::default()
        };
        svg((1400, 500), Theme::Light, |ui| {
            dashboard_ui(ui, &view, &words, &mut state, &mut Vec::new());
        })
    };
    let mut seen = Vec::new();
    for state in WarningState::ALL {
        let drawn = picture(state);
        assert!(!seen.contains(&drawn), "{state:?} looks like another state");
        seen.push(drawn);
    }
}

#[test]
fn every_page_is_reached_by_its_key_and_asks_once_for_what_it_shows() {
    for (tag, theme) in [("en", Theme::Light), ("fr", Theme::Dark)] {
        let words = Words::new(&[tag.to_owned()]);
        for page in FloodPage::ALL {
            for size in [(1366, 768), (1920, 1080)] {
                let view = view();
                let mut state = ViewState::default();
                state.apply(&Command::ShowFloods(page));
                let mut commands = Vec::new();
                let drawn = svg(size, theme, |ui| {
                    commands.clear();
                    dashboard_ui(ui, &view, &words, &mut state, &mut commands);
                    state.apply(&Command::ShowFloods(page));
                });
                assert!(drawn.len() > 10_000, "{page:?}");
                let asked: Vec<&Command> = commands
                    .iter()
                    .filter(|command| matches!(command, Command::Analyse(_)))
                    .collect();
                assert_eq!(asked.len(), usize::from(page.kind().is_some()), "{page:?}");
            }
            assert!(Command::ShowFloods(page).shortcut().is_some());
        }
    }
}

#[test]
fn a_layout_from_before_gets_the_pages_as_a_tab_beside_the_allocation() {
    let (view, words) = (view(), english());
    let mut state = ViewState::default();
    let draw = |state: &mut ViewState| {
        svg((1600, 900), Theme::Light, |ui| {
            dashboard_ui(ui, &view, &words, state, &mut Vec::new());
        })
    };
    draw(&mut state);
    // As an older program saved it: the allocation alone in its place.
    let tree = state.tree.as_mut().expect("drawn");
    let floods = tree.tiles.find_pane(&PaneKey::Floods).expect("there");
    tree.remove_recursively(floods);
    let saved = serde_json::to_string(&state).expect("plain data");
    let mut older: ViewState = serde_json::from_str(&saved).expect("our own words");
    draw(&mut older);
    let tree = older.tree.as_ref().expect("drawn");
    let tab = |key: PaneKey| {
        let own = tree.tiles.find_pane(&key).expect("there");
        tree.tiles.parent_of(own)
    };
    assert_eq!(tab(PaneKey::Floods), tab(PaneKey::Allocation));
    assert!(tab(PaneKey::Floods).is_some());
}

#[test]
fn the_parts_of_the_warnings_page_open_by_their_buttons() {
    let mut harness = desk();
    harness.run();
    for (label, part) in [
        ("Times above a level", WarningsPart::Events),
        ("Alarm journal", WarningsPart::Journal),
        ("Gauges", WarningsPart::Board),
    ] {
        harness.get_by_label(label).click();
        harness.run();
        assert_eq!(harness.state().state.floods.part, part);
    }
}
