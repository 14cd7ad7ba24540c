//! What a person sees, as plain serialisable data. Nothing here knows how it is drawn.
//!
//! [`dashboard`] makes everything that one screen shows out of an [`Evaluation`](crate::engine::Evaluation);
//! [`explanation`] answers for one figure. Words, numbers and dates come from [`Words`]; [`thin`] and
//! [`time_marks`] are what a drawing needs besides.
#![warn(missing_docs)]

pub mod allocation;
pub mod board;
mod column;
mod crest;
pub mod dashboard;
pub mod explain;
pub mod hydrograph;
mod ledger;
mod line;
mod notice;
mod number;
mod pace;
pub mod preview;
pub mod receipt;
pub mod river;
mod scale;
mod sheet;
pub mod standing;
pub mod statement;
pub mod stations;
pub mod thin;
pub mod time_axis;
pub mod words;

pub use allocation::{
    AllocationView, BalanceBar, BalanceView, LedgerTable, LedgerTableRow, PaceView, PartyBalances,
    allocation,
};
pub use board::{BoardItem, BoardView, ItemKind, board};
pub use dashboard::{DashboardView, HeaderView, Preset, TimeSpan, ViewRequest, dashboard, span};
pub use explain::{ExplanationLine, ExplanationView, explanation};
pub use hydrograph::{HydrographView, LevelView, LineStatus, PlotLine, StateColumnView};
pub use pace::status_word;
pub use preview::{ColumnRole, ColumnView, PreviewView, QuestionView, RowView, preview};
pub use receipt::{
    BalancePart, FindingLine, ReceiptView, balance, finding_line, finding_lines, receipts,
};
pub use river::{RiverMark, RiverView, river};
pub use sheet::{Cell, Sheet, receipt_sheet, tidy_sheet};
pub use standing::{Standing, summary};
pub use statement::{AccountStatement, ClauseStatement, StatementView, statement};
pub use stations::{StationRow, StationsView, latest_figure, stations};
pub use thin::{thin, thin_bars};
pub use time_axis::{TimeMark, time_marks};
pub use words::{Filling, LANGUAGES, Words, first_said};
