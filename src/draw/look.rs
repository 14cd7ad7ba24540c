//! How the allocation panel is being looked at: its page, what is chosen on each, how its table is arranged.

use std::sync::Arc;

use crate::present::{Arrangement, StudyTopic, StudyView, StudyWish};

/// Which page of the allocation panel is open.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum AllocationPage {
    /// Running periods, and balances below them.
    #[default]
    Overview,
    /// The ledger as a table.
    Ledger,
    /// One running period: delivered against required, the pace that is needed, how it may end.
    Progress,
    /// The balance of each party through the years.
    Balances,
    /// Conditions and their evidence.
    Conditions,
    /// The terms of a derived series.
    Terms,
    /// A ledger beside what it would be.
    Compare,
}

impl AllocationPage {
    /// All pages, in the order of their buttons.
    pub const ALL: [Self; 7] = [
        Self::Overview,
        Self::Ledger,
        Self::Progress,
        Self::Balances,
        Self::Conditions,
        Self::Terms,
        Self::Compare,
    ];

    /// Key of its name.
    pub fn word_key(self) -> &'static str {
        match self {
            Self::Overview => "draw-overview",
            Self::Ledger => "draw-ledger",
            Self::Progress => "draw-progress",
            Self::Balances => "draw-balances",
            Self::Conditions => "draw-conditions",
            Self::Terms => "draw-terms",
            Self::Compare => "draw-compare",
        }
    }
}

/// In which units the table speaks.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Units {
    /// The agreement's, and the second one beside it where there is room.
    #[default]
    Both,
    /// The agreement's alone.
    Own,
}

/// What is chosen in the allocation panel.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct AllocationLook {
    /// How the table is arranged.
    pub arrangement: Arrangement,
    /// Units of the table.
    pub units: Units,
    /// Row of the table whose clause is read, by figure id.
    pub row: String,
    /// Running period that is drawn large, by id.
    pub pace: String,
    /// Ledger whose balances are drawn, by id.
    pub balance: String,
    /// Condition whose evidence is drawn, by id.
    pub condition: String,
    /// Period of it that is drawn within, by label; empty for the last one that could be assessed.
    pub period: String,
    /// Derived series whose terms are drawn, by id.
    pub terms: String,
    /// Which study is drawn.
    pub topic: StudyTopic,
    /// Ledger that is studied, by the id of its balances.
    pub studied: String,
    /// Number of a clause that is proposed to be another, by its place.
    pub place: String,
    /// What it is proposed to be, as text; empty for what it is.
    pub proposed: String,
}

/// The study on the screen; the application fills it.
#[derive(Clone, Debug, Default)]
pub struct StudySlot {
    /// What was asked for last.
    pub wish: Option<StudyWish>,
    /// What was found, and for which wish.
    pub found: Option<(StudyWish, Arc<StudyView>)>,
    /// Why nothing was found.
    pub failure: String,
}
