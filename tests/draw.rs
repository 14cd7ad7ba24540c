//! What a person sees and can do on the dashboard, without a display.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops at the first surprise"
)]

#[path = "draw/fixture.rs"]
mod fixture;

use thalweg::draw::state::{AllocationPage, Mode, Order};
use thalweg::draw::{Command, PaneKey, Theme, ViewState, dashboard_ui, svg_at};
use thalweg::present::Words;

fn state(theme: Theme) -> ViewState {
    ViewState {
        theme,
        languages: [("en", "English"), ("fr", "Français")]
            .map(|(tag, name)| (tag.to_owned(), name.to_owned()))
            .to_vec(),
        ..ViewState::default()
    }
}

fn picture(size: (u32, u32), theme: Theme, change: impl Fn(&mut ViewState)) -> String {
    let view = fixture::dashboard();
    let words = Words::new(&["en".to_owned()]);
    let mut state = state(theme);
    change(&mut state);
    let distance = state.distance();
    svg_at(size, theme, distance, |ui| {
        let mut commands = Vec::<Command>::new();
        dashboard_ui(ui, &view, &words, &mut state, &mut commands);
    })
}

#[test]
fn pictures_for_looking_at() {
    let Ok(folder) = std::env::var("THALWEG_PICTURES") else {
        return;
    };
    for (name, size, theme) in [
        ("light", (1920, 1080), Theme::Light),
        ("dark", (1920, 1080), Theme::Dark),
        ("small", (1366, 768), Theme::Light),
        ("ledger", (1920, 1080), Theme::Light),
        ("present", (1920, 1080), Theme::Light),
        ("maximised", (1920, 1080), Theme::Light),
        ("cursor", (1920, 1080), Theme::Light),
        ("swapped", (1920, 1080), Theme::Light),
    ] {
        let svg = picture(size, theme, |state| match name {
            "ledger" => state.allocation_page = AllocationPage::Ledger,
            "present" => state.mode = Mode::Present,
            "maximised" => state.maximised = Some(PaneKey::State("AV".to_owned())),
            "swapped" => state.order = Order::MouthFirst,
            _ => {}
        });
        let png = thalweg::report::png(&svg, 1.0).expect("a picture");
        std::fs::write(format!("{folder}/{name}.svg"), svg).unwrap();
        std::fs::write(format!("{folder}/{name}.png"), png).unwrap();
    }
}
