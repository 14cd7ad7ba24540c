//! The one call that window and command line share.

pub mod evaluation;

pub use evaluation::{
    ArchiveFacts, Evaluation, GaugeStatus, Latest, RainTotals, SourceStatus, WarningStatus,
};
