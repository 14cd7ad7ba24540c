//! Views and pictures become bytes.

mod csv;
pub mod figure;
mod statement;

pub use csv::csv;
pub use figure::{Pixels, ReportError, pdf, pixels, png};
pub use statement::statement_html;
