//! What a person can ask for. One list feeds buttons, keys and the help.

use crate::present::Preset;

use super::state::PaneKey;

/// A wish of the person at the screen, carried out after the frame.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Show a named span up to now, and follow it.
    SetPreset(Preset),
    /// Show these unix seconds.
    SetRange(f64, f64),
    /// Show or hide a station's lines, by id.
    ToggleStation(String),
    /// Show where a figure comes from, by figure id.
    Explain(String),
    /// Close the explanation.
    CloseExplanation,
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
    /// Copy a plot to the clipboard, by plot id.
    CopyPlot(String),
    /// Choose another basin.
    OpenBasin,
    /// Read the exports folder again.
    Reload,
}
