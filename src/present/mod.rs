//! What a person sees, as plain serialisable data. Nothing here knows how it is drawn.

pub mod allocation;
pub mod board;
pub mod dashboard;
pub mod hydrograph;
pub mod river;
pub mod stations;

pub use allocation::{
    AllocationView, BalanceBar, BalanceView, LedgerTable, LedgerTableRow, PaceView, PartyBalances,
};
pub use board::{BoardItem, BoardView, ItemKind};
pub use dashboard::{DashboardView, HeaderView, Preset};
pub use hydrograph::{HydrographView, LevelView, LineStatus, PlotLine, StateColumnView};
pub use river::{RiverMark, RiverView};
pub use stations::{StationRow, StationsView};
