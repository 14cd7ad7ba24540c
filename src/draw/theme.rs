//! Colours and sizes by meaning, light and dark. The only place where a raw colour may stand.

/// Which of the two sets of colours is used.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// Dark ink on a light ground: print, projector in a bright room.
    #[default]
    Light,
    /// Light ink on a dark ground: control room at night.
    Dark,
}

impl Theme {
    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Light => Self::Dark,
            Self::Dark => Self::Light,
        }
    }
}

/// Gives the context our fonts, sizes and colours. Call once per context, and again when the theme changes.
pub fn install(_ctx: &egui::Context, _theme: Theme) {}
