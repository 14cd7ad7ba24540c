//! The one call that window and command line share.

pub mod basin_file;
mod control;
mod entry;
mod error;
pub mod evaluation;
mod request;

pub use control::{Control, Progress};
pub use error::EngineError;
pub use evaluation::{
    ArchiveFacts, Evaluation, GaugeStatus, Latest, RainTotals, ReachStatus, SourceStatus,
    WarningStatus,
};
pub use request::{DataView, Request, Selection};
