//! Colours and sizes by meaning, light and dark. The only place where a raw colour may stand; the colours
//! themselves are data in `assets/theme`.

use std::sync::{Arc, LazyLock};

use crate::domain::NativeColour;
use egui::{Color32, CornerRadius, FontData, FontFamily, FontId, Stroke, TextStyle};

/// Noto Sans, regular: the face of every text, on screen and in figures.
pub const SANS: &[u8] = include_bytes!("../../assets/fonts/NotoSans-Regular.ttf");
/// Noto Sans, bold: headings and names.
pub const SANS_BOLD: &[u8] = include_bytes!("../../assets/fonts/NotoSans-Bold.ttf");
/// Arrows and mathematical signs, such as the true minus, which Noto Sans lacks.
pub const SANS_MATH: &[u8] = include_bytes!("../../assets/fonts/NotoSansMath-Regular.ttf");

/// Name of the bold family in egui.
pub const BOLD: &str = "bold";

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

    /// The colours of this theme.
    pub fn tokens(self) -> &'static Tokens {
        static LIGHT: LazyLock<Tokens> =
            LazyLock::new(|| Tokens::read(include_str!("../../assets/theme/light.toml")));
        static DARK: LazyLock<Tokens> =
            LazyLock::new(|| Tokens::read(include_str!("../../assets/theme/dark.toml")));
        match self {
            Self::Light => &LIGHT,
            Self::Dark => &DARK,
        }
    }
}

/// How far away the reader sits.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Distance {
    /// At a desk.
    #[default]
    Desk,
    /// Across a room, on a projector.
    Room,
}

impl Distance {
    /// Factor on every size of type.
    fn scale(self) -> f32 {
        match self {
            Self::Desk => 1.0,
            Self::Room => 1.35,
        }
    }
}

/// A colour, written `#rrggbb` in the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Hex(Color32);

impl Default for Hex {
    fn default() -> Self {
        Self(Color32::GRAY)
    }
}

impl<'de> serde::Deserialize<'de> for Hex {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Color32::from_hex(&text)
            .map(Self)
            .map_err(|_| serde::de::Error::custom(format!("{text:?} is no colour; write #rrggbb")))
    }
}

/// Colours by meaning.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tokens {
    ground: Hex,
    panel: Hex,
    raised: Hex,
    pressed: Hex,
    plot: Hex,
    hairline: Hex,
    grid: Hex,
    ink: Hex,
    muted: Hex,
    faint: Hex,
    focus: Hex,
    wash: Hex,
    late: Hex,
    suspect: Hex,
    now: Hex,
    party: Vec<[Hex; 3]>,
    rank: Vec<[Hex; 2]>,
    calm: Hex,
    unknown: Hex,
}

macro_rules! colours {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {
        impl Tokens {
            $($(#[$doc])* pub fn $name(&self) -> Color32 { self.$name.0 })*
        }
    };
}

colours!(
    /// Between the panels.
    ground,
    /// Of a panel.
    panel,
    /// A control, or the row under the pointer.
    raised,
    /// A control that is held down.
    pressed,
    /// Behind a plot.
    plot,
    /// Edges of panels and controls.
    hairline,
    /// Lines behind a plot.
    grid,
    /// Text.
    ink,
    /// Second lines, axis labels, units.
    muted,
    /// Marks that carry no text.
    faint,
    /// Selection and keyboard focus.
    focus,
    /// Behind what is selected.
    wash,
    /// Words about a feed that is late.
    late,
    /// Words about readings that are doubtful.
    suspect,
    /// The as-of line.
    now,
    /// Outline of "below all levels".
    calm,
    /// Ring of "nothing is known".
    unknown,
);

impl Tokens {
    /// Reads the embedded data. A fault in it is found by the tests of this module; a person would see grey.
    fn read(text: &str) -> Self {
        toml::from_str(text).unwrap_or_default()
    }

    /// Colour of a party's first line, and of its words. More parties than colours start again.
    pub fn party(&self, index: usize) -> Color32 {
        self.party_shade(index, 0)
    }

    /// Colour of the `nth` line of a party.
    pub fn party_shade(&self, index: usize, nth: usize) -> Color32 {
        let family = self.party.get(index % self.party.len().max(1));
        family.map_or(self.ink.0, |shades| shades[nth % shades.len()].0)
    }

    /// Fill and outline of a warning rank from 1 upwards; ranks above the highest share its colours.
    pub fn rank(&self, rank: u8) -> (Color32, Color32) {
        let index = usize::from(rank.max(1) - 1).min(self.rank.len().saturating_sub(1));
        let pair = self.rank.get(index);
        pair.map_or((self.ink.0, self.ink.0), |[fill, outline]| {
            (fill.0, outline.0)
        })
    }
}

/// A state's own colour of one of its levels, as it prints it.
pub fn native(colour: NativeColour) -> Color32 {
    Color32::from_rgb(colour.red, colour.green, colour.blue)
}

/// The colours of the theme that `ui` is drawn in.
pub fn tokens(ui: &egui::Ui) -> &'static Tokens {
    if ui.visuals().dark_mode {
        Theme::Dark.tokens()
    } else {
        Theme::Light.tokens()
    }
}

/// What a text is for; the size follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Axis labels, second lines: the smallest there is, 12 px at a desk.
    Small,
    /// Running text.
    Body,
    /// Names and figures that lead a row.
    Strong,
    /// Heading of a plot.
    Heading,
    /// Heading of a panel.
    Title,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 5] = [
        Self::Small,
        Self::Body,
        Self::Strong,
        Self::Heading,
        Self::Title,
    ];

    fn size(self) -> f32 {
        match self {
            Self::Small => 12.0,
            Self::Body | Self::Strong | Self::Heading => 13.0,
            Self::Title => 16.0,
        }
    }

    fn family(self) -> FontFamily {
        match self {
            Self::Small | Self::Body => FontFamily::Proportional,
            Self::Strong | Self::Heading | Self::Title => FontFamily::Name(BOLD.into()),
        }
    }

    fn style(self) -> TextStyle {
        match self {
            Self::Small => TextStyle::Small,
            Self::Body => TextStyle::Body,
            Self::Strong => TextStyle::Name("strong".into()),
            Self::Heading => TextStyle::Name("heading".into()),
            Self::Title => TextStyle::Heading,
        }
    }

    /// The font in the size that `ui` is drawn in.
    pub fn font(self, ui: &egui::Ui) -> FontId {
        let styles = &ui.style().text_styles;
        styles
            .get(&self.style())
            .cloned()
            .unwrap_or_else(|| FontId::new(self.size(), FontFamily::Proportional))
    }
}

/// Gives the context our fonts. Once per context, before its first frame.
pub fn install_fonts(ctx: &egui::Context) {
    let mut fonts = egui::FontDefinitions::empty();
    for (name, bytes) in [
        ("NotoSans-Regular", SANS),
        ("NotoSans-Bold", SANS_BOLD),
        ("NotoSansMath-Regular", SANS_MATH),
    ] {
        let data = Arc::new(FontData::from_static(bytes));
        fonts.font_data.insert(name.to_owned(), data);
    }
    let math = "NotoSansMath-Regular".to_owned();
    let regular = vec!["NotoSans-Regular".to_owned(), math.clone()];
    let bold = vec!["NotoSans-Bold".to_owned(), math];
    fonts
        .families
        .insert(FontFamily::Proportional, regular.clone());
    fonts.families.insert(FontFamily::Monospace, regular);
    fonts.families.insert(FontFamily::Name(BOLD.into()), bold);
    ctx.set_fonts(fonts);
}

/// Gives the context the colours and sizes. Whenever one of the two changes.
pub fn install_style(ctx: &egui::Context, theme: Theme, distance: Distance) {
    let tokens = theme.tokens();
    ctx.set_theme(match theme {
        Theme::Light => egui::Theme::Light,
        Theme::Dark => egui::Theme::Dark,
    });
    ctx.all_styles_mut(|style| {
        for role in Role::ALL {
            let font = FontId::new(role.size() * distance.scale(), role.family());
            style.text_styles.insert(role.style(), font);
        }
        let body = FontId::new(
            Role::Body.size() * distance.scale(),
            FontFamily::Proportional,
        );
        style.text_styles.insert(TextStyle::Button, body.clone());
        style.text_styles.insert(TextStyle::Monospace, body);
        style.spacing.item_spacing = egui::vec2(8.0, 4.0);
        style.spacing.button_padding = egui::vec2(8.0, 3.0);
        style.spacing.interact_size = egui::vec2(28.0, 24.0) * distance.scale();
        style.spacing.window_margin = egui::Margin::same(12);
        style.spacing.scroll = egui::style::ScrollStyle::thin();
        // A view that moves by itself cannot be printed twice alike.
        style.animation_time = 0.0;
        style.visuals = visuals(theme, tokens);
    });
}

fn visuals(theme: Theme, tokens: &Tokens) -> egui::Visuals {
    let mut visuals = match theme {
        Theme::Light => egui::Visuals::light(),
        Theme::Dark => egui::Visuals::dark(),
    };
    visuals.panel_fill = tokens.panel();
    visuals.window_fill = tokens.panel();
    visuals.window_stroke = Stroke::new(1.0, tokens.faint());
    visuals.window_shadow = egui::Shadow::NONE;
    visuals.popup_shadow = egui::Shadow::NONE;
    visuals.window_corner_radius = CornerRadius::same(6);
    visuals.menu_corner_radius = CornerRadius::same(4);
    visuals.extreme_bg_color = tokens.plot();
    visuals.faint_bg_color = tokens.raised();
    visuals.code_bg_color = tokens.raised();
    visuals.hyperlink_color = tokens.focus();
    visuals.warn_fg_color = tokens.late();
    visuals.error_fg_color = tokens.late();
    visuals.weak_text_color = Some(tokens.muted());
    visuals.selection.bg_fill = tokens.wash();
    visuals.selection.stroke = Stroke::new(1.5, tokens.focus());
    let states = [
        (
            &mut visuals.widgets.noninteractive,
            tokens.panel(),
            tokens.hairline(),
        ),
        (
            &mut visuals.widgets.inactive,
            tokens.raised(),
            tokens.hairline(),
        ),
        (
            &mut visuals.widgets.hovered,
            tokens.pressed(),
            tokens.faint(),
        ),
        (&mut visuals.widgets.active, tokens.wash(), tokens.focus()),
        (&mut visuals.widgets.open, tokens.pressed(), tokens.faint()),
    ];
    for (widget, fill, edge) in states {
        widget.bg_fill = fill;
        widget.weak_bg_fill = fill;
        widget.bg_stroke = Stroke::new(1.0, edge);
        widget.fg_stroke = Stroke::new(1.0, tokens.ink());
        widget.corner_radius = CornerRadius::same(4);
        widget.expansion = 0.0;
    }
    visuals
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance, WCAG 2.2.
    fn luminance(colour: Color32) -> f64 {
        let channel = |value: u8| {
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * channel(colour.r()) + 0.7152 * channel(colour.g()) + 0.0722 * channel(colour.b())
    }

    /// Contrast ratio, WCAG 2.2.
    fn contrast(a: Color32, b: Color32) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// Machado, Oliveira and Fernandes 2009, severity 1: protan, deutan, tritan, in linear light.
    const VISION: [[[f64; 3]; 3]; 4] = [
        [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ],
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ],
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ],
    ];

    /// CIE L*a*b* (D65) as seen through one of [`VISION`].
    fn lab(colour: Color32, vision: &[[f64; 3]; 3]) -> [f64; 3] {
        let linear = [colour.r(), colour.g(), colour.b()].map(|value| {
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        });
        let seen = vision.map(|row| {
            row.iter()
                .zip(linear)
                .map(|(factor, value)| factor * value)
                .sum::<f64>()
                .clamp(0.0, 1.0)
        });
        let xyz = [
            (0.4124 * seen[0] + 0.3576 * seen[1] + 0.1805 * seen[2]) / 0.95047,
            0.2126 * seen[0] + 0.7152 * seen[1] + 0.0722 * seen[2],
            (0.0193 * seen[0] + 0.1192 * seen[1] + 0.9505 * seen[2]) / 1.08883,
        ];
        let [x, y, z] = xyz.map(|t| {
            if t > 0.008856 {
                t.cbrt()
            } else {
                7.787 * t + 16.0 / 116.0
            }
        });
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    }

    fn read(text: &str) -> Tokens {
        toml::from_str(text).expect("the theme is well formed")
    }

    fn both() -> [(&'static str, Tokens); 2] {
        [
            ("light", read(include_str!("../../assets/theme/light.toml"))),
            ("dark", read(include_str!("../../assets/theme/dark.toml"))),
        ]
    }

    #[test]
    fn every_text_is_readable_on_every_ground_it_stands_on() {
        for (name, tokens) in both() {
            for ground in [
                tokens.panel(),
                tokens.raised(),
                tokens.plot(),
                tokens.wash(),
            ] {
                for text in [
                    tokens.ink(),
                    tokens.muted(),
                    tokens.late(),
                    tokens.suspect(),
                ] {
                    assert!(contrast(text, ground) >= 4.5, "{name} {text:?} {ground:?}");
                }
            }
            for index in 0..tokens.party.len() {
                let text = tokens.party(index);
                assert!(
                    contrast(text, tokens.panel()) >= 4.5,
                    "{name} party {index}"
                );
            }
            for rank in 1..=3 {
                let (_, outline) = tokens.rank(rank);
                assert!(contrast(outline, tokens.panel()) >= 3.0, "{name} {rank}");
            }
        }
    }

    #[test]
    fn neighbours_are_told_apart_by_every_eye() {
        for (name, tokens) in both() {
            for vision in &VISION {
                for a in 0..3 {
                    for b in 0..a {
                        let one = lab(tokens.party(a), vision);
                        let other = lab(tokens.party(b), vision);
                        let distance = one
                            .iter()
                            .zip(other)
                            .map(|(p, q)| (p - q).powi(2))
                            .sum::<f64>()
                            .sqrt();
                        assert!(distance >= 15.0, "{name} {a} {b}: {distance:.1}");
                    }
                }
            }
        }
    }

    #[test]
    fn no_state_is_red_or_green() {
        for (name, tokens) in both() {
            for family in &tokens.party {
                let [r, g, b, _] = family[0].0.to_array().map(i32::from);
                assert!(
                    !(r > g + 60 && r > b + 60 && g < 90),
                    "{name} red {family:?}"
                );
                assert!(!(g > r + 30 && g > b + 30), "{name} green {family:?}");
            }
        }
    }

    #[test]
    fn nothing_is_smaller_than_twelve_pixels() {
        assert!(Role::ALL.iter().all(|role| role.size() >= 12.0));
    }
}
