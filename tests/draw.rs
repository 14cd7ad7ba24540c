//! What a person sees and can do on the dashboard, without a display.
#[path = "draw/fixture.rs"]
mod fixture;

use std::sync::Arc;

use egui::{Key, pos2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use thalweg::draw::state::{AllocationPage, Mode, Order};
use thalweg::draw::theme::Role;
use thalweg::draw::{
    Command, PaneKey, Theme, ViewState, dashboard_ui, explain_ui, figure_ui, install_fonts,
    install_style, svg, svg_at,
};
use thalweg::present::{
    Direction, ExplanationLine, ExplanationView, LANGUAGES, LedgerColumn, Preset, StudyTopic,
    StudyWish, Words,
};

fn english() -> Words {
    Words::new(&["en".to_owned()])
}

fn first_state() -> ViewState {
    ViewState {
        languages: [("en", "English"), ("fr", "Français")]
            .map(|(tag, name)| (tag.to_owned(), name.to_owned()))
            .to_vec(),
        ..ViewState::default()
    }
}

#[derive(Default)]
struct Desk {
    state: ViewState,
    commands: Vec<Command>,
}

/// The dashboard as in a window of 1920 × 1080, heard but not seen.
fn desk(state: ViewState) -> Harness<'static, Desk> {
    let view = fixture::dashboard();
    let words = english();
    Harness::builder()
        .with_size([1920.0, 1080.0])
        .with_context_setup(|ctx| {
            install_fonts(ctx);
            install_style(ctx, Theme::Light, thalweg::draw::Distance::Desk);
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

fn click(harness: &mut Harness<'static, Desk>, label: &str) -> Vec<Command> {
    harness.state_mut().commands.clear();
    harness.get_by_label(label).click();
    harness.run();
    std::mem::take(&mut harness.state_mut().commands)
}

#[test]
fn a_click_on_a_station_shows_or_hides_its_lines() {
    let mut harness = desk(first_state());
    assert_eq!(
        click(&mut harness, "Torrin Bridge (Torrin)"),
        [Command::ToggleStation("torrin".to_owned())]
    );
    assert_eq!(
        click(&mut harness, "Salto: unknown · 2 d"),
        [Command::ToggleStation("salto".to_owned())],
        "the river line does the same"
    );
}

#[test]
fn every_number_with_a_figure_says_where_it_comes_from() {
    let view = fixture::dashboard();
    let mut harness = desk(first_state());
    let mut asked = Vec::new();
    for row in &view.stations.rows {
        asked.push((format!("{} {}", row.name, row.latest), row.figure.clone()));
    }
    for pace in &view.allocation.paces {
        asked.push((pace.sentence.clone(), pace.figure.clone()));
    }
    for (_, items) in &view.board.sections {
        for item in items.iter().filter(|item| !item.figure.is_empty()) {
            asked.push((item.headline.clone(), item.figure.clone()));
        }
    }
    asked.push((
        "Minimum at Dravec, Art. 4 24/25 Q4: −40.0 hm³".to_owned(),
        "arvena-2011/Minimum at Dravec, Art. 4/2/balance".to_owned(),
    ));
    for (label, figure) in asked {
        assert_eq!(
            click(&mut harness, &label),
            [Command::Explain(figure)],
            "{label}"
        );
    }
    harness.state_mut().state.allocation_page = AllocationPage::Ledger;
    harness.run();
    let cell = "Minimum at Dravec · Bresk · 2020/21 Q1 · Delivered: 1,400 hm³";
    assert_eq!(
        click(&mut harness, cell),
        [Command::Explain("arvena-2011/x/0/delivered".to_owned())]
    );
}

#[test]
fn the_ledger_is_sorted_by_its_headings_and_a_row_brings_its_clause() {
    let mut harness = desk(ViewState {
        maximised: Some(PaneKey::Allocation),
        allocation_page: AllocationPage::Ledger,
        ..first_state()
    });
    harness.run();
    for expect in [
        Some(Direction::Ascending),
        Some(Direction::Descending),
        None,
    ] {
        click(&mut harness, "Sort by Balance");
        let sort = harness.state().state.allocation.arrangement.sort;
        assert_eq!(sort, expect.map(|way| (LedgerColumn::Balance, way)));
    }
    harness.get_by_label("Sort by Party").focus();
    harness.run();
    harness.key_press(Key::Space);
    harness.run();
    let sort = harness.state().state.allocation.arrangement.sort;
    assert_eq!(sort, Some((LedgerColumn::Party, Direction::Ascending)));
    let row = "Minimum at Dravec · Art. 4 · Corvia · 2020/21 Q2 · 1,450 · 1,413 · +13 · final · 91 of 91 days";
    click(&mut harness, row);
    assert_eq!(
        harness.state().state.allocation.row,
        "arvena-2011/x/1/balance"
    );
    let clause = "Art. 4(1)(a) · Quarterly minimum at Dravec";
    assert!(
        harness.query_by_label(clause).is_some(),
        "the clause stands beside it"
    );
}

#[test]
fn every_page_is_drawn_at_both_sizes_of_window_and_reached_by_its_key() {
    for size in [(1366, 768), (1920, 1080)] {
        for page in AllocationPage::ALL {
            for maximised in [None, Some(PaneKey::Allocation)] {
                let view = fixture::dashboard();
                let words = english();
                let mut state = ViewState {
                    maximised,
                    allocation_page: page,
                    ..first_state()
                };
                let wish = StudyWish {
                    agreement: "arvena-2011".to_owned(),
                    ledger: "dravec-quarter".to_owned(),
                    ..StudyWish::default()
                };
                state.study.wish = Some(wish.clone());
                state.study.found = Some((wish, Arc::new(fixture::paper::study())));
                let mut commands = Vec::new();
                let picture = svg(size, Theme::Light, |ui| {
                    dashboard_ui(ui, &view, &words, &mut state, &mut commands);
                });
                assert!(picture.len() > 10_000, "{page:?} at {size:?}");
                assert!(
                    commands.is_empty(),
                    "what is there is not asked for again: {commands:?}"
                );
            }
            assert!(Command::ShowPage(page).shortcut().is_some());
        }
    }
}

#[test]
fn the_states_stand_along_the_river_or_by_name() {
    let mut harness = desk(first_state());
    let lefts = |harness: &mut Harness<'static, Desk>| -> Vec<f32> {
        harness.run();
        let names = ["Avaria", "Bresk", "Corvia"];
        names
            .map(|name| harness.get_by_label(name).rect().left())
            .to_vec()
    };
    assert!(lefts(&mut harness).is_sorted(), "source first");
    harness.state_mut().state.apply(&Command::SwapSides);
    assert!(lefts(&mut harness).iter().rev().is_sorted(), "mouth first");
    harness.state_mut().state.apply(&Command::OrderByName);
    assert!(lefts(&mut harness).is_sorted(), "by name");
}

#[test]
fn a_study_is_asked_for_once_and_a_slider_proposes_another_number() {
    let mut harness = desk(ViewState {
        maximised: Some(PaneKey::Allocation),
        allocation_page: AllocationPage::Compare,
        ..first_state()
    });
    let asked = |harness: &mut Harness<'static, Desk>| {
        let commands = std::mem::take(&mut harness.state_mut().commands);
        let wishes: Vec<StudyWish> = commands
            .into_iter()
            .filter_map(|command| match command {
                Command::Study(wish) => Some(*wish),
                _ => None,
            })
            .collect();
        wishes
    };
    let wish = asked(&mut harness).pop().expect("the first study");
    assert_eq!(
        (wish.topic, wish.ledger.as_str()),
        (StudyTopic::Dual, "dravec-quarter")
    );
    // As the application does it.
    harness.state_mut().state.study.wish = Some(wish);
    harness.run();
    assert!(asked(&mut harness).is_empty());
    harness.state_mut().state.allocation.topic = StudyTopic::Effect;
    harness.state_mut().state.allocation.proposed = "450".to_owned();
    harness.run();
    let wish = asked(&mut harness).pop().expect("the proposed rule");
    assert_eq!(wish.changes, ["rule.dravec-quarter.target.1=450"]);
}

#[test]
fn buttons_send_what_they_say() {
    let mut harness = desk(first_state());
    for (label, command) in [
        ("30 d", Command::SetPreset(Preset::Month)),
        ("Swap sides", Command::SwapSides),
        ("Same scale", Command::ToggleScales),
        ("Dark", Command::ToggleTheme),
        ("Present", Command::TogglePresent),
        ("FR", Command::SetLanguage("fr".to_owned())),
    ] {
        assert_eq!(click(&mut harness, label), [command], "{label}");
    }
}

#[test]
fn the_keyboard_reaches_a_control_and_a_command() {
    let mut harness = desk(first_state());
    harness.get_by_label("Torrin Bridge (Torrin)").focus();
    harness.run();
    harness.key_press(Key::Space);
    harness.run();
    let commands = std::mem::take(&mut harness.state_mut().commands);
    assert_eq!(commands, [Command::ToggleStation("torrin".to_owned())]);

    let ctx = egui::Context::default();
    let input = egui::RawInput {
        events: vec![egui::Event::Key {
            key: Key::Num2,
            physical_key: None,
            pressed: true,
            repeat: false,
            modifiers: egui::Modifiers::NONE,
        }],
        ..egui::RawInput::default()
    };
    let mut pressed = Vec::new();
    ctx.run_ui(input, |ui| pressed.extend(Command::pressed(ui.ctx())))
        .drop_without_applying_deltas();
    assert_eq!(pressed, [Command::SetPreset(Preset::Month)]);
}

#[test]
fn the_pointer_in_one_plot_is_seen_in_all_and_moves_the_period_of_all() {
    let mut harness = desk(first_state());
    let plot = harness.get_by_label("Avaria: Stage, m").rect();
    let other = harness
        .get_by_label("Corvia: Discharge at Pontal, m³/s")
        .rect();
    assert!((plot.width() - other.width()).abs() < 3.0, "edges line up");
    harness.hover_at(plot.center());
    harness.run();
    let cursor = harness.state().state.cursor.expect("under the pointer");
    let (start, end) = ViewState::default().shown_range(&fixture::dashboard());
    assert!((cursor - f64::midpoint(start, end)).abs() < 3600.0);

    harness.state_mut().commands.clear();
    harness.drag_at(plot.center());
    harness.step();
    harness.hover_at(plot.center() + egui::vec2(40.0, 10.0));
    harness.step();
    harness.drop_at(plot.center() + egui::vec2(40.0, 10.0));
    harness.step();
    let Some(Command::SetRange(from, to)) = harness.state().commands.last() else {
        panic!("a drag moves the period: {:?}", harness.state().commands);
    };
    assert!(
        *from < start && *to < end,
        "dragged to the right, so earlier"
    );
    assert!((to - from - (end - start)).abs() < 1.0, "and equally long");
}

#[test]
fn every_sign_of_every_language_is_in_the_embedded_fonts() {
    let ctx = egui::Context::default();
    install_fonts(&ctx);
    install_style(&ctx, Theme::Light, thalweg::draw::Distance::Desk);
    ctx.run_ui(egui::RawInput::default(), |ui| {
        for (tag, name, text) in LANGUAGES {
            for role in Role::ALL {
                let font = role.font(ui);
                for sign in text.chars().chain(name.chars()).filter(|c| !c.is_control()) {
                    let is_there = ui.fonts_mut(|fonts| fonts.has_glyph(&font, sign));
                    assert!(is_there, "{tag}: {sign:?} in {role:?}");
                }
            }
        }
    })
    .drop_without_applying_deltas();
}

fn picture(size: (u32, u32), change: impl Fn(&mut ViewState)) -> String {
    let view = fixture::dashboard();
    let words = english();
    let mut state = first_state();
    change(&mut state);
    let (theme, distance) = (state.theme, state.distance());
    svg_at(size, theme, distance, |ui| {
        dashboard_ui(ui, &view, &words, &mut state, &mut Vec::new());
    })
}

#[test]
fn a_picture_says_everything_and_is_the_same_each_time() {
    let svg = picture((1920, 1080), |_| ());
    assert_eq!(svg, picture((1920, 1080), |_| ()));
    for text in [
        "as of 14 Jun 2026 06:00 UTC",
        "09:00 Bresk",
        "Meldestufe 2 4.20 m",
        "Minor flood 4.00 m",
        "no reading",
        "silent · 2 d",
        "unknown · 2 d",
        "provisional",
        "Arvena Water Accord of 2011",
        "−91",
    ] {
        assert!(svg.contains(&format!(">{text}</text>")), "{text}");
    }
    assert!(!svg.contains("NaN") && !svg.contains("inf"));
}

#[test]
fn sides_can_be_swapped_and_come_back() {
    let width_of = |order| picture((1920, 1080), move |state| state.order = order);
    assert_ne!(width_of(Order::SourceFirst), width_of(Order::MouthFirst));
    let mut harness = desk(first_state());
    let left =
        |harness: &Harness<'static, Desk>| harness.get_by_label("Plots of Avaria").rect().left();
    let before = left(&harness);
    harness.state_mut().state.apply(&Command::SwapSides);
    harness.run();
    assert!(left(&harness) > before + 500.0, "Avaria went to the right");
    harness.state_mut().state.apply(&Command::SwapSides);
    harness.run();
    assert_eq!(left(&harness), before);
}

#[test]
fn a_layout_survives_being_saved_and_a_state_that_left() {
    let mut harness = desk(first_state());
    harness.run();
    let text = serde_json::to_string(&harness.state().state).expect("plain data");
    let mut state: ViewState = serde_json::from_str(&text).expect("our own words");
    assert!(state.tree.is_some());
    let mut view = fixture::dashboard();
    view.states.pop();
    let words = english();
    svg((1200, 800), Theme::Light, |ui| {
        dashboard_ui(ui, &view, &words, &mut state, &mut Vec::new());
    });
    let tree = state.tree.expect("a layout");
    assert!(
        tree.tiles
            .find_pane(&PaneKey::State("CO".to_owned()))
            .is_none()
    );
}

#[test]
fn one_plot_alone_carries_its_basin_and_its_instant() {
    let view = fixture::dashboard();
    let words = english();
    let state = first_state();
    let mut is_drawn = false;
    let svg = svg((1000, 420), Theme::Light, |ui| {
        is_drawn = figure_ui(ui, &view, &words, &state, "av-stage");
    });
    assert!(is_drawn);
    assert!(svg.contains(">Arvena · Avaria</text>"), "{svg}");
    assert!(svg.contains(">as of 14 Jun 2026 06:00 UTC</text>"));
    assert!(svg.contains("Meldestufe 3 5.60 m"));
}

fn answer() -> ExplanationView {
    let line = |depth, what: &str, value: &str, article: &str, because: &str, reading: &str| {
        ExplanationLine {
            depth,
            what: what.to_owned(),
            value: value.to_owned(),
            article: article.to_owned(),
            because: because.to_owned(),
            reading: reading.to_owned(),
        }
    };
    ExplanationView {
        figure: "arvena-2011/dravec-min/CO/2025/26 Q3/delivered".to_owned(),
        title: "Delivered at Dravec, 2025/26 Q3: 1,088 hm³".to_owned(),
        lines: vec![
            line(
                0,
                "Delivered at Dravec",
                "1,088 hm³",
                "Art. 4",
                "sum of daily volumes",
                "",
            ),
            line(
                1,
                "Daily mean at Dravec, 13 Jun 2026",
                "318 m³/s",
                "",
                "mean of 96 readings",
                "",
            ),
            line(
                2,
                "Reading",
                "319 m³/s",
                "",
                "",
                "exports/br-daily/2026-06.rdb:412 \"USGS 04412000 2026-06-13 11266 P\"",
            ),
        ],
    }
}

#[test]
fn an_explanation_ends_in_the_line_of_the_file() {
    let view = answer();
    let words = english();
    let mut commands = Vec::new();
    let svg = svg((600, 700), Theme::Light, |ui| {
        explain_ui(ui, &view, &words, &mut commands);
    });
    assert_eq!(commands, []);
    assert!(svg.contains("1,088 hm³"));
    assert!(svg.contains("exports/br-daily/2026-06.rdb:412"));
}

/// Writes the pictures for looking at, where a folder for them is named.
#[test]
fn pictures_for_looking_at() {
    let Ok(folder) = std::env::var("THALWEG_PICTURES") else {
        return;
    };
    let save = |name: &str, svg: &str| {
        let png = thalweg::report::png(svg, 1.0).expect("a picture");
        let pdf = thalweg::report::pdf(svg).expect("a page");
        std::fs::write(format!("{folder}/{name}.svg"), svg).unwrap();
        std::fs::write(format!("{folder}/{name}.png"), png).unwrap();
        std::fs::write(format!("{folder}/{name}.pdf"), pdf).unwrap();
    };
    type Change = fn(&mut ViewState);
    let pictures: [(&str, (u32, u32), Change); 7] = [
        ("light", (1920, 1080), |_| ()),
        ("dark", (1920, 1080), |state| state.theme = Theme::Dark),
        ("small", (1366, 768), |_| ()),
        ("ledger", (1920, 1080), |state| {
            state.allocation_page = AllocationPage::Ledger;
        }),
        ("present", (1920, 1080), |state| state.mode = Mode::Present),
        ("free", (1920, 1080), |state| {
            state.apply(&Command::ToggleScales);
        }),
        ("maximised", (1920, 1080), |state| {
            state.maximised = Some(PaneKey::State("AV".to_owned()));
        }),
    ];
    for (name, size, change) in pictures {
        save(name, &picture(size, change));
    }
    let (view, words) = (fixture::dashboard(), english());
    let state = first_state();
    let figure = svg((1000, 420), Theme::Light, |ui| {
        figure_ui(ui, &view, &words, &state, "av-stage");
    });
    save("figure", &figure);
    let mut state = first_state();
    let answer = answer();
    let explained = svg((1920, 1080), Theme::Light, |ui| {
        egui::Panel::right("explanation")
            .default_size(460.0)
            .show(ui, |ui| explain_ui(ui, &answer, &words, &mut Vec::new()));
        let rest = egui::UiBuilder::new().max_rect(ui.available_rect_before_wrap());
        let mut rest = ui.new_child(rest);
        dashboard_ui(&mut rest, &view, &words, &mut state, &mut Vec::new());
    });
    save("explained", &explained);
    let mut harness = desk(first_state());
    let plot = harness.get_by_label("Avaria: Stage, m").rect();
    harness.hover_at(pos2(plot.right() - 60.0, plot.center().y));
    harness.run();
    let cursor = harness.state().state.cursor;
    let mut state = first_state();
    let under_pointer = svg((1920, 1080), Theme::Light, |ui| {
        state.cursor = cursor;
        dashboard_ui(ui, &view, &words, &mut state, &mut Vec::new());
    });
    save("cursor", &under_pointer);
}
