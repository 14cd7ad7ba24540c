//! Views become a picture: on the screen, and without a display as SVG. Nothing here computes or keeps data;
//! panels read a view, change the [`ViewState`] for what only concerns looking, and send [`Command`]s.

pub mod command;
pub mod dashboard;
pub mod frame;
mod signs;
pub mod state;
mod svg_shapes;
mod svg_text;
mod text;
pub mod theme;

pub use command::Command;
pub use dashboard::dashboard_ui;
pub use state::{PaneKey, Scales, ViewState};
pub use theme::{Distance, Theme, install_fonts, install_style};
