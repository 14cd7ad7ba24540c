//! The one call that window and command line share.

mod adopt;
mod agreement_file;
mod alarms;
pub mod analysis;
mod basin_edit;
pub mod basin_file;
mod cap_book;
mod changes;
mod compute;
mod control;
mod entry;
mod error;
mod evaluate;
pub mod evaluation;
mod explain;
mod feed;
mod file_import;
mod formats;
mod import;
mod inputs;
mod inspect;
mod message;
mod notices;
mod pack;
mod pending;
pub mod preview;
pub mod replay;
mod request;
mod status;
pub mod study;
mod suggest;
mod uncertainty_entry;
mod warned;
mod warnings;
mod workspace;

pub use adopt::{Adopted, Adoption, Home, keep};
pub use agreement_file::{AgreementInputs, agreement_text, check_agreement, evaluate_agreement};
pub use analysis::{Analysis, AnalysisKind, AnalysisRequest};
pub use basin_edit::NewSource;
pub use compute::{
    Answer, ComputeReport, ComputeRequest, Explained, Listed, READER_SETTINGS, ReaderSetting,
    SeriesFacts, compute, explain_indicator, indicators,
};
pub use control::{Control, Progress};
pub use error::EngineError;
pub use evaluation::{
    ArchiveFacts, Evaluation, GaugeStatus, Latest, RainTotals, ReachStatus, SourceStatus,
    WarningStatus,
};
pub use feed::FeedReport;
pub use file_import::{FileImport, ImportReport};
pub use inspect::{FileReport, InspectOptions, Question, SeriesReport, inspect};
pub use message::{check_message, check_message_text, is_message};
pub use pack::{check_pack, is_pack};
pub use preview::{Answers, Preview, PreviewReading, PreviewRow, TheirStation};
pub use replay::{Replay, ReplayPlan, Silence, Spike};
pub use request::{DataView, Request, Selection};
pub use study::{FileStudy, Found, Proposal, Study, StudyKind, StudyRequest, study_files};
pub use warned::{
    ComingLevel, Crosswalk, NativeLevel, ReachedLevel, RiseOver, StationWarning, WarningReading,
    Warnings,
};
pub use warnings::Board;
pub use workspace::{Workspace, check_basin};
