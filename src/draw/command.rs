//! What a person can ask for. One list feeds buttons, keys and the help.

use egui::{Key, KeyboardShortcut, Modifiers};

use super::flood_look::{FloodPage, Shelving};
use super::look::AllocationPage;
use super::state::PaneKey;
use crate::present::{AnalysisWish, Preset, StudyWish, Words};

/// A wish of the person at the screen, carried out after the frame.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Show a named span up to the as-of instant, and follow it.
    SetPreset(Preset),
    /// Show these unix seconds.
    SetRange(f64, f64),
    /// Move the period by a quarter of its length towards the past.
    Earlier,
    /// Move the period by a quarter of its length towards the future.
    Later,
    /// Show half as long a period around the same middle.
    ZoomIn,
    /// Show twice as long a period around the same middle.
    ZoomOut,
    /// Show or hide a station's lines, by id.
    ToggleStation(String),
    /// Show where a figure comes from, by figure id.
    Explain(String),
    /// Close the explanation.
    CloseExplanation,
    /// Show or hide what the other bank measures at a border gauge.
    ToggleTwins,
    /// States by their names, or along the river again.
    OrderByName,
    /// Light or dark.
    ToggleTheme,
    /// Shared or free y axes.
    ToggleScales,
    /// Turn the order of the states round.
    SwapSides,
    /// Show everything in this language, by tag.
    SetLanguage(String),
    /// Large type, chrome hidden.
    TogglePresent,
    /// Give this panel the whole window, or give it back.
    ToggleMaximised(PaneKey),
    /// Put all panels back where they were at first.
    ResetLayout,
    /// Save a plot as PNG, SVG or PDF, by plot id; an empty id means the whole dashboard.
    ExportPlot(String),
    /// Copy a plot to the clipboard, by plot id; an empty id means the whole dashboard.
    CopyPlot(String),
    /// Open this page of the allocation panel.
    ShowPage(AllocationPage),
    /// Open this page on floods and droughts.
    ShowFloods(FloodPage),
    /// Say that the alarm of a station was seen, by its id.
    Acknowledge(String),
    /// Put the alarm of a station aside.
    Shelve(Box<Shelving>),
    /// Bring the alarm of a station back, by its id.
    Unshelve(String),
    /// Write the past floods of the chosen station as a table.
    SaveFloods,
    /// Write the warning bulletin into the basin's folder.
    SaveBulletin,
    /// Write the warnings that there is news of as messages.
    SendWarnings,
    /// Analyse a station.
    Analyse(Box<AnalysisWish>),
    /// Write the ledger, as it is arranged, as a table.
    SaveLedger,
    /// Study a ledger.
    Study(Box<StudyWish>),
    /// Choose another basin.
    OpenBasin,
    /// Read the exports folder again.
    Reload,
}

impl Command {
    /// Every command that needs no further word, in the order of a menu.
    pub const ALL: [Self; 34] = [
        Self::SetPreset(Preset::Week),
        Self::SetPreset(Preset::Month),
        Self::SetPreset(Preset::WaterYear),
        Self::SetPreset(Preset::All),
        Self::Earlier,
        Self::Later,
        Self::ZoomIn,
        Self::ZoomOut,
        Self::ToggleScales,
        Self::ToggleTwins,
        Self::SwapSides,
        Self::OrderByName,
        Self::ToggleTheme,
        Self::TogglePresent,
        Self::ResetLayout,
        Self::CloseExplanation,
        Self::ExportPlot(String::new()),
        Self::CopyPlot(String::new()),
        Self::ShowPage(AllocationPage::Overview),
        Self::ShowPage(AllocationPage::Ledger),
        Self::ShowPage(AllocationPage::Progress),
        Self::ShowPage(AllocationPage::Balances),
        Self::ShowPage(AllocationPage::Conditions),
        Self::ShowPage(AllocationPage::Terms),
        Self::ShowPage(AllocationPage::Compare),
        Self::ShowFloods(FloodPage::Warnings),
        Self::ShowFloods(FloodPage::Forecast),
        Self::ShowFloods(FloodPage::PastFloods),
        Self::ShowFloods(FloodPage::Rain),
        Self::ShowFloods(FloodPage::Frequency),
        Self::ShowFloods(FloodPage::LowFlow),
        Self::SaveLedger,
        Self::OpenBasin,
        Self::Reload,
    ];

    /// Key of its words; `…-tip` beside it is the key of the longer ones.
    pub fn key(&self) -> &'static str {
        match self {
            Self::SetPreset(Preset::Week) => "command-week",
            Self::SetPreset(Preset::Month) => "command-month",
            Self::SetPreset(Preset::WaterYear) => "command-water-year",
            Self::SetPreset(Preset::All) => "command-all",
            Self::SetRange(..) => "command-range",
            Self::Earlier => "command-earlier",
            Self::Later => "command-later",
            Self::ZoomIn => "command-zoom-in",
            Self::ZoomOut => "command-zoom-out",
            Self::ToggleStation(_) => "command-station",
            Self::Explain(_) => "command-explain",
            Self::CloseExplanation => "command-close-explanation",
            Self::ToggleTwins => "command-twins",
            Self::ToggleTheme => "command-theme",
            Self::ToggleScales => "command-scales",
            Self::SwapSides => "command-swap",
            Self::OrderByName => "command-by-name",
            Self::SetLanguage(_) => "command-language",
            Self::TogglePresent => "command-present",
            Self::ToggleMaximised(_) => "command-maximise",
            Self::ResetLayout => "command-reset-layout",
            Self::ExportPlot(_) => "command-export",
            Self::CopyPlot(_) => "command-copy",
            Self::ShowPage(AllocationPage::Overview) => "command-overview",
            Self::ShowPage(AllocationPage::Ledger) => "command-ledger",
            Self::ShowPage(AllocationPage::Progress) => "command-progress",
            Self::ShowPage(AllocationPage::Balances) => "command-balances",
            Self::ShowPage(AllocationPage::Conditions) => "command-conditions",
            Self::ShowPage(AllocationPage::Terms) => "command-terms",
            Self::ShowPage(AllocationPage::Compare) => "command-compare",
            Self::ShowFloods(page) => page.command_key(),
            Self::Acknowledge(_) => "command-acknowledge",
            Self::Shelve(_) => "command-shelve",
            Self::Unshelve(_) => "command-unshelve",
            Self::SaveFloods => "command-save-floods",
            Self::SaveBulletin => "command-save-bulletin",
            Self::SendWarnings => "command-send-warnings",
            Self::Analyse(_) => "command-analyse",
            Self::SaveLedger => "command-save-ledger",
            Self::Study(_) => "command-study",
            Self::OpenBasin => "command-open",
            Self::Reload => "command-reload",
        }
    }

    /// Short words: what stands on a button or in a menu.
    pub fn text(&self, words: &Words) -> String {
        words.get(self.key())
    }

    /// One sentence that says what it does, with its key.
    pub fn tooltip(&self, words: &Words) -> String {
        let tip = words.get(&format!("{}-tip", self.key()));
        match self.shortcut() {
            Some(shortcut) => format!("{tip} ({})", name_of(shortcut)),
            None => tip,
        }
    }

    /// The key that does the same.
    pub fn shortcut(&self) -> Option<KeyboardShortcut> {
        let plain = |key| Some(KeyboardShortcut::new(Modifiers::NONE, key));
        let with_shift = |key| Some(KeyboardShortcut::new(Modifiers::SHIFT, key));
        let with_command = |key| Some(KeyboardShortcut::new(Modifiers::COMMAND, key));
        match self {
            Self::SetPreset(Preset::Week) => plain(Key::Num1),
            Self::SetPreset(Preset::Month) => plain(Key::Num2),
            Self::SetPreset(Preset::WaterYear) => plain(Key::Num3),
            Self::SetPreset(Preset::All) => plain(Key::Num4),
            Self::Earlier => with_shift(Key::ArrowLeft),
            Self::Later => with_shift(Key::ArrowRight),
            Self::ZoomIn => plain(Key::Plus),
            Self::ZoomOut => plain(Key::Minus),
            Self::CloseExplanation => plain(Key::Escape),
            Self::ToggleScales => plain(Key::Y),
            Self::ToggleTwins => plain(Key::B),
            Self::SwapSides => plain(Key::X),
            Self::OrderByName => plain(Key::A),
            Self::ToggleTheme => plain(Key::T),
            Self::ShowPage(AllocationPage::Overview) => plain(Key::O),
            Self::ShowPage(AllocationPage::Ledger) => plain(Key::L),
            Self::ShowPage(AllocationPage::Progress) => plain(Key::G),
            Self::ShowPage(AllocationPage::Balances) => plain(Key::K),
            Self::ShowPage(AllocationPage::Conditions) => plain(Key::E),
            Self::ShowPage(AllocationPage::Terms) => plain(Key::N),
            Self::ShowPage(AllocationPage::Compare) => plain(Key::M),
            Self::ShowFloods(page) => plain(page.shortcut()),
            Self::SaveLedger => with_command(Key::L),
            Self::TogglePresent => plain(Key::F5),
            Self::Reload => with_command(Key::R),
            Self::OpenBasin => with_command(Key::O),
            Self::ExportPlot(id) if id.is_empty() => with_command(Key::S),
            Self::CopyPlot(id) if id.is_empty() => {
                let both = Modifiers::COMMAND | Modifiers::SHIFT;
                Some(KeyboardShortcut::new(both, Key::C))
            }
            Self::SetRange(..)
            | Self::ToggleStation(_)
            | Self::Explain(_)
            | Self::SetLanguage(_)
            | Self::ToggleMaximised(_)
            | Self::Study(_)
            | Self::Acknowledge(_)
            | Self::Shelve(_)
            | Self::Unshelve(_)
            | Self::SaveFloods
            | Self::SaveBulletin
            | Self::SendWarnings
            | Self::Analyse(_)
            | Self::ResetLayout
            | Self::ExportPlot(_)
            | Self::CopyPlot(_) => None,
        }
    }

    /// The commands whose keys were pressed in this frame; none while a text is being typed.
    pub fn pressed(ctx: &egui::Context) -> Vec<Self> {
        if ctx.text_edit_focused() {
            return Vec::new();
        }
        Self::ALL
            .into_iter()
            .filter(|command| {
                command
                    .shortcut()
                    .is_some_and(|keys| ctx.input_mut(|input| input.consume_shortcut(&keys)))
            })
            .collect()
    }
}

/// "Ctrl+R" in words of ASCII: egui's symbols for keys are in no embedded font.
fn name_of(shortcut: KeyboardShortcut) -> String {
    let mut name = String::new();
    if shortcut.modifiers.command {
        name.push_str(if cfg!(target_os = "macos") {
            "Cmd+"
        } else {
            "Ctrl+"
        });
    }
    if shortcut.modifiers.shift {
        name.push_str("Shift+");
    }
    name.push_str(shortcut.logical_key.name());
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_words_in_every_language() {
        for (tag, ..) in crate::present::LANGUAGES {
            let words = Words::new(&[tag.to_owned()]);
            let further = [
                Command::SetRange(0.0, 1.0),
                Command::ToggleStation(String::new()),
                Command::Explain(String::new()),
                Command::SetLanguage(String::new()),
                Command::ToggleMaximised(PaneKey::Board),
                Command::Study(Box::default()),
                Command::Acknowledge(String::new()),
                Command::Shelve(Box::default()),
                Command::Unshelve(String::new()),
                Command::Analyse(Box::default()),
            ];
            for command in Command::ALL.iter().chain(&further) {
                assert_ne!(command.text(&words), command.key(), "{tag}");
                assert!(!command.tooltip(&words).starts_with("command-"), "{tag}");
            }
        }
    }

    #[test]
    fn no_two_commands_share_a_key() {
        let keys: Vec<_> = Command::ALL.iter().filter_map(Command::shortcut).collect();
        for (n, key) in keys.iter().enumerate() {
            assert!(!keys[..n].contains(key), "{key:?}");
        }
    }
}
