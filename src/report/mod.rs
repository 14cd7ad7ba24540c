//! Views and pictures become bytes.

mod csv;
pub mod figure;

pub use csv::csv;
pub use figure::{Pixels, ReportError, pdf, pixels, png};
