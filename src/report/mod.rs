//! Views and pictures become bytes.

pub mod figure;

pub use figure::{ReportError, pdf, png};
