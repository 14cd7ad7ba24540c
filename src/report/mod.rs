//! Views and pictures become bytes.

pub mod figure;

pub use figure::{Pixels, ReportError, pdf, pixels, png};
