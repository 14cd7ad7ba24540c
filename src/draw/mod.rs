//! Views become a picture: on the screen, and without a display as SVG. Nothing here computes or keeps data;
//! panels read a view, change the [`ViewState`] for what only concerns looking, and send [`Command`]s.

mod allocation_ui;
mod axis;
mod balance_ui;
mod board_ui;
pub mod command;
mod curve;
pub mod dashboard;
pub mod explain_ui;
pub mod figure_ui;
pub mod frame;
mod header_ui;
mod hydrograph_ui;
mod ledger_ui;
mod legend;
mod levels;
mod pace_ui;
mod panel;
mod plot;
mod river_ui;
mod scene;
mod signs;
pub mod state;
mod state_column_ui;
mod stations_ui;
mod svg_shapes;
mod svg_text;
mod text;
pub mod theme;

pub use command::Command;
pub use dashboard::dashboard_ui;
pub use explain_ui::explain_ui;
pub use figure_ui::figure_ui;
pub use frame::{svg, svg_at};
pub use state::{PaneKey, Scales, ViewState};
pub use theme::{Distance, Theme, install_fonts, install_style};
