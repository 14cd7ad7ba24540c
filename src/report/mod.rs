//! Views and pictures become bytes.

mod cap;
mod csv;
pub mod figure;
mod statement;

pub use cap::cap_xml;
pub use csv::csv;
pub use figure::{Pixels, ReportError, pdf, pixels, png};
pub use statement::statement_html;
