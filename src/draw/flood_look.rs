//! How the pages on floods and droughts are being looked at.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::Key;

use crate::present::{AnalysisKind, AnalysisView, AnalysisWish};

/// A page on floods and droughts.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum FloodPage {
    /// Where every gauge stands against its state's levels.
    #[default]
    Warnings,
    /// What comes, with its band and its skill.
    Forecast,
    /// Floods of the record, side by side.
    PastFloods,
    /// Rain on what drains to a station.
    Rain,
    /// How often a flow is reached.
    Frequency,
    /// How low, and how long.
    LowFlow,
}

impl FloodPage {
    /// All pages, in the order of their buttons.
    pub const ALL: [Self; 6] = [
        Self::Warnings,
        Self::Forecast,
        Self::PastFloods,
        Self::Rain,
        Self::Frequency,
        Self::LowFlow,
    ];

    /// As the command line names it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Warnings => "warnings",
            Self::Forecast => "forecast",
            Self::PastFloods => "past-floods",
            Self::Rain => "rain",
            Self::Frequency => "frequency",
            Self::LowFlow => "low-flow",
        }
    }

    /// Key of its name, which is that of the command that opens it.
    pub fn command_key(self) -> &'static str {
        match self {
            Self::Warnings => "command-warnings",
            Self::Forecast => "command-forecast",
            Self::PastFloods => "command-past-floods",
            Self::Rain => "command-rain",
            Self::Frequency => "command-frequency",
            Self::LowFlow => "command-low-flow",
        }
    }

    /// The key that opens it.
    pub fn shortcut(self) -> Key {
        match self {
            Self::Warnings => Key::W,
            Self::Forecast => Key::F,
            Self::PastFloods => Key::H,
            Self::Rain => Key::R,
            Self::Frequency => Key::Q,
            Self::LowFlow => Key::D,
        }
    }

    /// What the page asks of its station; `None` where it shows what the board knows already.
    pub fn kind(self) -> Option<AnalysisKind> {
        match self {
            Self::Warnings => None,
            Self::Forecast => Some(AnalysisKind::Forecast),
            Self::PastFloods => Some(AnalysisKind::Floods),
            Self::Rain => Some(AnalysisKind::Rain),
            Self::Frequency => Some(AnalysisKind::Frequency),
            Self::LowFlow => Some(AnalysisKind::LowFlow),
        }
    }
}

/// What is chosen on the pages.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct FloodLook {
    /// Station that the pages are about, by id; the first gauge where it is none of the basin's.
    pub station: String,
    /// Part of the page on warnings that is open.
    pub part: WarningsPart,
    /// Name under which alarms are acknowledged and put aside; empty for the one by which the system knows the person.
    pub who: String,
    /// The past flood that stands out, by the unix second of its peak; 0 for the newest.
    pub flood: i64,
    /// Column that past floods are sorted by, and whether the largest comes first.
    pub sort: (usize, bool),
    /// How past floods lie over one another.
    pub overlay: Overlay,
    /// The alarm that is about to be put aside.
    #[serde(skip)]
    pub shelving: Option<Shelving>,
}

impl Default for FloodLook {
    fn default() -> Self {
        Self {
            station: String::new(),
            part: WarningsPart::default(),
            who: String::new(),
            flood: 0,
            sort: (0, true),
            overlay: Overlay::default(),
            shelving: None,
        }
    }
}

/// How past floods lie over one another.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Overlay {
    /// Every peak at hour zero.
    #[default]
    Aligned,
    /// By the day of the hydrological year.
    ByYear,
}

impl Overlay {
    /// Key of its name.
    pub fn word_key(self) -> &'static str {
        match self {
            Self::Aligned => "floods-aligned",
            Self::ByYear => "floods-by-year",
        }
    }
}

/// A part of the page on warnings.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum WarningsPart {
    /// Every gauge.
    #[default]
    Board,
    /// Every time above a level.
    Events,
    /// Every change of an alarm.
    Journal,
}

impl WarningsPart {
    /// All of them, in the order of their buttons.
    pub const ALL: [Self; 3] = [Self::Board, Self::Events, Self::Journal];

    /// Key of its name.
    pub fn word_key(self) -> &'static str {
        match self {
            Self::Board => "warnings-board",
            Self::Events => "warnings-events",
            Self::Journal => "warnings-journal",
        }
    }
}

/// An alarm that is about to be put aside.
#[derive(Clone, Debug, PartialEq)]
pub struct Shelving {
    /// Station id.
    pub station: String,
    /// Its name.
    pub name: String,
    /// Why.
    pub reason: String,
    /// For how long.
    pub hours: f64,
    /// Whether the form has just been opened.
    pub is_new: bool,
}

impl Default for Shelving {
    fn default() -> Self {
        Self {
            station: String::new(),
            name: String::new(),
            reason: String::new(),
            hours: 4.0,
            is_new: true,
        }
    }
}

/// One answer, and whether the data are still those that it was computed from.
#[derive(Clone, Debug)]
struct Answer {
    outcome: Result<Arc<AnalysisView>, String>,
    is_current: bool,
}

/// What was found about stations; the application fills it. Kept until the data change, and drawn until the next
/// answer is there.
#[derive(Clone, Debug, Default)]
pub struct AnalysisSlot {
    /// What was asked for last.
    pub asked: Option<AnalysisWish>,
    answers: BTreeMap<AnalysisWish, Answer>,
}

impl AnalysisSlot {
    /// Keeps an answer.
    pub fn keep(&mut self, wish: AnalysisWish, outcome: Result<Arc<AnalysisView>, String>) {
        // An answer to data that changed meanwhile is drawn, and asked for again.
        let is_current = self.asked.as_ref() == Some(&wish);
        let answer = Answer {
            outcome,
            is_current,
        };
        self.answers.insert(wish, answer);
    }

    /// The data have changed: every answer is asked for again when it is looked at.
    pub fn outdate(&mut self) {
        self.asked = None;
        for answer in self.answers.values_mut() {
            answer.is_current = false;
        }
    }

    /// What was found, or why nothing was; `None` while nothing is known.
    pub fn get(&self, wish: &AnalysisWish) -> Option<&Result<Arc<AnalysisView>, String>> {
        self.answers.get(wish).map(|answer| &answer.outcome)
    }

    /// Whether nothing is on its way: what was asked for last is answered, or nothing was asked for.
    pub fn is_idle(&self) -> bool {
        let is_answered = |asked| {
            self.answers
                .get(asked)
                .is_some_and(|known| known.is_current)
        };
        self.asked.as_ref().is_none_or(is_answered)
    }

    /// Whether this must be asked for.
    pub fn wants(&self, wish: &AnalysisWish) -> bool {
        let is_current = self.answers.get(wish).is_some_and(|known| known.is_current);
        !is_current && self.asked.as_ref() != Some(wish)
    }
}
