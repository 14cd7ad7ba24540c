//! Views and pictures become bytes.

mod cap;
mod csv;
pub mod figure;
mod markup;
mod paper;
mod statement;

pub use cap::cap_xml;
pub use csv::csv;
pub use figure::{Pixels, ReportError, pdf, pixels, png};
pub use paper::{paper_html, paper_pdf};
pub use statement::statement_html;
