//! What a person sees, as plain serialisable data. Nothing here knows how it is drawn.
//!
//! [`dashboard`] makes everything that one screen shows out of an [`Evaluation`](crate::engine::Evaluation);
//! [`explanation`] answers for one figure. Words, numbers and dates come from [`Words`]; [`thin`] and
//! [`time_marks`] are what a drawing needs besides.
#![warn(missing_docs)]

mod alarm_journal;
pub mod allocation;
pub mod analysis;
pub mod board;
pub mod bulletin;
pub mod cap;
pub mod clause;
mod column;
mod crest;
pub mod dashboard;
pub mod evidence;
pub mod explain;
pub mod floods;
mod floods_paper;
pub mod forecast;
mod forecast_rows;
mod forecast_scores;
pub mod frequency;
mod gauge_words;
pub mod hydrograph;
mod ledger;
mod ledger_sheet;
pub mod ledger_table;
mod line;
pub mod low_flow;
mod notice;
mod number;
pub mod outlook;
mod pace;
pub mod paper;
mod past_level_events;
pub mod preview;
pub mod rain;
pub mod receipt;
mod record;
pub mod river;
mod scale;
mod second_unit;
mod sheet;
pub mod standing;
pub mod statement;
pub mod stations;
pub mod study;
mod study_rows;
mod study_weights;
pub mod terms;
pub mod thin;
pub mod time_axis;
pub mod warnings;
pub mod words;

pub use allocation::{
    AllocationView, BalanceBar, BalanceParts, BalanceView, PaceView, PartyBalances, allocation,
};
pub use analysis::{AnalysisKind, AnalysisView, AnalysisWish, analysis};
pub use board::{BoardItem, BoardView, ItemKind, board};
pub use bulletin::{BulletinExtras, bulletin};
pub use cap::{Cancelled, CapDraft, CapNews, CapWish, cap_news};
pub use clause::{ClauseView, clauses_behind};
pub use dashboard::{DashboardView, HeaderView, Preset, TimeSpan, ViewRequest, dashboard, span};
pub use evidence::{ConditionPeriod, ConditionView, TestPoint, TestView};
pub use explain::{ExplanationLine, ExplanationView, explanation};
pub use floods::{FloodCell, FloodColumn, FloodRow, PastFloodsView, YearTrace, floods_sheet};
pub use floods_paper::floods_paper;
pub use hydrograph::{HydrographView, LevelView, LineStatus, PlotLine, StateColumnView};
pub use ledger_sheet::ledger_sheet;
pub use ledger_table::{
    Arrangement, Direction, LedgerChoices, LedgerColumn, LedgerFigure, LedgerFilter, LedgerTable,
    LedgerTableRow,
};
pub use outlook::{OutlookView, TraceView};
pub use pace::status_word;
pub use paper::{Paper, PaperColumn, PaperPart, PaperRow, PaperSection, PaperTable, RowMark};
pub use past_level_events::{level_events_paper, level_events_sheet};
pub use preview::{ColumnRole, ColumnView, PreviewView, QuestionView, RowView, preview};
pub use receipt::{
    BalancePart, FindingLine, ReceiptView, balance, finding_line, finding_lines, receipts,
};
pub use river::{RiverMark, RiverView, river};
pub use sheet::{Cell, Sheet, receipt_sheet, tidy_sheet};
pub use standing::{Standing, summary};
pub use statement::{AccountStatement, ClauseStatement, StatementView, statement};
pub use stations::{StationRow, StationsView, latest_figure, stations};
pub use study::{Adjustable, StudyRow, StudyTopic, StudyView, StudyWeight, StudyWish, study};
pub use terms::{TermLine, TermsView};
pub use thin::{thin, thin_bars};
pub use time_axis::{TimeMark, time_marks};
pub use warnings::{EventRow, TwoLines, WarningRow, WarningsView, warnings};
pub use words::{Filling, LANGUAGES, Words, first_said};
